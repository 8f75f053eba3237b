"""The places that people have in projects, as far as they end with a place in the workspace."""

from datetime import datetime

import msgspec
from sqlalchemy import bindparam, select, update

from sundial.changes.log import Change, record
from sundial.core.money import Money
from sundial.db.statement import Command, Query, Scope, scoped
from sundial.db.transaction import Write
from sundial.projects.tables import project_user
from sundial.rates.actions import Setter, end
from sundial.rates.queries import Rated
from sundial.rates.rules import Level, RateType

KIND = "project_user"


class ProjectUserRow(msgspec.Struct):
    """A project user, whole."""

    organization_id: int
    id: int
    workspace_id: int
    project_id: int
    user_id: int
    manager: bool
    rate: Money | None
    rate_last_updated: datetime | None
    labor_cost: Money | None
    labor_cost_last_updated: datetime | None
    created_at: datetime
    at: datetime
    deleted_at: datetime | None


_of_user = (
    project_user.c.organization_id == scoped("organization_id"),
    project_user.c.workspace_id == scoped("workspace_id"),
    project_user.c.user_id == scoped("user_id"),
    project_user.c.deleted_at.is_(None),
)
OF_USER = Query(ProjectUserRow, select(project_user).where(*_of_user).order_by(project_user.c.id).with_for_update())
END = Command(
    update(project_user)
    .values({name: bindparam("now", type_=project_user.c[name].type) for name in ("at", "deleted_at")})
    .where(*_of_user)
)


def end_places(tx: Write, organization_id: int, workspace_id: int, user_id: int, by: int | None, now: datetime) -> None:
    """Take somebody who was removed from a workspace out of its projects: coming back gives none of them back.

    Whoever calls has locked the workspace.
    """
    scope = Scope(organization_id=organization_id, workspace_id=workspace_id, user_id=user_id)
    ended = tx.all(OF_USER, scope)
    if ended:
        tx.run(END, scope, now=now)
    for row in ended:
        gone = msgspec.structs.replace(row, at=now, deleted_at=now)
        record(tx, Change(organization_id, workspace_id, KIND, row.id, "deleted", row, gone, by, now))
        end_rates(tx, row, by, now)


def rated(row: ProjectUserRow) -> Rated:
    """Somebody in a project as what a rate is set for."""
    return Rated(Level.PROJECT_USER, row.id, project_id=row.project_id, user_id=row.user_id)


def end_rates(tx: Write, row: ProjectUserRow, by: int | None, now: datetime) -> None:
    """Have a place in a project that ends price nothing from now on: what was tracked before keeps its price."""
    for kind in RateType:
        end(tx, Setter(row.organization_id, row.workspace_id, by), rated(row), kind, now)
