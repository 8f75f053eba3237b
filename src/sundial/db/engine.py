"""A database that is open: one connection for each thread, and the two ways to use it."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import make_url

from sundial.db.driver import Connection, driver_for
from sundial.db.ids import BLOCK, Ids
from sundial.db.transaction import Read, Write


class Database:
    """The database behind a URL.

    Opening it connects to nothing; the first transaction of a thread does. A connection that was lost is replaced by
    the next transaction.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.driver = driver_for(self.url)
        self._local = threading.local()
        self._ids = Ids()

    def read(self) -> Read:
        """A Read on this thread's connection. Raises Lost when the database cannot be reached."""
        return Read(self.driver, self._connection(), self.close)

    @contextmanager
    def write(self) -> Generator[Write]:
        """A Write on this thread's connection, committed when the block ends. Raises Lost, Again."""
        reserved: list[int] = []

        def new_id() -> int:
            return self._ids.take(lambda: self._reserve(reserved))

        try:
            with Write(self.driver, self._connection(), self.close, new_id) as tx:
                yield tx
        except BaseException:
            if reserved:
                self._ids.forget()
            raise

    def run_aside(self, sql: str, parameters: tuple[Any, ...] = ()) -> None:
        """Run one statement of maintenance outside of any transaction."""
        self._connection().execute(sql, parameters)

    def clock_difference(self, at: datetime) -> timedelta:
        """How far the database server's clock is from ours; SQLite has none of its own."""
        return abs(self.driver.clock(self._connection(), at) - at)

    def close(self) -> None:
        """Close this thread's connection."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            self._local.connection = None
            connection.close()

    def _reserve(self, reserved: list[int]) -> int:
        first = self.driver.reserve_ids(self._connection(), BLOCK)
        reserved.append(first)
        return first

    def _connection(self) -> Connection:
        connection: Any = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self.driver.connect()
        return connection
