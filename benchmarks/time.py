"""What time entries cost: ``python -m benchmarks.time``, from the project's directory.

A person with years of entries reads them, and a colleague starts and stops: first Sundial against the hand-written
floor, then Sundial where there are a million entries of others against Sundial where there are few. At last, sixteen
connections write to one SQLite database through two processes at once.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import click
import msgspec

from benchmarks.cases import Case, Follow
from benchmarks.entries import FIRST_PROJECT, FIRST_TAG, Amounts, add_entries
from benchmarks.filling import FIRST_USER, GROUPS_OF_EACH, filling
from benchmarks.growth import Site, grow, table
from benchmarks.load import Outcome, generator_name
from benchmarks.measure import compare, load
from benchmarks.report import comparison
from benchmarks.servers import BenchmarkFailed, Installation, installed
from sundial.core.clock import now

TODAY = now().replace(hour=0, minute=0, second=0, microsecond=0)
A_DAY, ITS_END = (f"{TODAY - timedelta(days=days):%Y-%m-%d}" for days in (30, 29))
OWN, FEW, PEOPLE = 100_000, 1_000, 1_000
WRITERS, PROCESSES, THREADS_OF_EACH = 16, 2, 8
WRITING_SECONDS = 5.0
MOST_GROWTH = 1.15

STARTED = {
    "created_with": "benchmarks",
    "description": "Part 7 of the work on the new site",
    "project_id": FIRST_PROJECT,
    "billable": False,
    "start": f"{now():%Y-%m-%dT%H:%M:%SZ}",
    "duration": -1,
}
# A third of all entries have tags.
BODIES = tuple(
    msgspec.json.encode({**STARTED, **tags}).decode() for tags in ({}, {}, {"tag_ids": [FIRST_TAG, FIRST_TAG + 1]})
)
MINE = "/api/v9/me/time_entries"
HERE = "/api/v9/workspaces/{workspace_id}/time_entries"

START = Case("start", "start", "POST", HERE, BODIES, target=2.0, connections=1, by="bob", differing=("id", "at"))
"""A start stops what the one before has started; of several at once, each would wait for the others."""
CASES = (
    START,
    msgspec.structs.replace(
        START,
        name="start-stop",
        title="start, stop",
        then=Follow("PATCH", f"{HERE}/{{id}}/stop"),
        differing=("id", "at", "stop", "duration"),
    ),
    Case("current", "current", "GET", f"{MINE}/current", target=1.6),
    Case("day", "list of a day", "GET", f"{MINE}?start_date={A_DAY}&end_date={ITS_END}", target=1.6),
    Case("list", "list of 1,000", "GET", MINE, target=1.6),
    Case("since", "10 changed", "GET", f"{MINE}?since={int(TODAY.timestamp())}", target=1.6),
)
CROWD = msgspec.structs.replace(START, name="writers", title=f"{WRITERS} writers", connections=WRITERS)


def measure(engine: str, cases: Sequence[Case], others: int, rounds: int, seconds: float) -> None:
    """Measure the cases on one engine and print what came of it. Raises BenchmarkFailed."""
    with _site(engine, FEW) as few:
        with few.installation.floor() as floor:
            figures = compare(few.server, floor, few.installation, cases, rounds, seconds)
        click.echo("\n".join([*comparison(engine, figures), ""]))
        with _site(engine, others) as many:
            compared = [msgspec.structs.replace(case, target=MOST_GROWTH) for case in cases]
            growths = grow(few, many, compared, rounds, seconds)
        click.echo(table(engine, [few.size, many.size], growths))


def write_at_once(seconds: float) -> Outcome:
    """What comes of many writers on SQLite. Raises BenchmarkFailed."""
    with _filled("sqlite", FEW) as installation, installation.sundial(PROCESSES, THREADS_OF_EACH) as (server, _):
        return load(server, installation, CROWD, seconds)


@contextmanager
def _site(engine: str, others: int) -> Generator[Site]:
    with _filled(engine, others) as installation, installation.sundial() as (server, _):
        yield Site(f"{others:,} of others", installation, server)


@contextmanager
def _filled(engine: str, others: int) -> Generator[Installation]:
    with installed(engine) as installation:
        with filling(installation) as filler:
            filler.add_people(PEOPLE, GROUPS_OF_EACH)
            add_entries(filler, TODAY, Amounts(OWN, others, PEOPLE - 1))
            installation.tokens["bob"] = filler.give_token(FIRST_USER + 1)
        yield installation


def _written(outcome: Outcome) -> str:
    verdict = "ok" if outcome.failures == 0 else "OVER"
    return (
        f"{WRITERS} connections start entries on SQLite through {PROCESSES} processes: {outcome.requests} answers, "
        f"{outcome.failures} not 200 ({verdict} ≤ 0), "
        f"p50 {outcome.p50 / 1000:.1f} ms, p99 {outcome.p99 / 1000:.1f} ms\n"
    )


@click.command()
@click.option("--engine", type=click.Choice(["sqlite", "postgresql", "both"]), default="both", show_default=True)
@click.option("--seconds", type=click.FloatRange(min=1), default=2.5, show_default=True, help="How long a slice is.")
@click.option("--rounds", type=click.IntRange(1), default=3, show_default=True, help="How many slices each gets.")
@click.option("--others", type=click.IntRange(FEW), default=1_000_000, show_default=True, help="Entries of others.")
@click.option("--only", type=click.Choice([case.name for case in (*CASES, CROWD)]), help="Measure one case.")
def main(engine: str, seconds: float, rounds: int, others: int, only: str | None) -> None:
    """Measure what time entries cost, above a hand-written floor and where there are many."""
    cases = [case for case in CASES if only in (None, case.name)]
    click.echo(f"CPU µs per request; medians of {rounds} rounds of {seconds:g} s; load by {generator_name()}\n")
    try:
        for name in ("sqlite", "postgresql") if engine == "both" else (engine,):
            if cases:
                measure(name, cases, others, rounds, seconds)
            if name == "sqlite" and only in (None, CROWD.name):
                click.echo(_written(write_at_once(max(seconds, WRITING_SECONDS))))
    except BenchmarkFailed as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
