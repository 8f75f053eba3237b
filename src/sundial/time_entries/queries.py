"""Every read of time entries, and of what an entry refers to."""

from datetime import UTC, datetime

import msgspec
from sqlalchemy import and_, bindparam, exists, func, or_, select

from sundial.access.queries import OWN_ORGANIZATIONS
from sundial.core.errors import Invalid, NotFound
from sundial.db.statement import Query, Scope, Written, scoped
from sundial.db.transaction import Read
from sundial.db.types import Flag, Instant, among, one_of
from sundial.organizations.tables import organization_user
from sundial.projects.queries import may_see, sees
from sundial.projects.tables import project
from sundial.tags.tables import tag
from sundial.tasks.tables import task
from sundial.time_entries.tables import time_entry, time_entry_tag
from sundial.timers.rows import WHOLE, TimeEntryRow, present
from sundial.users.tables import user
from sundial.workspaces.tables import workspace, workspace_user

MOST = 1000
"""How many entries a list has at most, but for what has changed since some moment (`behaviour.md, 12`)."""
EVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))


class Demands(msgspec.Struct):
    """What a workspace's settings demand of its entries."""

    description_present: bool
    project_present: bool
    tag_present: bool
    task_present: bool
    time_entry_constraints_enabled: bool
    projects_enforce_billable: bool
    report_locked_at: datetime | None


class ProjectUse(msgspec.Struct):
    """A project, as far as an entry needs it."""

    id: int
    active: bool
    billable: bool
    template: bool


class TaskUse(msgspec.Struct):
    """A task, as far as an entry needs it."""

    id: int
    project_id: int


class Found(msgspec.Struct):
    """Something that is there."""

    id: int


class Counts(msgspec.Struct):
    """How many finished entries a setting of constraints would not allow, and for want of what."""

    time_entries: int
    unmet: int
    description: int
    project: int
    task: int
    tag: int


_of_organization = time_entry.c.organization_id == scoped("organization_id")
_here = time_entry.c.workspace_id == scoped("workspace_id")
_missing = NotFound("Time entry not found")

ENTRY = Query(TimeEntryRow, present().where(_here, time_entry.c.id == bindparam("entry_id")), _missing)
"""An entry of the workspace, whoever's it is, for a change."""
DELETED = Query(
    TimeEntryRow,
    select(*WHOLE)
    .where(_of_organization, _here, time_entry.c.id == bindparam("entry_id"), time_entry.c.deleted_at.is_not(None))
    .with_for_update(),
    _missing,
)
DEMANDS = Query(
    Demands,
    select(*(workspace.c[name] for name in Demands.__struct_fields__)).where(
        workspace.c.organization_id == scoped("organization_id"), workspace.c.id == scoped("workspace_id")
    ),
)
DEMANDS_IN = Query(
    Demands,
    select(*(workspace.c[name] for name in Demands.__struct_fields__)).where(
        workspace.c.organization_id == scoped("organization_id"), workspace.c.id == bindparam("in_workspace")
    ),
)
"""What another workspace of the organization demands: where somebody's clock runs."""

_project_of_task = and_(project.c.organization_id == task.c.organization_id, project.c.id == task.c.project_id)
# These locks let others refer to the same project or task, and keep it from being deleted until the entry is stored.
PROJECT_USE = Query(
    ProjectUse,
    select(project.c.id, project.c.active, project.c.billable, project.c.template)
    .where(
        project.c.organization_id == scoped("organization_id"),
        project.c.workspace_id == scoped("workspace_id"),
        project.c.id == bindparam("project_id"),
        project.c.deleted_at.is_(None),
        may_see(),
    )
    .with_for_update(of=project, read=True, key_share=True),
    Invalid("User cannot access the selected project"),
)
TASK_USE = Query(
    TaskUse,
    select(task.c.id, task.c.project_id)
    .join(project, _project_of_task)
    .where(
        task.c.organization_id == scoped("organization_id"),
        task.c.workspace_id == scoped("workspace_id"),
        task.c.id == bindparam("task_id"),
        task.c.deleted_at.is_(None),
        project.c.deleted_at.is_(None),
        may_see(),
    )
    .with_for_update(of=task, read=True, key_share=True),
    Invalid("User cannot access selected task"),
)
ACTIVE_TASK = Query(
    Found,
    select(task.c.id)
    .where(
        task.c.organization_id == scoped("organization_id"),
        task.c.project_id == bindparam("project_id"),
        task.c.active,
        task.c.deleted_at.is_(None),
    )
    .limit(1),
)
_joined_organization = and_(
    organization_user.c.organization_id == workspace_user.c.organization_id,
    organization_user.c.user_id == workspace_user.c.user_id,
    organization_user.c.joined,
    ~organization_user.c.inactive,
)
_members = (
    select(workspace_user.c.user_id.label("id"))
    .join(organization_user, _joined_organization)
    .where(
        workspace_user.c.organization_id == scoped("organization_id"),
        workspace_user.c.workspace_id == scoped("workspace_id"),
        workspace_user.c.joined,
        ~workspace_user.c.inactive,
    )
)
MEMBER = Query(Found, _members.where(workspace_user.c.user_id == bindparam("the_user")))
"""Somebody, if they are an active member of the workspace."""
MEMBERS = Query(Found, _members.where(among(workspace_user.c.user_id, "user_ids")))
"""Those of these users who are active members of the workspace."""


