"""The queue: one job for a subject, leases, pauses, and work that is given up."""

from datetime import timedelta

import pytest

from sundial.jobs.overview import depths, discard, retry
from sundial.jobs.queue import Claim, LeaseLost, Patience, claim
from sundial.jobs.rules import MOST_ATTEMPTS, pause
from tests.jobs.bench import Workbench

MINUTE = timedelta(minutes=1)
PATIENCE = Patience(lease=2 * MINUTE)


def take(bench: Workbench, most: int = 10, patience: Patience = PATIENCE) -> Claim | None:
    return claim(bench.database, "sweep", most, patience, bench.clock)


def taken(bench: Workbench, most: int = 10, patience: Patience = PATIENCE) -> Claim:
    claimed = take(bench, most, patience)
    assert claimed is not None
    return claimed


def fail(bench: Workbench, patience: Patience = PATIENCE, permanent: bool = False) -> None:
    claimed = taken(bench, patience=patience)
    with bench.database.write() as tx:
        claimed.failed(tx, claimed.jobs[0], "no broom", permanent)


def test_there_is_one_job_of_a_kind_for_a_subject(bench: Workbench) -> None:
    assert bench.ask("sweep", "hall", "hall", "stairs") == [True, False, True]
    assert bench.ask("mop", "hall") == [True]

    assert {job.subject for job in bench.list("sweep")} == {"hall", "stairs"}
    assert len(bench.list()) == 3


def test_what_is_asked_for_in_a_transaction_that_fails_was_not_asked_for(bench: Workbench) -> None:
    def asked() -> None:
        with bench.database.write():
            bench.ask("sweep", "hall")

    with pytest.raises(RuntimeError, match="within"):
        asked()
    assert bench.list() == []


def test_jobs_are_taken_in_the_order_in_which_they_are_due(bench: Workbench) -> None:
    bench.ask("sweep", "hall")
    bench.ask("sweep", "stairs", due_at=bench.now - MINUTE)
    bench.ask("sweep", "attic", due_at=bench.now + MINUTE)

    assert [job.subject for job in taken(bench).jobs] == ["stairs", "hall"]
    bench.clock.forward(minutes=1)
    assert [job.subject for job in taken(bench).jobs] == ["attic"]


def test_a_job_that_was_taken_is_nobody_elses_until_the_lease_ends(bench: Workbench) -> None:
    bench.ask("sweep", "hall")
    first = taken(bench)
    bench.clock.forward(minutes=1.9)
    assert take(bench) is None

    bench.clock.forward(minutes=0.1)
    second = taken(bench)
    assert second.jobs[0].attempts == 2
    with pytest.raises(LeaseLost), first.step(first.jobs[0]):
        pass
    with pytest.raises(LeaseLost), bench.database.write() as tx:
        first.done(tx, first.jobs[0])
    with second.step(second.jobs[0]) as tx:
        second.done(tx, second.jobs[0])
    assert bench.list() == []


def test_each_step_begins_the_lease_anew(bench: Workbench) -> None:
    bench.ask("sweep", "hall")
    claimed = taken(bench)
    for _ in range(3):
        bench.clock.forward(minutes=1.9)
        with claimed.step(claimed.jobs[0]):
            pass
        assert take(bench) is None


def test_what_fails_is_tried_again_after_growing_pauses_and_given_up_in_the_end(bench: Workbench) -> None:
    bench.ask("sweep", "hall")
    waits: list[timedelta] = []
    for _ in range(MOST_ATTEMPTS):
        fail(bench)
        (job,) = bench.list()
        waits.append(job.due_at - bench.now)
        bench.clock.fixed = max(job.due_at, bench.now)

    assert waits[:4] == [MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE]
    assert waits[:-1] == [pause(number) for number in range(1, MOST_ATTEMPTS)]
    assert waits[:-1] == sorted(waits[:-1])
    (dead,) = bench.list(dead=True)
    assert (dead.last_error, dead.attempts, dead.dead_at) == ("no broom", MOST_ATTEMPTS, bench.now)
    bench.clock.forward(days=30)
    assert take(bench) is None


def test_what_is_in_vain_is_given_up_at_once(bench: Workbench) -> None:
    bench.ask("sweep", "hall")
    fail(bench, permanent=True)
    assert [job.subject for job in bench.list(dead=True)] == ["hall"]


def test_work_that_must_not_be_given_up_is_tried_for_ever(bench: Workbench) -> None:
    patience = Patience(longest_pause=5 * MINUTE, gives_up=False)
    bench.ask("sweep", "hall")
    for _ in range(MOST_ATTEMPTS + 2):
        fail(bench, patience)
        (job,) = bench.list()
        assert bench.now < job.due_at <= bench.now + 5 * MINUTE
        bench.clock.fixed = job.due_at


def test_what_was_given_up_can_be_tried_again_or_discarded(bench: Workbench) -> None:
    bench.ask("sweep", "hall", "stairs")
    claimed = taken(bench)
    with bench.database.write() as tx:
        for job in claimed.jobs:
            claimed.failed(tx, job, "no broom", permanent=True)
    hall, stairs = (job.id for job in claimed.jobs)

    with bench.database.write() as tx:
        assert retry(tx, [hall], bench.now) == 1
        assert discard(tx, [stairs, 1], bench.now) == 1

    again = taken(bench)
    assert [(job.id, job.attempts, job.dead_at) for job in again.jobs] == [(hall, 1, None)]


def test_what_somebody_works_on_cannot_be_discarded(bench: Workbench) -> None:
    bench.ask("sweep", "hall")
    claimed = taken(bench)
    with bench.database.write() as tx:
        assert discard(tx, [claimed.jobs[0].id], bench.now) == 0
        assert retry(tx, [claimed.jobs[0].id], bench.now) == 0
    with claimed.step(claimed.jobs[0]):
        pass


def test_the_depth_tells_what_waits_and_since_when(bench: Workbench) -> None:
    bench.ask("sweep", "hall")
    fail(bench, permanent=True)
    bench.ask("sweep", "stairs", "attic")
    bench.ask("mop", "hall", due_at=bench.now - MINUTE)

    mop, sweep = depths(bench.database.read())
    assert (mop.kind, mop.waiting, mop.dead, mop.oldest) == ("mop", 1, 0, bench.now - MINUTE)
    assert (sweep.kind, sweep.waiting, sweep.dead, sweep.oldest) == ("sweep", 2, 1, bench.now)
