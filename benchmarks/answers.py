"""The bodies of the floor's answers, built by hand from the rows. The measured workspace has no rate and no logo."""

from itertools import product

from sundial.access.permissions import OrganizationRole, Role, in_workspace, names
from sundial.users.queries import UserRow
from sundial.users.schemas import MeWithRelated
from sundial.workspaces.queries import WorkspaceSeen
from sundial.workspaces.schemas import Constraints, Workspace

PERMISSIONS = {
    (str(role), str(place)): names(in_workspace(role, place)) for role, place in product(Role, OrganizationRole)
}


def me(row: UserRow, token: str, public_url: str) -> MeWithRelated:
    """The body of ``GET /me``."""
    return MeWithRelated(
        id=row.id,
        api_token=token,
        accounts_id=row.accounts_id,
        email=row.email,
        fullname=row.fullname,
        timezone=row.timezone,
        default_workspace_id=row.default_workspace_id,
        beginning_of_week=row.beginning_of_week,
        image_url=f"{public_url}/images/profile.png",
        created_at=row.created_at,
        updated_at=row.updated_at,
        at=row.updated_at,
        authorization_updated_at=row.authorization_updated_at,
        accounts_updated_at=row.updated_at,
        country_id=row.country_id,
        has_password=row.password_hash is not None,
    )


def workspace(row: WorkspaceSeen, public_url: str) -> Workspace:
    """The body of ``GET /workspaces/{id}``."""
    return Workspace(
        row.id,
        row.organization_id,
        row.name,
        row.plan != "free",
        row.plan in ("premium", "enterprise"),
        row.role,
        row.role == "admin",
        PERMISSIONS[row.role, row.organization_role],
        row.default_currency,
        row.default_hourly_rate,
        row.rate_last_updated,
        row.rounding,
        row.rounding_minutes,
        row.only_admins_may_create_projects,
        row.only_admins_may_create_tags,
        row.only_admins_see_team_dashboard,
        row.projects_billable_by_default,
        row.projects_private_by_default,
        row.projects_enforce_billable,
        row.limit_public_project_data,
        row.reports_collapse,
        row.hide_start_end_times,
        row.disable_approvals,
        row.disable_expenses,
        row.disable_timesheet_view,
        _constraints(row),
        row.ical_enabled,
        f"/ical/workspace_user/{row.ical_token}",
        f"{public_url}/images/workspace.png",
        row.working_hours_in_minutes,
        row.at,
        row.at,
        row.suspended_at,
    )


def _constraints(row: WorkspaceSeen) -> Constraints:
    return Constraints(
        row.description_present,
        row.project_present,
        row.tag_present,
        row.task_present,
        row.time_entry_constraints_enabled,
    )
