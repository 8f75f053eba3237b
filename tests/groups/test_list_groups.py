"""GET /organizations/{organization_id}/groups and GET …/workspaces/{workspace_id}/groups."""

from urllib.parse import quote

from sundial.access.permissions import OrganizationRole, Role
from tests.cast import Cast
from tests.make import Person, colleague, person
from tests.people.backstage import NOBODY, address, hire, invite, member_path, new_group, officer_path, second_workspace


def names(somebody: Person, path: str) -> list[str]:
    answer = somebody.get(path)
    assert answer.status == 200, answer
    return [group["name"] for group in answer.json]


def test_a_group_tells_who_is_in_it_and_where_it_is(cast: Cast) -> None:
    second = second_workspace(cast)
    dora = hire(cast, "adam", role=None)
    path = new_group(cast, "Design", [cast.bob, dora], [second, cast.place])

    (group,) = cast.alice.get(f"{cast.organization}/groups").json

    assert group == {
        "group_id": int(path.rpartition("/")[2]),
        "name": "Design",
        "users": [
            {"user_id": dora.id, "name": "adam", "joined": True, "inactive": False, "avatar_url": ""},
            {"user_id": cast.bob.id, "name": "Bob", "joined": True, "inactive": False, "avatar_url": ""},
        ],
        "workspaces": [cast.place.workspace_id, second.workspace_id],
        "at": group["at"],
        "permissions": [],
    }


def test_groups_are_listed_by_name_without_regard_to_case(cast: Cast) -> None:
    for name in ("beta", "Alpha", "gamma", "Ärzte"):
        new_group(cast, name, [], [])

    assert names(cast.alice, f"{cast.organization}/groups") == ["Alpha", "beta", "gamma", "Ärzte"]


def test_the_invited_and_the_inactive_are_told(cast: Cast) -> None:
    group = new_group(cast, "Design", [cast.bob], [])
    invite(cast.alice, cast.place, address("emil"), groups=[int(group.rpartition("/")[2])])
    cast.alice.put(officer_path(cast, cast.bob), {"inactive": True})

    (listed,) = cast.alice.get(f"{cast.organization}/groups").json

    assert {user["name"]: (user["joined"], user["inactive"]) for user in listed["users"]} == {
        "Bob": (True, True),
        "emil": (False, False),
    }


def test_a_part_of_the_name_finds_groups(cast: Cast) -> None:
    for name in ("Design", "Redesign 50%", "Sales"):
        new_group(cast, name, [], [])

    path = f"{cast.organization}/groups?name="
    assert names(cast.alice, path + "SIGN") == ["Design", "Redesign 50%"]
    assert names(cast.alice, path + quote("%")) == ["Redesign 50%"]
    assert names(cast.alice, path) == ["Design", "Redesign 50%", "Sales"]
    assert names(cast.alice, path + "x" * 60_000) == []


def test_groups_of_one_workspace(cast: Cast) -> None:
    second = second_workspace(cast)
    new_group(cast, "Both", [], [cast.place, second])
    new_group(cast, "Here", [], [cast.place])
    new_group(cast, "Nowhere", [], [])

    path = f"{cast.organization}/groups?workspace="
    assert names(cast.alice, f"{path}{second.workspace_id}") == ["Both"]
    assert names(cast.alice, f"{path}{cast.place.workspace_id}&name=here") == ["Here"]
    assert names(cast.alice, path) == ["Both", "Here", "Nowhere"]
    for other in (cast.elsewhere.workspace_id, NOBODY, 0):
        assert names(cast.alice, f"{path}{other}") == []


def test_a_workspace_that_is_no_number_is_refused(cast: Cast) -> None:
    new_group(cast, "Design", [], [cast.place])
    for text in ("main", "-1", "1,2", "1.5", "٣", "9" * 5000):
        answer = cast.alice.get(f"{cast.organization}/groups?workspace={quote(text)}")
        assert (answer.status, answer.json) == (400, f"Invalid number {text}")


def test_only_who_runs_the_organization_may_look(cast: Cast) -> None:
    admin = hire(cast, "Dora", Role.ADMIN)
    officer = colleague(person(cast.world, "Emil"), cast.place, None, OrganizationRole.ADMIN)

    for somebody in (cast.bob, admin, cast.charlie):
        answer = somebody.get(f"{cast.organization}/groups")
        assert (answer.status, answer.json) == (403, "User does not have access to this resource")
    assert officer.get(f"{cast.organization}/groups").status == 200


def test_every_member_sees_the_groups_of_their_workspace(cast: Cast) -> None:
    second = second_workspace(cast)
    new_group(cast, "Design", [cast.bob], [cast.place, second])
    new_group(cast, "Sales", [], [second])
    path = f"{cast.organization}/workspaces/{cast.place.workspace_id}/groups"

    (seen,) = cast.bob.get(path).json

    assert (seen["name"], [user["name"] for user in seen["users"]]) == ("Design", ["Bob"])
    assert seen == cast.alice.get(f"{cast.organization}/groups?name=design").json[0]


def test_a_stranger_or_a_wrong_organization_sees_no_groups_of_a_workspace(cast: Cast) -> None:
    here = f"{cast.organization}/workspaces/{cast.place.workspace_id}/groups"
    outside = hire(cast, "Dora", role=None)
    for somebody in (cast.charlie, outside):
        answer = somebody.get(here)
        assert (answer.status, answer.json) == (403, "Forbidden")

    wrong = f"/organizations/{cast.elsewhere.organization_id}/workspaces/{cast.place.workspace_id}/groups"
    answer = cast.alice.get(wrong)
    assert (answer.status, answer.json) == (404, "Resource can not be found")


def test_who_left_the_workspace_by_hand_is_still_in_the_group(cast: Cast) -> None:
    new_group(cast, "Design", [cast.bob], [cast.place])
    cast.alice.delete(member_path(cast, cast.bob))

    (group,) = cast.alice.get(f"{cast.organization}/groups").json

    assert [user["name"] for user in group["users"]] == ["Bob"]
