"""An installation to measure: one database with one account, served by Sundial and by the floor at once."""

import http.client
import os
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import msgspec
from tests.postgres import free_port, start_cluster

from benchmarks.cases import Case
from benchmarks.processes import Process

SUNDIAL = str(Path(sys.executable).with_name("sundial"))
HOST = "127.0.0.1"
THREADS = 4
START_TIMEOUT_SECONDS = 30.0
POLL_SECONDS = 0.002


class BenchmarkFailed(Exception):
    """The measurement would mean nothing; the message says why."""


class Account(msgspec.Struct):
    """Who the installation was set up for, and their workspace."""

    api_token: str
    workspace_id: int


class Server:
    """A running server and where it listens."""

    def __init__(self, name: str, process: Process, port: int) -> None:
        self.name = name
        self.process = process
        self.port = port

    def ask(self, installation: "Installation", case: Case) -> list[Any]:
        """Send one request of a case, and what follows it, and give the answers.

        Raises BenchmarkFailed unless they are 200.
        """
        body = case.bodies[0] if case.bodies else None
        answers = [self._ask(case.method, installation.path(case.path), body, installation.headers(case))]
        if case.then:
            path = installation.path(case.then.path).format(id=answers[0]["id"])
            answers.append(self._ask(case.then.method, path, None, installation.headers(case)))
        return answers

    def _ask(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> Any:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
        connection.request(method, path, body=body, headers=headers)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        if response.status != 200:
            said = f"{content.decode()}\n{self.process.output()}"
            raise BenchmarkFailed(f"{self.name} answered {response.status} to {method} {path}: {said}")
        return msgspec.json.decode(content or b"{}")


class Installation:
    """A database that is set up, with what the servers over it need to know.

    ``tokens`` are the API tokens of those who send requests, by their names; ``ids`` are what paths can contain.
    """

    def __init__(self, database: str, directory: Path) -> None:
        self.database, self.directory = database, directory
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("SUNDIAL_")}
        self.environment: Mapping[str, str] = {
            **inherited,
            "SUNDIAL_DATA_DIR": str(directory),
            "SUNDIAL_DATABASE": database,
            "SUNDIAL_PUBLIC_URL": "http://sundial.example",
            "SUNDIAL_THREADS": str(THREADS),
            "SUNDIAL_WORKERS": "1",
        }
        account = self._set_up()
        self.tokens = {"alice": account.api_token}
        self.ids: dict[str, Any] = {"workspace_id": account.workspace_id}

    def path(self, path: str) -> str:
        """A path with the ids here in it; ``{id}`` stays, as no answer has told it yet."""
        return path.format_map({**self.ids, "id": "{id}"})

    def headers(self, case: Case) -> dict[str, str]:
        """Those of the requests of a case."""
        authorization = "Basic " + b64encode(f"{self.tokens[case.by]}:api_token".encode()).decode()
        return {"Authorization": authorization, "Content-Type": "application/json"}

    def _set_up(self) -> Account:
        named = {"email": "alice@example.com", "password": "correct horse", "fullname": "Alice", "organization": "Acme"}
        options = [f"--{name}={value}" for name, value in named.items()]
        done = subprocess.run(
            [SUNDIAL, "setup", "--json", "--workspace=Studio", *options],
            env=self.environment,
            capture_output=True,
            check=False,
        )
        if done.returncode != 0:
            raise BenchmarkFailed(f"sundial setup failed:\n{done.stderr.decode().strip()}")
        return msgspec.json.decode(done.stdout, type=Account)

    @contextmanager
    def sundial(self, workers: int = 1, threads: int = THREADS) -> Generator[tuple[Server, float]]:
        """Sundial as users run it, and the seconds from its start to its first answer.

        Without the worker beside it, whose start would be taken for a cost of requests.
        """
        port = free_port()
        command = [SUNDIAL, "serve", "--port", str(port), "--workers", str(workers), "--no-worker"]
        with self._started("Sundial", command, port, SUNDIAL_THREADS=str(threads)) as started:
            yield started

    @contextmanager
    def floor(self) -> Generator[Server]:
        """The floor."""
        port = free_port()
        with self._started("The floor", [sys.executable, "-m", "benchmarks.floor", str(port)], port) as (server, _):
            yield server

    @contextmanager
    def _started(self, name: str, command: list[str], port: int, **settings: str) -> Generator[tuple[Server, float]]:
        began = time.monotonic()
        process = Process(command, {**self.environment, **settings})
        try:
            _await_answer(name, process, port)
            yield Server(name, process, port), time.monotonic() - began
        finally:
            process.stop()


@contextmanager
def installed(engine: str) -> Generator[Installation]:
    """A fresh installation on ``sqlite`` or ``postgresql``, thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="sundial-bench-") as name:
        directory = Path(name)
        if engine == "sqlite":
            yield Installation(f"sqlite:///{directory / 'sundial.sqlite3'}", directory)
        else:
            with start_cluster() as cluster:
                yield Installation(cluster.new_database(), directory)


def check_equal(sundial: Server, floor: Server, installation: Installation, case: Case) -> None:
    """Raise BenchmarkFailed unless both answer the same: a floor that does less is none."""
    ours, hand_written = (
        [_without(answer, case.differing) for answer in server.ask(installation, case)] for server in (sundial, floor)
    )
    if ours != hand_written:
        raise BenchmarkFailed(
            f"The floor does not answer {case.title} like Sundial.\n{_shown(ours)}\n{_shown(hand_written)}"
        )


def _without(answer: Any, fields: Sequence[str]) -> Any:
    """An answer without some fields, at any depth."""
    if isinstance(answer, dict):
        found = cast(dict[str, Any], answer)
        return {key: _without(value, fields) for key, value in found.items() if key not in fields}
    if isinstance(answer, list):
        return [_without(value, fields) for value in cast(list[Any], answer)]
    return answer


def _shown(answers: list[Any]) -> str:
    return msgspec.json.encode(answers)[:2000].decode(errors="replace")


def _await_answer(name: str, process: Process, port: int) -> None:
    until = time.monotonic() + START_TIMEOUT_SECONDS
    while time.monotonic() < until:
        if process.ended():
            raise BenchmarkFailed(f"{name} ended while it started:\n{process.output()}")
        if _answers(port):
            return
        time.sleep(POLL_SECONDS)
    raise BenchmarkFailed(f"{name} did not answer within {START_TIMEOUT_SECONDS:.0f} s:\n{process.output()}")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
