"""On how many days there is any time of a report.

Each day is looked at by itself, and no further than to the first of its time: that takes a moment where there is much.
"""

from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Text, bindparam, column, exists, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from sundial.access.askers import Membership
from sundial.core.periods import end_of_day
from sundial.db.statement import Query
from sundial.db.transaction import Read
from sundial.db.types import EPOCH, MICROSECOND, Instant
from sundial.reports.days import Instants
from sundial.reports.entries import Selection, Shape, conditions, seconds
from sundial.reports.rules import Range


class spans(FunctionElement[Any]):
    """Spans of time as rows: lists of when they begin and end on PostgreSQL, a JSON text of both on SQLite."""

    inherit_cache = True


@compiles(spans, "sqlite")
def _spans_sqlite(element: spans, compiler: Any, **options: Any) -> str:
    pairs = compiler.process(list(element.clauses)[2])
    since, until = (f"json_extract(value, '$[{place}]')" for place in range(2))
    return f"(SELECT {since} AS since, {until} AS until FROM json_each({pairs}))"  # noqa: S608 - a bind parameter


@compiles(spans)
def _spans_postgresql(element: spans, compiler: Any, **options: Any) -> str:
    begins, ends, _ = map(compiler.process, element.clauses)
    return f"(SELECT since, until FROM unnest({begins}, {ends}) AS spans (since, until))"  # noqa: S608 - the same


class Days(msgspec.Struct):
    """How many days."""

    number: int


def count(tx: Read, asker: Membership, selected: Selection) -> int:
    """On how many days of a report anything is left of its entries' time after rounding."""
    return tx.one(_statement(selected.shape), asker.scope, **selected.values, **_bound(selected.range)).number


@lru_cache(maxsize=1000)
def _statement(shape: Shape) -> Query[Days]:
    names = {"day_starts": Instants(), "day_ends": Instants(), "day_pairs": Text()}
    binds = (bindparam(name, type_=kind) for name, kind in names.items())
    day = spans(*binds).table_valued(column("since", Instant()), column("until", Instant()))
    any_time = exists().where(*conditions(shape, day.c.since, day.c.until), seconds(shape) > 0)
    return Query(Days, select(func.count().label("number")).select_from(day).where(any_time), plan_anew=True)


def _bound(days: Range) -> dict[str, Any]:
    starts = days.day_starts()
    ends = [*starts[1:], end_of_day(days.last_day, days.zone)]
    # Times of day narrow the first and the last day.
    pairs = [(max(start, days.start), min(end, days.end)) for start, end in zip(starts, ends, strict=True)]
    numbers = [[(moment - EPOCH) // MICROSECOND for moment in pair] for pair in pairs]
    return {
        "day_starts": [start for start, _ in pairs],
        "day_ends": [end for _, end in pairs],
        "day_pairs": msgspec.json.encode(numbers).decode(),
    }
