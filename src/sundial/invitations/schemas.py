"""What clients send and read of an invitation."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from sundial.core.shapes import Id
from sundial.organization_users.schemas import Ids, Places

Emails = Annotated[list[str], Meta(max_length=100)]


class ProjectInvite(msgspec.Struct):
    """A project to which people are invited besides."""

    project_id: Id
    workspace_id: Id
    manager: bool = False


class NewInvitations(msgspec.Struct):
    """Whom to invite, to where."""

    emails: Emails | UnsetType | None = UNSET
    workspaces: Places | UnsetType | None = UNSET
    groups: Ids | UnsetType | None = UNSET
    project_invite: ProjectInvite | UnsetType | None = UNSET
    skip_email: bool | UnsetType | None = UNSET


class InvitedTo(msgspec.Struct):
    """A place that waits for the invited."""

    workspace_id: int
    user_id: int
    workspace_user_id: int


class InvitationData(msgspec.Struct):
    """An invitation that was made."""

    invitation_id: int
    organization_id: int
    email: str
    sender_id: int
    recipient_id: int
    invite_url: str
    workspaces: list[InvitedTo]


class InvitationCode(msgspec.Struct):
    """The same with its code."""

    code: str
    email: str
    organization_id: int
    organization_name: str
    sender_email: str
    sender_name: str


class Invited(msgspec.Struct):
    """The invitations that were made, and what to know of the others."""

    data: list[InvitationData]
    messages: list[str]
    invitations: list[InvitationCode]


class InvitationSeen(msgspec.Struct):
    """An invitation as whoever has its code sees it; ``new_account``: accepting takes a name and a password."""

    code: str
    email: str
    organization_id: int
    organization_name: str
    sender_email: str
    sender_name: str
    new_account: bool
    token: str = ""
    sso: bool = False
    accounts_signup_url: str = ""


class Acceptance(msgspec.Struct):
    """What a new person says of themselves; an existing one sends nothing."""

    fullname: str | UnsetType | None = UNSET
    password: str | UnsetType | None = UNSET
    timezone: str | UnsetType | None = UNSET


class Accepted(msgspec.Struct):
    """Who has joined where."""

    user_id: int
    organization_id: int
    workspace_ids: list[int]
