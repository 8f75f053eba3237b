"""A workspace's preferences: what it shows, and up to when its time entries are locked."""

from datetime import UTC, date, datetime, time
from typing import Any

import msgspec
from msgspec import UnsetType

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.access.plans import PREMIUM_OR_HIGHER
from sundial.core.errors import Invalid, PaymentRequired
from sundial.db.transaction import Write
from sundial.workspaces.actions import save
from sundial.workspaces.queries import FOR_UPDATE, WorkspaceRow, WorkspaceSeen
from sundial.workspaces.schemas import WorkspacePreferences, WorkspacePreferencesChange

FLAGS = ("hide_start_end_times", "disable_approvals", "disable_expenses", "disable_timesheet_view")
MOMENTS = ("report_locked_at", "calendar_suggestion_start_date")
NOT_WRITABLE = (
    "inc_tos_accepted_at",
    "inc_tos_accepted_by",
    "initial_pricing_plan",
    "single_sign_on",
    "sso_requested_at",
)


def view(row: WorkspaceSeen) -> WorkspacePreferences:
    """The preferences that clients read."""
    return WorkspacePreferences(**{field: getattr(row, field) for field in (*FLAGS, *MOMENTS)})


def change(tx: Write, asker: Membership, wanted: WorkspacePreferencesChange, now: datetime) -> None:
    """Change the preferences; a field that is absent stays.

    Raises Invalid, PaymentRequired and Forbidden with the API's sentences.
    """
    for field in NOT_WRITABLE:
        if not isinstance(getattr(wanted, field), UnsetType):
            raise Invalid("The field is not writable")
    if isinstance(wanted.report_locked_at, str) and asker.plan not in PREMIUM_OR_HIGHER:
        raise PaymentRequired("Workspace needs to have the Locking time entries feature enabled")
    if not isinstance(wanted.report_locked_at, UnsetType):
        asker.require(Permission.LOCK_TIME_ENTRIES)
    present = tx.one(FOR_UPDATE, asker.scope)
    save(tx, asker, present, _changed(present, wanted, now), now)


def _changed(present: WorkspaceRow, wanted: WorkspacePreferencesChange, now: datetime) -> WorkspaceRow:
    given: dict[str, Any] = {}
    for field in FLAGS:
        value = getattr(wanted, field)
        if value is None:
            raise Invalid(f"{field} must be true or false")
        if not isinstance(value, UnsetType):
            given[field] = value
    for field in MOMENTS:
        value = getattr(wanted, field)
        if not isinstance(value, UnsetType):
            given[field] = None if value is None else _moment(field, value)
    return msgspec.structs.replace(present, at=now, **given)


def _moment(field: str, text: str) -> datetime:
    """A day (its start, in UTC) or an instant as in RFC 3339."""
    try:
        if len(text) == len("2026-01-31"):
            return datetime.combine(date.fromisoformat(text), time(), UTC)
        moment = msgspec.convert(text, datetime)
        if moment.tzinfo is None:
            raise ValueError("no time zone")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError, msgspec.ValidationError) as error:
        raise Invalid(f"{field} must be a date as YYYY-MM-DD or a time as in RFC 3339") from error
