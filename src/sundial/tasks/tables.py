"""The tasks of projects."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Table

from sundial.core.errors import Invalid
from sundial.db.types import amount, big, flag, instant, key, metadata, text, unique

task = Table(
    "tasks",
    metadata,
    big("organization_id", primary_key=True),
    big("id", primary_key=True),
    big("workspace_id"),
    big("project_id"),
    text("name"),
    key("name_key"),
    flag("active"),
    big("user_id", ForeignKey("users.id"), nullable=True),
    big("estimated_seconds", nullable=True),
    amount("rate"),
    instant("rate_last_updated", nullable=True),
    text("external_reference", nullable=True),
    # As for projects.
    big("tracked_seconds"),
    big("creator_id", ForeignKey("users.id"), nullable=True),
    instant("created_at"),
    instant("at"),
    instant("deleted_at", nullable=True),
    ForeignKeyConstraint(["organization_id", "workspace_id"], ["workspaces.organization_id", "workspaces.id"]),
    ForeignKeyConstraint(["organization_id", "project_id"], ["projects.organization_id", "projects.id"]),
)
unique(
    "uq_tasks_name",
    task.c.organization_id,
    task.c.project_id,
    task.c.name,
    where=task.c.deleted_at.is_(None),
    violated=Invalid("Name has already been taken"),
)
Index("ix_tasks_project", task.c.organization_id, task.c.project_id, task.c.name_key, task.c.id)
Index("ix_tasks_workspace", task.c.organization_id, task.c.workspace_id, task.c.name_key, task.c.id)
