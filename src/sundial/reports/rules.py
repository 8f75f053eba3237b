"""What a report may ask for: days, rounding, orders. The sentences are those of the API (`behaviour.md, 6 and 14`)."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from sundial.core.errors import Invalid
from sundial.core.periods import ONE_DAY, day, day_of, end_of_day, start_of_day
from sundial.reports.schemas import Filters, Period
from sundial.workspaces.rules import ROUNDING_MINUTES, ROUNDINGS

FIRST_DAY, LAST_DAY = date(2006, 1, 1), date(2030, 1, 1)
MOST_DAYS = 365
USUAL_DAYS = 7
NOTHING_SET = "At least one parameter must be set"
TIME_OF_DAY = re.compile(r"(\d{2}):(\d{2})(?::(\d{2}))?")
DIRECTIONS = {"down": -1, "nearest": 0, "up": 1, "-1": -1, "0": 0, "1": 1}


class Range(msgspec.Struct, frozen=True):
    """The days of a report, the last one included, and the instants between which its entries start."""

    first_day: date
    last_day: date
    start: datetime
    end: datetime
    zone: str

    @property
    def days(self) -> list[date]:
        """Each day, in order."""
        return [self.first_day + timedelta(days=number) for number in range((self.last_day - self.first_day).days + 1)]

    def day_starts(self) -> list[datetime]:
        """The instant at which each day begins."""
        return [start_of_day(one, self.zone) for one in self.days]


class Rounding(msgspec.Struct, frozen=True):
    """How a report rounds the time of each entry: see `core.rounding.rounded_time`. No minutes: not at all."""

    direction: int = 1
    minutes: int = 0


def require_any(body: msgspec.Struct) -> None:
    """Raise Invalid for a request that asks for nothing in particular."""
    if all(value is None for value in msgspec.structs.astuple(body)):
        raise Invalid(NOTHING_SET)


def period(given: Period, zone: str, now: datetime, most_days: int | None = MOST_DAYS) -> Range:
    """The days that a report is about, in a person's time zone; the seven up to today where nothing is said.

    Raises Invalid.
    """
    today = day_of(now, zone)
    last = _day("end_date", given.end_date)
    first = _day("start_date", given.start_date)
    if last is None:
        last = max(today, first) if first is not None else today
    if first is None:
        first = last - (USUAL_DAYS - 1) * ONE_DAY
    if first > last:
        raise Invalid("Start time must be before end time")
    if most_days is not None and (last - first).days > most_days:
        raise Invalid(f"Maximum allowed date range is {most_days} days")
    start, end = start_of_day(first, zone), end_of_day(last, zone)
    # Times narrow the days: what they say of other days counts for nothing.
    start = max(start, _instant("startTime", given.startTime, first, zone) or start)
    end = min(end, _instant("endTime", given.endTime, last, zone) or end)
    if start >= end:
        raise Invalid("Start time must be before end time")
    return Range(first, last, start, end, zone)


def everything(zone: str) -> Range:
    """All days that a report can be about."""
    return Range(FIRST_DAY, LAST_DAY, start_of_day(FIRST_DAY, zone), end_of_day(LAST_DAY, zone), zone)


def rounding(given: Filters, preferences: dict[str, Any], workspace: Rounding) -> Rounding:
    """How time is rounded: as the request says, or the person's preferences, or the workspace. Raises Invalid.

    A direction without minutes takes the minutes that would count otherwise; no direction but 0 alone switches off.
    """
    chosen = _preferred(preferences, workspace)
    if given.rounding is None and given.rounding_minutes is None:
        return chosen
    if given.rounding is not None:
        check_choice("rounding", given.rounding, ROUNDINGS)
    if given.rounding_minutes is None:
        return Rounding(0, 0) if given.rounding == 0 else Rounding(given.rounding or 0, chosen.minutes)
    check_choice("rounding_minutes", given.rounding_minutes, ROUNDING_MINUTES)
    return Rounding(chosen.direction if given.rounding is None else given.rounding, given.rounding_minutes)


def check_choice(parameter: str, value: Any, allowed: Iterable[Any]) -> None:
    """Raise Invalid for a value that is none of those allowed."""
    if value not in allowed:
        raise Invalid(f"Invalid '{parameter}' value, allowed values are: '{', '.join(map(str, allowed))}'")


def _preferred(preferences: dict[str, Any], workspace: Rounding) -> Rounding:
    switch = preferences.get("reportRounding")
    if switch is None:
        return workspace
    minutes, direction = preferences.get("reportRoundingStepInMinutes"), preferences.get("reportRoundingDirection")
    if not switch:
        return Rounding(workspace.direction, 0)
    return Rounding(
        DIRECTIONS.get(str(direction).lower(), workspace.direction),
        minutes if minutes in ROUNDING_MINUTES else workspace.minutes,
    )


def _day(field: str, text: str | None) -> date | None:
    if text is None:
        return None
    # Some clients send a whole instant.
    found = day(field, text[:10])
    if not FIRST_DAY <= found <= LAST_DAY:
        raise Invalid(f"{field} should be within 2006-01-01 to 2030-01-01")
    return found


def _instant(field: str, text: str | None, on: date, zone: str) -> datetime | None:
    if text is None:
        return None
    matched = TIME_OF_DAY.fullmatch(text)
    try:
        if matched is None:
            moment = datetime.fromisoformat(text)
            return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
        hour, minute, second = (int(part or 0) for part in matched.groups())
        return datetime.combine(on, time(hour, minute, second), ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid(f"Invalid {field} format") from error
