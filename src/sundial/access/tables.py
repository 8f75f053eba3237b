"""Sessions of browsers, the failed sign-ins that throttling counts, and the requests that quotas count."""

from sqlalchemy import ForeignKey, Index, Table

from sundial.db.types import big, binary, instant, metadata, text

session = Table(
    "sessions",
    metadata,
    binary("token_hash", primary_key=True),
    big("user_id", ForeignKey("users.id")),
    instant("created_at"),
    instant("expires_at"),
    text("user_agent"),
    info={"global": True},
)
Index("ix_sessions_user_id", session.c.user_id)

failed_sign_in = Table(
    "failed_sign_ins",
    metadata,
    binary("key", primary_key=True),
    big("count"),
    instant("first_at"),
    instant("locked_until", nullable=True),
    info={"global": True},
)
Index("ix_failed_sign_ins_first_at", failed_sign_in.c.first_at)

request_quota = Table(
    "request_quotas",
    metadata,
    big("organization_id", primary_key=True),
    big("user_id", primary_key=True),
    instant("started_at"),
    big("used"),
)
