"""Tags: words of a workspace that people put on time entries.

An entry keeps the ids of its tags. A deleted tag is only marked, and disappears from the entries that have it: taking
the deletion back restores it everywhere.
"""
