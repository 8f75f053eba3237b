"""Changes: the log that every action writes in its own transaction. The one door between slices for "and then tell …".

Each organization's changes are numbered without gaps in the order in which they were committed, so a follower that
remembers the last number it saw has missed nothing.
"""
