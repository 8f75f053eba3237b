"""The log of changes, its numbering, and the answers kept for repeated requests."""

from sqlalchemy import Index, Table

from sundial.db.types import big, instant, json, metadata, text

change = Table(
    "changes",
    metadata,
    big("organization_id", primary_key=True),
    big("id", primary_key=True),
    big("workspace_id", nullable=True),
    text("kind"),
    big("entity_id"),
    text("action"),
    json("before", nullable=True),
    json("after", nullable=True),
    big("user_id", nullable=True),
    instant("at"),
    # The number of the first change of the same transaction: they are taken back together.
    big("batch_id", nullable=True),
)
Index("ix_changes_entity", change.c.organization_id, change.c.kind, change.c.entity_id, change.c.id)

Index("ix_changes_batch", change.c.organization_id, change.c.batch_id)
Index("ix_changes_user", change.c.organization_id, change.c.workspace_id, change.c.user_id, change.c.id)
Index("ix_changes_workspace", change.c.organization_id, change.c.workspace_id, change.c.id)

change_counter = Table(
    "change_counters",
    metadata,
    big("organization_id", primary_key=True),
    big("last_id"),
)
