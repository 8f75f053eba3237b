"""What lists of people cost in a large organization: ``python -m benchmarks.people``, from the project's directory.

Two installations, one with few members and one with many, take turns under the same load. A page has as many rows in
both, so what a request costs more in the large one is what grows with the organization.
"""

import subprocess
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import click
import msgspec
from sqlalchemy import make_url

from benchmarks.cases import Case
from benchmarks.filling import Filler
from benchmarks.load import Load, generator_name, send
from benchmarks.measure import CONNECTIONS, WARM_UP_SECONDS
from benchmarks.processes import TICKS_PER_SECOND
from benchmarks.servers import HOST, Account, BenchmarkFailed, Server, installed
from sundial.db.driver import driver_for

FEW, MANY = 100, 10_000
COLUMNS = ("server", "database", "p50 ms")
GROUPS = {FEW: 2, MANY: 200}
MEMBERS = "/api/v9/organizations/{organization_id}/workspaces/{workspace_id}/workspace_users"
PEOPLE = "/api/v9/organizations/{organization_id}/users"

CASES = (
    Case("members", "page of members", "GET", MEMBERS, target=2.0),
    Case("last-members", "last page", "GET", f"{MEMBERS}?page={{last}}"),
    Case("search", "search members", "GET", f"{MEMBERS}?search=alice"),
    Case("active", "active members", "GET", f"{MEMBERS}?active=true"),
    Case("people", "organization users", "GET", PEOPLE),
    Case("search-people", "search them", "GET", f"{PEOPLE}?filter=alice"),
)
"""``target`` is how many times what it takes with few members a request may take with many."""


class Cost(msgspec.Struct):
    """What a request took: microseconds of CPU time of the server and of the database's processes, and of waiting."""

    server: float
    database: float
    p50: float

    @property
    def cpu(self) -> float:
        """All of the CPU time."""
        return self.server + self.database


