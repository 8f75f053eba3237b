"""A mail room on each engine, and mail servers."""

from collections.abc import Iterator
from copy import copy
from pathlib import Path

import pytest

from sundial.core.settings import load
from sundial.http.metrics import fresh_directory
from sundial.wiring import Server, metrics_directory, open_server
from tests.conftest import SetClock
from tests.mail.office import Office, make_certificate, open_office
from tests.mail.room import Room
from tests.migrated import Migrated


@pytest.fixture(scope="session")
def installation(engine: str, tmp_path_factory: pytest.TempPathFactory, migrated: Migrated) -> Server:
    """A migrated database that no other tests use, and its server."""
    data = tmp_path_factory.mktemp(f"mail-{engine}")
    url = migrated.new(engine, data)
    settings = load(
        {"SUNDIAL_DATA_DIR": str(data), "SUNDIAL_DATABASE": url, "SUNDIAL_PUBLIC_URL": "http://sundial.test"}, {}
    )
    fresh_directory(metrics_directory(settings))
    return open_server(settings)


@pytest.fixture
def room(installation: Server) -> Room:
    """An empty mail room on each engine, at noon of a Monday."""
    for table in ("jobs", "alert_deliveries", "track_reminder_deliveries", "outbox", "password_resets"):
        installation.database.run_aside(f"DELETE FROM {table}")
    clock = SetClock()
    clock.set(2026, 11, 23, 12)
    return Room(copy(installation), clock)


@pytest.fixture
def office() -> Iterator[Office]:
    """A mail server that takes everything from everybody."""
    with open_office() as opened:
        yield opened


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate that this process believes."""
    made = make_certificate(tmp_path / "certificate.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    return made
