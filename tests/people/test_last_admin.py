"""A workspace's last active admin can be neither removed nor switched off nor demoted, by whatever door."""

from collections.abc import Callable
from typing import Any

import pytest

from sundial.access.permissions import OrganizationRole, Role
from tests.cast import Cast
from tests.make import Answer, Person, Place, colleague, person
from tests.people.backstage import address, hire, invite, members, new_group, officer_path, officers

KEEP = "The workspace must keep at least one active admin."
REMOVE = "Cannot remove the last admin of the workspace."
REPLACE = "The last admin of a workspace cannot be removed."


class Studio:
    """A workspace that Dora alone runs: the owner, Alice, is not in it. Bob is."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.dora = colleague(person(cast.world, "Dora"), cast.place, Role.USER, OrganizationRole.ADMIN)
        created = self.dora.post(f"{cast.organization}/workspaces", {"name": "Studio"}).json
        self.place = Place(cast.place.organization_id, created["id"])
        self.path = f"/workspaces/{self.place.workspace_id}"
        invite(self.dora, self.place, cast.bob.email)

    def member_id(self, somebody: Person) -> int:
        return members(self.dora, self.place)[somebody.name]["id"]

    def member_path(self, somebody: Person) -> str:
        return f"{self.path}/workspace_users/{self.member_id(somebody)}"

    def everywhere_else(self) -> list[dict[str, Any]]:
        return [{"workspace_id": self.cast.place.workspace_id, "role": "user"}]


@pytest.fixture
def studio(cast: Cast) -> Studio:
    return Studio(cast)


Attack = Callable[[Studio, Cast], Answer]


def as_a_member(body: dict[str, Any]) -> Attack:
    return lambda studio, cast: studio.dora.put(studio.member_path(studio.dora), body)


def as_a_user(body: dict[str, Any]) -> Attack:
    return lambda studio, cast: studio.dora.put(f"{studio.path}/users/{studio.dora.id}", body)


def as_an_officer(body: dict[str, Any]) -> Attack:
    return lambda studio, cast: cast.alice.put(officer_path(cast, studio.dora), body)


def placed(studio: Studio, cast: Cast, places: list[dict[str, Any]]) -> Answer:
    return cast.alice.put(f"{officer_path(cast, studio.dora)}/workspaces", {"workspaces": places})


def with_the_members(studio: Studio, cast: Cast) -> Answer:
    ids = [studio.member_id(cast.bob), studio.member_id(studio.dora)]
    path = f"{cast.organization}/workspaces/{studio.place.workspace_id}/workspace_users"
    return studio.dora.patch(path, {"delete": ids})


def with_the_officers(studio: Studio, cast: Cast) -> Answer:
    ids = [officers(cast.alice, cast.place)[name]["id"] for name in ("Bob", "Dora")]
    return cast.alice.patch(f"{cast.organization}/users", {"delete": ids})


ATTACKS: dict[str, tuple[Attack, str]] = {
    "role": (as_a_member({"role": "teamlead"}), KEEP),
    "role_id": (as_a_user({"role_id": 4}), KEEP),
    "admin": (as_a_member({"admin": False}), KEEP),
    "inactive": (as_a_member({"inactive": True}), KEEP),
    "inactive user": (as_a_user({"inactive": True}), KEEP),
    "deleted": (lambda studio, cast: studio.dora.delete(studio.member_path(studio.dora)), REMOVE),
    "deleted with others": (with_the_members, REMOVE),
    "no admins": (lambda studio, cast: studio.dora.put(studio.path, {"admins": []}), REPLACE),
    "inactive in the organization": (as_an_officer({"inactive": True}), KEEP),
    "no workspaces": (as_an_officer({"workspaces": []}), KEEP),
    "placed elsewhere": (lambda studio, cast: placed(studio, cast, studio.everywhere_else()), KEEP),
    "placed as a plain user": (
        lambda studio, cast: placed(studio, cast, [{"workspace_id": studio.place.workspace_id, "role": "user"}]),
        KEEP,
    ),
    "deleted from the organization": (
        lambda studio, cast: cast.alice.delete(officer_path(cast, studio.dora)),
        KEEP,
    ),
    "deleted from the organization with others": (with_the_officers, KEEP),
    "leaving": (lambda studio, cast: studio.dora.delete(f"{cast.organization}/users/leave"), KEEP),
}


def refuse_all(studio: Studio, cast: Cast) -> None:
    """Every attack on Dora is refused and changes nothing."""
    before = members(studio.dora, studio.place), officers(cast.alice, cast.place)
    for name, (attack, text) in ATTACKS.items():
        answer = attack(studio, cast)
        assert (answer.status, answer.json) == (400, text), name
    assert (members(studio.dora, studio.place), officers(cast.alice, cast.place)) == before


def test_the_last_admin_is_safe_by_every_door(cast: Cast, studio: Studio) -> None:
    refuse_all(studio, cast)


def test_an_admin_who_was_switched_off_here_does_not_count(cast: Cast, studio: Studio) -> None:
    studio.dora.put(studio.member_path(cast.bob), {"role": "admin"})
    studio.dora.put(studio.member_path(cast.bob), {"inactive": True})

    refuse_all(studio, cast)


def test_an_admin_who_was_switched_off_in_the_organization_does_not_count(cast: Cast, studio: Studio) -> None:
    studio.dora.put(studio.member_path(cast.bob), {"role": "admin"})
    cast.alice.put(officer_path(cast, cast.bob), {"inactive": True})

    refuse_all(studio, cast)


def test_an_admin_who_is_only_invited_does_not_count(cast: Cast, studio: Studio) -> None:
    place = {"workspace_id": studio.place.workspace_id, "role": "admin"}
    invited = invite(studio.dora, studio.place, address("emil"), workspaces=[place])
    assert invited.status == 200

    refuse_all(studio, cast)


def test_with_another_admin_each_door_is_open(cast: Cast, studio: Studio) -> None:
    emil = hire(cast, "Emil", role=None)
    place = {"workspace_id": studio.place.workspace_id, "role": "admin"}
    invite(studio.dora, studio.place, emil.email, workspaces=[place])

    assert studio.dora.put(studio.path, {"admins": [emil.id]}).status == 200
    assert members(emil, studio.place)["Dora"]["role"] == "user"
    assert cast.alice.put(officer_path(cast, studio.dora), {"inactive": True}).status == 200
    assert cast.alice.delete(officer_path(cast, studio.dora)).status == 200


def test_a_last_admin_who_is_here_through_a_group_keeps_the_group(cast: Cast, studio: Studio) -> None:
    emil = hire(cast, "Emil", role=None)
    group = new_group(cast, "Design", [emil], [studio.place])
    studio.dora.put(studio.member_path(emil), {"role": "admin"})
    studio.dora.delete(studio.member_path(studio.dora))
    group_id = int(group.rpartition("/")[2])

    attacks = [
        cast.alice.put(group, {"users": []}),
        cast.alice.put(group, {"workspaces": [cast.place.workspace_id]}),
        cast.alice.delete(group),
        cast.alice.put(officer_path(cast, emil), {"groups": []}),
        emil.delete(f"{studio.path}/groups/{group_id}"),
    ]
    patched = cast.alice.patch(group, [{"op": "remove", "path": "/users", "value": [emil.id]}])

    assert [(answer.status, answer.json) for answer in attacks] == [(400, KEEP)] * 5
    assert (patched.status, patched.json) == (400, KEEP)
    assert members(emil, studio.place)["Emil"]["group_ids"] == [group_id]
