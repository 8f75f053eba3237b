"""The queue: asking for work, claiming it for a while, and what became of it."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from secrets import randbits
from typing import Any

import msgspec
from sqlalchemy import BigInteger, bindparam, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from sundial.core.clock import Clock
from sundial.db.engine import Database
from sundial.db.statement import Command, Query
from sundial.db.transaction import Write
from sundial.db.types import Instant, among
from sundial.jobs.rules import MOST_ATTEMPTS, pause
from sundial.jobs.tables import job


class Job(msgspec.Struct, frozen=True):
    """Work that waits, is being done, or was given up."""

    id: int
    kind: str
    subject: str
    arguments: Any
    due_at: datetime
    attempts: int
    leased_until: datetime | None
    dead_at: datetime | None
    last_error: str | None
    created_at: datetime


class Found(msgspec.Struct):
    """A job, by its id."""

    id: int


class Patience(msgspec.Struct, frozen=True):
    """How long a worker that says nothing is believed to be at work, and how failing work is tried again."""

    lease: timedelta = timedelta(seconds=45)
    longest_pause: timedelta = timedelta(hours=12)
    gives_up: bool = True


class LeaseLost(Exception):
    """Somebody else may do this work now: nothing that this worker does for it counts."""


COLUMNS = [column for column in job.c if column.key != "lease"]
"""What a row needs for a `Job`."""
_now = bindparam("now", type_=Instant())
_lease = bindparam("the_lease", type_=BigInteger())
_until = bindparam("until", type_=Instant())
_alive = job.c.dead_at.is_(None)
IDLE = or_(job.c.leased_until.is_(None), job.c.leased_until <= bindparam("now", type_=Instant()))
"""Nobody works on it."""
_free = (
    job.c.kind == bindparam("the_kind"),
    _alive,
    job.c.due_at <= _now,
    IDLE,
)
_held = (job.c.id == bindparam("job_id"), job.c.lease == _lease)

ADD = Command(
    insert(job)
    .values(
        id=bindparam("id"),
        kind=bindparam("kind"),
        subject=bindparam("subject"),
        arguments=bindparam("arguments", type_=job.c.arguments.type),
        due_at=bindparam("due_at", type_=Instant()),
        attempts=0,
        created_at=bindparam("created_at", type_=Instant()),
    )
    .on_conflict_do_nothing()
)
CLAIM = Query(
    Job,
    update(job)
    .values(lease=_lease, leased_until=_until, attempts=job.c.attempts + 1)
    .where(
        job.c.id.in_(
            select(job.c.id)
            .where(*_free)
            .order_by(job.c.due_at, job.c.id)
            .limit(bindparam("most", type_=BigInteger()))
            .with_for_update(skip_locked=True)
        )
    )
    .returning(*COLUMNS),
)
CLAIM_ONE = Query(
    Job,
    update(job)
    .values(lease=_lease, leased_until=_until, attempts=job.c.attempts + 1, dead_at=None)
    .where(
        job.c.kind == bindparam("the_kind"),
        job.c.subject == bindparam("the_subject"),
        IDLE,
    )
    .returning(*COLUMNS),
)
ANY_FREE = Query(Found, select(job.c.id).where(*_free).limit(1))
HOLD_ALL = Command(update(job).values(leased_until=_until).where(among(job.c.id, "job_ids"), job.c.lease == _lease))
HOLD = Command(update(job).values(leased_until=_until).where(*_held))
DONE = Command(delete(job).where(*_held))
LATER = Command(
    update(job)
    .values(due_at=bindparam("later", type_=Instant()), lease=None, leased_until=None, last_error=bindparam("error"))
    .where(*_held)
)
PUT_BACK = Command(
    update(job)
    .values(due_at=bindparam("later", type_=Instant()), lease=None, leased_until=None, attempts=job.c.attempts - 1)
    .where(*_held)
)
BURY = Command(
    update(job).values(dead_at=_now, lease=None, leased_until=None, last_error=bindparam("error")).where(*_held)
)

FORGET = Command(
    delete(job).where(
        job.c.kind == bindparam("the_kind"),
        job.c.subject == bindparam("the_subject"),
        IDLE,
    )
)


def _fresh() -> int:
    """A number that nobody else has. Not one of the counter: an idle worker would use up a block of everybody's ids."""
    return randbits(53)


