"""The tags of workspaces."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Table

from sundial.core.errors import Invalid
from sundial.db.types import big, instant, key, metadata, text, unique

tag = Table(
    "tags",
    metadata,
    big("organization_id", primary_key=True),
    big("id", primary_key=True),
    big("workspace_id"),
    text("name"),
    key("name_key"),
    big("creator_id", ForeignKey("users.id"), nullable=True),
    instant("created_at"),
    instant("at"),
    instant("deleted_at", nullable=True),
    ForeignKeyConstraint(["organization_id", "workspace_id"], ["workspaces.organization_id", "workspaces.id"]),
)
unique(
    "uq_tags_name",
    tag.c.organization_id,
    tag.c.workspace_id,
    tag.c.name,
    where=tag.c.deleted_at.is_(None),
    violated=Invalid("a tag with this name already exists"),
)
Index("ix_tags_name_key", tag.c.organization_id, tag.c.workspace_id, tag.c.name_key, tag.c.id)
