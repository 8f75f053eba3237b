"""DELETE …/workspace_users/{workspace_user_id} and PATCH …/workspace_users: people leave a workspace."""

from typing import Any

import pytest

from sundial.access.permissions import OrganizationRole, Role
from tests.cast import Cast
from tests.make import Answer, Person, colleague, person
from tests.people.backstage import NO_ACCESS, NOBODY, hire, invite, member_path, members, officers, second_workspace


def patch(cast: Cast, somebody: Person, body: Any) -> Answer:
    return somebody.patch(f"{cast.organization}/workspaces/{cast.place.workspace_id}/workspace_users", body)


def member_id(cast: Cast, name: str) -> int:
    return members(cast.alice, cast.place)[name]["id"]


def test_one_is_removed(cast: Cast) -> None:
    answer = cast.alice.delete(member_path(cast, cast.bob))

    assert (answer.status, answer.content) == (200, b"")
    assert list(members(cast.alice, cast.place)) == ["Alice"]
    assert "Bob" in officers(cast.alice, cast.place)


def test_several_are_removed_at_once(cast: Cast) -> None:
    hire(cast, "Dora")
    hire(cast, "Emil")

    answer = patch(cast, cast.alice, {"delete": [member_id(cast, "Dora"), member_id(cast, "Bob")]})

    assert (answer.status, answer.content) == (200, b"")
    assert list(members(cast.alice, cast.place)) == ["Alice", "Emil"]


def test_they_stay_in_other_workspaces(cast: Cast) -> None:
    other = second_workspace(cast)
    invite(cast.alice, other, cast.bob.email)

    cast.alice.delete(member_path(cast, cast.bob))

    assert cast.bob.get(cast.workspace).status == 403
    assert cast.bob.get(f"/workspaces/{other.workspace_id}").status == 200
    assert [workspace["name"] for workspace in cast.bob.get("/me/workspaces").json] == ["Second"]


def test_all_or_none_are_removed(cast: Cast) -> None:
    other = second_workspace(cast)
    gone = member_path(cast, hire(cast, "Dora"))
    cast.alice.delete(gone)
    strange = [
        NOBODY,
        0,
        cast.bob.id,
        int(gone.rpartition("/")[2]),
        members(cast.alice, other)["Alice"]["id"],
        members(cast.charlie, cast.elsewhere)["Charlie"]["id"],
    ]
    for wrong in strange:
        answer = patch(cast, cast.alice, {"delete": [member_id(cast, "Bob"), wrong]})
        assert (answer.status, answer.json) == (400, "Wrong workspace user IDs")

    assert list(members(cast.alice, cast.place)) == ["Alice", "Bob"]
    assert list(members(cast.charlie, cast.elsewhere)) == ["Charlie"]


def test_a_body_without_distinct_ids_is_refused(cast: Cast) -> None:
    bob = member_id(cast, "Bob")
    bodies: list[tuple[Any, str]] = [
        ({}, "At least one workspace user ID must be supplied."),
        ({"delete": []}, "At least one workspace user ID must be supplied."),
        ({"delete": None}, "At least one workspace user ID must be supplied."),
        ({"delete": [bob, bob]}, "Workspace user IDs must be unique"),
        ({"delete": bob}, "delete must be a list or null"),
        ({"delete": [str(bob)]}, "delete[0] must be an integer"),
        ({"delete": [-1]}, "delete[0] must be at least 0"),
        ({"delete": [2**63]}, "delete[0] must be at most 9007199254740991"),
        ([bob], "body must be an object"),
    ]
    for body, text in bodies:
        answer = patch(cast, cast.alice, body)
        assert (answer.status, answer.json) == (400, text), body
    for content in (b"", b'{"delete": [1', b'{"delete": [1,]}'):
        path = f"{cast.organization}/workspaces/{cast.place.workspace_id}/workspace_users"
        answer = cast.alice.patch(path, body=content)
        assert (answer.status, answer.json) == (400, "JSON is not valid"), content

    assert list(members(cast.alice, cast.place)) == ["Alice", "Bob"]


