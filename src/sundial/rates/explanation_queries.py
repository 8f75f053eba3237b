"""What an explanation is made of: an entry with all that its price depends on, and the rates that could price it."""

from datetime import datetime

import msgspec
from sqlalchemy import and_, bindparam, literal_column, or_, select, type_coerce

from sundial.core.errors import NotFound
from sundial.core.money import Money
from sundial.db.statement import Query, scoped
from sundial.db.types import Choice, Flag
from sundial.projects.tables import project, project_user
from sundial.rates.prices import NOBODY
from sundial.rates.queries import manages
from sundial.rates.rules import Level, RateType
from sundial.rates.tables import rate
from sundial.tasks.tables import task
from sundial.time_entries.tables import time_entry
from sundial.users.tables import user
from sundial.workspaces.tables import workspace, workspace_user


class Entry(msgspec.Struct):
    """A time entry with what it belongs to. ``managed``: whether the caller manages its project."""

    id: int
    workspace_id: int
    user_id: int
    project_id: int | None
    task_id: int | None
    start: datetime
    stop: datetime | None
    duration: int
    billable: bool
    workspace_name: str
    workspace_currency: str
    rounding: int
    rounding_minutes: int
    user_name: str
    workspace_user_id: int | None
    project_name: str | None
    project_currency: str | None
    fixed_fee: Money | None
    project_user_id: int | None
    task_name: str | None
    managed: bool


class DatedRate(msgspec.Struct):
    """A rate with who set it."""

    id: int
    type: RateType
    level: Level
    amount: Money | None
    start: datetime
    rate_change_mode: str | None
    creator_id: int | None
    creator_name: str | None
    created_at: datetime


_same = time_entry.c.organization_id
_of_workspace = and_(workspace.c.organization_id == _same, workspace.c.id == time_entry.c.workspace_id)
_of_project = and_(project.c.organization_id == _same, project.c.id == time_entry.c.project_id)
_of_task = and_(task.c.organization_id == _same, task.c.id == time_entry.c.task_id)
# Whoever has left is named too: their rates still count for the time that they tracked.
_of_member = and_(
    workspace_user.c.organization_id == _same,
    workspace_user.c.workspace_id == time_entry.c.workspace_id,
    workspace_user.c.user_id == time_entry.c.user_id,
)
_of_project_user = and_(
    project_user.c.organization_id == _same,
    project_user.c.project_id == time_entry.c.project_id,
    project_user.c.user_id == time_entry.c.user_id,
)
ENTRY = Query(
    Entry,
    select(
        *(time_entry.c[name] for name in Entry.__struct_fields__[:9]),
        workspace.c.name.label("workspace_name"),
        workspace.c.default_currency.label("workspace_currency"),
        workspace.c.rounding,
        workspace.c.rounding_minutes,
        user.c.fullname.label("user_name"),
        workspace_user.c.id.label("workspace_user_id"),
        project.c.name.label("project_name"),
        project.c.currency.label("project_currency"),
        project.c.fixed_fee,
        project_user.c.id.label("project_user_id"),
        task.c.name.label("task_name"),
        type_coerce(manages, Flag()).label("managed"),
    )
    .select_from(time_entry)
    .join(workspace, _of_workspace)
    .join(user, user.c.id == time_entry.c.user_id)
    .outerjoin(workspace_user, _of_member)
    .outerjoin(project, _of_project)
    .outerjoin(project_user, _of_project_user)
    .outerjoin(task, _of_task)
    .where(
        time_entry.c.organization_id == scoped("organization_id"),
        time_entry.c.workspace_id == scoped("workspace_id"),
        time_entry.c.id == bindparam("entry_id"),
        time_entry.c.deleted_at.is_(None),
        or_(bindparam("sees_all_time", type_=Flag()), time_entry.c.user_id == scoped("user_id")),
    ),
    NotFound("Time entry not found"),
)
RATES = Query(
    DatedRate,
    select(
        rate.c.id,
        type_coerce(rate.c.type, Choice(RateType)).label("type"),
        type_coerce(rate.c.level, Choice(Level)).label("level"),
        rate.c.amount,
        rate.c.start,
        rate.c.rate_change_mode,
        rate.c.creator_id,
        user.c.fullname.label("creator_name"),
        rate.c.created_at,
    )
    .outerjoin(user, user.c.id == rate.c.creator_id)
    .where(
        rate.c.organization_id == scoped("organization_id"),
        rate.c.workspace_id == scoped("workspace_id"),
        rate.c.type.in_([literal_column(f"'{kind}'") for kind in RateType]),
        # Of a rate that names one of these, all that it names are these: there is none for a task of one person.
        *(rate.c[name].in_([NOBODY, bindparam(f"the_{name}")]) for name in ("task_id", "project_id", "user_id")),
        rate.c.deleted_at.is_(None),
    )
    .order_by(rate.c.start),
)
"""The rates of all levels, and of both types, of an entry's task, project and person."""
