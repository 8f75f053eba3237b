"""PUT /workspaces/{workspace_id} with `admins`: the set of those who run the workspace."""

from sundial.access.permissions import OrganizationRole, Role
from tests.cast import Cast
from tests.make import Answer, Person, colleague, person
from tests.workspaces.backstage import at_once, log, set_place


def admins_of(cast: Cast) -> set[str]:
    return {admin["name"] for admin in cast.alice.get(f"{cast.workspace}/statistics").json["admins"]}


def set_admins(somebody: Person, cast: Cast, *admins: Person | int) -> Answer:
    ids = [admin if isinstance(admin, int) else admin.id for admin in admins]
    return somebody.put(cast.workspace, {"admins": ids})


def test_the_set_is_replaced(cast: Cast) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, Role.TEAMLEAD)

    assert set_admins(cast.alice, cast, cast.alice, cast.bob, dora).status == 200
    assert admins_of(cast) == {"Alice", "Bob", "Dora"}
    assert set_admins(dora, cast, cast.alice, cast.bob).json["role"] == "user"
    assert admins_of(cast) == {"Alice", "Bob"}
    assert set_admins(dora, cast, dora).status == 403


def test_a_change_without_admins_leaves_them(cast: Cast) -> None:
    set_admins(cast.alice, cast, cast.alice, cast.bob)

    cast.alice.put(cast.workspace, {"name": "Garage"})

    assert admins_of(cast) == {"Alice", "Bob"}


def test_a_new_admin_has_the_rights_at_once(cast: Cast) -> None:
    set_admins(cast.alice, cast, cast.alice, cast.bob)

    seen = cast.bob.get(cast.workspace).json

    assert (seen["role"], seen["admin"], "workspace_update" in seen["permissions"]) == ("admin", True, True)
    assert cast.bob.put(cast.workspace, {"rounding": 0}).status == 200


def test_who_cannot_be_an_admin(cast: Cast) -> None:
    absent = colleague(person(cast.world, "Absent"), cast.place, role=None)
    inactive = colleague(person(cast.world, "Inactive"), cast.place)
    invited = colleague(person(cast.world, "Invited"), cast.place)
    set_place(inactive, cast.place, inactive=True)
    set_place(invited, cast.place, joined=False)

    for stranger in (cast.charlie.id, 0, 2**53 - 1):
        refused = set_admins(cast.alice, cast, cast.alice, cast.bob, stranger)
        assert (refused.status, refused.json) == (400, f"User with id {stranger} does not exist.")
    for outsider in (absent, inactive, invited):
        refused = set_admins(cast.alice, cast, cast.alice, cast.bob, outsider)
        assert (refused.status, refused.json) == (400, f"User {outsider.id} not exists in the workspace.")
    assert admins_of(cast) == {"Alice"}


def test_the_owner_and_the_last_admin_stay(cast: Cast) -> None:
    without_owner = set_admins(cast.alice, cast, cast.bob)
    nobody = set_admins(cast.alice, cast)

    assert (without_owner.status, without_owner.json) == (400, "Cannot remove admin privileges from owner.")
    assert (nobody.status, nobody.json) == (400, "The last admin of a workspace cannot be removed.")
    assert admins_of(cast) == {"Alice"}


def test_a_refusal_takes_nothing_over(cast: Cast) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, Role.ADMIN)
    before = cast.alice.get(cast.workspace).json
    logged = log(cast.world, cast.place)

    refused = cast.alice.put(cast.workspace, {"name": "Garage", "admins": [cast.bob.id, dora.id]})

    assert refused.status == 400
    assert cast.alice.get(cast.workspace).json == before
    assert admins_of(cast) == {"Alice", "Dora"}
    assert log(cast.world, cast.place) == logged


def test_wrong_lists_are_refused(cast: Cast) -> None:
    for wrong in (7, "1", {"id": 1}, [1.5], ["1"], [None], [[1]], [-1], [2**63], [True]):
        refused = cast.alice.put(cast.workspace, {"admins": wrong})

        assert (refused.status, refused.json.startswith("admins")) == (400, True), wrong
    assert cast.alice.put(cast.workspace, {"admins": [cast.alice.id] * 1001}).status == 400


def test_an_organization_admin_who_is_a_plain_member_may_set_them(cast: Cast) -> None:
    officer = colleague(person(cast.world, "Olga"), cast.place, Role.USER, OrganizationRole.ADMIN)

    assert set_admins(officer, cast, cast.alice, officer).json["role"] == "admin"
    assert set_admins(cast.bob, cast, cast.alice, cast.bob).status == 403
    assert admins_of(cast) == {"Alice", "Olga"}


def test_each_changed_role_is_logged_once(cast: Cast) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, Role.ADMIN)
    before = log(cast.world, cast.place)

    set_admins(cast.alice, cast, cast.alice, cast.bob)

    logged = [row for row in log(cast.world, cast.place)[len(before) :] if row.kind == "workspace_user"]
    assert {row.after["user_id"]: (row.before["role"], row.after["role"]) for row in logged} == {
        cast.bob.id: ("user", "admin"),
        dora.id: ("admin", "user"),
    }
    assert len(logged) == 2
    assert not any("ical_token" in repr(row) for row in logged)


def test_of_two_sets_at_once_one_wins_whole(cast: Cast) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place)
    for _ in range(8):
        set_admins(cast.alice, cast, cast.alice)

        answers = at_once(
            cast.world,
            lambda: set_admins(cast.alice, cast, cast.alice, cast.bob),
            lambda: set_admins(cast.alice, cast, cast.alice, dora),
        )

        assert [answer.status for answer in answers] == [200, 200]
        assert admins_of(cast) in ({"Alice", "Bob"}, {"Alice", "Dora"})


def test_two_admins_who_remove_each_other_leave_one(cast: Cast) -> None:
    olga = colleague(person(cast.world, "Olga"), cast.place, Role.ADMIN, OrganizationRole.ADMIN)
    otto = colleague(person(cast.world, "Otto"), cast.place, Role.ADMIN, OrganizationRole.ADMIN)

    answers = at_once(
        cast.world,
        lambda: set_admins(olga, cast, cast.alice, olga),
        lambda: set_admins(otto, cast, cast.alice, otto),
    )

    assert [answer.status for answer in answers] == [200, 200]
    assert admins_of(cast) in ({"Alice", "Olga"}, {"Alice", "Otto"})
