"""What tests of clients prepare and look up: clients, their projects, and what was logged of both."""

from itertools import count
from typing import Any

import msgspec
from sqlalchemy import select

from sundial.clients.project_rows import ProjectRow
from sundial.db.statement import Query, Scope, insertion, scoped
from sundial.projects.tables import project as project_table
from tests.cast import Cast
from tests.make import Person
from tests.people.backstage import Logged, log

ADD_PROJECT = insertion(project_table)
PROJECTS = Query(ProjectRow, select(project_table).where(project_table.c.organization_id == scoped("organization_id")))
_numbers = count(1)


def client(cast: Cast, name: str, by: Person | None = None, **fields: Any) -> int:
    """A new client of Alice's workspace, made by her or by somebody else."""
    answer = (by or cast.alice).post(f"{cast.workspace}/clients", {"name": name, **fields})
    assert answer.status == 200, answer
    return answer.json["id"]


def path(cast: Cast, client_id: int, verb: str = "") -> str:
    """The path of a client, or of what is done with it."""
    return f"{cast.workspace}/clients/{client_id}{verb}"


def names(cast: Cast, query: str = "") -> list[str]:
    """The names that Alice's list of clients has."""
    return [each["name"] for each in cast.alice.get(f"{cast.workspace}/clients{query}").json]


def project(cast: Cast, client_id: int | None, name: str = "", **fields: Any) -> int:
    """A project of Alice's workspace; ``fields`` are others of its row."""
    with cast.world.server.database.write() as tx:
        row = _project(cast, tx.new_id(), client_id, name or f"Project {next(_numbers)}")
        values = {**msgspec.structs.asdict(row), **fields}
        del values["organization_id"]
        tx.run(ADD_PROJECT, Scope(organization_id=cast.place.organization_id), **values)
    return row.id


def projects(cast: Cast) -> dict[int, ProjectRow]:
    """All projects of the cast's organization as they are stored."""
    rows = cast.world.server.database.read().all(PROJECTS, Scope(organization_id=cast.place.organization_id))
    return {row.id: row for row in rows}


def logged(cast: Cast) -> list[Logged]:
    """What was logged of clients and projects, oldest first."""
    return [row for row in log(cast.world, cast.place.organization_id) if row.kind in ("client", "project")]


def _project(cast: Cast, project_id: int, client_id: int | None, name: str) -> ProjectRow:
    at = cast.world.clock()
    return ProjectRow(
        organization_id=cast.place.organization_id,
        id=project_id,
        workspace_id=cast.place.workspace_id,
        client_id=client_id,
        name=name,
        name_key=name.casefold(),
        is_private=False,
        active=True,
        color="#0b83d9",
        billable=False,
        template=False,
        template_id=None,
        auto_estimates=False,
        estimated_seconds=None,
        currency=None,
        rate=None,
        rate_last_updated=None,
        fixed_fee=None,
        recurring=False,
        recurring_period=None,
        recurring_custom_period=None,
        recurring_start_date=None,
        start_date="2026-01-01",
        end_date=None,
        external_reference=None,
        tracked_seconds=0,
        creator_id=cast.alice.id,
        created_at=at,
        at=at,
        deleted_at=None,
    )
