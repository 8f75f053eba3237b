"""Every write of alerts by people."""

from datetime import datetime
from typing import TypeVar

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import BigInteger, bindparam, delete, update
from sqlalchemy.dialects.postgresql import insert

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.alerts import levels
from sundial.alerts.queries import FOR_UPDATE, MEMBERS, PROJECT, AlertRow, named
from sundial.alerts.rules import Draft, SourceKind, ThresholdType, checked
from sundial.alerts.schemas import AlertChange
from sundial.alerts.tables import alert, alert_follower, alert_receiver
from sundial.alerts.touched import last_change
from sundial.changes.log import Change, record
from sundial.core.errors import Invalid
from sundial.db.statement import Command, insertion, scoped
from sundial.db.transaction import Read, Write

KIND = "alert"
MEASURED_BY = ("source_kind", "project_id", "threshold_type", "thresholds")
"""What of an alert decides what its projects have reached."""

ADD = insertion(alert)
SAVE = Command(
    update(alert)
    .values(
        {
            name: bindparam(name, type_=alert.c[name].type)
            for name in (*MEASURED_BY, "receiver_roles", "at", "deleted_at")
        }
    )
    .where(alert.c.organization_id == scoped("organization_id"), alert.c.id == bindparam("the_alert"))
)
ADD_RECEIVER = insertion(alert_receiver)
REMOVE_RECEIVERS = Command(
    delete(alert_receiver).where(
        alert_receiver.c.organization_id == scoped("organization_id"),
        alert_receiver.c.alert_id == bindparam("the_alert"),
    )
)
FOLLOW = Command(
    insert(alert_follower)
    .values(
        organization_id=bindparam("of_organization", type_=BigInteger()),
        last_change_id=bindparam("last", type_=BigInteger()),
    )
    .on_conflict_do_nothing(index_elements=[alert_follower.c.organization_id])
)


class Logged(AlertRow):
    """What the log of changes holds of an alert: with the people whom it names."""

    receiver_users: list[int]


Value = TypeVar("Value")


def create(tx: Write, asker: Membership, change: AlertChange, now: datetime) -> AlertRow:
    """Create an alert. Raises Invalid and Forbidden with the API's sentences.

    What its projects have reached by now is not told any more.
    """
    draft = drafted(tx, asker, Draft(), change)
    added = row_of(asker, tx.new_id(), draft, now)
    values = msgspec.structs.asdict(added)
    del values["organization_id"], values["timezone"]
    tx.run(ADD, asker.scope, **values)
    _put_receivers(tx, asker, added.id, draft.receiver_users)
    tx.run(FOLLOW, of_organization=asker.organization_id, last=last_change(tx, asker.scope))
    levels.take(tx, asker.scope, added, [], now)
    _record(tx, asker, "created", None, _logged(added, draft.receiver_users))
    return added


def change(tx: Write, asker: Membership, alert_id: int, wanted: AlertChange, now: datetime) -> AlertRow:
    """Change an alert; a field that is absent stays. Raises Invalid and Forbidden with the API's sentences."""
    present = tx.one(FOR_UPDATE, asker.scope, alert_id=alert_id)
    before = [one.user_id for one in named(tx, asker.scope, [present])[alert_id]]
    draft = drafted(tx, asker, _draft_of(present, before), wanted)
    changed = msgspec.structs.replace(
        present,
        source_kind=SourceKind(draft.source_kind),
        project_id=draft.project_id,
        threshold_type=ThresholdType(draft.threshold_type),
        thresholds=draft.thresholds,
        receiver_roles=draft.receiver_roles,
        at=now,
    )
    _save(tx, asker, changed)
    if wanted.receiver_users is not UNSET:
        _put_receivers(tx, asker, alert_id, draft.receiver_users)
    different = [name for name in MEASURED_BY if getattr(present, name) != getattr(changed, name)]
    if different == ["thresholds"]:
        kept = [one for one in present.thresholds if one in changed.thresholds]
        levels.take(tx, asker.scope, changed, kept, now)
    elif different:
        tx.run(levels.FORGET, asker.scope, the_alert=alert_id)
        levels.take(tx, asker.scope, changed, [], now)
    _record(tx, asker, "updated", _logged(present, before), _logged(changed, draft.receiver_users))
    return changed


