"""The organization's owner can be neither removed nor switched off nor demoted, by whatever door."""

from collections.abc import Callable
from typing import Any

import pytest

from sundial.access.permissions import OrganizationRole, Role
from tests.cast import Cast
from tests.make import Answer, Person, Place, colleague, person
from tests.people.backstage import invite, member_path, members, new_group, officer_path, officers

Attack = Callable[[Cast, Person], Answer]

DEMOTE = "Cannot remove admin privileges from owner."
DEACTIVATE = "Cannot deactivate owner."
REMOVE = "Cannot remove the organization owner."


@pytest.fixture
def dora(cast: Cast) -> Person:
    """Somebody who may do everything but what only the owner may."""
    return colleague(person(cast.world, "Dora"), cast.place, Role.ADMIN, OrganizationRole.ADMIN)


def as_a_member(body: dict[str, Any]) -> Attack:
    return lambda cast, dora: dora.put(member_path(cast, cast.alice), body)


def as_a_user(body: dict[str, Any]) -> Attack:
    return lambda cast, dora: dora.put(f"{cast.workspace}/users/{cast.alice.id}", body)


def as_an_officer(body: dict[str, Any]) -> Attack:
    return lambda cast, dora: dora.put(officer_path(cast, cast.alice), body)


def placed(cast: Cast, dora: Person, places: list[dict[str, Any]]) -> Answer:
    return dora.put(f"{officer_path(cast, cast.alice)}/workspaces", {"workspaces": places})


def with_the_members(cast: Cast, dora: Person) -> Answer:
    ids = [members(dora, cast.place)[name]["id"] for name in ("Bob", "Alice")]
    path = f"{cast.organization}/workspaces/{cast.place.workspace_id}/workspace_users"
    return dora.patch(path, {"delete": ids})


def with_the_officers(cast: Cast, dora: Person) -> Answer:
    ids = [officers(dora, cast.place)[name]["id"] for name in ("Bob", "Alice")]
    return dora.patch(f"{cast.organization}/users", {"delete": ids})


ATTACKS: dict[str, tuple[Attack, str]] = {
    "role": (as_a_member({"role": "projectlead"}), DEMOTE),
    "role_id": (as_a_member({"role_id": 4}), DEMOTE),
    "admin": (as_a_user({"admin": False}), DEMOTE),
    "inactive": (as_a_member({"inactive": True}), DEACTIVATE),
    "inactive user": (as_a_user({"inactive": True}), DEACTIVATE),
    "deleted": (lambda cast, dora: dora.delete(member_path(cast, cast.alice)), REMOVE),
    "deleted with others": (with_the_members, REMOVE),
    "not among the admins": (lambda cast, dora: dora.put(cast.workspace, {"admins": [dora.id]}), DEMOTE),
    "organization_admin": (as_an_officer({"organization_admin": False}), DEMOTE),
    "role of an organization admin": (as_an_officer({"role_id": 6}), DEMOTE),
    "role of an organization user": (as_an_officer({"role_id": 7}), DEMOTE),
    "inactive in the organization": (as_an_officer({"inactive": True}), DEACTIVATE),
    "no workspaces": (as_an_officer({"workspaces": []}), DEMOTE),
    "placed nowhere": (lambda cast, dora: placed(cast, dora, []), DEMOTE),
    "placed as a plain user": (
        lambda cast, dora: placed(cast, dora, [{"workspace_id": cast.place.workspace_id, "role": "user"}]),
        DEMOTE,
    ),
    "deleted from the organization": (
        lambda cast, dora: dora.delete(officer_path(cast, cast.alice)),
        "Cannot remove the organization owner user with organization user ID='{}'.",
    ),
    "deleted from the organization with others": (
        with_the_officers,
        "Cannot remove the organization owner user with organization user ID='{}'.",
    ),
    "leaving": (lambda cast, dora: cast.alice.delete(f"{cast.organization}/users/leave"), REMOVE),
}


def test_the_owner_is_safe_by_every_door(cast: Cast, dora: Person) -> None:
    before = members(dora, cast.place), officers(dora, cast.place)
    owner = before[1]["Alice"]["id"]

    for name, (attack, text) in ATTACKS.items():
        answer = attack(cast, dora)
        assert (answer.status, answer.json) == (400, text.format(owner)), name

    assert (members(dora, cast.place), officers(dora, cast.place)) == before
    assert cast.alice.get(f"{cast.organization}/owner").json["user_id"] == cast.alice.id


def test_only_the_owner_renames_the_owner(cast: Cast, dora: Person) -> None:
    where = officer_path(cast, cast.alice)

    for body in ({"name": "Mallory"}, {"email": "mallory@example.com"}):
        answer = dora.put(where, body)
        assert (answer.status, answer.json) == (
            403,
            "Only the owner can change their own name and e-mail address.",
        )
    assert cast.alice.get("/me").json["fullname"] == "Alice"
    assert cast.alice.put(where, {"name": "Alice L."}).status == 200
    assert cast.alice.get("/me").json["fullname"] == "Alice L."


def test_an_owner_who_is_a_plain_user_somewhere_stays_there(cast: Cast, dora: Person) -> None:
    place = studio_of(cast, dora)
    dora.put(f"{officer_path(cast, cast.alice)}/workspaces", {"workspaces": both(cast, place)})
    assert members(dora, place)["Alice"]["role"] == "user"

    refused = placed(cast, dora, [{"workspace_id": cast.place.workspace_id, "role": "admin"}])

    assert (refused.status, refused.json) == (400, REMOVE)
    alice = members(dora, place)["Alice"]
    answer = dora.delete(f"/workspaces/{place.workspace_id}/workspace_users/{alice['id']}")
    assert (answer.status, answer.json) == (400, REMOVE)
    assert members(dora, place)["Alice"] == alice


def test_an_owner_who_runs_a_workspace_through_a_group_is_not_demoted(cast: Cast, dora: Person) -> None:
    place = studio_of(cast, dora)
    new_group(cast, "Design", [cast.alice], [place])
    cast.alice.put(f"/workspaces/{place.workspace_id}/users/{cast.alice.id}", {"role": "admin"})

    invited = invite(dora, place, cast.alice.email)
    placed = dora.put(f"{officer_path(cast, cast.alice)}/workspaces", {"workspaces": both(cast, place)})

    assert invited.status == 200
    assert (placed.status, placed.json) == (400, DEMOTE)
    assert members(dora, place)["Alice"]["role"] == "admin"


def test_an_owner_who_is_here_through_a_group_stays_without_it(cast: Cast, dora: Person) -> None:
    place = studio_of(cast, dora)
    group = new_group(cast, "Design", [cast.alice, cast.bob], [place])
    assert members(dora, place)["Alice"]["is_direct"] is False

    assert dora.delete(group).status == 200

    assert {name: member["is_direct"] for name, member in members(dora, place).items()} == {
        "Alice": True,
        "Dora": True,
    }


def studio_of(cast: Cast, dora: Person) -> Place:
    """A workspace that the owner is not in."""
    created = dora.post(f"{cast.organization}/workspaces", {"name": "Studio"}).json
    place = Place(cast.place.organization_id, created["id"])
    assert list(members(dora, place)) == ["Dora"]
    return place


def both(cast: Cast, place: Place) -> list[dict[str, Any]]:
    return [
        {"workspace_id": cast.place.workspace_id, "role": "admin"},
        {"workspace_id": place.workspace_id, "role": "user"},
    ]
