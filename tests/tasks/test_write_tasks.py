"""Creating and changing tasks."""

from functools import partial
from typing import Any

import pytest

from sundial.access.plans import Plan
from sundial.core.money import Money
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import colleague, person, project
from tests.tasks.backstage import path, set_rate, task_of
from tests.workspaces.backstage import at_once, log, put_on_plan, set_place


def test_a_created_task_has_every_field(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9)
    project_id = project(cast.alice, cast.place)
    body = {"name": "  Design ", "estimated_seconds": 3600, "user_id": cast.bob.id, "external_reference": "JIRA-1"}

    made = cast.alice.post(path(cast, project_id), {**body, "rate": 12})

    assert made.status == 200
    assert made.json == {
        "id": made.json["id"],
        "name": "Design",
        "workspace_id": cast.place.workspace_id,
        "wid": cast.place.workspace_id,
        "project_id": project_id,
        "pid": project_id,
        "user_id": cast.bob.id,
        "uid": cast.bob.id,
        "active": True,
        "recurring": False,
        "at": "2026-03-02T09:00:00Z",
        "server_deleted_at": None,
        "estimated_seconds": 3600,
        "tracked_seconds": 0,
        "rate": 12,
        "rate_last_updated": "2026-03-02T09:00:00Z",
        "external_reference": "JIRA-1",
        "toggl_accounts_id": None,
        "permissions": None,
        "integration_ext_id": None,
        "integration_ext_type": None,
        "integration_provider": None,
    }
    unseen = {"rate": None, "rate_last_updated": None}
    assert cast.bob.get(path(cast, project_id, made.json["id"])).json == {**made.json, **unseen}


def test_a_task_needs_nothing_but_a_name(cast: Cast) -> None:
    made = cast.alice.post(path(cast, project(cast.alice, cast.place)), {"name": "Design", "user_id": 0}).json

    assert (made["user_id"], made["estimated_seconds"], made["external_reference"]) == (None, None, None)
    assert made["active"] is True
    assert "uid" not in made


def test_a_change_leaves_what_is_absent(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2)
    project_id = project(cast.alice, cast.place)
    task_id = task_of(cast, project_id, estimated_seconds=60, user_id=cast.bob.id, external_reference="A")
    clock.forward(hours=1)

    changed = cast.alice.put(path(cast, project_id, task_id), {"name": "Build", "active": False})

    assert changed.status == 200
    fields = ("name", "active", "estimated_seconds", "user_id", "external_reference", "at")
    assert [changed.json[field] for field in fields] == ["Build", False, 60, cast.bob.id, "A", "2026-03-02T01:00:00Z"]


def test_a_null_clears_what_can_be_empty(cast: Cast) -> None:
    project_id = project(cast.alice, cast.place)
    task_id = task_of(cast, project_id, estimated_seconds=60, user_id=cast.bob.id, external_reference="A")

    nulls = {"estimated_seconds": None, "user_id": None, "external_reference": None, "active": None}
    changed = cast.alice.put(path(cast, project_id, task_id), nulls).json

    assert (changed["estimated_seconds"], changed["user_id"], changed["external_reference"]) == (None, None, None)
    assert changed["active"] is True


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Task name must not be empty"),
        ({"name": "  "}, "Task name must not be empty"),
        ({"name": None}, "Task name must not be empty"),
        ({"name": "x" * 256}, "Maximum length for task name (255 chars) exceeded"),
        ({"name": "Taken"}, "Name has already been taken"),
        ({"name": 1}, "name must be a string or null"),
        ({"estimated_seconds": -1}, "estimated_seconds must be at least 0"),
        ({"estimated_seconds": 2**53}, "estimated_seconds must be at most 9007199254740"),
        ({"active": "yes"}, "active must be true or false or null"),
        ({"external_reference": "x" * 256}, "external_reference must have at most 255 characters"),
        ({"user_id": 1}, "Invalid user_id"),
    ],
    ids=str,
)
def test_what_a_task_cannot_be(cast: Cast, fields: dict[str, Any], sentence: str) -> None:
    project_id = project(cast.alice, cast.place)
    task_of(cast, project_id, "Taken")
    task_id = task_of(cast, project_id)

    created = cast.alice.post(path(cast, project_id), {"name": "New", **fields})
    changed = cast.alice.put(path(cast, project_id, task_id), fields)

    assert (created.status, created.json) == (400, sentence)
    assert (changed.status, changed.json) == (400, sentence)
    assert [each["name"] for each in cast.alice.get(path(cast, project_id)).json] == ["Design", "Taken"]


