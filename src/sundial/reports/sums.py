"""Adding up time entries: by whatever a report groups them, and always by what an hour of theirs bills and costs.

So the database multiplies nothing: amounts are worked out of whole seconds and whole hundredths, exactly, and only
what is shown is rounded (`decisions.md, Rates`).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Text, and_, case, func, literal_column, select, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from sundial.access.askers import Membership
from sundial.core.rounding import exact_amount, shown_amount
from sundial.db.gathering import all_of
from sundial.db.statement import Query, Written
from sundial.db.transaction import Read
from sundial.db.types import Flag
from sundial.projects.tables import project
from sundial.reports import days, whose
from sundial.reports.entries import Selection, Shape, conditions, seconds
from sundial.time_entries.tables import time_entry

NO_RATE = -1
"""Stands for the rate of billable time that has none."""
NOTHING = literal_column("NULL", BigInteger())
PROJECT_OF_ENTRY = and_(
    project.c.organization_id == time_entry.c.organization_id, project.c.id == time_entry.c.project_id
)
# PostgreSQL has no type for a null that it groups by.
NO_CURRENCY = literal_column("CAST(NULL AS TEXT)", Text())
KEYS: Mapping[str | None, Written] = {
    None: NOTHING,
    "project": time_entry.c.project_id,
    "user": time_entry.c.user_id,
    "client": project.c.client_id,
    "task": time_entry.c.task_id,
    "billable": time_entry.c.billable,
    "description": time_entry.c.description,
    # As its text: a list could not be a key.
    "tags": type_coerce(time_entry.c.tag_ids, Text()),
}
"""What a report can group by."""


class total_of(FunctionElement[int]):
    """All the time of some entries. PostgreSQL adds up small integers, which the time of one entry is, much faster."""

    type = BigInteger()
    inherit_cache = True


@compiles(total_of, "sqlite")
def _total_of_sqlite(element: total_of, compiler: Any, **options: Any) -> str:
    return f"sum({compiler.process(element.clauses)})"


@compiles(total_of)
def _total_of_postgresql(element: total_of, compiler: Any, **options: Any) -> str:
    return f"sum(CAST({compiler.process(element.clauses)} AS INTEGER))"


class Sum(msgspec.Struct, gc=False):
    """The time of some entries that bill and cost the same.

    ``one``, ``two`` and ``three`` are what the report groups by, null where it does not; ``day`` counts from the first
    of the report, be it days or steps. ``rate`` and ``cost`` are in hundredths an hour, null for none and for time that
    is not billable. ``currency``: null for the workspace's own.
    """

    one: Any
    two: Any
    three: Any
    day: int | None
    billable: bool
    rate: int | None
    cost: int | None
    currency: str | None
    seconds: int
    entries: int


class Columns(msgspec.Struct, frozen=True):
    """The sums of reports that have very many of them, column by column: so each costs little.

    ``rate`` is null for time that is not billable and NO_RATE for billable time without one. ``ids`` are those of the
    entries, in any order. What was not asked for is empty, or full of nulls.
    """

    one: Sequence[Any]
    two: Sequence[Any]
    rate: Sequence[int | None]
    seconds: Sequence[int]
    day: Sequence[int] = ()
    three: Sequence[Any] = ()
    currency: Sequence[str | None] = ()
    ids: Sequence[list[int]] = ()


class Grouping(msgspec.Struct, frozen=True):
    """By what to add up, besides what time bills and costs.

    ``rates`` and ``costs``: whether these matter at all."""

    one: str | None = None
    two: str | None = None
    three: str | None = None
    by_day: bool = False
    rates: bool = True
    costs: bool = False


def sums(
    tx: Read, asker: Membership, selected: Selection, grouping: Grouping, steps: Sequence[datetime] = ()
) -> list[Sum]:
    """Add up the entries of a report. What the asker must not see of rates and costs is not looked at.

    ``steps``: when the steps begin that time is divided into instead of days.
    """
    grouping = msgspec.structs.replace(
        grouping,
        rates=grouping.rates and whose.sees_amounts(asker),
        costs=grouping.costs and whose.sees_costs(asker),
    )
    changes, values = days.bound(selected.range) if grouping.by_day else (0, days.bound_steps(steps))
    statement = _statement(selected.shape, grouping, changes, len(steps))
    return tx.all(statement, asker.scope, **selected.values, **values)


class Parts(msgspec.Struct, frozen=True):
    """By what to add up, besides rates, and whether to gather the ids of the entries.

    ``single``: give every entry by itself. Where there are hardly fewer sums than entries, adding up is done faster by
    whoever reads them.
    """

    one: str
    two: str
    three: str | None = None
    by_day: bool = False
    ids: bool = False
    single: bool = False


def parts(tx: Read, asker: Membership, selected: Selection, wanted: Parts) -> Columns:
    """Add up the entries of a report by rates and other things. Who does not see rates gets NO_RATE for each."""
    changes, values = days.bound(selected.range) if wanted.by_day else (0, {})
    statement = _parts(selected.shape, wanted, whose.sees_amounts(asker), changes)
    return tx.columns(statement, asker.scope, **selected.values, **values)


class Money:
    """Exact amounts, by currency: they are never added to those of another one."""

    __slots__ = ("exact",)

    def __init__(self) -> None:
        self.exact: dict[str, int] = {}

    def add(self, currency: str, seconds: int, rate: int | None) -> None:
        """Add what some time is worth at a rate."""
        if rate is not None:
            self.exact[currency] = self.exact.get(currency, 0) + exact_amount(seconds, rate)

    def shown(self) -> dict[str, int]:
        """What is shown, in hundredths: each sum rounded once."""
        return {currency: shown_amount(exact) for currency, exact in sorted(self.exact.items())}


def billed(rows: Iterable[Sum], default_currency: str) -> Money:
    """What the billable time among these sums bills."""
    money = Money()
    for row in rows:
        if row.billable:
            money.add(row.currency or default_currency, row.seconds, row.rate)
    return money


@lru_cache(maxsize=1000)
def _statement(shape: Shape, grouping: Grouping, changes: int, steps: int) -> Query[Sum]:
    keys = [KEYS[name] for name in (grouping.one, grouping.two, grouping.three)]
    day = days.day_number(changes) if grouping.by_day else days.step_number(steps) if steps else NOTHING
    rate = case((time_entry.c.billable, time_entry.c.billable_rate)) if grouping.rates else NOTHING
    cost = time_entry.c.labor_cost if grouping.costs else NOTHING
    currency = project.c.currency if shape.currencies else NO_CURRENCY
    columns = [
        *(key.label(name) for key, name in zip(keys, ("one", "two", "three"), strict=True)),
        day.label("day"),
        type_coerce(time_entry.c.billable, Flag()).label("billable"),
        rate.label("rate"),
        cost.label("cost"),
        currency.label("currency"),
    ]
    grouped: list[Any] = [
        literal_column(str(place))
        for place, column in enumerate(columns, 1)
        if column.element is not NOTHING and (column.name != "currency" or shape.currencies)
    ]
    written = select(
        *columns,
        total_of(seconds(shape)).label("seconds"),
        func.count().label("entries"),
    ).select_from(time_entry)
    if shape.currencies or "client" in (grouping.one, grouping.two, grouping.three):
        written = written.outerjoin(project, PROJECT_OF_ENTRY)
    return Query(Sum, written.where(*conditions(shape)).group_by(*grouped), plan_anew=True)


@lru_cache(maxsize=1000)
def _parts(shape: Shape, wanted: Parts, rates: bool, changes: int) -> Query[Columns]:
    no_rate = literal_column(str(NO_RATE), BigInteger())
    rate: Any = func.coalesce(time_entry.c.billable_rate, no_rate) if rates else no_rate
    # In the order of `Columns`, and only as far as anything is wanted: what follows costs nothing.
    columns: list[tuple[Any, bool, bool]] = [
        (KEYS[wanted.one].label("one"), True, True),
        (KEYS[wanted.two].label("two"), True, True),
        (case((time_entry.c.billable, rate)).label("rate"), True, True),
        ((seconds(shape) if wanted.single else total_of(seconds(shape))).label("seconds"), True, False),
        ((days.day_number(changes) if wanted.by_day else NOTHING).label("day"), wanted.by_day, True),
        (KEYS[wanted.three].label("three"), wanted.three is not None, True),
        ((project.c.currency if shape.currencies else NO_CURRENCY).label("currency"), shape.currencies, True),
        ((all_of(time_entry.c.id) if wanted.ids else NOTHING).label("ids"), wanted.ids, False),
    ]
    last = max(place for place, (_, is_wanted, _) in enumerate(columns, 1) if is_wanted)
    grouped: list[Any] = [
        literal_column(str(place)) for place, (_, is_wanted, is_key) in enumerate(columns, 1) if is_wanted and is_key
    ]
    written = select(*(column for column, _, _ in columns[:last])).select_from(time_entry)
    if shape.currencies or "client" in (wanted.one, wanted.two, wanted.three):
        written = written.outerjoin(project, PROJECT_OF_ENTRY)
    written = written.where(*conditions(shape))
    return Query(Columns, written if wanted.single else written.group_by(*grouped), plan_anew=True)
