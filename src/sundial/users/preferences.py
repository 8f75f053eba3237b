"""The preferences that clients keep for a user: how dates look, how a week is shown, what a desktop timer does.

Sundial itself acts on very few of them. It keeps the rest, typed and bounded, so that a person's clients agree.
"""

from typing import Any

import msgspec

from sundial.core.errors import Invalid
from sundial.reference.timezones import is_timezone
from sundial.users.preference_fields import PreferencesChange

CLIENTS = frozenset({"desktop", "web"})

FORMATS = {
    "date_format": frozenset({"MM/DD/YYYY", "DD-MM-YYYY", "MM-DD-YYYY", "YYYY-MM-DD", "DD/MM/YYYY", "DD.MM.YYYY"}),
    "timeofday_format": frozenset({"h:mm A", "H:mm"}),
}
IN_COLUMNS = frozenset({"beginningOfWeek", "pg_time_zone_name"})

# Published clients know these by a spelling that the documentation lacks. Both are read and shown; this one wins.
OTHER_SPELLINGS = {
    "BeginningOfWeek": "beginningOfWeek",
    "CollapseTimeEntries": "collapseTimeEntries",
    "TimerView": "timerView",
    "ToSAcceptNeeded": "toSAcceptNeeded",
}

# What strict clients insist on, and no more: each client has its own defaults for the rest, and a rounding that nobody
# chose would override the workspace's.
DEFAULTS: dict[str, Any] = {
    "BeginningOfWeek": 1,
    "CollapseTimeEntries": False,
    "alpha_features": [],
    "beginningOfWeek": 1,
    "collapseTimeEntries": False,
    "date_format": "YYYY-MM-DD",
    "duration_format": "improved",
    "pg_time_zone_name": "UTC",
    "record_timeline": False,
    "send_product_emails": False,
    "send_timer_notifications": True,
    "send_weekly_report": False,
    "timeofday_format": "H:mm",
}


def client_name(name: str) -> str:
    """The name of a client that keeps preferences of its own. Raises Invalid ``Unknown client``."""
    if name not in CLIENTS:
        raise Invalid("Unknown client")
    return name


def merged(stored: dict[str, Any], change: PreferencesChange) -> dict[str, Any]:
    """The document to store after a change: what was ever set, by documented key. ``stored`` stays as it is.

    Leaves out what belongs in the user's columns (see `user_columns`). Raises Invalid with the API's sentences.
    """
    sent = _sent(change)
    if not sent:
        raise Invalid("Missing data")
    if sent.pop("toSAcceptNeeded", None) is not None:
        raise Invalid("Cannot set value for ToSAcceptNeeded")
    if sent.pop("alpha_features", None):
        raise Invalid("Invalid feature code(s)")
    for name, allowed in FORMATS.items():
        if sent.get(name) not in allowed | {None}:
            raise Invalid(f"Value in {name} is invalid")
    user_columns(change)
    return {name: value for name, value in (stored | sent).items() if value is not None and name not in IN_COLUMNS}


def user_columns(change: PreferencesChange) -> dict[str, Any]:
    """What of a change belongs to the user: ``beginning_of_week`` (Sunday 0 to Saturday 6) and ``timezone``, if sent.

    Raises Invalid for a value out of range, and for null: neither can be without a value.
    """
    sent = _sent(change)
    columns: dict[str, Any] = {}
    if "beginningOfWeek" in sent:
        columns["beginning_of_week"] = sent["beginningOfWeek"]
        if columns["beginning_of_week"] not in range(7):
            raise Invalid("Invalid beginning_of_week")
    if "pg_time_zone_name" in sent:
        columns["timezone"] = sent["pg_time_zone_name"]
        if not is_timezone(columns["timezone"]):
            raise Invalid("pg_time_zone_name must be the name of a time zone, such as Europe/Berlin")
    return columns


def shown(stored: dict[str, Any], beginning_of_week: int, timezone: str) -> dict[str, Any]:
    """The preferences as clients read them: the defaults, what was set, and the user's own week and time zone."""
    document = DEFAULTS | stored | {"beginningOfWeek": beginning_of_week, "pg_time_zone_name": timezone}
    return document | {other: document[name] for other, name in OTHER_SPELLINGS.items() if name in document}


def _sent(change: PreferencesChange) -> dict[str, Any]:
    sent: dict[str, Any] = msgspec.to_builtins(change)
    for other, name in OTHER_SPELLINGS.items():
        if other in sent:
            sent[name] = sent.pop(other)
    return sent
