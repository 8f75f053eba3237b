"""Every read of track reminders, of whom they are for, and of what they told."""

from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, and_, bindparam, exists, func, literal_column, or_, select

from sundial.access.permissions import NO_ACCESS
from sundial.access.queries import OWN_ORGANIZATIONS, in_own_workspaces
from sundial.core.errors import Forbidden
from sundial.db.statement import Query, Scope, Written, scoped
from sundial.db.transaction import Read, Write
from sundial.db.types import among
from sundial.groups.tables import group, group_user, group_workspace
from sundial.http.paging import SIZES
from sundial.mail.tables import outbox
from sundial.track_reminders import rules
from sundial.track_reminders.tables import (
    track_reminder,
    track_reminder_delivery,
    track_reminder_group,
    track_reminder_user,
)
from sundial.users.tables import user
from sundial.workspaces.tables import workspace_user


class ReminderRow(msgspec.Struct):
    """A reminder, whole, but for whom it is for."""

    organization_id: int
    id: int
    workspace_id: int
    frequency: int
    threshold: int
    email_reminder_enabled: bool
    creator_id: int
    created_at: datetime
    since: datetime
    at: datetime
    deleted_at: datetime | None


class UserOf(msgspec.Struct):
    """Somebody whom a reminder names."""

    reminder_id: int
    user_id: int


class GroupOf(msgspec.Struct):
    """A group that a reminder names."""

    reminder_id: int
    group_id: int


class Known(msgspec.Struct):
    """An id that is in the workspace."""

    id: int


class Number(msgspec.Struct):
    """A count."""

    number: int


class DeliveryRow(msgspec.Struct):
    """A mail that was written, and what became of it."""

    id: int
    reminder_id: int
    user_id: int
    period: str
    period_start: datetime
    period_end: datetime
    tracked_seconds: int
    threshold_seconds: int
    created_at: datetime
    mail_id: int
    user_name: str
    to_address: str
    state: str
    attempts: int
    sent_at: datetime | None
    server_said: str | None


def visible() -> Written:
    """The reminders of the caller's workspace that are not deleted."""
    return select(track_reminder).where(
        _of_organization,
        track_reminder.c.workspace_id == scoped("workspace_id"),
        track_reminder.c.deleted_at.is_(None),
    )


_of_organization = track_reminder.c.organization_id == scoped("organization_id")
_missing = Forbidden(NO_ACCESS)
_this = track_reminder.c.id == bindparam("the_reminder", type_=BigInteger())

REMINDERS = Query(ReminderRow, visible().order_by(track_reminder.c.id))
REMINDER = Query(ReminderRow, visible().where(_this), _missing)
FOR_UPDATE = Query(ReminderRow, visible().where(_this).with_for_update(), _missing)

in_group_here = and_(
    group_workspace.c.organization_id == track_reminder_group.c.organization_id,
    group_workspace.c.group_id == track_reminder_group.c.group_id,
)
of_same_group = and_(
    group_user.c.organization_id == track_reminder_group.c.organization_id,
    group_user.c.group_id == track_reminder_group.c.group_id,
)
# Who was removed from the workspace, and a group that was taken out of it, are no longer named; they may come back.
USERS_OF = Query(
    UserOf,
    select(track_reminder_user.c.reminder_id, track_reminder_user.c.user_id)
    .join(
        track_reminder,
        and_(
            track_reminder.c.organization_id == track_reminder_user.c.organization_id,
            track_reminder.c.id == track_reminder_user.c.reminder_id,
        ),
    )
    .join(
        workspace_user,
        and_(
            workspace_user.c.organization_id == track_reminder.c.organization_id,
            workspace_user.c.workspace_id == track_reminder.c.workspace_id,
            workspace_user.c.user_id == track_reminder_user.c.user_id,
        ),
    )
    .where(_of_organization, workspace_user.c.deleted_at.is_(None), among(track_reminder.c.id, "reminder_ids"))
    .order_by(track_reminder_user.c.reminder_id, track_reminder_user.c.user_id),
)
GROUPS_OF = Query(
    GroupOf,
    select(track_reminder_group.c.reminder_id, track_reminder_group.c.group_id)
    .join(
        track_reminder,
        and_(
            track_reminder.c.organization_id == track_reminder_group.c.organization_id,
            track_reminder.c.id == track_reminder_group.c.reminder_id,
        ),
    )
    .join(group_workspace, and_(in_group_here, group_workspace.c.workspace_id == track_reminder.c.workspace_id))
    .where(_of_organization, among(track_reminder.c.id, "reminder_ids"))
    .order_by(track_reminder_group.c.reminder_id, track_reminder_group.c.group_id),
)

