"""Workbenches on each engine, each over a database of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sundial.db.engine import Database
from tests.conftest import SetClock
from tests.jobs.bench import Workbench
from tests.migrated import Migrated


@pytest.fixture
def bench(engine: str, tmp_path: Path, migrated: Migrated) -> Iterator[Workbench]:
    """A workbench at noon of a Monday."""
    clock = SetClock()
    database = Database(migrated.new(engine, tmp_path))
    clock.set(2026, 11, 23, 12)
    yield Workbench(database, clock)
    database.close()
