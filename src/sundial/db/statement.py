"""Statements: written with SQLAlchemy when a module is imported, compiled once a process, run many times.

``Query`` gives rows as Structs, ``Command`` changes rows. Both know which bind parameters a Scope supplies: a statement
that touches an organization's table without the scope's organization cannot be compiled, so it cannot run
(`design.md, 2`).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import BigInteger, BindParameter, Table, bindparam, insert
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler

from sundial.core.errors import Error, NotFound
from sundial.db.tenancy import SCOPE, TENANT_KEY, Unscoped, check_tenant
from sundial.db.types import is_tenant

Row = TypeVar("Row", bound=msgspec.Struct)

Processor = Callable[[Any], Any]
# A select, insert, update or delete; SQLAlchemy has no type that is all of them and generic in their columns.
Written = Any


class Scope:
    """The bind parameters that a caller's place supplies: whose data a statement may touch.

    Only ``access`` makes one for a request, from the caller's membership. ``Scope(organization_id=1)`` supplies
    ``:scope_organization_id``; names that begin so cannot be passed by hand.
    """

    __slots__ = ("values",)

    def __init__(self, **values: int | None) -> None:
        self.values = {f"{SCOPE}{name}": value for name, value in values.items()}


class Statement:
    """A written statement and its compiled form."""

    plan_anew = False

    def __init__(self, written: Written) -> None:
        self.written = written
        self._compiled: dict[str, Compiled] = {}

    def compiled(self, dialect: Dialect) -> "Compiled":
        """The text and processors for this dialect; worked out on first use."""
        known = self._compiled.get(dialect.name)
        if known is None:
            known = self._compiled[dialect.name] = Compiled(self.written, dialect)
        return known


class Query(Statement, Generic[Row]):
    """A statement whose rows become ``row`` Structs, field by field in order.

    The names of the selected columns must be the names of the Struct's fields; that is checked at import. Last fields
    that have defaults may be left out.
    ``missing`` is what the caller reads when ``one`` finds nothing. ``plan_anew``: how it is best run depends on what
    is bound, and is worth finding out each time.
    """

    def __init__(
        self,
        row: type[Row],
        written: Written,
        missing: str | Error = "Resource can not be found",
        *,
        plan_anew: bool = False,
    ) -> None:
        super().__init__(written)
        self.plan_anew = plan_anew
        self.row = row
        self.missing = NotFound(missing) if isinstance(missing, str) else missing
        names = tuple(column.key for column in written.exported_columns)
        fields = row.__struct_fields__
        required = len(fields) - len(row.__struct_defaults__)
        if names != fields[: max(len(names), required)]:
            raise TypeError(f"{row.__name__} has {row.__struct_fields__}, the statement selects {names}")


class Command(Statement):
    """An insert, update or delete that gives no rows."""


def insertion(table: Table) -> Command:
    """Insert one row: each column's value is passed by its name, the organization by the scope."""
    values = {column.name: bindparam(column.name, type_=column.type) for column in table.c}
    if is_tenant(table):
        values[TENANT_KEY] = scoped(TENANT_KEY)
    return Command(insert(table).values(values))


class Compiled:
    """SQL text for one dialect, with what turns parameters into driver values and driver rows into values."""

    def __init__(self, written: Written, dialect: Dialect) -> None:
        compiler = written.compile(dialect=dialect)
        assert isinstance(compiler, SQLCompiler)
        self.sql = str(compiler)
        check_tenant(written, self.sql)
        self.names: Sequence[str] = compiler.positiontup or ()
        self.needs_scope = any(name.startswith(SCOPE) for name in self.names)
        self.constants: dict[str, Any] = {}
        processors: dict[str, Processor | None] = {}
        for name, bind in compiler.binds.items():
            processors[name] = bind.type.dialect_impl(dialect).bind_processor(dialect)
            if not bind.required:
                self.constants[name] = bind.effective_value
        self._binds = [(name, processors[name]) for name in self.names]
        self.results: list[tuple[int, Processor]] = []
        self.width = len(written.exported_columns)
        for index, column in enumerate(written.exported_columns):
            processor = column.type.dialect_impl(dialect).result_processor(dialect, None)
            if processor is not None:
                self.results.append((index, processor))

    def parameters(self, scope: Scope | None, given: Mapping[str, Any]) -> list[Any]:
        """The driver's positional parameters from the scope and the named values."""
        if scope is None and self.needs_scope:
            raise Unscoped(f"no Scope is given to: {self.sql}")
        known = {**self.constants, **given, **scope.values} if scope else {**self.constants, **given}
        return [known[name] if processor is None else processor(known[name]) for name, processor in self._binds]

    def build(self, row: type[Row], values: Sequence[Any]) -> Row:
        """One driver row as a Struct."""
        if not self.results:
            return row(*values)
        processed = list(values)
        for index, processor in self.results:
            processed[index] = processor(processed[index])
        return row(*processed)

    def build_all(self, row: type[Row], rows: Sequence[Sequence[Any]]) -> list[Row]:
        """Driver rows as Structs, column by column: a list of many rows costs half of what it would row by row."""
        return list(map(row, *self.columns(rows))) if rows else []

    def columns(self, rows: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
        """Driver rows as columns of values."""
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * self.width
        for index, processor in self.results:
            columns[index] = list(map(processor, columns[index]))
        return columns


def scoped(name: str) -> BindParameter[int]:
    """A bind parameter that only a Scope supplies: ``scoped("organization_id")`` is ``:scope_organization_id``."""
    return bindparam(f"{SCOPE}{name}", required=True, type_=BigInteger())
