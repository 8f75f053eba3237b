"""The worker: looks for what is due and does it, one thing after another, until it is told to stop.

Any number of workers share the work, on any number of machines. What one of them had begun when it was killed is done
by another when its lease has ended.
"""

import logging
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

import msgspec
from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from sundial.core.clock import Clock
from sundial.core.errors import Unavailable
from sundial.db.driver import Again
from sundial.db.engine import Database
from sundial.db.statement import Command, Query
from sundial.db.types import Instant
from sundial.jobs.queue import Claim, LeaseLost, Patience, claim, enqueue
from sundial.jobs.rules import slot
from sundial.jobs.tables import periodic

log = logging.getLogger("sundial.jobs")

IDLE_SECONDS = 1.0
TROUBLED_SECONDS = 5.0
HOLD_SECONDS = 10.0
ONCE_AT_MOST = 100_000


class Task(msgspec.Struct, frozen=True):
    """A kind of work. ``do`` gets up to ``most`` jobs at once, and calls the claim's ``done`` or ``failed`` for each.

    When ``do`` raises, the jobs that it has not finished are tried again later. While it is not ``ready`` they wait.
    """

    kind: str
    do: Callable[[Claim], None]
    most: int = 1
    patience: Patience = Patience()
    ready: Callable[[], bool] = lambda: True


class Periodic(msgspec.Struct, frozen=True):
    """Work of a kind that is due every so often, counted from midnight UTC: once, however many workers there are."""

    kind: str
    every: timedelta


class Poll(msgspec.Struct, frozen=True):
    """A look at the database every so often, by each worker, that asks for work where there is news."""

    look: Callable[[Database, Clock], None]
    every: timedelta


class Next(msgspec.Struct):
    """When periodic work is due."""

    kind: str


KNOWN = Command(
    insert(periodic)
    .values(kind=bindparam("kind"), next_at=bindparam("next_at", type_=Instant()))
    .on_conflict_do_nothing(index_elements=[periodic.c.kind])
)
_due = (periodic.c.kind == bindparam("the_kind"), periodic.c.next_at <= bindparam("now", type_=Instant()))
IS_DUE = Query(Next, select(periodic.c.kind).where(*_due))
ADVANCE = Command(update(periodic).values(next_at=bindparam("later", type_=Instant())).where(*_due))


class Worker:
    """One worker over a database. ``counted`` is told of each job: its kind, and ``done``, ``failed``,
    ``put back`` or ``lost``."""

    def __init__(
        self,
        database: Database,
        tasks: Sequence[Task],
        periodic: Sequence[Periodic],
        polls: Sequence[Poll],
        clock: Clock,
        counted: Callable[[str, str], None] = lambda kind, outcome: None,
    ) -> None:
        self._database = database
        self._tasks = tasks
        self._periodic = periodic
        self._polls = polls
        self._clock = clock
        self._counted = counted
        self.stopping = Event()

    def run(self) -> None:
        """Work until ``stopping`` is set. A database that is away is waited for."""
        looked = dict.fromkeys(range(len(self._polls)), slot(self._clock(), timedelta(days=1)) - timedelta(days=1))
        known = False
        log.info("The worker looks for jobs")
        while not self.stopping.is_set():
            try:
                if not known:
                    self._introduce()
                    known = True
                now = self._clock()
                for index, poll in enumerate(self._polls):
                    if abs(now - looked[index]) >= poll.every:
                        looked[index] = now
                        poll.look(self._database, self._clock)
                self._ask_for_periodic()
                if not self._do_some():
                    self.stopping.wait(IDLE_SECONDS)
            except (Unavailable, Again) as error:
                log.warning("worker waits for the database", extra={"fields": {"error": str(error)}})
                self._database.close()
                self.stopping.wait(TROUBLED_SECONDS)
            except Exception:
                log.exception("worker goes on after an error")
                self.stopping.wait(TROUBLED_SECONDS)
        self._database.close()

    def stop(self, *_signal: object) -> None:
        """End after the work at hand; also as a signal's handler."""
        self.stopping.set()

    def once(self) -> int:
        """Do everything that is due as of the clock's time, periodic work included, and give how many jobs were done.

        The schedule stays as it is: whoever asks for another time than the present one puts nothing off.
        """
        now = self._clock()
        for poll in self._polls:
            poll.look(self._database, self._clock)
        with self._database.write() as tx:
            for each in self._periodic:
                due = slot(now, each.every)
                enqueue(tx, each.kind, due.isoformat(), due, now)
        number = 0
        while some := self._do_some():
            number += some
            if number > ONCE_AT_MOST:
                break
        return number

    def _introduce(self) -> None:
        now = self._clock()
        with self._database.write() as tx:
            for each in self._periodic:
                tx.run(KNOWN, kind=each.kind, next_at=slot(now, each.every))

    def _ask_for_periodic(self) -> None:
        now = self._clock()
        for each in self._periodic:
            if self._database.read().find(IS_DUE, the_kind=each.kind, now=now) is not None:
                due = slot(now, each.every)
                with self._database.write() as tx:
                    # Of several workers that look at the same moment one moves the time on.
                    if tx.run(ADVANCE, the_kind=each.kind, now=now, later=due + each.every):
                        enqueue(tx, each.kind, due.isoformat(), due, now)

    def _do_some(self) -> int:
        """Each kind in turn, so that no flood of one keeps the others waiting; gives how many jobs were taken."""
        number = 0
        for task in self._tasks:
            if self.stopping.is_set() or not task.ready():
                continue
            claimed = claim(self._database, task.kind, task.most, task.patience, self._clock)
            if claimed is not None:
                number += len(claimed.jobs)
                self._do(task, claimed)
        return number

    def _do(self, task: Task, claimed: Claim) -> None:
        try:
            with _held(claimed):
                task.do(claimed)
        except LeaseLost:
            log.warning("somebody else does this work now", extra={"fields": {"kind": task.kind}})
        except (Unavailable, Again):
            raise
        except Exception as error:
            log.exception("job failed", extra={"fields": {"kind": task.kind}})
            self._fail(claimed, error)
        for one in claimed.jobs:
            self._counted(task.kind, claimed.outcomes.get(one.id, "lost"))

    def _fail(self, claimed: Claim, error: Exception) -> None:
        said = f"{type(error).__name__}: {error}"
        for one in claimed.jobs:
            if one.id not in claimed.outcomes:
                try:
                    with self._database.write() as tx:
                        claimed.failed(tx, one, said)
                except LeaseLost:
                    continue


@contextmanager
def _held(claimed: Claim) -> Generator[None]:
    """Keep jobs as long as they take, in a thread of its own: it ends with the process, and so does the lease."""
    over = Event()
    holding = Thread(target=_hold_on, args=(claimed, over), daemon=True)
    holding.start()
    try:
        yield
    finally:
        over.set()
        holding.join()


def _hold_on(claimed: Claim, over: Event) -> None:
    while not over.wait(HOLD_SECONDS):
        try:
            claimed.hold()
        except (Unavailable, Again) as error:
            log.warning("jobs could not be held", extra={"fields": {"error": str(error)}})
    claimed.database.close()
