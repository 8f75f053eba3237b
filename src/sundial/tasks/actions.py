"""Every write of tasks."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import UNSET
from sqlalchemy import bindparam, update

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.access.plans import STARTER_OR_HIGHER
from sundial.changes.log import Change, record
from sundial.core.errors import Invalid, NotFound, PaymentRequired
from sundial.core.money import Money
from sundial.core.patches import Patched, PatchOperation, check_operations
from sundial.db.statement import Command, insertion, scoped
from sundial.db.transaction import Write
from sundial.db.types import Instant
from sundial.http.bodies import decode, decoder_for
from sundial.members.rules import PAID
from sundial.projects.patches import each, encoder
from sundial.projects.queries import editable, sees_all
from sundial.projects.task_rows import KIND, TaskRow
from sundial.projects.users import ACTIVE_MEMBERS
from sundial.rates.actions import lock_if, set_rate
from sundial.rates.fields import are_said, mode_of, set_first
from sundial.rates.prices import reprice
from sundial.rates.queries import Rated
from sundial.rates.rules import Level, RateType
from sundial.tasks import rules
from sundial.tasks.queries import FOR_UPDATE, TIME_ENTRIES
from sundial.tasks.schemas import TaskChange
from sundial.tasks.tables import task
from sundial.time_entries.tables import time_entry
from sundial.timers.locks import check_entries_of

NOT_FOUND = NotFound("Resource can not be found")
CHANGE = decoder_for(TaskChange)
FIXED = ("organization_id", "id", "workspace_id", "project_id", "creator_id", "created_at")

ADD = insertion(task)
SAVE = Command(
    update(task)
    .values({c.name: bindparam(c.name, type_=c.type) for c in task.c if c.name not in FIXED})
    .where(task.c.organization_id == scoped("organization_id"), task.c.id == bindparam("the_task"))
)
LEAVE_TIME_ENTRIES = Command(
    update(time_entry)
    .values(task_id=None, at=bindparam("now", type_=Instant()))
    .where(
        time_entry.c.organization_id == scoped("organization_id"),
        time_entry.c.task_id == bindparam("the_task"),
        time_entry.c.deleted_at.is_(None),
    )
)


class Deleted(msgspec.Struct):
    """What the log holds of a deletion: with the time entries that had the task, so that it can be taken back."""

    deleted_at: datetime
    time_entries: list[int]


def create(tx: Write, asker: Membership, project_id: int, wanted: TaskChange, now: datetime) -> TaskRow:
    """Create a task. Raises Invalid, Forbidden and PaymentRequired with the API's sentences."""
    lock_if(tx, asker.scope, are_said(wanted.rate))
    _require_open_project(tx, asker, project_id)
    if asker.plan not in STARTER_OR_HIGHER:
        raise PaymentRequired("workspace does not have the tasks feature")
    rules.name(wanted.name)
    added = TaskRow(
        organization_id=asker.organization_id,
        id=tx.new_id(),
        workspace_id=asker.workspace_id,
        project_id=project_id,
        name="",
        name_key="",
        active=True,
        user_id=None,
        estimated_seconds=None,
        rate=None,
        rate_last_updated=None,
        external_reference=None,
        tracked_seconds=0,
        creator_id=asker.user.id,
        created_at=now,
        at=now,
        deleted_at=None,
    )
    added = _changed(tx, asker, added, _permitted(asker, wanted), now)
    added.rate_last_updated = None if added.rate is None else now
    values = msgspec.structs.asdict(added)
    del values["organization_id"]
    tx.run(ADD, asker.scope, **values)
    _record(tx, asker, "created", None, added, now)
    set_first(tx, asker, _rated(added), RateType.BILLABLE, added.rate, now)
    return added


def change(tx: Write, asker: Membership, project_id: int, task_id: int, wanted: TaskChange, now: datetime) -> TaskRow:
    """Change a task. Raises NotFound, Invalid, Forbidden and PaymentRequired with the API's sentences."""
    lock_if(tx, asker.scope, are_said(wanted.rate))
    _require_open_project(tx, asker, project_id)
    return _change(tx, asker, project_id, task_id, _permitted(asker, wanted), now)


