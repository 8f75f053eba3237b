"""PUT /organizations/{organization_id}/users/{organization_user_id}/workspaces: exactly these, with these roles."""

from typing import Any

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.make import Answer, Person
from tests.people.backstage import (
    NOBODY,
    address,
    hire,
    invite,
    member_path,
    members,
    new_group,
    officer_path,
    officers,
    second_workspace,
)


def place(cast: Cast, *wanted: dict[str, Any], whom: Person | None = None) -> Answer:
    return cast.alice.put(f"{officer_path(cast, whom or cast.bob)}/workspaces", {"workspaces": list(wanted)})


def places(cast: Cast, name: str = "Bob") -> dict[str, str]:
    return {each["workspace_name"]: each["role"] for each in officers(cast.alice, cast.place)[name]["workspaces"]}


def test_places_are_added_changed_and_ended(cast: Cast) -> None:
    first, second = cast.place.workspace_id, second_workspace(cast).workspace_id

    answer = place(cast, {"workspace_id": first, "role": "teamlead"}, {"workspace_id": second})
    assert (answer.status, answer.content) == (200, b"")
    assert places(cast) == {"Main": "teamlead", "Second": "user"}

    place(cast, {"workspace_id": second, "role": "admin"})
    assert places(cast) == {"Second": "admin"}

    place(cast)
    assert places(cast) == {}
    assert "Bob" in officers(cast.alice, cast.place)


def test_every_way_to_say_a_role(cast: Cast) -> None:
    for wanted, role in (
        ({"role": "projectlead"}, "projectlead"),
        ({"role_id": 3}, "teamlead"),
        ({"admin": True}, "admin"),
        ({"admin": False}, "user"),
        ({"role_id": 1}, "admin"),
        ({"role": "teamlead", "admin": True}, "teamlead"),
        ({}, "user"),
        ({"role": None, "role_id": None, "admin": None}, "user"),
    ):
        assert place(cast, {"workspace_id": cast.place.workspace_id, **wanted}).status == 200
        assert places(cast) == {"Main": role}, wanted


def test_what_is_refused_changes_nothing(cast: Cast) -> None:
    own, theirs = {"workspace_id": cast.place.workspace_id}, cast.elsewhere.workspace_id
    organization_id = cast.place.organization_id
    bodies: list[tuple[Any, str]] = [
        (
            {"workspaces": [{**own, "role": "admin"}, {"workspace_id": theirs}]},
            f"Workspace '{theirs}' is not in Organization '{organization_id}'.",
        ),
        (
            {"workspaces": [{"workspace_id": NOBODY}]},
            f"Workspace '{NOBODY}' is not in Organization '{organization_id}'.",
        ),
        ({"workspaces": [{**own, "role_id": 8}]}, "Invalid role ID: 8."),
        ({"workspaces": [{**own, "role_id": 5}]}, "Invalid workspace role with ID: 5."),
        ({"workspaces": [{**own, "role_id": 1, "role": "admin"}]}, "Cannot use both admin flags and role_id."),
        ({}, "workspaces is required"),
        ({"workspaces": None}, "workspaces must be a list"),
        ({"workspaces": [cast.place.workspace_id]}, "workspaces[0] must be an object"),
    ]
    for body, text in bodies:
        answer = cast.alice.put(f"{officer_path(cast, cast.bob)}/workspaces", body)
        assert (answer.status, answer.json) == (400, text), body
    assert places(cast) == {"Main": "user"}


def test_rates_and_flags_of_a_place_that_stays_stay(cast: Cast) -> None:
    before = cast.alice.put(member_path(cast, cast.bob), {"rate": 80, "inactive": True}).json

    place(cast, {"workspace_id": cast.place.workspace_id, "role": "teamlead"})

    after = members(cast.alice, cast.place)["Bob"]
    assert {**after, "at": ""} == {**before, "at": "", "role": "teamlead", "role_id": 3}


def test_somebody_through_a_group_becomes_direct(cast: Cast) -> None:
    dora = hire(cast, "Dora", role=None)
    new_group(cast, "Design", [dora], [cast.place])

    place(cast, {"workspace_id": cast.place.workspace_id}, whom=dora)

    assert members(cast.alice, cast.place)["Dora"]["is_direct"] is True


def test_who_is_here_through_a_group_stays_when_placed_nowhere(cast: Cast) -> None:
    dora = hire(cast, "Dora", role=None)
    new_group(cast, "Design", [dora], [cast.place])

    assert place(cast, whom=dora).status == 200

    assert members(cast.alice, cast.place)["Dora"]["is_direct"] is False


def test_the_invited_wait_in_the_workspaces_that_are_given(cast: Cast) -> None:
    second = second_workspace(cast)
    code = invite(cast.alice, cast.place, address("emil")).json["invitations"][0]["code"]
    emil = officers(cast.alice, cast.place)["emil"]

    cast.alice.put(
        f"{cast.organization}/users/{emil['id']}/workspaces", {"workspaces": [{"workspace_id": second.workspace_id}]}
    )

    assert "emil" not in members(cast.alice, cast.place)
    assert members(cast.alice, second)["emil"]["active"] is False
    accepted = cast.world.send(
        "POST", f"/organizations/invitations/{code}/accept", json={"fullname": "Emil", "password": "correct horse"}
    )
    assert accepted.json["workspace_ids"] == [second.workspace_id]


def test_who_is_not_here_is_not_found(cast: Cast) -> None:
    charlie = officers(cast.charlie, cast.elsewhere)["Charlie"]["id"]

    for number in (charlie, NOBODY, cast.bob.id):
        answer = cast.alice.put(f"{cast.organization}/users/{number}/workspaces", {"workspaces": []})
        assert (answer.status, answer.json) == (400, "User does not exist in the organization.")
    answer = cast.alice.put(f"{cast.organization}/users/bob/workspaces", {"workspaces": []})
    assert (answer.status, answer.json) == (404, "Invalid organization user ID.")
    assert list(members(cast.charlie, cast.elsewhere)) == ["Charlie"]


def test_only_who_runs_the_organization_places_people(cast: Cast) -> None:
    for somebody in (cast.bob, hire(cast, "Dora", Role.ADMIN), cast.charlie):
        answer = somebody.put(f"{officer_path(cast, cast.bob)}/workspaces", {"workspaces": []})
        assert (answer.status, answer.json) == (403, "User is not authorized to update the organization user")
    assert places(cast) == {"Main": "user"}
