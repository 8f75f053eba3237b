"""What tests share: a running application on each engine, a clock that can be set, and a fixed cast."""

import gc
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from sundial.core.clock import now as real_now
from sundial.core.settings import load
from sundial.http.metrics import fresh_directory
from sundial.wiring import create_app, metrics_directory, open_server
from tests.cast import Cast, gather
from tests.make import World
from tests.migrated import Migrated
from tests.postgres import Cluster, start_cluster

ENGINES = ("sqlite", "postgresql")

# The tests decide what is set, not the shell that they run in.
for name in [name for name in os.environ if name.startswith("SUNDIAL_")]:
    del os.environ[name]


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector need not look through ten thousand tests again and again."""
    gc.freeze()


class SetClock:
    """The application's clock: the real time, until a test moves it."""

    def __init__(self) -> None:
        self.fixed: datetime | None = None

    def __call__(self) -> datetime:
        return self.fixed or real_now()

    def set(self, year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
        """Stop the clock at this time in UTC."""
        self.fixed = datetime(year, month, day, hour, minute, tzinfo=UTC)
        return self.fixed

    def forward(self, **much: float) -> datetime:
        """Move the clock and stop it there: ``forward(minutes=5)``."""
        self.fixed = self() + timedelta(**much)
        return self.fixed


class Worlds:
    """The application on each engine: one for a run, in whatever order tests need it."""

    def __init__(self, migrated: Migrated, directories: pytest.TempPathFactory) -> None:
        self._migrated = migrated
        self._directories = directories
        self._made: dict[str, World] = {}

    def on(self, engine: str) -> World:
        """The application over a migrated database of this engine."""
        if engine not in self._made:
            self._made[engine] = self._make(engine)
        return self._made[engine]

    def _make(self, engine: str) -> World:
        data = self._directories.mktemp(f"data-{engine}")
        url = self._migrated.new(engine, data)
        settings = load(
            {"SUNDIAL_DATA_DIR": str(data), "SUNDIAL_DATABASE": url, "SUNDIAL_PUBLIC_URL": "http://sundial.test"}, {}
        )
        fresh_directory(metrics_directory(settings))
        server = open_server(settings)
        clock = SetClock()
        return World(server, create_app(server, clock), clock)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A throw-away PostgreSQL."""
    with start_cluster() as started:
        yield started


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each of the two databases in turn."""
    return request.param


@pytest.fixture(scope="session")
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Migrated:
    """Makes new databases that are up to date."""
    return Migrated(lambda: request.getfixturevalue("cluster"), tmp_path_factory.mktemp("migrated"))


@pytest.fixture(scope="session")
def worlds(migrated: Migrated, tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """The application on each engine, made when it is first asked for."""
    return Worlds(migrated, tmp_path_factory)


@pytest.fixture(scope="session")
def world(engine: str, worlds: Worlds) -> World:
    """The application over a migrated database that all tests of a run share; each makes people of its own."""
    return worlds.on(engine)


@pytest.fixture
def clock(world: World) -> Iterator[SetClock]:
    """The application's clock, real again after the test."""
    yield world.clock
    world.clock.fixed = None


@pytest.fixture
def cast(world: World) -> Cast:
    """Alice runs the workspace, Bob works in it, Charlie is a stranger."""
    return gather(world)
