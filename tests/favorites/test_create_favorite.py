"""Creating favorites, in a workspace and through /me."""

from collections.abc import Callable
from typing import Any

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.clients.backstage import client, project
from tests.conftest import SetClock
from tests.favorites.backstage import ids, join, logged, path, tag, task
from tests.make import Answer, Person, colleague, person
from tests.people.backstage import NO_ACCESS, second_workspace

FIELDS = {
    "favorite_id",
    "workspace_id",
    "user_id",
    "description",
    "project_id",
    "task_id",
    "tag_ids",
    "tags",
    "billable",
    "public",
    "rank",
    "created_at",
    "was_public_at",
    "deleted_at",
    "permissions",
}
Create = Callable[[Person, dict[str, Any]], Answer]


@pytest.fixture(params=["workspace", "me"])
def create(request: pytest.FixtureRequest, cast: Cast) -> Create:
    """Creates a favorite in the workspace of Alice and Bob, in each of the two ways."""
    if request.param == "workspace":
        return lambda by, body: by.post(path(cast), body)
    return lambda by, body: by.post("/me/favorites", {"workspace_id": cast.place.workspace_id, **body})


def test_a_created_favorite_is_one_object(cast: Cast, create: Create, clock: SetClock) -> None:
    clock.set(2026, 5, 4, 10)
    made = create(cast.bob, {"description": "  Reading mail ", "rank": 3, "billable": True, "public": True})

    assert made.status == 200
    assert set(made.json) == FIELDS
    given = ("description", "rank", "billable", "public")
    assert [made.json[name] for name in given] == ["Reading mail", 3, True, True]
    assert (made.json["user_id"], made.json["workspace_id"]) == (cast.bob.id, cast.place.workspace_id)
    assert (made.json["tag_ids"], made.json["tags"], made.json["project_id"]) == ([], [], None)
    assert made.json["created_at"] == "2026-05-04T10:00:00Z"
    assert (made.json["was_public_at"], made.json["deleted_at"]) == (None, None)
    assert cast.bob.get(path(cast)).json == [made.json]
    (row,) = logged(cast)
    assert (row.action, row.entity_id, row.user_id) == ("created", made.json["favorite_id"], cast.bob.id)
    assert (row.before, row.after["description"]) == (None, "Reading mail")


def test_one_of_a_project_a_task_and_tags(cast: Cast, create: Create) -> None:
    work = project(cast, None)
    part, one, two = task(cast, work, "Design"), tag(cast, "One"), tag(cast, "Two")
    body = {"project_id": work, "task_id": part, "tag_ids": [two, one, two], "id": None, "unknown": 1}

    made = create(cast.bob, body).json

    assert (made["project_id"], made["task_id"]) == (work, part)
    assert (made["tag_ids"], made["tags"]) == ([two, one], ["Two", "One"])
    assert (made["description"], made["billable"], made["public"], made["rank"]) == (None, False, False, None)


def test_names_only_where_they_are_asked_for(cast: Cast) -> None:
    work = project(cast, client(cast, "Acme"), "Website", color="#112233", billable=True)
    part = task(cast, work, "Design")

    made = cast.bob.post(f"{path(cast)}?meta=true", {"project_id": work, "task_id": part}).json

    told = {name: made[name] for name in set(made) - FIELDS}
    assert told == {
        "project_name": "Website",
        "project_color": "#112233",
        "project_active": True,
        "project_billable": True,
        "project_private": False,
        "client_name": "Acme",
        "task_name": "Design",
    }
    body = {"workspace_id": cast.place.workspace_id, "description": "Mail"}
    alone = cast.bob.post("/me/favorites?meta=true", body).json
    assert {alone[name] for name in told} == {None}


@pytest.mark.parametrize(
    "body",
    [{}, {"description": ""}, {"description": "  ", "project_id": 0}, {"description": None, "rank": 1}],
    ids=str,
)
def test_a_favorite_has_a_description_or_a_project(cast: Cast, create: Create, body: dict[str, Any]) -> None:
    answer = create(cast.bob, body)

    assert (answer.status, answer.json) == (400, "favorite attributes are not valid: description, project_id")
    assert cast.bob.get(path(cast)).json == []


def test_what_is_too_long(cast: Cast, create: Create) -> None:
    answer = create(cast.bob, {"description": "x" * 3001, "tag_ids": list(range(1, 52))})

    assert (answer.status, answer.json) == (400, "favorite attributes are not valid: description, tag_ids")
    assert create(cast.bob, {"description": "x" * 3000}).status == 200


