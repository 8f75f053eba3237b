"""The floor's PostgreSQL: `psycopg` by hand, with prepared statements as Sundial has them."""

import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
import psycopg
from sqlalchemy.engine import Dialect

from sundial.db.postgresql import PostgresqlDriver
from sundial.db.statement import Query
from sundial.db.types import Json


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
        types = [column.type for column in query.written.exported_columns]
        documents = [index for index, kind in enumerate(types) if isinstance(kind, Json)]
        if not documents:
            return _as_it_is

        def read(row: Sequence[Any]) -> Sequence[Any]:
            values = list(row)
            for index in documents:
                if values[index] is not None:
                    values[index] = msgspec.json.decode(values[index])
            return values

        return read

    def moments(self, column: Iterable[datetime | None]) -> Iterable[datetime | None]:
        return column

    def stored(self, moment: datetime) -> datetime:
        return moment

    def listed(self, numbers: list[int]) -> list[int]:
        return numbers

    def reserve_ids(self, connection: Any, count: int) -> int:
        # As Sundial: the counter row must not stay locked until the transaction ends.
        with psycopg.connect(self._url, autocommit=True) as own:
            row: Any = own.execute(
                "UPDATE id_counter SET next_id = next_id + %s RETURNING next_id", (count,)
            ).fetchone()
        return row[0] - count


def _as_it_is(row: Sequence[Any]) -> Sequence[Any]:
    return row


def open_engine(url: str) -> PostgresqlEngine:
    """The engine behind ``postgresql://user@host/database``."""
    return PostgresqlEngine(url)
