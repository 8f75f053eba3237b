"""What tests of projects prepare and look up: projects, entries, tasks, private places, what is in the log."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from sundial.access.permissions import Role
from sundial.db.statement import Query, Scope, insertion, scoped
from sundial.projects.task_rows import TaskRow
from sundial.tasks.tables import task
from sundial.time_entries.tables import time_entry
from sundial.timers import actions as timers
from sundial.timers.rows import WHOLE, TimeEntryRow
from tests.cast import Cast
from tests.make import Answer, Person
from tests.people.backstage import Logged, hire, log

NO_ACCESS = "User does not have access to this resource."
MISSING = "Resource can not be found"
NO_RATES = "User cannot access billable rate(s)."
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
_numbers = count(1)

ENTRIES = Query(
    TimeEntryRow,
    select(*WHOLE).where(time_entry.c.organization_id == scoped("organization_id")).order_by(time_entry.c.start),
)
TASKS = Query(
    TaskRow, select(task).where(task.c.organization_id == scoped("organization_id")).order_by(task.c.name_key)
)
ADD_TASK = insertion(task)


def make(somebody: Person, cast: Cast, name: str | None = None, /, **fields: Any) -> dict[str, Any]:
    """A new project of the cast's workspace."""
    body = {"name": name or f"Project {next(_numbers)}", **fields}
    answer = somebody.post(f"{cast.workspace}/projects", body)
    assert answer.status == 200, answer
    return answer.json


def path(cast: Cast, project: dict[str, Any] | int) -> str:
    """The path of a project."""
    return f"{cast.workspace}/projects/{project if isinstance(project, int) else project['id']}"


def names(answer: Answer) -> list[str]:
    """The names of a list."""
    assert answer.status == 200, answer
    return [each["name"] for each in answer.json]


def told(answer: Answer) -> tuple[int, Any]:
    """The status and the body."""
    return answer.status, answer.json


def put_in(cast: Cast, project: dict[str, Any], somebody: Person, **fields: Any) -> dict[str, Any]:
    """Put somebody into a project, as Alice."""
    body = {"project_id": project["id"], "user_id": somebody.id, **fields}
    answer = cast.alice.post(f"{cast.workspace}/project_users", body)
    assert answer.status == 200, answer
    return answer.json


def group(cast: Cast, *people: Person, name: str = "Group") -> int:
    """A new group of the cast's workspace with these people."""
    body = {"name": name, "users": [who.id for who in people], "workspaces": [cast.place.workspace_id]}
    answer = cast.alice.post(f"{cast.organization}/groups", body)
    assert answer.status == 200, answer
    return answer.json["group_id"]


def lead(cast: Cast, *, rates: bool | None = None) -> Person:
    """A project lead of the cast's workspace, who may not see rates if ``rates`` is False."""
    dora = hire(cast, "Dora", Role.PROJECTLEAD)
    if rates is not None:
        members = cast.alice.get(f"{cast.workspace}/workspace_users").json
        (member,) = [each["id"] for each in members if each["user_id"] == dora.id]
        cast.alice.put(f"{cast.workspace}/workspace_users/{member}", {"view_edit_billable_rates": rates})
    return dora


def task_of(cast: Cast, project: dict[str, Any], name: str, seconds: int | None = None, **fields: Any) -> int:
    """A task of a project, stored past the application."""
    now = cast.world.clock()
    with cast.world.server.database.write() as tx:
        task_id = tx.new_id()
        values = {
            "id": task_id,
            "workspace_id": cast.place.workspace_id,
            "project_id": project["id"],
            "name": name,
            "name_key": name.casefold(),
            "active": True,
            "user_id": None,
            "estimated_seconds": seconds,
            "rate": None,
            "rate_last_updated": None,
            "external_reference": None,
            "tracked_seconds": 0,
            "creator_id": None,
            "created_at": now,
            "at": now,
            "deleted_at": None,
            **fields,
        }
        tx.run(ADD_TASK, Scope(organization_id=cast.place.organization_id), **values)
    return task_id


def track(
    cast: Cast,
    somebody: Person,
    project: dict[str, Any],
    hours: float | None = 1,
    start: datetime = START,
    task_id: int | None = None,
) -> int:
    """An entry of somebody for a project; one that is running with ``hours=None``."""
    seconds = 0 if hours is None else int(hours * 3600)
    with cast.world.server.database.write() as tx:
        row = TimeEntryRow(
            organization_id=cast.place.organization_id,
            id=tx.new_id(),
            workspace_id=cast.place.workspace_id,
            user_id=somebody.id,
            project_id=project["id"],
            task_id=task_id,
            description=None,
            start=start,
            stop=None if hours is None else start + timedelta(seconds=seconds),
            duration=seconds,
            billable=True,
            tag_ids=None,
            created_with="tests",
            created_at=start,
            at=start,
            deleted_at=None,
        )
        timers.save(tx, None, row, somebody.id)
    return row.id


def entries(cast: Cast) -> list[TimeEntryRow]:
    """All entries of the organization by start."""
    return cast.world.server.database.read().all(ENTRIES, Scope(organization_id=cast.place.organization_id))


def tasks(cast: Cast) -> list[TaskRow]:
    """All tasks of the organization by name."""
    return cast.world.server.database.read().all(TASKS, Scope(organization_id=cast.place.organization_id))


def logged(cast: Cast, kind: str) -> list[Logged]:
    """What was logged of a kind of thing, oldest first."""
    return [each for each in log(cast.world, cast.place.organization_id) if each.kind == kind]
