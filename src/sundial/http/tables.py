"""The answers kept for a day, so that a repeated write with the same Idempotency-Key changes nothing twice."""

from sqlalchemy import Index, Table

from sundial.db.types import big, binary, instant, metadata, text

kept_answer = Table(
    "kept_answers",
    metadata,
    big("organization_id", primary_key=True),
    big("user_id", primary_key=True),
    text("key", primary_key=True),
    binary("request_digest"),
    big("status", nullable=True),
    binary("body", nullable=True),
    instant("at"),
)
Index("ix_kept_answers_at", kept_answer.c.organization_id, kept_answer.c.user_id, kept_answer.c.at)
