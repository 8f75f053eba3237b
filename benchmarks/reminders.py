"""What it costs to look at 10,000 people at once: ``python -m benchmarks.reminders``, from the project's directory.

All members of a workspace are due at the same hour, and all of them get a mail. `sundial worker --once` does that, each
time for the day before. CPU time is its own and that of the database's processes, memory the most that it ever had.
Then requests are sent to a server over the same database, with and without a worker at work beside it.
"""

import os
import subprocess
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from statistics import median
from tempfile import TemporaryFile
from threading import Event, Thread
from time import perf_counter, sleep

import click
import msgspec
from sqlalchemy import func, select

from benchmarks.cases import Case
from benchmarks.entries import Amounts, add_entries
from benchmarks.filling import FIRST_GROUP, FIRST_USER, Filler, filling
from benchmarks.growth import Postmaster
from benchmarks.load import Outcome, generator_name
from benchmarks.measure import load, unrefused
from benchmarks.processes import peak_megabytes
from benchmarks.servers import SUNDIAL, BenchmarkFailed, Installation, Server, installed
from benchmarks.time import CASES, START, TODAY
from sundial.core.clock import now
from sundial.track_reminders.due import SECOND, Rhythm, newest
from sundial.track_reminders.tables import track_reminder_delivery

GROUPS = 200
OWN, POLL_SECONDS = 5_000, 0.05
"""Ten a day: the entries of others lie in the same days."""
MOST_SECONDS, MOST_MEGABYTES = 10.0, 150.0
PLACE = "/api/v9/workspaces/{workspace_id}/track_reminders"
DAILY = Rhythm(1, "UTC", 1, 9)
READING = next(case for case in CASES if case.name == "current")
WRITING = msgspec.structs.replace(START, connections=4)


class Work(msgspec.Struct):
    """What a worker took: seconds of CPU time, of the database's too, and of waiting; megabytes at most."""

    worker: float
    database: float
    seconds: float
    megabytes: float


class Office:
    """An installation in which everybody has a daily reminder, and no mail of them has been written yet."""

    def __init__(self, installation: Installation, filler: Filler) -> None:
        self.installation = installation
        self._filler = filler
        self._database = Postmaster(installation.database)
        self._due = newest(DAILY, now()).due

    def evaluate(self) -> Work:
        """Have a worker look at everybody's day, the one before the last that was looked at. Raises BenchmarkFailed."""
        self._due = newest(DAILY, self._due - SECOND).due
        return self.look_again()

    def look_again(self) -> Work:
        """Have a worker look at everybody's day when there is nothing left to do. Raises BenchmarkFailed."""
        began, database, most = perf_counter(), self._database.cpu_seconds(), 0.0
        with TemporaryFile() as said:
            command = [SUNDIAL, "worker", "--once", "--now", f"{self._due:%Y-%m-%dT%H:%M:%SZ}"]
            process = subprocess.Popen(command, env=self.installation.environment, stdout=said, stderr=said)
            # What the system tells of a process that has ended counts the memory of the one that started it.
            while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
                most = max(most, peak_megabytes(process.pid))
                sleep(POLL_SECONDS)
            process.returncode = os.waitstatus_to_exitcode(ended[1])
            if process.returncode:
                said.seek(0)
                raise BenchmarkFailed(f"The worker failed:\n{said.read().decode()}")
        return Work(
            worker=ended[2].ru_utime + ended[2].ru_stime,
            database=self._database.cpu_seconds() - database,
            seconds=perf_counter() - began,
            megabytes=most,
        )

    def mails(self) -> int:
        """How many were written so far."""
        table = track_reminder_delivery
        written = select(func.count()).where(table.c.organization_id == self._filler.organization_id)
        return self._filler.run(written).fetchone()[0]

    @contextmanager
    def busy(self) -> Generator[None]:
        """Have a worker look at one day after the other."""
        ending = Event()
        failures: list[BenchmarkFailed] = []

        def work() -> None:
            try:
                while not ending.is_set():
                    self.evaluate()
            except BenchmarkFailed as error:
                failures.append(error)

        worker = Thread(target=work)
        worker.start()
        try:
            yield
        finally:
            ending.set()
            worker.join()
        if failures:
            raise failures[0]