def enqueue(
    tx: Write,
    kind: str,
    subject: str,
    arguments: Any,
    now: datetime,
    due_at: datetime | None = None,
    job_id: int | None = None,
) -> bool:
    """Ask for work, now or at a later time. ``subject`` is what it is for.

    Nothing happens, and the answer is False, while a job of this kind for the same subject waits or is being done.
    What is due at the same time is done in the order of the ids; without one a job gets any number.
    """
    return bool(
        tx.run(
            ADD,
            id=_fresh() if job_id is None else job_id,
            kind=kind,
            subject=subject,
            arguments=arguments,
            due_at=due_at or now,
            created_at=now,
        )
    )


def forget(tx: Write, kind: str, subject: str, now: datetime) -> bool:
    """Forget the job of a kind for a subject; False when there is none, or somebody works on it."""
    return bool(tx.run(FORGET, the_kind=kind, the_subject=subject, now=now))


class Claim:
    """Jobs of one kind that this worker may do until its lease ends; each step begins the lease anew.

    ``outcomes`` tells what became of each job so far: ``done``, ``failed`` or ``put back``.
    """

    def __init__(self, database: Database, jobs: list[Job], lease: int, patience: Patience, clock: Clock) -> None:
        self.database = database
        self.jobs = jobs
        self.clock = clock
        self.outcomes: dict[int, str] = {}
        self._lease = lease
        self._patience = patience

    @contextmanager
    def step(self, one: Job) -> Generator[Write]:
        """A transaction of the work on a job. Raises LeaseLost."""
        with self.database.write() as tx:
            self.renew(tx, one)
            yield tx

    def renew(self, tx: Write, one: Job) -> None:
        """Keep a job for longer. Raises LeaseLost."""
        self._checked(tx.run(HOLD, until=self.clock() + self._patience.lease, **self._of(one)))

    def hold(self) -> None:
        """Keep what is not finished yet for longer. What somebody else has taken meanwhile stays theirs."""
        job_ids = [one.id for one in self.jobs if one.id not in self.outcomes]
        with self.database.write() as tx:
            tx.run(HOLD_ALL, job_ids=job_ids, the_lease=self._lease, until=self.clock() + self._patience.lease)

    def done(self, tx: Write, one: Job) -> None:
        """Take a job off the list: what else this transaction did is its effect. Raises LeaseLost."""
        self._checked(tx.run(DONE, **self._of(one)))
        self.outcomes[one.id] = "done"

    def put_back(self, tx: Write, one: Job, later: datetime) -> None:
        """Leave a job that was not tried for later, which counts as no attempt. Raises LeaseLost."""
        self._checked(tx.run(PUT_BACK, later=later, **self._of(one)))
        self.outcomes[one.id] = "put back"

    def failed(self, tx: Write, one: Job, error: str, permanent: bool = False) -> bool:
        """Have a job tried again after a pause, or given up when that is in vain or was tried often enough.

        Tells whether it is given up. Raises LeaseLost.
        """
        now = self.clock()
        given_up = permanent or (self._patience.gives_up and one.attempts >= MOST_ATTEMPTS)
        if given_up:
            self._checked(tx.run(BURY, now=now, error=error, **self._of(one)))
        else:
            later = now + min(pause(one.attempts), self._patience.longest_pause)
            self._checked(tx.run(LATER, later=later, error=error, **self._of(one)))
        self.outcomes[one.id] = "failed"
        return given_up

    def _of(self, one: Job) -> dict[str, int]:
        return {"job_id": one.id, "the_lease": self._lease}

    def _checked(self, changed: int) -> None:
        if not changed:
            raise LeaseLost


def claim(database: Database, kind: str, most: int, patience: Patience, clock: Clock) -> Claim | None:
    """Up to ``most`` due jobs of a kind; None when there are none."""
    now = clock()
    # Looking costs less than writing, and most of the time there is nothing.
    if database.read().find(ANY_FREE, the_kind=kind, now=now) is None:
        return None
    with database.write() as tx:
        lease = _fresh()
        claimed = tx.all(CLAIM, the_kind=kind, the_lease=lease, until=now + patience.lease, most=most, now=now)
    claimed.sort(key=lambda one: (one.due_at, one.id))
    return Claim(database, claimed, lease, patience, clock) if claimed else None


def claim_one(database: Database, kind: str, subject: str, patience: Patience, clock: Clock) -> Claim | None:
    """The job of a kind for a subject, be it due or given up; None when there is none, or somebody works on it."""
    now = clock()
    with database.write() as tx:
        lease = _fresh()
        claimed = tx.all(
            CLAIM_ONE, the_kind=kind, the_subject=subject, the_lease=lease, until=now + patience.lease, now=now
        )
    return Claim(database, claimed, lease, patience, clock) if claimed else None
