"""PUT /organizations/{organization_id}/users/{organization_user_id}: names, roles, places and switching off."""

from typing import Any

from sundial.access.permissions import OrganizationRole, Role
from tests.cast import Cast
from tests.make import Person, colleague, person
from tests.people.backstage import (
    NOBODY,
    address,
    hire,
    invite,
    members,
    new_group,
    officer_path,
    officers,
    second_workspace,
)


def changed(cast: Cast, somebody: Person, body: dict[str, Any]) -> dict[str, Any]:
    """Somebody after a change that succeeds."""
    answer = cast.alice.put(officer_path(cast, somebody), body)
    assert (answer.status, answer.content) == (200, b""), answer
    return next(user for user in officers(cast.alice, cast.place).values() if user["user_id"] == somebody.id)


def test_a_name_and_an_address_are_changed(cast: Cast) -> None:
    email = address("robert")

    bob = changed(cast, cast.bob, {"name": "  Robert ", "email": f" {email} "})

    assert (bob["name"], bob["email"]) == ("Robert", email)
    me = cast.bob.get("/me").json
    assert (me["fullname"], me["email"]) == ("Robert", email)
    assert list(members(cast.alice, cast.place)) == ["Alice", "Robert"]


def test_the_case_of_an_own_address_may_change(cast: Cast) -> None:
    assert changed(cast, cast.bob, {"email": cast.bob.email.upper()})["email"] == cast.bob.email.upper()


def test_a_person_of_two_organizations_keeps_their_name(cast: Cast) -> None:
    cast.bob.post("/organizations", {"name": "Bob & Co", "workspace_name": "Shop"})

    for body in ({"name": "Mallory"}, {"email": address("mallory")}):
        answer = cast.alice.put(officer_path(cast, cast.bob), body)
        assert (answer.status, answer.json) == (400, "User has multiple organizations.")
    assert cast.bob.get("/me").json["fullname"] == "Bob"


def test_an_account_that_has_not_joined_keeps_its_name(cast: Cast) -> None:
    """Else whoever knows an address could have the account by inviting it."""
    dora = person(cast.world, "Dora")
    invite(cast.alice, cast.place, dora.email)

    for body in ({"name": "Mallory"}, {"email": address("mallory")}):
        answer = cast.alice.put(officer_path(cast, dora), body)
        assert (answer.status, answer.json) == (403, "Only who has joined can be given another name or e-mail address.")
    me = dora.get("/me").json
    assert (me["fullname"], me["email"]) == ("Dora", dora.email)


def test_an_organization_admin_is_made_and_unmade(cast: Cast) -> None:
    assert changed(cast, cast.bob, {"organization_admin": True})["role_id"] == 6
    assert cast.bob.get(f"{cast.organization}/users").status == 200
    assert changed(cast, cast.bob, {"organization_admin": False})["role_id"] == 7
    assert cast.bob.get(f"{cast.organization}/users").status == 403
    assert changed(cast, cast.bob, {"role_id": 6})["admin"] is True
    assert changed(cast, cast.bob, {"role_id": 7})["admin"] is False


def test_the_owner_stays_the_owner(cast: Cast) -> None:
    for body in ({"organization_admin": True}, {"role_id": 5}, {"inactive": False}):
        assert changed(cast, cast.alice, body)["owner"] is True


def test_switching_off_and_on(cast: Cast) -> None:
    assert changed(cast, cast.bob, {"inactive": True})["inactive"] is True
    assert cast.bob.get(cast.workspace).status == 403
    assert changed(cast, cast.bob, {"inactive": False})["inactive"] is False
    assert cast.bob.get(cast.workspace).status == 200


def test_groups_are_exactly_those_that_are_given(cast: Cast) -> None:
    ids = [int(new_group(cast, name, [cast.alice], []).rpartition("/")[2]) for name in ("A", "B", "C")]

    for wanted in (ids[:2], ids[1:], [], [ids[0], ids[0]]):
        bob = changed(cast, cast.bob, {"groups": wanted})
        assert [group["group_id"] for group in bob["groups"]] == sorted(set(wanted))
    assert [group["name"] for group in officers(cast.alice, cast.place)["Alice"]["groups"]] == ["A", "B", "C"]


def test_workspaces_are_exactly_those_that_are_given(cast: Cast) -> None:
    second = second_workspace(cast)

    bob = changed(cast, cast.bob, {"workspaces": [{"workspace_id": second.workspace_id, "role": "teamlead"}]})

    assert [(place["workspace_name"], place["role"]) for place in bob["workspaces"]] == [("Second", "teamlead")]
    assert cast.bob.get(cast.workspace).status == 403
    assert changed(cast, cast.bob, {"workspaces": []})["workspaces"] == []


def test_what_is_absent_or_null_stays(cast: Cast) -> None:
    new_group(cast, "Design", [cast.bob], [cast.place])
    before = changed(cast, cast.bob, {"organization_admin": True})

    for body in (
        {"inactive": None},
        {"groups": None, "workspaces": None},
        {"role_id": None, "organization_admin": None},
    ):
        assert changed(cast, cast.bob, body) == before


