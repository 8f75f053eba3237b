"""An office, and nobody else's reminders: in a database of their own, since what is due for everybody is done daily."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from sundial.db.statement import Command
from sundial.track_reminders.tables import track_reminder_directory
from tests.cast import Cast
from tests.conftest import SetClock, Worlds
from tests.make import World
from tests.migrated import Migrated
from tests.track_reminders.backstage import Office

FORGET_ALL = Command(delete(track_reminder_directory))


@pytest.fixture(scope="session")
def world(engine: str, migrated: Migrated, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The application over a database that other tests do not use."""
    return Worlds(migrated, tmp_path_factory).on(engine)


@pytest.fixture
def office(cast: Cast, clock: SetClock) -> Iterator[Office]:
    """The cast's workspace on a Friday; reminders that were made in it are not looked at after the test."""
    clock.set(2026, 11, 20)
    yield Office(cast, clock)
    with cast.world.server.database.write() as tx:
        tx.run(FORGET_ALL)
