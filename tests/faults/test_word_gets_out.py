"""Workers are killed at any point, the mail server refuses and hangs up: each mail is written once and gets there."""

import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from sundial.access.permissions import Role
from sundial.alerts.tables import alert_delivery
from sundial.cli.context import settings_from
from sundial.db.migrate import migrate
from sundial.db.statement import Query, Scope, scoped
from sundial.mail.tables import outbox
from sundial.track_reminders.tables import track_reminder_delivery
from sundial.wiring import create_app, open_server
from tests.cli.command import COMMAND, Installation
from tests.conftest import SetClock
from tests.faults.post_office import PostOffice
from tests.make import Place, World, colleague, organization, person

MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 9, 1, tzinfo=UTC)
PEOPLE = 12
PROJECTS = 3
ROUNDS = 5
AT_ONCE = 2


class Sent(msgspec.Struct):
    """A message of the outbox."""

    id: int
    kind: str
    message_id: str
    to_address: str
    state: str


class Told(msgspec.Struct):
    """What a delivery is about, for whom, and its message."""

    about: int
    what: Any
    user_id: int
    mail_id: int


def of(kind: type[msgspec.Struct], *columns: Any) -> Query[Any]:
    table = columns[-1].table
    return Query(kind, select(*columns).where(table.c.organization_id == scoped("organization_id")))


MAILS = of(Sent, *(outbox.c[name] for name in Sent.__struct_fields__))
ALERTED = of(
    Told,
    alert_delivery.c.project_id.label("about"),
    alert_delivery.c.threshold.label("what"),
    alert_delivery.c.user_id,
    alert_delivery.c.mail_id,
)
REMINDED = of(
    Told,
    track_reminder_delivery.c.reminder_id.label("about"),
    track_reminder_delivery.c.period.label("what"),
    track_reminder_delivery.c.user_id,
    track_reminder_delivery.c.mail_id,
)