def test_what_is_refused_changes_nothing(cast: Cast) -> None:
    organization_id, theirs = cast.place.organization_id, cast.elsewhere
    group = cast.charlie.post(f"/organizations/{theirs.organization_id}/groups", {"name": "Theirs"}).json["group_id"]
    own = cast.place.workspace_id
    bodies: list[tuple[dict[str, Any], str]] = [
        ({"role_id": 7, "organization_admin": True}, "Cannot use both admin flags and role_id."),
        ({"role_id": 0}, "Invalid role_id."),
        ({"role_id": 99}, "Invalid role_id."),
        ({"role_id": 1}, "Invalid organization role."),
        ({"role_id": 4}, "Invalid organization role."),
        ({"role_id": 5}, "Invalid organization role."),
        ({"name": ""}, "Field 'name' cannot be empty."),
        ({"name": " \t"}, "Field 'name' cannot be empty."),
        ({"name": None}, "Field 'name' cannot be empty."),
        ({"name": "x" * 256}, "Invalid fullname"),
        ({"email": ""}, "Missing e-mail."),
        ({"email": None}, "Missing e-mail."),
        ({"email": "bob"}, "Invalid e-mail: 'bob'"),
        ({"email": "bob@@example.com"}, "Invalid e-mail: 'bob@@example.com'"),
        ({"email": cast.alice.email.upper()}, "Email already exists."),
        ({"email": cast.charlie.email}, "Email already exists."),
        ({"groups": [group]}, f"Group '{group}' is not in Organization '{organization_id}'."),
        ({"groups": [NOBODY]}, f"Group '{NOBODY}' is not in Organization '{organization_id}'."),
        (
            {"workspaces": [{"workspace_id": own}, {"workspace_id": theirs.workspace_id}]},
            f"Workspace '{theirs.workspace_id}' is not in Organization '{organization_id}'.",
        ),
        ({"workspaces": [{"workspace_id": own, "role_id": 1234}]}, "Invalid role ID: 1234."),
        ({"workspaces": [{"workspace_id": own, "role_id": 6}]}, "Invalid workspace role with ID: 6."),
        (
            {"workspaces": [{"workspace_id": own, "role_id": 1, "admin": True}]},
            "Cannot use both admin flags and role_id.",
        ),
        ({"workspaces": [{"role": "admin"}]}, "workspace_id is required"),
        ({"workspaces": [{"workspace_id": own, "role": 1}]}, "workspaces[0].role must be a string or null"),
        ({"inactive": "yes"}, "inactive must be true or false or null"),
        ({"groups": [-1]}, "groups[0] must be at least 0"),
        ({}, "At least one field is required."),
        ({"nonsense": 1}, "At least one field is required."),
    ]
    before, where = officers(cast.alice, cast.place), officer_path(cast, cast.bob)
    for body, text in bodies:
        answer = cast.alice.put(where, {"inactive": True, **body} if body and "nonsense" not in body else body)
        assert (answer.status, answer.json) == (400, text), body

    assert officers(cast.alice, cast.place) == before
    assert cast.bob.get(cast.workspace).status == 200


def test_who_is_not_here_is_not_found(cast: Cast) -> None:
    gone = officer_path(cast, cast.bob)
    cast.alice.delete(gone)
    charlie = officers(cast.charlie, cast.elsewhere)["Charlie"]["id"]

    for number in (gone.rpartition("/")[2], charlie, NOBODY, cast.alice.id):
        answer = cast.alice.put(f"{cast.organization}/users/{number}", {"inactive": True})
        assert (answer.status, answer.json) == (400, "User does not exist in the organization.")
    for number in ("bob", "-1", "1.0"):
        answer = cast.alice.put(f"{cast.organization}/users/{number}", {"inactive": True})
        assert (answer.status, answer.json) == (404, "Invalid organization user ID.")
    assert officers(cast.charlie, cast.elsewhere)["Charlie"]["inactive"] is False


def test_only_who_runs_the_organization_changes_people(cast: Cast) -> None:
    refusal = "User is not authorized to update the organization user"
    for somebody in (cast.bob, hire(cast, "Dora", Role.ADMIN), cast.charlie):
        answer = somebody.put(officer_path(cast, cast.bob), {"organization_admin": True})
        assert (answer.status, answer.json) == (403, refusal)
    assert officers(cast.alice, cast.place)["Bob"]["admin"] is False


def test_an_organization_admin_may_change_another_and_step_down(cast: Cast) -> None:
    dora, emil = (
        colleague(person(cast.world, name), cast.place, Role.USER, OrganizationRole.ADMIN) for name in ("Dora", "Emil")
    )

    assert dora.put(officer_path(cast, emil), {"organization_admin": False}).status == 200
    assert dora.put(officer_path(cast, dora), {"organization_admin": False}).status == 200
    assert dora.put(officer_path(cast, emil), {"organization_admin": True}).status == 403


def test_a_body_that_is_no_json_is_refused(cast: Cast) -> None:
    for content in (b"", b"{", b"\xff"):
        answer = cast.alice.put(officer_path(cast, cast.bob), body=content)
        assert (answer.status, answer.json) == (400, "JSON is not valid")


def test_the_invited_can_be_renamed_before_they_have_an_account(cast: Cast) -> None:
    invite(cast.alice, cast.place, address("emil"))
    emil = officers(cast.alice, cast.place)["emil"]

    assert cast.alice.put(f"{cast.organization}/users/{emil['id']}", {"name": "Emil"}).status == 200
    assert members(cast.alice, cast.place)["Emil"]["active"] is False
