"""What PostgreSQL expects to find: a report of many entries is planned as one of many."""

import json

import pytest

from tests.make import World

ORGANIZATIONS, ENTRIES = 100, 50
# A workspace of its own for each organization, as nearly all have.
FILL = f"""
INSERT INTO time_entries (organization_id, id, workspace_id, user_id, start, stop, duration, billable, created_with,
                          created_at, at)
SELECT 7000000 + n % {ORGANIZATIONS}, 8000000 + n, 9000000 + n % {ORGANIZATIONS}, 1, now(), now(), 60, false, '', now(),
       now()
FROM generate_series(1, {ORGANIZATIONS * ENTRIES}) AS n
"""
OF_ONE = "SELECT id FROM time_entries WHERE organization_id = 7000001 AND workspace_id = 9000001"


def test_a_workspace_is_expected_to_have_all_entries_of_its_organization(world: World) -> None:
    driver = world.server.database.driver
    if driver.dialect.name == "sqlite":
        pytest.skip("SQLite chooses by what indexes there are")
    connection = driver.connect()
    try:
        connection.execute("BEGIN")
        connection.execute("SET session_replication_role = replica")
        connection.execute(FILL)
        connection.execute("ANALYZE time_entries")
        planned = connection.execute(f"EXPLAIN (FORMAT JSON) {OF_ONE}").fetchone()[0]
    finally:
        connection.execute("ROLLBACK")
        connection.close()

    found = json.loads(planned) if isinstance(planned, str) else planned
    assert ENTRIES / 2 <= found[0]["Plan"]["Plan Rows"] <= ENTRIES * 2
