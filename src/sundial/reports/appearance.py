"""How a person likes the values in report files to be shown: as the request says, or else their preferences."""

from typing import Any, Protocol, get_args

from sundial.reports.render.sheets import DateFormat, DurationFormat, HourFormat, Style
from sundial.reports.rules import check_choice


class Appearance(Protocol):
    """What requests for files say of it. An empty text says nothing."""

    duration_format: str | None
    date_format: str | None
    hour_format: str | None
    cents_separator: str | None


ALLOWED = {
    "duration_format": get_args(DurationFormat),
    "date_format": get_args(DateFormat),
    "hour_format": get_args(HourFormat),
    "cents_separator": (".", ","),
}
PREFERRED = {"date_format": "date_format", "hour_format": "timeofday_format"}
"""Where preferences say it. Durations are classic unless a request says otherwise: files are to be imported again."""


def style(given: Appearance, preferences: dict[str, Any]) -> Style:
    """The style of a file. Raises Invalid for a format that there is not."""
    chosen: dict[str, Any] = {}
    for name, allowed in ALLOWED.items():
        if value := getattr(given, name):
            check_choice(name, value, allowed)
            chosen[name] = value
        elif (liked := preferences.get(PREFERRED.get(name, ""))) in allowed:
            chosen[name] = liked
    return Style(**chosen)
