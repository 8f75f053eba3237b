"""Chores: what is done now and then by the way, before a request is answered. No thread waits for its time."""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from threading import Lock

import msgspec

from sundial.db.engine import Database

log = logging.getLogger("sundial.http")

NEVER = datetime.max.replace(tzinfo=UTC)


class Chore(msgspec.Struct, frozen=True):
    """Something to do every so often, in each process that answers requests."""

    do: Callable[[Database, datetime], None]
    every: timedelta


class Chores:
    """The chores of a process.

    There is something to do outside of ``since`` to ``until``: when it is time, or when the clock was set back.
    """

    def __init__(self, database: Database, chores: Sequence[Chore]) -> None:
        self._database = database
        self._next = dict.fromkeys(chores, NEVER)
        self._doing = Lock()
        self.since = NEVER
        self.until = NEVER

    def run(self, now: datetime) -> None:
        """Do what it is time for. What fails is logged, and tried again when it is time the next time."""
        if not self._doing.acquire(blocking=False):
            return
        try:
            set_back = now < self.since
            due = [chore for chore, time in self._next.items() if set_back or time <= now]
            self._next |= {chore: now + chore.every for chore in due}
            self.since, self.until = now, min(self._next.values(), default=NEVER)
            for chore in due:
                self._do(chore, now)
        finally:
            self._doing.release()

    def _do(self, chore: Chore, now: datetime) -> None:
        try:
            chore.do(self._database, now)
        except Exception:
            log.exception("chore failed", extra={"fields": {"chore": chore.do.__name__}})
