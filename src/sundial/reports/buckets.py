"""The steps of a report's graph: days, weeks, months or quarters, one for each of the range, without time included."""

from bisect import bisect_right
from datetime import date
from enum import StrEnum

import msgspec

from sundial.core.periods import ONE_DAY
from sundial.reports.rules import Range


class Resolution(StrEnum):
    """How long a step is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


class Buckets(msgspec.Struct, frozen=True):
    """The first day of each step that is in the range, and the same as numbers of days after the range's first one.

    So the first step begins with the range, even in the middle of a week or a month.
    """

    dates: list[date]
    starts: list[int]

    def bucket_of(self, day_number: int) -> int:
        """The index of the step that has a day of the range, by the day's number from 0 (`days.day_number`)."""
        return bisect_right(self.starts, day_number) - 1


def buckets(days: Range, resolution: Resolution, beginning_of_week: int) -> Buckets:
    """The steps of a range. ``beginning_of_week`` is the person's: Sunday 0 to Saturday 6."""
    dates = [one for one in days.days if one == days.first_day or _begins(one, resolution, beginning_of_week)]
    return Buckets(dates, [(one - days.first_day) // ONE_DAY for one in dates])


def _begins(day: date, resolution: Resolution, beginning_of_week: int) -> bool:
    if resolution is Resolution.DAY:
        return True
    if resolution is Resolution.WEEK:
        return day.isoweekday() % 7 == beginning_of_week
    return day.day == 1 and (resolution is Resolution.MONTH or day.month % 3 == 1)
