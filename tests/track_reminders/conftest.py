"""An office, and nobody else's reminders."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from sundial.db.statement import Command
from sundial.track_reminders.tables import track_reminder_directory
from tests.cast import Cast
from tests.conftest import SetClock
from tests.track_reminders.backstage import Office

FORGET_ALL = Command(delete(track_reminder_directory))


@pytest.fixture
def office(cast: Cast, clock: SetClock) -> Iterator[Office]:
    """The cast's workspace on a Friday; reminders that were made in it are not looked at after the test."""
    clock.set(2026, 11, 20)
    yield Office(cast, clock)
    with cast.world.server.database.write() as tx:
        tx.run(FORGET_ALL)
