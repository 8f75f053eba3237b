"""POST, PUT and DELETE of an organization's groups: names and ids, and who may."""

from typing import Any

from sundial.access.permissions import OrganizationRole, Role
from tests.cast import Cast
from tests.make import Person, colleague, person
from tests.people.backstage import NOBODY, address, hire, invite, members, new_group, officers

NAME = "Group name must be present"
LONG = "Group name too long, maximum length is 200"
TAKEN = "Name has already been taken"
ACCESS = "User does not have access to this resource"


def groups(cast: Cast) -> dict[str, Any]:
    return {group["name"]: group for group in cast.alice.get(f"{cast.organization}/groups").json}


def test_a_group_is_created_with_a_trimmed_name_people_and_workspaces(cast: Cast) -> None:
    body = {"name": "  Design \n", "users": [cast.bob.id, cast.bob.id], "workspaces": [cast.place.workspace_id]}

    answer = cast.alice.post(f"{cast.organization}/groups", body)

    assert answer.status == 200
    assert answer.json["name"] == "Design"
    assert [user["user_id"] for user in answer.json["users"]] == [cast.bob.id]
    assert answer.json["workspaces"] == [cast.place.workspace_id]
    assert groups(cast) == {"Design": answer.json}


def test_a_name_is_enough(cast: Cast) -> None:
    bodies: list[dict[str, Any]] = [{"name": "a"}, {"name": "x" * 200, "users": None, "workspaces": []}]
    for body in bodies:
        answer = cast.alice.post(f"{cast.organization}/groups", body)
        assert (answer.status, answer.json["users"], answer.json["workspaces"]) == (200, [], [])


def test_a_list_that_is_given_replaces_the_present_one_and_others_stay(cast: Cast) -> None:
    dora = hire(cast, "Dora")
    path = new_group(cast, "Design", [cast.bob], [cast.place])
    before = groups(cast)["Design"]

    renamed = cast.alice.put(path, {"name": "DESIGN"}).json
    assert {**renamed, "name": "", "at": ""} == {**before, "name": "", "at": ""}

    moved = cast.alice.put(path, {"users": [dora.id]}).json
    assert [user["name"] for user in moved["users"]] == ["Dora"]
    assert (moved["name"], moved["workspaces"]) == ("DESIGN", [cast.place.workspace_id])

    emptied = cast.alice.put(path, {"users": [], "workspaces": []}).json
    assert (emptied["users"], emptied["workspaces"]) == ([], [])
    assert groups(cast) == {"DESIGN": emptied}


def test_null_leaves_a_list_as_it_is(cast: Cast) -> None:
    path = new_group(cast, "Design", [cast.bob], [cast.place])

    answer = cast.alice.put(path, {"users": None, "workspaces": None, "nonsense": 1})

    assert answer.status == 200
    assert (len(answer.json["users"]), len(answer.json["workspaces"])) == (1, 1)


def test_names_are_one_of_a_kind_without_regard_to_case(cast: Cast) -> None:
    new_group(cast, "Straße", [], [])
    other = new_group(cast, "Sales", [], [])

    for answer in (
        cast.alice.post(f"{cast.organization}/groups", {"name": " STRASSE "}),
        cast.alice.put(other, {"name": "straße"}),
    ):
        assert (answer.status, answer.json) == (400, TAKEN)
    elsewhere = f"/organizations/{cast.elsewhere.organization_id}/groups"
    assert cast.charlie.post(elsewhere, {"name": "Straße"}).status == 200
    cast.alice.delete(other)
    assert cast.alice.post(f"{cast.organization}/groups", {"name": "sales"}).status == 200


