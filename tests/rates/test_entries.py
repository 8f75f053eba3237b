"""An entry is worth what is valid for what it is, and when it starts, whoever changes it and how."""

from typing import Any

from tests.people.backstage import hire, second_workspace
from tests.rates.backstage import LABOR, Stage
from tests.time_entries.diary import Diary

OLD, NEW = "2026-02-01T08:00:00Z", "2026-03-05T08:00:00Z"


def dated(stage: Stage, level: str, old: int, new: int, kind: str = "billable_rates") -> None:
    stage.set(level, old, kind)
    stage.set(level, new, kind, start="2026-03-01")


def test_another_start(stage: Stage) -> None:
    dated(stage, "project", 10, 20)
    dated(stage, "workspace_user", 1, 2, LABOR)
    entry = stage.add(OLD)
    assert (stage.worth(entry), stage.worth(entry, LABOR)) == (10, 1)

    assert stage.diary.put(entry, start=NEW, duration=60).status == 200
    assert (stage.worth(entry), stage.worth(entry, LABOR)) == (20, 2)
    stage.diary.patch([entry], {"op": "replace", "path": "/start", "value": OLD})
    assert (stage.worth(entry), stage.worth(entry, LABOR)) == (10, 1)


def test_the_start_counts_and_not_the_stop(stage: Stage) -> None:
    dated(stage, "project", 10, 20)

    entry = stage.add("2026-02-28T23:59:59Z", duration=36_000)

    assert stage.worth(entry) == 10
    assert stage.worth(stage.add("2026-03-01T00:00:00Z")) == 20


def test_another_project_or_task(stage: Stage) -> None:
    for level, amount in (("workspace", 1), ("project", 10), ("task", 20)):
        stage.set(level, amount)
    other = stage.make("projects", name="Other", rate=30, is_private=False)
    entry = stage.add(NEW)

    found = [stage.worth(entry)]
    changes: list[dict[str, Any]] = [{"task_id": None}, {"project_id": other["id"]}, {"project_id": None}]
    for change in changes:
        assert stage.diary.put(entry, **change).status == 200
        found.append(stage.worth(entry))

    assert found == [20, 10, 30, 1]


def test_another_person(stage: Stage) -> None:
    dora = hire(stage.cast, "Dora")
    stage.cast.alice.put(f"{stage.workspace}/users/{dora.id}", {"rate": 7, "labor_cost": 3})
    stage.set("workspace_user", 9)
    entry = stage.add("2026-03-10T08:00:00Z", project_id=None, task_id=None)
    assert (stage.worth(entry), stage.worth(entry, LABOR)) == (9, None)

    changed = stage.cast.alice.put(f"{stage.workspace}/time_entries/{entry['id']}", {"user_id": dora.id})

    assert changed.status == 200
    assert (stage.worth(entry), stage.worth(entry, LABOR)) == (7, 3)


def test_another_workspace(stage: Stage) -> None:
    beside = second_workspace(stage.cast)
    there = f"/workspaces/{beside.workspace_id}"
    stage.cast.alice.put(there, {"default_hourly_rate": 33, "rate_change_mode": "override-all"})
    stage.set("workspace", 11)
    mine = Diary(stage.cast.alice, stage.workspace)
    entry = mine.add(start=OLD)
    assert stage.worth(entry) == 11

    assert mine.put(entry, workspace_id=beside.workspace_id).status == 200

    assert stage.worth(entry) == 33
    stage.set("workspace", 12)
    assert stage.worth(entry) == 33


def test_what_does_not_concern_the_price_keeps_it(stage: Stage) -> None:
    stage.set("project", 10)
    entry = stage.add(OLD)

    for change in ({"description": "x"}, {"duration": 60}, {"billable": False}, {"tags": ["a"]}):
        assert stage.diary.put(entry, **change).status == 200
        assert stage.worth(entry) == 10


def test_a_running_entry(stage: Stage) -> None:
    stage.set("project", 10)
    entry = stage.diary.start(project_id=stage.project_id, start="2026-03-10T09:00:00Z")
    assert stage.worth(entry) == 10
    stage.set("project", 20, mode="start-today")
    assert stage.worth(entry) == 20

    stage.cast.world.clock.forward(days=1)
    stage.set("project", 30, mode="start-today")
    assert stage.diary.stop(entry).status == 200

    assert stage.worth(entry) == 20


def test_an_entry_that_another_start_stops_keeps_its_price(stage: Stage) -> None:
    stage.set("project", 10)
    entry = stage.diary.start(project_id=stage.project_id)

    stage.cast.world.clock.forward(minutes=5)
    stage.diary.start()

    assert stage.worth(entry) == 10


def test_a_deleted_entry_comes_back_with_the_price_of_now(stage: Stage) -> None:
    stage.set("project", 10)
    entry = stage.add(OLD)
    stage.diary.delete(entry)
    stage.set("project", 20)
    change = stage.cast.bob.get(f"{stage.workspace}/changes?kind=time_entry").json[0]["id"]

    assert stage.cast.bob.post(f"{stage.workspace}/changes/{change}/revert").status == 200

    assert stage.worth(entry) == 20
