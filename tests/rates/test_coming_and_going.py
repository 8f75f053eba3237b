"""What is new has its rate from the beginning, what comes back from today on, what goes takes none of its prices."""

from typing import Any

import pytest

from tests.people.backstage import hire, officers
from tests.rates.backstage import BILLABLE, LABOR, Stage, prices

TODAY = "2026-03-10T00:00:00Z"
BEFORE, MORNING = "2026-03-01T08:00:00Z", "2026-03-10T08:00:00Z"


def history_of(stage: Stage, level: str, number: int, kind: str = BILLABLE) -> list[tuple[Any, str | None]]:
    stage.ids[level] = number
    return stage.history(level, kind)


def test_what_is_new_has_its_rate_from_the_beginning(stage: Stage) -> None:
    project = stage.make("projects", name="Bathos", rate=5, rate_change_mode="start-today")
    tasks = f"projects/{project['id']}/tasks"
    task = stage.make(tasks, name="Design", rate=6)
    place = stage.make("project_users", project_id=project["id"], user_id=stage.cast.bob.id, rate=7, labor_cost=8)

    assert (project["rate_last_updated"], task["rate_last_updated"]) == ("2026-03-10T12:00:00Z",) * 2
    assert history_of(stage, "project", project["id"]) == [(5, None)]
    assert history_of(stage, "task", task["id"]) == [(6, None)]
    assert history_of(stage, "project_user", place["id"]) == [(7, None)]
    assert history_of(stage, "project_user", place["id"], LABOR) == [(8, None)]
    with_task = stage.add(BEFORE, project_id=project["id"], task_id=task["id"])
    without = stage.add(BEFORE, project_id=project["id"], task_id=None)
    of_alice = stage.cast.alice.post(
        f"{stage.workspace}/time_entries",
        {"created_with": "tests", "start": BEFORE, "duration": 60, "project_id": project["id"]},
    )
    assert [stage.worth(entry) for entry in (with_task, without, of_alice.json)] == [6, 7, 5]
    assert stage.worth(without, LABOR) == 8


def test_a_new_workspace_has_its_rate_from_the_beginning(stage: Stage) -> None:
    alice = stage.cast.alice
    body = {"name": "Second", "default_hourly_rate": 12.5}
    made = alice.post(f"{stage.cast.organization}/workspaces", body).json

    found = alice.get(f"/workspaces/{made['id']}/rates/workspace/{made['id']}").json

    assert [(rate["amount"], rate["start"], rate["creator_id"]) for rate in found] == [(12.5, None, alice.id)]
    assert (made["default_hourly_rate"], made["rate_last_updated"]) == (12.5, "2026-03-10T12:00:00Z")


def test_what_is_new_without_a_rate_has_no_history(stage: Stage) -> None:
    assert [stage.history(level) for level in stage.ids] == [[]] * 5


def test_a_template_gives_its_users_rates(stage: Stage) -> None:
    template = stage.make("projects", name="Template", template=True, rate=50)
    people = {"project_id": template["id"], "user_id": stage.cast.bob.id, "rate": 7, "labor_cost": 8}
    stage.make("project_users", **people)
    stage.cast.world.clock.forward(days=1)

    copy = stage.make("projects", name="Copy", template_id=template["id"])

    (place,) = stage.cast.alice.get(f"{stage.workspace}/project_users?project_ids={copy['id']}").json
    assert (place["rate"], place["labor_cost"]) == (7, 8)
    assert place["rate_last_updated"] == "2026-03-11T12:00:00Z"
    assert history_of(stage, "project_user", place["id"]) == [(7, None)]
    assert history_of(stage, "project_user", place["id"], LABOR) == [(8, None)]
    assert history_of(stage, "project", copy["id"]) == []
    assert stage.worth(stage.add(BEFORE, project_id=copy["id"], task_id=None)) == 7


def test_who_leaves_a_project_keeps_the_amounts_until_then(stage: Stage) -> None:
    for kind in (BILLABLE, LABOR):
        stage.set("project_user", 9, kind)
        stage.set("project_user", 11, kind, start="2026-06-01T00:00:00Z")
        stage.set("workspace_user", 4, kind)
    entry = stage.add(BEFORE)

    stage.cast.alice.delete(stage.paths["project_user"])

    later = [stage.add(start) for start in ("2026-03-10T12:00:00Z", "2026-07-01T08:00:00Z")]
    for kind in (BILLABLE, LABOR):
        assert [stage.worth(one, kind) for one in (entry, *later)] == [9, 4, 4]


