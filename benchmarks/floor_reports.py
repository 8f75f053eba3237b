"""What adding up time must cost: one statement over an index that holds all it needs, and no rates.

``python -m benchmarks.floor_reports`` reads an Aggregate and prints what came of it. It is a process of its own, in
which the database's driver is used by hand.
"""

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from time import perf_counter, process_time
from typing import Any

import msgspec
from sqlalchemy import make_url

from benchmarks.filling import Filler
from benchmarks.growth import Cost, Postmaster
from sundial.db.driver import driver_for
from sundial.db.types import EPOCH, MICROSECOND

MAKE = """
CREATE TABLE bare_entries (
    org_id BIGINT NOT NULL, start {moment} NOT NULL, project_id BIGINT, user_id BIGINT NOT NULL,
    sec INTEGER NOT NULL, billable BOOLEAN NOT NULL
)
"""
FILL = """
INSERT INTO bare_entries SELECT organization_id, start, project_id, user_id, duration, billable FROM time_entries
"""
INDEX = {
    "sqlite": "CREATE INDEX ix_bare_entries ON bare_entries (org_id, start, project_id, user_id, sec, billable)",
    "postgresql": "CREATE INDEX ix_bare_entries ON bare_entries (org_id, start)"
    " INCLUDE (project_id, user_id, sec, billable)",
}
MOMENT = {"sqlite": "BIGINT", "postgresql": "TIMESTAMPTZ"}
ADD_UP = """
SELECT project_id, user_id, sum(sec), sum(CASE WHEN billable THEN sec ELSE 0 END) FROM bare_entries
WHERE org_id = {mark} AND start >= {mark} AND start < {mark} GROUP BY project_id, user_id
"""
MARK = {"sqlite": "?", "postgresql": "%s"}
SPARE_SECONDS = 60.0


class Aggregate(msgspec.Struct):
    """Whose time is added up, from when until when, and how long this is repeated."""

    database: str
    organization_id: int
    start: datetime
    end: datetime
    seconds: float


class Added(msgspec.Struct):
    """How many seconds came of it, and what it cost."""

    seconds: int
    cost: Cost


def add_bare_entries(filler: Filler) -> None:
    """Have a copy of all time entries with nothing but what is added up, and its index."""
    name = filler.driver.dialect.name
    for sql in (MAKE.format(moment=MOMENT[name]), FILL, INDEX[name]):
        filler.execute(sql)


def floor(aggregate: Aggregate) -> Added:
    """What comes of an aggregate. Raises subprocess.SubprocessError when it fails."""
    command = [sys.executable, "-m", "benchmarks.floor_reports"]
    text = msgspec.json.encode(aggregate)
    done = subprocess.run(
        command, input=text, capture_output=True, check=True, timeout=aggregate.seconds + SPARE_SECONDS
    )
    return msgspec.json.decode(done.stdout, type=Added)


def repeat(once: Callable[[], Any], processor: Callable[[], float], database: Postmaster, seconds: float) -> Cost:
    """What something costs that is done again and again for so long, and once before that counts."""
    once()
    waited: list[float] = []
    cpu, of_database = processor(), database.cpu_seconds()
    end = perf_counter() + seconds
    while not waited or perf_counter() < end:
        began = perf_counter()
        once()
        waited.append(perf_counter() - began)
    each = 1e6 / len(waited)
    cpu, of_database = processor() - cpu, database.cpu_seconds() - of_database
    return Cost(server=cpu * each, database=of_database * each, p50=sorted(waited)[len(waited) // 2] * 1e6)


def _add_up(aggregate: Aggregate) -> Added:
    driver = driver_for(make_url(aggregate.database))
    connection, name = driver.connect(), driver.dialect.name
    sql = ADD_UP.format(mark=MARK[name])
    period: list[Any] = [aggregate.start, aggregate.end]
    if name == "sqlite":
        period = [(moment - EPOCH) // MICROSECOND for moment in period]
    parameters = [aggregate.organization_id, *period]
    once = lambda: connection.execute(sql, parameters).fetchall()  # noqa: E731
    cost = repeat(once, process_time, Postmaster(aggregate.database), aggregate.seconds)
    return Added(sum(row[2] for row in once()), cost)


if __name__ == "__main__":
    planned = msgspec.json.decode(sys.stdin.buffer.read(), type=Aggregate)
    sys.stdout.buffer.write(msgspec.json.encode(_add_up(planned)))
