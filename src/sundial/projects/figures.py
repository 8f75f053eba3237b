"""Figures of projects: how many tasks and users they have, what they bill, and when time was tracked for them."""

from datetime import date, datetime

import msgspec
from sqlalchemy import BigInteger, bindparam, cast, exists, func, select

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.core.errors import Forbidden
from sundial.core.money import Money
from sundial.core.rounding import exact_amount, shown_amount
from sundial.db.statement import Query, Written, scoped
from sundial.db.transaction import Read
from sundial.db.types import Instant, among
from sundial.groups.tables import group_user
from sundial.projects import queries
from sundial.projects.lists import BY_IDS
from sundial.projects.queries import may_see, people_in_groups, sees_all, sees_rates
from sundial.projects.schemas import Project, ProjectCount, ProjectStatistics
from sundial.projects.tables import project, project_group, project_user
from sundial.projects.views import project_view
from sundial.tasks.tables import task
from sundial.time_entries.tables import time_entry


class Billed(msgspec.Struct):
    """The seconds of a project's finished billable entries that one rate prices."""

    project_id: int
    rate: int
    seconds: int


class Times(msgspec.Struct):
    """When the first and the last entry start."""

    earliest: datetime | None
    latest: datetime | None


def _counted(number: Written) -> Query[ProjectCount]:
    """How many there are of something, for those of some projects that the caller sees."""
    return Query(
        ProjectCount,
        select(project.c.id.label("project_id"), number.label("count"))
        .where(
            project.c.organization_id == scoped("organization_id"),
            project.c.workspace_id == scoped("workspace_id"),
            project.c.deleted_at.is_(None),
            may_see(),
            among(project.c.id, "project_ids"),
        )
        .order_by(project.c.id),
    )


_tasks = (
    select(func.count())
    .select_from(task)
    .where(
        task.c.organization_id == project.c.organization_id,
        task.c.project_id == project.c.id,
        task.c.deleted_at.is_(None),
    )
    .scalar_subquery()
)
_users = (
    select(func.count())
    .select_from(project_user)
    .where(
        project_user.c.organization_id == scoped("organization_id"),
        project_user.c.project_id == project.c.id,
        project_user.c.deleted_at.is_(None),
    )
    .scalar_subquery()
)
_by_themselves = (
    exists()
    .where(
        project_user.c.organization_id == project_group.c.organization_id,
        project_user.c.project_id == project_group.c.project_id,
        project_user.c.user_id == group_user.c.user_id,
        project_user.c.deleted_at.is_(None),
    )
    .correlate(project_group, group_user)
)
_users_by_groups_alone = (
    select(func.count(group_user.c.user_id.distinct()))
    .select_from(people_in_groups)
    .where(
        project_group.c.organization_id == scoped("organization_id"),
        project_group.c.project_id == project.c.id,
        ~_by_themselves,
    )
    .correlate(project)
    .scalar_subquery()
)
TASKS = _counted(_tasks)
USERS = _counted(_users + _users_by_groups_alone)
"""A person who is in a project more than once counts once."""


BILLED = Query(
    Billed,
    select(
        time_entry.c.project_id,
        time_entry.c.billable_rate.label("rate"),
        cast(func.sum(time_entry.c.duration), BigInteger()).label("seconds"),
    )
    .where(
        time_entry.c.organization_id == scoped("organization_id"),
        among(time_entry.c.project_id, "project_ids"),
        time_entry.c.billable,
        time_entry.c.billable_rate.is_not(None),
        time_entry.c.stop.is_not(None),
        time_entry.c.deleted_at.is_(None),
    )
    .group_by(time_entry.c.project_id, time_entry.c.billable_rate),
)


def _bound(which: Written) -> Written:
    # One bound at a time: each is found at an end of the index, without reading what is between.
    return (
        select(which)
        .where(
            time_entry.c.organization_id == scoped("organization_id"),
            time_entry.c.project_id == bindparam("project_id"),
            time_entry.c.stop.is_not(None),
            time_entry.c.deleted_at.is_(None),
        )
        .scalar_subquery()
    )


TIMES = Query(
    Times,
    select(
        _bound(func.min(time_entry.c.start, type_=Instant())).label("earliest"),
        _bound(func.max(time_entry.c.start, type_=Instant())).label("latest"),
    ),
)


def task_counts(tx: Read, asker: Membership, project_ids: list[int]) -> list[ProjectCount]:
    """How many tasks those of these projects have that the asker sees."""
    return tx.all(TASKS, asker.scope, project_ids=project_ids, sees_all=sees_all(asker))


def user_counts(tx: Read, asker: Membership, project_ids: list[int]) -> list[ProjectCount]:
    """How many people are in those of these projects that the asker sees, by themselves or in a group."""
    return tx.all(USERS, asker.scope, project_ids=project_ids, sees_all=sees_all(asker))


def billable_amounts(tx: Read, asker: Membership, project_ids: list[int], today: date) -> list[Project]:
    """Those of these projects that the asker sees, by name, with what they bill where the asker may know it.

    Exact amounts are added, and their sum is rounded (`decisions.md, Rates`).
    """
    rows = tx.all(BY_IDS, asker.scope, project_ids=project_ids, sees_all=sees_all(asker))
    exact: dict[int, int] = {}
    for billed in tx.all(BILLED, asker.scope, project_ids=[row.id for row in rows]):
        exact[billed.project_id] = exact.get(billed.project_id, 0) + exact_amount(billed.seconds, billed.rate)
    views: list[Project] = []
    for row in rows:
        may_know = sees_rates(asker, row.manager)
        view = project_view(row, may_know, today)
        view.billable_amount = Money(shown_amount(exact.get(row.id, 0))) if may_know else None
        views.append(view)
    return views


def statistics(tx: Read, asker: Membership, project_id: int) -> ProjectStatistics:
    """When the first and the last finished entry of a project start.

    Raises NotFound, and Forbidden for who neither sees everybody's time nor is in the project.
    """
    seen = queries.get(tx, asker, project_id)
    if not (seen.member or seen.manager or Permission.VIEW_ALL_TIME in asker.permissions):
        raise Forbidden(Permission.VIEW_ALL_TIME.refusal)
    times = tx.one(TIMES, asker.scope, project_id=project_id)
    return ProjectStatistics(times.earliest, times.latest)
