"""The clients of workspaces."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Table

from sundial.core.errors import Invalid
from sundial.db.types import big, flag, instant, key, metadata, text, unique

client = Table(
    "clients",
    metadata,
    big("organization_id", primary_key=True),
    big("id", primary_key=True),
    big("workspace_id"),
    text("name"),
    key("name_key"),
    flag("archived"),
    text("notes"),
    text("external_reference", nullable=True),
    big("creator_id", ForeignKey("users.id"), nullable=True),
    instant("created_at"),
    instant("at"),
    instant("deleted_at", nullable=True),
    ForeignKeyConstraint(["organization_id", "workspace_id"], ["workspaces.organization_id", "workspaces.id"]),
)
unique(
    "uq_clients_name",
    client.c.organization_id,
    client.c.workspace_id,
    client.c.name,
    where=client.c.deleted_at.is_(None),
    violated=Invalid("Name has already been taken"),
)
Index("ix_clients_name_key", client.c.organization_id, client.c.workspace_id, client.c.name_key, client.c.id)
