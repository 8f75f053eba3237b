"""Measuring one engine: starts, then rounds in which Sundial and the floor take turns, case by case."""

import subprocess
import sys
from collections.abc import Sequence
from statistics import median

import click
import msgspec

from benchmarks.cases import Case, Follow
from benchmarks.load import Load, Outcome, send
from benchmarks.servers import HOST, BenchmarkFailed, Installation, Server, check_equal, installed

WARM_UP_SECONDS = 1.0
STARTS = 3


class Cost(msgspec.Struct):
    """What a request cost one server in one slice of load: microseconds of CPU time, and of waiting."""

    cpu: float
    p50: float
    p99: float


class Figures(msgspec.Struct):
    """The medians of a case.

    ``ratio`` is the median of the rounds' ratios: the two of one round met about the same machine.
    """

    case: Case
    sundial: Cost
    floor: Cost
    ratio: float


class Measured(msgspec.Struct):
    """What one engine gave."""

    engine: str
    figures: list[Figures]
    worker_megabytes: float
    start_seconds: float


def measure(engine: str, cases: Sequence[Case], rounds: int, seconds: float) -> Measured:
    """Set up an installation, measure the cases, and leave nothing behind. Raises BenchmarkFailed."""
    with installed(engine) as installation:
        starts = [_start(installation) for _ in range(STARTS)]
        with installation.sundial() as (sundial, _), installation.floor() as floor:
            figures = compare(sundial, floor, installation, cases, rounds, seconds)
            return Measured(engine, figures, sundial.process.worker_megabytes(), median(starts))


def _start(installation: Installation) -> float:
    with installation.sundial() as (_, seconds):
        return seconds


def compare(
    sundial: Server, floor: Server, installation: Installation, cases: Sequence[Case], rounds: int, seconds: float
) -> list[Figures]:
    """Have Sundial and the floor, which answer the same, take turns. Raises BenchmarkFailed."""
    for case in cases:
        check_equal(sundial, floor, installation, case)
    ours: dict[str, list[Cost]] = {case.name: [] for case in cases}
    hand_written: dict[str, list[Cost]] = {case.name: [] for case in cases}
    turns = [(sundial, ours), (floor, hand_written)]
    for server, _ in turns:
        _slice(server, installation, cases[0], WARM_UP_SECONDS)
    with click.progressbar(length=rounds * len(cases), file=sys.stderr) as progress:
        for _ in range(rounds):
            for case in cases:
                for server, costs in turns:
                    costs[case.name].append(_slice(server, installation, case, seconds))
                progress.update(1)
            # Whoever came second comes first in the next round.
            turns.reverse()
    return [_figures(case, ours[case.name], hand_written[case.name]) for case in cases]


def load(server: Server, installation: Installation, case: Case, seconds: float) -> Outcome:
    """Put a server under a case's load for so long. Raises BenchmarkFailed when the load cannot be sent."""
    then = Follow(case.then.method, installation.path(case.then.path)) if case.then else None
    planned = Load(
        host=HOST,
        port=server.port,
        method=case.method,
        path=installation.path(case.path),
        headers=installation.headers(case),
        bodies=case.bodies,
        then=then,
        connections=case.connections,
        seconds=seconds,
    )
    try:
        return send(planned)
    except subprocess.CalledProcessError as error:
        raise BenchmarkFailed(f"The load for {server.name} failed:\n{error.stderr.decode().strip()}") from error


def unrefused(server: Server, outcome: Outcome) -> Outcome:
    """What came of a load. Raises BenchmarkFailed unless every answer was 200."""
    if outcome.failures:
        raise BenchmarkFailed(f"{server.name} refused {outcome.failures} requests.\n{server.process.output()}")
    return outcome


def _slice(server: Server, installation: Installation, case: Case, seconds: float) -> Cost:
    before = server.process.cpu_seconds()
    outcome = unrefused(server, load(server, installation, case, seconds))
    spent = server.process.cpu_seconds() - before
    return Cost(cpu=spent / outcome.requests * 1e6, p50=outcome.p50, p99=outcome.p99)


def _figures(case: Case, ours: list[Cost], hand_written: list[Cost]) -> Figures:
    ratios = [mine.cpu / least.cpu for mine, least in zip(ours, hand_written, strict=True)]
    return Figures(case=case, sundial=_median(ours), floor=_median(hand_written), ratio=median(ratios))


def _median(costs: list[Cost]) -> Cost:
    return Cost(*(median(getattr(cost, field) for cost in costs) for field in Cost.__struct_fields__))