class Firm:
    """A company that tracked too much on its projects, and too little in all."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.clock.fixed = MONDAY - timedelta(days=3)
        self.owner = person(world, "Alice")
        self.place: Place = organization(self.owner)
        self.people = [self.owner]
        self.people += [colleague(person(world, f"P{number}"), self.place, Role.USER) for number in range(PEOPLE - 1)]
        self.projects = [
            self.ok(
                self.owner.post(
                    f"{self.here}/projects", {"name": f"Project {number}", "estimated_hours": 2, "is_private": False}
                )
            )["id"]
            for number in range(PROJECTS)
        ]
        here = self.here
        ids = [one.id for one in self.people]
        alert = {"source_kind": "workspace", "threshold_type": "percentage", "thresholds": [80, 100]}
        self.ok(self.owner.post(f"{here}/alerts", {**alert, "receiver_users": ids, "receiver_roles": []}))
        reminder = self.owner.post(f"{here}/track_reminders", {"frequency": 1, "threshold": 8, "user_ids": ids})
        self.reminder_id = self.ok(reminder)["reminder_id"]

    @property
    def here(self) -> str:
        return f"/workspaces/{self.place.workspace_id}"

    def ok(self, answer: Any) -> Any:
        assert answer.status == 200, answer
        return answer.json

    def track(self) -> None:
        """An entry that takes each project over all of its thresholds, on Monday."""
        self.world.clock.fixed = MONDAY
        for project_id in self.projects:
            entry = {"start": "2026-11-23T08:00:00Z", "duration": 3 * 3600, "project_id": project_id}
            self.ok(self.owner.post(f"{self.here}/time_entries", {**entry, "created_with": "tests"}))

    def all(self, query: Query[Any]) -> list[Any]:
        return self.world.server.database.read().all(query, Scope(organization_id=self.place.organization_id))


@pytest.fixture
def firm(on_each_engine: Installation) -> Iterator[Firm]:
    settings = settings_from(on_each_engine.settings)
    on_each_engine.directory.mkdir(parents=True)
    server = open_server(settings)
    clock = SetClock()
    migrate(server.database, Path(settings.data_dir) / "backups", clock())
    yield Firm(World(server, create_app(server, clock), clock))
    server.database.close()


@contextmanager
def worker(installation: Installation, office: PostOffice, at: datetime) -> Generator[subprocess.Popen[bytes]]:
    """A worker that does everything that is due as of a time."""
    command = ["setpriv", "--pdeathsig", "KILL", *COMMAND, "worker", "--once", "--now", at.isoformat()]
    environment = {**installation.environment, "SUNDIAL_SMTP_URL": office.url}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def run_to_the_end(process: subprocess.Popen[bytes]) -> None:
    _, errors = process.communicate(timeout=120)
    assert b"Traceback" not in errors, errors.decode()


def test_each_mail_is_written_once_and_gets_there(on_each_engine: Installation, firm: Firm) -> None:
    moods = random.Random(11)
    firm.track()
    with PostOffice(seed=7) as office:
        # The first ones die when the mail server has taken on a message, before they know.
        office.victims = AT_ONCE
        at = TUESDAY
        for number in range(ROUNDS):
            with ExitStack() as stack:
                workers = [stack.enter_context(worker(on_each_engine, office, at)) for _ in range(AT_ONCE)]
                if number:
                    end_at_any_time(workers, moods)
                else:
                    end_by_the_office(workers)
            office.moody, office.victims = True, number % 2
            # By then the leases of the dead have ended.
            at += timedelta(minutes=5)
        office.victims = 0
        for _ in range(8):
            office.moody = False
            with worker(on_each_engine, office, at) as last:
                run_to_the_end(last)
            at += timedelta(hours=1)
            if all(mail.state == "sent" for mail in firm.all(MAILS) if mail.kind in ("alert", "reminder")):
                break

        check(firm, office)


def end_by_the_office(workers: list[subprocess.Popen[bytes]]) -> None:
    for one in workers:
        one.wait(timeout=120)
    assert any(one.returncode == -signal.SIGKILL for one in workers)


def end_at_any_time(workers: list[subprocess.Popen[bytes]], moods: random.Random) -> None:
    """Kill workers at any time in their lives, unless somebody else does."""
    for one in workers:
        deadline = time.monotonic() + moods.uniform(0.8, 3)
        while one.poll() is None and time.monotonic() < deadline:
            try:
                one.wait(timeout=deadline - time.monotonic())
            except subprocess.TimeoutExpired:
                break
        one.kill()


def check(firm: Firm, office: PostOffice) -> None:
    mails = {mail.id: mail for mail in firm.all(MAILS) if mail.kind in ("alert", "reminder")}
    alerted, reminded = firm.all(ALERTED), firm.all(REMINDED)

    everybody = {one.id for one in firm.people}
    assert Counter((told.about, told.what, told.user_id) for told in alerted) == {
        (project_id, 100, user_id): 1 for project_id in firm.projects for user_id in everybody
    }
    assert Counter((told.about, told.what, told.user_id) for told in reminded) == {
        (firm.reminder_id, "2026-11-23", user_id): 1 for user_id in everybody - tracked_enough(firm)
    }
    assert sorted(told.mail_id for told in [*alerted, *reminded]) == sorted(mails)
    assert {mail.state for mail in mails.values()} == {"sent"}

    taken = {key: times for key, times in office.times().items() if key[0] in {m.message_id for m in mails.values()}}
    assert set(taken) == {(mail.message_id, mail.to_address) for mail in mails.values()}
    # Only what was taken on by a mail server that could not say so any more is sent again, under the same name.
    again = Counter(office.killed_after)
    assert again
    assert all(times <= 1 + again[message_id] + NOTING for (message_id, _), times in taken.items())


NOTING = 1
"""A worker may also die, once, between the server's answer and its own note of it."""


def tracked_enough(firm: Firm) -> set[int]:
    """Alice tracked nine hours on Monday."""
    return {firm.owner.id}
