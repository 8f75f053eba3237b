"""PUT …/workspace_users/{workspace_user_id} and PUT …/users/{user_id}: roles, and switching off and on."""

from typing import Any

import pytest

from sundial.access.permissions import OrganizationRole, Role
from tests.cast import Cast
from tests.make import Person, colleague, person
from tests.people.backstage import NO_ACCESS, address, hire, invite, member_path, members

ROLE_IDS = {"admin": 1, "projectlead": 2, "teamlead": 3, "user": 4}


@pytest.fixture(params=["workspace_users", "users"])
def door(request: pytest.FixtureRequest) -> str:
    """The two paths that a workspace user is changed by."""
    return request.param


def path(cast: Cast, door: str, somebody: Person) -> str:
    return f"{cast.workspace}/users/{somebody.id}" if door == "users" else member_path(cast, somebody)


def role_of(cast: Cast, somebody: Person) -> str:
    return members(cast.alice, cast.place)[somebody.name]["role"]


def test_a_role_is_given_by_name(cast: Cast, door: str) -> None:
    for role, role_id in ROLE_IDS.items():
        answer = cast.alice.put(path(cast, door, cast.bob), {"role": role})

        assert answer.status == 200
        told = {name: answer.json[name] for name in ("role", "role_id", "admin", "workspace_admin")}
        assert told == {
            "role": role,
            "role_id": role_id,
            "admin": role == "admin",
            "workspace_admin": role == "admin",
        }
        assert answer.json == members(cast.alice, cast.place)["Bob"]


def test_a_role_is_given_by_its_id(cast: Cast, door: str) -> None:
    for role, role_id in ROLE_IDS.items():
        assert cast.alice.put(path(cast, door, cast.bob), {"role_id": role_id}).json["role"] == role


def test_the_ids_are_those_of_the_list_of_roles(cast: Cast) -> None:
    listed = cast.alice.get(f"{cast.organization}/roles").json

    assert {role["code"]: role["role_id"] for role in listed if role["entity"] == "workspace"} == ROLE_IDS


def test_the_old_flag_makes_an_admin_and_a_user(cast: Cast, door: str) -> None:
    where = path(cast, door, cast.bob)

    assert cast.alice.put(where, {"admin": True}).json["role"] == "admin"
    assert cast.alice.put(where, {"admin": False}).json["role"] == "user"


def test_the_old_flag_leaves_whoever_leads(cast: Cast) -> None:
    cast.alice.put(member_path(cast, cast.bob), {"role": "teamlead"})

    assert cast.alice.put(member_path(cast, cast.bob), {"admin": False}).json["role"] == "teamlead"
    assert cast.alice.put(member_path(cast, cast.bob), {"admin": True}).json["role"] == "admin"


def test_the_name_of_a_role_counts_more_than_the_old_flag(cast: Cast) -> None:
    answer = cast.alice.put(member_path(cast, cast.bob), {"admin": True, "role": "teamlead"})

    assert answer.json["role"] == "teamlead"


def test_contradictions_and_nonsense_are_refused_and_change_nothing(cast: Cast, door: str) -> None:
    both = "Cannot use both admin flags and role_id."
    names = "role must be one of admin, user, projectlead, teamlead"
    bodies: list[tuple[dict[str, Any], str]] = [
        ({"role": "admin", "role_id": 1}, both),
        ({"role": "admin", "role_id": 4}, both),
        ({"admin": True, "role_id": 1}, both),
        ({"admin": False, "role_id": 4}, both),
        ({"admin": True, "role": "admin", "role_id": 1}, both),
        ({"role_id": 0}, "Invalid role_id."),
        ({"role_id": -1}, "Invalid role_id."),
        ({"role_id": 5}, "Invalid role_id."),
        ({"role_id": 7}, "Invalid role_id."),
        ({"role_id": 99}, "Invalid role_id."),
        ({"role_id": True}, "role_id must be an integer or null"),
        ({"role_id": "1"}, "role_id must be an integer or null"),
        ({"role": "owner"}, names),
        ({"role": ""}, names),
        ({"role": "ADMIN"}, names),
        ({"role": 1}, "role must be a string or null"),
        ({"admin": "yes"}, "admin must be true or false or null"),
        ({"admin": 1}, "admin must be true or false or null"),
        ({"inactive": "no"}, "inactive must be true or false or null"),
    ]
    before = members(cast.alice, cast.place)["Bob"]
    where = path(cast, door, cast.bob)
    for body, text in bodies:
        answer = cast.alice.put(where, {"rate": 99, **body})
        assert (answer.status, answer.json) == (400, text), body

    assert members(cast.alice, cast.place)["Bob"] == before


