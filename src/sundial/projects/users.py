"""Project users: reading them, and storing them whole."""

from datetime import datetime

import msgspec
from sqlalchemy import and_, bindparam, select, update

from sundial.access.askers import Membership
from sundial.changes.log import Change, record
from sundial.db.statement import Command, Query, insertion, scoped
from sundial.db.transaction import Write
from sundial.db.types import among
from sundial.organizations.tables import organization_user
from sundial.projects.tables import project_user
from sundial.rates.fields import set_first
from sundial.rates.rules import RateType
from sundial.workspaces.project_places import KIND, ProjectUserRow, rated
from sundial.workspaces.tables import workspace_user


class Known(msgspec.Struct):
    """An id that exists."""

    id: int


_here = (
    project_user.c.organization_id == scoped("organization_id"),
    project_user.c.workspace_id == scoped("workspace_id"),
)
_present = project_user.c.deleted_at.is_(None)

OF_PROJECT = Query(
    ProjectUserRow,
    select(project_user)
    .where(*_here, _present, project_user.c.project_id == bindparam("project_id"))
    .order_by(project_user.c.id),
)
FOR_UPDATE = Query(
    ProjectUserRow,
    select(project_user).where(*_here, _present, project_user.c.id == bindparam("project_user_id")).with_for_update(),
)
OF_USER_FOR_UPDATE = Query(
    ProjectUserRow,
    select(project_user)
    .where(
        *_here, project_user.c.project_id == bindparam("project_id"), project_user.c.user_id == bindparam("the_user")
    )
    .with_for_update(),
)
"""The place that somebody has in a project, or had."""

ACTIVE_MEMBERS = Query(
    Known,
    select(workspace_user.c.user_id.label("id"))
    .join(
        organization_user,
        and_(
            organization_user.c.organization_id == workspace_user.c.organization_id,
            organization_user.c.user_id == workspace_user.c.user_id,
        ),
    )
    .where(
        workspace_user.c.organization_id == scoped("organization_id"),
        workspace_user.c.workspace_id == scoped("workspace_id"),
        workspace_user.c.joined,
        ~workspace_user.c.inactive,
        organization_user.c.joined,
        ~organization_user.c.inactive,
        among(workspace_user.c.user_id, "user_ids"),
    ),
)
"""Those of these users who are joined and active in the workspace."""

RATES = {"rate": RateType.BILLABLE, "labor_cost": RateType.LABOR}
ADD = insertion(project_user)
FIXED = ("organization_id", "id", "workspace_id", "project_id", "user_id", "created_at")
SAVE = Command(
    update(project_user)
    .values({c.name: bindparam(c.name, type_=c.type) for c in project_user.c if c.name not in FIXED})
    .where(project_user.c.organization_id == scoped("organization_id"), project_user.c.id == bindparam("the_id"))
)


def new(tx: Write, asker: Membership, project_id: int, user_id: int, now: datetime) -> ProjectUserRow:
    """A project user as they begin: not stored yet."""
    return ProjectUserRow(
        organization_id=asker.organization_id,
        id=tx.new_id(),
        workspace_id=asker.workspace_id,
        project_id=project_id,
        user_id=user_id,
        manager=False,
        rate=None,
        rate_last_updated=None,
        labor_cost=None,
        labor_cost_last_updated=None,
        created_at=now,
        at=now,
        deleted_at=None,
    )


def add(tx: Write, asker: Membership, added: ProjectUserRow) -> None:
    """Store a new project user with their rates, and log it."""
    values = msgspec.structs.asdict(added)
    del values["organization_id"]
    tx.run(ADD, asker.scope, **values)
    _record(tx, asker, "created", None, added)
    for field, kind in RATES.items():
        set_first(tx, asker, rated(added), kind, getattr(added, field), added.at)


def save(tx: Write, asker: Membership, before: ProjectUserRow, after: ProjectUserRow) -> None:
    """Store a project user as they became, and log the change."""
    values = msgspec.structs.asdict(after)
    for fixed in FIXED:
        del values[fixed]
    tx.run(SAVE, asker.scope, the_id=after.id, **values)
    _record(tx, asker, "updated" if after.deleted_at is None else "deleted", before, after)


def _record(tx: Write, asker: Membership, action: str, before: ProjectUserRow | None, after: ProjectUserRow) -> None:
    change = Change(
        asker.organization_id, asker.workspace_id, KIND, after.id, action, before, after, asker.user.id, after.at
    )
    record(tx, change)
