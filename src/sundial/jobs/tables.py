"""The queue, and when periodic work is due next."""

from sqlalchemy import Index, Table

from sundial.core.errors import Conflict
from sundial.db.types import big, instant, json, key, metadata, text, unique

job = Table(
    "jobs",
    metadata,
    big("id", primary_key=True, autoincrement=False),
    key("kind"),
    # What the work is for: there is one job of a kind for it, however often it is asked for.
    key("subject"),
    json("arguments", nullable=False),
    instant("due_at"),
    big("attempts"),
    # Who works on it, and until when nobody else may.
    big("lease", nullable=True),
    instant("leased_until", nullable=True),
    # Given up: waits for a person.
    instant("dead_at", nullable=True),
    text("last_error", nullable=True),
    instant("created_at"),
    info={"global": True},
)
unique("uq_jobs_subject", job.c.kind, job.c.subject, violated=Conflict("This work waits to be done already."))
Index(
    "ix_jobs_due",
    job.c.kind,
    job.c.due_at,
    job.c.id,
    sqlite_where=job.c.dead_at.is_(None),
    postgresql_where=job.c.dead_at.is_(None),
)

periodic = Table(
    "periodic_jobs",
    metadata,
    text("kind", primary_key=True),
    instant("next_at"),
    info={"global": True},
)
