"""SQLite, run by Python's own sqlite3: write-ahead log, every acknowledged change on disk."""

import sqlite3
import threading
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import URL
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Dialect

from sundial.core.errors import Unavailable
from sundial.db.driver import Connection, Lost
from sundial.db.violations import constraint_over

BUSY_SECONDS = 30


class SqliteDriver:
    """One database file."""

    dialect: Dialect = SQLiteDialect_pysqlite()
    integrity_error: type[Exception] = sqlite3.IntegrityError
    lost_errors: tuple[type[Exception], ...] = (sqlite3.DatabaseError, sqlite3.InterfaceError)

    def __init__(self, path: str) -> None:
        self.path = path
        self._writing = threading.Lock()

    def connect(self) -> Connection:
        try:
            connection = sqlite3.connect(
                self.path, timeout=BUSY_SECONDS, isolation_level=None, cached_statements=512, check_same_thread=False
            )
            # SQLite's own `lower` knows the letters of English alone.
            connection.create_function("casefold", 1, _casefolded, deterministic=True)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
        except sqlite3.DatabaseError as error:
            raise Lost(f"The database file {self.path} cannot be opened: {error}") from error
        return connection

    def plan_and_execute(self, connection: Connection, sql: str, parameters: Any) -> Any:
        # A plan here never depends on what is bound.
        return connection.execute(sql, parameters)

    def begin(self, connection: Connection) -> None:
        # SQLite lets a waiting writer poll; within one process the lock hands over at once.
        self._writing.acquire()
        try:
            connection.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._writing.release()
            raise

    def commit(self, connection: Connection) -> None:
        connection.execute("COMMIT")
        self._writing.release()

    def rollback(self, connection: Any) -> None:
        try:
            # A connection that was given up as lost has nothing to take back.
            with suppress(sqlite3.ProgrammingError):
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
        finally:
            self._writing.release()

    def violated(self, error: Exception) -> str:
        kind, _, what = str(error).partition(" constraint failed: ")
        return constraint_over(what) if kind == "UNIQUE" else what

    def explain(self, error: Exception) -> Exception:
        words = str(error)
        if "locked" in words or "busy" in words:
            return Unavailable("The database is busy. Please try again.", {"Retry-After": "1"})
        if any(said in words for said in ("disk", "unable to open", "readonly", "not a database")):
            return Lost(f"The database cannot be used: {words}")
        return error

    def clock(self, connection: Connection, at: datetime) -> datetime:
        return at

    def lacks_table(self, error: Exception) -> bool:
        return "no such table" in str(error)

    def reserve_ids(self, connection: Connection, count: int) -> int:
        return _reserve(connection, "UPDATE id_counter SET next_id = next_id + ? RETURNING next_id", count)


def _reserve(connection: Any, sql: str, count: int) -> int:
    return connection.execute(sql, (count,)).fetchone()[0] - count


def open_driver(url: URL) -> SqliteDriver:
    """The driver for ``sqlite:///path``."""
    if not url.database or url.database == ":memory:":
        raise ValueError("SUNDIAL_DATABASE needs a file: sqlite:///path/to/sundial.sqlite3")
    return SqliteDriver(url.database)


def _casefolded(text: str | None) -> str | None:
    return None if text is None else text.casefold()
