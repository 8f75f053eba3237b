"""Reading a page of a detailed report's time entries, and all of them in their order.

A page begins at an entry, not at a number: whatever comes before it is neither read nor counted. Only where a client
sends nothing but a row's number, rows are skipped.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import BigInteger, bindparam, case, literal_column, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from sundial.access.askers import Membership
from sundial.core.errors import Invalid
from sundial.db.statement import Query, Written, scoped
from sundial.db.transaction import Read
from sundial.db.types import Json, among
from sundial.reports import whose
from sundial.reports.detailed_order import Order, moment, narrowed
from sundial.reports.detailed_schemas import Search
from sundial.reports.entries import Selection, Shape, conditions, seconds
from sundial.time_entries.tables import time_entry
from sundial.users.tables import user

USUAL_SIZE, LARGEST_SIZE = 50, 10_000
_here = (
    time_entry.c.organization_id == scoped("organization_id"),
    time_entry.c.workspace_id == scoped("workspace_id"),
)
SIZES = (50, 200, 1000, LARGEST_SIZE)
"""How many rows a statement for a page reads, and one more to know whether there are others: see `http.paging`."""


class Entry(msgspec.Struct, gc=False):
    """A time entry as a report shows it. ``seconds`` are rounded; ``rate`` is null where it is not billable."""

    id: int
    user_id: int
    project_id: int | None
    task_id: int | None
    description: str | None
    start: datetime
    stop: datetime
    seconds: int
    billable: bool
    tag_ids: list[int] | None
    at: datetime
    rate: int | None


class Listed(msgspec.Struct):
    """Ids in their order."""

    ids: list[int]


class Position(msgspec.Struct):
    """Where something is in the order."""

    key: Any


class Page(msgspec.Struct, frozen=True):
    """Which page: how many rows, the number of the first, and its entry and the moment of that, null where unknown."""

    size: int
    row_number: int
    first_id: int | None
    timestamp: datetime | None

    @property
    def read(self) -> int:
        """How many rows to read: one more than the smallest of `SIZES` that holds the page."""
        return next(size for size in SIZES if size >= self.size) + 1


class Start(msgspec.Struct):
    """Where in the order to begin: at a position, or else after so many rows."""

    key: Any = None
    id: int | None = None
    skipped: int = 0

    @property
    def kind(self) -> str:
        """What a statement that begins here has: a name for `lru_cache`."""
        return "position" if self.id is not None else "number" if self.skipped else "beginning"


class id_list(FunctionElement[list[int]]):
    """All ids of a group as a JSON list, in the order in which they come."""

    type = Json()
    inherit_cache = True


@compiles(id_list, "sqlite")
def _id_list_sqlite(element: id_list, compiler: Any, **options: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses)})"


@compiles(id_list)
def _id_list_postgresql(element: id_list, compiler: Any, **options: Any) -> str:
    return f"COALESCE(to_json(array_agg({compiler.process(element.clauses)}))::text, '[]')"


def page(given: Search) -> Page:
    """The page that a request asks for. Raises Invalid."""
    size = USUAL_SIZE if given.page_size is None else given.page_size
    if not 1 <= size <= LARGEST_SIZE:
        raise Invalid(f"page_size must be from 1 to {LARGEST_SIZE}")
    for name in ("first_id", "first_row_number", "first_timestamp"):
        if (getattr(given, name) or 0) < 0:
            raise Invalid(f"{name} must not be negative")
    # Some clients send zeros for what they do not know.
    timestamp = moment(given.first_timestamp) if given.first_timestamp else None
    return Page(size, given.first_row_number or 1, given.first_id or None, timestamp)


def entries(tx: Read, asker: Membership, selected: Selection, order: Order, wanted: Page) -> list[Entry]:
    """The entries of a page, and those that were read besides."""
    start = _start(tx, asker, selected, order, wanted)
    statement = page_query(selected.shape, order, start.kind, wanted.read)
    values = selected.values if start.id is None else narrowed(order, selected.values, start.key)
    return tx.all(statement, asker.scope, **values, first_key=start.key, first_id=start.id, skipped=start.skipped)


def all_ids(tx: Read, asker: Membership, selected: Selection, order: Order) -> list[int]:
    """The ids of all entries of a report, in its order: one statement, so nothing that happens meanwhile is seen."""
    return tx.one(_ids(selected.shape, order), asker.scope, **selected.values).ids


def by_ids(tx: Read, asker: Membership, selected: Selection, ids: Sequence[int]) -> list[Entry]:
    """These entries, which a statement for the same report found, in this order."""
    found = tx.all(by_ids_query(selected.shape), asker.scope, **selected.values, entry_ids=list(ids))
    known = {entry.id: entry for entry in found}
    return [known[entry_id] for entry_id in ids if entry_id in known]


def start_or_number(position: Start | None, wanted: Page) -> Start:
    """A position, or where that is unknown the row's number. Raises Invalid when there is nothing to go by."""
    if position is not None:
        return position
    if wanted.first_id is not None and wanted.row_number == 1:
        raise Invalid("first_id is not a time entry of this report")
    return Start(skipped=wanted.row_number - 1)


