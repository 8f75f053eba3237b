"""The `sundial` command, run as people run it: in a process of its own, with settings in the environment."""

import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from sundial.cli.context import settings_from
from sundial.core.clock import now
from sundial.http.metrics import fresh_directory
from sundial.wiring import create_app, metrics_directory, open_server
from tests.cli.ready import begin
from tests.make import World, basic

COMMAND = (sys.executable, "-c", "from sundial.cli import main; main()")
SECONDS = 60
PASSWORD = "correct horse"


class Finished:
    """What a command left behind."""

    def __init__(self, code: int, output: str, errors: str) -> None:
        self.code = code
        self.output = output
        self.errors = errors

    @property
    def json(self) -> Any:
        """The output as JSON; the command must have succeeded and complained about nothing."""
        assert (self.code, self.errors) == (0, ""), self
        return json.loads(self.output)

    @property
    def refusal(self) -> str:
        """The one line with which the command refused."""
        assert self.code != 0, self
        assert self.errors.startswith("Error: "), self
        assert self.errors.count("\n") == 1, self
        return self.errors.removeprefix("Error: ").rstrip("\n")

    def __repr__(self) -> str:
        return f"<exit {self.code}>\n{self.output}\n{self.errors}"


class Installation:
    """A data directory, and the settings with which commands are run on it."""

    def __init__(self, directory: Path, **settings: str) -> None:
        self.directory = directory
        self.settings = {"SUNDIAL_DATA_DIR": str(directory)}
        self.settings |= {f"SUNDIAL_{name.upper()}": value for name, value in settings.items()}

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, **self.settings}

    def run(self, *arguments: str | bytes, typed: str = "", **settings: str) -> Finished:
        """Run a command to its end. ``typed`` is its standard input, which is no terminal."""
        more = {f"SUNDIAL_{name.upper()}": value for name, value in settings.items()}
        with TemporaryFile() as stdin, TemporaryFile() as stdout, TemporaryFile() as stderr:
            stdin.write(typed.encode())
            stdin.seek(0)
            run = begin(arguments, {**self.environment, **more}, (stdin, stdout, stderr))
            try:
                code = run.wait(SECONDS)
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(run.pid, signal.SIGKILL)
            for file in (stdout, stderr):
                file.seek(0)
            return Finished(code, stdout.read().decode(), stderr.read().decode())

    def setup(self, *more: str, email: str = "ada@example.com") -> Any:
        """Create the first account and give what the command tells of it."""
        options = ["--email", email, "--fullname", "Ada Byron", "--password", PASSWORD]
        options += ["--organization", "Acme", "--workspace", "Main"]
        return self.run("setup", *options, "--json", *more).json

    def signs_in(self, name: str, password: str) -> bool:
        """Whether the API lets this name and password in."""
        settings = settings_from(self.settings)
        fresh_directory(metrics_directory(settings))
        server = open_server(settings)
        try:
            answer = World(server, create_app(server), now).send("GET", "/me", headers=basic(name, password))
            return answer.status == 200
        finally:
            server.database.close()
