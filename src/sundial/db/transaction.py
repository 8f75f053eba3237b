"""The two kinds of transaction.

``Read`` sees committed data and changes nothing. ``Write`` is one atomic change, committed before its answer leaves.
They are opened at the edge (a request, a command, a job); nobody else commits. ``Write`` is a ``Read``, so what reads
works inside a change; a function that needs a ``Write`` does not type-check with a ``Read``.
"""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from copy import copy
from time import perf_counter
from typing import Any

from sundial.core.errors import Unavailable
from sundial.db.driver import Again, Connection, Driver, Lost
from sundial.db.statement import Command, Query, Row, Scope, Statement
from sundial.db.violations import violation


class Read:
    """Reading of committed data. Each statement is its own snapshot.

    ``seconds`` and ``statements`` tell what the database was asked to do so far.
    """

    def __init__(self, driver: Driver, connection: Connection, replace: Callable[[], None]) -> None:
        self._driver = driver
        self._connection = connection
        self._replace = replace
        self.seconds: float = 0.0
        self.statements = 0

    def one(self, query: Query[Row], scope: Scope | None = None, /, **values: Any) -> Row:
        """The one row of a query. Raises what the query says is missing (NotFound) when there is none."""
        found = self.find(query, scope, **values)
        if found is None:
            raise query.missing.fresh()
        return found

    def find(self, query: Query[Row], scope: Scope | None = None, /, **values: Any) -> Row | None:
        """The first row of a query, or None."""
        row = self._run(query, scope, values).fetchone()
        return None if row is None else query.compiled(self._driver.dialect).build(query.row, row)

    def all(self, query: Query[Row], scope: Scope | None = None, /, **values: Any) -> list[Row]:
        """All rows of a query, in memory."""
        rows = self._run(query, scope, values).fetchall()
        return query.compiled(self._driver.dialect).build_all(query.row, rows)

    def columns(self, query: Query[Row], scope: Scope | None = None, /, **values: Any) -> Row:
        """All rows of a query as one whose fields are the columns: where there are very many, to go through."""
        rows = self._run(query, scope, values).fetchall()
        return query.row(*query.compiled(self._driver.dialect).columns(rows))

    def _run(self, statement: Statement, scope: Scope | None, values: Mapping[str, Any]) -> Any:
        compiled = statement.compiled(self._driver.dialect)
        parameters = compiled.parameters(scope, values)
        started = perf_counter()
        try:
            if statement.plan_anew:
                return self._driver.plan_and_execute(self._connection, compiled.sql, parameters)
            return self._connection.execute(compiled.sql, parameters)
        except self._driver.integrity_error as error:
            raise violation(self._driver.violated(error)) from error
        except self._driver.lost_errors as error:
            raise self._explained(error) from error
        finally:
            self.statements += 1
            self.seconds += perf_counter() - started

    def _explained(self, error: Exception) -> Exception:
        explained = self._driver.explain(error)
        if isinstance(explained, Lost):
            self._replace()
            return Again(explained.sentence)
        return explained


class Write(Read):
    """One atomic change: committed when its ``with`` block ends, taken back whole when the block raises.

    ``noted`` is for what the transaction gathers until `before_commit`.
    """

    def __init__(
        self,
        driver: Driver,
        connection: Connection,
        replace: Callable[[], None],
        new_id: Callable[[], int],
        forget_ids: Callable[[], None],
    ) -> None:
        super().__init__(driver, connection, replace)
        self._new_id = new_id
        self._forget_ids = forget_ids
        self.noted: dict[str, Any] = {}
        self._before_commit: list[Callable[[Write], None]] = []
        self._at_last: list[Callable[[Write], None]] = []

    def run(self, command: Command, scope: Scope | None = None, /, **values: Any) -> int:
        """Run a command and tell how many rows it changed. A broken constraint raises the error it is declared with."""
        return self._run(command, scope, values).rowcount

    def new_id(self) -> int:
        """A fresh identifier, unique in this database and below 2^53."""
        try:
            return self._new_id()
        except self._driver.lost_errors as error:
            raise self._explained(error) from error

    def before_commit(self, finish: Callable[["Write"], None]) -> None:
        """Have ``finish`` run when everything else in this transaction is done."""
        self._before_commit.append(finish)

    def at_last(self, finish: Callable[["Write"], None]) -> None:
        """Have ``finish`` run as the last thing inside this transaction, after all that goes before the commit."""
        self._at_last.append(finish)

    @contextmanager
    def attempt(self) -> Generator[None]:
        """Have what the block wrote and noted taken back when it raises, and the transaction go on without it."""
        noted = {name: copy(gathered) for name, gathered in self.noted.items()}
        finishing, at_last = list(self._before_commit), list(self._at_last)
        self._control("SAVEPOINT attempt")
        try:
            yield
        except Unavailable:
            # The connection is gone, and the whole transaction with it.
            raise
        except BaseException:
            self._control("ROLLBACK TO SAVEPOINT attempt")
            self._control("RELEASE SAVEPOINT attempt")
            # A block of ids that was reserved meanwhile went back with it.
            self._forget_ids()
            self.noted, self._before_commit, self._at_last = noted, finishing, at_last
            raise
        self._control("RELEASE SAVEPOINT attempt")

    def _control(self, sql: str) -> None:
        try:
            self._connection.execute(sql, ())
        except self._driver.lost_errors as error:
            raise self._explained(error) from error

    def __enter__(self) -> "Write":
        try:
            self._driver.begin(self._connection)
        except self._driver.lost_errors as error:
            raise super()._explained(error) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            if error is None:
                self._commit()
        except BaseException:
            self._take_back()
            raise
        if error is not None:
            self._take_back()

    def _take_back(self) -> None:
        # First, while nobody else can write: who writes next must not go on with a block that went back.
        self._forget_ids()
        self._driver.rollback(self._connection)

    def _explained(self, error: Exception) -> Exception:
        explained = self._driver.explain(error)
        if isinstance(explained, Lost):
            self._replace()
        return explained

    def _commit(self) -> None:
        while self._before_commit or self._at_last:
            (self._before_commit or self._at_last).pop(0)(self)
        started = perf_counter()
        try:
            self._driver.commit(self._connection)
        except self._driver.lost_errors as error:
            raise self._explained(error) from error
        finally:
            self.seconds += perf_counter() - started
