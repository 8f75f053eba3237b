"""The floor's SQLite: `sqlite3` by hand, with Sundial's pragmas."""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import make_url
from sqlalchemy.engine import Dialect

from sundial.db.sqlite import BUSY_SECONDS, SqliteDriver
from sundial.db.statement import Query
from sundial.db.types import EPOCH, MICROSECOND, Flag, Instant, Json


class SqliteEngine:
    """One database file, one connection for each thread."""

    dialect: Dialect = SqliteDriver.dialect

    def __init__(self, path: str) -> None:
        self._path = path
        self._local = threading.local()
        self._writing = threading.Lock()

    def connection(self) -> sqlite3.Connection:
        try:
            return self._local.connection
        except AttributeError:
            made = self._local.connection = sqlite3.connect(
                self._path, timeout=BUSY_SECONDS, isolation_level=None, cached_statements=512
            )
            made.execute("PRAGMA journal_mode = WAL")
            made.execute("PRAGMA synchronous = FULL")
            made.execute("PRAGMA foreign_keys = ON")
            return made

    def begin(self, connection: sqlite3.Connection) -> None:
        # Waiting writers would poll in SQLite; the lock lets them sleep.
        self._writing.acquire()
        connection.execute("BEGIN IMMEDIATE")

    def commit(self, connection: sqlite3.Connection) -> None:
        connection.execute("COMMIT")
        self._writing.release()

    def reader(self, query: Query[Any]) -> Callable[[Sequence[Any]], Sequence[Any]]:
        types = [column.type for column in query.written.exported_columns]
        flags = [index for index, kind in enumerate(types) if isinstance(kind, Flag)]
        moments = [index for index, kind in enumerate(types) if isinstance(kind, Instant)]
        documents = [index for index, kind in enumerate(types) if isinstance(kind, Json)]

        def read(row: Sequence[Any]) -> Sequence[Any]:
            values = list(row)
            for index in flags:
                values[index] = values[index] == 1
            for index in moments:
                if values[index] is not None:
                    values[index] = EPOCH + MICROSECOND * values[index]
            for index in documents:
                if values[index] is not None:
                    values[index] = msgspec.json.decode(values[index])
            return values

        return read

    def moments(self, column: Iterable[int | None]) -> Iterable[datetime | None]:
        return [None if stored is None else EPOCH + MICROSECOND * stored for stored in column]

    def stored(self, moment: datetime) -> int:
        return (moment - EPOCH) // MICROSECOND

    def listed(self, numbers: list[int]) -> str:
        return msgspec.json.encode(numbers).decode()

    def reserve_ids(self, connection: sqlite3.Connection, count: int) -> int:
        taken = connection.execute("UPDATE id_counter SET next_id = next_id + ? RETURNING next_id", (count,))
        return taken.fetchone()[0] - count


def open_engine(url: str) -> SqliteEngine:
    """The engine behind ``sqlite:///path``."""
    return SqliteEngine(make_url(url).database or "")
