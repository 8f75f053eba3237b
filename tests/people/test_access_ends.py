"""Whoever is removed or switched off is out at once, by every credential and from every operation; their colleagues
and what they are elsewhere stay as they were."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest

from sundial.access.askers import Membership, Officer
from sundial.access.permissions import OrganizationRole, Role
from sundial.wiring import described
from tests.cast import Cast
from tests.make import PASSWORD, Answer, Person, basic, colleague, person
from tests.people.backstage import hire, invite, member_path, members, new_group, officer_path, second_workspace

Leaving = Callable[[Cast, Person], Answer]

OPERATIONS = described()
SENT: dict[str, Any] = {"GET": None, "POST": {}, "PUT": {}, "PATCH": {}, "DELETE": None}


def operations_of(cast: Cast, kind: type) -> list[tuple[str, str]]:
    """Method and path of every operation of the product for which callers enter a workspace or an organization."""
    ids = {"workspace_id": cast.place.workspace_id, "organization_id": cast.place.organization_id}
    found = [binding.operation for binding in OPERATIONS if binding.asker_type is kind]
    assert len(found) > 15
    return [(each.method, each.path.format_map(defaultdict(lambda: 1, ids))) for each in found]


def credentials(somebody: Person) -> dict[str, dict[str, str]]:
    """Everything that signs somebody in, each used once already."""
    opened = somebody.post("/me/sessions")
    cookie = {"Cookie": opened.headers["set-cookie"].partition(";")[0], "Origin": "http://sundial.test"}
    found = {"token": somebody.basic, "password": basic(somebody.email, PASSWORD), "session": cookie}
    for name, headers in found.items():
        assert somebody.world.send("GET", "/me/id", headers=headers).status == 200, name
    return found


def statuses(somebody: Person, operations: list[tuple[str, str]]) -> set[tuple[str, str, str, int]]:
    """What every operation answers to every credential."""
    return {
        (name, method, path, somebody.world.send(method, path, json=SENT[method], headers=headers).status)
        for name, headers in credentials(somebody).items()
        for method, path in operations
    }


def removed(cast: Cast, somebody: Person) -> Answer:
    return cast.alice.delete(member_path(cast, somebody))


def removed_with_others(cast: Cast, somebody: Person) -> Answer:
    ids = [members(cast.alice, cast.place)[somebody.name]["id"]]
    path = f"{cast.organization}/workspaces/{cast.place.workspace_id}/workspace_users"
    return cast.alice.patch(path, {"delete": ids})


def switched_off(cast: Cast, somebody: Person) -> Answer:
    return cast.alice.put(member_path(cast, somebody), {"inactive": True})


def switched_off_by_user_id(cast: Cast, somebody: Person) -> Answer:
    return cast.alice.put(f"{cast.workspace}/users/{somebody.id}", {"inactive": True})


def placed_elsewhere(cast: Cast, somebody: Person) -> Answer:
    return cast.alice.put(f"{officer_path(cast, somebody)}/workspaces", {"workspaces": []})


def placed_elsewhere_by_a_change(cast: Cast, somebody: Person) -> Answer:
    return cast.alice.put(officer_path(cast, somebody), {"workspaces": []})


def switched_off_in_the_organization(cast: Cast, somebody: Person) -> Answer:
    return cast.alice.put(officer_path(cast, somebody), {"inactive": True})


def removed_from_the_organization(cast: Cast, somebody: Person) -> Answer:
    return cast.alice.delete(officer_path(cast, somebody))


def removed_from_the_organization_with_others(cast: Cast, somebody: Person) -> Answer:
    ids = [int(officer_path(cast, somebody).rpartition("/")[2])]
    return cast.alice.patch(f"{cast.organization}/users", {"delete": ids})


def left(cast: Cast, somebody: Person) -> Answer:
    return somebody.delete(f"{cast.organization}/users/leave")


FROM_THE_WORKSPACE: tuple[Leaving, ...] = (
    removed,
    removed_with_others,
    switched_off,
    switched_off_by_user_id,
    placed_elsewhere,
    placed_elsewhere_by_a_change,
)
FROM_THE_ORGANIZATION: tuple[Leaving, ...] = (
    switched_off_in_the_organization,
    removed_from_the_organization,
    removed_from_the_organization_with_others,
    left,
)


@pytest.mark.parametrize("leave", [*FROM_THE_WORKSPACE, *FROM_THE_ORGANIZATION], ids=lambda leave: leave.__name__)
def test_no_credential_opens_the_workspace_any_more(cast: Cast, leave: Leaving) -> None:
    dora = hire(cast, "Dora", Role.ADMIN)
    credentials(dora)
    before = members(cast.alice, cast.place)

    assert leave(cast, dora).status == 200

    refused = statuses(dora, operations_of(cast, Membership))
    # For saved reports the API documents another number.
    assert {path for *_, path, status in refused if status != 403} == {
        path for *_, path, status in refused if "/reports/shared" in path and status == 404
    }
    assert dora.get("/me/workspaces").json == []
    assert dora.get("/me/features").json == []
    after = members(cast.alice, cast.place)
    assert {name: after[name] for name in ("Alice", "Bob")} == {name: before[name] for name in ("Alice", "Bob")}
    assert cast.bob.get(cast.workspace).status == 200


@pytest.mark.parametrize("leave", FROM_THE_ORGANIZATION, ids=lambda leave: leave.__name__)
def test_no_credential_opens_the_organization_any_more(cast: Cast, leave: Leaving) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, Role.ADMIN, OrganizationRole.ADMIN)
    credentials(dora)

    assert leave(cast, dora).status == 200

    refused = statuses(dora, operations_of(cast, Officer))
    # Somebody who is not in an organization at all: 400 where they would leave it, 404 where it would be shown.
    assert {status for *_, status in refused} == {400, 403, 404}, refused
    assert {path for _, _, path, status in refused if status == 400} == {f"/api/v9{cast.organization}/users/leave"}
    assert dora.get("/me/organizations").json == []


def test_leaving_the_workspace_leaves_the_organization_open(cast: Cast) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, Role.USER, OrganizationRole.ADMIN)

    cast.alice.delete(member_path(cast, dora))

    assert dora.get(f"{cast.organization}/users").status == 200
    assert dora.get(cast.workspace).status == 403


def test_leaving_an_organization_leaves_all_its_workspaces_and_groups_and_no_other(cast: Cast) -> None:
    second = second_workspace(cast)
    invite(cast.alice, second, cast.bob.email)
    group = new_group(cast, "Design", [cast.bob], [cast.place])
    own = cast.bob.post("/organizations", {"name": "Bob & Co", "workspace_name": "Shop"}).json

    cast.bob.delete(f"{cast.organization}/users/leave")

    assert [workspace["id"] for workspace in cast.bob.get("/me/workspaces").json] == [own["workspace_id"]]
    assert [place["name"] for place in cast.bob.get("/me/organizations").json] == ["Bob & Co"]
    assert list(members(cast.alice, second)) == ["Alice"]
    listed = cast.alice.get(f"{cast.organization}/groups").json
    assert [(each["group_id"], each["users"]) for each in listed] == [(int(group.rpartition("/")[2]), [])]


def test_whoever_is_switched_on_again_is_in_at_once(cast: Cast) -> None:
    opened = credentials(cast.bob)
    for path in (member_path(cast, cast.bob), officer_path(cast, cast.bob)):
        cast.alice.put(path, {"inactive": True})
        cast.alice.put(path, {"inactive": False})
        for headers in opened.values():
            assert cast.world.send("GET", cast.workspace, headers=headers).status == 200


def test_a_default_workspace_that_one_is_out_of_is_no_default_any_more(cast: Cast) -> None:
    second = second_workspace(cast)
    invite(cast.alice, second, cast.bob.email)
    assert cast.bob.get("/me").json["default_workspace_id"] == cast.place.workspace_id

    cast.alice.delete(member_path(cast, cast.bob))

    assert cast.bob.get("/me").json["default_workspace_id"] == second.workspace_id


def test_an_invitation_makes_no_default_workspace_before_it_is_accepted(cast: Cast) -> None:
    dora = person(cast.world, "Dora")
    code = invite(cast.alice, cast.place, dora.email).json["invitations"][0]["code"]
    assert dora.get("/me").json["default_workspace_id"] is None

    dora.post(f"/organizations/invitations/{code}/accept")
    assert dora.get("/me").json["default_workspace_id"] == cast.place.workspace_id

    dora.delete(f"{cast.organization}/users/leave")
    assert dora.get("/me").json["default_workspace_id"] is None
