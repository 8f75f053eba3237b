"""The tasks of a project, as far as the project's own life goes: they are copied and deleted with it."""

from datetime import datetime

import msgspec
from sqlalchemy import bindparam, select, update

from sundial.access.askers import Membership
from sundial.changes.log import Change, record
from sundial.core.money import Money
from sundial.db.statement import Command, Query, insertion, scoped
from sundial.db.transaction import Write
from sundial.tasks.tables import task

KIND = "task"


class TaskRow(msgspec.Struct):
    """A task, whole."""

    organization_id: int
    id: int
    workspace_id: int
    project_id: int
    name: str
    name_key: str
    active: bool
    user_id: int | None
    estimated_seconds: int | None
    rate: Money | None
    rate_last_updated: datetime | None
    external_reference: str | None
    tracked_seconds: int
    creator_id: int | None
    created_at: datetime
    at: datetime
    deleted_at: datetime | None


_of_project = (
    task.c.organization_id == scoped("organization_id"),
    task.c.project_id == bindparam("project_id"),
    task.c.deleted_at.is_(None),
)
OF_PROJECT = Query(TaskRow, select(task).where(*_of_project).order_by(task.c.id).with_for_update())
ADD = insertion(task)
DELETE = Command(
    update(task)
    .values(
        deleted_at=bindparam("now", type_=task.c.deleted_at.type),
        at=bindparam("now", type_=task.c.at.type),
        tracked_seconds=0,
    )
    .where(
        task.c.organization_id == scoped("organization_id"),
        task.c.project_id == bindparam("the_project"),
        task.c.deleted_at.is_(None),
    )
)


def copy_tasks(tx: Write, asker: Membership, template_id: int, project_id: int, now: datetime) -> None:
    """Give a project the active tasks of a template: their names and estimates."""
    for present in tx.all(OF_PROJECT, asker.scope, project_id=template_id):
        if present.active:
            added = msgspec.structs.replace(
                present,
                id=tx.new_id(),
                project_id=project_id,
                user_id=None,
                rate=None,
                rate_last_updated=None,
                external_reference=None,
                tracked_seconds=0,
                creator_id=asker.user.id,
                created_at=now,
                at=now,
            )
            values = msgspec.structs.asdict(added)
            del values["organization_id"]
            tx.run(ADD, asker.scope, **values)
            _record(tx, asker, "created", None, added)


def delete_tasks(tx: Write, asker: Membership, project_id: int, now: datetime) -> None:
    """Delete the tasks of a project that is deleted; whoever calls takes their entries away."""
    present = tx.all(OF_PROJECT, asker.scope, project_id=project_id)
    if present:
        tx.run(DELETE, asker.scope, the_project=project_id, now=now)
    for before in present:
        after = msgspec.structs.replace(before, tracked_seconds=0, at=now, deleted_at=now)
        _record(tx, asker, "deleted", before, after)


def _record(tx: Write, asker: Membership, action: str, before: TaskRow | None, after: TaskRow) -> None:
    change = Change(
        asker.organization_id, asker.workspace_id, KIND, after.id, action, before, after, asker.user.id, after.at
    )
    record(tx, change)
