"""Track reminders over HTTP."""

from datetime import date, datetime

from sundial.access.askers import Membership, User
from sundial.access.permissions import NO_ACCESS, Permission
from sundial.core.errors import Forbidden
from sundial.core.money import Money
from sundial.core.settings import Settings
from sundial.db.statement import Scope
from sundial.db.transaction import Read, Write
from sundial.http.operation import Door, Reply, operation
from sundial.http.paging import Paging
from sundial.track_reminders import actions, previews
from sundial.track_reminders.previews import Plan
from sundial.track_reminders.queries import (
    COUNT,
    DELIVERIES,
    REMINDER,
    REMINDERS,
    DeliveryRow,
    ReminderRow,
    mine,
    users_and_groups,
)
from sundial.track_reminders.schemas import (
    Outlook,
    ReminderMail,
    TrackReminder,
    TrackReminderChange,
    TrackReminderDelivery,
)

REMINDERS_PATH = "/workspaces/{workspace_id}/track_reminders"
REMINDER_PATH = f"{REMINDERS_PATH}/{{reminder_id}}"
NO_SUCH = {"reminder_id": Forbidden(NO_ACCESS)}
PAGE_SIZE = 50


@operation("GET", REMINDERS_PATH, Permission.MANAGE_TRACK_REMINDERS)
def list_track_reminders(tx: Read, asker: Membership) -> list[TrackReminder]:
    """The workspace's track reminders, for its admins."""
    return views(tx, asker.scope, tx.all(REMINDERS, asker.scope))


@operation("POST", REMINDERS_PATH, Permission.MANAGE_TRACK_REMINDERS)
def create_track_reminder(tx: Write, asker: Membership, body: TrackReminderChange, now: datetime) -> TrackReminder:
    """Have people reminded who track less than `threshold` hours a day (`frequency` 1) or a week (7).

    `user_ids`, `group_ids` or both must name somebody; all must be in the workspace.
    """
    return view(actions.create(tx, asker, body, now))


@operation("PUT", REMINDER_PATH, Permission.MANAGE_TRACK_REMINDERS, invalid_ids=NO_SUCH)
def update_track_reminder(
    tx: Write, asker: Membership, reminder_id: int, body: TrackReminderChange, now: datetime
) -> TrackReminder:
    """Change a track reminder; a list that is given replaces the present one."""
    return view(actions.change(tx, asker, reminder_id, body, now))


@operation("DELETE", REMINDER_PATH, Permission.MANAGE_TRACK_REMINDERS, invalid_ids=NO_SUCH)
def delete_track_reminder(tx: Write, asker: Membership, reminder_id: int, now: datetime) -> None:
    """Delete a track reminder: nobody is told anything any more."""
    actions.remove(tx, asker, reminder_id, now)


@operation("GET", f"{REMINDER_PATH}/deliveries", Permission.MANAGE_TRACK_REMINDERS, invalid_ids=NO_SUCH)
def list_track_reminder_deliveries(
    tx: Read, asker: Membership, reminder_id: int, page: int = 1, per_page: int = PAGE_SIZE
) -> Reply[list[TrackReminderDelivery]]:
    """The mails that were written for a reminder, newest first: to whom, why, and what became of each.

    In pages of 50 (at most 200).
    """
    paging = Paging(page, per_page, descending=True)
    this = {"the_reminder": tx.one(REMINDER, asker.scope, the_reminder=reminder_id).id}
    rows = tx.all(DELIVERIES[paging.size], asker.scope, **this, first=paging.first)
    number = paging.records(len(rows), lambda: tx.one(COUNT, asker.scope, **this).number)
    return Reply([_delivery(row) for row in rows[: paging.per_page]], headers=paging.headers(number))


@operation("POST", f"{REMINDERS_PATH}/preview", Permission.MANAGE_TRACK_REMINDERS)
def preview_new_track_reminder(
    tx: Read,
    asker: Membership,
    body: TrackReminderChange,
    settings: Settings,
    now: datetime,
    page: int = 1,
    per_page: int = PAGE_SIZE,
) -> Reply[list[Outlook]]:
    """Who would get a mail now if there were such a reminder, who would not, and why: people by name, in pages of 50.

    As if it had been there when the latest period was due. Nothing is stored or sent.
    """
    return _outlooks(tx, asker, previews.of_body(tx, asker, body), Paging(page, per_page), settings, now)


@operation("POST", f"{REMINDER_PATH}/preview", Permission.MANAGE_TRACK_REMINDERS, invalid_ids=NO_SUCH)
def preview_track_reminder(
    tx: Read,
    asker: Membership,
    reminder_id: int,
    settings: Settings,
    now: datetime,
    page: int = 1,
    per_page: int = PAGE_SIZE,
) -> Reply[list[Outlook]]:
    """Who gets a mail now, who does not, and why: people by name, in pages of 50. Nothing is sent."""
    return _outlooks(tx, asker, previews.of_reminder(tx, asker, reminder_id), Paging(page, per_page), settings, now)


@operation("GET", "/me/track_reminders", Door.SIGNED_IN)
def list_my_track_reminders(tx: Read, asker: User) -> list[TrackReminder]:
    """The track reminders that name the caller or a group of theirs, in all of their workspaces."""
    return [one for place, rows in mine(tx, asker.id) for one in views(tx, place, rows)]


def views(tx: Read, scope: Scope, rows: list[ReminderRow]) -> list[TrackReminder]:
    """Reminders as clients read them, in two more statements however many they are."""
    named = users_and_groups(tx, scope, [row.id for row in rows])
    return [_view(row, *named[row.id]) for row in rows]


def view(shape: actions.Shape) -> TrackReminder:
    """A reminder as clients read it."""
    return _view(shape, shape.user_ids, shape.group_ids)


def _view(row: ReminderRow, user_ids: list[int], group_ids: list[int]) -> TrackReminder:
    return TrackReminder(
        reminder_id=row.id,
        workspace_id=row.workspace_id,
        created_at=row.created_at,
        frequency=row.frequency,
        threshold=Money(row.threshold),
        user_ids=user_ids,
        group_ids=group_ids,
        email_reminder_enabled=row.email_reminder_enabled,
    )


def _delivery(row: DeliveryRow) -> TrackReminderDelivery:
    first, _, last = row.period.partition("/")
    return TrackReminderDelivery(
        id=row.id,
        reminder_id=row.reminder_id,
        user_id=row.user_id,
        user_name=row.user_name,
        first_day=date.fromisoformat(first),
        last_day=date.fromisoformat(last or first),
        start=row.period_start,
        end=row.period_end,
        tracked_seconds=row.tracked_seconds,
        threshold_seconds=row.threshold_seconds,
        created_at=row.created_at,
        mail=ReminderMail(row.mail_id, row.to_address, row.state, row.attempts, row.sent_at, row.server_said),
    )


def _outlooks(
    tx: Read, asker: Membership, plan: Plan, paging: Paging, settings: Settings, now: datetime
) -> Reply[list[Outlook]]:
    found, number = previews.outlooks(tx, asker, plan, paging, settings.reminder_hour, now)
    return Reply(found, headers=paging.headers(number))
