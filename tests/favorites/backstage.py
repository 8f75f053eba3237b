"""What tests of favorites prepare and look up: favorites, and projects, tasks, tags and entries that they come from."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import msgspec

from sundial.db.statement import Scope, insertion
from sundial.projects.tables import project_user
from sundial.tasks.tables import task as task_table
from sundial.timers.actions import save
from sundial.timers.rows import TimeEntryRow
from tests.cast import Cast
from tests.make import Answer, Person
from tests.people.backstage import Logged, log

ADD_TASK = insertion(task_table)
ADD_PROJECT_USER = insertion(project_user)
_numbers = count(1)


def path(cast: Cast) -> str:
    """The path of the favorites of the workspace in which Alice and Bob are."""
    return f"{cast.workspace}/favorites"


def favorite(cast: Cast, by: Person, **fields: Any) -> int:
    """A new favorite of somebody in that workspace."""
    answer = by.post(path(cast), {"description": f"Favorite {next(_numbers)}", **fields})
    assert answer.status == 200, answer
    return answer.json["favorite_id"]


def ids(answer: Answer) -> list[int]:
    """The ids of listed favorites."""
    assert answer.status in (200, 201), answer
    return [each["favorite_id"] for each in answer.json]


def tag(cast: Cast, name: str) -> int:
    """A new tag of that workspace."""
    return cast.alice.post(f"{cast.workspace}/tags", {"name": name}).json["id"]


def task(cast: Cast, project_id: int, name: str, **fields: Any) -> int:
    """A new task of a project; ``fields`` are others of its row."""
    at = cast.world.clock()
    with cast.world.server.database.write() as tx:
        task_id = tx.new_id()
        values: dict[str, Any] = dict.fromkeys(column.name for column in task_table.c)
        values |= {"id": task_id, "workspace_id": cast.place.workspace_id, "project_id": project_id}
        values |= {"name": name, "name_key": name.casefold(), "active": True, "tracked_seconds": 0}
        values |= {"created_at": at, "at": at, **fields}
        del values["organization_id"]
        tx.run(ADD_TASK, Scope(organization_id=cast.place.organization_id), **values)
    return task_id


def join(cast: Cast, project_id: int, somebody: Person) -> None:
    """Put somebody into a project."""
    at = cast.world.clock()
    with cast.world.server.database.write() as tx:
        values: dict[str, Any] = dict.fromkeys(column.name for column in project_user.c)
        values |= {"id": tx.new_id(), "workspace_id": cast.place.workspace_id, "project_id": project_id}
        values |= {"user_id": somebody.id, "manager": False, "created_at": at, "at": at}
        del values["organization_id"]
        tx.run(ADD_PROJECT_USER, Scope(organization_id=cast.place.organization_id), **values)


def track(cast: Cast, by: Person, days_ago: float = 1, **fields: Any) -> None:
    """A finished hour of somebody in that workspace; ``fields`` are others of its row."""
    start = cast.world.clock().replace(microsecond=0) - timedelta(days=days_ago)
    with cast.world.server.database.write() as tx:
        row = _entry(cast, by, tx.new_id(), start)
        save(tx, None, msgspec.structs.replace(row, **fields), by.id)


def logged(cast: Cast) -> list[Logged]:
    """What was logged of favorites, oldest first."""
    return [row for row in log(cast.world, cast.place.organization_id) if row.kind == "favorite"]


def _entry(cast: Cast, by: Person, entry_id: int, start: datetime) -> TimeEntryRow:
    return TimeEntryRow(
        organization_id=cast.place.organization_id,
        id=entry_id,
        workspace_id=cast.place.workspace_id,
        user_id=by.id,
        project_id=None,
        task_id=None,
        description=None,
        start=start,
        stop=start + timedelta(hours=1),
        duration=3600,
        billable=False,
        tag_ids=None,
        created_with="tests",
        created_at=start,
        at=start,
        deleted_at=None,
    )
