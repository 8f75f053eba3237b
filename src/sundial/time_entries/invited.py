"""What the invited see of shared entries, and their answers. Whoever accepts gets an entry of their own like it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, bindparam, exists, or_, select

from sundial.access.askers import Membership, User
from sundial.access.queries import in_own_workspaces
from sundial.core.errors import Conflict, Invalid, NotFound
from sundial.db.statement import Query, scoped
from sundial.db.transaction import Read, Write
from sundial.db.types import among
from sundial.projects.queries import sees_all
from sundial.tags.queries import NAMES as TAG_NAMES
from sundial.time_entries import sharing
from sundial.time_entries.actions import create
from sundial.time_entries.names import views
from sundial.time_entries.queries import BY_ID, MOST, PROJECT_USE, TASK_USE, Found, scopes
from sundial.time_entries.schemas import EntryInvitation, Sharing, SharingRequest, Wanted
from sundial.time_entries.sharing import InvitationRow
from sundial.time_entries.tables import time_entry, time_entry_invitation
from sundial.timers.rows import WHOLE, TimeEntryRow
from sundial.users.tables import user
from sundial.workspaces.tables import workspace_user


class SharedEntry(TimeEntryRow):
    """An entry that somebody shares, with the invitation to it."""

    invitation_id: int
    shared_by_id: int
    shared_by_name: str


_open = and_(
    time_entry_invitation.c.organization_id == scoped("organization_id"),
    time_entry_invitation.c.workspace_id == scoped("workspace_id"),
    time_entry_invitation.c.user_id == scoped("user_id"),
    time_entry_invitation.c.accepted.is_(None),
)
_its_entry = and_(
    time_entry.c.organization_id == time_entry_invitation.c.organization_id,
    time_entry.c.id == time_entry_invitation.c.time_entry_id,
    # Where a move is taken back, invitations stay behind.
    time_entry.c.workspace_id == time_entry_invitation.c.workspace_id,
    time_entry.c.deleted_at.is_(None),
)
OPEN = Query(
    SharedEntry,
    select(
        *WHOLE,
        time_entry_invitation.c.id.label("invitation_id"),
        time_entry_invitation.c.shared_by_id,
        user.c.fullname.label("shared_by_name"),
    )
    .join(time_entry_invitation, _its_entry)
    .join(user, user.c.id == time_entry_invitation.c.shared_by_id)
    .where(_open)
    .order_by(time_entry_invitation.c.created_at.desc(), time_entry_invitation.c.id.desc())
    .limit(MOST),
)
FOR_UPDATE = Query(
    InvitationRow,
    select(time_entry_invitation)
    .where(_open, time_entry_invitation.c.id == bindparam("invitation_id"))
    .with_for_update(),
    NotFound("Invitation not found"),
)
PLACES = Query(
    Found,
    select(workspace_user.c.workspace_id.label("id")).where(
        workspace_user.c.organization_id == scoped("organization_id"),
        workspace_user.c.user_id == scoped("user_id"),
        in_own_workspaces(workspace_user),
    ),
)
"""The workspaces of an organization that the caller may enter."""
_mine = time_entry_invitation.alias("mine")
_shared_with_me = exists().where(
    _mine.c.organization_id == time_entry.c.organization_id,
    _mine.c.time_entry_id == time_entry.c.id,
    _mine.c.user_id == scoped("user_id"),
)
DETAILS = Query(
    Sharing,
    select(
        time_entry_invitation.c.id.label("time_entry_invitation_id"),
        time_entry_invitation.c.workspace_id,
        time_entry_invitation.c.time_entry_id,
        time_entry_invitation.c.user_id,
        user.c.fullname.label("user_name"),
        time_entry_invitation.c.accepted.label("is_accepted"),
    )
    .join(time_entry, _its_entry)
    .join(user, user.c.id == time_entry_invitation.c.user_id)
    .where(
        time_entry_invitation.c.organization_id == scoped("organization_id"),
        among(time_entry_invitation.c.time_entry_id, "entry_ids"),
        or_(time_entry.c.user_id == scoped("user_id"), _shared_with_me),
    )
    .order_by(time_entry_invitation.c.time_entry_id, time_entry_invitation.c.created_at, time_entry_invitation.c.id),
)


def invitations(tx: Read, asker: Membership) -> list[EntryInvitation]:
    """The asker's open invitations in the workspace, the newest first."""
    rows = tx.all(OPEN, asker.scope)
    return [
        EntryInvitation(row.invitation_id, row.workspace_id, row.shared_by_id, row.shared_by_name, entry)
        for row, entry in zip(rows, views(tx, asker.scope, rows), strict=True)
    ]


