"""Whether this server can work: what load balancers and `sundial doctor` ask."""

from datetime import datetime

from sundial.core.errors import Unavailable
from sundial.db.driver import Again
from sundial.db.engine import Database
from sundial.db.migrate import HEAD, recorded_revision
from sundial.http.metrics import Metrics
from sundial.jobs.overview import Depth, depths


class Health:
    """The state of one process."""

    def __init__(self, database: Database, metrics: Metrics) -> None:
        self.metrics = metrics
        self._database = database

    def numbers(self, now: datetime) -> bytes:
        """What operators measure, in Prometheus' text format; of the jobs nothing while the database is away."""
        try:
            waiting = depths(self._database.read())
        except (Unavailable, Again):
            waiting = []
        return self.metrics.text() + job_numbers(waiting, now)

    def check(self) -> None:
        """Raise Unavailable unless the database answers and has the newest revision."""
        recorded = recorded_revision(self._database)
        if recorded != HEAD:
            raise Unavailable(f"The database is at revision {recorded or 'none'}, this program needs {HEAD}.")


def job_numbers(waiting: list[Depth], now: datetime) -> bytes:
    """How much work waits and was given up, by kind, and how long the oldest of it has been due."""
    lines = [
        "# HELP sundial_jobs Jobs that wait, and jobs that were given up",
        "# TYPE sundial_jobs gauge",
        *(f'sundial_jobs{{kind="{each.kind}",state="waiting"}} {each.waiting}' for each in waiting),
        *(f'sundial_jobs{{kind="{each.kind}",state="dead"}} {each.dead}' for each in waiting),
        "# HELP sundial_jobs_late_seconds How long the oldest waiting job has been due",
        "# TYPE sundial_jobs_late_seconds gauge",
        *(f'sundial_jobs_late_seconds{{kind="{each.kind}"}} {_late(each, now)}' for each in waiting),
    ]
    return "\n".join(lines).encode() + b"\n"


def _late(depth: Depth, now: datetime) -> float:
    return 0.0 if depth.oldest is None else max(0.0, (now - depth.oldest).total_seconds())
