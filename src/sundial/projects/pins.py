"""The projects that people have pinned to the top of their lists."""

from datetime import datetime

import msgspec
from sqlalchemy import and_, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from sundial.access.askers import Membership
from sundial.access.plans import Plan
from sundial.changes.log import Change, record
from sundial.core.errors import Forbidden, NotFound
from sundial.db.statement import Command, Query, scoped
from sundial.db.transaction import Write
from sundial.projects.queries import PROJECT, sees_all
from sundial.projects.tables import project, project_pin
from sundial.timers.rows import CLOCK
from sundial.workspaces.queries import Number

KIND = "project_pin"
MOST, MOST_FREE = 100, 1


class Pinned(msgspec.Struct):
    """Who has pinned which project, as the log of changes holds it."""

    user_id: int
    project_id: int


_own = (project_pin.c.organization_id == scoped("organization_id"), project_pin.c.user_id == scoped("user_id"))
COUNT = Query(
    Number,
    select(func.count().label("number"))
    .select_from(project_pin)
    .join(
        project,
        and_(
            project.c.organization_id == project_pin.c.organization_id,
            project.c.id == project_pin.c.project_id,
        ),
    )
    .where(
        *_own,
        project.c.workspace_id == scoped("workspace_id"),
        project.c.deleted_at.is_(None),
        project.c.id != bindparam("besides"),
    ),
)
PIN = Command(
    insert(project_pin)
    .values(organization_id=scoped("organization_id"), user_id=scoped("user_id"), project_id=bindparam("the_project"))
    .on_conflict_do_nothing()
)
UNPIN = Command(delete(project_pin).where(*_own, project_pin.c.project_id == bindparam("the_project")))


def set_pin(tx: Write, asker: Membership, project_id: int, pin: bool, now: datetime) -> None:
    """Pin a project for the asker, or take the pin away. Raises NotFound, and Forbidden for one pin too many."""
    if tx.find(PROJECT, asker.scope, project_id=project_id, sees_all=sees_all(asker)) is None:
        raise NotFound("Project not found/accessible")
    if pin:
        # One pin at a time: two would each count the other as not there.
        tx.one(CLOCK, the_user=asker.user.id)
        _check_room(asker, tx.one(COUNT, asker.scope, besides=project_id).number)
    if tx.run(PIN if pin else UNPIN, asker.scope, the_project=project_id):
        pinned = Pinned(asker.user.id, project_id)
        action, before, after = ("created", None, pinned) if pin else ("deleted", pinned, None)
        place = (asker.organization_id, asker.workspace_id)
        record(tx, Change(*place, KIND, project_id, action, before, after, asker.user.id, now))


def _check_room(asker: Membership, others: int) -> None:
    if asker.plan is Plan.FREE and others >= MOST_FREE:
        raise Forbidden(f"Cannot pin more projects: Max {MOST_FREE} pin for free plans")
    if others >= MOST:
        raise Forbidden(f"Cannot pin more projects: Max {MOST} pins for paid plans")
