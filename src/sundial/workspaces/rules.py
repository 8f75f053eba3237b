"""What a workspace may be (`decisions.md, Workspaces` and `Plans`). The sentences are those of the API."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from msgspec import UnsetType

from sundial.access.plans import STARTER_OR_HIGHER, Plan
from sundial.core.errors import Invalid, PaymentRequired
from sundial.organizations.rules import most_workspaces
from sundial.reference.currencies import CURRENCY_CODES
from sundial.workspaces.schemas import WorkspaceChange

LONGEST_NAME = 140
WORKSPACES_PER_USER = 100
ROUNDINGS = (-1, 0, 1)
ROUNDING_MINUTES = (0, 1, 5, 6, 10, 12, 15, 30, 60, 240)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_TAGS = "restricting tag management to administrators requires a premium subscription"
PAID = {
    "default_hourly_rate": "Must be a premium user to use default_hourly_rate",
    "only_admins_may_create_tags": _TAGS,
    "default_currency": "Must be a premium user to use default_currency",
    "rounding_minutes": "Must be a premium user to use rounding_minutes",
    "projects_billable_by_default": "Must be a premium user to use projects_billable_by_default",
    "rounding": "Must be a premium user to use rounding",
}


class Settings(msgspec.Struct):
    """The settings that a workspace has and a change may touch. The defaults are those of a new workspace."""

    name: str
    default_currency: str = "USD"
    default_hourly_rate: Any = None
    rounding: int = 1
    rounding_minutes: int = 0
    only_admins_may_create_projects: bool = False
    only_admins_may_create_tags: bool = False
    only_admins_see_team_dashboard: bool = False
    projects_billable_by_default: bool = True
    projects_private_by_default: bool = True
    projects_enforce_billable: bool = False
    limit_public_project_data: bool = False
    reports_collapse: bool = True


def check_plan(change: WorkspaceChange, plan: Plan, present_currency: str) -> None:
    """Raise PaymentRequired for a field that the plan does not include: its presence counts, not its value."""
    if plan in STARTER_OR_HIGHER:
        return
    for field, sentence in PAID.items():
        value = getattr(change, field)
        if value is None or isinstance(value, UnsetType):
            continue
        if field == "default_currency" and value.upper() == present_currency:
            continue
        raise PaymentRequired(sentence)


def check_room(organization_name: str, plan: Plan, multi_workspace: bool, present: int) -> None:
    """Raise Invalid when the organization may not have another workspace."""
    most = most_workspaces(plan, multi_workspace)
    if most is None or present < most:
        return
    if plan is Plan.PREMIUM:
        raise Invalid(f"Organization {organization_name} can have a maximum of {most} workspaces")
    raise Invalid("Multiple workspaces are not enabled in this organization.")


def check_memberships(present: int) -> None:
    """Raise Invalid when a user may not be in another workspace."""
    if present >= WORKSPACES_PER_USER:
        raise Invalid("user can have a maximum of 100 workspaces")


def name(given: str | UnsetType | None) -> str:
    """A valid workspace name, trimmed. Raises Invalid with the API's sentences."""
    if given is None or isinstance(given, UnsetType):
        raise Invalid("workspace name must not be nil")
    trimmed = given.strip()
    if not trimmed:
        raise Invalid("workspace name must contain non-space characters")
    if len(trimmed) > LONGEST_NAME:
        raise Invalid("workspace name must not be longer than 140")
    return trimmed


def name_key(name: str) -> str:
    """What makes two names the same: letters without regard to case."""
    return name.casefold()


def created(change: WorkspaceChange) -> Settings:
    """The settings of a new workspace; a field that is null or absent has its default. Raises Invalid."""
    settings = Settings(name=name(change.name))
    given = {
        field: value
        for field in Settings.__struct_fields__
        if field != "name" and (value := getattr(change, field)) is not None and not isinstance(value, UnsetType)
    }
    return _checked(msgspec.structs.replace(settings, **given))


def changed(present: Settings, change: WorkspaceChange) -> Settings:
    """The settings after a partial change: an absent field stays, null clears what can be null. Raises Invalid."""
    given: dict[str, Any] = {}
    for field in Settings.__struct_fields__:
        value = getattr(change, field)
        if isinstance(value, UnsetType):
            continue
        if value is None and field not in ("name", "default_hourly_rate"):
            raise Invalid(f"{field} must not be null")
        given[field] = name(value) if field == "name" else value
    for field in ("admins", "rate_change_mode"):
        if getattr(change, field) is None:
            raise Invalid(f"{field} must not be null")
    return _checked(msgspec.structs.replace(present, **given))


def _checked(settings: Settings) -> Settings:
    settings.default_currency = settings.default_currency.upper()
    if settings.default_currency not in CURRENCY_CODES:
        raise Invalid("default_currency must be the ISO 4217 code of a currency, such as USD")
    _check_choice("rounding", settings.rounding, ROUNDINGS)
    _check_choice("rounding_minutes", settings.rounding_minutes, ROUNDING_MINUTES)
    if settings.default_hourly_rate is not None and settings.default_hourly_rate.hundredths < 0:
        raise Invalid("default_hourly_rate must be at least 0")
    return settings


def _check_choice(field: str, value: int, allowed: Sequence[int]) -> None:
    if value not in allowed:
        raise Invalid(f"{field} must be one of {', '.join(map(str, allowed))}")


def moment(seconds: int) -> datetime:
    """A Unix time as a moment. Raises Invalid when no calendar has it."""
    try:
        return EPOCH + timedelta(seconds=seconds)
    except OverflowError as error:
        raise Invalid("Since is expected to be an unix timestamp, integer value") from error
