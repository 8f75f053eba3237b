"""Facts of the Workspaces page: the paths, fields, types and error texts that clients rely on."""

from typing import NamedTuple

Fields = dict[str, str]


class Documented(NamedTuple):
    """An operation of the page, with its error texts by status."""

    method: str
    path: str
    errors: dict[int, tuple[str, ...]]


WORKSPACE: Fields = {
    "admin": "boolean",
    "api_token": "string or null",
    "at": "time",
    "business_ws": "boolean",
    "csv_upload": "object or null",
    "default_currency": "string",
    "default_hourly_rate": "number or null",
    "disable_approvals": "boolean",
    "disable_expenses": "boolean",
    "disable_timesheet_view": "boolean",
    "hide_start_end_times": "boolean",
    "ical_enabled": "boolean",
    "ical_url": "string",
    "id": "integer",
    "last_modified": "time",
    "limit_public_project_data": "boolean",
    "logo_url": "string",
    "max_data_retention_days": "integer or null",
    "name": "string",
    "only_admins_may_create_projects": "boolean",
    "only_admins_may_create_tags": "boolean",
    "only_admins_see_team_dashboard": "boolean",
    "organization_id": "integer",
    "permissions": "list of string",
    "premium": "boolean",
    "projects_billable_by_default": "boolean",
    "projects_enforce_billable": "boolean",
    "projects_private_by_default": "boolean",
    "rate_last_updated": "time or null",
    "reports_collapse": "boolean",
    "role": "string",
    "rounding": "integer",
    "rounding_minutes": "integer",
    "subscription": "object or null",
    "suspended_at": "time or null",
    "te_constraints": "object",
    "working_hours_in_minutes": "integer or null",
}
# The page lacks it, but recorded answers have it and strict clients insist on it.
UNDOCUMENTED: Fields = {"server_deleted_at": "time or null"}

WORKSPACE_BODY: Fields = {
    "admins": "list of integer",
    "default_currency": "string",
    "default_hourly_rate": "number",
    "initial_pricing_plan": "integer",
    "limit_public_project_data": "boolean",
    "name": "string",
    "only_admins_may_create_projects": "boolean",
    "only_admins_may_create_tags": "boolean",
    "only_admins_see_team_dashboard": "boolean",
    "projects_billable_by_default": "boolean",
    "projects_enforce_billable": "boolean",
    "projects_private_by_default": "boolean",
    "rate_change_mode": "string",
    "reports_collapse": "boolean",
    "rounding": "integer",
    "rounding_minutes": "integer",
}

CONSTRAINTS: Fields = {
    "description_present": "boolean",
    "project_present": "boolean",
    "tag_present": "boolean",
    "task_present": "boolean",
    "time_entry_constraints_enabled": "boolean",
}

STATISTICS: Fields = {"admins": "list of object", "groups_count": "integer", "members_count": "integer"}
ADMIN: Fields = {"name": "string", "user_id": "integer"}

NO_ACCESS = "User does not have access to this resource."

CREATE = Documented(
    "POST",
    "/organizations/{organization_id}/workspaces",
    {
        400: (
            "JSON is not valid",
            "workspace name must contain non-space characters",
            "workspace name must not be nil",
            "workspace name must not be longer than 140",
            "another workspace with same name exists in organization",
            "user can have a maximum of 100 workspaces",
            "Multiple workspaces are not enabled in this organization.",
            "Organization {name} can have a maximum of {amount} workspaces",
            "User with id {id} does not exist.",
            "User {userID} not exists in the workspace.",
        ),
        402: (
            "Must be a premium user to use default_hourly_rate",
            "restricting tag management to administrators requires a premium subscription",
            "Must be a premium user to use default_currency",
            "Must be a premium user to use rounding_minutes",
            "Must be a premium user to use projects_billable_by_default",
            "Must be a premium user to use rounding",
        ),
        403: ("Forbidden",),
        404: ("Organization not found/accessible", "Workspace not found/accessible", "organization owner not found"),
    },
)
GET = Documented("GET", "/workspaces/{workspace_id}", {403: (NO_ACCESS,)})
UPDATE = Documented("PUT", "/workspaces/{workspace_id}", {403: (NO_ACCESS,)})
GET_STATISTICS = Documented("GET", "/workspaces/{workspace_id}/statistics", {403: (NO_ACCESS,)})
GET_CONSTRAINTS = Documented(
    "GET", "/workspaces/{workspace_id}/time_entry_constraints", {400: ("Workspace not found",), 403: (NO_ACCESS,)}
)
SET_CONSTRAINTS = Documented(
    "POST",
    "/workspaces/{workspace_id}/time_entry_constraints",
    {400: ("Workspace not found", "Admin permissions required"), 403: (NO_ACCESS,)},
)
OPERATIONS = (CREATE, GET, UPDATE, GET_STATISTICS, GET_CONSTRAINTS, SET_CONSTRAINTS)

UNREACHABLE = frozenset({"organization owner not found"})
"""Nothing can trigger these in a self-hosted server (`decisions.md, Errors`)."""
