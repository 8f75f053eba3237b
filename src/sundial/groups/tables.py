"""Groups, their users, and the workspaces that they are assigned to."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Table

from sundial.core.errors import Invalid
from sundial.db.types import big, instant, key, metadata, text, unique

group = Table(
    "groups",
    metadata,
    big("organization_id", ForeignKey("organizations.organization_id"), primary_key=True),
    big("id", primary_key=True),
    text("name"),
    key("name_key"),
    instant("created_at"),
    instant("at"),
)
unique("uq_groups_name", group.c.organization_id, group.c.name_key, violated=Invalid("Name has already been taken"))

group_user = Table(
    "group_users",
    metadata,
    big("organization_id", primary_key=True),
    big("group_id", primary_key=True),
    big("user_id", primary_key=True),
    ForeignKeyConstraint(["organization_id", "group_id"], ["groups.organization_id", "groups.id"]),
    ForeignKeyConstraint(
        ["organization_id", "user_id"], ["organization_users.organization_id", "organization_users.user_id"]
    ),
)
Index("ix_group_users_user", group_user.c.organization_id, group_user.c.user_id, group_user.c.group_id)

group_workspace = Table(
    "group_workspaces",
    metadata,
    big("organization_id", primary_key=True),
    big("group_id", primary_key=True),
    big("workspace_id", primary_key=True),
    ForeignKeyConstraint(["organization_id", "group_id"], ["groups.organization_id", "groups.id"]),
    ForeignKeyConstraint(["organization_id", "workspace_id"], ["workspaces.organization_id", "workspaces.id"]),
)
Index("ix_group_workspaces_workspace", group_workspace.c.organization_id, group_workspace.c.workspace_id)
