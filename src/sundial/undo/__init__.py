"""Undo: the log of changes as people read it, and taking back what was done by mistake."""
