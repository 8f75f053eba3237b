"""The floor's PostgreSQL: `psycopg` by hand, with prepared statements as Sundial has them."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import psycopg
from sqlalchemy.engine import Dialect

from sundial.db.postgresql import PostgresqlDriver
from sundial.db.statement import Query


class PostgresqlEngine:
    """One database, one connection for each thread, used through one cursor: a new one for each statement costs more.

    Flags and moments are Python's already.
    """

    dialect: Dialect = PostgresqlDriver.dialect

    def __init__(self, url: str) -> None:
        self._url = url
        self._local = threading.local()

    def connection(self) -> Any:
        try:
            return self._local.cursor
        except AttributeError:
            made = psycopg.connect(self._url, autocommit=True, prepare_threshold=1, options="-c timezone=UTC")
            cursor = self._local.cursor = made.cursor()
            return cursor

    def begin(self, connection: Any) -> None:
        connection.execute("BEGIN")

    def commit(self, connection: Any) -> None:
        connection.execute("COMMIT")

    def reader(self, query: Query[Any]) -> Callable[[Sequence[Any]], Sequence[Any]]:
        return _as_it_is

    def stored(self, moment: datetime) -> datetime:
        return moment


def _as_it_is(row: Sequence[Any]) -> Sequence[Any]:
    return row


def open_engine(url: str) -> PostgresqlEngine:
    """The engine behind ``postgresql://user@host/database``."""
    return PostgresqlEngine(url)