KNOWN_USERS = Query(
    Known,
    select(workspace_user.c.user_id.label("id")).where(
        workspace_user.c.organization_id == scoped("organization_id"),
        workspace_user.c.workspace_id == scoped("workspace_id"),
        workspace_user.c.deleted_at.is_(None),
        among(workspace_user.c.user_id, "user_ids"),
    ),
)
_known_groups = (
    select(group.c.id)
    .join(
        group_workspace,
        and_(group_workspace.c.organization_id == group.c.organization_id, group_workspace.c.group_id == group.c.id),
    )
    .where(
        group.c.organization_id == scoped("organization_id"),
        group_workspace.c.workspace_id == scoped("workspace_id"),
        among(group.c.id, "group_ids"),
    )
    .order_by(group.c.id)
)
KNOWN_GROUPS = Query(Known, _known_groups)
# A reminder that names a group must not be stored after the group is gone.
KNOWN_GROUPS_TO_NAME = Query(Known, _known_groups.with_for_update(of=group, read=True, key_share=True))

_names_me = exists().where(
    track_reminder_user.c.organization_id == track_reminder.c.organization_id,
    track_reminder_user.c.reminder_id == track_reminder.c.id,
    track_reminder_user.c.user_id == scoped("user_id"),
)
_names_a_group_of_mine = (
    select(track_reminder_group.c.group_id)
    .join(group_workspace, in_group_here)
    .join(group_user, of_same_group)
    .where(
        track_reminder_group.c.organization_id == track_reminder.c.organization_id,
        track_reminder_group.c.reminder_id == track_reminder.c.id,
        group_workspace.c.workspace_id == track_reminder.c.workspace_id,
        group_user.c.user_id == scoped("user_id"),
    )
    .exists()
)
MINE = Query(
    ReminderRow,
    select(track_reminder)
    .where(
        _of_organization,
        track_reminder.c.deleted_at.is_(None),
        in_own_workspaces(track_reminder),
        or_(_names_me, _names_a_group_of_mine),
    )
    .order_by(track_reminder.c.id),
)

_delivered = (
    track_reminder_delivery.c.organization_id == scoped("organization_id"),
    track_reminder_delivery.c.reminder_id == bindparam("the_reminder", type_=BigInteger()),
)
_deliveries = (
    select(
        *(track_reminder_delivery.c[name] for name in DeliveryRow.__struct_fields__[:10]),
        user.c.fullname.label("user_name"),
        *(outbox.c[name] for name in DeliveryRow.__struct_fields__[11:]),
    )
    .join(user, user.c.id == track_reminder_delivery.c.user_id)
    .join(
        outbox,
        and_(
            outbox.c.organization_id == track_reminder_delivery.c.organization_id,
            outbox.c.id == track_reminder_delivery.c.mail_id,
        ),
    )
    .where(*_delivered)
    # Ids tell no order: each process has a block of its own.
    .order_by(track_reminder_delivery.c.created_at.desc(), track_reminder_delivery.c.id.desc())
    .offset(bindparam("first", type_=BigInteger()))
)
DELIVERIES = {size: Query(DeliveryRow, _deliveries.limit(literal_column(str(size)))) for size in SIZES}
COUNT = Query(Number, select(func.count().label("number")).select_from(track_reminder_delivery).where(*_delivered))


def users_and_groups(tx: Read, scope: Scope, reminder_ids: list[int]) -> dict[int, tuple[list[int], list[int]]]:
    """The people and groups that reminders name, as far as they are in the workspace."""
    found: dict[int, tuple[list[int], list[int]]] = {reminder_id: ([], []) for reminder_id in reminder_ids}
    for of in tx.all(USERS_OF, scope, reminder_ids=reminder_ids):
        found[of.reminder_id][0].append(of.user_id)
    for of in tx.all(GROUPS_OF, scope, reminder_ids=reminder_ids):
        found[of.reminder_id][1].append(of.group_id)
    return found


def check_people(tx: Read, scope: Scope, user_ids: list[int], group_ids: list[int]) -> None:
    """Raise Invalid unless a reminder for them is for somebody, and all of them are in the workspace."""
    rules.check_somebody(user_ids, group_ids)
    rules.check_known("User", user_ids, (one.id for one in tx.all(KNOWN_USERS, scope, user_ids=user_ids)))
    groups = KNOWN_GROUPS_TO_NAME if isinstance(tx, Write) else KNOWN_GROUPS
    rules.check_known("Group", group_ids, (one.id for one in tx.all(groups, scope, group_ids=group_ids)))


def mine(tx: Read, user_id: int) -> list[tuple[Scope, list[ReminderRow]]]:
    """The reminders that somebody is concerned by, with the place of those of each organization."""
    places = [
        Scope(organization_id=own.organization_id, user_id=user_id)
        for own in tx.all(OWN_ORGANIZATIONS, user_id=user_id)
    ]
    return [(place, tx.all(MINE, place)) for place in places]
