"""PostgreSQL, run by psycopg 3 with prepared statements."""

from datetime import datetime
from typing import Any

import psycopg
from psycopg import errors
from sqlalchemy import URL
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import Dialect

from sundial.db.driver import Again, Connection, Lost


class PostgresqlDriver:
    """One database, possibly with several hosts in its URL."""

    # Positional parameters cost the driver less than named ones.
    dialect: Dialect = PGDialect_psycopg(paramstyle="format")
    integrity_error: type[Exception] = psycopg.IntegrityError
    lost_errors: tuple[type[Exception], ...] = (psycopg.OperationalError, psycopg.InterfaceError)

    def __init__(self, conninfo: str) -> None:
        self.conninfo = conninfo

    def connect(self) -> Connection:
        try:
            connection = psycopg.connect(self.conninfo, autocommit=True, prepare_threshold=1, options="-c timezone=UTC")
        except psycopg.OperationalError as error:
            raise Lost(f"The database cannot be reached: {str(error).strip()}") from error
        connection.prepared_max = 1000
        return connection  # pyright: ignore[reportReturnType]

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
        if isinstance(error, (errors.DeadlockDetected, errors.SerializationFailure)):
            return Again()
        if isinstance(error, (errors.AdminShutdown, errors.CrashShutdown, errors.CannotConnectNow)):
            return Lost("The database is restarting.")
        if isinstance(error, psycopg.errors.Error) and error.sqlstate and not error.sqlstate.startswith("08"):
            return error
        return Lost(f"The database connection was lost: {str(error).strip()}")

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
    return PostgresqlDriver(url.set(drivername="postgresql").render_as_string(hide_password=False))
