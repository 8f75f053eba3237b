"""What has been tracked for projects and tasks so far: all time that is finished, as it is, without rounding."""

from collections import defaultdict
from typing import Any

import msgspec
from sqlalchemy import BigInteger, bindparam, case, cast, func, literal_column, or_, select, type_coerce

from sundial.access.askers import Membership
from sundial.access.plans import STARTER_OR_HIGHER
from sundial.core.rounding import shown_amount
from sundial.db.statement import Query, scoped
from sundial.db.transaction import Read
from sundial.db.types import Flag, among
from sundial.projects.lists import ProjectListed
from sundial.projects.lists import told as told_of
from sundial.projects.queries import manages, may_see, sees_all, visible
from sundial.projects.tables import project
from sundial.reports import whose
from sundial.reports.entries import WORKSPACE
from sundial.reports.filters_schemas import Status
from sundial.reports.margins import Balance
from sundial.reports.things import project_currency
from sundial.tasks.queries import of_project
from sundial.tasks.tables import task
from sundial.time_entries.tables import time_entry


class Thing(msgspec.Struct):
    """A project or a task. ``managed``: whether the caller manages the project."""

    id: int
    estimated_seconds: int | None
    currency: str
    managed: bool


class Tracked(msgspec.Struct):
    """The time of a project or a task that bills the same."""

    id: int
    billable: bool
    rate: int | None
    seconds: int


_projects = (
    told_of(visible())
    .where(
        project.c.deleted_at.is_(None),
        ~project.c.template,
        or_(bindparam("of_any_state", type_=Flag()), project.c.active == bindparam("active", type_=Flag())),
    )
    .order_by(project.c.id)
)
PROJECTS = Query(ProjectListed, _projects)
PROJECTS_OF = Query(ProjectListed, _projects.where(among(project.c.id, "ids")))
TASKS_OF = Query(
    Thing,
    select(
        task.c.id,
        task.c.estimated_seconds,
        project_currency.label("currency"),
        type_coerce(manages, Flag()).label("managed"),
    )
    .join(project, of_project)
    .where(
        task.c.organization_id == scoped("organization_id"),
        task.c.workspace_id == scoped("workspace_id"),
        task.c.deleted_at.is_(None),
        project.c.deleted_at.is_(None),
        may_see(),
        among(task.c.id, "ids"),
    )
    .order_by(task.c.id),
)


def _tracked(of: Any, *conditions: Any) -> Query[Tracked]:
    return Query(
        Tracked,
        select(
            of.label("id"),
            type_coerce(time_entry.c.billable, Flag()).label("billable"),
            case((time_entry.c.billable, time_entry.c.billable_rate)).label("rate"),
            cast(func.sum(time_entry.c.duration), BigInteger()).label("seconds"),
        )
        .where(
            time_entry.c.organization_id == scoped("organization_id"),
            time_entry.c.deleted_at.is_(None),
            time_entry.c.stop.is_not(None),
            *conditions,
        )
        .group_by(*[literal_column(place, BigInteger()) for place in ("1", "2", "3")]),
    )


_KINDS = {"project": time_entry.c.project_id, "task": time_entry.c.task_id}
_SIGHTS: dict[bool, tuple[Any, ...]] = {True: (), False: (whose.seen,)}
# Not by workspace, which would have the entries found by that.
TRACKED = {
    (kind, sees): _tracked(of, among(of, "ids"), *sight)
    for kind, of in _KINDS.items()
    for sees, sight in _SIGHTS.items()
}
"""By what is asked about, and whether the asker sees everybody's time."""
ALL_TRACKED = {
    sees: _tracked(
        time_entry.c.project_id,
        time_entry.c.workspace_id == scoped("workspace_id"),
        time_entry.c.project_id.is_not(None),
        *sight,
    )
    for sees, sight in _SIGHTS.items()
}
"""The same of all projects of the workspace."""


def sees_amounts(asker: Membership, managed: bool) -> bool:
    """Whether somebody sees what a project bills: who manages it does, whatever their role."""
    return whose.sees_amounts(asker) or (managed and asker.plan in STARTER_OR_HIGHER)


def of_projects(tx: Read, asker: Membership, ids: list[int] | None, active: bool | None) -> list[Status]:
    """The status of these projects, or of all that the asker sees, by id."""
    binds = {"of_any_state": active is None, "active": bool(active), "sees_all": sees_all(asker)}
    rows = tx.all(PROJECTS, asker.scope, **binds) if ids is None else tx.all(PROJECTS_OF, asker.scope, ids=ids, **binds)
    sees = whose.sees_all(asker)
    query = ALL_TRACKED[sees] if ids is None else TRACKED["project", sees]
    return _statuses(tx, asker, query, [_thing(row) for row in rows])


def of_tasks(tx: Read, asker: Membership, ids: list[int]) -> list[Status]:
    """The status of those of these tasks that the asker sees, by id."""
    found = tx.all(TASKS_OF, asker.scope, ids=ids, sees_all=sees_all(asker))
    return _statuses(tx, asker, TRACKED["task", whose.sees_all(asker)], found)


def _thing(row: ProjectListed) -> Thing:
    estimate = row.task_seconds if row.auto_estimates else row.estimated_seconds
    return Thing(row.id, estimate, row.currency or row.default_currency, row.manager)


def _statuses(tx: Read, asker: Membership, query: Query[Tracked], found: list[Thing]) -> list[Status]:
    sees_public = not tx.one(WORKSPACE, asker.scope).limit_public_project_data
    balances: dict[int, Balance] = defaultdict(Balance)
    for row in tx.all(query, asker.scope, ids=[one.id for one in found], sees_public=sees_public):
        balances[row.id].add(row.seconds, row.billable, row.rate, None)
    return [_status(asker, one, balances[one.id]) for one in found]


def _status(asker: Membership, one: Thing, balance: Balance) -> Status:
    told = sees_amounts(asker, one.managed)
    return Status(
        id=one.id,
        tracked_seconds=balance.total_seconds,
        billable_seconds=balance.billable_seconds,
        estimated_seconds=one.estimated_seconds,
        billable_amount=shown_amount(balance.earnings) if told else None,
        currency=one.currency if told else None,
    )
