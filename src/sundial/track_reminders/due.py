"""Which days a reminder looks at, and when, in somebody's own time zone (`decisions.md, Track reminders`)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from sundial.core.periods import ONE_DAY, day_of, end_of_day, start_of_day

DAILY, WEEKLY = 1, 7
WEEKEND = 5
SECOND = timedelta(seconds=1)
FURTHEST = 2 * WEEKLY + 1


class Rhythm(msgspec.Struct, frozen=True):
    """How often somebody's time is looked at, and by which clock.

    ``frequency`` is in days, 1 or 7; weeks begin on day ``beginning_of_week``, from Sunday 0 to Saturday 6. ``hour`` is
    that of the local clock.
    """

    frequency: int
    timezone: str
    beginning_of_week: int
    hour: int


class Period(msgspec.Struct, frozen=True):
    """The days that are looked at together, from ``first`` to ``last``, and the instants at which they begin and end.

    They are looked at from ``due`` on, until ``stale``: then the days after them are over, too.
    """

    first: date
    last: date
    start: datetime
    end: datetime
    due: datetime
    stale: datetime

    @property
    def name(self) -> str:
        """What it is known by: its day, or its first and its last one."""
        return f"{self.first}" if self.first == self.last else f"{self.first}/{self.last}"


def newest(rhythm: Rhythm, now: datetime) -> Period:
    """The latest period that is due."""
    today = day_of(now, rhythm.timezone)
    days = (today - back * ONE_DAY for back in range(1, FURTHEST + 1))
    return next(
        period
        for period in (_period(rhythm, day) for day in days if _begins(rhythm, day))
        # A country that moved over the date line left a day out.
        if period.due <= now and period.start < period.end
    )


def next_due(rhythm: Rhythm, now: datetime) -> datetime:
    """When the next period is due."""
    today = day_of(now, rhythm.timezone)
    days = (today + ahead * ONE_DAY for ahead in range(-FURTHEST, FURTHEST + 1))
    return next(due for due in (_due(rhythm, day) for day in days if _begins(rhythm, day)) if due > now)


def in_time(period: Period, since: datetime, now: datetime) -> bool:
    """Whether a period that is due is looked at now, for a reminder that is as it is since some moment."""
    return now < period.stale and not made_after(period, since, now)


def made_after(period: Period, since: datetime, now: datetime) -> bool:
    """Whether a reminder came to be as it is when the period was due already.

    One that is made later than ``now`` is treated as if it had been there: whoever asks for an earlier time wants to
    know what would have been.
    """
    return period.due <= since <= now


def first_instant(day: date, hour: int, zone: str) -> datetime:
    """When the local clock reads that hour of the day for the first time, or is past it because it skips the hour."""
    wanted = datetime.combine(day, time(hour))
    local = wanted.replace(tzinfo=ZoneInfo(zone))
    early, late = local.replace(fold=1).astimezone(UTC), local.astimezone(UTC)
    # The two differ where the clock is put back, and then the late one comes first; or where it is put forward.
    while late - early > SECOND:
        middle = early + (late - early) // 2 // SECOND * SECOND
        if middle.astimezone(local.tzinfo).replace(tzinfo=None) < wanted:
            early = middle
        else:
            late = middle
    return late


def _begins(rhythm: Rhythm, day: date) -> bool:
    if rhythm.frequency == DAILY:
        return day.weekday() < WEEKEND
    return (day.weekday() + 1) % WEEKLY == rhythm.beginning_of_week


def _due(rhythm: Rhythm, first: date) -> datetime:
    return first_instant(first + rhythm.frequency * ONE_DAY, rhythm.hour, rhythm.timezone)


def _period(rhythm: Rhythm, first: date) -> Period:
    last = first + (rhythm.frequency - 1) * ONE_DAY
    following = next(day for day in (last + n * ONE_DAY for n in range(1, WEEKLY + 1)) if _begins(rhythm, day))
    return Period(
        first=first,
        last=last,
        start=start_of_day(first, rhythm.timezone),
        end=end_of_day(last, rhythm.timezone),
        due=_due(rhythm, first),
        stale=end_of_day(following + (rhythm.frequency - 1) * ONE_DAY, rhythm.timezone),
    )
