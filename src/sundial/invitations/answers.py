"""Answering an invitation: accepting it as a new or an existing person, or rejecting it."""

from datetime import datetime

import msgspec

from sundial.access.askers import User
from sundial.access.secrets import Secrets
from sundial.core.errors import Forbidden, Invalid, Unauthenticated
from sundial.db.statement import Scope
from sundial.db.transaction import Read, Write
from sundial.invitations.actions import save
from sundial.invitations.queries import BY_CODE, INVALID_CODE, ONE, WAITING, InvitationRow
from sundial.invitations.schemas import Acceptance, Accepted
from sundial.mail.outbox import withdraw
from sundial.organization_users.actions import end
from sundial.organizations.actions import save_user
from sundial.organizations.queries import FOR_UPDATE as ORGANIZATION_FOR_UPDATE
from sundial.organizations.queries import OF_USER, OrganizationUserRow
from sundial.users import actions as users
from sundial.users.queries import USER, UserRow
from sundial.workspaces.memberships import save as save_member


class Opened(msgspec.Struct):
    """An invitation that can be answered, and to whom it was sent."""

    invitation: InvitationRow
    recipient: UserRow

    @property
    def new_account(self) -> bool:
        """Whether the invited has no account of their own yet."""
        return self.recipient.password_hash is None


def find(tx: Read, secrets: Secrets, code: str, now: datetime) -> Opened:
    """The invitation of a code. Raises NotFound when there is none, or it is answered or too old."""
    found = tx.one(BY_CODE, the_code=secrets.fingerprint(code))
    row = tx.one(ONE, Scope(organization_id=found.organization_id), invitation_id=found.invitation_id)
    if row.status != "pending" or now >= row.expires_at:
        raise INVALID_CODE.fresh()
    return Opened(row, tx.one(USER, user_id=row.recipient_id))


def accept(
    tx: Write, secrets: Secrets, asker: User | None, code: str, acceptance: Acceptance, now: datetime
) -> Accepted:
    """Join: a new person with a name and a password, an existing one as themselves.

    Raises NotFound for a bad code, Forbidden for somebody else, Unauthenticated for an existing person who did not sign
    in, Invalid for a bad name or password.
    """
    opened = _lock(tx, secrets, asker, code, now)
    recipient_id = opened.recipient.id
    if opened.new_account:
        _take_up(tx, opened, acceptance, now)
    scope = Scope(organization_id=opened.invitation.organization_id)
    person = _person(tx, scope, recipient_id)
    save_user(tx, person, msgspec.structs.replace(person, joined=True), recipient_id, now)
    waiting = tx.all(WAITING, scope, the_user=recipient_id)
    for place in waiting:
        save_member(tx, place, msgspec.structs.replace(place, joined=True), recipient_id, now)
    _close(tx, opened, "accepted", now)
    return Accepted(recipient_id, opened.invitation.organization_id, [place.workspace_id for place in waiting])


def reject(tx: Write, secrets: Secrets, asker: User | None, code: str, now: datetime) -> None:
    """Decline: the places that waited are given up. Raises as `accept` does."""
    opened = _lock(tx, secrets, asker, code, now)
    person = _person(tx, Scope(organization_id=opened.invitation.organization_id), opened.recipient.id)
    _close(tx, opened, "rejected", now)
    end(tx, person, opened.recipient.id, now)


def _lock(tx: Write, secrets: Secrets, asker: User | None, code: str, now: datetime) -> Opened:
    opened = find(tx, secrets, code, now)
    tx.one(ORGANIZATION_FOR_UPDATE, Scope(organization_id=opened.invitation.organization_id))
    # Looked at again under the lock: somebody may have answered in between.
    opened = find(tx, secrets, code, now)
    if asker is not None and asker.id != opened.recipient.id:
        raise Forbidden("Forbidden")
    if asker is None and not opened.new_account:
        raise Unauthenticated("")
    return opened


def _take_up(tx: Write, opened: Opened, acceptance: Acceptance, now: datetime) -> None:
    for field in ("fullname", "password"):
        if not isinstance(getattr(acceptance, field), str):
            raise Invalid(f"{field} is required")
    timezone = acceptance.timezone if isinstance(acceptance.timezone, str) else opened.recipient.timezone
    users.take_up(tx, opened.recipient.id, str(acceptance.fullname), str(acceptance.password), timezone, now)


def _person(tx: Write, scope: Scope, user_id: int) -> OrganizationUserRow:
    person = tx.one(OF_USER, scope, the_user=user_id)
    if person.deleted_at is not None:
        raise INVALID_CODE.fresh()
    return person


def _close(tx: Write, opened: Opened, status: str, now: datetime) -> None:
    answered = msgspec.structs.replace(opened.invitation, status=status, answered_at=now)
    save(tx, opened.recipient.id, opened.invitation, answered, now)
    withdraw(tx, answered.organization_id, f"invitation/{answered.id}", now)
