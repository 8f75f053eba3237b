"""PATCH /organizations/{organization_id}/groups/{group_id}: several steps, each of which succeeds or fails alone."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.make import Person
from tests.people.backstage import NOBODY, hire, members, new_group, second_workspace

Step = dict[str, Any]

UNSUPPORTED = "Unsupported operation"
VALUES = "Value not present, or too many per patch operation"


@pytest.fixture
def group(cast: Cast) -> str:
    """A group with Bob in the cast's workspace."""
    return new_group(cast, "Design", [cast.bob], [cast.place])


def step(op: str, path: str, *value: int) -> Step:
    return {"op": op, "path": path, "value": list(value)}


def state(cast: Cast) -> tuple[list[str], list[int]]:
    (group,) = cast.alice.get(f"{cast.organization}/groups?name=design").json
    return [user["name"] for user in group["users"]], group["workspaces"]


def test_people_are_added_and_removed(cast: Cast, group: str) -> None:
    dora, emil = hire(cast, "Dora", role=None), hire(cast, "Emil", role=None)
    steps = [step("add", "/users", dora.id, emil.id), step("remove", "/users", cast.bob.id)]

    answer = cast.alice.patch(group, steps)

    assert (answer.status, answer.json) == (200, {"success": steps, "failure": []})
    assert state(cast) == (["Dora", "Emil"], [cast.place.workspace_id])
    assert set(members(cast.alice, cast.place)) == {"Alice", "Bob", "Dora", "Emil"}


def test_workspaces_are_added_and_removed(cast: Cast, group: str) -> None:
    second = second_workspace(cast)
    steps = [
        step("add", "/workspaces", second.workspace_id),
        step("remove", "/workspaces", cast.place.workspace_id),
    ]

    answer = cast.alice.patch(group, steps)

    assert answer.json == {"success": steps, "failure": []}
    assert state(cast) == (["Bob"], [second.workspace_id])
    assert set(members(cast.alice, second)) == {"Alice", "Bob"}


def test_a_step_that_fails_does_not_keep_the_others_back(cast: Cast, group: str) -> None:
    organization_id = cast.place.organization_id
    dora = hire(cast, "Dora", role=None)
    wrong_user = step("add", "/users", dora.id, cast.charlie.id)
    wrong_workspace = step("add", "/workspaces", cast.elsewhere.workspace_id)
    good = step("add", "/users", dora.id)

    answer = cast.alice.patch(group, [wrong_user, wrong_workspace, good])

    assert answer.status == 200
    assert answer.json == {
        "success": [good],
        "failure": [
            {
                "patch": wrong_user,
                "message": f"User {cast.charlie.id} not exists in the organization {organization_id}",
            },
            {
                "patch": wrong_workspace,
                "message": f"Workspace {cast.elsewhere.workspace_id} not exists in the organization {organization_id}",
            },
        ],
    }
    assert state(cast) == (["Bob", "Dora"], [cast.place.workspace_id])


def test_steps_follow_each_other(cast: Cast, group: str) -> None:
    add, remove = step("add", "/users", cast.alice.id), step("remove", "/users", cast.alice.id)

    cast.alice.patch(group, [add, remove, add])
    assert state(cast)[0] == ["Alice", "Bob"]

    cast.alice.patch(group, [add, remove])
    assert state(cast)[0] == ["Bob"]


def test_what_is_so_already_succeeds(cast: Cast, group: str) -> None:
    steps = [
        step("add", "/users", cast.bob.id, cast.bob.id),
        step("remove", "/users", cast.charlie.id, NOBODY),
        step("remove", "/workspaces", cast.elsewhere.workspace_id),
    ]

    assert cast.alice.patch(group, steps).json == {"success": steps, "failure": []}
    assert state(cast) == (["Bob"], [cast.place.workspace_id])


def test_a_patch_that_cannot_be_understood_changes_nothing(cast: Cast, group: str) -> None:
    good = step("add", "/users", cast.alice.id)
    bodies: list[tuple[Any, str]] = [
        ([good, step("replace", "/users", 1)], UNSUPPORTED),
        ([good, step("ADD", "/users", 1)], UNSUPPORTED),
        ([good, step("add", "/name", 1)], UNSUPPORTED),
        ([good, step("add", "users", 1)], UNSUPPORTED),
        ([good, step("add", "/users")], VALUES),
        ([good, {"op": "add", "path": "/users"}], VALUES),
        ([good, step("add", "/users", *range(1, 102))], VALUES),
        ([good] * 101, "Too many operations"),
        ([good] * 2000, "Too many operations"),
        ([good, {"op": "add", "path": "/users", "value": ["1"]}], "[1].value[0] must be an integer"),
        ([good, {"op": "add", "path": "/users", "value": 1}], "[1].value must be a list"),
        ([good, {"op": "add", "path": "/users", "value": [-1]}], "[1].value[0] must be at least 0"),
        ([good, {"path": "/users", "value": [1]}], "op is required"),
        ([good, {"op": "add", "value": [1]}], "path is required"),
        ([good, {"op": 1, "path": "/users", "value": [1]}], "[1].op must be a string"),
        (good, "body must be a list"),
    ]
    for body, text in bodies:
        answer = cast.alice.patch(group, body)
        assert (answer.status, answer.json) == (400, text), body
    for content in (b"", b"[", b"[{]"):
        answer = cast.alice.patch(group, body=content)
        assert (answer.status, answer.json) == (400, "Invalid JSON input"), content

    assert state(cast) == (["Bob"], [cast.place.workspace_id])


def test_up_to_a_hundred_steps_of_a_hundred_values_are_taken(cast: Cast, group: str) -> None:
    steps = [step("remove", "/users", *range(1, 101))] * 99 + [step("add", "/users", cast.alice.id)]

    assert len(cast.alice.patch(group, steps).json["success"]) == 100
    assert state(cast)[0] == ["Alice", "Bob"]
    assert cast.alice.patch(group, []).json == {"success": [], "failure": []}


def test_an_unknown_group_is_told(cast: Cast) -> None:
    theirs = cast.charlie.post(f"/organizations/{cast.elsewhere.organization_id}/groups", {"name": "Theirs"}).json
    steps = [step("add", "/users", cast.alice.id)]

    for number in (NOBODY, theirs["group_id"]):
        answer = cast.alice.patch(f"{cast.organization}/groups/{number}", steps)
        assert (answer.status, answer.json) == (400, "Unknown group at organization")
    for number in ("design", "-1"):
        answer = cast.alice.patch(f"{cast.organization}/groups/{number}", steps)
        assert (answer.status, answer.json) == (404, "Invalid group ID.")


def test_only_who_runs_the_organization_patches_groups(cast: Cast, group: str) -> None:
    strangers: list[Person] = [cast.bob, hire(cast, "Dora", Role.ADMIN), cast.charlie]
    for somebody in strangers:
        answer = somebody.patch(group, [step("add", "/users", cast.alice.id)])
        assert (answer.status, answer.json) == (403, "User does not have permission to manage user groups.")
    assert state(cast)[0] == ["Bob"]
