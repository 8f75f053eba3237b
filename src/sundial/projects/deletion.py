"""Deleting a project, and what becomes of its tasks and of the time that was tracked for it."""

from datetime import datetime
from typing import Literal

import msgspec
from sqlalchemy import bindparam, null, select, update

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.changes.log import Change, record
from sundial.core.errors import Invalid
from sundial.db.statement import Command, Query, scoped
from sundial.db.transaction import Write
from sundial.projects.actions import KIND, locked
from sundial.projects.queries import get, require_editor
from sundial.projects.tables import project
from sundial.projects.task_rows import delete_tasks
from sundial.rates.prices import reprice
from sundial.time_entries.tables import time_entry
from sundial.timers.locks import check_entries_of

Mode = Literal["unassign", "delete"]


class EntryOf(msgspec.Struct):
    """An entry of a project, with its task."""

    id: int
    task_id: int | None


class Deletion(msgspec.Struct):
    """What the log holds of a deletion: enough to give the entries back."""

    deleted_at: datetime
    te_deletion_mode: str
    time_entries: list[tuple[int, int | None]]


_now = bindparam("now", type_=time_entry.c.at.type)
ENTRIES = Query(
    EntryOf,
    select(time_entry.c.id, time_entry.c.task_id)
    .where(
        time_entry.c.organization_id == scoped("organization_id"),
        time_entry.c.project_id == bindparam("project_id"),
        time_entry.c.deleted_at.is_(None),
    )
    .order_by(time_entry.c.id)
    .with_for_update(),
)
ENTRY_OF_OTHERS = Query(
    EntryOf,
    select(time_entry.c.id, time_entry.c.task_id)
    .where(
        time_entry.c.organization_id == scoped("organization_id"),
        time_entry.c.project_id == bindparam("project_id"),
        time_entry.c.user_id != scoped("user_id"),
        time_entry.c.deleted_at.is_(None),
    )
    .limit(1),
)
_entries = update(time_entry).where(
    time_entry.c.organization_id == scoped("organization_id"),
    time_entry.c.project_id == bindparam("the_project"),
    time_entry.c.deleted_at.is_(None),
)
SETTLE = {
    "unassign": Command(_entries.values(project_id=null(), task_id=null(), at=_now)),
    "delete": Command(_entries.values(deleted_at=_now, at=_now)),
}
# Nothing that is counted for it is left.
DELETE = Command(
    update(project)
    .values(deleted_at=_now, at=_now, tracked_seconds=0)
    .where(project.c.organization_id == scoped("organization_id"), project.c.id == bindparam("the_project"))
)


def mode_of(text: str) -> Mode:
    """What is to become of the entries. Raises Invalid."""
    if text in ("", "unassign"):
        return "unassign"
    if text == "delete":
        return "delete"
    raise Invalid("teDeletionMode must be delete or unassign")


def delete(tx: Write, asker: Membership, project_id: int, mode: Mode, now: datetime) -> None:
    """Delete a project with its tasks; its entries are deleted too, or are left without a project.

    Raises NotFound and Forbidden.
    """
    require_editor(asker, get(tx, asker, project_id))
    # Whoever changes an entry locks it before its project is counted; what comes in between is found again below.
    tx.all(ENTRIES, asker.scope, project_id=project_id)
    present = locked(tx, asker, project_id).row()
    check_entries_of(tx, asker, "project", project_id)
    if mode == "delete" and tx.find(ENTRY_OF_OTHERS, asker.scope, project_id=project_id) is not None:
        asker.require(Permission.EDIT_ALL_TIME)
    delete_tasks(tx, asker, project_id, now)
    entries = tx.all(ENTRIES, asker.scope, project_id=project_id)
    if entries:
        tx.run(SETTLE[mode], asker.scope, the_project=project_id, now=now)
        reprice(tx, asker.scope, [entry.id for entry in entries])
    tx.run(DELETE, asker.scope, the_project=project_id, now=now)
    gone = Deletion(now, mode, [(entry.id, entry.task_id) for entry in entries])
    record(
        tx,
        Change(
            asker.organization_id,
            asker.workspace_id,
            KIND,
            project_id,
            "deleted",
            present,
            gone,
            asker.user.id,
            now,
        ),
    )
