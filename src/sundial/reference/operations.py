"""The lists over HTTP, and whether the server is there."""

from datetime import datetime

import msgspec

from sundial.http.operation import Door, operation
from sundial.reference.countries import COUNTRIES, Country
from sundial.reference.currencies import CURRENCIES, Currency
from sundial.reference.timezones import TimezoneOffset, offsets, timezone_names


class Status(msgspec.Struct):
    """The server's answer to "are you there?"."""

    status: str


@operation("GET", "/status", Door.PUBLIC)
def get_status() -> Status:
    """Whether the API is there."""
    return Status(status="OK")


@operation("GET", "/timezones", Door.PUBLIC)
def list_timezones() -> list[str]:
    """The time zones that a user can choose from."""
    return timezone_names()


@operation("GET", "/timezones/offsets", Door.PUBLIC)
def list_timezone_offsets(now: datetime) -> list[TimezoneOffset]:
    """The time zones with their present distance from UTC."""
    return offsets(now)


@operation("GET", "/countries", Door.PUBLIC)
def list_countries() -> list[Country]:
    """The countries."""
    return list(COUNTRIES)


@operation("GET", "/currencies", Door.PUBLIC)
def list_currencies() -> list[Currency]:
    """The currencies in which rates can be kept."""
    return list(CURRENCIES)
