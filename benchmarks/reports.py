"""What reports cost an agency with a million time entries: ``python -m benchmarks.reports``, from the project's folder.

Nine million entries of others lie between them. What is added up is compared with the bare statement over a covering
index, which knows no rates (`floor_reports.py`), on the same database in the same run: ``sql`` is what the report's own
statements take of that, ``answer`` what the whole request takes of the floor of an answer (`floor_answers.py`), and
``all`` what the whole request takes of the bare statement. Pages of single entries must cost the same wherever they
are, and no report more memory because it is about more entries.
"""

import http.client
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

import click
import msgspec
from sqlalchemy import func, literal, select

from benchmarks.agency import Amounts, add_agency
from benchmarks.cases import Case
from benchmarks.filling import Filler, filling
from benchmarks.floor_reports import Aggregate, Least, add_bare_entries, floor, repeat
from benchmarks.growth import Cost, Postmaster
from benchmarks.report_ratios import HEAD, Round, line, shown
from benchmarks.servers import HOST, BenchmarkFailed, Installation, Server, installed
from sundial.core.clock import now
from sundial.time_entries.tables import time_entry

TODAY = now().replace(hour=0, minute=0, second=0, microsecond=0)
WEEK, MONTH, YEAR = 7, 30, 365
MOST_MILLISECONDS, MOST_MEGABYTES = 5.0, 300.0
PAGE, DEPTHS = 50, (0, 1_000, 100_000, 500_000)
WAIT_SECONDS, PART_BYTES = 600, 1 << 16
HERE = "/reports/api/v3/workspace/{workspace_id}"
SEARCH = f"{HERE}/search/time_entries"


class Report(msgspec.Struct, frozen=True):
    """What is asked for, and about how many days up to yesterday."""

    name: str
    title: str
    path: str
    days: int
    more: dict[str, Any]

    @property
    def kind(self) -> str:
        """The first word of its name."""
        return self.name.partition("-")[0]

    def body(self, until: datetime = TODAY) -> str:
        """What is sent."""
        days = {"start_date": until - timedelta(days=self.days), "end_date": until - timedelta(days=1)}
        return msgspec.json.encode({name: f"{day:%Y-%m-%d}" for name, day in days.items()} | self.more).decode()


GROUPED = {"grouping": "projects", "sub_grouping": "users"}
GRAPH = {"with_graph": True}
SUMS = (
    Report("summary-month", "summary of a month", f"{HERE}/summary/time_entries", MONTH, GROUPED),
    Report("summary-year", "summary of a year", f"{HERE}/summary/time_entries", YEAR, GROUPED),
    Report("weekly", "a week", f"{HERE}/weekly/time_entries", WEEK, {}),
    Report("totals-month", "totals of a month", f"{SEARCH}/totals", MONTH, GRAPH),
    Report("totals-year", "totals of a year", f"{SEARCH}/totals", YEAR, GRAPH),
)
PAGES, MEMORY = "pages", "memory"
NAMES = [*(report.name for report in SUMS), PAGES, MEMORY]
ORDERS: dict[str, dict[str, Any]] = {
    "latest first": {},
    "earliest first": {"order_dir": "ASC"},
    "with names": {"enrich_response": True},
}


