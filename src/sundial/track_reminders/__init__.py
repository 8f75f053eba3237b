"""Track reminders: who tracked less than expected yesterday, or in the week before, is told so by mail.

At the reminder's hour in each person's own time zone, once for each person and period.
"""
