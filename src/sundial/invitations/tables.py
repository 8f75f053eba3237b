"""Invitations, and the directory that finds one by its code."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Table

from sundial.db.types import big, binary, instant, key, metadata, text

invitation_directory = Table(
    "invitation_directory",
    metadata,
    binary("code_hash", primary_key=True),
    big("organization_id"),
    big("invitation_id"),
    info={"global": True},
)

invitation = Table(
    "invitations",
    metadata,
    big("organization_id", ForeignKey("organizations.organization_id"), primary_key=True),
    big("id", primary_key=True),
    text("email"),
    key("email_key"),
    big("sender_id", ForeignKey("users.id")),
    big("recipient_id", ForeignKey("users.id")),
    binary("code_sealed"),
    text("status"),
    instant("created_at"),
    instant("sent_at"),
    instant("expires_at"),
    instant("answered_at", nullable=True),
    ForeignKeyConstraint(
        ["organization_id", "recipient_id"], ["organization_users.organization_id", "organization_users.user_id"]
    ),
)
Index("ix_invitations_recipient", invitation.c.organization_id, invitation.c.recipient_id, invitation.c.status)
