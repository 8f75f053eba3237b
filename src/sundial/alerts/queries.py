"""Every read of alerts."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import and_, bindparam, or_, select, type_coerce

from sundial.access.askers import Membership
from sundial.alerts.rules import SourceKind, ThresholdType
from sundial.alerts.tables import alert, alert_receiver
from sundial.core.errors import Forbidden
from sundial.db.statement import Query, Scope, Written, scoped
from sundial.db.transaction import Read
from sundial.db.types import Choice, among
from sundial.projects.tables import project
from sundial.users.tables import user
from sundial.workspaces.tables import workspace, workspace_user

NOT_FOUND = Forbidden("Alert not found or not accessible")


class AlertRow(msgspec.Struct):
    """An alert, whole, with the time zone of who made it: in it the periods of recurring projects begin."""

    organization_id: int
    id: int
    workspace_id: int
    source_kind: SourceKind
    project_id: int | None
    threshold_type: ThresholdType
    thresholds: list[int]
    receiver_roles: list[str]
    creator_id: int
    created_at: datetime
    at: datetime
    deleted_at: datetime | None
    timezone: str


class Named(msgspec.Struct):
    """Somebody whom an alert names."""

    alert_id: int
    user_id: int
    name: str


class Found(msgspec.Struct):
    """Something that is there."""

    id: int


_here = (alert.c.organization_id == scoped("organization_id"), alert.c.workspace_id == scoped("workspace_id"))
_present = alert.c.deleted_at.is_(None)
_typed = {"source_kind": Choice(SourceKind), "threshold_type": Choice(ThresholdType)}


def _rows() -> Written:
    return (
        select(
            *(
                type_coerce(alert.c[name], _typed[name]).label(name) if name in _typed else alert.c[name]
                for name in AlertRow.__struct_fields__[:-1]
            ),
            user.c.timezone,
        )
        .join(user, user.c.id == alert.c.creator_id)
        .where(_present)
        .order_by(alert.c.id)
    )


_one = _rows().where(*_here, alert.c.id == bindparam("alert_id"))
LIST = Query(AlertRow, _rows().where(*_here))
PAGE = Query(AlertRow, _rows().where(*_here).limit(bindparam("size")).offset(bindparam("first")))
ONE = Query(AlertRow, _one, NOT_FOUND)
FOR_UPDATE = Query(AlertRow, _one.with_for_update(of=alert), NOT_FOUND)
BY_IDS_FOR_UPDATE = Query(
    AlertRow,
    _rows()
    .where(alert.c.organization_id == scoped("organization_id"), among(alert.c.id, "alert_ids"))
    .with_for_update(of=alert),
)
CONCERNED = Query(
    AlertRow,
    _rows()
    .join(
        workspace, and_(workspace.c.organization_id == alert.c.organization_id, workspace.c.id == alert.c.workspace_id)
    )
    .where(
        alert.c.organization_id == scoped("organization_id"),
        workspace.c.deleted_at.is_(None),
        or_(
            alert.c.source_kind == SourceKind.WORKSPACE.value,
            among(alert.c.project_id, "project_ids"),
            among(alert.c.workspace_id, "workspace_ids"),
            among(alert.c.id, "alert_ids"),
        ),
    ),
)
"""The alerts that changes of these projects, workspaces and alerts can concern."""

NAMED = Query(
    Named,
    select(alert_receiver.c.alert_id, alert_receiver.c.user_id, user.c.fullname.label("name"))
    .join(user, user.c.id == alert_receiver.c.user_id)
    .join(
        alert,
        and_(alert.c.organization_id == alert_receiver.c.organization_id, alert.c.id == alert_receiver.c.alert_id),
    )
    .join(
        workspace_user,
        and_(
            workspace_user.c.organization_id == alert.c.organization_id,
            workspace_user.c.workspace_id == alert.c.workspace_id,
            workspace_user.c.user_id == alert_receiver.c.user_id,
        ),
    )
    .where(
        alert_receiver.c.organization_id == scoped("organization_id"),
        among(alert_receiver.c.alert_id, "alert_ids"),
        workspace_user.c.deleted_at.is_(None),
    )
    .order_by(alert_receiver.c.alert_id, alert_receiver.c.user_id),
)
"""Whom alerts name, without those who are no longer in the workspace."""
MEMBERS = Query(
    Found,
    select(workspace_user.c.user_id.label("id")).where(
        workspace_user.c.organization_id == scoped("organization_id"),
        workspace_user.c.workspace_id == scoped("workspace_id"),
        workspace_user.c.deleted_at.is_(None),
        among(workspace_user.c.user_id, "user_ids"),
    ),
)
PROJECT = Query(
    Found,
    select(project.c.id).where(
        project.c.organization_id == scoped("organization_id"),
        project.c.workspace_id == scoped("workspace_id"),
        project.c.deleted_at.is_(None),
        project.c.id == bindparam("the_project"),
    ),
)


def get(tx: Read, asker: Membership, alert_id: int) -> AlertRow:
    """An alert of the workspace. Raises Forbidden."""
    return tx.one(ONE, asker.scope, alert_id=alert_id)


def named(tx: Read, scope: Scope, alerts: Iterable[AlertRow]) -> dict[int, list[Named]]:
    """Whom each of these alerts names, by the alert's id."""
    found: dict[int, list[Named]] = {one.id: [] for one in alerts}
    for one in tx.all(NAMED, scope, alert_ids=list(found)) if found else ():
        found[one.alert_id].append(one)
    return found
