"""Changing several tasks at once."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.make import project
from tests.tasks.backstage import path, task_of
from tests.workspaces.backstage import log


def replace(field: str, value: Any) -> dict[str, Any]:
    return {"op": "replace", "path": f"/{field}", "value": value}


def test_each_task_is_changed_on_its_own(cast: Cast) -> None:
    here, there = project(cast.alice, cast.place), project(cast.alice, cast.place)
    one, two, other = task_of(cast, here, "One"), task_of(cast, here, "Two"), task_of(cast, there)
    sent = [replace("active", False), replace("estimated_seconds", 60), replace("user_id", cast.bob.id)]

    answer = cast.alice.patch(path(cast, here, f"{two},{other},{one}"), sent)

    assert answer.status == 200
    assert sorted(answer.json["success"]) == sorted([one, two])
    assert answer.json["failure"] == [{"id": other, "message": "Resource can not be found"}]
    for number in (one, two):
        task = cast.alice.get(path(cast, here, number)).json
        assert (task["active"], task["estimated_seconds"], task["user_id"]) == (False, 60, cast.bob.id)
    assert cast.alice.get(path(cast, there, other)).json["active"] is True


def test_what_is_removed_becomes_null(cast: Cast) -> None:
    project_id = project(cast.alice, cast.place)
    task_id = task_of(cast, project_id, estimated_seconds=60, user_id=cast.bob.id)
    sent = [{"op": "remove", "path": "/estimated_seconds"}, {"op": "remove", "path": "/user_id"}]

    assert cast.alice.patch(path(cast, project_id, task_id), sent).json == {"success": [task_id], "failure": []}

    task = cast.alice.get(path(cast, project_id, task_id)).json
    assert (task["estimated_seconds"], task["user_id"]) == (None, None)


def test_a_failure_takes_nothing_else_back(cast: Cast) -> None:
    project_id = project(cast.alice, cast.place)
    one, two = task_of(cast, project_id, "One"), task_of(cast, project_id, "Two")

    answer = cast.alice.patch(path(cast, project_id, f"{one},{two}"), [replace("name", "Same")])

    assert answer.json == {"success": [one], "failure": [{"id": two, "message": "Name has already been taken"}]}
    assert [each["name"] for each in cast.alice.get(path(cast, project_id)).json] == ["Same", "Two"]
    assert [each.entity_id for each in log(cast.world, cast.place) if each.action == "updated"] == [one]


@pytest.mark.parametrize(
    ("operation", "message"),
    [
        (replace("name", "  "), "Task name must not be empty"),
        (replace("user_id", 1), "Invalid user_id"),
    ],
    ids=str,
)
def test_what_each_task_cannot_be(cast: Cast, operation: dict[str, Any], message: str) -> None:
    project_id = project(cast.alice, cast.place)
    task_id = task_of(cast, project_id)

    answer = cast.alice.patch(path(cast, project_id, task_id), [operation])

    assert (answer.status, answer.json) == (200, {"success": [], "failure": [{"id": task_id, "message": message}]})


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ([], "No patchable fields defined"),
        ([{"op": "move", "path": "/name"}], "Invalid op: move"),
        ([{"op": "replace", "path": "name", "value": "x"}], "Invalid path format: name"),
        ([replace("color", 1)], "Path not found: /color"),
        ([{"op": "remove", "path": "/name"}], "Operation not supported (remove /name)"),
        ([{"op": "add", "path": "/active", "value": True}], "Operation not supported (add /active)"),
        ([replace("active", "yes")], "active must be true or false or null"),
        ([replace("name", 100000.0)], "name must be a string or null"),
        ([replace("name", None)], "Invalid value for /name"),
        ([replace("active", None)], "Invalid value for /active"),
        ([{"op": "replace", "path": "/active"}], "Invalid value for /active"),
        ([replace("name", 7)], "name must be a string or null"),
        ([replace("estimated_seconds", -1)], "estimated_seconds must be at least 0"),
        ([replace("estimated_seconds", 1.5)], "estimated_seconds must be an integer or null"),
        ({"op": "replace"}, "body must be a list"),
    ],
    ids=str,
)
def test_operations_that_nothing_can_be_done_with(cast: Cast, body: Any, sentence: str) -> None:
    project_id = project(cast.alice, cast.place)
    task_id = task_of(cast, project_id)

    answer = cast.alice.patch(path(cast, project_id, task_id), body)

    assert (answer.status, answer.json) == (400, sentence)


@pytest.mark.parametrize(
    ("ids", "sentence"),
    [
        (",", "PATCH expects at least one ID"),
        ("1,x", "Invalid task_id"),
        (",".join(str(number) for number in range(1, 102)), "PATCH request is limited to 100 entries at once"),
    ],
    ids=["none", "no id", "too many"],
)
def test_which_tasks_can_be_named(cast: Cast, ids: str, sentence: str) -> None:
    answer = cast.alice.patch(path(cast, project(cast.alice, cast.place), ids), [replace("active", False)])

    assert (answer.status, answer.json) == (400, sentence)


def test_an_assignee_of_others_is_none_here(cast: Cast) -> None:
    project_id = project(cast.alice, cast.place)
    task_id = task_of(cast, project_id)

    answer = cast.alice.patch(path(cast, project_id, task_id), [replace("user_id", cast.charlie.id)])

    assert answer.json["failure"] == [{"id": task_id, "message": "Invalid user_id"}]
