"""Time entries as clients read them: with the names of what they refer to."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import and_, select

from sundial.clients.tables import client
from sundial.db.statement import Query, Scope, scoped
from sundial.db.transaction import Read
from sundial.db.types import among
from sundial.projects.queries import sees
from sundial.projects.tables import project
from sundial.tags.queries import NAMES as TAG_NAMES
from sundial.time_entries.queries import TASK_NAMES, USER_NAMES, ProjectName
from sundial.time_entries.schemas import SharedWith, TimeEntry
from sundial.time_entries.tables import time_entry_invitation
from sundial.timers.rows import TimeEntryRow
from sundial.users.tables import user


class Shared(msgspec.Struct):
    """Somebody with whom an entry is shared."""

    time_entry_id: int
    user_id: int
    user_name: str
    accepted: bool | None


PROJECT_NAMES = Query(
    ProjectName,
    select(
        project.c.id,
        project.c.name,
        project.c.color,
        project.c.active,
        project.c.billable,
        project.c.client_id,
        client.c.name.label("client_name"),
    )
    .outerjoin(client, and_(client.c.organization_id == project.c.organization_id, client.c.id == project.c.client_id))
    .where(project.c.organization_id == scoped("organization_id"), sees, among(project.c.id, "project_ids")),
)

HIDDEN = ProjectName(0, None, None, None, None, None, None)
"""What a reader is told of a project that they do not see."""

SHARED = Query(
    Shared,
    select(
        time_entry_invitation.c.time_entry_id,
        time_entry_invitation.c.user_id,
        user.c.fullname.label("user_name"),
        time_entry_invitation.c.accepted,
    )
    .join(user, user.c.id == time_entry_invitation.c.user_id)
    .where(
        time_entry_invitation.c.organization_id == scoped("organization_id"),
        among(time_entry_invitation.c.time_entry_id, "entry_ids"),
    )
    .order_by(time_entry_invitation.c.created_at, time_entry_invitation.c.id),
)


def views(
    tx: Read, scope: Scope, rows: Sequence[TimeEntryRow], meta: bool = False, sharing: bool = False
) -> list[TimeEntry]:
    """Entries of one organization, in few statements however many they are.

    With ``meta`` they have all names, with ``sharing`` the people with whom they are shared.
    """
    names = _tag_names(tx, scope, rows)
    entries = [_view(row, names) for row in rows]
    if meta and entries:
        _add_names(tx, scope, entries)
    if sharing and entries:
        _add_people(tx, scope, entries)
    return entries


def view(tx: Read, scope: Scope, row: TimeEntryRow, meta: bool = False, sharing: bool = False) -> TimeEntry:
    """One entry."""
    return views(tx, scope, [row], meta, sharing)[0]


def _tag_names(tx: Read, scope: Scope, rows: Iterable[TimeEntryRow]) -> dict[int, str]:
    tag_ids = {tag_id for row in rows if row.tag_ids for tag_id in row.tag_ids}
    if not tag_ids:
        return {}
    return {known.id: known.name for known in tx.all(TAG_NAMES, scope, tag_ids=sorted(tag_ids))}


def _view(row: TimeEntryRow, names: dict[int, str]) -> TimeEntry:
    # A tag that was deleted is still in the row, so that it can come back.
    tag_ids = [tag_id for tag_id in row.tag_ids if tag_id in names] if row.tag_ids else []
    # By position, for lists are long: names would take two thirds of the time.
    entry = TimeEntry(
        row.id,
        row.workspace_id,
        row.project_id,
        row.task_id,
        row.billable,
        row.start,
        row.stop,
        row.duration if row.stop is not None else -int(row.start.timestamp()),
        row.description,
        [names[tag_id] for tag_id in tag_ids],
        tag_ids,
        row.at,
        row.deleted_at,
        row.user_id,
        row.user_id,
        row.workspace_id,
    )
    if row.project_id is not None:
        entry.pid = row.project_id
    if row.task_id is not None:
        entry.tid = row.task_id
    return entry


def _add_names(tx: Read, scope: Scope, entries: list[TimeEntry]) -> None:
    projects = {one.id: one for one in tx.all(PROJECT_NAMES, scope, project_ids=_ids(entries, "project_id"))}
    tasks = {one.id: one.name for one in tx.all(TASK_NAMES, scope, task_ids=_ids(entries, "task_id"))}
    users = {one.id: one.name for one in tx.all(USER_NAMES, user_ids=_ids(entries, "user_id"))}
    for entry in entries:
        entry.user_name = users[entry.user_id]
        entry.user_avatar_url = ""
        if entry.task_id is not None:
            entry.task_name = tasks.get(entry.task_id)
        if entry.project_id is not None:
            known = projects.get(entry.project_id, HIDDEN)
            entry.project_name, entry.project_color = known.name, known.color
            entry.project_active, entry.project_billable = known.active, known.billable
            entry.client_id, entry.client_name = known.client_id, known.client_name


def _add_people(tx: Read, scope: Scope, entries: list[TimeEntry]) -> None:
    people: dict[int, list[SharedWith]] = {entry.id: [] for entry in entries}
    for one in tx.all(SHARED, scope, entry_ids=_ids(entries, "id")):
        people[one.time_entry_id].append(SharedWith(one.user_id, one.user_name, one.accepted))
    for entry in entries:
        entry.shared_with = people[entry.id]


def _ids(entries: list[TimeEntry], field: str) -> list[int]:
    found: set[Any] = {getattr(entry, field) for entry in entries}
    return sorted(found - {None})
