"""Timers: the part of a time entry's life that others depend on: it is stored, stopped and counted.

Whoever loses their place in a workspace has their running entry stopped; a project knows how much time was tracked for
it. What people do with entries is in `time_entries`.
"""
