"""POST /organizations."""

from typing import Any

from tests.cast import Cast
from tests.make import Place, person
from tests.workspaces.backstage import at_once, log

NAMES = {"name": "Acme", "workspace_name": "Main"}


def test_the_founder_owns_it_and_runs_its_first_workspace(cast: Cast) -> None:
    dora = person(cast.world, "Dora")

    answer = dora.post("/organizations", {"name": " Acme ", "workspace_name": "\tMain\n"})

    assert answer.status == 200
    assert {**answer.json, "id": 0, "workspace_id": 0, "permissions": []} == {
        "id": 0,
        "name": "Acme",
        "permissions": [],
        "workspace_id": 0,
        "workspace_name": "Main",
    }
    organization = dora.get(f"/organizations/{answer.json['id']}").json
    assert (organization["owner"], organization["admin"], organization["user_count"]) == (True, True, 1)
    assert organization["permissions"] == answer.json["permissions"] != []
    workspace = dora.get(f"/workspaces/{answer.json['workspace_id']}").json
    assert (workspace["role"], workspace["organization_id"]) == ("admin", answer.json["id"])
    assert (workspace["default_currency"], workspace["rounding"], workspace["premium"]) == ("USD", 1, True)


def test_the_first_workspace_becomes_the_default_one(cast: Cast) -> None:
    dora = person(cast.world, "Dora")

    first, second = (dora.post("/organizations", NAMES).json for _ in range(2))

    assert dora.get("/me").json["default_workspace_id"] == first["workspace_id"] != second["workspace_id"]


def test_names_may_be_taken_elsewhere_and_have_140_characters(cast: Cast) -> None:
    long = {"name": "ö" * 140, "workspace_name": "ö" * 140}
    for names in (NAMES, NAMES, long):
        created = cast.alice.post("/organizations", names).json
        assert (created["name"], created["workspace_name"]) == (names["name"], names["workspace_name"])


def test_what_is_refused(cast: Cast) -> None:
    before = cast.alice.get("/me/organizations").json
    no_name, no_workspace_name = "Field 'name' cannot be empty.", "workspace name must be provided"
    refusals: list[tuple[Any, str]] = [
        ({"workspace_name": "Main"}, no_name),
        ({"name": None, "workspace_name": "Main"}, no_name),
        ({"name": "  ", "workspace_name": "Main"}, no_name),
        ({"name": "x" * 141, "workspace_name": "Main"}, "organization name too long, maximum length is 140"),
        ({"name": "Acme"}, no_workspace_name),
        ({"name": "Acme", "workspace_name": None}, no_workspace_name),
        ({"name": "Acme", "workspace_name": " "}, "workspace name must contain non-space characters"),
        ({"name": "Acme", "workspace_name": "x" * 141}, "workspace name must not be longer than 140"),
        ({"name": 7, "workspace_name": "Main"}, "name must be a string or null"),
        ({"name": "a\0b", "workspace_name": "Main"}, "name must not contain NUL characters"),
        ([], "body must be an object"),
    ]
    for body, sentence in refusals:
        answer = cast.alice.post("/organizations", body)
        assert (answer.status, answer.json) == (400, sentence), body
    assert cast.alice.post("/organizations", body=b"{").status == 400
    assert cast.world.send("POST", "/organizations", json=NAMES).status == 401

    assert cast.alice.get("/me/organizations").json == before


def test_two_at_once_are_two_organizations(cast: Cast) -> None:
    dora = person(cast.world, "Dora")

    answers = at_once(cast.world, *[lambda: dora.post("/organizations", NAMES)] * 2)

    assert [answer.status for answer in answers] == [200, 200]
    assert {organization["id"] for organization in dora.get("/me/organizations").json} == {
        answer.json["id"] for answer in answers
    }


def test_the_organization_and_its_workspace_are_logged_without_secrets(cast: Cast) -> None:
    created = cast.alice.post("/organizations", NAMES).json

    logged = log(cast.world, Place(created["id"], created["workspace_id"]))
    assert [(row.kind, row.action, row.entity_id, row.before, row.user_id) for row in logged] == [
        ("organization_user", "created", logged[0].entity_id, None, cast.alice.id),
        ("organization", "created", created["id"], None, cast.alice.id),
        ("workspace", "created", created["workspace_id"], None, cast.alice.id),
        ("workspace_user", "created", logged[3].entity_id, None, cast.alice.id),
    ]
    assert [row.id for row in logged] == [1, 2, 3, 4]
    assert not any(secret in repr(logged) for secret in ("ical_token", "password", cast.alice.token))
