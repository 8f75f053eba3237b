"""An installation to measure: one database with one account, served by Sundial and by the floor at once."""

import http.client
import os
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from tests.postgres import free_port, start_cluster

from benchmarks.cases import Case
from benchmarks.processes import Process

SUNDIAL = str(Path(sys.executable).with_name("sundial"))
HOST = "127.0.0.1"
THREADS = 4
START_TIMEOUT_SECONDS = 30.0
POLL_SECONDS = 0.002
# The moment of a change is another for each of the two servers.
MOMENTS = ("at", "last_modified")


class BenchmarkFailed(Exception):
    """The measurement would mean nothing; the message says why."""


class Account(msgspec.Struct):
    """Who sends the requests, and to which workspace."""

    api_token: str
    workspace_id: int

    @property
    def authorization(self) -> str:
        """The value of the header that signs them in."""
        return "Basic " + b64encode(f"{self.api_token}:api_token".encode()).decode()


class Server:
    """A running server and where it listens."""

    def __init__(self, name: str, process: Process, port: int) -> None:
        self.name = name
        self.process = process
        self.port = port

    def ask(self, account: Account, case: Case) -> dict[str, Any]:
        """Send one request of a case and give its answer. Raises BenchmarkFailed unless it is 200."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
        headers = {"Authorization": account.authorization, "Content-Type": "application/json"}
        path = case.path.format(workspace_id=account.workspace_id)
        connection.request(case.method, path, body=case.bodies[0] if case.bodies else None, headers=headers)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        if response.status != 200:
            said = f"{content.decode()}\n{self.process.output()}"
            raise BenchmarkFailed(f"{self.name} answered {response.status} to {case.title}: {said}")
        return msgspec.json.decode(content or b"{}", type=dict[str, Any])


class Installation:
    """A database that is set up, with what the servers over it need to know."""

    def __init__(self, database: str, directory: Path) -> None:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("SUNDIAL_")}
        self.environment: Mapping[str, str] = {
            **inherited,
            "SUNDIAL_DATA_DIR": str(directory),
            "SUNDIAL_DATABASE": database,
            "SUNDIAL_PUBLIC_URL": "http://sundial.example",
            "SUNDIAL_THREADS": str(THREADS),
            "SUNDIAL_WORKERS": "1",
        }
        self.account = self._set_up()

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
    def sundial(self) -> Generator[tuple[Server, float]]:
        """Sundial as users run it, and the seconds from its start to its first answer."""
        port = free_port()
        command = [SUNDIAL, "serve", "--port", str(port), "--workers", "1"]
        with self._started("Sundial", command, port) as started:
            yield started

    @contextmanager
    def floor(self) -> Generator[Server]:
        """The floor."""
        port = free_port()
        with self._started("The floor", [sys.executable, "-m", "benchmarks.floor", str(port)], port) as (server, _):
            yield server

    @contextmanager
    def _started(self, name: str, command: list[str], port: int) -> Generator[tuple[Server, float]]:
        began = time.monotonic()
        process = Process(command, self.environment)
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


def check_equal(sundial: Server, floor: Server, account: Account, case: Case) -> None:
    """Raise BenchmarkFailed unless both answer the same: a floor that does less is none."""
    ours, hand_written = (server.ask(account, case) for server in (sundial, floor))
    for moment in MOMENTS:
        ours[moment] = hand_written[moment] = None
    if ours != hand_written:
        keys = sorted(key for key in {*ours, *hand_written} if ours.get(key) != hand_written.get(key))
        raise BenchmarkFailed(f"The floor does not answer {case.title} like Sundial; look at {', '.join(keys)}.")


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
