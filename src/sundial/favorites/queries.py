"""Every read of favorites, and of what they name."""

from datetime import datetime

import msgspec
from sqlalchemy import and_, bindparam, exists, literal_column, or_, select

from sundial.access.queries import OWN_ORGANIZATIONS, in_own_workspaces
from sundial.clients.tables import client
from sundial.db.statement import Query, Scope, Written, scoped
from sundial.db.transaction import Read
from sundial.db.types import Instant, among
from sundial.favorites.rules import not_the_owner
from sundial.favorites.tables import favorite
from sundial.projects.queries import sees
from sundial.projects.tables import project
from sundial.tasks.tables import task
from sundial.time_entries.tables import time_entry


class FavoriteRow(msgspec.Struct):
    """A favorite, whole."""

    organization_id: int
    id: int
    workspace_id: int
    user_id: int
    description: str | None
    project_id: int | None
    task_id: int | None
    tag_ids: list[int] | None
    billable: bool
    public: bool
    was_public_at: datetime | None
    rank: int | None
    created_at: datetime
    at: datetime
    deleted_at: datetime | None


class Where(msgspec.Struct):
    """In which workspace a favorite is."""

    workspace_id: int


class TaskOf(msgspec.Struct):
    """A task's project."""

    project_id: int


class ProjectTold(msgspec.Struct):
    """What is told of a project."""

    id: int
    name: str
    color: str
    active: bool
    billable: bool
    is_private: bool
    client_name: str | None


class TaskTold(msgspec.Struct):
    """A task's name."""

    id: int
    name: str


class Tracked(msgspec.Struct):
    """What a time entry was about."""

    organization_id: int
    workspace_id: int
    description: str | None
    project_id: int | None
    task_id: int | None
    tag_ids: list[int] | None
    billable: bool
    start: datetime


_own = favorite.c.user_id == scoped("user_id")
_since = bindparam("since", type_=Instant())
_sees_project = and_(project.c.deleted_at.is_(None), sees)
_sees_what_it_names = favorite.c.project_id.is_(None) | exists().where(
    project.c.organization_id == favorite.c.organization_id, project.c.id == favorite.c.project_id, _sees_project
)


def visible() -> Written:
    """All favorites of an organization in workspaces that the caller may enter, also those of others."""
    return select(favorite).where(
        favorite.c.organization_id == scoped("organization_id"),
        in_own_workspaces(favorite),
    )


# A public one of somebody else is left out for who does not see its project.
_present = visible().where(favorite.c.deleted_at.is_(None), or_(_own, and_(favorite.c.public, _sees_what_it_names)))
_changed = visible().where(
    favorite.c.at >= _since,
    or_(_own, and_(or_(favorite.c.public, favorite.c.was_public_at >= _since), _sees_what_it_names)),
)
_here = favorite.c.workspace_id == scoped("workspace_id")
MINE, MINE_SINCE = Query(FavoriteRow, _present), Query(FavoriteRow, _changed)
HERE, HERE_SINCE = Query(FavoriteRow, _present.where(_here)), Query(FavoriteRow, _changed.where(_here))

_mine = (_own, favorite.c.deleted_at.is_(None), favorite.c.id == bindparam("favorite_id"))
FOR_UPDATE = Query(FavoriteRow, visible().where(_here, *_mine).with_for_update(of=favorite))
WORKSPACE_OF = Query(Where, visible().where(*_mine).with_only_columns(favorite.c.workspace_id))
EVER = Query(
    Where,
    select(favorite.c.workspace_id)
    .where(favorite.c.organization_id == scoped("organization_id"), _own)
    .limit(literal_column("1")),
)
"""Whether somebody has, or had, a favorite in an organization."""

_project_of_task = and_(project.c.organization_id == task.c.organization_id, project.c.id == task.c.project_id)
_tasks = (task.c.organization_id == scoped("organization_id"), task.c.deleted_at.is_(None), _sees_project)
TASK = Query(
    TaskOf,
    select(task.c.project_id)
    .join(project, _project_of_task)
    .where(*_tasks, task.c.workspace_id == scoped("workspace_id"), task.c.id == bindparam("task_id")),
)
"""The project of a task that the caller sees."""
TASKS_TOLD = Query(
    TaskTold,
    select(task.c.id, task.c.name).join(project, _project_of_task).where(*_tasks, among(task.c.id, "task_ids")),
)
PROJECTS_TOLD = Query(
    ProjectTold,
    select(
        project.c.id,
        project.c.name,
        project.c.color,
        project.c.active,
        project.c.billable,
        project.c.is_private,
        client.c.name.label("client_name"),
    )
    .outerjoin(client, and_(client.c.organization_id == project.c.organization_id, client.c.id == project.c.client_id))
    .where(project.c.organization_id == scoped("organization_id"), _sees_project, among(project.c.id, "project_ids")),
)

MOST_ENTRIES = 1000
_tracked = (
    select(*(time_entry.c[name] for name in Tracked.__struct_fields__))
    .where(
        time_entry.c.organization_id == scoped("organization_id"),
        time_entry.c.user_id == scoped("user_id"),
        time_entry.c.start >= _since,
        time_entry.c.stop.is_not(None),
        time_entry.c.deleted_at.is_(None),
        in_own_workspaces(time_entry),
    )
    .order_by(time_entry.c.start.desc(), time_entry.c.id.desc())
    .limit(literal_column(str(MOST_ENTRIES)))
)
TRACKED = Query(Tracked, _tracked)
TRACKED_HERE = Query(Tracked, _tracked.where(time_entry.c.workspace_id == scoped("workspace_id")))
"""The caller's latest finished entries, newest first."""


def own_scopes(tx: Read, user_id: int) -> list[Scope]:
    """A user's places in organizations."""
    owned = tx.all(OWN_ORGANIZATIONS, user_id=user_id)
    return [Scope(organization_id=own.organization_id, user_id=user_id) for own in owned]


def mine(tx: Read, user_id: int, since: datetime | None) -> list[FavoriteRow]:
    """A user's favorites and the public ones of their workspaces; with ``since`` what changed, deleted ones too."""
    found: list[FavoriteRow] = []
    for scope in own_scopes(tx, user_id):
        found += tx.all(MINE, scope) if since is None else tx.all(MINE_SINCE, scope, since=since)
    return found


def workspace_of(tx: Read, user_id: int, favorite_id: int) -> int:
    """The workspace of a favorite of this user. Raises Forbidden when it is not theirs."""
    for scope in own_scopes(tx, user_id):
        found = tx.find(WORKSPACE_OF, scope, favorite_id=favorite_id)
        if found is not None:
            return found.workspace_id
    raise not_the_owner(user_id, favorite_id)


def had_one(tx: Read, user_id: int) -> bool:
    """Whether a user ever had a favorite."""
    return any(tx.find(EVER, scope) is not None for scope in own_scopes(tx, user_id))
