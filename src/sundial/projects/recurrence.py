"""The periods of a recurring project: whole days, one after the other from the day on which it begins to recur."""

from calendar import monthrange
from datetime import date, timedelta

from sundial.core.errors import Invalid

MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}
DAYS = {"daily": 1, "weekly": 7}
MOST_PERIODS = 1000

Period = tuple[date, date]


def periods(kind: str, custom_days: int | None, start: date, first: date, last: date) -> list[Period]:
    """The first and last days of the periods that have a day between ``first`` and ``last``.

    Raises Invalid when there are more than `MOST_PERIODS`.
    """
    first = max(first, start)
    if last < first:
        return []
    number = _number(kind, custom_days, start, first)
    most = _number(kind, custom_days, start, last) - number + 1
    if most > MOST_PERIODS:
        raise Invalid(f"There must not be more than {MOST_PERIODS} periods between start_date and end_date")
    return [_period(kind, custom_days, start, number + offset) for offset in range(most)]


def period_of(kind: str, custom_days: int | None, start: date, today: date) -> Period | None:
    """The period that a day is in; none before the first."""
    if today < start:
        return None
    return _period(kind, custom_days, start, _number(kind, custom_days, start, today))


def _period(kind: str, custom_days: int | None, start: date, number: int) -> Period:
    following = _begin(kind, custom_days, start, number + 1)
    return _begin(kind, custom_days, start, number), following - timedelta(days=1)


def _number(kind: str, custom_days: int | None, start: date, day: date) -> int:
    """Which period a day is in, from 0."""
    if kind not in MONTHS:
        return (day - start).days // (custom_days or DAYS[kind])
    number = ((day.year - start.year) * 12 + day.month - start.month) // MONTHS[kind]
    return number if _begin(kind, custom_days, start, number) <= day else number - 1


def _begin(kind: str, custom_days: int | None, start: date, number: int) -> date:
    if kind not in MONTHS:
        return start + timedelta(days=number * (custom_days or DAYS[kind]))
    year, month = divmod(start.year * 12 + start.month - 1 + number * MONTHS[kind], 12)
    # What begins on the 31st begins on the last day of shorter months, and on the 31st again after them.
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
