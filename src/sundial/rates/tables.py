"""Rates: one row for each amount that something has had, and from when."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Table

from sundial.core.errors import Conflict
from sundial.db.types import amount, big, instant, metadata, text, unique

rate = Table(
    "rates",
    metadata,
    big("organization_id", primary_key=True),
    big("id", primary_key=True),
    big("workspace_id"),
    text("type"),
    text("level"),
    big("level_id"),
    # Whose time it prices, 0 where that is anybody's: what an entry is looked up by.
    big("task_id"),
    big("project_id"),
    big("user_id"),
    # Null: from here on there is no rate of its own, and the next level counts.
    amount("amount"),
    # It is valid until the next one of the same thing starts; so there are no overlaps and no gaps.
    instant("start"),
    text("rate_change_mode", nullable=True),
    big("creator_id", ForeignKey("users.id"), nullable=True),
    instant("created_at"),
    instant("updated_at"),
    instant("deleted_at", nullable=True),
    ForeignKeyConstraint(["organization_id", "workspace_id"], ["workspaces.organization_id", "workspaces.id"]),
)
unique(
    "uq_rates_start",
    rate.c.organization_id,
    rate.c.workspace_id,
    rate.c.type,
    rate.c.task_id,
    rate.c.project_id,
    rate.c.user_id,
    rate.c.start,
    where=rate.c.deleted_at.is_(None),
    violated=Conflict("Another rate was set at the same moment."),
)

# What becomes valid later, for whoever keeps the present amounts of things: across organizations, in order of time.
planned_rate = Table(
    "planned_rates",
    metadata,
    instant("start", primary_key=True),
    big("organization_id", primary_key=True),
    big("rate_id", primary_key=True),
    info={"global": True},
)
