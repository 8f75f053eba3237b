"""What the log of changes tells of: whose measures may have moved since an organization was looked at."""

from typing import Any

import msgspec
from sqlalchemy import BigInteger, bindparam, case, or_, select

from sundial.changes.tables import change, change_counter
from sundial.db.statement import Query, Scope, scoped
from sundial.db.transaction import Read
from sundial.db.types import among
from sundial.rates.rules import Level, RateType
from sundial.tasks.tables import task

MOVING = ("time_entry", "project", "task", "rate", "alert")
"""The kinds of changes that can move what a project has reached.

People who come and go only change who is told, and what stops with them, or what their rates were, is logged of itself.
"""
MOST_CHANGES = 2_000
"""How many changes are looked at together."""
WORTH = ("project_id", "task_id", "user_id", "start", "duration", "billable")


class Logged(msgspec.Struct):
    """A change: the documents only of what has small ones."""

    kind: str
    workspace_id: int
    entity_id: int
    before: Any
    after: Any


class Counter(msgspec.Struct):
    """The last change of an organization."""

    last_id: int


class OfTask(msgspec.Struct):
    """The project of a task."""

    project_id: int


class Touched(msgspec.Struct):
    """What has changed: these projects, all projects of these workspaces, these alerts."""

    project_ids: set[int]
    workspace_ids: set[int]
    alert_ids: set[int]


_own = change.c.organization_id == scoped("organization_id")
_entries = change.c.kind == "time_entry"
COUNTER = Query(
    Counter,
    select(change_counter.c.last_id).where(change_counter.c.organization_id == scoped("organization_id")),
)
BETWEEN = Query(
    Logged,
    select(
        change.c.kind,
        change.c.workspace_id,
        change.c.entity_id,
        case((_entries, change.c.before)).label("before"),
        case((or_(_entries, change.c.kind == "rate"), change.c.after)).label("after"),
    ).where(
        _own,
        change.c.id > bindparam("after_id", type_=BigInteger()),
        change.c.id <= bindparam("until_id", type_=BigInteger()),
        or_(*(change.c.kind == kind for kind in MOVING)),
    ),
)
OF_TASKS = Query(
    OfTask,
    select(task.c.project_id)
    .where(task.c.organization_id == scoped("organization_id"), among(task.c.id, "task_ids"))
    .distinct(),
)


def last_change(tx: Read, scope: Scope) -> int:
    """The number of an organization's last change."""
    found = tx.find(COUNTER, scope)
    return 0 if found is None else found.last_id


def touched(tx: Read, scope: Scope, after: int, until: int) -> Touched:
    """What the changes after one number, up to another, can have moved."""
    found, task_ids = Touched(set(), set(), set()), set[int]()
    for one in tx.all(BETWEEN, scope, after_id=after, until_id=until):
        if one.kind == "time_entry":
            found.project_ids |= _of_entry(one.before, one.after)
        elif one.kind == "task":
            task_ids.add(one.entity_id)
        elif one.kind == "alert":
            found.alert_ids.add(one.entity_id)
        elif one.kind == "project" or one.after["level"] == Level.PROJECT:
            found.project_ids.add(one.entity_id)
        elif one.after["type"] == RateType.BILLABLE:
            found.workspace_ids.add(one.workspace_id)
    if task_ids:
        found.project_ids |= {one.project_id for one in tx.all(OF_TASKS, scope, task_ids=sorted(task_ids))}
    return found


def _of_entry(before: Any, after: Any) -> set[int]:
    """The projects for which an entry counts otherwise than before: none if only its words have changed."""
    was, becomes = _worth(before), _worth(after)
    if was == becomes:
        return set()
    return {worth[0] for worth in (was, becomes) if worth is not None}


def _worth(entry: Any) -> tuple[Any, ...] | None:
    """What of an entry is counted for its project; None for one that counts nothing."""
    if entry is None or entry["deleted_at"] is not None or not entry["duration"] or entry["project_id"] is None:
        return None
    return tuple(entry[name] for name in WORTH)
