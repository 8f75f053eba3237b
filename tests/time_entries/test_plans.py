"""How the databases find time entries and what they refer to: by the index meant for it, and nobody else's rows."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from sundial.db.statement import Query
from sundial.tags.queries import NAMES
from sundial.time_entries.names import PROJECT_NAMES
from sundial.time_entries.queries import BETWEEN, BY_ID, CURRENT, ENTRY, PROJECT_USE, SINCE, TASK_USE
from sundial.timers.rows import RUNNING
from tests.migrated import Migrated
from tests.time_entries.plans import CHOSEN, Plans, filled

MEANT: dict[str, tuple[Query[Any], str]] = {
    "between": (BETWEEN, "ix_time_entries_user_start"),
    "since": (SINCE, "ix_time_entries_user_at"),
    "current": (CURRENT, "uq_time_entries_running"),
    "by id": (BY_ID, "pk_time_entries"),
    "for a change": (ENTRY, "pk_time_entries"),
    "running": (RUNNING, "uq_time_entries_running"),
    "project to use": (PROJECT_USE, "pk_projects"),
    "task to use": (TASK_USE, "pk_tasks"),
    "names of tags": (NAMES, "pk_tags"),
    "names of projects": (PROJECT_NAMES, "pk_projects"),
}
LISTS: list[Query[Any]] = [BETWEEN, SINCE, CURRENT]


@pytest.fixture(scope="module")
def plans(engine: str, migrated: Migrated, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plans]:
    """The plans for Alice, among many."""
    with filled(engine, migrated, tmp_path_factory.mktemp(f"plans-{engine}")) as made:
        yield made


@pytest.mark.parametrize("name", MEANT)
def test_the_index_meant_for_it_is_used_and_no_table_is_read_whole(plans: Plans, name: str) -> None:
    query, index = MEANT[name]

    for plan in plans.of(query):
        assert index in CHOSEN.findall(plan), plan
        # The list of ids that SQLite is given is no table of ours.
        assert "SCAN" not in plan.replace("SCAN json_each", ""), plan
        assert "Seq Scan" not in plan, plan


def test_a_list_is_read_in_its_order(plans: Plans) -> None:
    for plan in plans.of(BETWEEN):
        assert "ORDER BY" not in plan, plan
        assert "Sort" not in plan, plan


@pytest.mark.parametrize("query", LISTS, ids=["between", "since", "current"])
def test_a_list_reads_one_persons_entries_and_asks_once_where_they_are(plans: Plans, query: Query[Any]) -> None:
    for plan in plans.of(query):
        assert len(re.findall(r"(?:SEARCH|on) time_entries\b", plan)) == 1, plan
        _, _, entries = plan.rpartition("time_entries ")
        assert re.search(r"organization_id ?= ?\S+ AND \(?user_id ?= ?", entries), plan
        assert "LIST SUBQUERY" in plan or "InitPlan" in plan, plan
