"""The figures as a table."""

from collections.abc import Iterator, Sequence

from benchmarks.cases import LARGEST_MEMORY_MB, LONGEST_START_SECONDS
from benchmarks.measure import Cost, Figures, Measured

COLUMNS = ("Sundial", "floor", "ratio", "target", "p50 ms", "p99 ms", "p50 ms", "p99 ms")
HEAD = f"{'':<16}{'CPU µs per request':>20}{'':<20}{'Sundial':^20}{'floor':^20}"


def table(measured: Measured) -> str:
    """All that one engine gave, beside what is aimed for."""
    return "\n".join([*comparison(measured.engine, measured.figures), *_process(measured), ""])


def comparison(engine: str, figures: Sequence[Figures]) -> list[str]:
    """The lines of Sundial against the floor."""
    names = "".join(f"{name:>10}" for name in COLUMNS)
    return [HEAD, f"{engine:<16}{names}", *map(_line, figures)]


def _line(figures: Figures) -> str:
    target = figures.case.target
    aimed = f"{_verdict(figures.ratio, target)} {target:.1f}" if target else ""
    costs = f"{figures.sundial.cpu:>10.0f}{figures.floor.cpu:>10.0f}{figures.ratio:>10.2f}{aimed:>10}"
    return f"{figures.case.title:<16}{costs}{_latency(figures.sundial)}{_latency(figures.floor)}"


def _latency(cost: Cost) -> str:
    return f"{cost.p50 / 1000:>10.2f}{cost.p99 / 1000:>10.2f}"


def _process(measured: Measured) -> Iterator[str]:
    yield _single("memory of a worker", measured.worker_megabytes, LARGEST_MEMORY_MB, "MB")
    yield _single("start to first answer", measured.start_seconds, LONGEST_START_SECONDS, "s")


def _single(title: str, value: float, target: float, unit: str) -> str:
    return f"{title:<26}{value:>10.2f} {unit:<4}{_verdict(value, target)} {target:g}"


def _verdict(value: float, target: float) -> str:
    return "ok ≤" if value <= target else "OVER"