def patch(
    tx: Write,
    asker: Membership,
    project_id: int,
    task_ids: list[int],
    operations: list[PatchOperation],
    now: datetime,
) -> Patched:
    """Change several tasks, each on its own. Raises Invalid and Forbidden for what none of them could be changed by."""
    lock_if(tx, asker.scope, any(operation.field == "rate" for operation in operations))
    _require_open_project(tx, asker, project_id)
    check_operations(operations, rules.PATCHABLE, rules.NEVER_NULL)
    wanted = _permitted(asker, decode(CHANGE, encoder.encode(rules.patched_values(operations))))

    def change_one(task_id: int) -> None:
        _change(tx, asker, project_id, task_id, wanted, now)

    return each(tx, task_ids, change_one)


def remove(tx: Write, asker: Membership, project_id: int, task_id: int, now: datetime) -> None:
    """Delete a task and take it from its time entries. Raises NotFound, Invalid and Forbidden."""
    _require_open_project(tx, asker, project_id)
    # The entries first, as for projects.
    tx.all(TIME_ENTRIES, asker.scope, the_task=task_id)
    present = _locked(tx, asker, project_id, task_id)
    check_entries_of(tx, asker, "task", task_id)
    time_entries = [entry.id for entry in tx.all(TIME_ENTRIES, asker.scope, the_task=task_id)]
    if time_entries:
        tx.run(LEAVE_TIME_ENTRIES, asker.scope, the_task=task_id, now=now)
        reprice(tx, asker.scope, time_entries)
    _save(tx, asker, msgspec.structs.replace(present, tracked_seconds=0, at=now, deleted_at=now))
    _record(tx, asker, "deleted", present, Deleted(deleted_at=now, time_entries=time_entries), now)


def _permitted(asker: Membership, wanted: TaskChange) -> TaskChange:
    """The change without a null that stands for a rate that the asker may not see. Raises Forbidden for a rate."""
    if isinstance(wanted.rate, Money):
        asker.require(Permission.VIEW_RATES)
        plans, sentence = PAID["rate"]
        if asker.plan not in plans:
            raise PaymentRequired(sentence)
    return wanted if Permission.VIEW_RATES in asker.permissions else msgspec.structs.replace(wanted, rate=UNSET)


def _rated(row: TaskRow) -> Rated:
    return Rated(Level.TASK, row.id, task_id=row.id)


def _require_open_project(tx: Write, asker: Membership, project_id: int) -> None:
    if not editable(tx, asker, project_id, Invalid("Project not found/accessible")).active:
        raise Invalid("Can not change tasks of archived project")


def _locked(tx: Write, asker: Membership, project_id: int, task_id: int) -> TaskRow:
    found = tx.find(FOR_UPDATE, asker.scope, the_project=project_id, task_id=task_id, sees_all=sees_all(asker))
    if found is None:
        raise NOT_FOUND.fresh()
    return found


def _change(tx: Write, asker: Membership, project_id: int, task_id: int, wanted: TaskChange, now: datetime) -> TaskRow:
    present = _locked(tx, asker, project_id, task_id)
    changed = _changed(tx, asker, present, wanted, now)
    mode = mode_of(wanted.rate, wanted.rate_change_mode, present.rate)
    if mode is not None:
        changed.rate = set_rate(tx, asker, _rated(present), RateType.BILLABLE, changed.rate, mode, now)
        changed.rate_last_updated = now
    _save(tx, asker, changed)
    _record(tx, asker, "updated", present, changed, now)
    return changed


def _changed(tx: Write, asker: Membership, present: TaskRow, wanted: TaskChange, now: datetime) -> TaskRow:
    changed = msgspec.structs.replace(present, **rules.new_values(wanted), at=now)
    if changed.user_id is not None and changed.user_id != present.user_id:
        _require_member(tx, asker, changed.user_id)
    return changed


def _require_member(tx: Write, asker: Membership, user_id: int) -> None:
    if not tx.all(ACTIVE_MEMBERS, asker.scope, user_ids=[user_id]):
        raise Invalid("Invalid user_id")


def _save(tx: Write, asker: Membership, row: TaskRow) -> None:
    values = msgspec.structs.asdict(row)
    for fixed in FIXED:
        del values[fixed]
    tx.run(SAVE, asker.scope, the_task=row.id, **values)


def _record(tx: Write, asker: Membership, action: str, before: TaskRow | None, after: Any, now: datetime) -> None:
    entity_id = after.id if before is None else before.id
    record(
        tx,
        Change(asker.organization_id, asker.workspace_id, KIND, entity_id, action, before, after, asker.user.id, now),
    )