def test_what_is_not_to_be_seen(cast: Cast, create: Create) -> None:
    hidden = project(cast, None, is_private=True)
    gone = project(cast, None, deleted_at=cast.world.clock())
    hidden_part = task(cast, hidden, "Design")
    gone_part = task(cast, project(cast, None), "Design", deleted_at=cast.world.clock())
    theirs = cast.charlie.post(f"/workspaces/{cast.elsewhere.workspace_id}/tags", {"name": "Theirs"}).json["id"]
    second = second_workspace(cast)
    there = cast.alice.post(f"/workspaces/{second.workspace_id}/tags", {"name": "There"}).json["id"]

    for body, named in (
        ({"project_id": hidden}, "project_id"),
        ({"project_id": gone}, "project_id"),
        ({"project_id": 1}, "project_id"),
        ({"description": "Mail", "task_id": hidden_part}, "task_id"),
        ({"description": "Mail", "task_id": gone_part}, "task_id"),
        ({"description": "Mail", "task_id": 1}, "task_id"),
        ({"description": "Mail", "tag_ids": [theirs]}, "tag_ids"),
        ({"description": "Mail", "tag_ids": [there]}, "tag_ids"),
        ({"project_id": hidden, "task_id": hidden_part, "tag_ids": [1]}, "project_id, task_id, tag_ids"),
    ):
        answer = create(cast.bob, body)
        expected = f"user {cast.bob.id} has no access to all resources: {named}"
        assert (answer.status, answer.json) == (403, expected)
    assert logged(cast) == []


def test_a_private_project_of_ones_own(cast: Cast, create: Create) -> None:
    hidden = project(cast, None, is_private=True)
    join(cast, hidden, cast.bob)

    assert create(cast.bob, {"project_id": hidden, "task_id": task(cast, hidden, "Design")}).status == 200
    assert create(cast.alice, {"project_id": hidden}).status == 200


def test_a_project_of_another_workspace(cast: Cast, create: Create) -> None:
    second = second_workspace(cast)
    there = project(cast, None, workspace_id=second.workspace_id)

    answer = create(cast.alice, {"project_id": there})

    assert (answer.status, answer.json) == (403, f"user {cast.alice.id} has no access to all resources: project_id")


def test_a_task_belongs_to_the_project(cast: Cast, create: Create) -> None:
    work, other = project(cast, None), project(cast, None)
    part = task(cast, other, "Design")

    for body in ({"project_id": work, "task_id": part}, {"description": "Mail", "task_id": part}):
        answer = create(cast.bob, body)
        assert (answer.status, answer.json) == (400, "favorite constraints were not met: task_id")


@pytest.mark.parametrize("body", [{}, {"workspace_id": None}, {"workspace_id": 0}], ids=str)
def test_me_needs_a_workspace(cast: Cast, body: dict[str, Any]) -> None:
    answer = cast.bob.post("/me/favorites", {"description": "Mail", **body})

    assert (answer.status, answer.json) == (400, "the parameter 'workspace_id' is invalid")


def test_me_in_a_workspace_of_others(cast: Cast) -> None:
    second = second_workspace(cast)

    for number in (cast.elsewhere.workspace_id, second.workspace_id, 1):
        answer = cast.bob.post("/me/favorites", {"description": "Mail", "workspace_id": number})
        assert (answer.status, answer.json) == (403, NO_ACCESS)


def test_me_in_another_organization(cast: Cast) -> None:
    colleague(cast.bob, cast.elsewhere)
    body = {"description": "Mail", "workspace_id": cast.elsewhere.workspace_id}

    made = cast.bob.post("/me/favorites", body)

    assert (made.status, made.json["workspace_id"]) == (200, cast.elsewhere.workspace_id)
    assert ids(cast.bob.get("/me/favorites")) == [made.json["favorite_id"]]
    assert ids(cast.bob.get(path(cast))) == []


@pytest.mark.parametrize("role", list(Role))
def test_every_member_may(cast: Cast, role: Role) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, role)

    assert dora.post(path(cast), {"description": "Mail"}).status == 200


def test_what_cannot_be_read(cast: Cast, create: Create) -> None:
    broken = cast.bob.post(path(cast), body=b"{")

    assert (broken.status, broken.json) == (400, "we could not parse the provided parameters")
    assert create(cast.bob, {"description": "Mail", "rank": "first"}).json == "rank must be an integer or null"
