"""A database that is open: one connection for each thread, and the two ways to use it."""

import threading
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from sundial.db.driver import Connection, driver_for
from sundial.db.ids import BLOCK, Ids
from sundial.db.transaction import Read, Write


class Left:
    """The connections of threads that have ended. One that goes on closes them.

    The end of a thread is no time for that: SQLite forgets our functions then, for which Python takes its lock. In a
    thread that Python has not started itself, such as the server's, Python 3.11 crashes over that.
    """

    def __init__(self) -> None:
        self._connections = deque[Connection]()

    def add(self, connection: Connection) -> None:
        """Leave a connection."""
        self._connections.append(connection)

    def close(self) -> None:
        """Close all that were left."""
        with suppress(IndexError):
            while self._connections:
                self._connections.popleft().close()

    def __del__(self) -> None:
        self.close()


class Held:
    """A thread's connection: left when it is given up, or with the thread."""

    def __init__(self, connection: Connection, counted: Callable[[int], None], left: Left) -> None:
        self.connection = connection
        self._counted = counted
        self._left = left
        counted(1)

    def __del__(self) -> None:
        self._counted(-1)
        self._left.add(self.connection)


class OfThread(threading.local):
    """What each thread has of its own."""

    held: Held | None = None
    writing = False


def _uncounted(_change: int) -> None:
    pass


class Database:
    """The database behind a URL.

    Opening it connects to nothing; the first transaction of a thread does. A connection that was lost is replaced by
    the next transaction. ``counted`` is told of each connection that is opened (1) or closed (-1).
    """

    def __init__(self, url: str) -> None:
        """Raises ValueError for a URL that is none of ours."""
        self.url = _parsed(url)
        self.driver = driver_for(self.url)
        self.counted: Callable[[int], None] = _uncounted
        self._own = OfThread()
        self._left = Left()
        self._ids = Ids()

    def read(self) -> Read:
        """A Read on this thread's connection. Raises Lost when the database cannot be reached."""
        return Read(self.driver, self._connection(), self.close)

    @contextmanager
    def write(self) -> Generator[Write]:
        """A Write on this thread's connection, committed when the block ends. Raises Lost, Again.

        Raises RuntimeError inside another Write: to commit the inner one would commit both.
        """
        if self._own.writing:
            raise RuntimeError("a change within a change")
        reserved: list[int] = []

        def new_id() -> int:
            return self._ids.take(lambda: self._reserve(reserved))

        def forget_ids() -> None:
            if reserved:
                self._ids.forget()

        self._own.writing = True
        try:
            with Write(self.driver, self._connection(), self.close, new_id, forget_ids) as tx:
                yield tx
        finally:
            self._own.writing = False

    def run_aside(self, sql: str, parameters: tuple[Any, ...] = ()) -> None:
        """Run one statement of maintenance outside of any transaction. Raises Unavailable when it cannot be done."""
        try:
            self._connection().execute(sql, parameters)
        except self.driver.lost_errors as error:
            raise self.driver.explain(error) from error

    def clock_difference(self, at: datetime) -> timedelta:
        """How far the database server's clock is from ours; SQLite has none of its own. Raises Unavailable."""
        try:
            return abs(self.driver.clock(self._connection(), at) - at)
        except self.driver.lost_errors as error:
            raise self.driver.explain(error) from error

    def close(self) -> None:
        """Close this thread's connection."""
        self._own.held = None
        self._left.close()

    def _reserve(self, reserved: list[int]) -> int:
        first = self.driver.reserve_ids(self._connection(), BLOCK)
        reserved.append(first)
        return first

    def _connection(self) -> Connection:
        self._left.close()
        held = self._own.held
        if held is None:
            held = self._own.held = Held(self.driver.connect(), self.counted, self._left)
        return held.connection


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:
        raise ValueError("SUNDIAL_DATABASE must look like postgresql://user:password@host/name") from error
