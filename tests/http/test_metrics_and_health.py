"""What operators and load balancers ask: is it alive, is it ready, how much does it do."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from sundial.db.migrate import HEAD, migrate
from sundial.jobs.queue import enqueue
from sundial.wiring import create_worker, metrics_directory
from tests.another import another
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import World
from tests.postgres import free_port


@pytest.fixture
def bare(world: World, engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """A process whose database is empty."""
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    if engine == "postgresql":
        url = request.getfixturevalue("cluster").new_database()
    with another(world, database=url) as process:
        yield process


@pytest.fixture
def cut_off(world: World, engine: str, tmp_path: Path) -> Iterator[World]:
    """A process whose database cannot be reached."""
    url = f"sqlite:///{tmp_path / 'no' / 'such' / 'directory'}"
    if engine == "postgresql":
        url = f"postgresql://sundial@127.0.0.1:{free_port()}/sundial"
    with another(world, database=url) as process:
        yield process


def numbers(world: World, operation: str) -> dict[str, float]:
    """How many requests of an operation were answered, by status."""
    text = world.send("GET", "//metrics").content.decode()
    pattern = rf'^sundial_request_seconds_count{{operation="{operation}",status="(\d+)"}} (\S+)$'
    return {status: float(number) for status, number in re.findall(pattern, text, re.MULTILINE)}


def test_a_process_opens_no_new_file_for_another_application_or_worker(world: World) -> None:
    def files() -> list[Path]:
        return sorted(metrics_directory(world.server.settings).iterdir())

    world.send("GET", "/status")
    before = files()
    create_worker(world.server)
    with another(world) as process:
        process.send("GET", "/status")

    assert files() == before


def test_a_process_that_answers_is_alive(world: World, cut_off: World) -> None:
    for process in (world, cut_off):
        answer = process.send("GET", "//healthz")
        assert (answer.status, answer.json) == (200, "ok")


def test_a_migrated_database_is_ready(world: World) -> None:
    answer = world.send("GET", "//readyz")

    assert (answer.status, answer.json) == (200, "ok")


def test_an_empty_database_is_not_ready_until_it_was_migrated(bare: World, clock: SetClock, tmp_path: Path) -> None:
    answer = bare.send("GET", "//readyz")
    assert answer.status == 503
    assert answer.json == f"The database is at revision none, this program needs {HEAD}."

    migrate(bare.server.database, tmp_path, clock())

    assert bare.send("GET", "//readyz").status == 200


def test_a_database_that_cannot_be_reached_is_not_ready(cut_off: World) -> None:
    answer = cut_off.send("GET", "//readyz")

    assert answer.status == 503
    assert answer.json.startswith("The database ")


def test_the_api_is_unavailable_without_its_database(cut_off: World, cast: Cast) -> None:
    for method, path in [("GET", "/me"), ("PUT", "/me"), ("POST", "/me/sessions"), ("GET", cast.workspace)]:
        answer = cut_off.send(method, path, headers=cast.alice.basic)

        assert answer.status == 503, path
        assert isinstance(answer.json, str)


def test_requests_are_counted_by_operation_and_status(cast: Cast) -> None:
    before = numbers(cast.world, "get_workspace")

    for _ in range(3):
        cast.alice.get(cast.workspace)
    cast.charlie.get(cast.workspace)
    cast.world.send("GET", cast.workspace)
    cast.alice.get("/workspaces/none")

    after = numbers(cast.world, "get_workspace")
    more = {status: after[status] - before.get(status, 0) for status in after}
    assert {status: number for status, number in more.items() if number} == {"200": 3, "403": 1, "401": 1, "400": 1}


def test_the_time_that_the_database_takes_is_counted(cast: Cast) -> None:
    def seconds(operation: str) -> float:
        text = cast.world.send("GET", "//metrics").content.decode()
        found = re.search(rf'^sundial_database_seconds_total{{operation="{operation}"}} (\S+)$', text, re.MULTILINE)
        return float(found[1]) if found else 0.0

    read, written = seconds("get_workspace"), seconds("update_workspace")
    cast.alice.get(cast.workspace)
    cast.alice.put(cast.workspace, json={"name": "Changed"})

    assert seconds("get_workspace") > read
    assert seconds("update_workspace") > written


def test_the_numbers_are_in_the_format_of_prometheus(world: World) -> None:
    answer = world.send("GET", "//metrics")

    assert answer.status == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    text = answer.content.decode()
    assert "# TYPE sundial_request_seconds histogram" in text
    assert "example.com" not in text


def test_processes_tell_the_numbers_of_all(cast: Cast) -> None:
    before = numbers(cast.world, "get_my_id").get("200", 0)

    with another(cast.world) as process:
        process.send("GET", "/me/id", headers=cast.alice.basic)

    assert numbers(cast.world, "get_my_id")["200"] == before + 1


def test_applications_in_one_process_keep_each_others_numbers(cast: Cast) -> None:
    with another(cast.world) as process:
        before = numbers(cast.world, "get_my_id").get("200", 0)
        for of in (cast.world, process, cast.world, process, process):
            of.send("GET", "/me/id", headers=cast.alice.basic)
            of.send("GET", "/me/id")
            assert process.send("GET", "/me/logged", headers=cast.alice.basic).status == 200

    assert numbers(cast.world, "get_my_id")["200"] == before + 5


def test_open_connections_are_counted(world: World) -> None:
    # The page itself asks the database for the jobs that wait.
    before = _connections(world)
    opened: list[float] = []

    def use() -> None:
        world.server.database.read()
        opened.append(_connections(world))
        world.server.database.close()

    thread = Thread(target=use)
    thread.start()
    thread.join()
    assert ([number - before for number in opened], _connections(world) - before) == ([1], 0)


def test_jobs_that_wait_are_counted(cast: Cast) -> None:
    now = cast.world.clock()
    kind = f"sweep {cast.place.workspace_id}"
    with cast.world.server.database.write() as tx:
        for subject, ago in (("hall", 60), ("stairs", -60)):
            enqueue(tx, kind, subject, {}, now, now - timedelta(seconds=ago))

    lines = cast.world.send("GET", "//metrics").content.decode().splitlines()

    (late,) = [line.split()[-1] for line in lines if line.startswith(f'sundial_jobs_late_seconds{{kind="{kind}"}}')]
    assert f'sundial_jobs{{kind="{kind}",state="waiting"}} 2' in lines
    assert f'sundial_jobs{{kind="{kind}",state="dead"}} 0' in lines
    assert 60 <= float(late) < 3600


def test_without_its_database_it_still_tells_the_rest(cut_off: World) -> None:
    cut_off.send("GET", "//healthz")
    text = cut_off.send("GET", "//metrics").content.decode()

    assert numbers(cut_off, "get_health")["200"] >= 1
    assert "# TYPE sundial_jobs gauge" in text
    assert 'state="waiting"' not in text


def _connections(world: World) -> float:
    text = world.send("GET", "//metrics").content.decode()
    (line,) = [line for line in text.splitlines() if line.startswith("sundial_database_connections ")]
    return float(line.split()[1])
