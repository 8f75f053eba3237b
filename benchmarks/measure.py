"""Measuring one engine: starts, then rounds in which Sundial and the floor take turns, case by case."""

import subprocess
import sys
from collections.abc import Sequence
from statistics import median

import click
import msgspec

from benchmarks.cases import Case
from benchmarks.load import Load, send
from benchmarks.servers import HOST, Account, BenchmarkFailed, Installation, Server, check_equal, installed

CONNECTIONS = 8
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
            for case in cases:
                check_equal(sundial, floor, installation.account, case)
            figures = _rounds(sundial, floor, installation.account, cases, rounds, seconds)
            return Measured(engine, figures, sundial.process.worker_megabytes(), median(starts))


def _start(installation: Installation) -> float:
    with installation.sundial() as (_, seconds):
        return seconds


def _rounds(
    sundial: Server, floor: Server, account: Account, cases: Sequence[Case], rounds: int, seconds: float
) -> list[Figures]:
    ours: dict[str, list[Cost]] = {case.name: [] for case in cases}
    hand_written: dict[str, list[Cost]] = {case.name: [] for case in cases}
    turns = [(sundial, ours), (floor, hand_written)]
    for server, _ in turns:
        _slice(server, account, cases[0], WARM_UP_SECONDS)
    with click.progressbar(length=rounds * len(cases), file=sys.stderr) as progress:
        for _ in range(rounds):
            for case in cases:
                for server, costs in turns:
                    costs[case.name].append(_slice(server, account, case, seconds))
                progress.update(1)
            # Whoever came second comes first in the next round.
            turns.reverse()
    return [_figures(case, ours[case.name], hand_written[case.name]) for case in cases]


def _slice(server: Server, account: Account, case: Case, seconds: float) -> Cost:
    load = Load(
        host=HOST,
        port=server.port,
        method=case.method,
        path=case.path.format(workspace_id=account.workspace_id),
        headers={"Authorization": account.authorization, "Content-Type": "application/json"},
        bodies=case.bodies,
        connections=CONNECTIONS,
        seconds=seconds,
    )
    before = server.process.cpu_seconds()
    try:
        outcome = send(load)
    except subprocess.CalledProcessError as error:
        raise BenchmarkFailed(f"The load for {server.name} failed:\n{error.stderr.decode().strip()}") from error
    spent = server.process.cpu_seconds() - before
    if outcome.failures:
        raise BenchmarkFailed(f"{server.name} refused {outcome.failures} requests.\n{server.process.output()}")
    return Cost(cpu=spent / outcome.requests * 1e6, p50=outcome.p50, p99=outcome.p99)


def _figures(case: Case, ours: list[Cost], hand_written: list[Cost]) -> Figures:
    ratios = [mine.cpu / least.cpu for mine, least in zip(ours, hand_written, strict=True)]
    return Figures(case=case, sundial=_median(ours), floor=_median(hand_written), ratio=median(ratios))


def _median(costs: list[Cost]) -> Cost:
    return Cost(*(median(getattr(cost, field) for cost in costs) for field in Cost.__struct_fields__))
