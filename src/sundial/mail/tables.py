"""The outbox. Messages that belong to no organization, such as new passwords, have the organization 0."""

from sqlalchemy import Index, Table

from sundial.core.errors import Conflict
from sundial.db.types import big, flag, instant, key, metadata, text, unique

outbox = Table(
    "outbox",
    metadata,
    big("organization_id", primary_key=True),
    big("id", primary_key=True),
    # Why it is written; there is one message for each reason.
    key("key"),
    text("kind"),
    big("user_id", nullable=True),
    text("to_address"),
    text("to_name"),
    text("subject"),
    text("text_part"),
    text("html_part"),
    text("unsubscribe_url", nullable=True),
    text("message_id"),
    # Holds a secret: what it says is forgotten once it is sent, or useless.
    flag("sensitive"),
    text("state"),
    big("attempts"),
    instant("created_at"),
    # When it is no longer worth sending.
    instant("expires_at", nullable=True),
    instant("tried_at", nullable=True),
    instant("sent_at", nullable=True),
    text("server_said", nullable=True),
)
unique("uq_outbox_key", outbox.c.organization_id, outbox.c.key, violated=Conflict("This was written already."))
Index("ix_outbox_created_at", outbox.c.organization_id, outbox.c.created_at, outbox.c.id)
