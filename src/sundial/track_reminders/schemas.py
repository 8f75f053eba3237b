"""What clients send and read of a track reminder."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from sundial.core.money import Money
from sundial.core.shapes import Id, Whole

# Numbers like those of money: at most two decimals, kept in hundredths.
Hours = Money
Ids = Annotated[list[Id], Meta(max_length=10_000)]


class TrackReminder(msgspec.Struct):
    """Who is told that they tracked less than `threshold` hours yesterday (`frequency` 1) or in the last week (7)."""

    reminder_id: int
    workspace_id: int
    created_at: datetime
    frequency: int
    threshold: Hours
    user_ids: list[int]
    group_ids: list[int]
    email_reminder_enabled: bool
    slack_reminder_enabled: bool = False


class TrackReminderChange(msgspec.Struct):
    """A reminder to create, or a partial change of one; a list replaces the present one.

    `slack_reminder_enabled` is taken and means nothing.
    """

    frequency: Whole | UnsetType | None = UNSET
    threshold: Hours | UnsetType | None = UNSET
    user_ids: Ids | UnsetType | None = UNSET
    group_ids: Ids | UnsetType | None = UNSET
    email_reminder_enabled: bool | UnsetType | None = UNSET
    slack_reminder_enabled: bool | UnsetType | None = UNSET


class ReminderMail(msgspec.Struct):
    """What became of a reminder's mail: its state in the outbox, and what the mail server said last."""

    id: int
    to_address: str
    state: str
    attempts: int
    sent_at: datetime | None
    server_said: str | None


class TrackReminderDelivery(msgspec.Struct):
    """What somebody was told: of which days, what they had tracked, and what became of the mail."""

    id: int
    reminder_id: int
    user_id: int
    user_name: str
    first_day: date
    last_day: date
    start: datetime
    end: datetime
    tracked_seconds: int
    threshold_seconds: int
    created_at: datetime
    mail: ReminderMail


class Outlook(msgspec.Struct):
    """What a reminder means for somebody now: the latest period that is due for them, and whether they get a mail.

    `reason` says why or why not. `due_at` is since when that period is looked at, `next_due_at` when the next one is.
    """

    user_id: int
    user_name: str
    timezone: str
    first_day: date
    last_day: date
    start: datetime
    end: datetime
    due_at: datetime
    next_due_at: datetime
    tracked_seconds: int
    threshold_seconds: int
    would_send: bool
    reason: str
