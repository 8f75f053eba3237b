"""What adding up time must cost: one statement over an index that holds all it needs, and no rates.

With names and JSON it is the floor of an answer (`floor_answers.py`). ``python -m benchmarks.floor_reports`` reads an
Aggregate and prints what came of it. It is a process of its own, in which the database's driver is used by hand. There
the statements of a report are measured, too, without all that becomes of their rows.
"""

import gc
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from time import perf_counter, process_time
from typing import Any

import msgspec
from sqlalchemy import make_url

from benchmarks.filling import Filler
from benchmarks.floor_answers import ANSWERS, Names
from benchmarks.growth import Cost, Postmaster
from sundial.access.askers import User
from sundial.access.enter import Workspaces
from sundial.db.driver import Connection, Driver, driver_for
from sundial.db.statement import Scope, Statement
from sundial.db.transaction import Read
from sundial.db.types import EPOCH, MICROSECOND
from sundial.reports.summary import summary
from sundial.reports.summary_schemas import SummaryPost
from sundial.reports.totals import totals
from sundial.reports.totals_schemas import TotalsPost
from sundial.reports.weekly import weekly
from sundial.reports.weekly_schemas import WeeklyPost

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
SELECT project_id, user_id, sum(sec), sum(CASE WHEN billable THEN sec ELSE 0 END){day} FROM bare_entries
WHERE org_id = {mark} AND start >= {mark} AND start < {mark} GROUP BY project_id, user_id{day}
"""
# A week shows each day: the days of UTC, which whoever asks lives by. The others add up all days together.
DAY = {
    "sqlite": ", (start / 86400000000)",
    "postgresql": ", (extract(epoch FROM start)::bigint / 86400)",
}
MARK = {"sqlite": "?", "postgresql": "%s"}
SPARE_SECONDS = 60.0
REPORTS: Mapping[str, tuple[Callable[..., Any], type[Any]]] = {
    "summary": (summary, SummaryPost),
    "weekly": (weekly, WeeklyPost),
    "totals": (totals, TotalsPost),
}
"""What makes a report of each kind, and what is sent for it."""


class Aggregate(msgspec.Struct):
    """Whose time is added up, from when until when, and how long this is repeated.

    ``kind`` and ``body`` are those of the report that is meant.
    """

    database: str
    organization_id: int
    workspace_id: int
    user_id: int
    start: datetime
    end: datetime
    seconds: float
    kind: str
    body: str


class Least(msgspec.Struct):
    """What the least costs of each part of a report.

    The bare ``aggregate``; the report's own ``statements``; and the aggregate with an ``answer``, if there is a floor
    of that. ``of_time`` are the seconds that the aggregate found, ``rows`` how many pairs of a project and a person.
    """

    of_time: int
    rows: int
    aggregate: Cost
    statements: Cost
    answer: Cost | None


def add_bare_entries(filler: Filler) -> None:
    """Have a copy of all time entries with nothing but what is added up, and its index."""
    name = filler.driver.dialect.name
    for sql in (MAKE.format(moment=MOMENT[name]), FILL, INDEX[name]):
        filler.execute(sql)


def floor(aggregate: Aggregate) -> Least:
    """What comes of an aggregate. Raises subprocess.SubprocessError when it fails."""
    command = [sys.executable, "-m", "benchmarks.floor_reports"]
    text = msgspec.json.encode(aggregate)
    done = subprocess.run(
        command, input=text, capture_output=True, check=True, timeout=3 * aggregate.seconds + SPARE_SECONDS
    )
    return msgspec.json.decode(done.stdout, type=Least)


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


def _measure(planned: Aggregate) -> Least:
    driver, database = driver_for(make_url(planned.database)), Postmaster(planned.database)
    connection, name = driver.connect(), driver.dialect.name
    sql = ADD_UP.format(mark=MARK[name], day=DAY[name] if planned.kind == "weekly" else "")
    period: list[Any] = [planned.start, planned.end]
    if name == "sqlite":
        period = [(moment - EPOCH) // MICROSECOND for moment in period]
    parameters = [planned.organization_id, *period]

    def add_up() -> list[Any]:
        return driver.plan_and_execute(connection, sql, parameters).fetchall()

    def cost(once: Callable[[], Any]) -> Cost:
        return repeat(once, process_time, database, planned.seconds)

    answer_of, found = ANSWERS.get(planned.kind), add_up()
    names = Names(connection, planned.organization_id)
    return Least(
        of_time=sum(row[2] for row in found),
        rows=len({row[:2] for row in found}),
        aggregate=cost(add_up),
        statements=cost(_statements(planned, driver, connection)),
        answer=None if answer_of is None else cost(lambda: answer_of(add_up(), names)),
    )


class Noting(Read):
    """Notes what is run."""

    noted: list[tuple[Statement, list[Any]]]

    def _run(self, statement: Statement, scope: Scope | None, values: Mapping[str, Any]) -> Any:
        self.noted.append((statement, statement.compiled(self._driver.dialect).parameters(scope, values)))
        return super()._run(statement, scope, values)


def _statements(planned: Aggregate, driver: Driver, connection: Connection) -> Callable[[], None]:
    """What runs the statements of a report, and reads their rows, but makes nothing of them."""
    tx = Noting(driver, connection, lambda: None)
    tx.noted = []
    asker = Workspaces().enter(tx, User(planned.user_id, "", "UTC"), planned.workspace_id)
    tx.noted.clear()
    report, wanted = REPORTS[planned.kind]
    report(tx, asker, msgspec.json.decode(planned.body, type=wanted), planned.end)
    compiled = [(noted.plan_anew, noted.compiled(driver.dialect).sql, values) for noted, values in tx.noted]

    def run() -> None:
        for plan_anew, sql, values in compiled:
            run = driver.plan_and_execute if plan_anew else _execute
            run(connection, sql, values).fetchall()

    return run


def _execute(connection: Connection, sql: str, values: list[Any]) -> Any:
    return connection.execute(sql, values)


if __name__ == "__main__":
    planned = msgspec.json.decode(sys.stdin.buffer.read(), type=Aggregate)
    # As the server does: what is there already need not be walked through.
    gc.freeze()
    sys.stdout.buffer.write(msgspec.json.encode(_measure(planned)))
