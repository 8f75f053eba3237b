"""A PostgreSQL of the tests' own: made, started on a free port, and thrown away."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

_names = count(1)


class Cluster:
    """A running server."""

    def __init__(self, port: int, directory: Path) -> None:
        self.port = port
        self.directory = directory

    def url(self, database: str) -> str:
        """The address of a database in it."""
        return f"postgresql://sundial@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Make an empty database and give its address."""
        return self._create("template1")

    def copy_of(self, url: str) -> str:
        """Make a database with the content of another, to which nobody is connected, and give its address."""
        return self._create(url.rpartition("/")[2])

    def _create(self, template: str) -> str:
        name = f"test_{next(_names)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        return self.url(name)


@contextmanager
def start_cluster() -> Generator[Cluster]:
    """Start a server and stop it afterwards. PostgreSQL refuses to be root, so root lends it another user."""
    directory = Path(tempfile.mkdtemp(prefix="sundial-pg-"))
    if os.getuid() == 0:
        shutil.chown(directory, _other_user())
    port = free_port()
    data = directory / "data"
    try:
        _run("initdb", "-D", str(data), "-U", "sundial", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={directory} -c fsync=off"
        # What it knows of its rows, and so how it plans, must not depend on when it last looked by itself.
        options += " -c max_connections=200 -c autovacuum=off"
        _run("pg_ctl", "-D", str(data), "-w", "-l", str(directory / "log"), "-o", options, "start")
        try:
            yield Cluster(port, directory)
        finally:
            _run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _other_user() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run(program: str, *arguments: str) -> None:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    command = [str(found[-1]) if found else program, *arguments]
    if os.getuid() == 0:
        command = ["runuser", "-u", _other_user(), "--", *command]
    subprocess.run(command, check=True, capture_output=True, cwd="/", env={**os.environ, "LC_ALL": "C"})
