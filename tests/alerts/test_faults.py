"""Whatever ends workers, and however many there are: each crossing is told exactly once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from sundial.access.askers import User
from sundial.access.enter import Workspaces
from sundial.alerts import actions as alerts
from sundial.alerts import following, touched
from sundial.alerts.schemas import AlertChange
from sundial.wiring import create_worker
from tests.alerts.mortal import Dead, dying, once, server_with
from tests.alerts.stage import Stage
from tests.conftest import SetClock

LONGEST_LIFE = 200
LEVELS_ARE_READ = "FROM alert_levels"
"""The last that a worker reads before it writes: nothing is open then."""


def dies(stage: Stage, life: int) -> bool:
    """Have a worker look that dies after so many statements; tells whether it did."""
    server = server_with(stage.cast.world, dying(life))
    try:
        create_worker(server, stage.cast.world.clock).once()
    except Dead:
        return True
    finally:
        server.database.close()
    return False


def test_a_worker_that_dies_anywhere_neither_loses_nor_doubles(stage: Stage, clock: SetClock) -> None:
    # No work of other tests is left.
    stage.look()
    alert = stage.alert(*range(10, 110, 10), receiver_roles=["admin", "user"])
    stage.look()
    entry = stage.track(0.5)

    life = 0
    while dies_at(stage, clock, life := life + 1, alert, entry):
        assert life < LONGEST_LIFE

    assert life > 20
    assert len({one.key for one in stage.written()}) == len(stage.written())
    assert stage.look() == []


def dies_at(stage: Stage, clock: SetClock, life: int, alert: int, entry: dict[str, object]) -> bool:
    """Cross a threshold, have a worker die, another one look later, and fall below it again."""
    _move(stage, entry, up=True)
    is_dead = dies(stage, life)
    clock.forward(minutes=2)
    stage.look()
    assert len(stage.written()) == 2 * life, f"died after {life} statements"
    assert stage.levels() == {(alert, stage.project_id): 10}
    _move(stage, entry, up=False)
    stage.look()
    return is_dead


def _move(stage: Stage, entry: dict[str, object], up: bool) -> None:
    answer = stage.diary.put(entry, duration=4000 if up else 1800, stop=None)
    assert answer.status == 200, answer


@pytest.mark.parametrize("workers", [2, 4])
def test_several_workers_at_once_tell_once(stage: Stage, workers: int) -> None:
    alert = stage.alert(50, 80, receiver_roles=["admin", "user"])
    world, start = stage.cast.world, Barrier(workers)

    def work(_: int) -> None:
        try:
            start.wait()
            create_worker(world.server, world.clock).once()
        finally:
            world.server.database.close()

    for hours in (5, 3):
        stage.track(hours)
        with ThreadPoolExecutor(workers) as threads:
            list(threads.map(work, range(workers)))

    assert len(stage.deliveries(alert)) == 4
    assert len(stage.written()) == 4


def test_several_workers_while_time_is_tracked_tell_once(stage: Stage, clock: SetClock) -> None:
    alert = stage.alert(*range(10, 110, 10))
    world = stage.cast.world

    def work(_: int) -> None:
        try:
            for _ in range(5):
                create_worker(world.server, clock).once()
        finally:
            world.server.database.close()

    with ThreadPoolExecutor(2) as threads:
        working = threads.map(work, range(2))
        for _ in range(20):
            stage.track(0.5)
        list(working)
    stage.look()

    crossed = [threshold for one in stage.deliveries(alert) for threshold in one["crossed"]]
    assert sorted(crossed) == list(range(10, 110, 10))


def test_a_worker_that_was_thought_dead_writes_nothing_when_it_comes_back(stage: Stage, clock: SetClock) -> None:
    alert = stage.alert(80)
    stage.look()
    stage.track(9)
    told: list[str] = []

    def another_worker() -> None:
        clock.forward(minutes=5)
        told.extend(stage.look())

    late = server_with(stage.cast.world, once(LEVELS_ARE_READ, another_worker))
    create_worker(late, clock).once()
    late.database.close()

    assert told == ["Atlas has reached 80 % of its 10 estimated hours"]
    assert len(stage.deliveries(alert)) == len(stage.written()) == 1


def test_who_finds_the_changes_looked_at_writes_nothing(stage: Stage) -> None:
    alert = stage.alert(80)
    stage.look()
    stage.track(9)
    database, organization_id = stage.cast.world.server.database, stage.cast.place.organization_id

    def somebody_has_looked() -> None:
        with database.write() as tx:
            follower = tx.one(following.FOLLOWER, of_organization=organization_id)
            until = touched.last_change(tx, stage.scope)
            values = {"from_id": follower.last_change_id, "until_id": until}
            assert tx.run(following.ADVANCE, of_organization=organization_id, **values) == 1

    late = server_with(stage.cast.world, once(LEVELS_ARE_READ, somebody_has_looked))
    create_worker(late, stage.cast.world.clock).once()
    late.database.close()

    assert (stage.deliveries(alert), stage.written(), stage.levels()) == ([], [], {})
    assert database.read().find(following.WAITING, the_subject=str(organization_id)) is None


def test_after_downtime_what_is_reached_is_told_once(stage: Stage, clock: SetClock) -> None:
    alert = stage.alert(50, 80, 100)
    entries = [stage.track(1) for _ in range(9)]
    for entry in entries[:4]:
        stage.diary.delete(entry)
    for _ in range(3):
        stage.track(1)
    clock.forward(days=3)

    assert stage.look() == ["Atlas has reached 80 % of its 10 estimated hours"]
    (told,) = stage.deliveries(alert)
    assert told["crossed"] == [50, 80]


def test_a_backlog_is_looked_at_in_parts(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    # Nothing of ours is replaced but a size: a real backlog would take minutes to make.
    monkeypatch.setattr(following, "MOST_CHANGES", 3)
    alert, second = stage.alert(50, 80, 100), stage.project(name="Borealis", estimated_hours=1)
    other = stage.alert(100, project_id=second)
    for _ in range(10):
        stage.track(1)
        stage.track(0.1, project_id=second)

    stage.look()

    # Whatever was read together is measured as it is now: not one mail for each part.
    assert [one["threshold"] for one in stage.deliveries(alert)] == [100]
    assert [one["threshold"] for one in stage.deliveries(other)] == [100]
    follower = stage.cast.world.server.database.read().one(
        following.FOLLOWER, of_organization=stage.cast.place.organization_id
    )
    assert follower.last_change_id == touched.last_change(stage.cast.world.server.database.read(), stage.scope)


def test_an_alert_that_changes_while_a_worker_looks_is_looked_at_again(stage: Stage) -> None:
    alert = stage.alert(80)
    stage.look()
    stage.track(9)

    def meanwhile() -> None:
        assert stage.put(alert, thresholds=[95], receiver_users=[stage.cast.bob.id]).status == 200

    slow = server_with(stage.cast.world, once(LEVELS_ARE_READ, meanwhile))
    create_worker(slow, stage.cast.world.clock).once()
    slow.database.close()

    assert stage.written() == []
    assert stage.look() == []
    stage.track(0.5)
    assert stage.look() == ["Atlas has reached 95 % of its 10 estimated hours"]
    assert [one.user_id for one in stage.written()] == [stage.cast.bob.id]


def test_an_alert_that_is_deleted_while_a_worker_looks_tells_nothing(stage: Stage) -> None:
    alert = stage.alert(80)
    stage.look()
    stage.track(9)

    def meanwhile() -> None:
        assert stage.cast.alice.delete(f"{stage.alerts}/{alert}").status == 200

    slow = server_with(stage.cast.world, once(LEVELS_ARE_READ, meanwhile))
    create_worker(slow, stage.cast.world.clock).once()
    slow.database.close()

    assert (stage.written(), stage.levels()) == ([], {})


def test_what_is_reached_while_an_alert_is_made_is_told(stage: Stage) -> None:
    """Whoever makes it has measured before the entry was there, and the worker has looked before the alert was."""
    world = stage.cast.world
    if world.server.database.driver.dialect.name == "sqlite":
        pytest.skip("one change at a time there")
    stage.alert(1, threshold_type="hours", project_id=stage.project(name="Borealis"))
    stage.look()

    def meanwhile() -> None:
        stage.track(9)
        assert stage.look() == []

    making = server_with(world, once("FROM projects LEFT OUTER JOIN", meanwhile))
    with making.database.write() as tx:
        alice = User(id=stage.cast.alice.id, fullname="Alice", timezone="UTC")
        asker = Workspaces().enter(tx, alice, stage.cast.place.workspace_id)
        alerts.create(tx, asker, AlertChange(**stage.body(80)), world.clock())
    making.database.close()

    assert stage.look() == ["Atlas has reached 80 % of its 10 estimated hours"]