def _own() -> Written:
    """The caller's entries in the workspaces of an organization in which they are joined and active."""
    places = (
        select(workspace_user.c.workspace_id)
        .join(organization_user, _joined_organization)
        .where(
            workspace_user.c.organization_id == scoped("organization_id"),
            workspace_user.c.user_id == scoped("user_id"),
            workspace_user.c.joined,
            ~workspace_user.c.inactive,
        )
    )
    return select(*WHOLE).where(
        _of_organization, time_entry.c.user_id == scoped("user_id"), one_of(time_entry.c.workspace_id, places)
    )


_newest_first = (time_entry.c.start.desc(), time_entry.c.id.desc())
BETWEEN = Query(
    TimeEntryRow,
    _own()
    .where(
        time_entry.c.deleted_at.is_(None),
        time_entry.c.start >= bindparam("first", type_=Instant()),
        time_entry.c.start < bindparam("last", type_=Instant()),
    )
    .order_by(*_newest_first)
    .limit(MOST),
)
SINCE = Query(
    TimeEntryRow, _own().where(time_entry.c.at >= bindparam("since", type_=Instant())).order_by(*_newest_first)
)
CURRENT = Query(TimeEntryRow, _own().where(time_entry.c.deleted_at.is_(None), time_entry.c.stop.is_(None)))
BY_ID = Query(
    TimeEntryRow,
    select(*WHOLE).where(_of_organization, time_entry.c.id == bindparam("entry_id"), time_entry.c.deleted_at.is_(None)),
    _missing,
)

_wanted = {name: bindparam(f"wants_{name}", type_=Flag()) for name in ("description", "project", "task", "tag")}
# As far as SQL knows what `str.strip` takes away.
SPACES = " \t\n\r\x0b\x0c\u00a0\u2003\u3000"
_blank = func.coalesce(func.trim(time_entry.c.description, SPACES), "") == ""
_with_active_tasks = exists().where(
    task.c.organization_id == time_entry.c.organization_id,
    task.c.project_id == time_entry.c.project_id,
    task.c.active,
    task.c.deleted_at.is_(None),
)
_with_tag = (
    exists()
    .where(
        time_entry_tag.c.organization_id == time_entry.c.organization_id,
        time_entry_tag.c.time_entry_id == time_entry.c.id,
    )
    .where(
        tag.c.organization_id == time_entry_tag.c.organization_id,
        tag.c.id == time_entry_tag.c.tag_id,
        tag.c.deleted_at.is_(None),
    )
)
_lacking = {
    "description": and_(_wanted["description"], _blank),
    "project": and_(_wanted["project"], time_entry.c.project_id.is_(None)),
    "task": and_(_wanted["task"], time_entry.c.task_id.is_(None), _with_active_tasks),
    "tag": and_(_wanted["tag"], or_(time_entry.c.tag_ids.is_(None), ~_with_tag)),
}
UNMET = Query(
    Counts,
    select(
        func.count().label("time_entries"),
        func.count().filter(or_(*_lacking.values())).label("unmet"),
        *(func.count().filter(condition).label(name) for name, condition in _lacking.items()),
    )
    .select_from(time_entry)
    .where(_of_organization, _here, time_entry.c.deleted_at.is_(None), time_entry.c.stop.is_not(None)),
)


class ProjectName(msgspec.Struct):
    """What the details of an entry tell of its project."""

    id: int
    name: str | None
    color: str | None
    active: bool | None
    billable: bool | None
    client_id: int | None
    client_name: str | None


class Name(msgspec.Struct):
    """A name."""

    id: int
    name: str


def scopes(tx: Read, user_id: int) -> list[Scope]:
    """A scope for each organization that a user is in."""
    return [
        Scope(organization_id=own.organization_id, user_id=user_id)
        for own in tx.all(OWN_ORGANIZATIONS, user_id=user_id)
    ]


USER_NAMES = Query(Name, select(user.c.id, user.c.fullname.label("name")).where(among(user.c.id, "user_ids")))
TASK_NAMES = Query(
    Name,
    select(task.c.id, task.c.name)
    .join(project, _project_of_task)
    .where(task.c.organization_id == scoped("organization_id"), sees, among(task.c.id, "task_ids")),
)
