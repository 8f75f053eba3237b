"""The time entries of projects and tasks whose deletion is taken back, or that are deleted once more."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Table, bindparam, func, null, select, update

from sundial.access.permissions import Permission
from sundial.core.errors import Forbidden
from sundial.db.statement import Command, Query, scoped
from sundial.db.types import Instant, among
from sundial.projects.tables import project
from sundial.rates.prices import reprice
from sundial.tasks.tables import task
from sundial.time_entries.queries import Found
from sundial.time_entries.tables import time_entry
from sundial.timers.actions import write_counts
from sundial.timers.locks import LOCKED
from sundial.undo import clocks
from sundial.undo.rules import Entries
from sundial.undo.work import Work

_project_id = bindparam("the_project", type_=BigInteger())
_task_id = bindparam("the_task", type_=BigInteger())
_instant = bindparam("the_instant", type_=Instant())
_present = time_entry.c.deleted_at.is_(None)


class Move:
    """Changing several entries at once: those of the workspace that meet the conditions still.

    ``locked`` finds one of them in the locked period, ``of_others`` one that is not the caller's.
    """

    def __init__(self, *conditions: ColumnElement[bool], **values: Any) -> None:
        chosen = (
            time_entry.c.organization_id == scoped("organization_id"),
            time_entry.c.workspace_id == scoped("workspace_id"),
            among(time_entry.c.id, "ids"),
            *conditions,
        )
        one = select(time_entry.c.id).where(*chosen).limit(1)
        self.command = Command(update(time_entry).values(at=bindparam("now", type_=Instant()), **values).where(*chosen))
        self.locked = Query(
            Found,
            one.where(time_entry.c.start < bindparam("locked_until", type_=Instant()), time_entry.c.stop.is_not(None)),
        )
        self.of_others = Query(Found, one.where(time_entry.c.user_id != scoped("user_id")))


_present_here = (time_entry.c.project_id == _project_id, _present)
BRING_BACK = Move(time_entry.c.project_id == _project_id, time_entry.c.deleted_at == _instant, deleted_at=null())
DELETE = Move(*_present_here, deleted_at=_instant)
ASSIGN = Move(time_entry.c.project_id.is_(None), _present, project_id=_project_id, task_id=_task_id)
UNASSIGN = Move(*_present_here, project_id=null(), task_id=null())
# An entry that has gone to another project since does not come back to the task.
ASSIGN_TASK = Move(*_present_here, time_entry.c.task_id.is_(None), task_id=_task_id)
UNASSIGN_TASK = Move(time_entry.c.task_id == _task_id, _present, task_id=null())


def _recount(table: Table, reference: Any) -> Command:
    seconds = select(func.coalesce(func.sum(time_entry.c.duration), 0)).where(
        time_entry.c.organization_id == table.c.organization_id, reference == table.c.id, _present
    )
    return Command(
        update(table)
        .values(tracked_seconds=seconds.scalar_subquery())
        .where(table.c.organization_id == scoped("organization_id"), among(table.c.id, "ids"))
    )


RECOUNT = {
    "project": _recount(project, time_entry.c.project_id),
    "task": _recount(task, time_entry.c.task_id),
}


def follow(work: Work, kind: str, restored: Any, entries: Entries) -> int:
    """Give the entries back, or take them away again, and tell how many. Raises Conflict and Forbidden.

    Whoever calls has stored the project or the task.
    """
    moved = _of_project(work, restored, entries) if kind == "project" else _of_task(work, restored, entries)
    work.read_entries_again()
    return moved


def recount(work: Work) -> None:
    """Add up what was tracked for the projects and tasks whose entries came back or left."""
    write_counts(work.tx)
    for kind, command in RECOUNT.items():
        if any(item.entries is not None for item in work.items) and work.ids(kind):
            work.tx.run(command, work.asker.scope, ids=work.ids(kind))


def _of_project(work: Work, row: Any, entries: Entries) -> int:
    values = {"the_project": row.id, "now": work.now}
    everything = sorted(entries.tasks)
    if entries.deleted_too:
        for user_id in work.runners(entries):
            clocks.require_free(work.tx, work.asker_in(row.workspace_id), user_id)
        move = BRING_BACK if entries.come_back else DELETE
        return _run(work, move, row.workspace_id, everything, the_instant=entries.deleted_at, **values)
    if not entries.come_back:
        return _run(work, UNASSIGN, row.workspace_id, everything, **values)
    return sum(_run(work, ASSIGN, row.workspace_id, ids, the_task=task, **values) for task, ids in _by_task(entries))


def _of_task(work: Work, row: Any, entries: Entries) -> int:
    values = {"the_task": row.id, "the_project": row.project_id, "now": work.now}
    move = ASSIGN_TASK if entries.come_back else UNASSIGN_TASK
    return _run(work, move, row.workspace_id, sorted(entries.tasks), **values)


def _by_task(entries: Entries) -> Iterable[tuple[int | None, list[int]]]:
    ids: dict[int | None, list[int]] = {}
    for entry_id, task_id in sorted(entries.tasks.items()):
        ids.setdefault(task_id, []).append(entry_id)
    return ids.items()


def _run(work: Work, move: Move, workspace_id: int, ids: list[int], **values: Any) -> int:
    """Change entries, and tell how many. Raises Forbidden where deleting the project or the task by hand would."""
    if not ids:
        return 0
    asker = work.asker_in(workspace_id)
    until = work.demands_in(workspace_id).report_locked_at
    if until is not None and Permission.LOCK_TIME_ENTRIES in asker.permissions:
        until = None
    if until is not None and work.tx.find(move.locked, asker.scope, ids=ids, locked_until=until, **values) is not None:
        raise Forbidden(LOCKED)
    if move in (BRING_BACK, DELETE) and work.tx.find(move.of_others, asker.scope, ids=ids, **values) is not None:
        asker.require(Permission.EDIT_ALL_TIME)
    moved = work.tx.run(move.command, asker.scope, ids=ids, **values)
    reprice(work.tx, asker.scope, ids)
    return moved