class Agency:
    """The installation, and the one server over it."""

    def __init__(self, installation: Installation, server: Server, filler: Filler) -> None:
        self.installation = installation
        self.server = server
        self._filler = filler
        self._database = Postmaster(installation.database)
        self._connection = http.client.HTTPConnection(HOST, server.port, timeout=WAIT_SECONDS)

    def ask(self, path: str, body: str) -> int:
        """Send a request, and tell how many lines the answer has. Raises BenchmarkFailed unless it is 200."""
        response = self._answer(path, body)
        return sum(part.count(b"\n") for part in iter(lambda: response.read(PART_BYTES), b""))

    def check(self, report: Report) -> None:
        """Raise BenchmarkFailed when a report is about another time than the floor, or has another number of rows."""
        answer: Any = msgspec.json.decode(self._answer(report.path, report.body()).read())
        if report.kind == "summary":
            rows = [sub for group in answer["groups"] for sub in group["sub_groups"]]
            seconds = sum(row["seconds"] for row in rows)
        else:
            rows, seconds = answer, sum(sum(row["seconds"]) for row in answer)
        least = self.floor(report, 0)
        if (seconds, len(rows)) != (least.of_time, least.rows):
            raise BenchmarkFailed(
                f"The {report.title}: {seconds} seconds in {len(rows)} rows, the floor: {least.of_time} in {least.rows}"
            )

    def _answer(self, path: str, body: str) -> http.client.HTTPResponse:
        case = Case(path, path, "POST", path)
        self._connection.request("POST", self.installation.path(path), body, self.installation.headers(case))
        response = self._connection.getresponse()
        if response.status != 200:
            raise BenchmarkFailed(f"{path} answered {response.status}: {response.read(2000).decode()}")
        return response

    def cost(self, path: str, body: str, seconds: float) -> Cost:
        """What the same request costs again and again."""
        return repeat(lambda: self.ask(path, body), self.server.process.cpu_seconds, self._database, seconds)

    def cpu_seconds(self) -> float:
        """The CPU time that the server and the database have taken so far."""
        return self.server.process.cpu_seconds() + self._database.cpu_seconds()

    def floor(self, report: Report, seconds: float) -> Least:
        """What the least costs for the same days. Raises BenchmarkFailed."""
        planned = Aggregate(
            database=self.installation.database,
            organization_id=self._filler.organization_id,
            workspace_id=self._filler.workspace_id,
            user_id=self._filler.owner_id,
            start=TODAY - timedelta(days=report.days),
            end=TODAY,
            seconds=seconds,
            kind=report.kind,
            body=report.body(),
        )
        try:
            return floor(planned)
        except subprocess.CalledProcessError as error:
            raise BenchmarkFailed(f"The floor failed:\n{error.stderr.decode().strip()}") from error

    def count(self) -> int:
        """How many entries a year has."""
        return self._filler.run(_year(self._filler, func.count())).fetchone()[0]

    def place(self, depth: int, earliest_first: bool) -> dict[str, int]:
        """What asks for the page behind so many entries, as the answer to the page before would tell."""
        if depth == 0:
            return {}
        order = [time_entry.c.start, time_entry.c.id]
        ordered = order if earliest_first else [column.desc() for column in order]
        written = _year(self._filler, time_entry.c.id, time_entry.c.start).order_by(*ordered).limit(1).offset(depth)
        entry_id, start = self._filler.run(written).fetchone()
        timestamp = start // 1_000_000 if isinstance(start, int) else int(start.timestamp())
        return {"first_id": entry_id, "first_timestamp": timestamp, "first_row_number": depth + 1}


def add_up(agency: Agency, reports: Sequence[Report], rounds: int, seconds: float) -> list[str]:
    """Have the reports and the floor take turns: a line for each report. Raises BenchmarkFailed."""
    for report in reports:
        if report.kind != "totals":
            agency.check(report)
    costs: dict[str, list[Round]] = {report.name: [] for report in reports}
    with click.progressbar(length=rounds * len(reports), label="sums", file=sys.stderr) as progress:
        for _ in range(rounds):
            for report in reports:
                least = agency.floor(report, seconds)
                costs[report.name].append(Round(agency.cost(report.path, report.body(), seconds), least))
                progress.update(1)
    return [line(report.title, costs[report.name]) for report in reports]


def page_through(agency: Agency, seconds: float) -> Generator[str]:
    """What pages cost, wherever they are: a line for each. Raises BenchmarkFailed."""
    entries = agency.count()
    depths = sorted({min(depth, max(entries - PAGE, 0)) for depth in DEPTHS})
    for title, more in ORDERS.items():
        for depth in depths:
            place = agency.place(depth, earliest_first="order_dir" in more)
            report = Report("page", title, SEARCH, YEAR, {**more, **place, "page_size": PAGE})
            cost = agency.cost(report.path, report.body(), seconds)
            named = f"{title}, {depth:,}"
            yield f"{named:<24}{shown(cost)}{'':>20}{_verdict(cost.cpu / 1000, MOST_MILLISECONDS, 'ms')}"


