"""A process that has loaded the command and forks for each run of it: loading takes longer than most runs.

A run is a process of its own, as ever: with a session, arguments, an environment and files of its own. Only what
happens while the program is loaded has happened before; `tests/cli/server.py` and others start it from the beginning.
"""

import atexit
import gc
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import IO, Any

from sundial.cli import main

LONGEST = 2**17
SERVE = "import sys; from tests.cli.ready import serve; serve(int(sys.argv[1]))"


class Run:
    """A run that has begun; it leads a process group of its own."""

    def __init__(self, pid: int, told: socket.socket) -> None:
        self.pid = pid
        self._told = told

    def wait(self, seconds: float) -> int:
        """Its exit code, negative for the signal that ended it. Raises TimeoutError."""
        self._told.settimeout(seconds)
        return os.waitstatus_to_exitcode(int(self._told.recv(LONGEST)))


def begin(arguments: Sequence[str | bytes], environment: Mapping[str, str], files: Sequence[IO[bytes]]) -> Run:
    """Run the command with these three files as its standard input, output and errors."""
    words = [os.fsdecode(argument) for argument in arguments]
    asked = json.dumps({"words": words, "environment": dict(environment), "directory": os.getcwd()})
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        socket.send_fds(_ready(), [asked.encode()], [*(file.fileno() for file in files), theirs.fileno()])
    return Run(int(ours.recv(LONGEST)), ours)


@cache
def _ready() -> socket.socket:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        number = theirs.fileno()
        process = subprocess.Popen([sys.executable, "-c", SERVE, str(number)], pass_fds=[number])
    # It ends when nobody is left to ask it.
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours


def serve(number: int) -> None:
    """Begin a run for each message at this socket, until nobody can send one any more."""
    # What is loaded stays: no run looks through it for garbage, which would copy it.
    gc.freeze()
    # Nobody waits for those who watch runs.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    asking = socket.socket(fileno=number)
    while True:
        asked, files, _, _ = socket.recv_fds(asking, LONGEST, 4)
        if not asked:
            return
        if os.fork() == 0:
            asking.close()
            _watch(json.loads(asked), files)
        for file in files:
            os.close(file)


def _watch(asked: Mapping[str, Any], files: Sequence[int]) -> None:
    """Tell the id of the run's process, and how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    telling = socket.socket(fileno=files[3])
    pid = os.fork()
    if pid == 0:
        telling.close()
        _run(asked, files[:3])
    telling.send(str(pid).encode())
    _, status = os.waitpid(pid, 0)
    with suppress(BrokenPipeError):
        telling.send(str(status).encode())
    os._exit(0)


def _run(asked: Mapping[str, Any], files: Sequence[int]) -> None:
    os.setsid()
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(asked["directory"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv[1:] = asked["words"]
    main()
