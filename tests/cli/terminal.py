"""A terminal: what a person sees and types."""

import os
import pty
import select
import subprocess
import time
from collections.abc import Mapping, Sequence

SECONDS = 60


class Terminal:
    """A command that runs on a terminal of its own. Use it in a ``with`` block, which ends the command."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        self.seen = ""
        try:
            self._process = subprocess.Popen(
                command, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
            )
        finally:
            os.close(theirs)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    def answer(self, question: str, typed: str) -> None:
        """Wait until the question is shown, then type a line."""
        deadline = time.monotonic() + SECONDS
        while question not in self.seen.rpartition("\n")[2]:
            assert self._more(deadline), f"{question} was not asked:\n{self.seen}"
        os.write(self._ours, f"{typed}\n".encode())
        self.seen += "\n"

    def end(self) -> int:
        """Read to the end and give the exit code."""
        while self._more(time.monotonic() + SECONDS):
            pass
        return self._process.wait(SECONDS)

    def _more(self, deadline: float) -> bool:
        """Read what is shown next; False when that was all. Linux tells the end of a terminal as an error."""
        waiting = select.poll()
        waiting.register(self._ours, select.POLLIN)
        ready = waiting.poll(max(0, deadline - time.monotonic()) * 1000)
        try:
            shown = os.read(self._ours, 4096) if ready else b""
        except OSError:
            shown = b""
        self.seen += shown.decode()
        return shown != b""