def remember(installation: Installation, filler: Filler) -> Generator[str]:
    """The most memory of a worker after ever larger reports: a line for each. Raises BenchmarkFailed."""
    summary = SUMS[0]
    files = [TODAY - timedelta(days=YEAR * years) for years in range(2)]
    steps = [
        ("summary of a day", msgspec.structs.replace(summary, days=1).body(), summary.path),
        ("summary of a year", msgspec.structs.replace(summary, days=YEAR).body(), summary.path),
        *(("CSV of a year", Report("csv", "", "", YEAR, {}).body(until), f"{SEARCH}.csv") for until in files),
    ]
    with installation.sundial() as (server, _):
        agency = Agency(installation, server, filler)
        for title, body, path in steps:
            began, cpu = perf_counter(), agency.cpu_seconds()
            lines = agency.ask(path, body)
            spent, cpu = perf_counter() - began, agency.cpu_seconds() - cpu
            most = server.process.worker_megabytes(most=True)
            written = f"{lines:>10,} lines in {spent:.1f} s, {cpu:.1f} s of CPU" if lines else ""
            yield f"{title:<24}{most:>10.0f} MB{_verdict(most, MOST_MEGABYTES, 'MB')}{written}"


def measure(engine: str, amounts: Amounts, chosen: Sequence[str], rounds: int, seconds: float) -> Generator[str]:
    """Measure one engine and give the lines of what came of it. Raises BenchmarkFailed."""
    with _filled(engine, amounts) as (installation, filler):
        yield f"{engine}: {amounts.own:,} time entries among {amounts.others:,} of others"
        yield HEAD
        with installation.sundial() as (server, _):
            agency = Agency(installation, server, filler)
            yield from add_up(agency, [one for one in SUMS if one.name in chosen], rounds, seconds)
            if PAGES in chosen:
                yield from page_through(agency, seconds)
        if MEMORY in chosen:
            yield from remember(installation, filler)


@contextmanager
def _filled(engine: str, amounts: Amounts) -> Generator[tuple[Installation, Filler]]:
    with installed(engine) as installation:
        with filling(installation) as filler:
            add_agency(filler, TODAY, amounts)
            add_bare_entries(filler)
        reader = Filler(installation)
        try:
            yield installation, reader
        finally:
            reader.close()


def _year(filler: Filler, *columns: Any) -> Any:
    first = int((TODAY - timedelta(days=YEAR)).timestamp())
    return select(*columns).where(
        time_entry.c.organization_id == filler.organization_id,
        time_entry.c.workspace_id == filler.workspace_id,
        time_entry.c.start >= filler.moment(literal(first)),
    )


def _verdict(value: float, target: float, unit: str) -> str:
    return f" {'ok' if value <= target else 'OVER'} ≤ {target:g} {unit}".ljust(16)


@click.command()
@click.option("--engine", type=click.Choice(["sqlite", "postgresql", "both"]), default="both", show_default=True)
@click.option("--seconds", type=click.FloatRange(min=1), default=2.5, show_default=True, help="How long a slice is.")
@click.option("--rounds", type=click.IntRange(1), default=3, show_default=True, help="How many slices each gets.")
@click.option("--own", type=click.IntRange(1_000), default=1_000_000, show_default=True, help="Entries of the agency.")
@click.option("--others", type=click.IntRange(0), default=9_000_000, show_default=True, help="Entries of others.")
@click.option("--only", type=click.Choice(NAMES), help="Measure one thing.")
def main(engine: str, seconds: float, rounds: int, own: int, others: int, only: str | None) -> None:
    """Measure what reports cost above the bare statement, and where there are many entries."""
    click.echo(f"CPU ms per request; medians of {rounds} rounds of {seconds:g} s\n")
    try:
        for name in ("sqlite", "postgresql") if engine == "both" else (engine,):
            for line in measure(name, Amounts(own, others), [only] if only else NAMES, rounds, seconds):
                click.echo(line)
            click.echo()
    except BenchmarkFailed as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
