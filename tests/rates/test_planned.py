"""A rate that is planned becomes valid by itself, by the way of whichever request comes next."""

import logging
from datetime import datetime, timedelta

import pytest

from sundial.core.errors import Unavailable
from sundial.db.engine import Database
from sundial.http.chores import Chore
from sundial.wiring import create_app
from tests.cast import Cast
from tests.make import World
from tests.people.backstage import log
from tests.rates.backstage import CASES, Stage

NEXT_WEEK = "2026-03-17T00:00:00Z"


@pytest.mark.parametrize(("level", "kind"), CASES)
def test_it_is_shown_from_its_start_on(stage: Stage, level: str, kind: str) -> None:
    clock = stage.cast.world.clock
    stage.set(level, 10, kind)
    stage.set(level, 20, kind, start=NEXT_WEEK)
    before, after = stage.add("2026-03-16T23:59:59Z"), stage.add(NEXT_WEEK)
    assert stage.shown(level, kind) == 10

    clock.set(2026, 3, 16, 23, 59)
    assert stage.shown(level, kind) == 10
    clock.set(2026, 3, 17, 0, 1)
    assert stage.shown(level, kind) == 20

    assert [stage.worth(entry, kind) for entry in (before, after)] == [10, 20]
    assert stage.history(level, kind) == [(10, None), (20, NEXT_WEEK)]


def test_the_thing_has_changed_then(stage: Stage) -> None:
    stage.set("project", 20, start=NEXT_WEEK)
    since = int(stage.cast.world.clock.set(2026, 3, 16, 12).timestamp())
    path = f"{stage.workspace}/projects?since={since}"
    assert stage.cast.alice.get(path).json == []

    stage.cast.world.clock.set(2026, 3, 17, 8)

    (project,) = stage.cast.alice.get(path).json
    assert (project["rate"], project["at"], project["rate_last_updated"]) == (20, *["2026-03-17T08:00:00Z"] * 2)
    changed = [one for one in log(stage.cast.world, stage.cast.place.organization_id) if one.kind == "rate"][-1]
    assert (changed.user_id, changed.entity_id) == (None, stage.project_id)


def test_what_was_planned_and_replaced_does_not_happen(stage: Stage) -> None:
    stage.set("project", 20, start=NEXT_WEEK)
    stage.set("project", 30)

    stage.cast.world.clock.set(2026, 3, 18)

    assert (stage.shown("project"), stage.history("project")) == (30, [(30, None)])


def test_several_become_valid_at_once(stage: Stage) -> None:
    for day, amount in ((11, 20), (12, 30), (20, 40)):
        stage.set("project", amount, start=f"2026-03-{day}")
        stage.set("task", amount + 1, start=f"2026-03-{day}")

    stage.cast.world.clock.set(2026, 3, 15)

    assert (stage.shown("project"), stage.shown("task")) == (30, 31)


def test_a_planned_rate_that_was_changed_before_it_was_noticed(stage: Stage) -> None:
    stage.set("project", 20, start=NEXT_WEEK)
    stage.cast.world.clock.set(2026, 3, 17, 8)
    stage.cast.alice.get("/me")

    # The present amount is the planned one by now.
    stage.cast.alice.put(stage.paths["project"], {"rate": 25, "rate_change_mode": "override-current"})

    assert (stage.shown("project"), stage.history("project")) == (25, [(25, NEXT_WEEK)])


def test_who_was_taken_out_of_a_project_gets_none(stage: Stage) -> None:
    stage.set("project_user", 20, start=NEXT_WEEK)
    stage.cast.alice.delete(stage.paths["project_user"])

    stage.cast.world.clock.set(2026, 3, 18)
    stage.make("project_users", project_id=stage.project_id, user_id=stage.cast.bob.id)

    assert stage.shown("project_user") is None
    assert stage.worth(stage.add("2026-03-18T08:00:00Z")) is None


def beside(world: World, chore: Chore) -> World:
    """Another process of the same server, with this chore alone."""
    counted = world.server.database.counted
    process = World(world.server, create_app(world.server, world.clock, [chore]), world.clock)
    world.server.database.counted = counted
    return process


def test_a_chore_is_done_once_in_a_while_whatever_becomes_of_it(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    done: list[datetime] = []

    def sweep(database: Database, now: datetime) -> None:
        done.append(now)
        raise Unavailable("no broom")

    world, clock = cast.world, cast.world.clock
    process = beside(world, Chore(sweep, timedelta(minutes=1)))
    first = clock.set(2026, 3, 10, 12)
    try:
        with caplog.at_level(logging.ERROR, "sundial.http"):
            for minutes in (0, 0.5, 0.4, 0.2, 0.9, 0.9):
                clock.forward(minutes=minutes)
                assert process.send("GET", "/me", headers=cast.alice.basic).status == 200
            clock.forward(days=-1)
            assert process.send("GET", "/me", headers=cast.alice.basic).status == 200
    finally:
        clock.fixed = None

    minute = timedelta(minutes=1)
    assert done == [first, first + 1.1 * minute, first + 2.9 * minute, first + 2.9 * minute - timedelta(days=1)]
    assert [record.message for record in caplog.records] == ["chore failed"] * 4


def test_what_needs_no_database_does_no_chores(cast: Cast) -> None:
    done: list[datetime] = []
    world = cast.world
    chore = Chore(lambda database, now: done.append(now), timedelta(minutes=1))
    process = beside(world, chore)

    assert process.send("GET", "//healthz").status == 200
    assert done == []
    process.send("GET", "/me", headers=cast.alice.basic)
    assert len(done) == 1