def remove(tx: Write, asker: Membership, alert_id: int, now: datetime) -> None:
    """Delete an alert: it tells nothing any more. Raises Forbidden."""
    present = tx.one(FOR_UPDATE, asker.scope, alert_id=alert_id)
    users = [one.user_id for one in named(tx, asker.scope, [present])[alert_id]]
    removed = msgspec.structs.replace(present, at=now, deleted_at=now)
    _save(tx, asker, removed)
    tx.run(levels.FORGET, asker.scope, the_alert=alert_id)
    _record(tx, asker, "deleted", _logged(present, users), _logged(removed, users))


def drafted(tx: Read, asker: Membership, present: Draft, change: AlertChange) -> Draft:
    """The alert that a change leaves. Raises Invalid, and Forbidden for amounts that the asker may not see."""
    kind = _given(change.source_kind, present.source_kind, "")
    of_all = kind == SourceKind.WORKSPACE and change.project_id is UNSET
    wanted = Draft(
        source_kind=kind,
        project_id=None if of_all else _given(change.project_id, present.project_id, None) or None,
        threshold_type=_given(change.threshold_type, present.threshold_type, ""),
        thresholds=_given(change.thresholds, present.thresholds, []),
        receiver_roles=_given(change.receiver_roles, present.receiver_roles, []),
        receiver_users=_given(change.receiver_users, present.receiver_users, []),
    )
    draft = checked(wanted, _is_there(tx, asker, wanted, present))
    _require_members(tx, asker, draft, present)
    if draft.threshold_type == ThresholdType.AMOUNT:
        asker.require(Permission.VIEW_RATES)
    return draft


def row_of(asker: Membership, alert_id: int, draft: Draft, now: datetime) -> AlertRow:
    """An alert that is possible, as its row."""
    return AlertRow(
        organization_id=asker.organization_id,
        id=alert_id,
        workspace_id=asker.workspace_id,
        source_kind=SourceKind(draft.source_kind),
        project_id=draft.project_id,
        threshold_type=ThresholdType(draft.threshold_type),
        thresholds=draft.thresholds,
        receiver_roles=draft.receiver_roles,
        creator_id=asker.user.id,
        created_at=now,
        at=now,
        deleted_at=None,
        timezone=asker.user.timezone,
    )


def _given(value: Value | UnsetType | None, present: Value, nothing: Value) -> Value:
    if isinstance(value, UnsetType):
        return present
    return nothing if value is None else value


def _is_there(tx: Read, asker: Membership, wanted: Draft, present: Draft) -> bool:
    # What was deleted since may stay, if nobody asks for it anew.
    if wanted.project_id is None or wanted.project_id == present.project_id:
        return True
    return tx.find(PROJECT, asker.scope, the_project=wanted.project_id) is not None


def _require_members(tx: Read, asker: Membership, draft: Draft, present: Draft) -> None:
    new = [one for one in draft.receiver_users if one not in present.receiver_users]
    known = {one.id for one in tx.all(MEMBERS, asker.scope, user_ids=new)} if new else set[int]()
    for user_id in new:
        if user_id not in known:
            raise Invalid(f"User {user_id} not exists in the workspace.")


def _draft_of(row: AlertRow, users: list[int]) -> Draft:
    return Draft(row.source_kind, row.project_id, row.threshold_type, row.thresholds, row.receiver_roles, users)


def _save(tx: Write, asker: Membership, row: AlertRow) -> None:
    values = {name: getattr(row, name) for name in (*MEASURED_BY, "receiver_roles", "at", "deleted_at")}
    tx.run(SAVE, asker.scope, the_alert=row.id, **values)


def _put_receivers(tx: Write, asker: Membership, alert_id: int, user_ids: list[int]) -> None:
    tx.run(REMOVE_RECEIVERS, asker.scope, the_alert=alert_id)
    for user_id in user_ids:
        tx.run(ADD_RECEIVER, asker.scope, alert_id=alert_id, user_id=user_id)


def _logged(row: AlertRow, users: list[int]) -> Logged:
    return Logged(**msgspec.structs.asdict(row), receiver_users=users)


def _record(tx: Write, asker: Membership, action: str, before: Logged | None, after: Logged) -> None:
    place, by = (asker.organization_id, asker.workspace_id), asker.user.id
    record(tx, Change(*place, KIND, after.id, action, before, after, by, after.at))
