"""Time entries as clients read them: with the names of what they refer to."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import and_, select

from sundial.clients.tables import client
from sundial.db.statement import Query, Scope, scoped
from sundial.db.transaction import Read
from sundial.db.types import among
from sundial.projects.tables import project
from sundial.tags.queries import NAMES as TAG_NAMES
from sundial.time_entries.queries import TASK_NAMES, USER_NAMES, ProjectName
from sundial.time_entries.schemas import TimeEntry
from sundial.timers.rows import TimeEntryRow

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
    .where(project.c.organization_id == scoped("organization_id"), among(project.c.id, "project_ids")),
)


def views(tx: Read, scope: Scope, rows: Sequence[TimeEntryRow], meta: bool = False) -> list[TimeEntry]:
    """Entries of one organization, in few statements however many they are; with ``meta`` also all names."""
    names = _tag_names(tx, scope, rows)
    entries = [_view(row, names) for row in rows]
    if meta and entries:
        _add_names(tx, scope, entries)
    return entries


def view(tx: Read, scope: Scope, row: TimeEntryRow, meta: bool = False) -> TimeEntry:
    """One entry."""
    return views(tx, scope, [row], meta)[0]


def _tag_names(tx: Read, scope: Scope, rows: Iterable[TimeEntryRow]) -> dict[int, str]:
    tag_ids = {tag_id for row in rows if row.tag_ids for tag_id in row.tag_ids}
    if not tag_ids:
        return {}
    return {known.id: known.name for known in tx.all(TAG_NAMES, scope, tag_ids=sorted(tag_ids))}


def _view(row: TimeEntryRow, names: dict[int, str]) -> TimeEntry:
    # A tag that was deleted is still in the row, so that it can come back.
    tag_ids = [tag_id for tag_id in row.tag_ids if tag_id in names] if row.tag_ids else []
    entry = TimeEntry(
        id=row.id,
        workspace_id=row.workspace_id,
        project_id=row.project_id,
        task_id=row.task_id,
        billable=row.billable,
        start=row.start,
        stop=row.stop,
        duration=row.duration if row.stop is not None else -int(row.start.timestamp()),
        description=row.description,
        tags=[names[tag_id] for tag_id in tag_ids],
        tag_ids=tag_ids,
        at=row.at,
        server_deleted_at=row.deleted_at,
        user_id=row.user_id,
        uid=row.user_id,
        wid=row.workspace_id,
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
        known = projects.get(entry.project_id) if entry.project_id is not None else None
        if known is not None:
            entry.project_name, entry.project_color = known.name, known.color
            entry.project_active, entry.project_billable = known.active, known.billable
            entry.client_id, entry.client_name = known.client_id, known.client_name


def _ids(entries: list[TimeEntry], field: str) -> list[int]:
    found: set[Any] = {getattr(entry, field) for entry in entries}
    return sorted(found - {None})