class Crowd:
    """An installation with so many members, and the server over it."""

    def __init__(
        self, members: int, account: Account, organization_id: int, server: Server, database: "Postmaster"
    ) -> None:
        self.members = members
        self._account, self._server, self._database = account, server, database
        self._ids = {
            "workspace_id": account.workspace_id,
            "organization_id": organization_id,
            "last": -(-members // 50),
        }

    def slice(self, case: Case, seconds: float) -> Cost:
        """The cost of a case under load for so long."""
        load = Load(
            host=HOST,
            port=self._server.port,
            method=case.method,
            path=case.path.format(**self._ids),
            headers={"Authorization": self._account.authorization},
            bodies=(),
            connections=CONNECTIONS,
            seconds=seconds,
        )
        server, database = self._server.process.cpu_seconds(), self._database.cpu_seconds()
        try:
            outcome = send(load)
        except subprocess.CalledProcessError as error:
            raise BenchmarkFailed(f"The load failed:\n{error.stderr.decode().strip()}") from error
        if outcome.failures:
            raise BenchmarkFailed(f"{outcome.failures} requests were refused.\n{self._server.process.output()}")
        each = 1e6 / outcome.requests
        return Cost(
            server=(self._server.process.cpu_seconds() - server) * each,
            database=(self._database.cpu_seconds() - database) * each,
            p50=outcome.p50,
        )


class Postmaster:
    """The processes of the PostgreSQL behind a URL; SQLite has none of its own."""

    def __init__(self, url: str) -> None:
        driver = driver_for(make_url(url))
        self._pid: int | None = None
        if driver.dialect.name == "postgresql":
            connection: Any = driver.connect()
            directory: str = connection.execute("SHOW data_directory").fetchone()[0]
            self._pid = int(Path(directory, "postmaster.pid").read_text().split()[0])
            connection.close()

    def cpu_seconds(self) -> float:
        """The CPU time that they have taken so far."""
        if self._pid is None:
            return 0.0
        backends = Path(f"/proc/{self._pid}/task/{self._pid}/children").read_text().split()
        return sum(_ticks(pid) for pid in (str(self._pid), *backends)) / TICKS_PER_SECOND


class Growth(msgspec.Struct):
    """The medians of a case. ``ratio`` is the median of the rounds' ratios of the CPU time, many to few."""

    case: Case
    few: Cost
    many: Cost
    ratio: float


def measure(engine: str, cases: Sequence[Case], rounds: int, seconds: float) -> list[Growth]:
    """Set up both installations, measure the cases, and leave nothing behind. Raises BenchmarkFailed."""
    costs: dict[tuple[str, int], list[Cost]] = {(case.name, size): [] for case in cases for size in (FEW, MANY)}
    with _crowd(engine, FEW) as few, _crowd(engine, MANY) as many:
        turns = [few, many]
        for crowd in turns:
            crowd.slice(cases[0], WARM_UP_SECONDS)
        for _ in range(rounds):
            for case in cases:
                for crowd in turns:
                    costs[case.name, crowd.members].append(crowd.slice(case, seconds))
            # Whoever came second comes first in the next round.
            turns.reverse()
    return [_growth(case, costs[case.name, FEW], costs[case.name, MANY]) for case in cases]


def table(engine: str, figures: Sequence[Growth]) -> str:
    """All that one engine gave."""
    sizes = f"{engine:<20}{f'{FEW:,} members':^30}{f'{MANY:,} members':^30}"
    names = "".join(f"{name:>10}" for name in (*COLUMNS, *COLUMNS, "ratio"))
    return "\n".join([sizes, f"{'':<20}{names}", *map(_line, figures), ""])


@contextmanager
def _crowd(engine: str, members: int) -> Generator[Crowd]:
    with installed(engine) as installation:
        url = installation.environment["SUNDIAL_DATABASE"]
        filler = Filler(url, installation.account.workspace_id)
        filler.fill(members, GROUPS[members])
        with installation.sundial() as (server, _):
            yield Crowd(members, installation.account, filler.organization_id, server, Postmaster(url))


def _growth(case: Case, few: list[Cost], many: list[Cost]) -> Growth:
    ratios = [large.cpu / small.cpu for small, large in zip(few, many, strict=True)]
    return Growth(case, _median(few), _median(many), median(ratios))


def _median(costs: list[Cost]) -> Cost:
    return Cost(*(median(getattr(cost, field) for cost in costs) for field in Cost.__struct_fields__))


def _line(growth: Growth) -> str:
    target = growth.case.target
    verdict = "" if target is None else f" {'ok' if growth.ratio <= target else 'OVER'} ≤ {target:g}"
    return f"{growth.case.title:<20}{_cost(growth.few)}{_cost(growth.many)}{growth.ratio:>10.2f}{verdict}"


def _cost(cost: Cost) -> str:
    return f"{cost.server:>10.0f}{cost.database:>10.0f}{cost.p50 / 1000:>10.2f}"


def _ticks(pid: str) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(fields[11]) + int(fields[12])


@click.command()
@click.option("--engine", type=click.Choice(["sqlite", "postgresql", "both"]), default="both", show_default=True)
@click.option("--seconds", type=click.FloatRange(min=1), default=2.5, show_default=True, help="How long a slice is.")
@click.option("--rounds", type=click.IntRange(1), default=3, show_default=True, help="How many slices each gets.")
@click.option("--only", type=click.Choice([case.name for case in CASES]), help="Measure one case.")
def main(engine: str, seconds: float, rounds: int, only: str | None) -> None:
    """Measure what lists of people cost more in a large organization."""
    cases = [case for case in CASES if only in (None, case.name)]
    click.echo(f"CPU µs per request; medians of {rounds} rounds of {seconds:g} s; load by {generator_name()}\n")
    for name in ("sqlite", "postgresql") if engine == "both" else (engine,):
        try:
            click.echo(table(name, measure(name, cases, rounds, seconds)))
        except BenchmarkFailed as error:
            raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
