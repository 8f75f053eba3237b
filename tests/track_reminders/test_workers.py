"""Several workers, and workers that die: everybody is told, and nobody twice."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Barrier

import msgspec
import pytest

from sundial.access.gate import Gate
from sundial.db.engine import Database
from sundial.db.transaction import Write
from sundial.jobs.overview import jobs
from sundial.mail.outbox import Outbox
from sundial.organizations.actions import Joining, join
from sundial.track_reminders.rounds import AT_ONCE
from sundial.users.actions import save
from sundial.users.queries import USER
from sundial.wiring import Server, create_worker
from tests.make import World
from tests.rights.places import people
from tests.track_reminders.backstage import Office

MANY = 2 * AT_ONCE + 20


class Killed(BaseException):
    """The end of a worker, wherever it is."""


class DyingDatabase(Database):
    """Lets so many changes be committed; the next one is taken back, as if the process had been killed in it."""

    def __init__(self, url: str, changes: int) -> None:
        super().__init__(url)
        self.left = changes

    @contextmanager
    def write(self) -> Generator[Write]:
        with super().write() as tx:
            yield tx
            if self.left == 0:
                raise Killed
            self.left -= 1


def crowd(office: Office, number: int = MANY) -> int:
    """A reminder for a group of this many people; every tenth of them tracks enough."""
    cast, alice = office.cast, office.cast.alice
    members = people(cast.world, [f"Member {n:03}" for n in range(number)])
    _join(office, [one.id for one in members])
    body = {"name": "Everybody", "users": [one.id for one in members], "workspaces": [cast.place.workspace_id]}
    answer = alice.post(f"{cast.organization}/groups", body)
    assert answer.status == 200, answer
    for one in members[::10]:
        office.track(one, "2026-11-23T08:00:00Z", 8)
    return office.remind(group_ids=[answer.json["group_id"]])


def _join(office: Office, user_ids: list[int]) -> None:
    with office.cast.world.server.database.write() as tx:
        for user_id in user_ids:
            join(tx, Joining(office.cast.place.organization_id, user_id), None, office.clock())


def expected(number: int = MANY) -> list[str]:
    """Who is told."""
    return [f"Member {n:03}" for n in range(number) if n % 10]


def process(world: World, database: Database) -> Server:
    """Another process over the world's data."""
    settings, secrets = world.server.settings, world.server.secrets
    return Server(settings, database, secrets, Gate(database, secrets, Outbox(settings)))


def another_database(world: World, changes: int | None = None) -> Database:
    """The world's database as another process opens it, which dies after so many changes."""
    url = world.server.database.url.render_as_string(hide_password=False)
    return Database(url) if changes is None else DyingDatabase(url, changes)


def all_told(office: Office, reminder_id: int) -> list[str]:
    """Who was told, as often as they were."""
    path = f"{office.path}/{reminder_id}/deliveries"
    pages = [office.cast.alice.get(f"{path}?per_page=200&page={page}").json for page in (1, 2)]
    return sorted(one["user_name"] for page in pages for one in page)


@pytest.mark.parametrize("changes", range(7))
def test_what_a_killed_worker_had_begun_is_done_by_another(office: Office, changes: int) -> None:
    reminder = crowd(office)
    office.clock.set(2026, 11, 24, 9)
    database = another_database(office.cast.world, changes)
    try:
        with pytest.raises(Killed):
            create_worker(process(office.cast.world, database), office.clock).once()
    finally:
        database.close()
    done = len(all_told(office, reminder))

    # Nobody else may go on with the work before the lease has ended.
    office.clock.fixed = office.clock() + timedelta(minutes=3)
    create_worker(office.cast.world.server, office.clock).once()

    assert done in (0, AT_ONCE, 2 * AT_ONCE, len(expected()))
    assert all_told(office, reminder) == expected()
    assert [mail.to_name for mail in office.mails()] == expected()


def test_workers_at_once_tell_everybody_once(office: Office) -> None:
    reminder = crowd(office)
    office.clock.set(2026, 11, 24, 9)

    _together(office, [office.clock()] * 3)

    assert all_told(office, reminder) == expected()
    assert [mail.to_name for mail in office.mails()] == expected()


def test_workers_that_are_late_by_a_quarter_of_an_hour_tell_everybody_once(office: Office) -> None:
    """Each has a job of its own, so that neither waits for the other."""
    reminder = crowd(office)
    moment = office.clock.set(2026, 11, 24, 9)
    moments = [moment, moment + timedelta(minutes=15), moment + timedelta(minutes=30)]

    _together(office, moments)

    assert all_told(office, reminder) == expected()
    assert [mail.to_name for mail in office.mails()] == expected()


def _together(office: Office, moments: list[datetime]) -> None:
    """Have a worker work at each of these times, all of them at once."""
    world, barrier = office.cast.world, Barrier(len(moments))

    def work(moment: datetime) -> None:
        database = another_database(world)
        try:
            barrier.wait()
            create_worker(process(world, database), lambda: moment).once()
        finally:
            database.close()

    with ThreadPoolExecutor(len(moments)) as threads:
        list(threads.map(work, moments))


def test_each_mail_has_its_job(office: Office) -> None:
    reminder = crowd(office, 20)
    office.work(2026, 11, 24, 9)

    mails = {f"{office.cast.place.organization_id}/{one['mail']['id']}" for one in office.deliveries(reminder)}
    waiting = {one.subject for one in jobs(office.cast.world.server.database.read(), "mail", False, 100_000)}
    assert len(mails) == len(expected(20))
    assert mails <= waiting


def test_a_reminder_that_fails_keeps_no_other_back(office: Office) -> None:
    emma, finn, gina = (office.hire(name) for name in ("Emma", "Finn", "Gina"))
    reminders = [office.remind(one) for one in (emma, finn, gina)]
    _set_zone(office, finn.id, "Nowhere/Atlantis")

    office.work(2026, 11, 24, 9)
    waiting = jobs(office.cast.world.server.database.read(), "remind", False, 10)
    _set_zone(office, finn.id, "UTC")
    office.work(2026, 11, 24, 9, 2)

    assert [office.told(one) for one in reminders] == [
        [("Emma", "2026-11-23")],
        [("Finn", "2026-11-23")],
        [("Gina", "2026-11-23")],
    ]
    assert "Atlantis" in (waiting[0].last_error or "")


def _set_zone(office: Office, user_id: int, zone: str) -> None:
    with office.cast.world.server.database.write() as tx:
        save(tx, msgspec.structs.replace(tx.one(USER, user_id=user_id), timezone=zone))
