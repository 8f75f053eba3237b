"""The groups of one workspace: GET, POST, PUT and DELETE /workspaces/{workspace_id}/groups."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.make import Person
from tests.people.backstage import NOBODY, hire, members, new_group, second_workspace

ACCESS = "User does not have access to this resource"
ELSEWHERE = "The group belongs to other workspaces too: an organization admin can change it."


@pytest.fixture
def dora(cast: Cast) -> Person:
    """Somebody who runs the workspace but not the organization."""
    return hire(cast, "Dora", Role.ADMIN)


def names(cast: Cast, somebody: Person) -> list[str]:
    return [group["name"] for group in somebody.get(f"{cast.workspace}/groups").json]


def here(cast: Cast, path: str) -> str:
    """The path of a group in the workspace, from its path in the organization."""
    return f"{cast.workspace}/groups/{path.rpartition('/')[2]}"


def test_every_member_sees_the_groups_by_name(cast: Cast) -> None:
    second = second_workspace(cast)
    new_group(cast, "sales", [cast.bob], [cast.place])
    new_group(cast, "Design", [], [cast.place, second])
    new_group(cast, "Nowhere", [cast.bob], [second])

    design, sales = cast.bob.get(f"{cast.workspace}/groups").json

    assert design == {
        "id": design["id"],
        "workspace_id": cast.place.workspace_id,
        "name": "Design",
        "has_users": False,
        "at": design["at"],
        "permissions": [],
    }
    assert (sales["name"], sales["has_users"]) == ("sales", True)


def test_a_workspace_admin_creates_a_group_that_is_in_this_workspace_alone(cast: Cast, dora: Person) -> None:
    second = second_workspace(cast)
    body = {"name": " Design ", "users": [cast.bob.id], "workspaces": [second.workspace_id]}

    answer = dora.post(f"{cast.workspace}/groups", body)

    assert answer.status == 200
    assert (answer.json["name"], answer.json["has_users"]) == ("Design", False)
    assert answer.json["workspace_id"] == cast.place.workspace_id
    (group,) = cast.alice.get(f"{cast.organization}/groups").json
    assert (group["group_id"], group["users"], group["workspaces"]) == (
        answer.json["id"],
        [],
        [cast.place.workspace_id],
    )


def test_a_group_of_this_workspace_alone_is_renamed(cast: Cast, dora: Person) -> None:
    path = new_group(cast, "Design", [cast.bob], [cast.place])

    answer = dora.put(here(cast, path), {"name": "Studio", "users": [], "workspaces": []})

    assert (answer.status, answer.json["name"], answer.json["has_users"]) == (200, "Studio", True)
    (group,) = cast.alice.get(f"{cast.organization}/groups").json
    assert (len(group["users"]), len(group["workspaces"])) == (1, 1)


def test_a_group_of_several_workspaces_is_not_renamed_from_one(cast: Cast, dora: Person) -> None:
    path = new_group(cast, "Design", [], [cast.place, second_workspace(cast)])

    answer = dora.put(here(cast, path), {"name": "Mine"})

    assert (answer.status, answer.json) == (403, ELSEWHERE)
    assert names(cast, dora) == ["Design"]


def test_names_are_checked(cast: Cast, dora: Person) -> None:
    path = here(cast, new_group(cast, "Design", [], [cast.place]))
    new_group(cast, "Taken", [], [])
    bodies: list[tuple[dict[str, Any], str]] = [
        ({"name": " "}, "Group name must be present"),
        ({"name": None}, "Group name must be present"),
        ({"name": "x" * 201}, "Group name too long, maximum length is 200"),
        ({"name": "TAKEN"}, "Name has already been taken"),
        ({"name": []}, "name must be a string or null"),
    ]
    for body, text in bodies:
        for answer in (dora.post(f"{cast.workspace}/groups", body), dora.put(path, body)):
            assert (answer.status, answer.json) == (400, text)
    assert dora.post(f"{cast.workspace}/groups", {}).json == "Group name must be present"
    assert dora.put(path, {}).json == "Group name must be present"
    for answer in (dora.post(f"{cast.workspace}/groups", body=b"{"), dora.put(path, body=b"")):
        assert (answer.status, answer.json) == (400, "JSON is not valid")
    assert names(cast, dora) == ["Design"]


def test_a_group_of_this_workspace_alone_is_deleted(cast: Cast, dora: Person) -> None:
    emil = hire(cast, "Emil", role=None)
    path = new_group(cast, "Design", [cast.bob, emil], [cast.place])

    answer = dora.delete(here(cast, path))

    assert (answer.status, answer.content) == (200, b"")
    assert cast.alice.get(f"{cast.organization}/groups").json == []
    assert set(members(cast.alice, cast.place)) == {"Alice", "Bob", "Dora"}
    assert dora.delete(here(cast, path)).status == 404


def test_a_group_of_several_workspaces_is_only_taken_out_of_this_one(cast: Cast, dora: Person) -> None:
    second = second_workspace(cast)
    emil = hire(cast, "Emil", role=None)
    path = new_group(cast, "Design", [emil], [cast.place, second])

    assert dora.delete(here(cast, path)).status == 200

    (group,) = cast.alice.get(f"{cast.organization}/groups").json
    assert group["workspaces"] == [second.workspace_id]
    assert emil.get(cast.workspace).status == 403
    assert emil.get(f"/workspaces/{second.workspace_id}").status == 200


def test_a_group_that_is_not_here_is_not_found(cast: Cast, dora: Person) -> None:
    second = new_group(cast, "Second", [], [second_workspace(cast)])
    theirs = cast.charlie.post(f"/organizations/{cast.elsewhere.organization_id}/groups", {"name": "Theirs"}).json

    for number in (second.rpartition("/")[2], theirs["group_id"], NOBODY, "design", "-1", "9" * 5000):
        path = f"{cast.workspace}/groups/{number}"
        for answer in (dora.put(path, {"name": "Mine"}), dora.delete(path)):
            assert (answer.status, answer.json) == (404, "Group was not found"), number
    assert [group["name"] for group in cast.alice.get(f"{cast.organization}/groups").json] == ["Second"]


def test_only_admins_write_and_only_members_look(cast: Cast) -> None:
    path = here(cast, new_group(cast, "Design", [], [cast.place]))
    leads = [hire(cast, name, role) for name, role in (("Lea", Role.PROJECTLEAD), ("Tom", Role.TEAMLEAD))]

    for somebody in (cast.bob, *leads, cast.charlie):
        for answer in (
            somebody.post(f"{cast.workspace}/groups", {"name": "Mine"}),
            somebody.put(path, {"name": "Mine"}),
            somebody.delete(path),
        ):
            assert (answer.status, answer.json) == (403, ACCESS)
    refused = cast.charlie.get(f"{cast.workspace}/groups")
    assert (refused.status, refused.json) == (403, ACCESS)
    assert names(cast, cast.bob) == ["Design"]
