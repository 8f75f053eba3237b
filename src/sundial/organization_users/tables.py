"""Offers of ownership."""

from sqlalchemy import ForeignKey, Table

from sundial.core.errors import Invalid
from sundial.db.types import big, flag, instant, metadata, text, unique

owner_transfer = Table(
    "owner_transfers",
    metadata,
    big("organization_id", ForeignKey("organizations.organization_id"), primary_key=True),
    big("id", primary_key=True),
    big("requester_id", ForeignKey("users.id")),
    big("current_owner_id", ForeignKey("users.id")),
    flag("current_owner_accepted", nullable=True),
    instant("current_owner_answered_at", nullable=True),
    big("new_owner_id", ForeignKey("users.id")),
    flag("new_owner_accepted", nullable=True),
    instant("new_owner_answered_at", nullable=True),
    instant("created_at"),
    instant("finished_at", nullable=True),
    text("outcome", nullable=True),
)
unique(
    "uq_owner_transfers_open",
    owner_transfer.c.organization_id,
    where=owner_transfer.c.finished_at.is_(None),
    violated=Invalid("An ownership transfer is going on already."),
)
