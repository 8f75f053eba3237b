"""Projects, their users and groups, and who has pinned which."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Table

from sundial.core.errors import Invalid
from sundial.db.types import amount, big, flag, instant, key, metadata, text, unique

NAME_TAKEN = Invalid("Name has already been taken")

project = Table(
    "projects",
    metadata,
    big("organization_id", primary_key=True),
    big("id", primary_key=True),
    big("workspace_id"),
    big("client_id", nullable=True),
    text("name"),
    key("name_key"),
    flag("is_private"),
    flag("active"),
    text("color"),
    flag("billable"),
    flag("template"),
    big("template_id", nullable=True),
    flag("auto_estimates"),
    big("estimated_seconds", nullable=True),
    text("currency", nullable=True),
    amount("rate"),
    instant("rate_last_updated", nullable=True),
    amount("fixed_fee"),
    flag("recurring"),
    text("recurring_period", nullable=True),
    big("recurring_custom_period", nullable=True),
    text("recurring_start_date", nullable=True),
    text("start_date"),
    text("end_date", nullable=True),
    text("external_reference", nullable=True),
    # Of finished entries. Kept by whatever changes an entry (`timers`), so that a list of projects adds up nothing.
    big("tracked_seconds"),
    big("creator_id", ForeignKey("users.id"), nullable=True),
    instant("created_at"),
    instant("at"),
    instant("deleted_at", nullable=True),
    ForeignKeyConstraint(["organization_id", "workspace_id"], ["workspaces.organization_id", "workspaces.id"]),
    ForeignKeyConstraint(["organization_id", "client_id"], ["clients.organization_id", "clients.id"]),
)
# A name is taken once for each client, and once among the projects without one.
unique(
    "uq_projects_name_of_client",
    project.c.organization_id,
    project.c.workspace_id,
    project.c.client_id,
    project.c.name,
    where=project.c.deleted_at.is_(None),
    violated=NAME_TAKEN,
)
unique(
    "uq_projects_name_alone",
    project.c.organization_id,
    project.c.workspace_id,
    project.c.name,
    where=project.c.deleted_at.is_(None) & project.c.client_id.is_(None),
    violated=NAME_TAKEN,
)
Index("ix_projects_name_key", project.c.organization_id, project.c.workspace_id, project.c.name_key, project.c.id)
# Whether a workspace has projects with a currency of their own, which are few.
Index(
    "ix_projects_currency",
    project.c.organization_id,
    project.c.workspace_id,
    sqlite_where=project.c.currency.is_not(None),
    postgresql_where=project.c.currency.is_not(None),
)
Index("ix_projects_client", project.c.organization_id, project.c.client_id)

project_user = Table(
    "project_users",
    metadata,
    big("organization_id", primary_key=True),
    big("id", primary_key=True),
    big("workspace_id"),
    big("project_id"),
    big("user_id"),
    flag("manager"),
    amount("rate"),
    instant("rate_last_updated", nullable=True),
    amount("labor_cost"),
    instant("labor_cost_last_updated", nullable=True),
    instant("created_at"),
    instant("at"),
    instant("deleted_at", nullable=True),
    ForeignKeyConstraint(["organization_id", "workspace_id"], ["workspaces.organization_id", "workspaces.id"]),
    ForeignKeyConstraint(["organization_id", "project_id"], ["projects.organization_id", "projects.id"]),
    ForeignKeyConstraint(
        ["organization_id", "user_id"], ["organization_users.organization_id", "organization_users.user_id"]
    ),
)
unique(
    "uq_project_users_user",
    project_user.c.organization_id,
    project_user.c.project_id,
    project_user.c.user_id,
    violated=Invalid("Project user already exists"),
)
Index("ix_project_users_of_user", project_user.c.organization_id, project_user.c.user_id, project_user.c.project_id)

project_group = Table(
    "project_groups",
    metadata,
    big("organization_id", primary_key=True),
    big("id", primary_key=True),
    big("workspace_id"),
    big("project_id"),
    big("group_id"),
    instant("created_at"),
    ForeignKeyConstraint(["organization_id", "workspace_id"], ["workspaces.organization_id", "workspaces.id"]),
    ForeignKeyConstraint(["organization_id", "project_id"], ["projects.organization_id", "projects.id"]),
    ForeignKeyConstraint(["organization_id", "group_id"], ["groups.organization_id", "groups.id"], ondelete="CASCADE"),
)
unique(
    "uq_project_groups_group",
    project_group.c.organization_id,
    project_group.c.project_id,
    project_group.c.group_id,
    violated=Invalid("Project group already exists"),
)
Index("ix_project_groups_of_group", project_group.c.organization_id, project_group.c.group_id)

project_pin = Table(
    "project_pins",
    metadata,
    big("organization_id", primary_key=True),
    big("user_id", ForeignKey("users.id"), primary_key=True),
    big("project_id", primary_key=True),
    ForeignKeyConstraint(["organization_id", "project_id"], ["projects.organization_id", "projects.id"]),
)
