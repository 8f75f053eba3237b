"""What the floor runs: Sundial's statements as text, on a database driver used by hand."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.engine import Dialect

from sundial.db.statement import Query, Statement

Values = dict[str, Any]


class Engine(Protocol):
    """What the two databases do differently."""

    dialect: Dialect

    def connection(self) -> Any:
        """This thread's connection, in autocommit mode."""
        ...

    def begin(self, connection: Any) -> None:
        """Start a write transaction."""
        ...

    def commit(self, connection: Any) -> None:
        """Make it durable."""
        ...

    def reader(self, query: Query[Any]) -> Callable[[Sequence[Any]], Sequence[Any]]:
        """What turns a row of this query into flags, moments and documents as Python has them."""
        ...

    def moments(self, column: Iterable[Any]) -> Iterable[Any]:
        """The moments of a column, or None, as Python has them."""
        ...

    def stored(self, moment: datetime) -> Any:
        """A moment as the driver takes it."""
        ...

    def listed(self, numbers: list[int]) -> Any:
        """A list of integers as the driver takes it."""
        ...

    def reserve_ids(self, connection: Any, count: int) -> int:
        """Take so many identifiers, and give the first."""
        ...


class Sql:
    """The text of one of Sundial's statements and the order of its parameters."""

    def __init__(self, statement: Statement, dialect: Dialect) -> None:
        compiled = statement.compiled(dialect)
        self.text = compiled.sql
        self.constants = compiled.constants
        self._names = tuple(compiled.names)

    def run(self, connection: Any, values: Values) -> Any:
        """Run the statement and give its cursor."""
        return connection.execute(self.text, [values[name] for name in self._names])
