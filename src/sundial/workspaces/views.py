"""How a stored workspace becomes the one that a client reads."""

from sundial.access.permissions import Role, in_workspace, names
from sundial.access.plans import PREMIUM_OR_HIGHER, STARTER_OR_HIGHER
from sundial.workspaces.queries import WorkspaceSeen
from sundial.workspaces.schemas import Constraints, Workspace

DEFAULT_LOGO = "/images/workspace.png"


def workspace_view(row: WorkspaceSeen, public_url: str) -> Workspace:
    """A workspace as the member whose role is in the row sees it."""
    return Workspace(
        id=row.id,
        organization_id=row.organization_id,
        name=row.name,
        premium=row.plan in STARTER_OR_HIGHER,
        business_ws=row.plan in PREMIUM_OR_HIGHER,
        role=row.role,
        admin=row.role is Role.ADMIN,
        permissions=names(
            in_workspace(row.role, row.organization_role, row.view_edit_billable_rates, row.view_edit_labor_costs)
        ),
        default_currency=row.default_currency,
        default_hourly_rate=row.default_hourly_rate,
        rate_last_updated=row.rate_last_updated,
        rounding=row.rounding,
        rounding_minutes=row.rounding_minutes,
        only_admins_may_create_projects=row.only_admins_may_create_projects,
        only_admins_may_create_tags=row.only_admins_may_create_tags,
        only_admins_see_team_dashboard=row.only_admins_see_team_dashboard,
        projects_billable_by_default=row.projects_billable_by_default,
        projects_private_by_default=row.projects_private_by_default,
        projects_enforce_billable=row.projects_enforce_billable,
        limit_public_project_data=row.limit_public_project_data,
        reports_collapse=row.reports_collapse,
        hide_start_end_times=row.hide_start_end_times,
        disable_approvals=row.disable_approvals,
        disable_expenses=row.disable_expenses,
        disable_timesheet_view=row.disable_timesheet_view,
        te_constraints=constraints_view(row),
        ical_enabled=row.ical_enabled,
        ical_url=calendar_url(row.ical_token),
        logo_url=logo_url(row.id, row.logo_digest, public_url),
        working_hours_in_minutes=row.working_hours_in_minutes,
        at=row.at,
        last_modified=row.at,
        suspended_at=row.suspended_at,
    )


def constraints_view(row: WorkspaceSeen) -> Constraints:
    """Which fields a time entry must have in this workspace."""
    return Constraints(
        description_present=row.description_present,
        project_present=row.project_present,
        tag_present=row.tag_present,
        task_present=row.task_present,
        time_entry_constraints_enabled=row.time_entry_constraints_enabled,
    )


def calendar_url(token: str) -> str:
    """Where a calendar is, below the address of this server."""
    return f"/ical/workspace_user/{token}"


def logo_url(workspace_id: int, digest: str | None, public_url: str) -> str:
    """Where the logo is, or a picture for everybody who has none."""
    return f"{public_url}{DEFAULT_LOGO}" if digest is None else f"{public_url}/logos/{workspace_id}/{digest}.png"
