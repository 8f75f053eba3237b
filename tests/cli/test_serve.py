"""`sundial serve`: it answers, tells what matters, survives its workers, and ends without dropping anybody."""

import json
import os
import re
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from tests.cli.command import Installation
from tests.cli.server import SECONDS, Client, Gone, Server, await_true

WRITERS = 16


@pytest.fixture(scope="module")
def server(used: Installation) -> Iterator[Server]:
    """A server with two workers that the tests of this module share."""
    with Server(used) as started:
        yield started


@pytest.fixture(scope="module")
def spare(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Another installation with an account, for servers that are stopped and killed."""
    made = Installation(tmp_path_factory.mktemp("spare") / "data")
    made.setup()
    return made


@pytest.fixture(scope="module")
def token(used: Installation) -> str:
    return used.run("user", "reset-token", "--email", "ada@example.com", "--json").json["api_token"]


def counted(metrics: str, operation: str) -> int:
    """How many requests of an operation the metrics tell of."""
    found = re.findall(rf'^sundial_request_seconds_count{{operation="{operation}",status="\d+"}} (\S+)$', metrics, re.M)
    return int(sum(map(float, found)))


def test_on_an_empty_database_it_tells_how_to_begin(installation: Installation) -> None:
    with Server(installation) as server:
        token = installation.setup()["api_token"]
        me = server.send("GET", "/api/v9/me", token)
        told = [line for line in server.log.splitlines() if "accounts" in line]

        assert me.status == 200
        assert len(told) == 1
        assert told[0].endswith("There are no accounts yet. Create the first one with: sundial setup")
        assert f"http://127.0.0.1:{server.port}" in server.log
        assert server.stop() == 0


def test_a_start_with_a_current_database_migrates_nothing(spare: Installation) -> None:
    """To migrate, it would make the folder for copies first."""
    backups = spare.directory / "backups"
    shutil.rmtree(backups)

    with Server(spare) as server:
        assert "accounts" not in server.log
        assert server.interrupt() == 0

    assert not backups.exists()


def test_the_workers_share_their_metrics(server: Server, token: str) -> None:
    before = counted(server.send("GET", "/metrics").content.decode(), "get_me")

    for _ in range(40):
        server.send("GET", "/api/v9/me", token)
    tellers = [server.send("GET", "/metrics").content.decode() for _ in range(20)]

    assert {counted(teller, "get_me") - before for teller in tellers} == {40}


def test_no_two_requests_have_the_same_name(server: Server) -> None:
    names = [server.send("GET", "/healthz").headers["x-request-id"] for _ in range(100)]

    assert len(set(names)) == len(names)


def test_a_request_in_flight_is_finished(installation: Installation) -> None:
    token = installation.setup()["api_token"]
    path = installation.directory / "sundial.sqlite3"
    with Server(installation, workers=1) as server, sqlite3.connect(path, isolation_level=None) as other:
        client = server.client(token)
        client.send("GET", "/healthz")
        other.execute("BEGIN IMMEDIATE")
        client.begin("POST", "/api/v9/organizations", {"name": "Late", "workspace_name": "Main"})
        await_true(lambda: has_read(server, client), "the request arrives")
        # Whoever is answered after it shows that it has been handed on.
        server.client().send("GET", "/healthz")

        server.process.terminate()
        await_true(lambda: not accepts(server), "the server takes no more")
        other.execute("ROLLBACK")
        answer = client.finish()

        assert (answer.status, answer.json["name"]) == (200, "Late")
        assert server.process.wait(SECONDS) == 0


def has_read(server: Server, client: Client) -> bool:
    """Whether nothing that the client sent is still under way or unread, as Linux tells of its connections."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    ends = {f"{port:04X}" for port in (server.port, client.own_port)}
    queues = [line[4] for line in lines if {line[1][-4:], line[2][-4:]} == ends]
    return len(queues) == 2 and set(queues) == {"00000000:00000000"}


def accepts(server: Server) -> bool:
    """Whether the server answers a new connection soon: one that ends leaves it waiting."""
    client = Client(server.port, timeout=1)
    try:
        return client.send("GET", "/healthz").status == 200
    except Gone:
        return False
    finally:
        client.close()


def test_many_writers_at_once_never_see_an_error(on_each_engine: Installation) -> None:
    account = on_each_engine.setup()

    def write(number: int) -> list[tuple[int, bytes]]:
        client = server.client(account["api_token"])
        path = f"/api/v9/workspaces/{account['workspace_id']}"
        answers = [client.send("PUT", path, {"name": f"{number} {turn}"}) for turn in range(8)]
        answers += [client.send("GET", path) for _ in range(2)]
        client.close()
        return [(answer.status, answer.content) for answer in answers if answer.status != 200]

    with Server(on_each_engine) as server, ThreadPoolExecutor(WRITERS) as threads:
        refused = [answer for answers in threads.map(write, range(WRITERS)) for answer in answers]

    assert refused == []


def test_errors_are_logged_as_json_with_their_request(installation: Installation) -> None:
    token = installation.setup()["api_token"]
    installation.settings["SUNDIAL_LOG_FORMAT"] = "json"
    with Server(installation) as server:
        with sqlite3.connect(installation.directory / "sundial.sqlite3") as connection:
            connection.execute("ALTER TABLE user_organizations RENAME TO gone")
        answer = server.send("GET", "/api/v9/me/workspaces?secret=1", token)
        server.stop()
        lines = [json.loads(line) for line in server.log.splitlines()]

    (logged,) = [line for line in lines if line["level"] == "error"]
    assert answer.status == 500
    assert logged["request_id"] == answer.headers["x-request-id"]
    assert logged["path"] == "/api/v9/me/workspaces"
    assert "user_organizations" in logged["traceback"]
    assert all({"at", "level", "message"} <= set(line) for line in lines)
    assert token not in server.log


def test_a_killed_worker_is_replaced(spare: Installation) -> None:
    with Server(spare) as server:
        before = server.workers()
        os.kill(min(before), signal.SIGKILL)

        await_true(lambda: len(server.workers() - {min(before)}) == len(before), "another worker")
        await_true(lambda: accepts(server), "an answer")


def test_workers_end_with_their_main_process(spare: Installation) -> None:
    with Server(spare) as server:
        workers = server.workers()
        server.process.kill()
        server.process.wait()

        await_true(lambda: not any(psutil.pid_exists(worker) for worker in workers), "the workers end")


def test_a_port_that_is_taken_is_told(used: Installation, server: Server) -> None:
    refusal = used.run("serve", "--port", str(server.port)).refusal

    assert f"port {server.port}: Address already in use" in refusal


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--port", "0"], "SUNDIAL_PORT must be from 1 to 65535"),
        (["--host", "nowhere.invalid"], "Cannot listen on nowhere.invalid"),
        (["--host", "192.0.2.1"], "Cannot listen on 192.0.2.1"),
    ],
)
def test_an_address_that_cannot_be_listened_on_is_told(used: Installation, options: list[str], said: str) -> None:
    assert said in used.run("serve", *options).refusal
