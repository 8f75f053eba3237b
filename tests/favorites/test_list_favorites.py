"""Reading favorites: one's own and public ones, in their order, and what has changed."""

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.clients.backstage import client, project
from tests.conftest import SetClock
from tests.favorites.backstage import favorite, ids, join, path, tag, task
from tests.make import Person, colleague, person
from tests.people.backstage import officer_path

LISTS = ("/me/favorites", "{path}")


@pytest.fixture(params=LISTS, ids=["me", "workspace"])
def where(request: pytest.FixtureRequest, cast: Cast) -> str:
    """Each of the two lists."""
    return request.param.format(path=path(cast))


def test_ones_own_and_public_ones(cast: Cast, where: str) -> None:
    own, public = favorite(cast, cast.bob), favorite(cast, cast.alice, public=True)
    private = favorite(cast, cast.alice)

    assert ids(cast.bob.get(where)) == [own, public]
    assert ids(cast.alice.get(where)) == [public, private]


def test_by_rank_then_as_they_were_made(cast: Cast, where: str, clock: SetClock) -> None:
    made: list[int] = []
    for rank in (None, 2, None, -1, 2):
        clock.forward(minutes=1)
        made.append(favorite(cast, cast.bob, rank=rank))

    assert ids(cast.bob.get(where)) == [made[index] for index in (3, 1, 4, 0, 2)]


def test_a_public_one_of_a_project_that_one_does_not_see(cast: Cast, where: str) -> None:
    hidden = project(cast, None, "Secret", is_private=True)
    public = favorite(cast, cast.alice, project_id=hidden, public=True)

    assert ids(cast.bob.get(where)) == ids(cast.bob.get(f"{where}?since=0")) == []
    join(cast, hidden, cast.bob)
    assert ids(cast.bob.get(where)) == ids(cast.bob.get(f"{where}?since=0")) == [public]


@pytest.mark.parametrize("role", [Role.TEAMLEAD, Role.PROJECTLEAD, Role.ADMIN])
def test_who_sees_all_projects_sees_them(cast: Cast, where: str, role: Role) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, role)
    public = favorite(cast, cast.alice, project_id=project(cast, None, is_private=True), public=True)

    assert ids(dora.get(where)) == [public]


def test_the_same_of_all_my_workspaces(cast: Cast) -> None:
    colleague(cast.bob, cast.elsewhere, Role.ADMIN)
    body = {"description": "There", "public": True}
    there = cast.charlie.post(f"/workspaces/{cast.elsewhere.workspace_id}/favorites", body).json["favorite_id"]
    # An admin elsewhere sees no more here.
    favorite(cast, cast.alice, project_id=project(cast, None, is_private=True), public=True)
    here = favorite(cast, cast.bob, rank=1)

    assert ids(cast.bob.get("/me/favorites")) == [here, there]
    assert ids(cast.bob.get(path(cast))) == [here]
    assert ids(cast.charlie.get("/me/favorites")) == [there]


@pytest.mark.parametrize("switch", ["workspace", "organization"])
def test_nothing_where_one_was_switched_off(cast: Cast, switch: str) -> None:
    favorite(cast, cast.bob)
    favorite(cast, cast.alice, public=True)
    place = officer_path(cast, cast.bob) if switch == "organization" else f"{cast.workspace}/users/{cast.bob.id}"
    assert cast.alice.put(place, {"inactive": True}).status == 200

    assert cast.bob.get("/me/favorites").json == []
    assert cast.bob.get("/me/favorites?since=0").json == []


def test_names_where_they_are_asked_for(cast: Cast, where: str) -> None:
    work = project(cast, client(cast, "Acme"), "Website")
    first = favorite(cast, cast.bob, project_id=work, task_id=task(cast, work, "Design"), tag_ids=[tag(cast, "One")])
    favorite(cast, cast.bob)

    plain, told = cast.bob.get(where).json, cast.bob.get(f"{where}?meta=true").json

    assert "project_name" not in plain[0]
    assert (plain[0]["tags"], told[0]["tags"]) == (["One"], ["One"])
    assert told[0]["favorite_id"] == first
    assert [(each["project_name"], each["client_name"], each["task_name"]) for each in told] == [
        ("Website", "Acme", "Design"),
        (None, None, None),
    ]


def test_a_project_that_has_become_private_is_not_told(cast: Cast, where: str) -> None:
    work = project(cast, None, "Secret", is_private=True)
    join(cast, work, cast.alice)
    bob = colleague(person(cast.world, "Emil"), cast.place, Role.TEAMLEAD)
    made = favorite(cast, bob, project_id=work, task_id=task(cast, work, "Design"))
    cast.alice.put(f"{cast.workspace}/users/{bob.id}", {"role": "user"})

    (told,) = bob.get(f"{where}?meta=true").json

    assert told["favorite_id"] == made
    assert (told["project_name"], told["project_color"], told["task_name"]) == (None, None, None)


def test_a_deleted_tag_disappears(cast: Cast, where: str) -> None:
    one, two = tag(cast, "One"), tag(cast, "Two")
    favorite(cast, cast.bob, tag_ids=[one, two])

    cast.alice.delete(f"{cast.workspace}/tags/{one}")

    (seen,) = cast.bob.get(where).json
    assert (seen["tag_ids"], seen["tags"]) == ([two], ["Two"])


def test_what_has_changed_since(cast: Cast, where: str, clock: SetClock) -> None:
    clock.set(2026, 5, 4, 10)
    old, gone = favorite(cast, cast.bob), favorite(cast, cast.bob)
    moment = int(clock.set(2026, 5, 4, 11).timestamp())
    new = favorite(cast, cast.bob)
    cast.bob.delete(f"/me/favorites/{gone}")

    told = {each["favorite_id"]: each["deleted_at"] for each in cast.bob.get(f"{where}?since={moment}").json}

    assert told == {new: None, gone: "2026-05-04T11:00:00Z"}
    assert set(ids(cast.bob.get(f"{where}?since=0"))) == {old, gone, new}
    wrong = cast.bob.get(f"{where}?since=yesterday")
    assert (wrong.status, wrong.json) == (400, "Since is expected to be an unix timestamp, integer value")


def test_one_that_is_not_public_any_more_is_deleted_for_others(cast: Cast, where: str, clock: SetClock) -> None:
    clock.set(2026, 5, 4, 10)
    made = favorite(cast, cast.alice, public=True, description="Salaries", tag_ids=[tag(cast, "One")], rank=1)
    moment = int(clock.set(2026, 5, 4, 11).timestamp())
    withdraw(cast.alice, made)
    clock.set(2026, 5, 4, 12)
    cast.alice.put("/me/favorites", [{"favorite_id": made, "description": "Bob's salary"}])

    assert cast.bob.get(where).json == []
    (told,) = cast.bob.get(f"{where}?since={moment}&meta=true").json
    assert told["deleted_at"] == told["was_public_at"] == "2026-05-04T11:00:00Z"
    assert (told["favorite_id"], told["public"], told["description"], told["rank"]) == (made, False, None, None)
    assert (told["tag_ids"], told["tags"]) == ([], [])
    assert cast.bob.get(f"{where}?since={moment + 1}").json == []
    (own,) = cast.alice.get(f"{where}?since={moment}").json
    assert (own["deleted_at"], own["description"]) == (None, "Bob's salary")


def withdraw(by: Person, favorite_id: int) -> None:
    answer = by.put("/me/favorites", [{"favorite_id": favorite_id, "public": False}])
    assert answer.status == 200, answer
