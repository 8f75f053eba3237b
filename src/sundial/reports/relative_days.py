"""Periods that move with the present day, as clients name them: `thisWeek`, `prevMonth`, `last30Days`."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from sundial.core.errors import Invalid
from sundial.core.periods import ONE_DAY

LAST_DAYS = re.compile(r"last([1-9]\d{0,2})days")
MOST_LAST_DAYS = 366

Days = tuple[date, date]


def relative_days(name: str, today: date, beginning_of_week: int) -> Days:
    """The first and the last day of a period. ``beginning_of_week``: Sunday 0 to Saturday 6. Raises Invalid."""
    key = name.lower().replace("_", "")
    if matched := LAST_DAYS.fullmatch(key):
        number = int(matched[1])
        if number <= MOST_LAST_DAYS:
            return today - (number - 1) * ONE_DAY, today
    if key not in PERIODS:
        raise Invalid("The report period is not supported")
    return PERIODS[key](today, beginning_of_week)


def _week(of: date, beginning_of_week: int) -> Days:
    first = of - ((of.isoweekday() - beginning_of_week) % 7) * ONE_DAY
    return first, first + 6 * ONE_DAY


def _month(of: date) -> Days:
    first = of.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - ONE_DAY


def _quarter(of: date) -> Days:
    first = date(of.year, (of.month - 1) // 3 * 3 + 1, 1)
    return first, _month(first + timedelta(days=62))[1]


def _year(of: date) -> Days:
    return date(of.year, 1, 1), date(of.year, 12, 31)


def _twelve_months(today: date) -> Days:
    # The day after today, a year ago; the first of March where there was no such day.
    after = today + ONE_DAY
    leap_day = (after.month, after.day) == (2, 29)
    return (date(after.year - 1, 3, 1) if leap_day else after.replace(year=after.year - 1)), today


PERIODS: Mapping[str, Callable[[date, int], Days]] = {
    "today": lambda today, _: (today, today),
    "yesterday": lambda today, _: (today - ONE_DAY, today - ONE_DAY),
    "thisweek": _week,
    "prevweek": lambda today, beginning: _week(today - 7 * ONE_DAY, beginning),
    "lastweek": lambda today, beginning: _week(today - 7 * ONE_DAY, beginning),
    "thismonth": lambda today, _: _month(today),
    "prevmonth": lambda today, _: _month(today.replace(day=1) - ONE_DAY),
    "lastmonth": lambda today, _: _month(today.replace(day=1) - ONE_DAY),
    "thisquarter": lambda today, _: _quarter(today),
    "prevquarter": lambda today, _: _quarter(_quarter(today)[0] - ONE_DAY),
    "lastquarter": lambda today, _: _quarter(_quarter(today)[0] - ONE_DAY),
    "thisyear": lambda today, _: _year(today),
    "prevyear": lambda today, _: _year(_year(today)[0] - ONE_DAY),
    "lastyear": lambda today, _: _year(_year(today)[0] - ONE_DAY),
    "last12months": lambda today, _: _twelve_months(today),
}
"""By name, without regard to case. Clients say ``prev`` or ``last`` for the one before."""
