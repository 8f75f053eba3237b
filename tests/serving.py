"""A real server for tests that need one: `sundial serve` in processes of its own, over a new SQLite database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import msgspec

from tests.postgres import free_port

PROGRAMS = Path(sys.executable).parent
START_SECONDS = 60
STOP_SECONDS = 30


class Account(msgspec.Struct):
    """What `sundial setup --json` tells of the account that it made."""

    user_id: int
    organization_id: int
    workspace_id: int
    workspace_user_id: int
    api_token: str


def environment(directory: Path) -> Mapping[str, str]:
    """The environment of commands whose data is in ``directory``; the `sundial` command is in its path."""
    return {
        **os.environ,
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        "SUNDIAL_DATA_DIR": str(directory),
    }


def setup(directory: Path, *, email: str, password: str) -> Account:
    """Make a database with one account, which owns the organization Acme with the workspace Main."""
    command = ["sundial", "setup", "--email", email, "--password", password, "--fullname", "Ada Byron"]
    command += ["--organization", "Acme", "--workspace", "Main", "--json"]
    done = subprocess.run(command, env=environment(directory), check=True, capture_output=True, timeout=START_SECONDS)
    return msgspec.json.decode(done.stdout, type=Account)


@contextmanager
def serving(directory: Path) -> Generator[str]:
    """Serve the database in ``directory`` and give the server's address. Its processes end with the block."""
    port = free_port()
    log = directory / "serve.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            ["sundial", "serve", "--port", str(port), "--workers", "2", "--no-worker"],
            env=environment(directory),
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        _await_answer(server, port, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        _end(server)


def _await_answer(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(port):
        if server.poll() is not None or time.monotonic() > deadline:
            raise AssertionError(f"The server did not start:\n{log.read_text()}")
        time.sleep(0.02)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    finally:
        # Whatever is left of its process group, workers included.
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()
