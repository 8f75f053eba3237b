"""GET /workspaces/{workspace_id}/statistics."""

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.make import colleague, person
from tests.workspaces.backstage import set_place


def test_a_new_workspace_has_its_owner(cast: Cast) -> None:
    answer = cast.charlie.get(f"/workspaces/{cast.elsewhere.workspace_id}/statistics")

    assert answer.status == 200
    assert answer.json == {
        "admins": [{"user_id": cast.charlie.id, "name": "Charlie"}],
        "groups_count": 0,
        "members_count": 1,
    }


def test_admins_come_by_name_without_regard_to_case(cast: Cast) -> None:
    people = [colleague(person(cast.world, name), cast.place, Role.ADMIN) for name in ("bert", "Zoe", "anna", "Bert")]
    for role in (Role.PROJECTLEAD, Role.TEAMLEAD):
        colleague(person(cast.world, "Lead"), cast.place, role)
    bert, zoe, anna, second_bert = (someone.id for someone in people)

    statistics = cast.bob.get(f"{cast.workspace}/statistics").json

    listed = [admin["user_id"] for admin in statistics["admins"]]
    assert listed == [cast.alice.id, anna, *sorted([bert, second_bert]), zoe]
    assert statistics["members_count"] == 8


def test_invited_inactive_and_absent_people_do_not_count(cast: Cast) -> None:
    for place in ({"joined": False}, {"inactive": True}, {"joined": False, "inactive": True}):
        set_place(colleague(person(cast.world, "Dora"), cast.place, Role.ADMIN), cast.place, **place)
    colleague(person(cast.world, "Dora"), cast.place, role=None)

    statistics = cast.bob.get(f"{cast.workspace}/statistics").json

    assert [admin["name"] for admin in statistics["admins"]] == ["Alice"]
    assert statistics["members_count"] == 2


def test_another_workspace_of_the_organization_counts_its_own(cast: Cast) -> None:
    other = cast.alice.post(f"{cast.organization}/workspaces", {"name": "Studio"}).json["id"]

    statistics = cast.alice.get(f"/workspaces/{other}/statistics").json

    assert (len(statistics["admins"]), statistics["members_count"]) == (1, 1)
    refused = cast.bob.get(f"/workspaces/{other}/statistics")
    assert (refused.status, refused.json) == (403, "User does not have access to this resource.")


def test_an_id_that_is_none_is_refused(cast: Cast) -> None:
    for wrong in ("nothing", "-1", "1.5", str(2**63), "%C2%B2"):
        refused = cast.alice.get(f"/workspaces/{wrong}/statistics")
        assert (refused.status, refused.json) == (400, "Missing or invalid workspace_id")
    for stranger in ("0", "9007199254740991"):
        assert cast.alice.get(f"/workspaces/{stranger}/statistics").status == 403


def test_who_is_switched_off_in_the_organization_does_not_count(cast: Cast) -> None:
    users = cast.alice.get(f"{cast.organization}/users").json
    (bob,) = [user["id"] for user in users if user["user_id"] == cast.bob.id]

    answer = cast.alice.put(f"{cast.organization}/users/{bob}", {"inactive": True})

    assert answer.status == 200
    assert cast.alice.get(f"{cast.workspace}/statistics").json["members_count"] == 1
