"""Gathering one column of many rows in one value."""

from typing import Any

import msgspec
from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator


class GatheredIntegers(TypeDecorator[list[int]]):
    """Integers of many rows in one: an array on PostgreSQL, a JSON text on SQLite."""

    impl = Text
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return None if dialect.name == "postgresql" else msgspec.json.decode


class all_of(FunctionElement[list[int]]):
    """All integers of a column in the rows that are added up, in any order."""

    type = GatheredIntegers()
    inherit_cache = True


@compiles(all_of, "sqlite")
def _all_of_sqlite(element: all_of, compiler: Any, **options: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses)})"


@compiles(all_of)
def _all_of_postgresql(element: all_of, compiler: Any, **options: Any) -> str:
    return f"array_agg({compiler.process(element.clauses)})"
