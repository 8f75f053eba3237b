"""PostgreSQL, run by psycopg 3 with prepared statements."""

from datetime import datetime
from typing import Any

import psycopg
from psycopg import errors
from sqlalchemy import URL
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import Dialect

from sundial.core.errors import Unavailable
from sundial.db.driver import Again, Connection, Lost, in_one_line

# Beginnings of SQLSTATE: the connection ended or leads to a server that only reads now; there is no room, or no more of
# the time that the server's operator grants; two transactions waited for each other and one was taken back.
GONE = ("08", "57P", "25006", "25P03")
FULL = ("53", "55P03", "57014")
UNDONE = ("40001", "40P01")


class OneCursor:
    """A connection that runs everything on one cursor: a new one for each statement costs a fifth of a short query.

    So a statement's rows must be fetched before the next one runs.
    """

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self.execute: Any = connection.cursor().execute

    @property
    def closed(self) -> bool:
        """Whether the connection is gone."""
        return self._connection.closed

    def close(self) -> None:
        """Give the connection up."""
        self._connection.close()


class PostgresqlDriver:
    """One database, possibly with several hosts in its URL."""

    # Positional parameters cost the driver less than named ones.
    dialect: Dialect = PGDialect_psycopg(paramstyle="format")
    integrity_error: type[Exception] = psycopg.IntegrityError
    lost_errors: tuple[type[Exception], ...] = (
        psycopg.OperationalError,
        psycopg.InterfaceError,
        errors.ReadOnlySqlTransaction,
        errors.IdleInTransactionSessionTimeout,
    )

    def __init__(self, conninfo: str) -> None:
        self.conninfo = conninfo

    def connect(self) -> Connection:
        try:
            connection = psycopg.connect(self.conninfo, autocommit=True, prepare_threshold=1, options="-c timezone=UTC")
        except psycopg.OperationalError as error:
            raise Lost(f"The database cannot be reached: {in_one_line(error)}") from error
        connection.prepared_max = 1000
        return OneCursor(connection)

    def plan_and_execute(self, connection: Any, sql: str, parameters: Any) -> Any:
        # What is prepared is planned, after a few times, for parameters that it does not know.
        return connection.execute(sql, parameters, prepare=False)

    def begin(self, connection: Connection) -> None:
        connection.execute("BEGIN")

    def commit(self, connection: Connection) -> None:
        connection.execute("COMMIT")

    def rollback(self, connection: Any) -> None:
        if not connection.closed:
            try:
                connection.execute("ROLLBACK")
            except psycopg.OperationalError:
                connection.close()

    def violated(self, error: Any) -> str:
        return error.diag.constraint_name or ""

    def explain(self, error: Exception) -> Exception:
        state = error.sqlstate if isinstance(error, psycopg.Error) else None
        if state is None or state.startswith(GONE):
            return Lost(f"The database connection was lost: {in_one_line(error)}")
        if state.startswith(FULL):
            return Unavailable("The database is busy. Please try again.", {"Retry-After": "1"})
        return Again() if state.startswith(UNDONE) else error

    def clock(self, connection: Connection, at: datetime) -> datetime:
        return connection.execute("SELECT clock_timestamp()").fetchone()[0]

    def lacks_table(self, error: Exception) -> bool:
        return isinstance(error, errors.UndefinedTable)

    def reserve_ids(self, connection: Connection, count: int) -> int:
        # A connection of its own: the counter row must not stay locked until the caller's transaction ends.
        with psycopg.connect(self.conninfo, autocommit=True) as own:
            row: Any = own.execute(
                "UPDATE id_counter SET next_id = next_id + %s RETURNING next_id", (count,)
            ).fetchone()
        return row[0] - count


def open_driver(url: URL) -> PostgresqlDriver:
    """The driver for ``postgresql://user:password@host/database``."""
    return PostgresqlDriver(_several_hosts(url.set(drivername="postgresql")).render_as_string(hide_password=False))


def _several_hosts(url: URL) -> URL:
    """SQLAlchemy's ``?host=a:1&host=b:2`` as libpq wants it: ``?host=a,b&port=1,2``."""
    hosts = url.query.get("host")
    if hosts is None or isinstance(hosts, str):
        return url
    split = [host.rpartition(":") if ":" in host else (host, "", "5432") for host in hosts]
    named = {"host": ",".join(name for name, _, _ in split), "port": ",".join(port for _, _, port in split)}
    return url.update_query_dict(named)