def test_who_comes_back_into_a_project_has_rates_from_today_on(stage: Stage) -> None:
    stage.set("project_user", 9)
    before, morning = stage.add(BEFORE), stage.add(MORNING)
    stage.cast.alice.delete(stage.paths["project_user"])

    place = stage.make("project_users", project_id=stage.project_id, user_id=stage.cast.bob.id, rate=12)

    assert (place["id"], place["rate"]) == (stage.project_user_id, 12)
    assert stage.history("project_user") == [(9, None), (12, TODAY)]
    assert [stage.worth(entry) for entry in (before, morning)] == [9, 12]


def test_who_comes_back_without_a_rate_has_none(stage: Stage) -> None:
    stage.set("project_user", 9)
    before = stage.add(BEFORE)
    stage.cast.alice.delete(stage.paths["project_user"])

    place = stage.make("project_users", project_id=stage.project_id, user_id=stage.cast.bob.id)

    assert (place["rate"], stage.history("project_user")) == (None, [(9, None), (None, TODAY)])
    assert [stage.worth(entry) for entry in (before, stage.add(MORNING))] == [9, None]


def test_what_was_planned_for_who_left_does_not_end_what_they_come_back_with(stage: Stage) -> None:
    stage.set("project_user", 9)
    stage.set("project_user", 11, start="2026-06-01T00:00:00Z")
    stage.cast.alice.delete(stage.paths["project_user"])

    stage.make("project_users", project_id=stage.project_id, user_id=stage.cast.bob.id, rate=12)

    assert stage.history("project_user") == [(9, None), (12, TODAY)]
    assert stage.worth(stage.add("2026-07-01T08:00:00Z")) == 12
    stage.cast.world.clock.set(2026, 7, 1)
    assert stage.shown("project_user") == 12


@pytest.mark.parametrize("from_the_organization", [False, True])
def test_who_comes_back_into_the_workspace_has_no_rates_of_the_projects_they_were_in(
    stage: Stage, from_the_organization: bool
) -> None:
    alice, cast = stage.cast.alice, stage.cast
    for kind in (BILLABLE, LABOR):
        stage.set("project_user", 11, kind)
        stage.set("workspace_user", 4, kind)
    before = stage.add(BEFORE)
    path = f"{cast.organization}/users/{officers(alice, cast.place)['Bob']['id']}"

    if from_the_organization:
        assert alice.put(path, {"workspaces": []}).status == 200
    else:
        assert alice.delete(stage.paths["workspace_user"]).status == 200
    cast.world.clock.forward(days=5)
    there = {"id": cast.place.workspace_id, "workspace_id": cast.place.workspace_id, "role": "user"}
    assert alice.put(path, {"workspaces": [there]}).status == 200

    after = stage.add("2026-03-15T08:00:00Z")
    for kind in (BILLABLE, LABOR):
        assert [stage.worth(entry, kind) for entry in (before, after)] == [11, 4]


def test_a_removed_member_keeps_their_amounts(stage: Stage) -> None:
    stage.set("workspace_user", 9)
    stage.set("project_user", 11)
    alone, work = stage.add(BEFORE, project_id=None, task_id=None), stage.add(BEFORE)

    assert stage.cast.alice.delete(stage.paths["workspace_user"]).status == 200
    assert [stage.worth(entry) for entry in (alone, work)] == [9, 11]

    # What concerns all others still concerns them too, as far as their own rates leave room.
    stage.set("workspace", 3)
    stage.set("task", 20)
    assert [stage.worth(entry) for entry in (alone, work)] == [9, 20]


def test_a_deleted_task_or_project_leaves_its_entries_what_is_left(stage: Stage) -> None:
    for level, amount in (("workspace_user", 1), ("project", 2), ("task", 3)):
        stage.set(level, amount)
    entry = stage.add(BEFORE)
    assert stage.worth(entry) == 3

    stage.cast.alice.delete(stage.paths["task"])
    assert stage.worth(entry) == 2
    stage.cast.alice.delete(stage.paths["project"])
    assert stage.worth(entry) == 1


def test_a_project_that_is_deleted_with_its_entries_prices_them_when_they_come_back(stage: Stage) -> None:
    stage.set("project", 2)
    entry = stage.add(BEFORE, task_id=None)
    stage.cast.alice.delete(f"{stage.paths['project']}?teDeletionMode=delete")
    change = stage.cast.alice.get(f"{stage.workspace}/changes?kind=project").json[0]["id"]

    assert stage.cast.alice.post(f"{stage.workspace}/changes/{change}/revert").status == 200

    assert stage.worth(entry) == 2


def test_somebody_else_in_a_project_is_not_touched(stage: Stage) -> None:
    dora = hire(stage.cast, "Dora")
    body = {"created_with": "tests", "start": BEFORE, "duration": 60, "project_id": stage.project_id}
    entry = dora.post(f"{stage.workspace}/time_entries", body).json["id"]

    stage.set("project_user", 9)
    stage.set("workspace_user", 4)

    assert prices(stage.cast, entry).billable_rate is None
