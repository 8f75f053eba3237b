"""A batch on its way back: the rows that it is about, locked, and whose rights count for each."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import Table, bindparam, select, type_coerce

from sundial.access.askers import Membership
from sundial.access.enter import Workspaces
from sundial.clients.queries import ClientRow
from sundial.clients.tables import client
from sundial.db.statement import Query, Written, scoped
from sundial.db.transaction import Write
from sundial.db.types import Flag, Instant, among
from sundial.projects.queries import ProjectSeen, is_member, manages
from sundial.projects.tables import project
from sundial.tags.queries import TagRow
from sundial.tags.tables import tag
from sundial.tasks.queries import TaskRow
from sundial.tasks.tables import task
from sundial.time_entries.queries import DEMANDS, Demands, Found
from sundial.time_entries.tables import time_entry
from sundial.timers.rows import CLOCK, WHOLE, TimeEntryRow
from sundial.undo import rules
from sundial.undo.queries import Logged
from sundial.undo.rules import Entries, Json


class Item(msgspec.Struct):
    """A change that is to be taken back, with its documents."""

    change: Logged
    before: Json
    after: Json
    entries: Entries | None


class Step(msgspec.Struct):
    """What was done: a row as it was when its change was taken back, and as it is now."""

    kind: str
    before: Any
    after: Any
    time_entries: int | UnsetType = UNSET


class Runner(msgspec.Struct):
    """Whose entry runs."""

    user_id: int


def _rows(table: Table) -> Written:
    """Rows of the organization by their ids, deleted ones too: the ids come from its own log."""
    return (
        select(table)
        .where(table.c.organization_id == scoped("organization_id"), among(table.c.id, "ids"))
        .order_by(table.c.id)
    )


_seen = (
    select(project, type_coerce(is_member, Flag()).label("member"), type_coerce(manages, Flag()).label("manager"))
    .where(project.c.organization_id == scoped("organization_id"), among(project.c.id, "ids"))
    .order_by(project.c.id)
)
PROJECTS = Query(ProjectSeen, _seen)
LOCKED: dict[str, Query[Any]] = {
    "time_entry": Query(TimeEntryRow, _rows(time_entry).with_only_columns(*WHOLE).with_for_update()),
    "client": Query(ClientRow, _rows(client).with_for_update()),
    "project": Query(ProjectSeen, _seen.with_for_update(of=project)),
    "task": Query(TaskRow, _rows(task).with_for_update()),
    "tag": Query(TagRow, _rows(tag).with_for_update()),
}
"""In the order in which they are locked."""
LOCK_ENTRIES = Query(Found, _rows(time_entry).with_only_columns(time_entry.c.id).with_for_update())
RUNNERS = Query(
    Runner,
    select(time_entry.c.user_id).where(
        time_entry.c.organization_id == scoped("organization_id"),
        among(time_entry.c.id, "ids"),
        time_entry.c.stop.is_(None),
        time_entry.c.deleted_at == bindparam("the_instant", type_=Instant()),
    ),
)
"""Whose entries ran when they were deleted with their project."""


class Work:
    """A batch on its way back, in one transaction."""

    def __init__(
        self, tx: Write, asker: Membership, places: Workspaces, now: datetime, changes: Sequence[Logged]
    ) -> None:
        self.tx, self.asker, self.now = tx, asker, now
        self._places = places
        self._askers = {asker.workspace_id: asker}
        self._demands: dict[int, Demands] = {}
        self.items = [_item(change) for change in changes]
        self.steps: list[Step] = []
        self._lock_clocks()
        self._lock_entries()
        self.rows = {kind: self._rows_of(kind) for kind in LOCKED}
        self.projects = self._projects_of_tasks()

    def asker_in(self, workspace_id: int) -> Membership:
        """The asker in a workspace: a start may have stopped an entry in another one. Raises Forbidden."""
        if workspace_id not in self._askers:
            self._askers[workspace_id] = self._places.enter(self.tx, self.asker.user, workspace_id)
        return self._askers[workspace_id]

    def demands_in(self, workspace_id: int) -> Demands:
        """What a workspace that the asker is in demands of its entries."""
        if workspace_id not in self._demands:
            self._demands[workspace_id] = self.tx.one(DEMANDS, self.asker_in(workspace_id).scope)
        return self._demands[workspace_id]

    def read_entries_again(self) -> None:
        """Know the entries as they are after several were changed at once."""
        self.rows["time_entry"] = self._rows_of("time_entry")

    def ids(self, kind: str) -> list[int]:
        """The things of a kind that the batch is about."""
        return sorted({item.change.entity_id for item in self.items if item.change.kind == kind})

    def runners(self, entries: Entries) -> list[int]:
        """Whose entries will run when they come back with their project."""
        if not (entries.come_back and entries.deleted_too):
            return []
        found = self.tx.all(RUNNERS, self.asker.scope, ids=sorted(entries.tasks), the_instant=entries.deleted_at)
        return [one.user_id for one in found]

    def _lock_clocks(self) -> None:
        users = {item.before["user_id"] for item in self.items if _will_run(item)}
        for entries in self._entries():
            users.update(self.runners(entries))
        for user_id in sorted(users):
            self.tx.one(CLOCK, the_user=user_id)

    def _lock_entries(self) -> None:
        listed = {entry_id for entries in self._entries() for entry_id in entries.tasks}
        if listed:
            self.tx.all(LOCK_ENTRIES, self.asker.scope, ids=sorted(listed.union(self.ids("time_entry"))))

    def _entries(self) -> Iterable[Entries]:
        return (item.entries for item in self.items if item.entries is not None)

    def _rows_of(self, kind: str) -> dict[int, Any]:
        ids = self.ids(kind)
        return {row.id: row for row in self.tx.all(LOCKED[kind], self.asker.scope, ids=ids)} if ids else {}

    def _projects_of_tasks(self) -> dict[int, ProjectSeen]:
        """The projects that decide who may change the batch's tasks."""
        ids = sorted({row.project_id for row in self.rows["task"].values()} - self.rows["project"].keys())
        others = self.tx.all(PROJECTS, self.asker.scope, ids=ids) if ids else ()
        return {**self.rows["project"], **{row.id: row for row in others}}


def _item(change: Logged) -> Item:
    before, after = rules.document(change.before), rules.document(change.after)
    entries = rules.entries_of(change.kind, change.entity_id, before, after)
    return Item(change, before, after, entries)


def _will_run(item: Item) -> bool:
    before = item.before
    return item.change.kind == "time_entry" and bool(before) and before["stop"] is before["deleted_at"] is None
