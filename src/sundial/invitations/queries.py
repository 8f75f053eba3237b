"""Every read of invitations."""

from datetime import datetime

import msgspec
from sqlalchemy import and_, bindparam, func, select

from sundial.core.errors import NotFound
from sundial.db.statement import Query, scoped
from sundial.invitations.tables import invitation, invitation_directory
from sundial.organizations.tables import organization, organization_user
from sundial.users.tables import user
from sundial.workspaces.memberships import WorkspaceUserRow
from sundial.workspaces.tables import workspace_user

INVALID_CODE = NotFound("Invalid invitation code")


class Found(msgspec.Struct):
    """Where an invitation is."""

    organization_id: int
    invitation_id: int


class InvitationRow(msgspec.Struct):
    """An invitation, whole."""

    organization_id: int
    id: int
    email: str
    email_key: str
    sender_id: int
    recipient_id: int
    code_sealed: bytes
    status: str
    created_at: datetime
    sent_at: datetime
    expires_at: datetime
    answered_at: datetime | None


class Letter(msgspec.Struct):
    """What the invited read."""

    organization_name: str
    sender_email: str
    sender_name: str


class Number(msgspec.Struct):
    """A count."""

    number: int


BY_CODE = Query(
    Found,
    select(invitation_directory.c.organization_id, invitation_directory.c.invitation_id).where(
        invitation_directory.c.code_hash == bindparam("the_code")
    ),
    INVALID_CODE,
)

_own = invitation.c.organization_id == scoped("organization_id")
ONE = Query(InvitationRow, select(invitation).where(_own, invitation.c.id == bindparam("invitation_id")), INVALID_CODE)
FOR_UPDATE = Query(
    InvitationRow,
    select(invitation).where(_own, invitation.c.id == bindparam("invitation_id")).with_for_update(),
    NotFound("Invitation code not found"),
)
PENDING_FOR = Query(
    InvitationRow,
    select(invitation)
    .where(_own, invitation.c.recipient_id == bindparam("the_user"), invitation.c.status == "pending")
    .with_for_update(),
)
LETTER = Query(
    Letter,
    select(
        organization.c.name.label("organization_name"),
        user.c.email.label("sender_email"),
        user.c.fullname.label("sender_name"),
    )
    .select_from(organization)
    .join(user, user.c.id == bindparam("sender_id"))
    .where(organization.c.organization_id == scoped("organization_id")),
)
PEOPLE = Query(
    Number,
    select(func.count().label("number"))
    .select_from(organization_user)
    .where(
        organization_user.c.organization_id == scoped("organization_id"),
        organization_user.c.deleted_at.is_(None),
        ~organization_user.c.inactive,
    ),
)
"""How many people an organization has, the invited included."""

WAITING = Query(
    WorkspaceUserRow,
    select(workspace_user).where(
        and_(
            workspace_user.c.organization_id == scoped("organization_id"),
            workspace_user.c.user_id == bindparam("the_user"),
            workspace_user.c.deleted_at.is_(None),
            ~workspace_user.c.joined,
        )
    ),
)
"""The places that somebody has not taken yet."""
