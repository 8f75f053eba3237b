"""Every read of rates, and of what a rate can be set for."""

from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, Table, bindparam, exists, literal, literal_column, select, type_coerce

from sundial.core.errors import Forbidden
from sundial.core.money import Money
from sundial.db.statement import Query, Written, scoped
from sundial.db.types import Choice, Flag, Instant
from sundial.projects.tables import project, project_user
from sundial.rates.rules import Level, RateType
from sundial.rates.tables import planned_rate, rate
from sundial.tasks.tables import task
from sundial.workspaces.tables import workspace, workspace_user


class RateRow(msgspec.Struct):
    """A rate, whole."""

    organization_id: int
    id: int
    workspace_id: int
    type: RateType
    level: Level
    level_id: int
    task_id: int
    project_id: int
    user_id: int
    amount: Money | None
    start: datetime
    rate_change_mode: str | None
    creator_id: int | None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None


class Rated(msgspec.Struct, frozen=True):
    """Something that a rate can be set for. The last three are whose time it prices, 0 where that is anybody's.

    ``managed``: whether the caller manages the project that it belongs to.
    """

    level: Level
    level_id: int
    task_id: int = 0
    project_id: int = 0
    user_id: int = 0
    managed: bool = False


class Locked(msgspec.Struct):
    """The workspace whose rates are being set."""

    id: int


class Rounding(msgspec.Struct):
    """How a workspace rounds time."""

    rounding: int
    rounding_minutes: int


class Planned(msgspec.Struct):
    """A rate that has become valid, or will."""

    start: datetime
    organization_id: int
    rate_id: int


_columns = [
    type_coerce(column, Choice(kinds[column.name])).label(column.name) if column.name in kinds else column
    for kinds in [{"type": RateType, "level": Level}]
    for column in rate.c
]
_of_organization = rate.c.organization_id == scoped("organization_id")
HISTORY = Query(
    RateRow,
    select(*_columns)
    .where(
        _of_organization,
        rate.c.workspace_id == bindparam("in_workspace"),
        rate.c.type == bindparam("the_type"),
        *(rate.c[name] == bindparam(f"the_{name}") for name in ("task_id", "project_id", "user_id")),
        rate.c.deleted_at.is_(None),
    )
    .order_by(rate.c.start),
)
"""The rates of one thing, in order."""
BY_ID = Query(RateRow, select(*_columns).where(_of_organization, rate.c.id == bindparam("rate_id")))
_workspace = select(workspace.c.id).where(
    workspace.c.organization_id == scoped("organization_id"), workspace.c.id == scoped("workspace_id")
)
_gone = Forbidden("User does not have access to this resource.")
HOLD = Query(Locked, _workspace.with_for_update(read=True, key_share=True), _gone)
"""Keeps others from setting rates in a workspace, as entering it to write does."""
LOCK = Query(Locked, _workspace.with_for_update(), _gone)
"""Locks a workspace whole: nobody who came in to write stores an entry before the rate is set."""
ROUNDING = Query(
    Rounding,
    select(workspace.c.rounding, workspace.c.rounding_minutes).where(
        workspace.c.organization_id == scoped("organization_id"), workspace.c.id == scoped("workspace_id")
    ),
)
DUE = Query(
    Planned,
    select(planned_rate)
    .where(planned_rate.c.start <= bindparam("now", type_=Instant()))
    .order_by(*planned_rate.c)
    .limit(100),
)

manages = (
    exists()
    .where(
        project_user.c.organization_id == scoped("organization_id"),
        project_user.c.project_id == project.c.id,
        project_user.c.user_id == scoped("user_id"),
        project_user.c.manager,
        project_user.c.deleted_at.is_(None),
    )
    .correlate(project)
)
"""Whether the caller manages ``project``."""


def _here(table: Table, name: str = "level_id") -> tuple[Written, ...]:
    return (
        table.c.organization_id == scoped("organization_id"),
        table.c.workspace_id == scoped("workspace_id"),
        table.c.deleted_at.is_(None),
        table.c.id == bindparam(name),
    )


def _rated(level: Level, table: Table, **columns: Written) -> Written:
    nobody = literal_column("0", BigInteger())
    return select(
        type_coerce(literal(level.value), Choice(Level)).label("level"),
        table.c.id.label("level_id"),
        *(columns.get(name, nobody).label(name) for name in ("task_id", "project_id", "user_id")),
        type_coerce(columns.get("managed", literal(False)), Flag()).label("managed"),
    )


_of_project = (project.c.organization_id == scoped("organization_id")) & project.c.deleted_at.is_(None)
MEMBER = Query(
    Rated, _rated(Level.WORKSPACE_USER, workspace_user, user_id=workspace_user.c.user_id).where(*_here(workspace_user))
)
MEMBER_BY_USER = Query(
    Rated,
    _rated(Level.WORKSPACE_USER, workspace_user, user_id=workspace_user.c.user_id).where(
        workspace_user.c.organization_id == scoped("organization_id"),
        workspace_user.c.workspace_id == scoped("workspace_id"),
        workspace_user.c.deleted_at.is_(None),
        workspace_user.c.user_id == bindparam("level_id"),
    ),
)
THINGS: dict[Level, Query[Rated]] = {
    Level.WORKSPACE_USER: MEMBER,
    Level.PROJECT: Query(
        Rated, _rated(Level.PROJECT, project, project_id=project.c.id, managed=manages).where(*_here(project))
    ),
    Level.PROJECT_USER: Query(
        Rated,
        _rated(
            Level.PROJECT_USER,
            project_user,
            project_id=project_user.c.project_id,
            user_id=project_user.c.user_id,
            managed=manages,
        )
        .join(project, _of_project & (project.c.id == project_user.c.project_id))
        .where(*_here(project_user)),
    ),
    Level.TASK: Query(
        Rated,
        _rated(Level.TASK, task, task_id=task.c.id, managed=manages)
        .join(project, _of_project & (project.c.id == task.c.project_id))
        .where(*_here(task)),
    ),
}
"""What a rate can be set for in a workspace, by its id."""