def test_null_asks_for_nothing(cast: Cast, door: str) -> None:
    before = members(cast.alice, cast.place)["Bob"]
    nothing = dict.fromkeys(["role", "role_id", "admin", "inactive", "rate", "postedFields"])

    answer = cast.alice.put(path(cast, door, cast.bob), {**nothing, "nonsense": 1})

    assert answer.status == 200
    assert {**answer.json, "at": ""} == {**before, "at": ""}


def test_switching_off_and_on(cast: Cast, door: str) -> None:
    where = path(cast, door, cast.bob)

    assert cast.alice.put(where, {"inactive": True}).json["inactive"] is True
    assert cast.bob.get(cast.workspace).status == 403
    assert cast.alice.put(where, {"inactive": False}).json["inactive"] is False
    assert cast.bob.get(cast.workspace).status == 200


def test_the_invited_can_get_another_role_and_be_switched_off(cast: Cast) -> None:
    invite(cast.alice, cast.place, address("emil"))
    emil = members(cast.alice, cast.place)["emil"]

    answer = cast.alice.put(f"{cast.workspace}/workspace_users/{emil['id']}", {"role": "teamlead", "inactive": True})

    assert [answer.json[field] for field in ("role", "active", "inactive")] == ["teamlead", False, True]


def test_a_member_through_a_group_can_get_another_role(cast: Cast) -> None:
    dora = hire(cast, "Dora", role=None)
    cast.alice.post(
        f"{cast.organization}/groups", {"name": "Design", "users": [dora.id], "workspaces": [cast.place.workspace_id]}
    )

    answer = cast.alice.put(member_path(cast, dora), {"role": "projectlead"})

    assert (answer.json["role"], answer.json["is_direct"]) == ("projectlead", False)


@pytest.mark.parametrize("role", [Role.USER, Role.TEAMLEAD, Role.PROJECTLEAD])
def test_only_admins_change_members_not_even_themselves(cast: Cast, role: Role) -> None:
    dora = hire(cast, "Dora", role)

    for door in ("users", "workspace_users"):
        for whom in (dora, cast.bob):
            answer = dora.put(path(cast, door, whom), {"role": "admin"})
            assert (answer.status, answer.json) == (403, NO_ACCESS)
    assert (role_of(cast, dora), role_of(cast, cast.bob)) == (role.value, "user")


def test_an_organization_admin_with_a_plain_role_may_change_members(cast: Cast) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, Role.USER, OrganizationRole.ADMIN)

    assert dora.put(member_path(cast, cast.bob), {"role": "teamlead"}).status == 200


def test_an_admin_may_step_down_while_another_stays(cast: Cast) -> None:
    dora = hire(cast, "Dora", Role.ADMIN)

    assert dora.put(member_path(cast, dora), {"role": "user"}).json["role"] == "user"
    assert dora.put(member_path(cast, dora), {"role": "admin"}).status == 403


def test_who_is_not_here_is_not_found(cast: Cast) -> None:
    away, gone = member_path(cast, cast.bob), hire(cast, "Dora")
    left = member_path(cast, gone)
    cast.alice.delete(away)
    gone.delete(f"{cast.organization}/users/leave")

    by_id = [cast.alice.put(path, {"role": "admin"}) for path in (away, left, f"{cast.workspace}/workspace_users/1")]
    by_user = [cast.alice.put(f"{cast.workspace}/users/{who.id}", {"role": "admin"}) for who in (cast.bob, gone)]

    assert [(answer.status, answer.json) for answer in by_id] == [
        (400, "User does not exist in the workspace."),
        (400, "User does not exist in the organization."),
        (400, "Workspace user not found/accessible by user"),
    ]
    assert [(answer.status, answer.json) for answer in by_user] == [(404, "Not Found")] * 2
    assert {"Bob", "Dora"}.isdisjoint(members(cast.alice, cast.place))
