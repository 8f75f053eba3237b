"""``python -m benchmarks``, from the project's directory: measure Sundial against the floor and print a table."""

import os
import signal
import sys
from types import FrameType

import click

from benchmarks.cases import CASES, CONNECTIONS
from benchmarks.load import generator_name
from benchmarks.measure import measure
from benchmarks.report import table
from benchmarks.servers import THREADS, BenchmarkFailed

ENGINES = ("sqlite", "postgresql")
INTERRUPTS = (signal.SIGINT, signal.SIGTERM)


@click.command()
@click.option("--engine", type=click.Choice([*ENGINES, "both"]), default="both", show_default=True)
@click.option("--seconds", type=click.FloatRange(min=1), default=2.5, show_default=True, help="How long a slice is.")
@click.option("--rounds", type=click.IntRange(1), default=3, show_default=True, help="How many slices each gets.")
@click.option("--only", type=click.Choice([case.name for case in CASES]), help="Measure one operation.")
def main(engine: str, seconds: float, rounds: int, only: str | None) -> None:
    """Measure what Sundial costs above a hand-written floor."""
    for number in INTERRUPTS:
        signal.signal(number, _interrupt)
    cases = [case for case in CASES if only in (None, case.name)]
    click.echo(
        f"1 worker, {THREADS} threads, {CONNECTIONS} connections; medians of {rounds} rounds of {seconds:g} s; "
        f"load by {generator_name()}\n"
    )
    if os.getloadavg()[0] > (os.cpu_count() or 1):
        click.echo("This machine is busy with other work: trust neither the latencies nor the time to start.\n")
    for name in ENGINES if engine == "both" else (engine,):
        try:
            click.echo(table(measure(name, cases, rounds, seconds)))
        except BenchmarkFailed as error:
            raise click.ClickException(str(error)) from error


def _interrupt(number: int, frame: FrameType | None) -> None:
    # Leave through every `finally`, and let nobody's impatience keep us from stopping what was started.
    for each in INTERRUPTS:
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
