"""Servers as processes: started, measured through ``/proc``, and stopped with all that they started themselves."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
GRACE_SECONDS = 10.0


class Process:
    """A server that was started, and the processes below it."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        # A session of its own: Ctrl-C reaches us alone, and we stop what we started.
        self._output = tempfile.TemporaryFile()  # noqa: SIM115 - closed by stop()
        self._popen = subprocess.Popen(
            command,
            env={**environment},
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=self._output,
            start_new_session=True,
        )

    def cpu_seconds(self) -> float:
        """The CPU time, user and system, that the process and those below it have taken so far."""
        return sum(ticks(pid) for pid in self._pids()) / TICKS_PER_SECOND

    def worker_megabytes(self, most: bool = False) -> float:
        """The resident memory of the largest process below the main one: the worker. If asked, the most it ever was."""
        workers = [pid for pid in self._pids() if pid != self._popen.pid]
        return max((_kilobytes(pid, "VmHWM:" if most else "VmRSS:") for pid in workers), default=0) / 1024

    def ended(self) -> bool:
        """Whether the process is gone."""
        return self._popen.poll() is not None

    def output(self) -> str:
        """What it said so far."""
        self._output.seek(0)
        return self._output.read().decode(errors="replace").strip()

    def stop(self) -> None:
        """Ask the process to end, and end what is still there after the grace."""
        self._popen.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._popen.wait(GRACE_SECONDS)
        for pid in self._pids():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._popen.wait()
        self._output.close()

    def _pids(self) -> list[int]:
        """Everything in the session, found even when the main process is gone."""
        present = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        return [pid for pid in present if _session(pid) == self._popen.pid]


def ticks(pid: int, with_ended: bool = False) -> int:
    """The CPU time of a process so far, if asked also that of its children that have ended; 0 when it has ended."""
    return sum(map(int, _stat(pid)[11 : 15 if with_ended else 13]))


def peak_megabytes(pid: int) -> float:
    """The most resident memory that a process had so far; 0 when it has ended."""
    return _kilobytes(pid, "VmHWM:") / 1024


def _session(pid: int) -> int | None:
    fields = _stat(pid)
    return int(fields[3]) if fields else None


def _stat(pid: int) -> list[str]:
    """The fields of ``/proc/PID/stat`` behind the name, which may contain anything; none when the process has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _kilobytes(pid: int, field: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(field)), 0)
