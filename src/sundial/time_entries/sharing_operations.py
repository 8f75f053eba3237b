"""Shared entries over HTTP."""

from datetime import datetime

from sundial.access.askers import Membership, User
from sundial.access.permissions import Permission
from sundial.core.errors import Invalid
from sundial.db.transaction import Read, Write
from sundial.http.operation import Door, operation
from sundial.time_entries import invited
from sundial.time_entries.schemas import EntryInvitation, Sharing, SharingRequests

HERE = "/workspaces/{workspace_id}/time_entry_invitations"
ANSWERS = {"accept": invited.accept, "reject": invited.reject}


@operation("GET", HERE, Permission.TRACK_TIME)
def list_time_entry_invitations(tx: Read, asker: Membership) -> list[EntryInvitation]:
    """The caller's open invitations: entries that others share with them."""
    return invited.invitations(tx, asker)


@operation(
    "POST",
    HERE + "/{time_entry_invitation_id}/{action}",
    Permission.TRACK_TIME,
    invalid_ids={"time_entry_invitation_id": Invalid("invalid time_entry_invitation_id")},
    status=204,
)
def answer_time_entry_invitation(
    tx: Write, asker: Membership, time_entry_invitation_id: int, action: str, now: datetime
) -> None:
    """Accept or reject (`action`) an invitation. Whoever accepts gets an entry of their own like the shared one."""
    if action not in ANSWERS:
        raise Invalid("action must be accept or reject")
    ANSWERS[action](tx, asker, time_entry_invitation_id, now)


@operation("POST", "/me/time_entries_shared_with", Door.SIGNED_IN)
def list_time_entries_shared_with(tx: Read, asker: User, body: SharingRequests) -> list[Sharing]:
    """With whom these entries are shared, of those that are the caller's or shared with them; at most 1,000."""
    return invited.details(tx, asker, body)