@pytest.mark.parametrize("role", [Role.USER, Role.TEAMLEAD, Role.PROJECTLEAD])
def test_only_admins_remove_people_not_even_themselves(cast: Cast, role: Role) -> None:
    dora = hire(cast, "Dora", role)

    for name in ("Bob", "Dora"):
        one = dora.delete(f"{cast.workspace}/workspace_users/{member_id(cast, name)}")
        assert (one.status, one.json) == (403, NO_ACCESS)
        several = patch(cast, dora, {"delete": [member_id(cast, name)]})
        assert (several.status, several.json) == (403, "Forbidden")
    assert len(members(cast.alice, cast.place)) == 3


def test_an_organization_admin_with_a_plain_role_may_remove_people(cast: Cast) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, Role.USER, OrganizationRole.ADMIN)

    assert dora.delete(member_path(cast, cast.bob)).status == 200


def test_an_admin_may_leave_while_another_stays(cast: Cast) -> None:
    dora = hire(cast, "Dora", Role.ADMIN)

    assert dora.delete(member_path(cast, dora)).status == 200
    assert dora.get(cast.workspace).status == 403


def test_who_is_not_here_is_not_found(cast: Cast) -> None:
    gone = member_path(cast, cast.bob)
    cast.alice.delete(gone)
    charlie = members(cast.charlie, cast.elsewhere)["Charlie"]["id"]

    for path in (gone, f"{cast.workspace}/workspace_users/{charlie}", f"{cast.workspace}/workspace_users/{NOBODY}"):
        answer = cast.alice.delete(path)
        assert (answer.status, answer.json) == (403, "Workspace user is not found or accessible")


def test_a_path_without_an_id_is_refused(cast: Cast) -> None:
    for number in ("bob", "-1", "1.0", "9007199254740992", "9" * 5000):
        answer = cast.alice.delete(f"{cast.workspace}/workspace_users/{number}")
        assert (answer.status, answer.json) == (400, "Bad Request")


def test_the_workspace_must_be_in_the_organization(cast: Cast) -> None:
    path = f"/organizations/{cast.elsewhere.organization_id}/workspaces/{cast.place.workspace_id}/workspace_users"

    for somebody in (cast.alice, cast.charlie):
        answer = somebody.patch(path, {"delete": [member_id(cast, "Bob")]})
        assert (answer.status, answer.json) == (403, "Forbidden")
    assert "Bob" in members(cast.alice, cast.place)


def test_who_comes_back_has_their_old_place_with_the_new_role(cast: Cast) -> None:
    before = cast.alice.put(member_path(cast, cast.bob), {"role": "teamlead", "rate": 80, "inactive": True}).json
    cast.alice.delete(member_path(cast, cast.bob))

    invite(cast.alice, cast.place, cast.bob.email)

    after = members(cast.alice, cast.place)["Bob"]
    assert (after["id"], after["role"], after["inactive"], after["rate"]) == (before["id"], "user", False, 80)
    assert cast.bob.get(cast.workspace).status == 200


def test_who_comes_back_with_another_name_is_found_by_it(cast: Cast) -> None:
    cast.bob.delete(f"{cast.organization}/users/leave")
    cast.bob.put("/me", {"fullname": "Aaron", "email": f"aaron{cast.bob.id}@example.com"})

    code = invite(cast.alice, cast.place, f"aaron{cast.bob.id}@example.com").json["invitations"][0]["code"]
    cast.bob.post(f"/organizations/invitations/{code}/accept")

    assert list(members(cast.alice, cast.place)) == ["Aaron", "Alice"]
    assert list(officers(cast.alice, cast.place)) == ["Aaron", "Alice"]
    searched = cast.alice.get(f"{cast.organization}/users?filter=AARON{cast.bob.id}").json
    assert [user["name"] for user in searched] == ["Aaron"]
