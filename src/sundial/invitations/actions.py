"""Inviting people, and inviting them again."""

from collections.abc import Mapping
from datetime import datetime
from secrets import token_hex

import msgspec
from sqlalchemy import bindparam, update

from sundial.access.askers import Officer
from sundial.access.permissions import Permission, Role
from sundial.access.queries import OWN_ORGANIZATIONS
from sundial.access.secrets import Secrets
from sundial.changes.log import Change, record
from sundial.core.errors import Forbidden, Invalid
from sundial.db.driver import Again
from sundial.db.statement import Command, Scope, insertion, scoped
from sundial.db.transaction import Read, Write
from sundial.groups.actions import add_to_groups
from sundial.groups.queries import KNOWN_WORKSPACES
from sundial.invitations import rules
from sundial.invitations.queries import FOR_UPDATE, ONE, PENDING_FOR, PEOPLE, InvitationRow
from sundial.invitations.schemas import InvitedTo, NewInvitations
from sundial.invitations.tables import invitation, invitation_directory
from sundial.members.views import may_see_code
from sundial.organization_users.queries import PLACES
from sundial.organization_users.rules import workspace_role
from sundial.organizations import actions as organizations
from sundial.organizations.queries import OF_USER
from sundial.users import actions as users
from sundial.users.queries import USER_BY_EMAIL
from sundial.workspaces.memberships import Joining, join

ADD = insertion(invitation)
ADD_TO_DIRECTORY = insertion(invitation_directory)
SAVE = Command(
    update(invitation)
    .values(
        {
            name: bindparam(name, type_=invitation.c[name].type)
            for name in ("status", "sent_at", "expires_at", "answered_at")
        }
    )
    .where(invitation.c.organization_id == scoped("organization_id"), invitation.c.id == bindparam("invitation_id"))
)


class Made(msgspec.Struct):
    """An invitation that was made, and the places that wait."""

    invitation: InvitationRow
    places: list[InvitedTo]


class Logged(msgspec.Struct):
    """What the log of changes holds of an invitation: not its code."""

    id: int
    email: str
    recipient_id: int
    status: str
    expires_at: datetime


class Outcome(msgspec.Struct):
    """What came of a request to invite. ``sent`` are all invitations that go out, seen by the asker or not."""

    made: list[Made]
    sent: list[InvitationRow]
    messages: list[str]


def invite(tx: Write, secrets: Secrets, asker: Officer, body: NewInvitations, now: datetime) -> Outcome:
    """Invite people by their addresses: all of them or none. Who is in the organization already joins at once.

    Raises Invalid with the API's sentences, Forbidden for a workspace that the asker does not run.
    """
    emails = rules.emails(body.emails)
    roles = {place.workspace_id: workspace_role(place) for place in rules.places(body.workspaces)}
    groups = set(body.groups) if isinstance(body.groups, list) else set[int]()
    organizations.lock_organization(tx, asker)
    _check_places(tx, asker, roles, groups)
    outcome = Outcome(made=[], sent=[], messages=[])
    for email in emails:
        _invite_one(tx, secrets, asker, email, roles, groups, outcome, now)
    rules.check_room(asker.plan, tx.one(PEOPLE, asker.scope).number)
    return outcome


def resend(tx: Write, asker: Officer, invitation_id: int, now: datetime) -> InvitationRow:
    """Give an unanswered invitation another 30 days. Raises NotFound, Invalid for one of another organization."""
    present = tx.find(FOR_UPDATE, asker.scope, invitation_id=invitation_id)
    if present is None and _is_elsewhere(tx, asker, invitation_id):
        raise Invalid("Organization ID and invitation organization ID mismatch")
    if present is None or present.status != "pending" or not may_see_code(asker.role, asker.user.id, present.sender_id):
        raise FOR_UPDATE.missing.fresh()
    renewed = _renewed(present, now)
    save(tx, asker.user.id, present, renewed, now)
    return renewed


def save(tx: Write, by: int, before: InvitationRow, after: InvitationRow, now: datetime) -> None:
    """Store an invitation and log the change."""
    tx.run(
        SAVE,
        Scope(organization_id=after.organization_id),
        invitation_id=after.id,
        status=after.status,
        sent_at=after.sent_at,
        expires_at=after.expires_at,
        answered_at=after.answered_at,
    )
    _record(tx, "updated", before, after, by, now)


