"""Setting rates: the one way in which any rate is set, whoever asks for it (`decisions.md, Rates`)."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Table, bindparam, delete, or_, update
from sqlalchemy.sql import ColumnElement

from sundial.access.askers import Membership
from sundial.changes.log import Change, record
from sundial.core.money import Money
from sundial.db.engine import Database
from sundial.db.statement import Command, Scope, insertion, scoped
from sundial.db.transaction import Read, Write
from sundial.db.types import Amount, Instant
from sundial.projects.tables import project, project_user
from sundial.rates.prices import OF_PRESENT
from sundial.rates.queries import BY_ID, DUE, HISTORY, HOLD, LOCK, Rated, RateRow
from sundial.rates.rules import Level, Mode, Rate, RateType, amount_at, ended, touched, with_rate
from sundial.rates.tables import planned_rate, rate
from sundial.tasks.tables import task
from sundial.time_entries.tables import time_entry
from sundial.workspaces.tables import workspace, workspace_user

KIND = "rate"


class History(msgspec.Struct):
    """What the log holds of a change: the rates that a thing had, or has."""

    type: RateType
    level: Level
    level_id: int
    rates: list[Rate]


class Setter(msgspec.Struct, frozen=True):
    """Who sets a rate, and in which workspace. Nobody: what was planned has come."""

    organization_id: int
    workspace_id: int
    user_id: int | None

    @property
    def scope(self) -> Scope:
        """The workspace, for statements."""
        return Scope(organization_id=self.organization_id, workspace_id=self.workspace_id)


ADD = insertion(rate)
_this = (rate.c.organization_id == scoped("organization_id"), rate.c.id == bindparam("the_rate"))
_now = bindparam("now", type_=Instant())
REMOVE = Command(update(rate).values(deleted_at=_now, updated_at=_now).where(*_this))
SAVE_AMOUNT = Command(
    update(rate)
    .values(
        amount=bindparam("new_amount", type_=Amount()),
        updated_at=_now,
        creator_id=bindparam("by"),
        rate_change_mode=bindparam("mode"),
    )
    .where(*_this)
)
PLAN = insertion(planned_rate)
FORGET = Command(
    delete(planned_rate).where(
        planned_rate.c.organization_id == bindparam("of_organization"), planned_rate.c.rate_id == bindparam("the_rate")
    )
)

_entries_between = (
    time_entry.c.organization_id == scoped("organization_id"),
    time_entry.c.workspace_id == bindparam("in_workspace"),
    time_entry.c.start >= bindparam("first", type_=Instant()),
    time_entry.c.start < bindparam("end", type_=Instant()),
)
_whose = {
    Level.WORKSPACE: (),
    Level.WORKSPACE_USER: (time_entry.c.user_id == bindparam("the_user_id"),),
    Level.PROJECT: (time_entry.c.project_id == bindparam("the_project_id"),),
    Level.PROJECT_USER: (
        time_entry.c.project_id == bindparam("the_project_id"),
        time_entry.c.user_id == bindparam("the_user_id"),
    ),
    Level.TASK: (time_entry.c.task_id == bindparam("the_task_id"),),
}
PRICED: dict[Level, tuple[ColumnElement[bool], ...]] = {
    level: (*_entries_between, *conditions) for level, conditions in _whose.items()
}
"""The entries that a rate could price, in the time in which another one is valid than before."""
_worth_something_else = or_(*(time_entry.c[column].is_distinct_from(value) for column, value in OF_PRESENT.items()))
AFFECTED = {level: (*conditions, _worth_something_else) for level, conditions in PRICED.items()}
"""Those of them that are no longer worth what they are stored with."""
REPRICE = {
    level: Command(update(time_entry).values(OF_PRESENT).where(*conditions)) for level, conditions in AFFECTED.items()
}


def _present(table: Table, column: str, updated: str) -> Command:
    return Command(
        update(table)
        .values({column: bindparam("new_amount", type_=Amount()), updated: _now, "at": _now})
        .where(table.c.organization_id == scoped("organization_id"), table.c.id == bindparam("the_id"))
    )


PRESENT = {
    (Level.WORKSPACE, RateType.BILLABLE): _present(workspace, "default_hourly_rate", "rate_last_updated"),
    (Level.WORKSPACE_USER, RateType.BILLABLE): _present(workspace_user, "rate", "rate_last_updated"),
    (Level.WORKSPACE_USER, RateType.LABOR): _present(workspace_user, "labor_cost", "labor_cost_last_updated"),
    (Level.PROJECT, RateType.BILLABLE): _present(project, "rate", "rate_last_updated"),
    (Level.PROJECT_USER, RateType.BILLABLE): _present(project_user, "rate", "rate_last_updated"),
    (Level.PROJECT_USER, RateType.LABOR): _present(project_user, "labor_cost", "labor_cost_last_updated"),
    (Level.TASK, RateType.BILLABLE): _present(task, "rate", "rate_last_updated"),
}
"""Where things hold the amount that is valid at present."""


def lock(tx: Write, scope: Scope) -> None:
    """Keep other rates of a workspace from being set, and entries from being priced, before anything else is locked."""
    tx.one(LOCK, scope)


def lock_if(tx: Write, scope: Scope, sets: bool) -> None:
    """The same for who may set a rate, and else what entering to write takes: also before anything else is locked.

    Whatever is stored refers to its workspace: who came in holding nothing and waits for that has locked other things.
    """
    tx.one(LOCK if sets else HOLD, scope)


def history(tx: Read, scope: Scope, workspace_id: int, rated: Rated, kind: RateType) -> list[RateRow]:
    """The rates of something, in order."""
    return tx.all(HISTORY, scope, in_workspace=workspace_id, the_type=kind.value, **_whose_time(rated))


def set_rate(
    tx: Write,
    asker: Membership,
    rated: Rated,
    kind: RateType,
    amount: Money | None,
    when: Mode | datetime,
    now: datetime,
) -> Money | None:
    """Set what something bills or costs an hour, and price the entries that it changes; gives what is valid now.

    No amount: it has none of its own from then on. Whoever calls has checked the rights, and stores what is valid now
    where the thing holds it.
    """
    lock(tx, asker.scope)
    setter = Setter(asker.organization_id, asker.workspace_id, asker.user.id)
    before = _rates(tx, setter, rated, kind)
    after = with_rate(before, amount, when, asker.user.timezone, now)
    mode = when.value if isinstance(when, Mode) else None
    return amount_at(_replace(tx, setter, rated, kind, before, after, mode, now), now)


def end(tx: Write, setter: Setter, rated: Rated, kind: RateType, now: datetime) -> None:
    """Have something that goes price nothing from now on, nor later: what was planned for it is forgotten.

    Whoever calls has locked the workspace, if not whole: that is left to what has a rate, for it keeps others waiting.
    """
    before = _rates(tx, setter, rated, kind)
    after = ended(before, now)
    if after != before:
        lock(tx, setter.scope)
        _replace(tx, setter, rated, kind, before, after, None, now)


def show_present(tx: Write, scope: Scope, rated: Rated, kind: RateType, amount: Money | None, now: datetime) -> None:
    """Have something say what is valid for it at present."""
    tx.run(PRESENT[rated.level, kind], scope, the_id=rated.level_id, new_amount=amount, now=now)


def activate_due(database: Database, now: datetime) -> None:
    """The same for whoever looks now and then: it writes only if there is something to write."""
    if database.read().find(DUE, now=now) is not None:
        with database.write() as tx:
            activate(tx, now)


def activate(tx: Write, now: datetime) -> None:
    """Have things say what is valid for them, where a rate that was planned has become valid."""
    for due in tx.all(DUE, now=now):
        row = tx.find(BY_ID, Scope(organization_id=due.organization_id), rate_id=due.rate_id)
        scope = Scope(organization_id=due.organization_id, workspace_id=None if row is None else row.workspace_id)
        if row is not None:
            lock(tx, scope)
        # Of several processes that look at the same moment one finds it, and no rate is replaced meanwhile.
        found = tx.run(FORGET, of_organization=due.organization_id, the_rate=due.rate_id)
        if found and row is not None:
            rated = Rated(row.level, row.level_id, row.task_id, row.project_id, row.user_id)
            nobody = Setter(due.organization_id, row.workspace_id, None)
            rates = _rates(tx, nobody, rated, row.type)
            show_present(tx, scope, rated, row.type, amount_at(rates, now), now)
            _record(tx, nobody, rated, row.type, rates, rates, now)


def _whose_time(rated: Rated) -> dict[str, int]:
    return {f"the_{name}": getattr(rated, name) for name in ("task_id", "project_id", "user_id")}


def _rates(tx: Read, setter: Setter, rated: Rated, kind: RateType) -> list[Rate]:
    rows = history(tx, setter.scope, setter.workspace_id, rated, kind)
    return [Rate(row.id, row.start, row.amount) for row in rows]


def _replace(
    tx: Write,
    setter: Setter,
    rated: Rated,
    kind: RateType,
    before: Sequence[Rate],
    after: Sequence[Rate],
    mode: str | None,
    now: datetime,
) -> list[Rate]:
    """Store a history instead of another one, and price the entries that it changes."""
    stored = _store(tx, setter, rated, kind, before, after, mode, now)
    first, last = touched(before, stored)
    if first < last:
        tx.run(
            REPRICE[rated.level],
            setter.scope,
            in_workspace=setter.workspace_id,
            first=first,
            end=last,
            **_whose_time(rated),
        )
    _record(tx, setter, rated, kind, before, stored, now)
    return stored


def _store(
    tx: Write,
    setter: Setter,
    rated: Rated,
    kind: RateType,
    before: Sequence[Rate],
    after: Sequence[Rate],
    mode: str | None,
    now: datetime,
) -> list[Rate]:
    kept = {one.id: one for one in after if one.id is not None}
    for one in before:
        assert one.id is not None
        if one.id not in kept:
            tx.run(REMOVE, setter.scope, the_rate=one.id, now=now)
            tx.run(FORGET, of_organization=setter.organization_id, the_rate=one.id)
        elif kept[one.id] != one:
            values = {"new_amount": kept[one.id].amount, "by": setter.user_id, "mode": mode, "now": now}
            tx.run(SAVE_AMOUNT, setter.scope, the_rate=one.id, **values)
    return [one if one.id is not None else _add(tx, setter, rated, kind, one, mode, now) for one in after]


def _add(tx: Write, setter: Setter, rated: Rated, kind: RateType, new: Rate, mode: str | None, now: datetime) -> Rate:
    added = msgspec.structs.replace(new, id=tx.new_id())
    tx.run(
        ADD,
        setter.scope,
        id=added.id,
        workspace_id=setter.workspace_id,
        type=kind.value,
        level=rated.level.value,
        level_id=rated.level_id,
        task_id=rated.task_id,
        project_id=rated.project_id,
        user_id=rated.user_id,
        amount=added.amount,
        start=added.start,
        rate_change_mode=mode,
        creator_id=setter.user_id,
        created_at=now,
        updated_at=now,
        deleted_at=None,
    )
    if added.start > now:
        tx.run(PLAN, start=added.start, organization_id=setter.organization_id, rate_id=added.id)
    return added


def _record(
    tx: Write,
    setter: Setter,
    rated: Rated,
    kind: RateType,
    before: Sequence[Rate],
    after: Sequence[Rate],
    now: datetime,
) -> None:
    was, is_now = (History(kind, rated.level, rated.level_id, list(rates)) for rates in (before, after))
    where = setter.organization_id, setter.workspace_id
    record(tx, Change(*where, KIND, rated.level_id, "updated", was, is_now, setter.user_id, now))
