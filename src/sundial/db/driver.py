"""What the two database drivers have in common, and how one is chosen by the database's URL."""

from datetime import datetime
from importlib import import_module
from typing import Any, Protocol

from sqlalchemy import URL
from sqlalchemy.engine import Dialect

from sundial.core.errors import Unavailable


class Connection(Protocol):
    """One driver connection, used by one thread."""

    def execute(self, sql: Any, parameters: Any = ..., /) -> Any:
        """Run one statement and give its cursor."""
        ...

    def close(self) -> None:
        """Give the connection up."""
        ...


class Lost(Unavailable):
    """The connection is gone. Nothing that was not committed happened."""


class Again(Exception):
    """Nothing was changed and the same work may be tried again: a deadlock, or a connection that had died unnoticed."""


class Driver(Protocol):
    """How one database is opened and told what to do."""

    dialect: Dialect
    integrity_error: type[Exception]
    lost_errors: tuple[type[Exception], ...]

    def connect(self) -> Connection:
        """A new connection in autocommit mode. Raises Lost when the database cannot be reached."""
        ...

    def plan_and_execute(self, connection: Connection, sql: str, parameters: Any) -> Any:
        """Run one statement by a plan that is made for these parameters alone, and give its cursor."""
        ...

    def begin(self, connection: Connection) -> None:
        """Start a write transaction."""
        ...

    def commit(self, connection: Connection) -> None:
        """Make the transaction durable."""
        ...

    def rollback(self, connection: Connection) -> None:
        """Take the transaction back; does nothing when there is none."""
        ...

    def violated(self, error: Exception) -> str:
        """The name of the constraint that an integrity error is about."""
        ...

    def explain(self, error: Exception) -> Exception:
        """A driver's error as Lost, Again, or itself when it is a bug of ours."""
        ...

    def clock(self, connection: Connection, at: datetime) -> datetime:
        """The time that the database server's clock shows, or ``at`` where it has none of its own."""
        ...

    def lacks_table(self, error: Exception) -> bool:
        """Whether an error says that a table does not exist."""
        ...

    def reserve_ids(self, connection: Connection, count: int) -> int:
        """Take ``count`` identifiers that nobody else will get, and give the first."""
        ...


def driver_for(url: URL) -> Driver:
    """The driver of a database URL. Only the one that is used is imported: each costs memory and start-up time."""
    name = url.get_backend_name()
    if name not in ("sqlite", "postgresql"):
        raise ValueError(f"SUNDIAL_DATABASE must begin with sqlite or postgresql, not {name}")
    return import_module(f"sundial.db.{name}").open_driver(url)


def in_one_line(error: Exception) -> str:
    """What a driver's error says, for a log or a terminal."""
    return " ".join(str(error).split())
