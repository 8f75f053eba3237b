"""What operators measure: requests by operation and status, their latency, the time the database took.

Several worker processes keep their numbers in files of one directory, so that `/metrics` of any of them tells all.
"""

import os
from functools import cache
from itertools import count
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, values
from prometheus_client.multiprocess import MultiProcessCollector

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_MADE = count()


class Metrics:
    """The numbers that this process keeps below ``directory``. ``metrics_in`` gives the one that there should be."""

    def __init__(self, directory: Path) -> None:
        identity = f"{os.getpid()}-{next(_MADE)}"
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = str(directory)
        self._values = values.MultiProcessValue(lambda: identity)  # pyright: ignore[reportUnknownMemberType]
        self._use_own_files()
        self._requests = Histogram(
            "sundial_request_seconds",
            "Time from request to answer; its count is the number of requests",
            ["operation", "status"],
            buckets=BUCKETS,
            registry=None,
        )
        self._database = Counter("sundial_database_seconds", "Time spent in the database", ["operation"], registry=None)
        self._jobs = Counter("sundial_jobs_total", "Jobs that were worked on", ["kind", "outcome"], registry=None)
        self.connections = Gauge(
            "sundial_database_connections",
            "Open database connections",
            registry=None,
            multiprocess_mode="livesum",
        )

    def requests(self, operation: str, status: str) -> Histogram:
        """The seconds of an operation's requests with one status."""
        self._use_own_files()
        return self._requests.labels(operation, status)

    def database(self, operation: str) -> Counter:
        """The seconds that an operation's statements take."""
        self._use_own_files()
        return self._database.labels(operation)

    def job(self, kind: str, outcome: str) -> None:
        """Count a job that was worked on: ``done``, ``failed``, ``put back``, or ``lost`` to another worker."""
        self._use_own_files()
        self._jobs.labels(kind, outcome).inc()

    def _use_own_files(self) -> None:
        # The client library knows one place for all numbers of a process. Two applications in one process, as tests
        # have them, would write over each other's.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = self._directory
        values.ValueClass = self._values

    def text(self) -> bytes:
        """All processes' numbers in Prometheus' text format."""
        registry = CollectorRegistry()
        MultiProcessCollector(registry, path=self._directory)  # pyright: ignore[reportArgumentType]
        return generate_latest(registry)


def metrics_in(directory: Path) -> Metrics:
    """This process's numbers in a directory: the same ones whoever asks, since each other would keep files open."""
    return _metrics(directory, os.getpid())


@cache
def _metrics(directory: Path, _process_id: int) -> Metrics:
    return Metrics(directory)


def fresh_directory(directory: Path) -> Path:
    """The directory, without the files of an earlier server."""
    directory.mkdir(parents=True, exist_ok=True)
    for left in directory.glob("*.db"):
        left.unlink()
    return directory
