"""People's favorites."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Table

from sundial.db.types import big, flag, instant, json, metadata, text

favorite = Table(
    "favorites",
    metadata,
    big("organization_id", primary_key=True),
    big("id", primary_key=True),
    big("workspace_id"),
    big("user_id", ForeignKey("users.id")),
    text("description", nullable=True),
    big("project_id", nullable=True),
    big("task_id", nullable=True),
    json("tag_ids", nullable=True),
    flag("billable"),
    flag("public"),
    instant("was_public_at", nullable=True),
    big("rank", nullable=True),
    instant("created_at"),
    instant("at"),
    instant("deleted_at", nullable=True),
    ForeignKeyConstraint(["organization_id", "workspace_id"], ["workspaces.organization_id", "workspaces.id"]),
    ForeignKeyConstraint(["organization_id", "project_id"], ["projects.organization_id", "projects.id"]),
    ForeignKeyConstraint(["organization_id", "task_id"], ["tasks.organization_id", "tasks.id"]),
)
Index("ix_favorites_user", favorite.c.organization_id, favorite.c.user_id)
Index("ix_favorites_workspace", favorite.c.organization_id, favorite.c.workspace_id)
