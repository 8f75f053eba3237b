"""What clients send and read of a workspace."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from sundial.core.money import Money
from sundial.core.shapes import Id, Whole

RateChangeMode = Literal["start-today", "override-current", "override-all"]
Admins = Annotated[list[Id], Meta(max_length=1000)]


class Constraints(msgspec.Struct):
    """Which fields a time entry must have; absent means no."""

    description_present: bool = False
    project_present: bool = False
    tag_present: bool = False
    task_present: bool = False
    time_entry_constraints_enabled: bool = False


class ConstraintsSet(msgspec.Struct):
    """The workspace whose constraints were set."""

    wid: int


class Workspace(msgspec.Struct):
    """A workspace as one of its members sees it: all fields of the API."""

    id: int
    organization_id: int
    name: str
    premium: bool
    business_ws: bool
    role: str
    admin: bool
    permissions: tuple[str, ...]
    default_currency: str
    default_hourly_rate: Money | None
    rate_last_updated: datetime | None
    rounding: int
    rounding_minutes: int
    only_admins_may_create_projects: bool
    only_admins_may_create_tags: bool
    only_admins_see_team_dashboard: bool
    projects_billable_by_default: bool
    projects_private_by_default: bool
    projects_enforce_billable: bool
    limit_public_project_data: bool
    reports_collapse: bool
    hide_start_end_times: bool
    disable_approvals: bool
    disable_expenses: bool
    disable_timesheet_view: bool
    te_constraints: Constraints
    ical_enabled: bool
    ical_url: str
    logo_url: str
    working_hours_in_minutes: int | None
    at: datetime
    last_modified: datetime
    suspended_at: datetime | None
    api_token: str | None = None
    csv_upload: dict[str, Any] | None = None
    subscription: dict[str, Any] | None = None
    max_data_retention_days: int | None = None
    server_deleted_at: datetime | None = None


class WorkspaceChange(msgspec.Struct):
    """A workspace to create, or a partial change of one: a field that is absent stays."""

    name: str | UnsetType | None = UNSET
    admins: Admins | UnsetType | None = UNSET
    default_currency: str | UnsetType | None = UNSET
    default_hourly_rate: Money | UnsetType | None = UNSET
    rate_change_mode: RateChangeMode | UnsetType | None = UNSET
    rounding: Whole | UnsetType | None = UNSET
    rounding_minutes: Whole | UnsetType | None = UNSET
    only_admins_may_create_projects: bool | UnsetType | None = UNSET
    only_admins_may_create_tags: bool | UnsetType | None = UNSET
    only_admins_see_team_dashboard: bool | UnsetType | None = UNSET
    projects_billable_by_default: bool | UnsetType | None = UNSET
    projects_private_by_default: bool | UnsetType | None = UNSET
    projects_enforce_billable: bool | UnsetType | None = UNSET
    limit_public_project_data: bool | UnsetType | None = UNSET
    reports_collapse: bool | UnsetType | None = UNSET
    initial_pricing_plan: Whole | UnsetType | None = UNSET


class WorkspacePreferencesChange(msgspec.Struct):
    """A partial change of a workspace's preferences."""

    hide_start_end_times: bool | UnsetType | None = UNSET
    disable_approvals: bool | UnsetType | None = UNSET
    disable_expenses: bool | UnsetType | None = UNSET
    disable_timesheet_view: bool | UnsetType | None = UNSET
    report_locked_at: str | UnsetType | None = UNSET
    calendar_suggestion_start_date: str | UnsetType | None = UNSET
    initial_pricing_plan: Whole | UnsetType | None = UNSET
    inc_tos_accepted_at: str | UnsetType | None = UNSET
    inc_tos_accepted_by: Whole | UnsetType | None = UNSET
    single_sign_on: bool | UnsetType | None = UNSET
    sso_requested_at: str | UnsetType | None = UNSET


class WorkspacePreferences(msgspec.Struct):
    """A workspace's preferences."""

    hide_start_end_times: bool
    disable_approvals: bool
    disable_expenses: bool
    disable_timesheet_view: bool
    report_locked_at: datetime | None
    calendar_suggestion_start_date: datetime | None
    single_sign_on: bool = False
    initial_pricing_plan: int | None = None


class Administrator(msgspec.Struct):
    """A workspace admin."""

    user_id: int
    name: str


class Statistics(msgspec.Struct):
    """Who runs a workspace and how many are in it."""

    admins: list[Administrator]
    groups_count: int
    members_count: int


class Logo(msgspec.Struct):
    """Where a workspace's logo is."""

    logo: str
