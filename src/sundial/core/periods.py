"""Days and moments: a day exists only together with a time zone (`design.md, 3`)."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sundial.core.errors import Invalid

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# A plus in an address that was not escaped arrives as a space.
LOST_PLUS = re.compile(r"(?<=[\d]) (?=\d{2}:?\d{2}$)")
ONE_DAY = timedelta(days=1)
# Outside of them no instant tells where a day begins or ends in every time zone.
FIRST_DAY, LAST_DAY = date.min + ONE_DAY, date.max - ONE_DAY


def start_of_day(day: date, zone: str) -> datetime:
    """The instant, in UTC, at which a day begins in a time zone."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def end_of_day(day: date, zone: str) -> datetime:
    """The instant at which the next day begins. A day has 23, 24, 25 or another number of hours."""
    return start_of_day(day + ONE_DAY, zone)


def day_of(moment: datetime, zone: str) -> date:
    """The local date of a moment: the day to which an entry that starts then belongs."""
    return moment.astimezone(ZoneInfo(zone)).date()


def on_day(moment: datetime, day: date, zone: str) -> datetime:
    """The same local time on another day, in UTC."""
    local = moment.astimezone(ZoneInfo(zone))
    return datetime.combine(day, local.time(), ZoneInfo(zone)).astimezone(UTC)


def day(field: str, text: str) -> date:
    """A day as YYYY-MM-DD. Raises Invalid that names the field."""
    try:
        if not DAY.fullmatch(text):
            raise ValueError(text)
        parsed = date.fromisoformat(text)
        if not FIRST_DAY <= parsed <= LAST_DAY:
            raise ValueError(text)
        return parsed
    except ValueError as error:
        raise Invalid(f"{field} must be a date as YYYY-MM-DD") from error


def moment(field: str, text: str, zone: str, without_offset: str = "UTC") -> datetime:
    """A moment in UTC from a time as in RFC 3339, or from a day: its beginning in the zone.

    ``without_offset`` is the zone of a time that has no offset. Raises Invalid that names the field.
    """
    try:
        if DAY.fullmatch(text):
            return start_of_day(date.fromisoformat(text), zone)
        if "T" not in text and " " not in text:
            raise ValueError(text)
        parsed = datetime.fromisoformat(LOST_PLUS.sub("+", text))
        return (parsed.replace(tzinfo=ZoneInfo(without_offset)) if parsed.tzinfo is None else parsed).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid(f"{field} must be a date as YYYY-MM-DD or a time as in RFC 3339") from error


def since_moment(text: str) -> datetime | None:
    """The moment of a Unix time in an address; None for none. Raises Invalid for what is no such time."""
    if not text:
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Invalid("Since is expected to be an unix timestamp, integer value") from error
