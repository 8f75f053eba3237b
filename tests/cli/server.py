"""`sundial serve` for tests that stop it, kill it and start it again."""

import json as jsonlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from typing import Any

import psutil

from sundial.cli.serve import GRACE_SECONDS
from tests.cli.command import COMMAND, Installation
from tests.make import Answer, basic
from tests.postgres import free_port

SECONDS = 60
# Well before the server loses its patience and kills its workers.
PROMPTLY = GRACE_SECONDS - 5
# The client's ways to learn that the server, or the connection, is gone.
Gone = (OSError, HTTPException)


class Client:
    """One connection to a server, signed in with a token if there is one."""

    def __init__(self, port: int, token: str | None = None, timeout: float = SECONDS) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=timeout)
        self._signed = basic(token, "api_token") if token else {}

    @property
    def own_port(self) -> int:
        """The port at this end of the connection."""
        return self._connection.sock.getsockname()[1]

    def send(self, method: str, path: str, json: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        """Send a request. Raises one of `Gone` when no answer comes; the next request connects anew."""
        try:
            self.begin(method, path, json, headers)
            return self.finish()
        except Gone:
            self._connection.close()
            raise

    def begin(self, method: str, path: str, json: Any = None, headers: Mapping[str, str] | None = None) -> None:
        """Send a request without waiting for its answer."""
        body = None if json is None else jsonlib.dumps(json)
        self._connection.request(method, path, body, {**self._signed, **(headers or {})})

    def finish(self) -> Answer:
        """Wait for the answer."""
        response = self._connection.getresponse()
        content = response.read()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, content)

    def close(self) -> None:
        self._connection.close()


class Server:
    """A server's processes. Use it in a ``with`` block, which starts it and ends whatever is left of it."""

    def __init__(
        self,
        installation: Installation,
        *options: str,
        workers: int = 2,
        port: int | None = None,
        does_jobs: bool = False,
    ) -> None:
        self.port = port or free_port()
        self._log = installation.directory.parent / f"serve-{self.port}.log"
        # Asked to end when this process ends, whatever ends it: nobody else would.
        self._command = ["setpriv", "--pdeathsig", "TERM", *COMMAND]
        self._command += ["serve", "--port", str(self.port), "--workers", str(workers), *options]
        self._command += [] if does_jobs else ["--no-worker"]
        self._environment = installation.environment

    def __enter__(self) -> "Server":
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                self._command, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )
        try:
            await_true(self._answers_or_ended, "the server answers")
            assert self.process.poll() is None, self.log
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def log(self) -> str:
        """All that it said."""
        return self._log.read_text()

    def client(self, token: str | None = None) -> Client:
        """A new connection."""
        return Client(self.port, token)

    def send(self, method: str, path: str, token: str | None = None, **request: Any) -> Answer:
        """Send one request on a connection of its own."""
        client = self.client(token)
        try:
            return client.send(method, path, **request)
        finally:
            client.close()

    def workers(self) -> set[int]:
        """The ids of its worker processes."""
        return {child.pid for child in psutil.Process(self.process.pid).children() if child.is_running()}

    def stop(self) -> int:
        """Ask it to end and give its exit code."""
        self.process.terminate()
        return self.process.wait(PROMPTLY)

    def interrupt(self) -> int:
        """Press Ctrl-C, which reaches all of its processes, and give its exit code."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(PROMPTLY)

    def kill(self) -> None:
        """End all of its processes at once, without warning."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _answers_or_ended(self) -> bool:
        if self.process.poll() is not None:
            return True
        try:
            return self.send("GET", "/readyz").status == 200
        except Gone:
            return False


def await_true(condition: Callable[[], bool], what: str) -> None:
    """Wait until something that other processes do has happened."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"in vain: {what}"
        time.sleep(0.01)