def test_a_created_task_must_have_a_name(cast: Cast) -> None:
    answer = cast.alice.post(path(cast, project(cast.alice, cast.place)), {"active": True})

    assert (answer.status, answer.json) == (400, "Task name must not be empty")


def test_names_are_taken_once_in_each_project(cast: Cast) -> None:
    one, two = project(cast.alice, cast.place), project(cast.alice, cast.place)
    first = task_of(cast, one)

    assert task_of(cast, two) != first
    assert task_of(cast, one, "design") != first
    assert cast.alice.put(path(cast, one, first), {"name": "Design"}).status == 200
    cast.alice.delete(path(cast, one, first))
    assert task_of(cast, one) != first


def test_the_longest_name(cast: Cast) -> None:
    name = "ß" * 255
    assert cast.alice.post(path(cast, project(cast.alice, cast.place)), {"name": f" {name} "}).json["name"] == name


def test_only_an_active_member_of_the_workspace_is_an_assignee(cast: Cast) -> None:
    project_id = project(cast.alice, cast.place)
    dora = colleague(person(cast.world, "Dora"), cast.place)
    outside = colleague(person(cast.world, "Eve"), cast.place, None)
    task_id = task_of(cast, project_id, user_id=dora.id)
    set_place(dora, cast.place, inactive=True)

    for somebody in (dora, outside, cast.charlie):
        answer = cast.alice.post(path(cast, project_id), {"name": "Other", "user_id": somebody.id})
        assert (answer.status, answer.json) == (400, "Invalid user_id")
    # Whoever left meanwhile is in the way of no other change.
    kept = cast.alice.put(path(cast, project_id, task_id), {"name": "Other", "user_id": dora.id})
    assert (kept.status, kept.json["user_id"]) == (200, dora.id)


def test_the_plan_must_have_tasks(cast: Cast) -> None:
    project_id = project(cast.alice, cast.place)
    task_id = task_of(cast, project_id)
    put_on_plan(cast.world, cast.place, Plan.FREE)

    refused = cast.alice.post(path(cast, project_id), {"name": "New"})

    assert (refused.status, refused.json) == (402, "workspace does not have the tasks feature")
    assert cast.alice.put(path(cast, project_id, task_id), {"active": False}).status == 200
    put_on_plan(cast.world, cast.place, Plan.STARTER)
    assert cast.alice.post(path(cast, project_id), {"name": "New"}).status == 200


def test_the_log_has_the_whole_task_before_and_after(cast: Cast) -> None:
    project_id = project(cast.alice, cast.place)
    task_id = task_of(cast, project_id)
    set_rate(cast, task_id, Money(1250))
    cast.alice.put(path(cast, project_id, task_id), {"name": "Build"})

    created, changed = (each for each in log(cast.world, cast.place) if each.kind == "task")

    assert (created.action, created.before, created.entity_id) == ("created", None, task_id)
    assert created.after["name_key"] == "design"
    assert (changed.action, changed.user_id) == ("updated", cast.alice.id)
    assert (changed.before["name"], changed.after["name"], changed.after["rate"]) == ("Design", "Build", 12.5)
    assert changed.before.keys() == changed.after.keys()


def test_rates_are_for_those_who_may_see_them(cast: Cast) -> None:
    project_id = project(cast.alice, cast.place)
    task_id = task_of(cast, project_id)
    set_rate(cast, task_id, Money(1250))

    for each in (path(cast, project_id, task_id), path(cast, project_id), "/me/tasks", f"{cast.workspace}/tasks"):
        seen, hidden = (somebody.get(each).json for somebody in (cast.alice, cast.bob))
        assert b'"rate":12.5,' in cast.alice.get(each).content, seen
        assert b'"rate":null,"rate_last_updated":null' in cast.bob.get(each).content, hidden


def test_of_two_tasks_of_one_name_one_is_made(cast: Cast) -> None:
    project_id = project(cast.alice, cast.place)

    answers = at_once(cast.world, *[partial(cast.alice.post, path(cast, project_id), {"name": "Design"})] * 4)

    assert sorted(answer.status for answer in answers) == [200, 400, 400, 400]
    assert {answer.json for answer in answers if answer.status == 400} == {"Name has already been taken"}
