"""Workbenches on each engine, each over a database of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sundial.db.engine import Database
from sundial.db.migrate import migrate
from tests.conftest import SetClock
from tests.jobs.bench import Workbench


@pytest.fixture
def bench(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Workbench]:
    """A workbench at noon of a Monday."""
    url = f"sqlite:///{tmp_path / 'jobs.sqlite3'}"
    if engine == "postgresql":
        url = request.getfixturevalue("cluster").new_database()
    clock = SetClock()
    database = Database(url)
    migrate(database, tmp_path, clock())
    clock.set(2026, 11, 23, 12)
    yield Workbench(database, clock)
    database.close()
