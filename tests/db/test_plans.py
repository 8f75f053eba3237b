"""How the databases find rows: by an index, without reading what is not asked for."""

from typing import Any

import pytest
from sqlalchemy import select

from sundial.db.statement import Query, Scope, Statement
from sundial.db.types import among
from sundial.members import queries as members
from sundial.organization_users import queries as organization_users
from sundial.projects import users_lists
from sundial.tasks import pages
from sundial.users.queries import Number
from sundial.users.tables import user
from tests.make import World

SCOPE = Scope(organization_id=1, workspace_id=2, user_id=3)
BY_IDS = Query(Number, select(user.c.id.label("number")).where(among(user.c.id, "ids")))
PAGES: list[Query[Any]] = [members.PAGES[50, False], organization_users.PAGES[50, False, False]]
COUNTS = [members.COUNTS[False], organization_users.COUNTS[False]]
BY_NAME = ("name", "ASC")
CHOSEN: dict[str, tuple[Query[Any], str]] = {
    "users of projects": (users_lists.DIRECT_OF, "project_users_user (organization_id=? AND project_id=?"),
    "groups of projects": (users_lists.IN_GROUPS_OF, "project_groups_group (organization_id=? AND project_id=?"),
    "tasks of projects": (pages.PAGES["of projects", 50, BY_NAME], "(organization_id=? AND project_id=?"),
    "tasks": (pages.PAGES["these", 50, BY_NAME], "(organization_id=? AND id=?"),
    "number of tasks": (pages.COUNTS["these"], "(organization_id=? AND id=?"),
}
"""Statements that are given ids, and what SQLite searches by for them: it plans for any values."""
FILTERS = pages.Filters(project_ids=[1, 2], task_ids=[3, 4]).values()


def plan(world: World, statement: Statement, **values: Any) -> str:
    """How the database would run a statement. PostgreSQL reads small tables whole, unless it is told not to."""
    driver = world.server.database.driver
    compiled = statement.compiled(driver.dialect)
    connection = driver.connect()
    try:
        if driver.dialect.name == "sqlite":
            rows = connection.execute(f"EXPLAIN QUERY PLAN {compiled.sql}", compiled.parameters(SCOPE, values))
            return "\n".join(row[3] for row in rows)
        for way in ("seqscan", "bitmapscan"):
            connection.execute(f"SET enable_{way} = off")
        rows = connection.execute(f"EXPLAIN {compiled.sql}", compiled.parameters(SCOPE, values))
        return "\n".join(row[0] for row in rows)
    finally:
        connection.close()


def test_rows_whose_id_is_among_some_are_searched_by_it(world: World) -> None:
    found = plan(world, BY_IDS, ids=[1, 2, 3])

    assert "(id=?)" in found or "Index Cond: (id = ANY" in found


@pytest.mark.parametrize("statement", PAGES, ids=["members", "organization users"])
def test_a_page_is_chosen_in_the_order_of_an_index(world: World, statement: Statement) -> None:
    found = plan(world, statement, first=100).splitlines()

    chosen = [line for line in found if "USING COVERING INDEX" in line or "Index Only Scan" in line]
    assert len(chosen) == 1
    assert "users_name" in chosen[0]


@pytest.mark.parametrize("statement", COUNTS, ids=["members", "organization users"])
def test_people_are_counted_by_an_index(world: World, statement: Statement) -> None:
    found = plan(world, statement)

    # Which index PostgreSQL takes depends on what it knows of the table's rows.
    assert "USING COVERING INDEX" in found or "Index" in found
    assert "SCAN" not in found
    assert "Seq Scan" not in found


@pytest.mark.parametrize("name", CHOSEN)
def test_what_is_chosen_by_ids_is_searched_by_them(world: World, name: str) -> None:
    statement, searched = CHOSEN[name]
    found = plan(world, statement, **FILTERS, first=0, sees_all=False, any_user=True, the_user=0)

    if world.server.database.driver.dialect.name == "sqlite":
        assert any(searched in line and not line.startswith("SCAN") for line in found.splitlines()), found
        assert "SCAN" not in found.replace("SCAN json_each", "").replace("SCAN chosen", ""), found
    else:
        assert "Seq Scan" not in found, found