def test_what_is_refused_changes_nothing(cast: Cast) -> None:
    organization_id = cast.place.organization_id
    gone = hire(cast, "Dora")
    gone.delete(f"{cast.organization}/users/leave")
    path = new_group(cast, "Design", [cast.bob], [cast.place])
    before = groups(cast)
    bodies: list[tuple[dict[str, Any], str]] = [
        ({"name": ""}, NAME),
        ({"name": " \t\n"}, NAME),
        ({"name": None}, NAME),
        ({"name": "x" * 201}, LONG),
        ({"name": 1}, "name must be a string or null"),
        ({"name": "a\0b"}, "name must not contain NUL characters"),
        ({"users": [cast.charlie.id]}, f"User {cast.charlie.id} not exists in the organization {organization_id}"),
        ({"users": [gone.id]}, f"User {gone.id} not exists in the organization {organization_id}"),
        ({"users": [NOBODY]}, f"User {NOBODY} not exists in the organization {organization_id}"),
        ({"users": [cast.bob.id, 0]}, f"User 0 not exists in the organization {organization_id}"),
        (
            {"workspaces": [cast.elsewhere.workspace_id]},
            f"Workspace {cast.elsewhere.workspace_id} not exists in the organization {organization_id}",
        ),
        ({"workspaces": [NOBODY]}, f"Workspace {NOBODY} not exists in the organization {organization_id}"),
        ({"users": cast.bob.id}, "users must be a list or null"),
        ({"users": ["1"]}, "users[0] must be an integer"),
        ({"workspaces": [-1]}, "workspaces[0] must be at least 0"),
        ({"workspaces": [2**63]}, "workspaces[0] must be at most 9007199254740991"),
    ]
    for body, text in bodies:
        for answer in (
            cast.alice.post(f"{cast.organization}/groups", {"name": "Sales", **body}),
            cast.alice.put(path, {"name": "Sales", **body}),
        ):
            assert (answer.status, answer.json) == (400, text), body
    for content, text in (
        (b"", "Invalid JSON input"),
        (b'{"name"', "Invalid JSON input"),
        (b"[]", "body must be an object"),
    ):
        for answer in (
            cast.alice.post(f"{cast.organization}/groups", body=content),
            cast.alice.put(path, body=content),
        ):
            assert (answer.status, answer.json) == (400, text), content

    assert cast.alice.post(f"{cast.organization}/groups", {}).json == NAME
    assert groups(cast) == before


def test_a_group_is_deleted_once(cast: Cast) -> None:
    path = new_group(cast, "Design", [cast.bob], [cast.place])

    answer = cast.alice.delete(path)

    assert (answer.status, answer.content) == (200, b"")
    assert groups(cast) == {}
    assert cast.alice.delete(path).status == 404
    assert members(cast.alice, cast.place)["Bob"]["group_ids"] == []


def test_an_unknown_group_is_told(cast: Cast) -> None:
    theirs = cast.charlie.post(f"/organizations/{cast.elsewhere.organization_id}/groups", {"name": "Theirs"}).json
    gone = new_group(cast, "Gone", [], [])
    cast.alice.delete(gone)

    for number in (theirs["group_id"], NOBODY, 0, gone.rpartition("/")[2], "design", "-1", "9007199254740992"):
        path = f"{cast.organization}/groups/{number}"
        for answer in (cast.alice.put(path, {"name": "Mine"}), cast.alice.delete(path)):
            assert (answer.status, answer.json) == (404, "Invalid group ID."), number
    listed = cast.charlie.get(f"/organizations/{cast.elsewhere.organization_id}/groups").json
    assert [group["name"] for group in listed] == ["Theirs"]


def test_only_who_runs_the_organization_writes_groups(cast: Cast) -> None:
    path = new_group(cast, "Design", [], [])
    admin = hire(cast, "Dora", Role.ADMIN)

    for somebody in (cast.bob, admin, cast.charlie):
        answers = [
            somebody.post(f"{cast.organization}/groups", {"name": "Mine"}),
            somebody.put(path, {"name": "Mine"}),
            somebody.delete(path),
        ]
        assert [(answer.status, answer.json) for answer in answers] == [
            (403, ACCESS),
            (403, "Forbidden"),
            (403, ACCESS),
        ]
    assert set(groups(cast)) == {"Design"}


def test_an_organization_admin_writes_groups_without_being_in_the_workspace(cast: Cast) -> None:
    officer: Person = colleague(person(cast.world, "Emil"), cast.place, None, OrganizationRole.ADMIN)
    body = {"name": "Design", "users": [cast.bob.id], "workspaces": [cast.place.workspace_id]}

    created = officer.post(f"{cast.organization}/groups", body)

    assert created.status == 200
    assert officer.delete(f"{cast.organization}/groups/{created.json['group_id']}").status == 200


def test_the_invited_can_be_in_a_group(cast: Cast) -> None:
    invite(cast.alice, cast.place, address("emil"))
    emil = officers(cast.alice, cast.place)["emil"]

    answer = cast.alice.post(f"{cast.organization}/groups", {"name": "Design", "users": [emil["user_id"]]})

    assert [(user["name"], user["joined"]) for user in answer.json["users"]] == [("emil", False)]
