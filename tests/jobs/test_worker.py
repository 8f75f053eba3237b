"""The worker: it does what is due, goes on after failures, and shares the work with others."""

import threading
from collections import Counter
from datetime import timedelta
from time import monotonic

import pytest

from sundial.core.clock import Clock
from sundial.core.errors import Unavailable
from sundial.db.engine import Database
from sundial.jobs.queue import Claim, Patience, enqueue
from sundial.jobs.queue import claim as take
from sundial.jobs.worker import Periodic, Poll
from tests.jobs.bench import Workbench

HOUR = timedelta(hours=1)


def test_it_does_what_is_due_and_counts_it(bench: Workbench) -> None:
    bench.ask("sweep", "hall", "stairs")
    bench.ask("sweep", "attic", due_at=bench.now + HOUR)

    assert bench.worker().once() == 2
    assert sorted(done["on"] for done in bench.done) == ["hall", "stairs"]
    assert bench.counted == [("sweep", "done")] * 2
    assert [job.subject for job in bench.list()] == ["attic"]


def test_work_that_asks_for_work_is_done_in_the_same_run(bench: Workbench) -> None:
    def more(claim: Claim) -> None:
        (job,) = claim.jobs
        with claim.step(job) as tx:
            if job.arguments["on"] < "d":
                after = chr(ord(job.arguments["on"]) + 1)
                enqueue(tx, "sweep", after, {"on": after}, bench.now)
            bench.finish(claim, job, tx)

    bench.ask("sweep", "a")
    assert bench.worker(more).once() == 4
    assert [done["on"] for done in bench.done] == list("abcd")


def test_a_failure_leaves_no_effect_and_is_tried_again(bench: Workbench) -> None:
    def fails(claim: Claim) -> None:
        with claim.step(claim.jobs[0]) as tx:
            enqueue(tx, "mop", "hall", {}, bench.now)
            raise ValueError("no broom")

    bench.ask("sweep", "hall")
    assert bench.worker(fails).once() == 1

    (job,) = bench.list()
    assert (job.kind, job.last_error, job.due_at) == ("sweep", "ValueError: no broom", bench.now + timedelta(minutes=1))
    assert bench.counted == [("sweep", "failed")]
    bench.clock.forward(minutes=1)
    assert bench.worker().once() == 1
    assert bench.list() == []


def test_of_several_jobs_those_that_were_finished_before_a_failure_stay_done(bench: Workbench) -> None:
    def second_fails(claim: Claim) -> None:
        for number, job in enumerate(claim.jobs):
            with claim.step(job) as tx:
                if number == 1:
                    raise ValueError("no broom")
                bench.finish(claim, job, tx)

    bench.ask("sweep", "hall", "stairs", "attic")
    assert bench.worker(second_fails, most=3).once() == 3
    (done,) = bench.done
    assert {job.subject for job in bench.list()} == {"hall", "stairs", "attic"} - {done["on"]}
    assert Counter(bench.counted) == {("sweep", "done"): 1, ("sweep", "failed"): 2}


def test_what_is_not_ready_waits(bench: Workbench) -> None:
    bench.ask("sweep", "hall")
    assert bench.worker(ready=lambda: False).once() == 0
    assert len(bench.list()) == 1


def test_periodic_work_is_asked_for_once_a_slot(bench: Workbench) -> None:
    periodic = [Periodic("sweep", HOUR)]
    bench.clock.forward(minutes=20)

    def twice_an_hour_apart() -> bool:
        if len(bench.done) == 1:
            bench.clock.forward(minutes=40)
        return len(bench.done) == 2

    bench.run(bench.worker(periodic=periodic), twice_an_hour_apart)
    assert bench.done == ["2026-11-23T12:00:00Z", "2026-11-23T13:00:00Z"]


def test_after_a_long_pause_only_the_newest_slot_is_due(bench: Workbench) -> None:
    periodic = [Periodic("sweep", HOUR)]
    bench.run(bench.worker(periodic=periodic), lambda: len(bench.done) == 1)
    bench.clock.forward(days=3, minutes=5)
    bench.run(bench.worker(periodic=periodic), lambda: len(bench.done) == 2)

    assert bench.done[1] == "2026-11-26T12:00:00Z"
    assert bench.list() == []


def test_a_single_run_does_periodic_work_and_puts_nothing_off(bench: Workbench) -> None:
    periodic = [Periodic("sweep", HOUR)]
    bench.run(bench.worker(periodic=periodic), lambda: len(bench.done) == 1)
    bench.clock.forward(days=30)
    assert bench.worker(periodic=periodic).once() == 1

    bench.clock.set(2026, 11, 23, 13)
    bench.run(bench.worker(periodic=periodic), lambda: len(bench.done) == 3)
    assert bench.done == ["2026-11-23T12:00:00Z", "2026-12-23T12:00:00Z", "2026-11-23T13:00:00Z"]


def test_many_workers_do_each_slot_and_each_job_once(bench: Workbench) -> None:
    subjects = [f"room {number}" for number in range(60)]
    bench.ask("sweep", *subjects)
    workers = [bench.worker(most=7, periodic=[Periodic("sweep", HOUR)]) for _ in range(4)]

    def over() -> bool:
        if len(bench.done) >= 61:
            for worker in workers:
                worker.stop()
        return False

    threads = [threading.Thread(target=bench.run, args=(worker, over)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    done = Counter(each if isinstance(each, str) else each["on"] for each in bench.done)
    assert done == Counter([*subjects, "2026-11-23T12:00:00Z"])
    assert bench.list() == []


def test_it_looks_for_news_now_and_then(bench: Workbench) -> None:
    looked: list[object] = []

    def look(database: Database, clock: Clock) -> None:
        looked.append(clock())
        with database.write() as tx:
            enqueue(tx, "sweep", "hall", {"on": "hall"}, clock())

    poll = Poll(look, timedelta(seconds=5))

    def three_times() -> bool:
        bench.clock.forward(seconds=1)
        return len(looked) == 3

    bench.run(bench.worker(polls=[poll]), three_times)
    assert len(bench.done) in (2, 3)
    assert bench.worker(polls=[poll]).once() == 1


def test_a_look_that_fails_does_not_end_the_worker(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sundial.jobs.worker.TROUBLED_SECONDS", 0)
    tried: list[int] = []

    def look(database: Database, clock: Clock) -> None:
        tried.append(1)
        raise Unavailable("away") if len(tried) == 1 else ValueError("blind")

    bench.run(bench.worker(polls=[Poll(look, timedelta())]), lambda: len(tried) == 3)
    assert len(tried) >= 3


def test_work_that_takes_long_stays_with_who_does_it(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sundial.jobs.worker.HOLD_SECONDS", 0.001)
    taken: list[Claim | None] = []

    def slowly(claim: Claim) -> None:
        before = bench.list()[0].leased_until
        bench.clock.forward(seconds=30)
        deadline = monotonic() + 60
        while bench.list()[0].leased_until == before and monotonic() < deadline:
            pass
        bench.clock.forward(seconds=30)
        taken.append(take(bench.database, "sweep", 1, Patience(), bench.clock))
        bench.note(claim)

    bench.ask("sweep", "hall")
    bench.worker(slowly, patience=Patience(timedelta(seconds=45))).once()
    assert (taken, bench.done, bench.list()) == ([None], [{"on": "hall"}], [])
