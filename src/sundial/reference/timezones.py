"""The time zones of the IANA database.

Which names there are is read from the tzdata package and not from the machine, so that every worker agrees on it.
"""

from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import msgspec


class TimezoneOffset(msgspec.Struct, frozen=True):
    """A time zone and what its clocks are ahead of UTC, as "+05:30"."""

    name: str
    utc: str


def timezone_names() -> list[str]:
    """Return the names to choose from, sorted: UTC, and Area/Location for every place with a clock of its own."""
    return [zone.key for zone in _zones()]


def is_timezone(name: str) -> bool:
    """Tell whether a time zone has this name, older spellings such as US/Pacific included. Never raises."""
    return name in _all_names()


def offsets(at: datetime) -> list[TimezoneOffset]:
    """Return every name of `timezone_names` with its offset at that instant, in whole minutes.

    Raises ValueError for a datetime without a time zone.
    """
    if at.tzinfo is None:
        raise ValueError("The instant needs a time zone.")

    instant = at.astimezone(UTC)
    return [TimezoneOffset(zone.key, _offset(instant.astimezone(zone))) for zone in _zones()]


def _offset(local: datetime) -> str:
    offset = local.utcoffset() or timedelta()
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    return f"{'-' if offset < timedelta() else '+'}{hours:02}:{minutes:02}"


@cache
def _zones() -> tuple[ZoneInfo, ...]:
    # zone.tab and not the database's own Zone lines: those know Europe/Oslo only as an alias of Europe/Berlin.
    lines = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8").splitlines()
    places = [line.split("\t")[2] for line in lines if not line.startswith("#")]
    return tuple(ZoneInfo(name) for name in sorted(["UTC", *places]))


@cache
def _all_names() -> frozenset[str]:
    return frozenset(files("tzdata").joinpath("zones").read_text("utf-8").split())
