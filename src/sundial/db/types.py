"""Column types and table helpers that mean the same on SQLite and on PostgreSQL."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Self

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, CompoundSelect, Index, MetaData, Select, Table, Text, bindparam
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import SchemaItem
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import LargeBinary, TypeDecorator, TypeEngine

from sundial.core.encoding import encoder
from sundial.core.errors import Error
from sundial.core.money import Money

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC: ``timestamptz`` on PostgreSQL, microseconds since 1970 on SQLite (which has no such type)."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(TIMESTAMP(timezone=True) if dialect.name == "postgresql" else BigInteger())

    def bind_processor(self, dialect: Dialect) -> Any:
        return None if dialect.name == "postgresql" else _to_microseconds

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return None if dialect.name == "postgresql" else _from_microseconds


def _to_microseconds(value: datetime | None) -> int | None:
    return None if value is None else (value - EPOCH) // MICROSECOND


def _from_microseconds(value: int | None) -> datetime | None:
    return None if value is None else EPOCH + MICROSECOND * value


_TRUTH = {0: False, 1: True, None: None}


class Flag(TypeDecorator[bool]):
    """True or false. Both drivers take Python's own; SQLite gives back 0 and 1."""

    impl = Boolean
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        return None

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return None if dialect.name == "postgresql" else _TRUTH.__getitem__


class Amount(TypeDecorator[Money]):
    """Money as its integer hundredths."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> int | None:
        return None if value is None else value.hundredths

    def process_result_value(self, value: int | None, dialect: Dialect) -> Money | None:
        return None if value is None else Money(value)


class Json(TypeDecorator[Any]):
    """A JSON document, kept as the exact text that was written."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        return _to_document

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return _from_document


def _to_document(value: Any) -> str | None:
    return None if value is None else encoder.encode(value).decode()


def _from_document(value: str | None) -> Any:
    return None if value is None else msgspec.json.decode(value)


class Choice(TypeDecorator[Any]):
    """A text that is one of an enumeration's values; rows bring the member."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self._members = {member.value: member for member in kind}

    def bind_processor(self, dialect: Dialect) -> Any:
        return None

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return self._members.__getitem__


class Integers(TypeDecorator[list[int]]):
    """A list of integers as one bind parameter: an array on PostgreSQL, a JSON text on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(BigInteger) if dialect.name == "postgresql" else Text())

    def bind_processor(self, dialect: Dialect) -> Any:
        return list[int] if dialect.name == "postgresql" else _to_json


def _to_json(value: list[int]) -> str:
    return msgspec.json.encode(value).decode()


class among(FunctionElement[bool]):
    """``column`` is one of the integers in the bind parameter ``name``: one constant text, however many there are."""

    type = Boolean()
    inherit_cache = True

    def __init__(self, column: Any, name: str) -> None:
        super().__init__(column, bindparam(name, type_=Integers(), required=True))

    def self_group(self, against: Any = None) -> Self:
        # Where a database has no booleans, SQLAlchemy would write ``… = 1`` behind it, and no index would be used.
        return self


@compiles(among, "sqlite")
def _among_sqlite(element: among, compiler: Any, **options: Any) -> str:
    column, values = element.clauses
    listed = f"SELECT value FROM json_each({compiler.process(values)})"  # noqa: S608 - a bind parameter, no text
    return f"{compiler.process(column)} IN ({listed})"


@compiles(among)
def _among_postgresql(element: among, compiler: Any, **options: Any) -> str:
    column, values = element.clauses
    return f"{compiler.process(column)} = ANY({compiler.process(values)})"


class one_of(FunctionElement[bool]):
    """``column`` is one of the values of a subquery: a check of rows that are found by something else.

    The subquery runs once, and no index is searched by the column. Written as ``IN``, PostgreSQL may run it for each
    row, or read everybody's rows to find the few of one person: it guesses how many there are of each.
    """

    type = Boolean()
    inherit_cache = True

    def __init__(self, column: Any, values: Select[Any] | CompoundSelect[Any]) -> None:
        super().__init__(column, values.scalar_subquery())

    def self_group(self, against: Any = None) -> Self:
        # As for `among`.
        return self


@compiles(one_of, "sqlite")
def _one_of_sqlite(element: one_of, compiler: Any, **options: Any) -> str:
    column, values = element.clauses
    return f"+{compiler.process(column)} IN {compiler.process(values)}"


@compiles(one_of)
def _one_of_postgresql(element: one_of, compiler: Any, **options: Any) -> str:
    # Unlike an equality, this is expected to hold for almost all rows.
    column, values = element.clauses
    return f"array_position(ARRAY{compiler.process(values)}, {compiler.process(column)}) IS NOT NULL"


class listed(one_of):
    """``column`` is one of many values of a subquery: as `one_of`, but no row is expected to be in it."""

    inherit_cache = True


@compiles(listed)
def _listed_postgresql(element: listed, compiler: Any, **options: Any) -> str:
    column, values = element.clauses
    return f"({compiler.process(column)} IN {compiler.process(values)}) IS TRUE"


def big(name: str, *more: SchemaItem, **options: Any) -> Column[int]:
    """An integer column, not null unless told otherwise."""
    return Column(name, BigInteger, *more, **_required(options))


def text(name: str, **options: Any) -> Column[str]:
    """A text column, not null unless told otherwise."""
    return Column(name, Text, **_required(options))


def key(name: str) -> Column[str]:
    """A text that rows are found and sorted by: in the order of its code points on both databases."""
    return Column(name, Text().with_variant(Text(collation="C"), "postgresql"), nullable=False)


def flag(name: str, **options: Any) -> Column[bool]:
    """A true or false column, not null unless told otherwise."""
    return Column(name, Flag, **_required(options))


def instant(name: str, **options: Any) -> Column[datetime]:
    """A moment in UTC, not null unless told otherwise."""
    return Column(name, Instant, **_required(options))


def amount(name: str) -> Column[Money]:
    """Money in hundredths, null where there is none."""
    return Column(name, Amount)


def json(name: str, **options: Any) -> Column[Any]:
    """A JSON document."""
    return Column(name, Json, **options)


def binary(name: str, **options: Any) -> Column[bytes]:
    """Bytes, not null unless told otherwise."""
    return Column(name, LargeBinary, **_required(options))


def unique(name: str, *columns: Column[Any], violated: Error, where: Any = None) -> Index:
    """A unique index whose violation tells the caller ``violated``. Its name starts with ``uq_``."""
    options: dict[str, Any] = {} if where is None else {"sqlite_where": where, "postgresql_where": where}
    return Index(name, *columns, unique=True, info={"violated": violated}, **options)


def _required(options: dict[str, Any]) -> dict[str, Any]:
    return {"nullable": False, **options}


def is_tenant(table: Table) -> bool:
    """Whether the table's rows belong to an organization."""
    return "organization_id" in table.c and not table.info.get("global")
