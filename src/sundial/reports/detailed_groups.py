"""Reading a page of a detailed report whose entries that are alike are one row.

A row's place in the order is that of the first of its entries; where two are equal, the ids of their entries decide, as
between single entries. The database groups all entries of the report each time, but gives only those of the page.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import BigInteger, bindparam, case, func, literal_column, select, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Text

from sundial.access.askers import Membership
from sundial.db.statement import Query, Written
from sundial.db.transaction import Read
from sundial.db.types import Instant
from sundial.reports.detailed_order import KEYS, Order
from sundial.reports.detailed_pages import (
    Entry,
    Page,
    Start,
    billed_rate,
    by_ids,
    id_list,
    start_or_number,
    with_users,
)
from sundial.reports.entries import Selection, Shape, conditions
from sundial.time_entries.tables import time_entry


class Alike(msgspec.Struct):
    """Entries that are one row: its position in the report's order, the start of one of them, and the ids of all."""

    key: Any
    id: int
    start: datetime
    ids: list[int]


class tag_set(FunctionElement[str]):
    """The tags of an entry whatever their order, as something to group by."""

    type = Text()
    inherit_cache = True


@compiles(tag_set, "sqlite")
def _tag_set_sqlite(element: tag_set, compiler: Any, **options: Any) -> str:
    tags = compiler.process(element.clauses)
    # A column, no text.
    ordered = f"SELECT value FROM json_each({tags}) ORDER BY value"  # noqa: S608
    return f"CASE WHEN {tags} IS NOT NULL THEN (SELECT json_group_array(value) FROM ({ordered})) END"  # noqa: S608


@compiles(tag_set)
def _tag_set_postgresql(element: tag_set, compiler: Any, **options: Any) -> str:
    tags = compiler.process(element.clauses)
    return f"(SELECT string_agg(one, ',' ORDER BY one) FROM json_array_elements_text({tags}::json) one)"  # noqa: S608


_FIRST_ID = bindparam("first_id", type_=BigInteger())
INSIDE: Mapping[str, Callable[[Entry], Any]] = {
    "duration": lambda entry: (entry.stop - entry.start, entry.id),
    "last_update": lambda entry: (entry.at, entry.id),
}
"""How the entries of a row are ordered; by their start where nothing is said."""


def groups(tx: Read, asker: Membership, selected: Selection, order: Order, wanted: Page, rates: bool) -> list[Alike]:
    """The rows of a page, and those that were read besides. ``rates``: whether different ones make a difference."""
    start = _start(tx, asker, selected, order, wanted, rates)
    statement = _page(selected.shape, order, start.kind, wanted.read, rates)
    bound = {"first_key": start.key, "first_id": start.id, "skipped": start.skipped}
    return tx.all(statement, asker.scope, **selected.values, **bound)


def members(tx: Read, asker: Membership, selected: Selection, order: Order, rows: Sequence[Alike]) -> list[list[Entry]]:
    """The entries of each row."""
    found = {entry.id: entry for entry in by_ids(tx, asker, selected, [one for row in rows for one in row.ids])}
    inside = INSIDE.get(order.by, lambda entry: (entry.start, entry.id))
    return [
        sorted((found[one] for one in row.ids if one in found), key=inside, reverse=order.descending) for row in rows
    ]


def _start(tx: Read, asker: Membership, selected: Selection, order: Order, wanted: Page, rates: bool) -> Start:
    if wanted.first_id is None:
        return Start(skipped=wanted.row_number - 1)
    if order.by == "date" and wanted.timestamp is not None:
        return Start(wanted.timestamp, wanted.first_id)
    # The row in which that entry is now.
    statement = _page(selected.shape, order, "entry", 1, rates)
    found = tx.find(statement, asker.scope, **selected.values, first_id=wanted.first_id)
    return start_or_number(None if found is None else Start(found.key, found.id), wanted)


def _identity(rates: bool) -> list[Written]:
    alike: list[Written] = [
        time_entry.c.user_id,
        time_entry.c.project_id,
        time_entry.c.task_id,
        func.coalesce(time_entry.c.description, ""),
        time_entry.c.billable,
        tag_set(time_entry.c.tag_ids),
    ]
    return [*alike, billed_rate()] if rates else alike


@lru_cache(maxsize=1000)
def _page(shape: Shape, order: Order, kind: str, read: int, rates: bool) -> Query[Alike]:
    key, entry_id = order.first(order.key), order.first(time_entry.c.id)
    written = with_users(
        select(
            type_coerce(key, KEYS[order.by][1]).label("key"),
            type_coerce(entry_id, BigInteger()).label("id"),
            type_coerce(order.first(time_entry.c.start), Instant()).label("start"),
            id_list(time_entry.c.id).label("ids"),
        ).select_from(time_entry),
        order,
    )
    written = written.where(*conditions(shape)).group_by(*_identity(rates))
    if kind == "position":
        written = written.having(order.onwards(key, entry_id))
    if kind == "entry":
        written = written.having(func.max(case((time_entry.c.id == _FIRST_ID, 1), else_=0)) == 1)
    written = written.order_by(*order.columns(key, entry_id)).limit(literal_column(str(read)))
    if kind == "number":
        written = written.offset(bindparam("skipped", type_=BigInteger()))
    return Query(Alike, written)
