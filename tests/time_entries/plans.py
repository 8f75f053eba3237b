"""How a database would run a statement over many time entries."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from sundial.core.clock import now
from sundial.db.engine import Database
from sundial.db.statement import Query, Scope
from sundial.db.types import Flag, Instant
from sundial.groups.tables import group_user
from sundial.organizations.tables import organization_user
from sundial.projects.tables import project, project_group, project_user
from sundial.tags.tables import tag
from sundial.tasks.tables import task
from sundial.time_entries.queries import EVER
from sundial.time_entries.tables import time_entry
from sundial.workspaces.tables import workspace_user
from tests.migrated import Migrated

CHOSEN = re.compile(r"(?:USING (?:COVERING )?INDEX|using|Bitmap Index Scan on) (\w+)")
ALICE, ORGANIZATION, WORKSPACE = 10_000_000, 1, 1_000
ROWS, ENTRIES, PEOPLE = 2_000, 40_000, 200
"""Alice has many more entries than a list shows."""
OTHERS: dict[type, str] = {Flag: "false", Instant: "now() - i * interval '10 minutes'"}

SCOPE = Scope(organization_id=ORGANIZATION, workspace_id=WORKSPACE, user_id=ALICE)
VALUES = {
    **dict.fromkeys(("entry_id", "project_id", "task_id", "the_user"), ALICE),
    **{name: [ALICE, ALICE + 1] for name in ("project_ids", "tag_ids")},
    "first": EVER[0],
    "last": EVER[1],
    "since": now() - timedelta(days=1),
    "sees_all": False,
}


class Plans:
    """Tells how a database would run statements for somebody among many."""

    def __init__(self, database: Database) -> None:
        self._driver = database.driver
        self._connection: Any = self._driver.connect()

    def of(self, query: Query[Any], **values: Any) -> list[str]:
        """The plan, or both that PostgreSQL makes: for these very values, and for any."""
        compiled = query.compiled(self._driver.dialect)
        given = compiled.parameters(SCOPE, {**VALUES, **values})
        if self._driver.dialect.name == "sqlite":
            rows = self._connection.execute(f"EXPLAIN QUERY PLAN {compiled.sql}", given).fetchall()
            # The index of a primary key has no name of its own there.
            return [re.sub(r"sqlite_autoindex_(\w+)_1", r"pk_\1", "\n".join(row[3] for row in rows))]
        return [self._explain(compiled.sql, given), self._for_any_values(compiled.sql, len(given))]

    def fill(self) -> None:
        """Have many rows, where a plan depends on that: SQLite keeps no statistics unless it is told to."""
        if self._driver.dialect.name == "sqlite":
            return
        # Only the numbers of rows matter, not that what they refer to is there.
        self._connection.execute("SET session_replication_role = replica")
        self._fill(workspace_user, user_id=f"{ALICE} + i - 1", joined="true")
        self._fill(organization_user, user_id=f"{ALICE} + i - 1", joined="true")
        whose = f"CASE i % 4 WHEN 0 THEN {ALICE} ELSE {ALICE} + i % {PEOPLE} END"
        self._fill(time_entry, ENTRIES, user_id=whose, stop="now()")
        for table in (project, project_user, project_group, group_user, task, tag):
            self._fill(table)

    def close(self) -> None:
        """Give the connection up."""
        self._connection.close()

    def _for_any_values(self, sql: str, number: int) -> str:
        places = iter(range(1, number + 1))
        self._connection.execute("SET plan_cache_mode = force_generic_plan")
        self._connection.execute(f"PREPARE any_values AS {re.sub('%s', lambda _: f'${next(places)}', sql)}")
        try:
            return self._explain(f"EXECUTE any_values ({', '.join(['NULL'] * number)})", ())
        finally:
            self._connection.execute("DEALLOCATE any_values")

    def _explain(self, sql: str, values: Any) -> str:
        return "\n".join(row[0] for row in self._connection.execute(f"EXPLAIN {sql}", values).fetchall())

    def _fill(self, table: Table, rows: int = ROWS, /, **values: str) -> None:
        """Half of them where Alice is, half in another organization with many small workspaces."""
        here = "CASE i / 10 % 2 WHEN 0 THEN {} ELSE {} END"
        values = {
            "organization_id": here.format(ORGANIZATION, ORGANIZATION + 1),
            "workspace_id": here.format(WORKSPACE, f"{WORKSPACE} + i % 500"),
            "deleted_at": "NULL",
            **values,
        }
        chosen = [values.get(column.name) or OTHERS.get(type(column.type), f"{ALICE} + i") for column in table.c]
        self._connection.execute(
            f"INSERT INTO {table.name} SELECT {', '.join(chosen)} FROM generate_series(1, {rows}) i"
        )
        self._connection.execute(f"ANALYZE {table.name}")


@contextmanager
def filled(engine: str, migrated: Migrated, directory: Path) -> Generator[Plans]:
    """The plans for Alice, among many, in a database in which nothing else is."""
    made = Plans(Database(migrated.new(engine, directory)))
    try:
        made.fill()
        yield made
    finally:
        made.close()