def measure(engine: str, people: int, others: int, rounds: int, seconds: float) -> Generator[str]:
    """Measure one engine and give the lines of what came of it. Raises BenchmarkFailed."""
    with _office(engine, people, others) as office:
        yield f"{engine}: {people:,} people with {others:,} time entries, all of them due and written to"
        works = [office.evaluate() for _ in range(rounds)]
        if office.mails() != people * rounds:
            raise BenchmarkFailed(f"{office.mails()} mails were written instead of {people * rounds}")
        yield from _told(works, [office.look_again() for _ in range(rounds)])
        with office.installation.sundial() as (server, _):
            yield from _beside(office, server, seconds)


def _told(works: Sequence[Work], idle: Sequence[Work]) -> Generator[str]:
    """What it costs more to write to all than to start a worker that finds nothing to do."""
    busy, base = _median(works), _median(idle)
    worker, database = busy.worker - base.worker, busy.database - base.database
    cpu = worker + database
    yield (
        f"{'looking at all':<24}{cpu:>8.1f} s of CPU {_verdict(cpu, MOST_SECONDS)} "
        f"(worker {worker:.1f}, database {database:.1f}), in {busy.seconds - base.seconds:.1f} s"
    )
    yield f"{'nothing to do':<24}{base.worker + base.database:>8.1f} s of CPU, the worker's start included"
    yield (
        f"{'memory':<24}{busy.megabytes:>8.0f} MB {_verdict(busy.megabytes, MOST_MEGABYTES)} "
        f"({base.megabytes:.0f} with nothing to do)"
    )


def _median(works: Sequence[Work]) -> Work:
    return Work(*(median(getattr(work, name) for work in works) for name in Work.__struct_fields__))


def _beside(office: Office, server: Server, seconds: float) -> Generator[str]:
    """What requests wait for, without and with a worker at work."""
    for case in (READING, WRITING):
        alone = _loaded(office, server, case, seconds)
        with office.busy():
            beside = _loaded(office, server, case, seconds)
        yield f"{case.title:<24}{_waiting(alone)}   with a worker beside: {_waiting(beside)}"


def _loaded(office: Office, server: Server, case: Case, seconds: float) -> Outcome:
    return unrefused(server, load(server, office.installation, case, seconds))


def _waiting(outcome: Outcome) -> str:
    return f"p50 {outcome.p50 / 1000:6.1f} ms, p99 {outcome.p99 / 1000:6.1f} ms"


def _verdict(value: float, target: float) -> str:
    return f"{'ok' if value <= target else 'OVER'} ≤ {target:g}"


@contextmanager
def _office(engine: str, people: int, others: int) -> Generator[Office]:
    with installed(engine) as installation:
        with filling(installation) as filler:
            filler.add_people(people, GROUPS)
            add_entries(filler, TODAY, Amounts(OWN, others, people - 1))
            installation.tokens["bob"] = filler.give_token(FIRST_USER + 1)
        body = {
            "frequency": 1,
            "threshold": 24,
            "user_ids": [filler.owner_id],
            "group_ids": [FIRST_GROUP + n for n in range(1, GROUPS + 1)],
        }
        with installation.sundial() as (server, _):
            server.ask(installation, Case("remind", "remind", "POST", PLACE, (msgspec.json.encode(body).decode(),)))
        reader = Filler(installation)
        try:
            yield Office(installation, reader)
        finally:
            reader.close()


@click.command()
@click.option("--engine", type=click.Choice(["sqlite", "postgresql", "both"]), default="both", show_default=True)
@click.option("--people", type=click.IntRange(GROUPS), default=10_000, show_default=True, help="Members who are due.")
@click.option("--others", type=click.IntRange(1_000), default=500_000, show_default=True, help="Their time entries.")
@click.option("--rounds", type=click.IntRange(1), default=3, show_default=True, help="How many days are looked at.")
@click.option("--seconds", type=click.FloatRange(min=1), default=5, show_default=True, help="How long a load lasts.")
def main(engine: str, people: int, others: int, rounds: int, seconds: float) -> None:
    """Measure what it costs to look at everybody at once, and what others wait for meanwhile."""
    click.echo(f"Medians of {rounds} rounds; load of {seconds:g} s by {generator_name()}\n")
    try:
        for name in ("sqlite", "postgresql") if engine == "both" else (engine,):
            for line in measure(name, people, others, rounds, seconds):
                click.echo(line)
            click.echo()
    except BenchmarkFailed as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