def _invite_one(
    tx: Write,
    secrets: Secrets,
    asker: Officer,
    email: str,
    roles: Mapping[int, Role],
    groups: set[int],
    outcome: Outcome,
    now: datetime,
) -> None:
    person = tx.find(USER_BY_EMAIL, email_key_=email.lower())
    recipient_id = person.id if person else _new_account(tx, secrets, email, now)
    place = tx.find(OF_USER, asker.scope, the_user=recipient_id)
    if place is not None and place.deleted_at is None and place.inactive:
        raise Invalid(f"User with e-mail '{email}' is already an inactive member of the organization")
    joined = place is not None and place.deleted_at is None and place.joined
    by = asker.user.id
    organizations.join(tx, organizations.Joining(asker.organization_id, recipient_id, joined=joined), by, now)
    for workspace_id, role in sorted(roles.items()):
        join(tx, Joining(asker.organization_id, workspace_id, recipient_id, role, joined), by, now)
    add_to_groups(tx, asker, recipient_id, groups, now)
    if joined:
        outcome.messages.append(f"{email} is in the organization already and has joined the workspaces.")
        return
    made = _write(tx, secrets, asker, email, recipient_id, now)
    outcome.sent.append(made)
    if not may_see_code(asker.role, asker.user.id, made.sender_id):
        outcome.messages.append(f"{email} has been invited already and is invited to the workspaces, too.")
        return
    places = [
        InvitedTo(at.workspace_id, recipient_id, at.workspace_user_id)
        for at in tx.all(PLACES, asker.scope, user_ids=[recipient_id])
    ]
    outcome.made.append(Made(made, places))


def _new_account(tx: Write, secrets: Secrets, email: str, now: datetime) -> int:
    try:
        return users.create_invited(tx, secrets, email, now)
    except Invalid as error:
        raise Again("Another organization has just invited the same address.") from error


def _write(tx: Write, secrets: Secrets, asker: Officer, email: str, recipient_id: int, now: datetime) -> InvitationRow:
    present = tx.find(PENDING_FOR, asker.scope, the_user=recipient_id)
    if present is not None:
        renewed = _renewed(present, now)
        save(tx, asker.user.id, present, renewed, now)
        return renewed
    # Digits and letters alone: mail programs cut other signs off the end of a link.
    code, invitation_id = token_hex(24), tx.new_id()
    row = InvitationRow(
        organization_id=asker.organization_id,
        id=invitation_id,
        email=email,
        email_key=email.lower(),
        sender_id=asker.user.id,
        recipient_id=recipient_id,
        code_sealed=secrets.seal(code, invitation_id),
        status="pending",
        created_at=now,
        sent_at=now,
        expires_at=now + rules.LIFE,
        answered_at=None,
    )
    values = msgspec.structs.asdict(row)
    del values["organization_id"]
    tx.run(ADD, asker.scope, **values)
    tx.run(
        ADD_TO_DIRECTORY,
        code_hash=secrets.fingerprint(code),
        organization_id=asker.organization_id,
        invitation_id=invitation_id,
    )
    _record(tx, "created", None, row, asker.user.id, now)
    return row


def _check_places(tx: Read, asker: Officer, roles: Mapping[int, Role], groups: set[int]) -> None:
    known = {found.id for found in tx.all(KNOWN_WORKSPACES, asker.scope, workspace_ids=sorted(roles))}
    if not set(roles) <= known:
        raise Invalid("invalid workspace ID")
    if _runs_all(asker):
        return
    places = tx.all(PLACES, asker.scope, user_ids=[asker.user.id])
    runs = {at.workspace_id for at in places if at.role is Role.ADMIN and at.joined and not at.inactive}
    if groups or not set(roles) <= runs:
        raise Forbidden(Permission.INVITE.refusal)


def _is_elsewhere(tx: Read, asker: Officer, invitation_id: int) -> bool:
    """Whether the invitation belongs to another organization of the asker's; of others nobody learns anything."""
    return any(
        tx.find(ONE, Scope(organization_id=own.organization_id), invitation_id=invitation_id)
        for own in tx.all(OWN_ORGANIZATIONS, user_id=asker.user.id)
    )


def _runs_all(asker: Officer) -> bool:
    return Permission.UPDATE_ORGANIZATION_USERS in asker.permissions


def _renewed(present: InvitationRow, now: datetime) -> InvitationRow:
    return msgspec.structs.replace(present, sent_at=now, expires_at=now + rules.LIFE)


def _record(tx: Write, action: str, before: InvitationRow | None, after: InvitationRow, by: int, now: datetime) -> None:
    was = None if before is None else _logged(before)
    record(tx, Change(after.organization_id, None, "invitation", after.id, action, was, _logged(after), by, now))


def _logged(row: InvitationRow) -> Logged:
    return Logged(row.id, row.email, row.recipient_id, row.status, row.expires_at)
