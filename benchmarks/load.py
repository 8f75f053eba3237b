"""Load: the same requests over a few connections for a while, from a process of its own whose CPU time is not counted.

``wrk`` sends them where it is installed, `client.py` elsewhere and where one request follows from another. Both begin
the next request of a connection when the answer to the last one is complete.
"""

import shutil
import subprocess
import sys
from math import ceil
from pathlib import Path

import msgspec

from benchmarks.cases import Follow

WRK = shutil.which("wrk")
SCRIPT = Path(__file__).with_name("wrk.lua")
SPARE_SECONDS = 30.0


class Load(msgspec.Struct):
    """What is sent, where to and for how long."""

    host: str
    port: int
    method: str
    path: str
    headers: dict[str, str]
    bodies: tuple[str, ...]
    then: Follow | None
    connections: int
    seconds: float


class Outcome(msgspec.Struct):
    """What came of it: how many answers, how many of them not 200, and latencies in microseconds."""

    requests: int
    failures: int
    p50: float
    p99: float


def generator_name() -> str:
    """Which program sends the load."""
    return "wrk" if WRK else "our own client (wrk is not installed)"


def send(load: Load) -> Outcome:
    """Send the load and wait until it is over. Raises subprocess.SubprocessError when the generator fails."""
    command = _wrk(WRK, load) if WRK and load.then is None else [sys.executable, "-m", "benchmarks.client"]
    # Our own client reads the load from its standard input.
    done = subprocess.run(
        command, input=msgspec.json.encode(load), capture_output=True, check=True, timeout=load.seconds + SPARE_SECONDS
    )
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=Outcome)


def _wrk(program: str, load: Load) -> list[str]:
    headers = [f"-H{name}: {value}" for name, value in load.headers.items()]
    return [
        program,
        "--threads=1",
        f"--connections={load.connections}",
        # wrk counts whole seconds.
        f"--duration={ceil(load.seconds)}s",
        f"--script={SCRIPT}",
        *headers,
        f"http://{load.host}:{load.port}{load.path}",
        "--",
        load.method,
        *load.bodies,
    ]
