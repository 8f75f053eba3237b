"""The floor of time entries: lists of a person's own, starting and stopping, with only the necessary work.

What the measured requests do not have, it does not look at: constraints, locks, tasks, names of tags, many workspaces.
"""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.types import WSGIEnvironment

import msgspec
from msgspec.structs import replace
from sqlalchemy import bindparam, insert

from benchmarks.floor_sql import Engine, Sql, Values
from sundial.access.queries import OWN_ORGANIZATIONS
from sundial.changes.log import APPEND, NUMBER
from sundial.core.clock import now
from sundial.core.encoding import encoder
from sundial.db.ids import BLOCK
from sundial.db.statement import Command, Statement, scoped
from sundial.tags.queries import BY_IDS, NAMES
from sundial.time_entries.queries import (
    BETWEEN,
    CURRENT,
    DEMANDS,
    ENTRY,
    EVER,
    MEMBER,
    PROJECT_USE,
    SINCE,
)
from sundial.time_entries.schemas import TimeEntry
from sundial.time_entries.tables import time_entry
from sundial.timers.actions import ADD_TAG, COUNT, SAVE
from sundial.timers.rows import CLOCK, RUNNING, WHOLE, TimeEntryRow

Row = Sequence[Any]
Logged = tuple[str, TimeEntryRow | None, TimeEntryRow]


# Without what an hour bills: that is no work of a request's, but Sundial's.
_ROW = {column.name: bindparam(column.name, type_=column.type) for column in WHOLE} | {
    "organization_id": scoped("organization_id")
}
STATEMENTS: dict[str, Statement] = {
    "organizations": OWN_ORGANIZATIONS,
    "between": BETWEEN,
    "since": SINCE,
    "current": CURRENT,
    "names of tags": NAMES,
    "demands": DEMANDS,
    "clock": CLOCK,
    "member": MEMBER,
    "running": RUNNING,
    "entry": ENTRY,
    "project": PROJECT_USE,
    "tags": BY_IDS,
    "add": Command(insert(time_entry).values(_ROW)),
    "save": SAVE,
    "add tag": ADD_TAG,
    "count": COUNT["project"],
    "number": NUMBER,
    "append": APPEND,
}


