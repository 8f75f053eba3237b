"""A stage for each test, in a database of their own: a worker does what is due for everybody."""

import pytest

from tests.alerts.stage import Stage
from tests.cast import Cast
from tests.conftest import SetClock, Worlds
from tests.make import World
from tests.migrated import Migrated


@pytest.fixture(scope="session")
def world(engine: str, migrated: Migrated, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The application over a database that other tests do not use."""
    return Worlds(migrated, tmp_path_factory).on(engine)


@pytest.fixture
def stage(cast: Cast, clock: SetClock) -> Stage:
    """A workspace with a project, on a Monday in March; what the other tests left is done."""
    clock.set(2026, 3, 9, 12)
    return Stage(cast)
