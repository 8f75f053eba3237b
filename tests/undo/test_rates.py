"""Taking back what has to do with rates: what a thing says is valid and its history never part."""

from typing import Any

import pytest

from tests.conftest import SetClock
from tests.rates.backstage import Stage
from tests.undo.backstage import undo
from tests.undo.things import change, create

TOGETHER = "It was made together with changes that cannot be taken back."
KIND = "A change of this kind cannot be taken back."


@pytest.fixture
def stage(cast: Any, clock: SetClock) -> Stage:
    """A workspace with something at each level."""
    clock.set(2026, 3, 10, 12)
    return Stage(cast)


def agree(stage: Stage, level: str) -> Any:
    """The present amount, which the thing and its history say alike."""
    history = stage.history(level)
    shown = stage.shown(level)
    assert shown == (history[-1][0] if history else None)
    return shown


@pytest.mark.parametrize("kind", ["project", "task"])
def test_a_creation_with_a_rate(stage: Stage, kind: str) -> None:
    what = "projects" if kind == "project" else f"projects/{stage.project_id}/tasks"
    made = create(stage.cast, what, name="New", rate=80)
    log = undo(stage.cast)
    (created, *_) = log.changes(f"?kind={kind}")
    assert created["revertible"] is True

    assert log.take_back(created["id"]) == [(kind, made["id"], "deleted")]
    assert log.take_back() == [(kind, made["id"], "restored")]

    stage.ids[kind], stage.paths[kind] = made["id"], f"{stage.workspace}/{what}/{made['id']}"
    assert agree(stage, kind) == 80


def test_a_project_that_its_maker_manages(stage: Stage) -> None:
    made = create(stage.cast, "projects", stage.cast.bob, name="New", rate=80)

    log = undo(stage.cast, stage.cast.bob)
    assert log.take_back(log.last("?kind=project")) == [("project", made["id"], "deleted")]


@pytest.mark.parametrize("level", ["project", "task"])
def test_a_change_that_sets_a_rate(stage: Stage, level: str) -> None:
    answer = stage.cast.alice.put(stage.paths[level], {"name": "Renamed", "rate": 80})
    assert answer.status == 200
    (changed, *_) = undo(stage.cast).changes(f"?kind={level}")

    assert changed["revertible"] is False
    assert undo(stage.cast).refused(changed["id"]) == (400, TOGETHER)
    assert agree(stage, level) == 80


@pytest.mark.parametrize("level", ["project", "task"])
def test_what_was_changed_before_a_rate_was_set(stage: Stage, level: str) -> None:
    stage.cast.alice.put(stage.paths[level], {"name": "Renamed"})
    renamed = undo(stage.cast).last(f"?kind={level}")
    stage.cast.alice.put(stage.paths[level], {"rate": 80})
    stage.set(level, 90)

    assert undo(stage.cast).take_back(renamed) == [(level, stage.ids[level], "changed back")]

    thing = stage.cast.alice.get(stage.paths[level]).json
    assert (thing["name"] == "Renamed", agree(stage, level)) == (False, 90)


def test_what_was_changed_before_a_planned_rate_became_valid(stage: Stage) -> None:
    change(stage.cast, "projects", stage.project_id, name="Renamed")
    renamed = undo(stage.cast).last()
    stage.set("project", 90, start="2026-03-11")
    stage.cast.world.clock.set(2026, 3, 12)

    undo(stage.cast).take_back(renamed)

    assert agree(stage, "project") == 90


@pytest.mark.parametrize("level", ["project", "task"])
def test_a_deletion_keeps_the_rate(stage: Stage, level: str) -> None:
    stage.set(level, 80)
    entry = stage.add("2026-03-10T08:00:00Z")
    stage.cast.alice.delete(stage.paths[level])
    assert stage.worth(entry) is None

    undo(stage.cast).take_back(undo(stage.cast).last(f"?kind={level}"))

    assert (agree(stage, level), stage.worth(entry)) == (80, 80)


def test_a_rate_itself(stage: Stage) -> None:
    change(stage.cast, "projects", stage.project_id, name="Renamed")
    before = undo(stage.cast).last()
    stage.set("project", 80)

    assert undo(stage.cast).refused(before + 1) == (400, KIND)
    assert before == undo(stage.cast).last()
