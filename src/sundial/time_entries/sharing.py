"""With whom an entry is shared: each has an invitation, until they are taken off again."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from msgspec import UnsetType
from sqlalchemy import bindparam, delete, select, update

from sundial.access.askers import Membership
from sundial.changes.log import Change, record
from sundial.core.errors import Invalid
from sundial.db.statement import Command, Query, Scope, insertion, scoped
from sundial.db.transaction import Write
from sundial.time_entries.queries import MEMBERS
from sundial.time_entries.schemas import Wanted
from sundial.time_entries.tables import time_entry_invitation as invitation
from sundial.timers.rows import TimeEntryRow

KIND = "time_entry_invitation"
MOST_PEOPLE = 100


class InvitationRow(msgspec.Struct):
    """An invitation to an entry, whole. ``accepted`` is None until it is answered."""

    organization_id: int
    id: int
    workspace_id: int
    time_entry_id: int
    user_id: int
    shared_by_id: int
    accepted: bool | None
    created_at: datetime
    at: datetime


_own = invitation.c.organization_id == scoped("organization_id")
OF_ENTRY = Query(
    InvitationRow,
    select(invitation)
    .where(_own, invitation.c.time_entry_id == bindparam("entry_id"))
    .order_by(invitation.c.id)
    .with_for_update(),
)
ADD = insertion(invitation)
REMOVE = Command(delete(invitation).where(_own, invitation.c.id == bindparam("the_invitation")))
ANSWER = Command(
    update(invitation)
    .values(
        accepted=bindparam("answer", type_=invitation.c.accepted.type),
        at=bindparam("answered_at", type_=invitation.c.at.type),
    )
    .where(_own, invitation.c.id == bindparam("the_invitation"))
)


def settle(
    tx: Write, asker: Membership, before: TimeEntryRow | None, after: TimeEntryRow, wanted: Wanted, now: datetime
) -> None:
    """Have an entry that was locked and stored shared with whom a request names. Raises Invalid.

    Whoever it belongs to needs no invitation. Moved to another workspace, it is shared with nobody there yet.
    """
    moved = before is not None and before.workspace_id != after.workspace_id
    given = before is not None and before.user_id != after.user_id
    if isinstance(wanted.shared_with_user_ids, UnsetType) and not moved and not given:
        return
    present = [] if before is None else tx.all(OF_ENTRY, asker.scope, entry_id=after.id)
    kept = [] if moved else [row.user_id for row in present if row.user_id != after.user_id]
    people = _people(tx, asker, kept, after.user_id, wanted)
    for row in present:
        if moved or row.user_id not in people:
            tx.run(REMOVE, asker.scope, the_invitation=row.id)
            _record(tx, "deleted", row, None, asker.user.id, now)
    for user_id in people:
        if user_id not in kept:
            _invite(tx, asker, after, user_id, now)


def answer(tx: Write, row: InvitationRow, accepted: bool, now: datetime) -> None:
    """Store the answer of the invited. Whoever calls has locked the invitation."""
    answered = msgspec.structs.replace(row, accepted=accepted, at=now)
    scope = Scope(organization_id=row.organization_id)
    tx.run(ANSWER, scope, the_invitation=row.id, answer=accepted, answered_at=now)
    _record(tx, "updated", row, answered, row.user_id, now)


def _people(tx: Write, asker: Membership, kept: list[int], owner_id: int, wanted: Wanted) -> list[int]:
    """With whom an entry is shared after a request, each once."""
    if isinstance(wanted.shared_with_user_ids, UnsetType):
        return kept
    named = list(dict.fromkeys(wanted.shared_with_user_ids))
    if wanted.sharing_action == "remove":
        return [user_id for user_id in kept if user_id not in named]
    people = list(dict.fromkeys([*kept, *named])) if wanted.sharing_action == "add" else named
    if len(people) > MOST_PEOPLE:
        raise Invalid(f"A time entry can be shared with at most {MOST_PEOPLE} people.")
    _check_members(tx, asker, named, owner_id)
    return people


def _check_members(tx: Write, asker: Membership, named: Iterable[int], owner_id: int) -> None:
    members = {found.id for found in tx.all(MEMBERS, asker.scope, user_ids=list(named))}
    for user_id in named:
        if user_id not in members or user_id == owner_id:
            raise Invalid(f"User {user_id} not exists in the workspace.")


def _invite(tx: Write, asker: Membership, entry: TimeEntryRow, user_id: int, now: datetime) -> None:
    invited = InvitationRow(
        organization_id=entry.organization_id,
        id=tx.new_id(),
        workspace_id=entry.workspace_id,
        time_entry_id=entry.id,
        user_id=user_id,
        shared_by_id=asker.user.id,
        accepted=None,
        created_at=now,
        at=now,
    )
    values = msgspec.structs.asdict(invited)
    del values["organization_id"]
    tx.run(ADD, asker.scope, **values)
    _record(tx, "created", None, invited, asker.user.id, now)


def _record(
    tx: Write, action: str, before: InvitationRow | None, after: InvitationRow | None, by: int, now: datetime
) -> None:
    row = after or before
    assert row is not None
    record(tx, Change(row.organization_id, row.workspace_id, KIND, row.id, action, before, after, by, now))