class TimeFloor:
    """Answers requests for time entries; ``enter`` finds the scope of a user in a workspace."""

    def __init__(self, engine: Engine, enter: Callable[[Any, int, int], Values]) -> None:
        self._engine, self._enter = engine, enter
        self._sql = {name: Sql(statement, engine.dialect) for name, statement in STATEMENTS.items()}
        self._read = engine.reader(ENTRY)
        self._lock = threading.Lock()
        self._next_id: int = 0
        self._last_id: int = 0

    def answer(self, connection: Any, user_id: int, environ: WSGIEnvironment, path: str) -> bytes:
        """The body of the answer to somebody's request."""
        if path == "/api/v9/me/time_entries":
            return self._list(connection, user_id, dict(parse_qsl(environ["QUERY_STRING"])))
        if path == "/api/v9/me/time_entries/current":
            return self._get_current(connection, user_id)
        parts = path.split("/")
        if parts[-1] == "stop":
            return self._patch_stop(connection, user_id, int(parts[4]), int(parts[6]))
        return self._post(connection, user_id, int(parts[4]), environ["wsgi.input"].read())

    def _scopes(self, connection: Any, user_id: int) -> list[Values]:
        found = self._sql["organizations"].run(connection, {"user_id": user_id}).fetchall()
        return [{"scope_organization_id": row[0], "scope_user_id": user_id} for row in found]

    def _list(self, connection: Any, user_id: int, wanted: dict[str, str]) -> bytes:
        entries: list[TimeEntry] = []
        stored = self._engine.stored
        for scope in self._scopes(connection, user_id):
            if "since" in wanted:
                since = stored(datetime.fromtimestamp(int(wanted["since"]), UTC))
                rows = self._sql["since"].run(connection, {**scope, "since": since}).fetchall()
            else:
                first, last = EVER
                if "start_date" in wanted:
                    first, last = (
                        datetime.fromisoformat(wanted[name]).replace(tzinfo=UTC) for name in ("start_date", "end_date")
                    )
                days = {**self._sql["between"].constants, **scope, "first": stored(first), "last": stored(last)}
                rows = self._sql["between"].run(connection, days).fetchall()
            entries += self._entries(connection, scope, rows)
        return encoder.encode(entries)

    def _get_current(self, connection: Any, user_id: int) -> bytes:
        for scope in self._scopes(connection, user_id):
            row = self._sql["current"].run(connection, scope).fetchone()
            if row is not None:
                return encoder.encode(self._entries(connection, scope, [row])[0])
        return b"null"

    def _entries(self, connection: Any, scope: Values, rows: list[Row]) -> list[TimeEntry]:
        if not rows:
            return []
        columns = list(zip(*rows, strict=True))
        lists: list[list[int]] = [msgspec.json.decode(stored) if stored else [] for stored in columns[11]]
        names = self._names(connection, scope, lists)
        starts, stops, ats, deleted = (self._engine.moments(columns[index]) for index in (7, 8, 14, 15))
        return [
            _entry(row, start, stop, at, deleted_at, tag_ids, names)
            for row, start, stop, at, deleted_at, tag_ids in zip(rows, starts, stops, ats, deleted, lists, strict=True)
        ]

    def _names(self, connection: Any, scope: Values, lists: list[list[int]]) -> dict[int, str]:
        tag_ids = {tag_id for tags in lists for tag_id in tags}
        if not tag_ids:
            return {}
        values = {**scope, "tag_ids": self._engine.listed(sorted(tag_ids))}
        return dict(self._sql["names of tags"].run(connection, values).fetchall())

    def _post(self, connection: Any, user_id: int, workspace_id: int, content: bytes) -> bytes:
        at, given = now(), msgspec.json.decode(content)
        self._engine.begin(connection)
        scope = self._enter(connection, user_id, workspace_id)
        self._sql["demands"].run(connection, scope).fetchone()
        logged = self._stop_running(connection, scope, user_id, at)
        project_id, tag_ids = given["project_id"], given.get("tag_ids")
        self._sql["project"].run(connection, {**scope, "project_id": project_id, "sees_all": False}).fetchone()
        if tag_ids:
            self._sql["tags"].run(connection, {**scope, "tag_ids": self._engine.listed(tag_ids)}).fetchall()
        entry = TimeEntryRow(
            scope["scope_organization_id"],
            self._new_id(connection),
            workspace_id,
            user_id,
            project_id,
            None,
            given["description"],
            datetime.fromisoformat(given["start"]),
            None,
            0,
            given["billable"],
            tag_ids,
            given["created_with"],
            at,
            at,
            None,
        )
        self._sql["add"].run(connection, {**scope, **self._columns(entry)})
        for tag_id in tag_ids or ():
            self._sql["add tag"].run(connection, {**scope, "time_entry_id": entry.id, "tag_id": tag_id})
        body = self._body(connection, scope, entry)
        self._finish(connection, scope, [*logged, ("created", None, entry)])
        return body

    def _patch_stop(self, connection: Any, user_id: int, workspace_id: int, entry_id: int) -> bytes:
        at = now()
        self._engine.begin(connection)
        scope = self._enter(connection, user_id, workspace_id)
        row = self._sql["entry"].run(connection, {**scope, "entry_id": entry_id}).fetchone()
        self._sql["demands"].run(connection, scope).fetchone()
        change = self._stop(connection, scope, TimeEntryRow(*self._read(row)), at)
        body = self._body(connection, scope, change[2])
        self._finish(connection, scope, [change])
        return body

    def _stop_running(self, connection: Any, scope: Values, user_id: int, at: datetime) -> list[Logged]:
        whose = {**scope, "the_user": user_id}
        self._sql["clock"].run(connection, whose).fetchone()
        self._sql["member"].run(connection, whose).fetchone()
        logged: list[Logged] = []
        for own in self._scopes(connection, user_id):
            row = self._sql["running"].run(connection, {**own, "the_user": user_id}).fetchone()
            if row is not None:
                logged.append(self._stop(connection, own, TimeEntryRow(*self._read(row)), at))
        return logged

    def _stop(self, connection: Any, scope: Values, before: TimeEntryRow, at: datetime) -> Logged:
        stop = at.replace(microsecond=0)
        after = replace(before, stop=stop, duration=int((stop - before.start).total_seconds()), at=at)
        self._sql["save"].run(connection, {**scope, "the_entry": after.id, **self._columns(after)})
        return "updated", before, after

    def _body(self, connection: Any, scope: Values, row: TimeEntryRow) -> bytes:
        tag_ids = row.tag_ids or []
        names = self._names(connection, scope, [tag_ids])
        stored = tuple(getattr(row, field) for field in TimeEntryRow.__struct_fields__)
        return encoder.encode(_entry(stored, row.start, row.stop, row.at, None, tag_ids, names))

    def _finish(self, connection: Any, scope: Values, logged: list[Logged]) -> None:
        for _, before, after in logged:
            if before is not None and after.duration:
                self._sql["count"].run(connection, {**scope, "the_id": after.project_id, "seconds": after.duration})
        last = self._sql["number"].run(connection, {**scope, "count": len(logged)}).fetchone()[0]
        first = last - len(logged) + 1
        for number, (action, before, after) in enumerate(logged, first):
            change = {
                **scope,
                "id": number,
                "batch_id": first,
                "workspace_id": after.workspace_id,
                "kind": "time_entry",
                "entity_id": after.id,
                "action": action,
                "before": None if before is None else encoder.encode(before).decode(),
                "after": encoder.encode(after).decode(),
                "user_id": scope["scope_user_id"],
                "at": self._engine.stored(after.at),
            }
            self._sql["append"].run(connection, change)
        self._engine.commit(connection)

    def _columns(self, row: TimeEntryRow) -> Values:
        """The values of a row as the driver takes them."""
        stored = self._engine.stored
        return {
            "id": row.id,
            "workspace_id": row.workspace_id,
            "user_id": row.user_id,
            "project_id": row.project_id,
            "task_id": row.task_id,
            "description": row.description,
            "start": stored(row.start),
            "stop": None if row.stop is None else stored(row.stop),
            "duration": row.duration,
            "billable": row.billable,
            "tag_ids": None if row.tag_ids is None else msgspec.json.encode(row.tag_ids).decode(),
            "created_with": row.created_with,
            "created_at": stored(row.created_at),
            "at": stored(row.at),
            "deleted_at": None,
        }

    def _new_id(self, connection: Any) -> int:
        with self._lock:
            if self._next_id == self._last_id:
                self._next_id = self._engine.reserve_ids(connection, BLOCK)
                self._last_id = self._next_id + BLOCK
            self._next_id += 1
            return self._next_id - 1


def _entry(row: Row, start: Any, stop: Any, at: Any, deleted_at: Any, tags: list[int], names: Any) -> TimeEntry:
    tag_ids = [tag_id for tag_id in tags if tag_id in names]
    entry = TimeEntry(
        row[1],
        row[2],
        row[4],
        row[5],
        row[10] == 1,
        start,
        stop,
        row[9] if stop is not None else -int(start.timestamp()),
        row[6],
        [names[tag_id] for tag_id in tag_ids],
        tag_ids,
        at,
        deleted_at,
        row[3],
        row[3],
        row[2],
    )
    if row[4] is not None:
        entry.pid = row[4]
    if row[5] is not None:
        entry.tid = row[5]
    return entry
