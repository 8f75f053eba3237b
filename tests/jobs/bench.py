"""A workbench: a worker over a database of its own, whose tasks the test writes."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sundial.db.engine import Database
from sundial.db.transaction import Write
from sundial.jobs.overview import jobs
from sundial.jobs.queue import Claim, Job, Patience, enqueue
from sundial.jobs.worker import Periodic, Poll, Task, Worker
from tests.conftest import SetClock


class Workbench:
    """A database, a clock that stands still until it is moved, and what was done."""

    def __init__(self, database: Database, clock: SetClock) -> None:
        self.database = database
        self.clock = clock
        self.done: list[Any] = []
        self.counted: list[tuple[str, str]] = []
        self._watch: Callable[[], object] = lambda: None

    @property
    def now(self) -> datetime:
        return self.clock()

    def ask(self, kind: str, *subjects: str, **more: Any) -> list[bool]:
        """Ask for work on subjects."""
        with self.database.write() as tx:
            return [enqueue(tx, kind, subject, {"on": subject}, self.now, **more) for subject in subjects]

    def list(self, kind: str | None = None, dead: bool = False) -> Sequence[Job]:
        return jobs(self.database.read(), kind, dead, 100)

    def worker(
        self,
        do: Callable[[Claim], None] | None = None,
        *,
        kind: str = "sweep",
        most: int = 1,
        patience: Patience | None = None,
        ready: Callable[[], bool] = lambda: True,
        periodic: Sequence[Periodic] = (),
        polls: Sequence[Poll] = (),
    ) -> Worker:
        """A worker that can do one kind of work: note it, if nothing else is said."""
        task = Task(kind, do or self.note, most, patience or Patience(timedelta(minutes=2)), ready)
        count = self.counted.append
        return Worker(self.database, [task], periodic, polls, self._time, lambda kind, outcome: count((kind, outcome)))

    def run(self, worker: Worker, over: Callable[[], bool]) -> None:
        """Have a worker run until something is so; asked each time that it looks at the clock."""
        self._watch = lambda: over() and worker.stop()
        worker.run()

    def _time(self) -> datetime:
        self._watch()
        return self.clock()

    def note(self, claim: Claim) -> None:
        """Do the work: remember it."""
        for job in claim.jobs:
            with claim.step(job) as tx:
                self.finish(claim, job, tx)

    def finish(self, claim: Claim, job: Job, tx: Write) -> None:
        self.done.append(job.arguments)
        claim.done(tx, job)
