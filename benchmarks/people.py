"""What lists of people cost in a large organization: ``python -m benchmarks.people``, from the project's directory.

Two installations, one with few members and one with many, take turns under the same load. A page has as many rows in
both, so what a request costs more in the large one is what grows with the organization.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager

import click

from benchmarks.cases import Case
from benchmarks.filling import filling
from benchmarks.growth import Growth, Site, grow, table
from benchmarks.load import generator_name
from benchmarks.servers import BenchmarkFailed, installed

FEW, MANY = 100, 10_000
GROUPS = {FEW: 2, MANY: 200}
SIZES = [f"{members:,} members" for members in (FEW, MANY)]
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


def measure(engine: str, cases: Sequence[Case], rounds: int, seconds: float) -> list[Growth]:
    """Set up both installations, measure the cases, and leave nothing behind. Raises BenchmarkFailed."""
    with _crowd(engine, FEW) as few, _crowd(engine, MANY) as many:
        return grow(few, many, cases, rounds, seconds)


@contextmanager
def _crowd(engine: str, members: int) -> Generator[Site]:
    with installed(engine) as installation:
        with filling(installation) as filler:
            filler.add_people(members, GROUPS[members])
        installation.ids |= {"organization_id": filler.organization_id, "last": -(-members // 50)}
        with installation.sundial() as (server, _):
            yield Site(f"{members:,} members", installation, server)


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
            click.echo(table(name, SIZES, measure(name, cases, rounds, seconds)))
        except BenchmarkFailed as error:
            raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
