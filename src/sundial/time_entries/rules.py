"""What a time entry may be: its times, its texts, its limits. The sentences are those of the API."""

from datetime import UTC, datetime, timedelta

import msgspec
from msgspec import UnsetType

from sundial.access.plans import STARTER_OR_HIGHER, Plan
from sundial.core import periods
from sundial.core.errors import Invalid, PaymentRequired
from sundial.time_entries.schemas import Wanted
from sundial.timers.rows import LONGEST

LONGEST_DESCRIPTION = 3000
MOST_TAGS = 50
FIRST_YEAR, LAST_YEAR = 2006, 2030
TOO_LONG = "Max allowed duration per 1 time entry is 999 hours"
INCONSISTENT = "start, stop and duration do not agree: start + duration must be equal to stop"
STOP_FIRST = "Stop time must be after start time"


class Interval(msgspec.Struct, frozen=True):
    """When an entry is: whole seconds in UTC. One without a stop is running."""

    start: datetime
    stop: datetime | None

    @property
    def duration(self) -> int:
        """Its seconds; 0 while it runs."""
        return 0 if self.stop is None else int((self.stop - self.start).total_seconds())


def created_with(given: str | UnsetType) -> str:
    """What made an entry. Raises Invalid when a client does not name itself."""
    if isinstance(given, UnsetType) or not given.strip():
        raise Invalid("created_with needs to be provided an a valid string")
    return given.strip()[:LONGEST_DESCRIPTION]


def description(given: str | None) -> str | None:
    """A valid description. Raises Invalid."""
    if given is not None and len(given) > LONGEST_DESCRIPTION:
        raise Invalid(f"Maximum length for description ({LONGEST_DESCRIPTION} chars) exceeded")
    return given


def check_plan(wanted: Wanted, plan: Plan) -> None:
    """Raise PaymentRequired for a billable entry where the plan has no billable rates."""
    if wanted.billable is True and plan not in STARTER_OR_HIGHER:
        raise PaymentRequired("Billable is a premium feature")


def new_interval(wanted: Wanted, zone: str, now: datetime) -> Interval:
    """When a new entry is (`behaviour.md, 12`). Raises Invalid.

    A negative duration makes it run, from now on when no start is given. Without a duration and a stop it is over as
    soon as it starts.
    """
    start, stop = _start(wanted, None, zone), _stop(wanted, zone)
    seconds = None if isinstance(wanted.duration, UnsetType) else wanted.duration
    if seconds is not None and seconds < 0:
        if stop is not None:
            raise Invalid(INCONSISTENT)
        return checked(Interval(start or whole(now), None))
    if start is None and stop is not None and seconds is not None:
        start = _moved(stop, -seconds)
    if start is None:
        raise Invalid("start is required")
    if stop is None and seconds is None:
        seconds = 0
    return checked(Interval(start, _end(start, stop, seconds, wanted)))


def changed_interval(present: Interval, wanted: Wanted, zone: str) -> Interval:
    """When an entry is after a change. A new start alone leaves the stop where it is. Raises Invalid."""
    start, stop = _start(wanted, present.start, zone) or present.start, _stop(wanted, zone)
    seconds = None if isinstance(wanted.duration, UnsetType) else wanted.duration
    if seconds is not None and seconds < 0:
        if stop is not None:
            raise Invalid(INCONSISTENT)
        return checked(Interval(start, None))
    if stop is None and seconds is None:
        stop = present.stop
    changed = Interval(start, _end(start, stop, seconds, wanted))
    return changed if changed == present else checked(changed)


def checked(interval: Interval) -> Interval:
    """An interval within the limits. Raises Invalid."""
    if not FIRST_YEAR <= interval.start.year <= LAST_YEAR:
        raise Invalid(f"Start time year must be between {FIRST_YEAR} and {LAST_YEAR}")
    if interval.duration < 0:
        raise Invalid(STOP_FIRST)
    if interval.duration > LONGEST.total_seconds():
        raise Invalid(TOO_LONG)
    return interval


def whole(moment: datetime) -> datetime:
    """A moment without its fraction of a second."""
    return moment.replace(microsecond=0)


def check_tags(number: int) -> None:
    """Raise Invalid for more tags than an entry may have."""
    if number > MOST_TAGS:
        raise Invalid(f"Tags are limited to {MOST_TAGS} per task")


def _end(start: datetime, stop: datetime | None, seconds: int | None, wanted: Wanted) -> datetime | None:
    if seconds is None:
        return stop
    end = _moved(start, seconds)
    if stop is not None and abs(stop - end) <= _slack(wanted):
        return stop
    if stop is not None:
        # A stop before the start is the plainer thing to say.
        raise Invalid(STOP_FIRST if stop < start else INCONSISTENT)
    return end


def _slack(wanted: Wanted) -> timedelta:
    """How far a stop may be from start + duration: fractions of seconds were cut off from each of them."""
    fractions = any(isinstance(text, str) and "." in text for text in (wanted.start, wanted.stop))
    return timedelta(seconds=1) if fractions else timedelta()


def _start(wanted: Wanted, present: datetime | None, zone: str) -> datetime | None:
    """The start that is wanted; a ``start_date`` takes the place of its date, or of the present one's local date."""
    text = "" if isinstance(wanted.start, UnsetType) else wanted.start
    given = whole(periods.moment("start", text, zone)) if text else None
    if isinstance(wanted.start_date, UnsetType) or not wanted.start_date:
        return given
    day = periods.day("start_date", wanted.start_date[:10])
    if text:
        return whole(periods.moment("start", day.isoformat() + text[10:], zone))
    if present is None:
        return periods.start_of_day(day, zone)
    return periods.on_day(present, day, zone)


def _stop(wanted: Wanted, zone: str) -> datetime | None:
    if isinstance(wanted.stop, UnsetType) or not wanted.stop:
        return None
    return whole(periods.moment("stop", wanted.stop, zone))


def _moved(moment: datetime, seconds: int) -> datetime:
    try:
        return (moment + timedelta(seconds=seconds)).astimezone(UTC)
    except OverflowError as error:
        raise Invalid(TOO_LONG) from error
