"""``sundial worker`` and ``sundial jobs``: the work for later."""

import signal
from typing import Any

import click

from sundial.cli.context import current, environment, settings_from, show, told
from sundial.core.clock import now as real_now
from sundial.core.periods import moment
from sundial.http.logs import set_up
from sundial.jobs import overview
from sundial.jobs.queue import Job
from sundial.wiring import create_worker

YEARS = range(2000, 2100)
"""Of what is due as of some time: weeks and months around it must exist."""


@click.command()
@click.option("--once", is_flag=True, help="Do everything that is due, and exit.")
@click.option("--now", "at", help="With --once: as of this time, such as 2026-11-23T09:00:00Z.")
@told
def worker(once: bool, at: str | None) -> None:
    """Do the work for later: send mail, look at alerts and track reminders.

    `sundial serve` has a worker beside it already. Any number of workers share the work.
    """
    settings = settings_from(environment())
    if at is not None and not once:
        raise click.UsageError("--now needs --once.")
    set_up(settings.log_format)
    server = current(settings)
    if not once:
        working = create_worker(server)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, working.stop)
        working.run()
        return
    time = moment("--now", at, "UTC") if at is not None else real_now()
    if time.year not in YEARS:
        raise click.UsageError(f"--now must be in the years from {YEARS.start} to {YEARS.stop - 1}.")
    number = create_worker(server, lambda: time).once()
    click.echo(f"{number} {'job' if number == 1 else 'jobs'} done.")


@click.group()
def jobs() -> None:
    """Look at the work for later, and at what was given up."""


@jobs.command("list")
@click.option("--kind", help="Only jobs of this kind, such as mail.")
@click.option("--dead", is_flag=True, help="Only those that were given up.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=100, show_default=True, help="How many, at most.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@told
def list_jobs(kind: str | None, dead: bool, limit: int, as_json: bool) -> None:
    """List jobs in the order in which they are due."""
    found = overview.jobs(current(settings_from(environment())).database.read(), kind, dead, limit)
    show(found, as_json, "\n".join(map(_line, found)) or "There are none.")


@jobs.command("retry")
@click.argument("job_ids", type=int, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All that were given up.")
@told
def retry_jobs(job_ids: tuple[int, ...], everything: bool) -> None:
    """Have jobs tried again at once."""
    database = current(settings_from(environment())).database
    with database.write() as tx:
        number = overview.retry(tx, _chosen(tx, job_ids, everything), real_now())
    click.echo(f"{number} will be tried again.")


@jobs.command("discard")
@click.argument("job_ids", type=int, nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
@told
def discard_jobs(job_ids: tuple[int, ...], yes: bool) -> None:
    """Forget jobs: what they were for is not done."""
    database = current(settings_from(environment())).database
    if not yes:
        click.confirm(f"What {len(job_ids)} jobs were for will never be done. Discard them?", abort=True)
    with database.write() as tx:
        number = overview.discard(tx, list(job_ids), real_now())
    click.echo(f"{number} discarded.")


def _chosen(tx: Any, job_ids: tuple[int, ...], everything: bool) -> list[int]:
    if everything:
        return [one.id for one in overview.jobs(tx, None, True, 100_000)]
    if not job_ids:
        raise click.UsageError("Say which jobs: their ids, or --all.")
    return list(job_ids)


def _line(one: Job) -> str:
    if one.dead_at is not None:
        state = "given up"
    elif one.leased_until is not None and one.leased_until > real_now():
        state = "being done"
    else:
        state = f"due {one.due_at:%Y-%m-%d %H:%M:%S}"
    said = f"  {one.last_error}" if one.last_error else ""
    return f"{one.id}  {one.kind}  {one.subject}  {state}  attempts: {one.attempts}{said}"