def _start(tx: Read, asker: Membership, selected: Selection, order: Order, wanted: Page) -> Start:
    if wanted.first_id is None:
        return Start(skipped=wanted.row_number - 1)
    if order.by == "date" and wanted.timestamp is not None:
        # It may have been changed since.
        return Start(wanted.timestamp, wanted.first_id)
    found = tx.find(_position(order, selected.shape.sees_all), asker.scope, **selected.values, first_id=wanted.first_id)
    return start_or_number(None if found is None else Start(found.key, wanted.first_id), wanted)


def columns(shape: Shape) -> list[Written]:
    """The columns of an `Entry`."""
    return [
        *(time_entry.c[name] for name in ("id", "user_id", "project_id", "task_id", "description", "start", "stop")),
        seconds(shape).label("seconds"),
        time_entry.c.billable,
        time_entry.c.tag_ids,
        time_entry.c.at,
        billed_rate().label("rate"),
    ]


def billed_rate() -> Written:
    """What an hour of an entry bills; null where it does not."""
    return case((time_entry.c.billable, time_entry.c.billable_rate))


def with_users(written: Any, order: Order) -> Any:
    """A statement with what its order needs."""
    return written.join(user, user.c.id == time_entry.c.user_id) if order.needs_users else written


@lru_cache(maxsize=1000)
def page_query(shape: Shape, order: Order, kind: str, read: int) -> Query[Entry]:
    """The statement for a page that begins in some way."""
    written = with_users(select(*columns(shape)), order).where(*conditions(shape))
    if kind == "position":
        written = written.where(order.onwards(order.key, time_entry.c.id))
    written = written.order_by(*order.columns(order.key, time_entry.c.id)).limit(literal_column(str(read)))
    if kind == "number":
        written = written.offset(bindparam("skipped", type_=BigInteger()))
    return Query(Entry, written)


@lru_cache(maxsize=1000)
def _ids(shape: Shape, order: Order) -> Query[Listed]:
    ordered = (
        with_users(select(time_entry.c.id), order)
        .where(*conditions(shape))
        .order_by(*order.columns(order.key, time_entry.c.id))
        .subquery("ordered")
    )
    return Query(Listed, select(id_list(ordered.c.id).label("ids")))


@lru_cache(maxsize=100)
def by_ids_query(shape: Shape) -> Query[Entry]:
    """The statement for entries by their ids."""
    # Not by the workspace as well: they are known to be in it, and SQLite would go through all that is there.
    of_organization = time_entry.c.organization_id == scoped("organization_id")
    return Query(Entry, select(*columns(shape)).where(of_organization, among(time_entry.c.id, "entry_ids")))


@lru_cache(maxsize=100)
def _position(order: Order, sees_all: bool) -> Query[Position]:
    # Who does not see an entry must not learn from a page where it is.
    visible = () if sees_all else (whose.seen,)
    written = with_users(select(order.key.label("key")), order)
    return Query(
        Position, written.where(*_here, time_entry.c.id == bindparam("first_id", type_=BigInteger()), *visible)
    )
