"""`sundial worker`, `sundial jobs`, and the worker beside `sundial serve`."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import psutil
import pytest

from sundial.cli.context import opened, settings_from
from sundial.core.clock import now
from sundial.jobs.queue import Patience, claim, enqueue
from tests.cli.command import COMMAND, SECONDS, Installation
from tests.cli.server import Server, await_true


@pytest.fixture
def jobs(on_each_engine: Installation) -> Iterator[Callable[..., list[int]]]:
    """Makes jobs of a kind that no worker knows, and gives their ids; those named last were given up."""
    assert on_each_engine.run("migrate").code == 0
    database = opened(settings_from(on_each_engine.environment)).database

    def make(*subjects: str, dead: tuple[str, ...] = (), due_at: datetime | None = None) -> list[int]:
        with database.write() as tx:
            for subject in (*dead, *subjects):
                enqueue(tx, "sweep", subject, {}, now(), due_at)
        if dead:
            given_up = claim(database, "sweep", len(dead), Patience(), now)
            assert given_up is not None
            with database.write() as tx:
                for job in given_up.jobs:
                    given_up.failed(tx, job, "no broom", permanent=True)
        return [job["id"] for job in on_each_engine.run("jobs", "list", "--json").json]

    yield make
    database.close()


def test_an_idle_worker_leaves_the_first_ids_to_the_first_account(on_each_engine: Installation) -> None:
    assert on_each_engine.run("migrate").code == 0
    assert on_each_engine.run("worker", "--once").code == 0

    assert on_each_engine.setup()["user_id"] == 1_000_001


def test_jobs_are_listed(on_each_engine: Installation, jobs: Callable[..., list[int]]) -> None:
    assert on_each_engine.run("jobs", "list").output == "There are none.\n"
    hall, stairs = jobs("stairs", dead=("hall",))

    lines = on_each_engine.run("jobs", "list").output.splitlines()
    assert lines[0] == f"{hall}  sweep  hall  given up  attempts: 1  no broom"
    assert lines[1].startswith(f"{stairs}  sweep  stairs  due 20")
    dead = on_each_engine.run("jobs", "list", "--dead", "--json").json
    assert [(job["id"], job["last_error"]) for job in dead] == [(hall, "no broom")]
    assert on_each_engine.run("jobs", "list", "--kind", "mop", "--json").json == []


def test_what_nobody_works_on_any_more_is_due(on_each_engine: Installation, jobs: Callable[..., list[int]]) -> None:
    jobs("hall", "stairs")
    database = opened(settings_from(on_each_engine.environment)).database
    for lease in (timedelta(hours=1), timedelta(0)):
        assert claim(database, "sweep", 1, Patience(lease), now)
    database.close()

    lines = on_each_engine.run("jobs", "list").output.splitlines()
    assert sorted(line.split("  ")[3][:6] for line in lines) == ["being ", "due 20"]


def test_what_was_given_up_is_tried_again(on_each_engine: Installation, jobs: Callable[..., list[int]]) -> None:
    hall, attic, stairs = jobs("stairs", dead=("hall", "attic"))

    assert on_each_engine.run("jobs", "retry", str(hall)).output == "1 will be tried again.\n"
    assert [job["id"] for job in on_each_engine.run("jobs", "list", "--dead", "--json").json] == [attic]
    assert on_each_engine.run("jobs", "retry", "--all").output == "1 will be tried again.\n"
    assert {job["id"] for job in on_each_engine.run("jobs", "list", "--json").json} == {hall, attic, stairs}
    assert on_each_engine.run("jobs", "retry").code == 2


def test_jobs_are_discarded_after_a_question(on_each_engine: Installation, jobs: Callable[..., list[int]]) -> None:
    hall, stairs = jobs("stairs", dead=("hall",))

    refused = on_each_engine.run("jobs", "discard", str(hall), typed="n\n")
    assert refused.code == 1
    assert "Discard them?" in refused.output
    assert len(on_each_engine.run("jobs", "list", "--json").json) == 2
    assert on_each_engine.run("jobs", "discard", "--yes", str(hall), "7").output == "1 discarded.\n"
    assert [job["id"] for job in on_each_engine.run("jobs", "list", "--json").json] == [stairs]


def test_a_single_run_says_how_much_it_did(on_each_engine: Installation, jobs: Callable[..., list[int]]) -> None:
    jobs("stairs")
    done = on_each_engine.run("worker", "--once", "--now", "2026-11-23T09:00:00Z")
    assert (done.code, done.errors) == (0, "")
    assert done.output.endswith("done.\n")
    # Of a kind that it does not know nothing is done.
    assert len(on_each_engine.run("jobs", "list", "--kind", "sweep", "--json").json) == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--now", "2026-11-23T09:00:00Z"], "--now needs --once."),
        (["--once", "--now", "yesterday"], "--now"),
        (["--once", "--now", "0001-01-01"], "--now must be in the years from 2000 to 2099."),
        (["--once", "--now", "9999-12-31T23:59:59Z"], "--now must be in the years from 2000 to 2099."),
    ],
)
def test_a_time_must_be_one(used: Installation, options: list[str], said: str) -> None:
    refused = used.run("worker", *options)
    assert refused.code != 0
    assert said in refused.errors
    assert "Traceback" not in refused.errors


def test_it_needs_a_database_that_is_up_to_date(installation: Installation) -> None:
    assert "sundial migrate" in installation.run("worker", "--once").refusal


def test_a_worker_alone_ends_when_it_is_told_to(used: Installation) -> None:
    command = ["setpriv", "--pdeathsig", "TERM", *COMMAND, "worker"]
    log = used.directory.parent / "worker.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=used.environment, stderr=output, stdout=output)
    try:
        await_true(lambda: "The worker looks for jobs" in log.read_text(), "it works")
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
    finally:
        process.kill()
        process.wait()


def has_connected(pid: int) -> bool:
    return any(file.path.endswith(".sqlite3") for file in psutil.Process(pid).open_files())


def working(server: Server) -> set[int]:
    """The processes below a server that have the mark of a fresh interpreter: its worker."""
    below = psutil.Process(server.process.pid).children()
    alive = [child for child in below if child.status() != psutil.STATUS_ZOMBIE]
    return {child.pid for child in alive if "spawn_main" in " ".join(child.cmdline())}


def test_the_worker_beside_a_server_is_started_again_and_ends_with_it(used: Installation) -> None:
    with Server(used, workers=1, does_jobs=True) as server:
        await_true(lambda: len(working(server)) == 1, "the worker runs")
        (first,) = working(server)
        os.kill(first, signal.SIGKILL)
        await_true(lambda: working(server) not in (set(), {first}), "another worker runs")
        (second,) = working(server)
        assert server.stop() == 0
        assert not psutil.pid_exists(second)


def test_the_worker_beside_a_server_ends_when_the_server_is_killed(used: Installation) -> None:
    with Server(used, workers=1, does_jobs=True) as server:
        await_true(lambda: len(working(server)) == 1, "the worker runs")
        (worker,) = working(server)
        await_true(lambda: has_connected(worker), "the worker works")
        server.kill()
        await_true(lambda: not psutil.pid_exists(worker), "the worker ends")


def test_a_server_without_a_worker_has_none(used: Installation) -> None:
    with Server(used, workers=1) as server:
        assert working(server) == set()


def test_an_hour_is_checked(used: Installation) -> None:
    assert "SUNDIAL_REMINDER_HOUR" in used.run("worker", "--once", reminder_hour="24").refusal
