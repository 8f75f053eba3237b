"""What requests cost more where there is more: installations of two sizes take turns under the same load.

The CPU time of the database's own processes counts as well.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import click
import msgspec
from sqlalchemy import make_url

from benchmarks.cases import Case
from benchmarks.measure import WARM_UP_SECONDS, load, unrefused
from benchmarks.processes import TICKS_PER_SECOND, ticks
from benchmarks.servers import Installation, Server
from sundial.db.driver import driver_for

COLUMNS = ("server", "database", "p50 ms")


class Cost(msgspec.Struct):
    """What a request took: microseconds of CPU time of the server and of the database's processes, and of waiting."""

    server: float
    database: float
    p50: float

    @property
    def cpu(self) -> float:
        """All of the CPU time."""
        return self.server + self.database


class Growth(msgspec.Struct):
    """The medians of a case. ``ratio`` is the median of the rounds' ratios of the CPU time, many to few."""

    case: Case
    few: Cost
    many: Cost
    ratio: float


class Site:
    """An installation with so much in it, and the server over it."""

    def __init__(self, size: str, installation: Installation, server: Server) -> None:
        self.size = size
        self.installation = installation
        self.server = server
        self._database = Postmaster(installation.database)

    def slice(self, case: Case, seconds: float) -> Cost:
        """The cost of a case under load for so long."""
        server, database = self.server.process.cpu_seconds(), self._database.cpu_seconds()
        outcome = unrefused(self.server, load(self.server, self.installation, case, seconds))
        each = 1e6 / outcome.requests
        return Cost(
            server=(self.server.process.cpu_seconds() - server) * each,
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
        # Parallel workers come and go within one statement.
        return (ticks(self._pid, with_ended=True) + sum(map(ticks, map(int, backends)))) / TICKS_PER_SECOND


def grow(few: Site, many: Site, cases: Sequence[Case], rounds: int, seconds: float) -> list[Growth]:
    """Have both sites take turns. Raises BenchmarkFailed."""
    costs: dict[tuple[str, str], list[Cost]] = {(case.name, site.size): [] for case in cases for site in (few, many)}
    turns = [few, many]
    for site in turns:
        site.slice(cases[0], WARM_UP_SECONDS)
    with click.progressbar(length=rounds * len(cases), file=sys.stderr) as progress:
        for _ in range(rounds):
            for case in cases:
                for site in turns:
                    costs[case.name, site.size].append(site.slice(case, seconds))
                progress.update(1)
            # Whoever came second comes first in the next round.
            turns.reverse()
    return [_growth(case, costs[case.name, few.size], costs[case.name, many.size]) for case in cases]


def table(engine: str, sizes: Sequence[str], figures: Sequence[Growth]) -> str:
    """All that one engine gave."""
    head = f"{engine:<20}" + "".join(f"{size:^30}" for size in sizes)
    names = "".join(f"{name:>10}" for name in (*COLUMNS, *COLUMNS, "ratio"))
    return "\n".join([head, f"{'':<20}{names}", *map(_line, figures), ""])


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
