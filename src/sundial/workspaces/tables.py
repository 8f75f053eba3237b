"""Workspaces, their members, their logos, and the directories that tell whose a workspace or a calendar is."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Table

from sundial.core.errors import Invalid
from sundial.db.types import amount, big, binary, flag, instant, key, metadata, text, unique

workspace_directory = Table(
    "workspace_directory",
    metadata,
    big("workspace_id", primary_key=True, autoincrement=False),
    big("organization_id"),
    info={"global": True},
)

workspace = Table(
    "workspaces",
    metadata,
    big("organization_id", ForeignKey("organizations.organization_id"), primary_key=True),
    big("id", primary_key=True),
    text("name"),
    key("name_key"),
    text("default_currency"),
    amount("default_hourly_rate"),
    instant("rate_last_updated", nullable=True),
    big("rounding"),
    big("rounding_minutes"),
    flag("only_admins_may_create_projects"),
    flag("only_admins_may_create_tags"),
    flag("only_admins_see_team_dashboard"),
    flag("projects_billable_by_default"),
    flag("projects_private_by_default"),
    flag("projects_enforce_billable"),
    flag("limit_public_project_data"),
    flag("reports_collapse"),
    flag("hide_start_end_times"),
    flag("disable_approvals"),
    flag("disable_expenses"),
    flag("disable_timesheet_view"),
    flag("description_present"),
    flag("project_present"),
    flag("tag_present"),
    flag("task_present"),
    flag("time_entry_constraints_enabled"),
    text("logo_digest", nullable=True),
    instant("report_locked_at", nullable=True),
    instant("calendar_suggestion_start_date", nullable=True),
    big("working_hours_in_minutes", nullable=True),
    instant("created_at"),
    instant("at"),
    instant("suspended_at", nullable=True),
    instant("deleted_at", nullable=True),
)
unique(
    "uq_workspaces_name",
    workspace.c.organization_id,
    workspace.c.name_key,
    where=workspace.c.deleted_at.is_(None),
    violated=Invalid("another workspace with same name exists in organization"),
)

workspace_user = Table(
    "workspace_users",
    metadata,
    big("organization_id", primary_key=True),
    big("id", primary_key=True),
    big("workspace_id"),
    big("user_id", ForeignKey("users.id")),
    key("name_key"),
    key("email_key"),
    text("role"),
    flag("joined"),
    flag("inactive"),
    flag("is_direct"),
    flag("view_edit_billable_rates", nullable=True),
    flag("view_edit_labor_costs", nullable=True),
    big("working_hours_in_minutes", nullable=True),
    amount("rate"),
    instant("rate_last_updated", nullable=True),
    amount("labor_cost"),
    instant("labor_cost_last_updated", nullable=True),
    flag("ical_enabled"),
    text("ical_token"),
    instant("created_at"),
    instant("at"),
    instant("deleted_at", nullable=True),
    ForeignKeyConstraint(["organization_id", "workspace_id"], ["workspaces.organization_id", "workspaces.id"]),
    ForeignKeyConstraint(
        ["organization_id", "user_id"], ["organization_users.organization_id", "organization_users.user_id"]
    ),
)
unique(
    "uq_workspace_users_user",
    workspace_user.c.organization_id,
    workspace_user.c.workspace_id,
    workspace_user.c.user_id,
    violated=Invalid("The user is in this workspace already."),
)
# The list of members, in its order, without looking at the rows that are not on the page. SQLite looks at a row for
# what the index does not hold, even where it is what the index is limited to.
Index(
    "ix_workspace_users_name",
    workspace_user.c.organization_id,
    workspace_user.c.workspace_id,
    workspace_user.c.name_key,
    workspace_user.c.id,
    workspace_user.c.email_key,
    workspace_user.c.deleted_at,
    sqlite_where=workspace_user.c.deleted_at.is_(None),
    postgresql_where=workspace_user.c.deleted_at.is_(None),
)
# How many members there are, and who runs a workspace: the smallest index that tells.
Index(
    "ix_workspace_users_role",
    workspace_user.c.organization_id,
    workspace_user.c.workspace_id,
    workspace_user.c.deleted_at,
    workspace_user.c.role,
)
Index("ix_workspace_users_user", workspace_user.c.organization_id, workspace_user.c.user_id)

calendar_directory = Table(
    "calendar_directory",
    metadata,
    binary("token_hash", primary_key=True),
    big("organization_id"),
    big("workspace_user_id"),
    info={"global": True},
)

workspace_logo = Table(
    "workspace_logos",
    metadata,
    big("organization_id", primary_key=True),
    big("workspace_id", primary_key=True),
    text("digest"),
    binary("png"),
    ForeignKeyConstraint(["organization_id", "workspace_id"], ["workspaces.organization_id", "workspaces.id"]),
)
