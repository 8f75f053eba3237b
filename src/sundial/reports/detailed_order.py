"""In which order the time entries of a detailed report are, and where in it a page begins.

Entries that are equal by what a report is ordered by are in the order of their ids, so that pages lose and repeat none.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Text, and_, bindparam, func, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from sundial.db.statement import Written
from sundial.db.types import EPOCH, MICROSECOND, Instant
from sundial.reports.detailed_schemas import Search
from sundial.reports.rules import check_choice
from sundial.time_entries.tables import time_entry
from sundial.users.tables import user


class folded(FunctionElement[str]):
    """A text without regard to case, in the order of its code points."""

    type = Text()
    inherit_cache = True


@compiles(folded, "sqlite")
def _folded_sqlite(element: folded, compiler: Any, **options: Any) -> str:
    return f"casefold({compiler.process(element.clauses)})"


@compiles(folded)
def _folded_postgresql(element: folded, compiler: Any, **options: Any) -> str:
    return f'lower({compiler.process(element.clauses)}) COLLATE "C"'


KEYS: Mapping[str, tuple[Written, Any]] = {
    "date": (time_entry.c.start, Instant()),
    "user": (folded(user.c.fullname), Text()),
    "duration": (time_entry.c.duration, BigInteger()),
    "description": (folded(func.coalesce(time_entry.c.description, "")), Text()),
    "last_update": (time_entry.c.at, Instant()),
}
"""What entries can be ordered by, and the type of its values."""
DIRECTIONS = ("ASC", "DESC")


class Order(msgspec.Struct, frozen=True):
    """By what, and whether the last comes first."""

    by: str = "date"
    descending: bool = True

    @property
    def key(self) -> Written:
        """What is compared first, before the id."""
        return KEYS[self.by][0]

    @property
    def needs_users(self) -> bool:
        """Whether a statement must join ``users``."""
        return self.by == "user"

    def columns(self, key: Any, entry_id: Any) -> tuple[Written, Written]:
        """A statement's order, by these columns of it."""
        return (key.desc(), entry_id.desc()) if self.descending else (key, entry_id)

    def first(self, column: Written) -> Written:
        """Of several values the one that comes first."""
        return func.max(column) if self.descending else func.min(column)

    def onwards(self, key: Any, entry_id: Any) -> Written:
        """The condition that something does not come before ``:first_key`` and ``:first_id``."""
        first_key, first_id = bindparam("first_key", type_=KEYS[self.by][1]), bindparam("first_id", type_=BigInteger())
        if self.descending:
            return or_(key < first_key, and_(key == first_key, entry_id <= first_id))
        return or_(key > first_key, and_(key == first_key, entry_id >= first_id))


def order(given: Search) -> Order:
    """The order that a request asks for, the latest first where it says nothing. Raises Invalid."""
    by, direction = given.order_by or "date", (given.order_dir or "DESC").upper()
    check_choice("order_by", by, KEYS)
    check_choice("order_dir", direction, DIRECTIONS)
    return Order(by, direction == "DESC")


def narrowed(order: Order, values: dict[str, Any], first_key: Any) -> dict[str, Any]:
    """What a statement binds when what comes before some start needs not be read at all.

    So the database begins in the middle of the index, whichever of the conditions it searches by.
    """
    if order.by != "date":
        return values
    if order.descending:
        return {**values, "end_instant": min(values["end_instant"], first_key + MICROSECOND)}
    return {**values, "first_instant": max(values["first_instant"], first_key)}


def moment(timestamp: int) -> datetime | None:
    """The moment of a Unix time, None for what is none."""
    try:
        return EPOCH + timedelta(seconds=timestamp)
    except OverflowError:
        return None
