"""How the databases find whom a reminder is for, and what they tracked: nobody else's rows are read."""

from collections.abc import Iterator
from typing import Any

import pytest

from sundial.core.clock import now
from sundial.db.statement import Query
from sundial.track_reminders.people import CLOCKS, TRACKED, WORKERS
from sundial.track_reminders.queries import DELIVERIES
from sundial.track_reminders.rounds import ENDED, LISTED
from tests.migrated import Migrated
from tests.time_entries.plans import ALICE, CHOSEN, Plans, filled

MEANT: dict[str, tuple[Query[Any], str]] = {
    "tracked by the next": (WORKERS, "ix_time_entries_user_start"),
    "told already": (WORKERS, "uq_track_reminder_deliveries_period"),
    "tracked by some": (TRACKED, "ix_time_entries_user_start"),
    "clocks": (CLOCKS, "pk_track_reminder_users"),
    "ledger": (DELIVERIES[50], "ix_track_reminder_deliveries_reminder"),
    "ended": (ENDED, "pk_track_reminder_rounds"),
    "directory": (LISTED, "pk_track_reminder_directory"),
}
VALUES = {
    "the_reminder": ALICE,
    "the_timezone": "UTC",
    "the_beginning": 1,
    "the_period": "2026-11-23",
    "period_start": now(),
    "period_end": now(),
    "after": 0,
    "user_ids": [ALICE, ALICE + 1],
    "first": 0,
}


@pytest.fixture(scope="module")
def plans(engine: str, migrated: Migrated, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plans]:
    """The plans for Alice, among many."""
    with filled(engine, migrated, tmp_path_factory.mktemp(f"plans-{engine}")) as made:
        yield made


@pytest.mark.parametrize("name", MEANT)
def test_the_index_meant_for_it_is_used(plans: Plans, name: str) -> None:
    query, index = MEANT[name]

    for plan in plans.of(query, **VALUES):
        assert index in CHOSEN.findall(plan) or plan.startswith("SEARCH track_reminder_directory"), plan
        assert "Seq Scan on time_entries" not in plan, plan
        assert "SCAN" not in plan.replace("SCAN json_each", "").replace("SCAN page", ""), plan
