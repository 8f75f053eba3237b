"""What a reminder may be, and who is reminded (`decisions.md, Track reminders`)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import UnsetType

from sundial.core.errors import Invalid
from sundial.core.money import Money
from sundial.core.rounding import HOUR
from sundial.track_reminders.due import DAILY, WEEKLY

MOST_HOURS = {DAILY: 24, WEEKLY: 168}
HUNDREDTH = HOUR // 100


def frequency(given: int | UnsetType | None) -> int:
    """How many days are looked at together. Raises Invalid."""
    if not isinstance(given, int) or given not in (DAILY, WEEKLY):
        raise Invalid("frequency should be either 1 or 7")
    return given


def threshold(given: Money | UnsetType | None) -> int:
    """The expected hours, in hundredths. Raises Invalid."""
    if not isinstance(given, Money) or given.hundredths <= 0:
        raise Invalid("threshold must be a number of hours, more than 0")
    return given.hundredths


def check_threshold(days: int, hundredths: int) -> None:
    """Raise Invalid for more hours than so many days have."""
    if hundredths > MOST_HOURS[days] * 100:
        raise Invalid(f"threshold must be at most {MOST_HOURS[days]} hours where frequency is {days}")


def flag(field: str, given: bool | UnsetType | None) -> bool:
    """A switch that is not null. Raises Invalid that names the field."""
    if not isinstance(given, bool):
        raise Invalid(f"{field} must be true or false")
    return given


def ids(given: list[int] | UnsetType | None) -> list[int]:
    """The ids, each once, in order; none for null."""
    return sorted(set(given)) if isinstance(given, list) else []


def check_somebody(user_ids: list[int], group_ids: list[int]) -> None:
    """Raise Invalid for a reminder that is for nobody."""
    if not user_ids and not group_ids:
        raise Invalid("user_ids or group_ids must be provided")


def check_known(kind: str, wanted: Iterable[int], known: Iterable[int]) -> None:
    """Raise Invalid that names those that are not in the workspace; ``kind`` is User or Group."""
    missing = sorted({*wanted} - {*known})
    if len(missing) == 1:
        raise Invalid(f"{kind} {missing[0]} not exists in the workspace.")
    if missing:
        raise Invalid(f"{kind}s {', '.join(map(str, missing))} not exist in the workspace.")


def tracked(finished: int, running_since: datetime | None, end: datetime, now: datetime) -> int:
    """The seconds that count: finished entries, and a running one until now or the end of the period."""
    if running_since is None:
        return finished
    return finished + max((min(now, end) - running_since) // timedelta(seconds=1), 0)


def is_less(seconds: int, hundredths: int) -> bool:
    """Whether somebody tracked less than the expected hours."""
    return seconds < threshold_seconds(hundredths)


def threshold_seconds(hundredths: int) -> int:
    """The expected seconds."""
    return hundredths * HUNDREDTH


def shown(seconds: int) -> str:
    """Hours for people, with two decimals at most: rounded down, since 7.999 is less than 8."""
    return Money(seconds // HUNDREDTH).to_number()
