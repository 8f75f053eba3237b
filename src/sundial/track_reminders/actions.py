"""Every write of track reminders."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from msgspec import UnsetType
from sqlalchemy import BigInteger, Table, bindparam, delete, update
from sqlalchemy.dialects.postgresql import insert

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.changes.log import Change, record
from sundial.db.statement import Command, insertion, scoped
from sundial.db.transaction import Write
from sundial.db.types import among
from sundial.track_reminders import rules
from sundial.track_reminders.queries import (
    FOR_UPDATE,
    ReminderRow,
    check_people,
    users_and_groups,
)
from sundial.track_reminders.schemas import TrackReminderChange
from sundial.track_reminders.tables import (
    track_reminder,
    track_reminder_directory,
    track_reminder_group,
    track_reminder_round,
    track_reminder_user,
)

KIND = "track_reminder"
FIXED = ("organization_id", "id", "workspace_id", "creator_id", "created_at")


def _naming(table: Table) -> Command:
    values = {column.name: bindparam(column.name, type_=column.type) for column in table.c}
    # Who left the workspace is still in the table, and may come back at this moment.
    return Command(
        insert(table).values({**values, "organization_id": scoped("organization_id")}).on_conflict_do_nothing()
    )


ADD = insertion(track_reminder)
ADD_USER = _naming(track_reminder_user)
ADD_GROUP = _naming(track_reminder_group)
ADD_TO_DIRECTORY = insertion(track_reminder_directory)
SAVE = Command(
    update(track_reminder)
    .values({c.name: bindparam(c.name, type_=c.type) for c in track_reminder.c if c.name not in FIXED})
    .where(track_reminder.c.organization_id == scoped("organization_id"), track_reminder.c.id == bindparam("the_id"))
)
_the_reminder = bindparam("the_reminder", type_=BigInteger())


def _removal(table: Table, *conditions: Any) -> Command:
    own = (table.c.organization_id == scoped("organization_id"), table.c.reminder_id == _the_reminder)
    return Command(delete(table).where(*own, *conditions))


KEEP_USERS = _removal(track_reminder_user, ~among(track_reminder_user.c.user_id, "kept"))
KEEP_GROUPS = _removal(track_reminder_group, ~among(track_reminder_group.c.group_id, "kept"))
FORGET_ROUNDS = _removal(track_reminder_round)
LEAVE_DIRECTORY = Command(
    delete(track_reminder_directory).where(track_reminder_directory.c.reminder_id == _the_reminder)
)


class Shape(ReminderRow):
    """A reminder with whom it is for, as the log of changes holds it."""

    user_ids: list[int]
    group_ids: list[int]

    def row(self) -> dict[str, Any]:
        """The columns of the reminder itself."""
        return {name: getattr(self, name) for name in ReminderRow.__struct_fields__}


def create(tx: Write, asker: Membership, body: TrackReminderChange, now: datetime) -> Shape:
    """Create a reminder. Raises Invalid and Forbidden."""
    asker.require(Permission.MANAGE_TRACK_REMINDERS)
    days = rules.frequency(body.frequency)
    made = Shape(
        organization_id=asker.organization_id,
        id=0,
        workspace_id=asker.workspace_id,
        frequency=days,
        threshold=rules.threshold(body.threshold),
        email_reminder_enabled=body.email_reminder_enabled is not False,
        creator_id=asker.user.id,
        created_at=now,
        since=now,
        at=now,
        deleted_at=None,
        user_ids=rules.ids(body.user_ids),
        group_ids=rules.ids(body.group_ids),
    )
    rules.check_threshold(days, made.threshold)
    check_people(tx, asker.scope, made.user_ids, made.group_ids)
    made.id = tx.new_id()
    tx.run(ADD, asker.scope, **{name: value for name, value in made.row().items() if name != "organization_id"})
    tx.run(ADD_TO_DIRECTORY, reminder_id=made.id, organization_id=asker.organization_id)
    _add_people(tx, asker, made, made.user_ids, made.group_ids)
    _record(tx, asker, "created", None, made)
    return made


def change(tx: Write, asker: Membership, reminder_id: int, body: TrackReminderChange, now: datetime) -> Shape:
    """Change a reminder; what is absent stays, and the whole must be right. Raises Invalid and Forbidden."""
    asker.require(Permission.MANAGE_TRACK_REMINDERS)
    before = _locked(tx, asker, reminder_id)
    after = msgspec.structs.replace(before, **_values(body))
    rules.check_threshold(after.frequency, after.threshold)
    # Who left meanwhile is in nobody's way: only what is given must name somebody.
    if not all(isinstance(given, UnsetType) for given in (body.user_ids, body.group_ids)):
        check_people(tx, asker.scope, after.user_ids, after.group_ids)
    if after == before:
        return before
    after.at = now
    if _is_as_if_new(before, after):
        after.since = now
    _save(tx, asker, before, after, "updated")
    if isinstance(body.user_ids, list) or body.user_ids is None:
        tx.run(KEEP_USERS, asker.scope, the_reminder=after.id, kept=after.user_ids)
    if isinstance(body.group_ids, list) or body.group_ids is None:
        tx.run(KEEP_GROUPS, asker.scope, the_reminder=after.id, kept=after.group_ids)
    _add_people(tx, asker, after, {*after.user_ids} - {*before.user_ids}, {*after.group_ids} - {*before.group_ids})
    return after


def remove(tx: Write, asker: Membership, reminder_id: int, now: datetime) -> None:
    """Delete a reminder: nobody is told anything any more. Raises Forbidden."""
    asker.require(Permission.MANAGE_TRACK_REMINDERS)
    before = _locked(tx, asker, reminder_id)
    _save(tx, asker, before, msgspec.structs.replace(before, at=now, deleted_at=now), "deleted")
    tx.run(LEAVE_DIRECTORY, the_reminder=reminder_id)
    tx.run(FORGET_ROUNDS, asker.scope, the_reminder=reminder_id)


def _values(body: TrackReminderChange) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if not isinstance(body.frequency, UnsetType):
        values["frequency"] = rules.frequency(body.frequency)
    if not isinstance(body.threshold, UnsetType):
        values["threshold"] = rules.threshold(body.threshold)
    if not isinstance(body.email_reminder_enabled, UnsetType):
        values["email_reminder_enabled"] = rules.flag("email_reminder_enabled", body.email_reminder_enabled)
    for name in ("user_ids", "group_ids"):
        if not isinstance(getattr(body, name), UnsetType):
            values[name] = rules.ids(getattr(body, name))
    return values


def _is_as_if_new(before: Shape, after: Shape) -> bool:
    """Whether a change lets people be told of a time at which nobody meant to tell them."""
    return (
        after.frequency != before.frequency
        or after.email_reminder_enabled > before.email_reminder_enabled
        or not {*after.user_ids} <= {*before.user_ids}
        or not {*after.group_ids} <= {*before.group_ids}
    )


def _locked(tx: Write, asker: Membership, reminder_id: int) -> Shape:
    row = tx.one(FOR_UPDATE, asker.scope, the_reminder=reminder_id)
    user_ids, group_ids = users_and_groups(tx, asker.scope, [row.id])[row.id]
    return Shape(**msgspec.structs.asdict(row), user_ids=user_ids, group_ids=group_ids)


def _add_people(
    tx: Write, asker: Membership, reminder: Shape, user_ids: Iterable[int], group_ids: Iterable[int]
) -> None:
    for user_id in sorted(user_ids):
        tx.run(ADD_USER, asker.scope, reminder_id=reminder.id, user_id=user_id)
    for group_id in sorted(group_ids):
        tx.run(ADD_GROUP, asker.scope, reminder_id=reminder.id, group_id=group_id)


def _save(tx: Write, asker: Membership, before: Shape, after: Shape, action: str) -> None:
    values = {name: value for name, value in after.row().items() if name not in FIXED}
    tx.run(SAVE, asker.scope, the_id=after.id, **values)
    _record(tx, asker, action, before, after)


def _record(tx: Write, asker: Membership, action: str, before: Shape | None, after: Shape) -> None:
    place, by = (asker.organization_id, asker.workspace_id), asker.user.id
    record(tx, Change(*place, KIND, after.id, action, before, after, by, after.at))
