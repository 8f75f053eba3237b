"""Creating clients."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.clients.backstage import client, logged, names, path
from tests.make import colleague, person
from tests.people.backstage import NO_ACCESS, at_once, second_workspace

FIELDS = {
    "id",
    "wid",
    "name",
    "notes",
    "archived",
    "at",
    "creator_id",
    "external_reference",
    "server_deleted_at",
    "permissions",
    "integration_ext_id",
    "integration_ext_type",
    "integration_provider",
}


def test_a_created_client_is_one_object(cast: Cast) -> None:
    body = {"name": "  Büro & Co ", "notes": "Pays late", "external_reference": "SF-1", "wid": 1, "id": None}

    made = cast.bob.post(f"{cast.workspace}/clients", body)

    assert made.status == 200
    assert set(made.json) == FIELDS
    assert (made.json["name"], made.json["notes"], made.json["external_reference"]) == (
        "Büro & Co",
        "Pays late",
        "SF-1",
    )
    assert (made.json["wid"], made.json["creator_id"]) == (cast.place.workspace_id, cast.bob.id)
    assert (made.json["archived"], made.json["server_deleted_at"], made.json["permissions"]) == (False, None, None)
    assert made.json["at"].endswith("Z")
    assert cast.alice.get(path(cast, made.json["id"])).json == made.json


def test_all_but_the_name_may_be_null(cast: Cast) -> None:
    made = cast.alice.post(f"{cast.workspace}/clients", {"name": "Acme", "notes": None, "external_reference": None})

    assert (made.status, made.json["notes"], made.json["external_reference"]) == (200, "", None)


def test_it_is_logged(cast: Cast) -> None:
    made = client(cast, "Acme", cast.bob)

    (row,) = logged(cast)
    assert (row.kind, row.action, row.entity_id, row.user_id) == ("client", "created", made, cast.bob.id)
    assert row.workspace_id == cast.place.workspace_id
    assert row.before is None
    assert (row.after["name"], row.after["name_key"], row.after["archived"]) == ("Acme", "acme", False)


@pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": " \t "}, {"name": None}], ids=str)
def test_a_client_has_a_name(cast: Cast, body: dict[str, Any]) -> None:
    answer = cast.alice.post(f"{cast.workspace}/clients", body)

    assert (answer.status, answer.json) == (400, "Client name cannot be empty")
    assert names(cast) == []


def test_a_name_has_a_maximum_length(cast: Cast) -> None:
    answer = cast.alice.post(f"{cast.workspace}/clients", {"name": "x" * 256})

    assert (answer.status, answer.json) == (400, "Client name maximum length is 255")
    assert client(cast, "x" * 255)


def test_names_are_taken_once_and_spelled_as_they_are(cast: Cast) -> None:
    first = client(cast, "Acme")
    cast.alice.post(path(cast, first, "/archive"))

    again = cast.bob.post(f"{cast.workspace}/clients", {"name": " Acme "})
    other = cast.bob.post(f"{cast.workspace}/clients", {"name": "acme"})

    assert (again.status, again.json) == (400, "Name has already been taken")
    assert other.status == 200


def test_two_of_a_name_at_once(cast: Cast) -> None:
    answers = at_once(
        cast.world,
        *(lambda who=who: who.post(f"{cast.workspace}/clients", {"name": "Acme"}) for who in (cast.alice, cast.bob)),
    )

    assert sorted(answer.status for answer in answers) == [200, 400]
    assert names(cast) == ["Acme"]


def test_another_workspace_has_names_of_its_own(cast: Cast) -> None:
    client(cast, "Acme")
    second = second_workspace(cast)

    assert cast.alice.post(f"/workspaces/{second.workspace_id}/clients", {"name": "Acme"}).status == 200


@pytest.mark.parametrize("role", [Role.USER, Role.PROJECTLEAD, Role.ADMIN])
def test_who_may(cast: Cast, role: Role) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, role)

    assert dora.post(f"{cast.workspace}/clients", {"name": "Acme"}).status == 200


def test_a_team_lead_may_not(cast: Cast) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, Role.TEAMLEAD)

    answer = dora.post(f"{cast.workspace}/clients", {"name": "Acme"})

    assert (answer.status, answer.json) == (403, NO_ACCESS)


def test_while_the_switch_is_on_only_who_manages_clients_may(cast: Cast) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, Role.PROJECTLEAD)
    cast.alice.put(cast.workspace, {"only_admins_may_create_projects": True})

    refused = cast.bob.post(f"{cast.workspace}/clients", {"name": "Acme"})

    assert (refused.status, refused.json) == (403, "Only admins may create projects in this workspace")
    assert dora.post(f"{cast.workspace}/clients", {"name": "Acme"}).status == 200
    assert cast.alice.post(f"{cast.workspace}/clients", {"name": "Other"}).status == 200


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"name": 1}, "name must be a string or null"),
        ({"name": "Acme", "notes": []}, "notes must be a string or null"),
        ({"name": "A\0B"}, "name must not contain NUL characters"),
        ([], "body must be an object"),
    ],
    ids=str,
)
def test_what_is_no_client(cast: Cast, body: Any, sentence: str) -> None:
    answer = cast.alice.post(f"{cast.workspace}/clients", body)

    assert (answer.status, answer.json) == (400, sentence)


@pytest.mark.parametrize(("field", "most"), [("notes", 5000), ("external_reference", 255)])
def test_texts_have_a_maximum_length(cast: Cast, field: str, most: int) -> None:
    refused = cast.alice.post(f"{cast.workspace}/clients", {"name": "Acme", field: "x" * (most + 1)})
    assert (refused.status, refused.json) == (400, f"{field} must have at most {most} characters")

    made = cast.alice.post(f"{cast.workspace}/clients", {"name": "Acme", field: "x" * most})

    assert (made.status, made.json[field]) == (200, "x" * most)


def test_what_is_no_json(cast: Cast) -> None:
    answer = cast.alice.post(f"{cast.workspace}/clients", body=b"{name}")

    assert (answer.status, answer.json) == (400, "JSON is not valid")


def test_the_same_request_again_makes_no_second_client(cast: Cast) -> None:
    headers = {"Idempotency-Key": "acme"}

    first, second = (cast.alice.post(f"{cast.workspace}/clients", {"name": "Acme"}, headers=headers) for _ in range(2))

    assert (second.status, second.json) == (200, first.json)
    assert names(cast) == ["Acme"]
