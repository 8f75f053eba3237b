"""Time entries: who worked on what, from when to when. One without a stop is running; a person has one such at most.

What a workspace demands of an entry are its constraints. An entry belongs to the day on which it starts, in the time
zone of whoever looks.
"""
