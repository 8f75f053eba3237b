"""What waits, what was given up, and what people do about it."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Select, Text, bindparam, delete, func, or_, select, update

from sundial.db.statement import Command, Query
from sundial.db.transaction import Read, Write
from sundial.db.types import Instant, among
from sundial.jobs.queue import COLUMNS, IDLE, Job
from sundial.jobs.tables import job


class Depth(msgspec.Struct):
    """How much work of a kind waits, since when the oldest of it is due, and how much was given up."""

    kind: str
    waiting: int
    dead: int
    oldest: datetime | None


_now = bindparam("now", type_=Instant())
_alive = job.c.dead_at.is_(None)
_dead = job.c.dead_at.is_not(None)
_of_kind = or_(bindparam("of_kind", type_=Text()).is_(None), job.c.kind == bindparam("of_kind", type_=Text()))


def _list(*conditions: Any) -> Select[Any]:
    most = bindparam("most", type_=BigInteger())
    return select(*COLUMNS).where(_of_kind, *conditions).order_by(job.c.due_at, job.c.id).limit(most)


LIST = Query(Job, _list())
LIST_DEAD = Query(Job, _list(_dead))
DEPTHS = Query(
    Depth,
    select(
        job.c.kind,
        func.count().filter(_alive).label("waiting"),
        func.count().filter(_dead).label("dead"),
        func.min(job.c.due_at, type_=Instant()).filter(_alive).label("oldest"),
    )
    .group_by(job.c.kind)
    .order_by(job.c.kind),
)
_untouched = or_(_dead, IDLE)
REVIVE = Command(
    update(job).values(dead_at=None, due_at=_now, attempts=0).where(among(job.c.id, "job_ids"), _untouched)
)
DISCARD = Command(delete(job).where(among(job.c.id, "job_ids"), _untouched))


def jobs(tx: Read, kind: str | None, dead: bool, most: int) -> list[Job]:
    """Jobs in the order in which they are due, of a kind or of all."""
    return tx.all(LIST_DEAD if dead else LIST, of_kind=kind, most=most)


def depths(tx: Read) -> list[Depth]:
    """How much of each kind there is."""
    return tx.all(DEPTHS)


def retry(tx: Write, job_ids: list[int], now: datetime) -> int:
    """Have jobs tried again at once, with all of their attempts before them; gives how many there are."""
    return tx.run(REVIVE, job_ids=job_ids, now=now)


def discard(tx: Write, job_ids: list[int], now: datetime) -> int:
    """Forget jobs that nobody works on; gives how many there were."""
    return tx.run(DISCARD, job_ids=job_ids, now=now)
