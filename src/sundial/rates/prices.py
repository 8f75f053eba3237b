"""The rates of a time entry: found in SQL, by what it is tracked for and when it starts (`decisions.md, Rates`)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BigInteger, bindparam, case, func, literal_column, select, type_coerce, update
from sqlalchemy.sql import ColumnElement

from sundial.db.statement import Command, Scope, scoped
from sundial.db.transaction import Write
from sundial.db.types import Instant, among
from sundial.rates.rules import STRENGTH, Level, RateType
from sundial.rates.tables import rate
from sundial.time_entries.tables import time_entry

PRICES = {"billable_rate": RateType.BILLABLE, "labor_cost": RateType.LABOR}
"""The columns of a time entry that hold its rates."""
NOBODY = literal_column("0", BigInteger())
MEANT: Mapping[Level, tuple[str, ...]] = {
    Level.WORKSPACE: (),
    Level.WORKSPACE_USER: ("user_id",),
    Level.PROJECT: ("project_id",),
    Level.PROJECT_USER: ("project_id", "user_id"),
    Level.TASK: ("task_id",),
}
"""What of an entry a level looks at."""
NOTHING: Mapping[Level, Any] = {}


def price(kind: RateType, entry: Any, instead: Mapping[Level, Any] = NOTHING) -> ColumnElement[int]:
    """The amount, in hundredths an hour, that is valid for an entry; null where there is none.

    ``entry`` has the columns or bind parameters workspace_id, user_id, project_id, task_id and start. ``instead`` has
    what counts instead of the rates of a level.
    """
    levels = (instead[level] if level in instead else _of_level(kind, level, entry) for level in STRENGTH[kind])
    return func.coalesce(*levels, None, type_=BigInteger())


def rounded_seconds(duration: Any, direction: Any, minutes: Any) -> ColumnElement[int]:
    """What `core.rounding.rounded_time` gives for an entry of ``duration``, in SQL and in integers.

    All three are columns or bind parameters of integers; a report adds up what this gives.
    """
    zero, one, thirty, sixty = (literal_column(number, BigInteger()) for number in ("0", "1", "30", "60"))
    step = minutes * sixty
    added = case((direction < zero, zero), (direction == zero, minutes * thirty), else_=step - one)
    # No minutes: divided by nothing it is null on both databases, and the time stays as it is.
    return func.coalesce((duration + added) // func.nullif(step, zero) * step, duration, type_=BigInteger())


def _of_level(kind: RateType, level: Level, entry: Any) -> Any:
    dated = rate.alias(f"{level}_{kind}")
    return (
        select(type_coerce(dated.c.amount, BigInteger()))
        .where(
            dated.c.organization_id == scoped("organization_id"),
            dated.c.workspace_id == entry["workspace_id"],
            dated.c.type == literal_column(f"'{kind}'"),
            *(
                dated.c[name] == (entry[name] if name in MEANT[level] else NOBODY)
                for name in ("task_id", "project_id", "user_id")
            ),
            dated.c.start <= entry["start"],
            dated.c.deleted_at.is_(None),
        )
        .order_by(dated.c.start.desc())
        .limit(1)
        .correlate(time_entry)
        .scalar_subquery()
    )


_bound: dict[str, Any] = {
    name: bindparam(f"priced_{name}", type_=BigInteger())
    for name in ("workspace_id", "user_id", "project_id", "task_id")
} | {"start": bindparam("priced_start", type_=Instant())}
OF_NEW = {column: price(kind, _bound) for column, kind in PRICES.items()}
"""The values of an entry's columns in an insert or update that binds the entry as `bound` says."""
OF_PRESENT = {column: price(kind, time_entry.c) for column, kind in PRICES.items()}
"""The values of the columns of an entry as it is stored."""
REPRICE = Command(
    update(time_entry)
    .values(OF_PRESENT)
    .where(time_entry.c.organization_id == scoped("organization_id"), among(time_entry.c.id, "ids"))
)


def bound(entry: Any) -> dict[str, Any]:
    """What `OF_NEW` binds of an entry."""
    return {f"priced_{name}": getattr(entry, name) for name in _bound}


def reprice(tx: Write, scope: Scope, entry_ids: list[int]) -> None:
    """Price entries anew whose project or task was changed by a statement for many."""
    if entry_ids:
        tx.run(REPRICE, scope, ids=entry_ids)
