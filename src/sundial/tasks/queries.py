"""Every read of tasks: those of the projects that somebody sees."""

from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, and_, bindparam, or_, select

from sundial.access.permissions import Permission, in_workspace
from sundial.access.queries import OWN_ORGANIZATIONS
from sundial.clients.tables import client
from sundial.db.statement import Query, Scope, Written, scoped
from sundial.db.transaction import Read
from sundial.db.types import Instant, among
from sundial.projects.queries import came_to_caller, is_member, may_see
from sundial.projects.tables import project
from sundial.projects.task_rows import TaskRow
from sundial.tasks.tables import task
from sundial.time_entries.tables import time_entry
from sundial.users.tables import user
from sundial.workspaces.queries import WORKSPACES, WorkspaceSeen


class TaskSeen(TaskRow):
    """A task with what is told of its project, its client and its assignee."""

    client_id: int | None
    client_name: str | None
    project_name: str
    project_color: str
    project_billable: bool
    project_is_private: bool
    user_name: str | None


class Found(msgspec.Struct):
    """That there is something."""

    id: int


_of_organization = task.c.organization_id == scoped("organization_id")
_by_name = (task.c.name_key, task.c.id)
of_project = and_(project.c.organization_id == task.c.organization_id, project.c.id == task.c.project_id)


def told() -> Written:
    """Tasks with what is told of other things. Whoever selects from it says whose tasks."""
    return (
        select(
            task,
            project.c.client_id,
            client.c.name.label("client_name"),
            project.c.name.label("project_name"),
            project.c.color.label("project_color"),
            project.c.billable.label("project_billable"),
            project.c.is_private.label("project_is_private"),
            user.c.fullname.label("user_name"),
        )
        .join(project, of_project)
        .outerjoin(
            client,
            and_(client.c.organization_id == project.c.organization_id, client.c.id == project.c.client_id),
        )
        .outerjoin(user, user.c.id == task.c.user_id)
    )


def visible() -> Written:
    """The tasks of the caller's workspace whose projects they see, deleted ones included."""
    return (
        select(task)
        .join(project, of_project)
        .where(_of_organization, project.c.workspace_id == scoped("workspace_id"), may_see())
    )


def changed() -> Written:
    """The condition that a task has changed from ``since`` on, or its project, or the caller's place in that."""
    since = bindparam("since", type_=Instant())
    return or_(task.c.at >= since, project.c.at >= since, came_to_caller())


_present = (task.c.deleted_at.is_(None), project.c.deleted_at.is_(None))
_in_project = visible().where(*_present, task.c.project_id == bindparam("the_project"))
OF_PROJECT = Query(TaskRow, _in_project.order_by(*_by_name))
TASK = Query(TaskRow, _in_project.where(task.c.id == bindparam("task_id")))
FOR_UPDATE = Query(TaskRow, _in_project.where(task.c.id == bindparam("task_id")).with_for_update(of=task))

TIME_ENTRIES = Query(
    Found,
    select(time_entry.c.id)
    .where(
        time_entry.c.organization_id == scoped("organization_id"),
        time_entry.c.task_id == bindparam("the_task"),
        time_entry.c.deleted_at.is_(None),
    )
    .order_by(time_entry.c.id)
    .with_for_update(),
)
"""The time entries of a task, each for a change."""

_mine = (
    told()
    .where(
        _of_organization,
        among(task.c.workspace_id, "workspace_ids"),
        ~project.c.template,
        or_(among(task.c.workspace_id, "all_seen_in"), ~project.c.is_private, is_member),
    )
    .order_by(*_by_name)
)
_gone = task.c.deleted_at.is_not(None)
_since = (changed(), or_(_gone, project.c.deleted_at.is_(None)))
_of_mine = {
    (True, False): _mine.where(*_present),
    (False, False): _mine.where(*_present, task.c.active),
    (True, True): _mine.where(*_since),
    (False, True): _mine.where(*_since, or_(_gone, task.c.active)),
}
MINE = {wish: Query(TaskSeen, found) for wish, found in _of_mine.items()}
"""By whether done tasks are wanted, and whether only what has changed."""
FIRST_OF_MINE = {
    wish: Query(TaskSeen, found.limit(bindparam("most", type_=BigInteger()))) for wish, found in _of_mine.items()
}


class Mine(msgspec.Struct):
    """A task, and whether its reader may see rates there."""

    row: TaskSeen
    sees_rates: bool


def mine(tx: Read, user_id: int, since: datetime | None, done_too: bool | None, most: int | None = None) -> list[Mine]:
    """The tasks of the projects that a user sees, in all organizations.

    With ``since`` those that changed from then on, deleted ones included. ``done_too`` is whether tasks that are done
    are wanted; where it is not said, they are told of together with other changes only. ``most`` is how many of each
    organization are wanted.
    """
    wanted = since is not None if done_too is None else done_too
    query = (MINE if most is None else FIRST_OF_MINE)[wanted, since is not None]
    values = {"since": since, "most": most}
    found: list[Mine] = []
    for own in tx.all(OWN_ORGANIZATIONS, user_id=user_id):
        scope = Scope(organization_id=own.organization_id, user_id=user_id)
        granted = {seen.id: _permissions(seen) for seen in tx.all(WORKSPACES, scope)}
        all_seen_in = [number for number, own in granted.items() if Permission.VIEW_ALL_PROJECTS in own]
        for row in tx.all(query, scope, workspace_ids=list(granted), all_seen_in=all_seen_in, **values):
            found.append(Mine(row, Permission.VIEW_RATES in granted[row.workspace_id]))
    return found


def _permissions(seen: WorkspaceSeen) -> frozenset[Permission]:
    return in_workspace(seen.role, seen.organization_role, seen.view_edit_billable_rates, seen.view_edit_labor_costs)
