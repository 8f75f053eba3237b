"""Connections of threads that end."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sundial.db.driver import Connection
from sundial.db.engine import Database

READ_IN_STRANGE_THREADS = """
import ctypes
import sys

from sundial.db.engine import Database

database = Database(f"sqlite:///{sys.argv[1]}")


@ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)
def read(_nothing):
    database.run_aside("SELECT 1")
    print("read", flush=True)


threads = ctypes.CDLL(None)
for _ in range(3):
    thread = ctypes.c_ulong()
    threads.pthread_create(ctypes.byref(thread), None, read, None)
    threads.pthread_join(thread, None)
"""


def test_threads_that_python_has_not_started_may_end(tmp_path: Path) -> None:
    """The server's are such threads: idle ones end, and end the whole process if that goes wrong."""
    command = [sys.executable, "-c", READ_IN_STRANGE_THREADS, str(tmp_path / "read.sqlite3")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert (done.returncode, done.stdout.split()) == (0, ["read"] * 3), done.stderr


def test_what_a_thread_leaves_is_closed_by_one_that_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database, opened = Database(f"sqlite:///{tmp_path / 'left.sqlite3'}"), list[Connection]()
    connect = database.driver.connect

    def watched() -> Connection:
        opened.append(connect())
        return opened[-1]

    monkeypatch.setattr(database.driver, "connect", watched)
    thread = threading.Thread(target=database.run_aside, args=("SELECT 1",))
    thread.start()
    thread.join(30)
    database.run_aside("SELECT 1")

    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")
    assert opened[1].execute("SELECT 1").fetchone() == (1,)
