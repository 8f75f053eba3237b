"""Passing an organization's ownership on: offered by one side, done when both have agreed."""

from datetime import datetime

import msgspec
from sqlalchemy import bindparam, update

from sundial.access.askers import Officer
from sundial.access.permissions import OrganizationRole, Permission
from sundial.changes.log import Change, record
from sundial.core.errors import Forbidden, Invalid, NotFound
from sundial.db.statement import Command, insertion, scoped
from sundial.db.transaction import Write
from sundial.organization_users.queries import OWNER, TRANSFER, TransferRow
from sundial.organization_users.tables import owner_transfer
from sundial.organizations.actions import lock_organization, save_user
from sundial.organizations.queries import OF_USER

ANSWERS = ("accept", "reject", "cancel")
FIXED = ("organization_id", "id", "requester_id", "current_owner_id", "new_owner_id", "created_at")

ADD = insertion(owner_transfer)
SAVE = Command(
    update(owner_transfer)
    .values({c.name: bindparam(c.name, type_=c.type) for c in owner_transfer.c if c.name not in FIXED})
    .where(
        owner_transfer.c.organization_id == scoped("organization_id"), owner_transfer.c.id == bindparam("transfer_id")
    )
)


def offer(tx: Write, asker: Officer, new_owner_id: int, now: datetime) -> TransferRow:
    """The owner offers the organization to one of its people. Raises Invalid when they are no active one."""
    lock_organization(tx, asker)
    heir = tx.find(OF_USER, asker.scope, the_user=new_owner_id)
    if heir is None or not heir.joined or heir.inactive:
        raise Invalid("new_owner_id must be an active user of the organization")
    if new_owner_id == asker.user.id:
        raise Invalid("new_owner_id must be somebody else")
    row = TransferRow(
        organization_id=asker.organization_id,
        id=tx.new_id(),
        requester_id=asker.user.id,
        current_owner_id=asker.user.id,
        current_owner_accepted=True,
        current_owner_answered_at=now,
        new_owner_id=new_owner_id,
        new_owner_accepted=None,
        new_owner_answered_at=None,
        created_at=now,
        finished_at=None,
        outcome=None,
    )
    values = msgspec.structs.asdict(row)
    del values["organization_id"]
    tx.run(ADD, asker.scope, **values)
    _record(tx, asker, "created", None, row, now)
    return row


def answer(tx: Write, asker: Officer, transfer_id: int, action: str, now: datetime) -> TransferRow:
    """The new owner accepts or rejects, the present one cancels.

    Raises NotFound, Invalid for an unknown action or a finished transfer, Forbidden for anybody else.
    """
    if action not in ANSWERS:
        raise Invalid("action must be one of accept, reject, cancel")
    lock_organization(tx, asker)
    present = tx.one(TRANSFER, asker.scope, transfer_id=transfer_id)
    if asker.user.id != (present.current_owner_id if action == "cancel" else present.new_owner_id):
        raise Forbidden(Permission.TRANSFER_OWNERSHIP.refusal)
    if present.finished_at is not None:
        raise Invalid("The ownership transfer is finished.")
    accepted = None if action == "cancel" else action == "accept"
    saved = msgspec.structs.replace(
        present,
        new_owner_accepted=accepted,
        new_owner_answered_at=None if accepted is None else now,
        finished_at=now,
        outcome={"accept": "accepted", "reject": "rejected", "cancel": "canceled"}[action],
    )
    values = {field: getattr(saved, field) for field in saved.__struct_fields__ if field not in FIXED}
    tx.run(SAVE, asker.scope, transfer_id=transfer_id, **values)
    _record(tx, asker, "updated", present, saved, now)
    if accepted:
        _hand_over(tx, asker, present, now)
    return saved


def _hand_over(tx: Write, asker: Officer, transfer: TransferRow, now: datetime) -> None:
    if tx.one(OWNER, asker.scope).user_id != transfer.current_owner_id:
        raise NotFound("Owner not found.")
    for user_id, role in (
        (transfer.current_owner_id, OrganizationRole.ADMIN),
        (transfer.new_owner_id, OrganizationRole.OWNER),
    ):
        person = tx.one(OF_USER, asker.scope, the_user=user_id)
        save_user(tx, person, msgspec.structs.replace(person, role=role.value), asker.user.id, now)


def _record(
    tx: Write, asker: Officer, action: str, before: TransferRow | None, after: TransferRow, now: datetime
) -> None:
    kind = "owner_transfer"
    record(tx, Change(asker.organization_id, None, kind, after.id, action, before, after, asker.user.id, now))