def accept(tx: Write, asker: Membership, invitation_id: int, now: datetime) -> None:
    """Accept an invitation: the asker gets an entry like the one that is shared.

    Raises NotFound, Conflict while the shared entry is running, and what creating an entry raises.
    """
    invitation = tx.one(FOR_UPDATE, asker.scope, invitation_id=invitation_id)
    shared = _shared(tx, asker, invitation)
    if shared.running:
        raise Conflict("The time entry is still running.")
    create(tx, asker, _like(tx, asker, shared), now)
    sharing.answer(tx, invitation, True, now)


def reject(tx: Write, asker: Membership, invitation_id: int, now: datetime) -> None:
    """Reject an invitation. Raises NotFound."""
    invitation = tx.one(FOR_UPDATE, asker.scope, invitation_id=invitation_id)
    _shared(tx, asker, invitation)
    sharing.answer(tx, invitation, False, now)


def details(tx: Read, asker: User, wanted: Iterable[SharingRequest]) -> list[Sharing]:
    """With whom these entries are shared, of those that are the asker's or shared with them.

    Raises Invalid for a workspace that they are not in.
    """
    own = {scope: {place.id for place in tx.all(PLACES, scope)} for scope in scopes(tx, asker.id)}
    pairs = {(one.workspace_id, one.time_entry_id) for one in wanted}
    if {workspace_id for workspace_id, _ in pairs} - {place for places in own.values() for place in places}:
        raise Invalid("Invalid workspace")
    found: list[Sharing] = []
    for scope, places in own.items():
        entry_ids = sorted({entry_id for workspace_id, entry_id in pairs if workspace_id in places})
        if entry_ids:
            found += tx.all(DETAILS, scope, entry_ids=entry_ids)
    return [one for one in found if (one.workspace_id, one.time_entry_id) in pairs]


def _shared(tx: Read, asker: Membership, invitation: InvitationRow) -> TimeEntryRow:
    entry = tx.find(BY_ID, asker.scope, entry_id=invitation.time_entry_id)
    if entry is None or entry.workspace_id != invitation.workspace_id:
        raise FOR_UPDATE.missing.fresh()
    return entry


def _like(tx: Read, asker: Membership, shared: TimeEntryRow) -> Wanted:
    """An entry like another one, as far as the asker may have it: its project and task where they may use them."""
    project = None
    if shared.project_id is not None:
        project = tx.find(PROJECT_USE, asker.scope, project_id=shared.project_id, sees_all=sees_all(asker))
    usable = project is not None and project.active and not project.template
    with_task = usable and shared.task_id is not None
    task = tx.find(TASK_USE, asker.scope, task_id=shared.task_id, sees_all=sees_all(asker)) if with_task else None
    known = {tag.id for tag in tx.all(TAG_NAMES, asker.scope, tag_ids=shared.tag_ids or [])}
    return Wanted(
        billable=shared.billable,
        created_with=shared.created_with,
        description=shared.description,
        start=shared.start.isoformat(),
        stop=shared.stop.isoformat() if shared.stop else "",
        tag_ids=[tag_id for tag_id in shared.tag_ids or () if tag_id in known],
        project_id=project.id if project is not None and usable else None,
        task_id=task.id if task is not None else None,
    )
