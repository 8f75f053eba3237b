"""The day on which an entry starts, in a person's time zone, as something that a statement can group by."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Text, bindparam, case
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from sundial.core.periods import ONE_DAY
from sundial.db.statement import Written
from sundial.db.types import EPOCH, MICROSECOND, Instant
from sundial.reports.rules import Range
from sundial.time_entries.tables import time_entry

MICROSECONDS_A_DAY = ONE_DAY // MICROSECOND


class Instants(TypeDecorator[list[datetime]]):
    """A list of instants as one bind parameter. PostgreSQL only."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(ARRAY(TIMESTAMP(timezone=True)))
        return dialect.type_descriptor(Text())

    def bind_processor(self, dialect: Dialect) -> Any:
        return None


class local_day(FunctionElement[int]):
    """How many days after the first one an instant is.

    PostgreSQL searches among the instants at which the days begin. SQLite adds the offset of the zone, which changes
    a few times a year, and divides.
    """

    type = BigInteger()
    inherit_cache = True


@compiles(local_day, "sqlite")
def _local_day_sqlite(element: local_day, compiler: Any, **options: Any) -> str:
    start, _, offset, first = (compiler.process(clause) for clause in element.clauses)
    return f"(({start} + {offset}) / {MICROSECONDS_A_DAY} - {first})"


@compiles(local_day)
def _local_day_postgresql(element: local_day, compiler: Any, **options: Any) -> str:
    start, begins, *_ = element.clauses
    return f"(width_bucket({compiler.process(start)}, {compiler.process(begins)}) - 1)"


def day_number(changes: int) -> Written:
    """The number of the day on which an entry starts, from 0, with so many changes of the zone's offset meanwhile."""
    last = bindparam("offset_at_last", type_=BigInteger())
    steps = [
        (
            time_entry.c.start < bindparam(f"offset_changes_{number}", type_=Instant()),
            bindparam(f"offset_before_{number}", type_=BigInteger()),
        )
        for number in range(changes)
    ]
    return local_day(
        time_entry.c.start,
        bindparam("day_starts", type_=Instants()),
        case(*steps, else_=last) if steps else last,
        bindparam("first_day_number", type_=BigInteger()),
    )


class step_of(FunctionElement[int]):
    """Which of some steps of time an instant is in, from 0. Both databases search among the instants they begin at."""

    type = BigInteger()
    inherit_cache = True


@compiles(step_of, "sqlite")
def _step_of_sqlite(element: step_of, compiler: Any, **options: Any) -> str:
    start, _, *begins = (compiler.process(clause) for clause in element.clauses)

    def search(low: int, high: int) -> str:
        if low == high:
            return str(low)
        middle = (low + high) // 2
        before, after = search(low, middle), search(middle + 1, high)
        return f"CASE WHEN {start} < {begins[middle]} THEN {before} ELSE {after} END"

    return search(0, len(begins))


@compiles(step_of)
def _step_of_postgresql(element: step_of, compiler: Any, **options: Any) -> str:
    start, begins, *_ = element.clauses
    return f"(width_bucket({compiler.process(start)}, {compiler.process(begins)}) - 1)"


def step_number(steps: int) -> Written:
    """The number of the step in which an entry starts, from 0, of so many: weeks or months."""
    begins = (bindparam(f"step_{number}_start", type_=Instant()) for number in range(1, steps))
    return step_of(time_entry.c.start, bindparam("step_starts", type_=Instants()), *begins)


def bound_steps(starts: Sequence[datetime]) -> dict[str, Any]:
    """What `step_number` binds."""
    return {"step_starts": list(starts), **{f"step_{number}_start": start for number, start in enumerate(starts)}}


def bound(days: Range) -> tuple[int, dict[str, Any]]:
    """What `day_number` binds, and with how many changes."""
    zone = ZoneInfo(days.zone)
    changes = _changes(days.start, days.end, zone)
    values: dict[str, Any] = {
        "day_starts": days.day_starts(),
        "offset_at_last": _offset(days.end, zone),
        "first_day_number": (days.first_day - EPOCH.date()).days,
    }
    for number, change in enumerate(changes):
        values[f"offset_changes_{number}"] = change
        values[f"offset_before_{number}"] = _offset(change - timedelta(seconds=1), zone)
    return len(changes), values


def _offset(moment: datetime, zone: ZoneInfo) -> int:
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None
    return offset // MICROSECOND


def _changes(start: datetime, end: datetime, zone: ZoneInfo) -> list[datetime]:
    """The instants at which the zone's offset changes: looked for day by day, then to the second."""
    found: list[datetime] = []
    before = start
    while before < end:
        after = min(before + ONE_DAY, end)
        if _offset(before, zone) != _offset(after, zone):
            found.append(_change_between(before, after, zone))
        before = after
    return found


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    offset = _offset(before, zone)
    low, high = int(before.timestamp()), int(after.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(datetime.fromtimestamp(middle, UTC), zone) == offset:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high, UTC)
