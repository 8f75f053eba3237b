"""Changing and deleting favorites: several at once, by their owner."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.clients.backstage import project
from tests.conftest import SetClock
from tests.favorites.backstage import favorite, ids, join, logged, path, tag, task
from tests.make import colleague
from tests.people.backstage import second_workspace


@pytest.fixture(params=["me", "workspace"])
def where(request: pytest.FixtureRequest, cast: Cast) -> str:
    """The path of favorites, in each of the two ways."""
    return "/me/favorites" if request.param == "me" else path(cast)


def test_what_is_absent_stays(cast: Cast, where: str, clock: SetClock) -> None:
    clock.set(2026, 5, 4, 10)
    work = project(cast, None)
    one = favorite(cast, cast.bob, project_id=work, description="Mail", billable=True, rank=5, tag_ids=[tag(cast, "A")])
    before = cast.bob.get(path(cast)).json[0]
    now = clock.set(2026, 5, 4, 11)

    answer = cast.bob.put(where, [{"favorite_id": one, "rank": 1, "description": None, "workspace_id": 1}])

    assert (answer.status, answer.json) == (200, [{**before, "rank": 1}])
    assert cast.bob.get(path(cast)).json == answer.json
    row = logged(cast)[-1]
    changed = {name: row.after[name] for name in row.after if row.before[name] != row.after[name]}
    assert (row.action, row.entity_id, row.user_id) == ("updated", one, cast.bob.id)
    assert (changed.pop("rank"), list(changed)) == (1, ["at"])
    assert cast.bob.get(f"{path(cast)}?since={int(now.timestamp())}").json == answer.json


def test_several_in_their_order(cast: Cast, where: str) -> None:
    one, two = favorite(cast, cast.bob), favorite(cast, cast.bob)

    answer = cast.bob.put(where, [{"favorite_id": two, "rank": 1}, {"favorite_id": one, "public": True}])

    assert ids(answer) == [two, one]
    assert [each["public"] for each in answer.json] == [False, True]
    assert cast.bob.put(where, []).json == []


def test_posted_fields_become_null(cast: Cast, where: str) -> None:
    work = project(cast, None)
    full = {"project_id": work, "task_id": task(cast, work, "Design"), "tag_ids": [tag(cast, "A")], "rank": 1}
    one = favorite(cast, cast.bob, description="Mail", **full)
    cleared = ["project_id", "task_id", "tag_ids", "rank", "billable", "user_id", "description"]

    body = {"favorite_id": one, "description": "Post", "project_id": None, "postedFields": cleared}
    (changed,) = cast.bob.put(where, [body]).json

    assert (changed["description"], changed["user_id"], changed["billable"]) == ("Post", cast.bob.id, False)
    assert [changed[name] for name in ("project_id", "task_id", "tag_ids", "rank")] == [None, None, [], None]


def test_an_id_of_0_is_none(cast: Cast, where: str) -> None:
    work = project(cast, None)
    one = favorite(cast, cast.bob, project_id=work, task_id=task(cast, work, "Design"))

    (changed,) = cast.bob.put(where, [{"favorite_id": one, "task_id": 0, "tag_ids": []}]).json

    assert (changed["project_id"], changed["task_id"]) == (work, None)


def test_another_project_takes_no_task_of_the_first(cast: Cast, where: str) -> None:
    first, second = project(cast, None), project(cast, None)
    part, other = task(cast, first, "Design"), task(cast, second, "Build")
    one = favorite(cast, cast.bob, project_id=first, task_id=part)

    refused = cast.bob.put(where, [{"favorite_id": one, "project_id": second, "task_id": part}])
    (alone,) = cast.bob.put(where, [{"favorite_id": one, "project_id": second}]).json
    (both,) = cast.bob.put(where, [{"favorite_id": one, "task_id": other}]).json

    assert (refused.status, refused.json) == (400, "favorite constraints were not met: task_id")
    assert (alone["project_id"], alone["task_id"]) == (second, None)
    assert both["task_id"] == other


@pytest.mark.parametrize(
    ("change", "status", "sentence"),
    [
        ({"postedFields": ["description"]}, 400, "favorite attributes are not valid: description, project_id"),
        ({"description": " "}, 400, "favorite attributes are not valid: description, project_id"),
        ({"description": "x" * 3001}, 400, "favorite attributes are not valid: description"),
        ({"project_id": 1}, 403, "user {user_id} has no access to all resources: project_id"),
        ({"task_id": 1}, 403, "user {user_id} has no access to all resources: task_id"),
        ({"tag_ids": [1]}, 403, "user {user_id} has no access to all resources: tag_ids"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_all_or_none(cast: Cast, where: str, change: dict[str, Any], status: int, sentence: str) -> None:
    one, two = favorite(cast, cast.bob), favorite(cast, cast.bob)
    before = cast.bob.get(path(cast)).json

    refused = cast.bob.put(where, [{"favorite_id": one, "rank": 1}, {"favorite_id": two, **change}])

    assert (refused.status, refused.json) == (status, sentence.format(user_id=cast.bob.id))
    assert cast.bob.get(path(cast)).json == before
    assert len(logged(cast)) == 2


def test_what_one_does_not_see_any_more_is_in_nobodys_way(cast: Cast, where: str) -> None:
    work, gone = project(cast, None, is_private=True), tag(cast, "Gone")
    join(cast, work, cast.bob)
    one = favorite(cast, cast.bob, project_id=work, tag_ids=[gone])
    cast.alice.delete(f"{cast.workspace}/tags/{gone}")

    assert cast.bob.put(where, [{"favorite_id": one, "rank": 7}]).json[0]["rank"] == 7


def test_what_changes_nothing_is_not_logged(cast: Cast, where: str) -> None:
    one = favorite(cast, cast.bob, rank=1)

    assert cast.bob.put(where, [{"favorite_id": one, "rank": 1, "public": False}]).status == 200

    assert len(logged(cast)) == 1


def test_names_where_they_are_asked_for(cast: Cast, where: str) -> None:
    one = favorite(cast, cast.bob)

    (changed,) = cast.bob.put(f"{where}?meta=1", [{"favorite_id": one, "project_id": project(cast, None, "Web")}]).json

    assert changed["project_name"] == "Web"


def test_only_the_owner_changes_or_deletes_one(cast: Cast, where: str) -> None:
    public, gone = favorite(cast, cast.alice, public=True), favorite(cast, cast.bob)
    assert cast.bob.delete(f"{where}/{gone}").status == 204
    there = f"/workspaces/{cast.elsewhere.workspace_id}/favorites"
    theirs = cast.charlie.post(there, {"description": "Mail"}).json["favorite_id"]

    for number in (public, gone, theirs, 1):
        for answer in (cast.bob.put(where, [{"favorite_id": number}]), cast.bob.delete(f"{where}/{number}")):
            expected = f"user {cast.bob.id} is not the owner of favorite ID {number}"
            assert (answer.status, answer.json) == (403, expected)
    assert ids(cast.alice.get(path(cast))) == [public]
    assert ids(cast.charlie.get(there)) == [theirs]


def test_a_workspace_has_its_own(cast: Cast) -> None:
    second = second_workspace(cast)
    there = f"/workspaces/{second.workspace_id}/favorites"
    one = favorite(cast, cast.alice)

    for answer in (cast.alice.put(there, [{"favorite_id": one}]), cast.alice.delete(f"{there}/{one}")):
        expected = f"user {cast.alice.id} is not the owner of favorite ID {one}"
        assert (answer.status, answer.json) == (403, expected)


def test_me_changes_those_of_all_organizations(cast: Cast) -> None:
    colleague(cast.bob, cast.elsewhere)
    there = f"/workspaces/{cast.elsewhere.workspace_id}/favorites"
    far, near = cast.bob.post(there, {"description": "Far"}).json["favorite_id"], favorite(cast, cast.bob)

    answer = cast.bob.put("/me/favorites", [{"favorite_id": far, "rank": 1}, {"favorite_id": near, "rank": 2}])

    assert ids(answer) == ids(cast.bob.get("/me/favorites")) == [far, near]
    assert cast.bob.delete(f"/me/favorites/{far}").status == 204
    assert ids(cast.bob.get("/me/favorites")) == [near]


def test_whoever_was_switched_off_changes_none(cast: Cast) -> None:
    one = favorite(cast, cast.bob)
    cast.alice.put(f"{cast.workspace}/users/{cast.bob.id}", {"inactive": True})

    for answer in (
        cast.bob.put("/me/favorites", [{"favorite_id": one}]),
        cast.bob.delete(f"/me/favorites/{one}"),
    ):
        assert (answer.status, answer.json) == (403, f"user {cast.bob.id} is not the owner of favorite ID {one}")


def test_deleting(cast: Cast, where: str) -> None:
    one, two = favorite(cast, cast.bob), favorite(cast, cast.bob)

    answer = cast.bob.delete(f"{where}/{one}")

    assert (answer.status, answer.content) == (204, b"")
    assert ids(cast.bob.get(where)) == [two]
    row = logged(cast)[-1]
    assert (row.action, row.entity_id, row.before["deleted_at"]) == ("deleted", one, None)
    assert row.after["deleted_at"] is not None


@pytest.mark.parametrize("number", ["x", "-1", "9" * 17])
def test_what_is_no_id(cast: Cast, where: str, number: str) -> None:
    answer = cast.bob.delete(f"{where}/{number}")

    assert (answer.status, answer.json) == (400, f"{number} given favorite ID is invalid")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ([{"rank": 1}], "favorite_id is required"),
        ({"favorite_id": 1}, "body must be a list"),
        ([{"favorite_id": 1}] * 1001, "body must have at most 1000 items"),
    ],
    ids=["no id", "no list", "too many"],
)
def test_what_is_no_list_of_favorites(cast: Cast, where: str, body: Any, sentence: str) -> None:
    answer = cast.bob.put(where, body)

    assert (answer.status, answer.json) == (400, sentence)


def test_what_cannot_be_read(cast: Cast, where: str) -> None:
    answer = cast.bob.put(where, body=b"[{]")

    assert (answer.status, answer.json) == (400, "we could not parse the provided parameters")
