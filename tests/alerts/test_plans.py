"""How the databases find what alerts read: by an index, however much else there is."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from sundial.alerts.deliveries import PAGES
from sundial.alerts.following import FOLLOWER, WAITING
from sundial.alerts.levels import LEVELS
from sundial.alerts.measures import BY_IDS, IN_PERIOD, OF_WORKSPACE
from sundial.alerts.people import MANAGERS, PEOPLE
from sundial.alerts.queries import BY_IDS_FOR_UPDATE, CONCERNED, LIST, NAMED
from sundial.alerts.touched import BETWEEN, COUNTER, OF_TASKS
from sundial.core.clock import now
from sundial.db.statement import Query
from sundial.db.types import EPOCH
from sundial.projects.figures import BILLED
from tests.db.test_plans import plan
from tests.make import World
from tests.migrated import Migrated
from tests.time_entries.plans import CHOSEN, Plans, filled

VALUES: dict[str, Any] = {
    **{name: [1, 2] for name in ("project_ids", "workspace_ids", "alert_ids", "user_ids", "task_ids")},
    **dict.fromkeys(("any_admin", "any_projectlead", "any_teamlead", "any_user"), True),
    **dict.fromkeys(("after_id", "until_id", "after", "in_workspace", "the_alert", "of_organization"), 1),
    "the_subject": "1",
    "first": EPOCH,
    "end": EPOCH + timedelta(days=1),
}
QUERIES: dict[str, Query[Any]] = {
    "changes": BETWEEN,
    "last change": COUNTER,
    "projects of tasks": OF_TASKS,
    "alerts that are concerned": CONCERNED,
    "alerts to lock": BY_IDS_FOR_UPDATE,
    "alerts of a workspace": LIST,
    "people who are named": NAMED,
    "people": PEOPLE,
    "managers": MANAGERS,
    "levels": LEVELS,
    "projects": BY_IDS,
    "projects of a workspace": OF_WORKSPACE,
    "what is billed": BILLED,
    "time in a period": IN_PERIOD,
    "follower": FOLLOWER,
    "job": WAITING,
}


@pytest.fixture(scope="module")
def plans(engine: str, migrated: Migrated, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plans]:
    """The plans where there are many entries."""
    with filled(engine, migrated, tmp_path_factory.mktemp(f"alert-plans-{engine}")) as made:
        yield made


@pytest.mark.parametrize("name", QUERIES)
def test_nothing_is_read_whole(world: World, name: str) -> None:
    found = plan(world, QUERIES[name], **VALUES)

    assert "Seq Scan" not in found, found
    assert "SCAN" not in found.replace("SCAN json_each", ""), found


@pytest.mark.parametrize("name", ["what is billed", "time in a period"])
def test_entries_are_found_by_their_project(plans: Plans, name: str) -> None:
    for found in plans.of(QUERIES[name], end=now()):
        assert CHOSEN.findall(found) == ["ix_time_entries_project"], found


def test_changes_are_read_from_where_somebody_stopped(world: World) -> None:
    found = plan(world, BETWEEN, **VALUES)

    assert "pk_changes" in found or "sqlite_autoindex_changes_1 (organization_id=? AND id>? AND id<?)" in found, found


@pytest.mark.parametrize("size", PAGES)
def test_a_page_of_the_ledger_is_read_in_the_order_of_its_index(world: World, size: int) -> None:
    found = plan(world, PAGES[size], the_alert=1, first=0)

    assert "ix_alert_deliveries_alert" in found, found
    assert not any(word in found for word in ("Sort", "TEMP B-TREE")), found
