"""Invitations over HTTP."""

from datetime import datetime

from sundial.access.askers import Officer, User
from sundial.access.permissions import Permission
from sundial.access.secrets import Secrets
from sundial.core.errors import Forbidden, Invalid, NotFound
from sundial.db.statement import Scope
from sundial.db.transaction import Read, Write
from sundial.http.operation import Door, operation
from sundial.invitations import actions, answers, letters
from sundial.invitations.actions import Made
from sundial.invitations.queries import LETTER
from sundial.invitations.schemas import (
    Acceptance,
    Accepted,
    InvitationCode,
    InvitationData,
    InvitationSeen,
    Invited,
    NewInvitations,
)
from sundial.mail.outbox import Outbox
from sundial.members.views import Views

FORBIDDEN = Forbidden("Forbidden")


@operation(
    "POST",
    "/organizations/{organization_id}/invitations",
    Permission.INVITE,
    stranger=FORBIDDEN,
    invalid_id=Invalid("Invalid organization id"),
    not_json="Invalid JSON input",
    secret=True,
)
def create_invitations(
    tx: Write, asker: Officer, body: NewInvitations, now: datetime, secrets: Secrets, views: Views, outbox: Outbox
) -> Invited:
    """Invite people by their addresses. Each gets a link, `invite_url`, that can be copied.

    It is mailed to them, too, unless `skip_email` is true.
    """
    outcome = actions.invite(tx, secrets, asker, body, now)
    if body.skip_email is not True:
        letters.post(tx, secrets, outbox, views, outcome.sent, now)
    return Invited(
        data=[_data(made, secrets, views) for made in outcome.made],
        messages=outcome.messages,
        invitations=[_code(tx, asker.scope, made, secrets) for made in outcome.made],
    )


@operation(
    "PUT",
    "/organizations/{organization_id}/invitations/{invitation_id}/resend",
    Permission.INVITE,
    stranger=FORBIDDEN,
    invalid_ids={"invitation_id": NotFound("Invitation code not found")},
)
def resend_invitation(
    tx: Write, asker: Officer, invitation_id: int, now: datetime, secrets: Secrets, views: Views, outbox: Outbox
) -> None:
    """Give an unanswered invitation another 30 days, and mail it again."""
    letters.post(tx, secrets, outbox, views, [actions.resend(tx, asker, invitation_id, now)], now)


@operation("GET", "/invitations/{invitation_code}", Door.PUBLIC)
def get_invitation(tx: Read, invitation_code: str, now: datetime, secrets: Secrets) -> InvitationSeen:
    """An invitation, by its code."""
    try:
        opened = answers.find(tx, secrets, invitation_code, now)
    except NotFound as error:
        raise NotFound("Invitation not found") from error
    row = opened.invitation
    letter = tx.one(LETTER, Scope(organization_id=row.organization_id), sender_id=row.sender_id)
    return InvitationSeen(
        code=invitation_code,
        email=row.email,
        organization_id=row.organization_id,
        organization_name=letter.organization_name,
        sender_email=letter.sender_email,
        sender_name=letter.sender_name,
        new_account=opened.new_account,
    )


@operation("POST", "/organizations/invitations/{invitation_code}/accept", Door.ANYBODY, body_optional=True, secret=True)
def accept_invitation(
    tx: Write, asker: User | None, invitation_code: str, body: Acceptance, now: datetime, secrets: Secrets
) -> Accepted:
    """Join: a new person with `fullname` and `password`, an existing one signed in as themselves."""
    return answers.accept(tx, secrets, asker, invitation_code, body, now)


@operation("POST", "/organizations/invitations/{invitation_code}/reject", Door.ANYBODY)
def reject_invitation(tx: Write, asker: User | None, invitation_code: str, now: datetime, secrets: Secrets) -> None:
    """Decline."""
    answers.reject(tx, secrets, asker, invitation_code, now)


def _data(made: Made, secrets: Secrets, views: Views) -> InvitationData:
    row = made.invitation
    return InvitationData(
        invitation_id=row.id,
        organization_id=row.organization_id,
        email=row.email,
        sender_id=row.sender_id,
        recipient_id=row.recipient_id,
        invite_url=views.invite_url(secrets.unseal(row.code_sealed, row.id)),
        workspaces=made.places,
    )


def _code(tx: Read, scope: Scope, made: Made, secrets: Secrets) -> InvitationCode:
    row = made.invitation
    letter = tx.one(LETTER, scope, sender_id=row.sender_id)
    return InvitationCode(
        code=secrets.unseal(row.code_sealed, row.id),
        email=row.email,
        organization_id=row.organization_id,
        organization_name=letter.organization_name,
        sender_email=letter.sender_email,
        sender_name=letter.sender_name,
    )
