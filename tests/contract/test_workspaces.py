"""Workspaces are what the page says: every field with its type, every error text with its status."""

from collections.abc import Callable
from typing import Any

import pytest

from sundial.access.permissions import OrganizationRole
from sundial.access.plans import Plan
from tests.cast import Cast
from tests.contract import facts
from tests.contract.facts import (
    CREATE,
    GET,
    GET_CONSTRAINTS,
    GET_STATISTICS,
    NO_ACCESS,
    SET_CONSTRAINTS,
    UPDATE,
    Documented,
)
from tests.contract.shapes import is_a, mismatches
from tests.make import Answer, Person, colleague, person
from tests.workspaces.backstage import add_workspaces, put_on_plan

Case = tuple[str, str, int, str]
Provoke = Callable[[Cast], tuple[Answer, str]]

WORKSPACE = {**facts.WORKSPACE, **facts.UNDOCUMENTED}
BODY: dict[str, Any] = {
    "default_currency": "EUR",
    "default_hourly_rate": 12.5,
    "initial_pricing_plan": 1,
    "limit_public_project_data": True,
    "name": "Studio",
    "only_admins_may_create_projects": True,
    "only_admins_may_create_tags": True,
    "only_admins_see_team_dashboard": True,
    "projects_billable_by_default": False,
    "projects_enforce_billable": True,
    "projects_private_by_default": False,
    "rate_change_mode": "override-all",
    "reports_collapse": False,
    "rounding": -1,
    "rounding_minutes": 15,
}
NOT_SHOWN = {"admins", "initial_pricing_plan", "rate_change_mode"}
PAID: dict[str, dict[str, Any]] = {
    "Must be a premium user to use default_hourly_rate": {"default_hourly_rate": 1},
    "restricting tag management to administrators requires a premium subscription": {
        "only_admins_may_create_tags": True
    },
    "Must be a premium user to use default_currency": {"default_currency": "EUR"},
    "Must be a premium user to use rounding_minutes": {"rounding_minutes": 15},
    "Must be a premium user to use projects_billable_by_default": {"projects_billable_by_default": True},
    "Must be a premium user to use rounding": {"rounding": 1},
}

cases: dict[Case, Provoke] = {}


def key(operation: Documented, status: int, text: str) -> Case:
    """What a case is found by."""
    return operation.method, operation.path, status, text


def case(operation: Documented, status: int, text: str) -> Callable[[Provoke], Provoke]:
    """Declare how a text is provoked: the function gives the answer, and the text with its blanks filled in."""

    def declare(provoke: Provoke) -> Provoke:
        cases[key(operation, status, text)] = provoke
        return provoke

    return declare


def send(somebody: Person, operation: Documented, cast: Cast, **body: Any) -> Answer:
    """Send a request of this operation in the cast's organization or workspace."""
    path = operation.path.format(organization_id=cast.place.organization_id, workspace_id=cast.place.workspace_id)
    return somebody.send(operation.method, path, json=None if operation.method == "GET" else {"name": "Studio", **body})


@case(CREATE, 400, "JSON is not valid")
def cut_off(cast: Cast) -> tuple[Answer, str]:
    return cast.alice.post(f"{cast.organization}/workspaces", body=b'{"name": "Studio"'), "JSON is not valid"


@case(CREATE, 400, "workspace name must contain non-space characters")
def blank_name(cast: Cast) -> tuple[Answer, str]:
    return send(cast.alice, CREATE, cast, name=" \t "), "workspace name must contain non-space characters"


@case(CREATE, 400, "workspace name must not be nil")
def no_name(cast: Cast) -> tuple[Answer, str]:
    return send(cast.alice, CREATE, cast, name=None), "workspace name must not be nil"


@case(CREATE, 400, "workspace name must not be longer than 140")
def long_name(cast: Cast) -> tuple[Answer, str]:
    return send(cast.alice, CREATE, cast, name="x" * 141), "workspace name must not be longer than 140"


@case(CREATE, 400, "another workspace with same name exists in organization")
def taken_name(cast: Cast) -> tuple[Answer, str]:
    return send(cast.alice, CREATE, cast, name="MAIN"), "another workspace with same name exists in organization"


@case(CREATE, 400, "user can have a maximum of 100 workspaces")
def too_many(cast: Cast) -> tuple[Answer, str]:
    add_workspaces(cast.alice, cast.place, 99)
    return send(cast.alice, CREATE, cast), "user can have a maximum of 100 workspaces"


@case(CREATE, 400, "Multiple workspaces are not enabled in this organization.")
def one_only(cast: Cast) -> tuple[Answer, str]:
    put_on_plan(cast.world, cast.place, Plan.STARTER)
    return send(cast.alice, CREATE, cast), "Multiple workspaces are not enabled in this organization."


@case(CREATE, 400, "Organization {name} can have a maximum of {amount} workspaces")
def full(cast: Cast) -> tuple[Answer, str]:
    add_workspaces(cast.alice, cast.place, 19)
    put_on_plan(cast.world, cast.place, Plan.PREMIUM)
    return send(cast.alice, CREATE, cast), "Organization Acme can have a maximum of 20 workspaces"


@case(CREATE, 400, "User with id {id} does not exist.")
def unknown_admin(cast: Cast) -> tuple[Answer, str]:
    answer = send(cast.alice, CREATE, cast, admins=[cast.charlie.id])
    return answer, f"User with id {cast.charlie.id} does not exist."


@case(CREATE, 400, "User {userID} not exists in the workspace.")
def admin_of_another_workspace(cast: Cast) -> tuple[Answer, str]:
    # A new workspace takes in everybody who is named; only an update can meet somebody who is not in the workspace.
    dora = colleague(person(cast.world, "Dora"), cast.place, role=None)
    answer = send(cast.alice, UPDATE, cast, admins=[cast.alice.id, dora.id])
    return answer, f"User {dora.id} not exists in the workspace."


@case(CREATE, 403, "Forbidden")
def plain_member(cast: Cast) -> tuple[Answer, str]:
    return send(cast.bob, CREATE, cast), "Forbidden"


@case(CREATE, 404, "Organization not found/accessible")
def not_in_the_organization(cast: Cast) -> tuple[Answer, str]:
    return send(cast.charlie, CREATE, cast), "Organization not found/accessible"


@case(CREATE, 404, "Workspace not found/accessible")
def admin_without_a_workspace(cast: Cast) -> tuple[Answer, str]:
    dora = colleague(person(cast.world, "Dora"), cast.place, None, OrganizationRole.ADMIN)
    return send(dora, CREATE, cast), "Workspace not found/accessible"


def on_the_free_plan(text: str) -> Provoke:
    def provoke(cast: Cast) -> tuple[Answer, str]:
        put_on_plan(cast.world, cast.place, Plan.FREE, multi_workspace=True)
        return send(cast.alice, CREATE, cast, **PAID[text]), text

    return provoke


for paid in PAID:
    case(CREATE, 402, paid)(on_the_free_plan(paid))


def by_a_stranger(operation: Documented) -> Provoke:
    return lambda cast: (send(cast.charlie, operation, cast), NO_ACCESS)


for closed in (GET, UPDATE, GET_STATISTICS, GET_CONSTRAINTS, SET_CONSTRAINTS):
    case(closed, 403, NO_ACCESS)(by_a_stranger(closed))


@case(GET_CONSTRAINTS, 400, "Workspace not found")
def constraints_of_nothing(cast: Cast) -> tuple[Answer, str]:
    return cast.alice.get("/workspaces/nothing/time_entry_constraints"), "Workspace not found"


@case(SET_CONSTRAINTS, 400, "Workspace not found")
def constraints_for_nothing(cast: Cast) -> tuple[Answer, str]:
    return cast.alice.post("/workspaces/nothing/time_entry_constraints", {}), "Workspace not found"


@case(SET_CONSTRAINTS, 400, "Admin permissions required")
def constraints_by_a_member(cast: Cast) -> tuple[Answer, str]:
    return send(cast.bob, SET_CONSTRAINTS, cast), "Admin permissions required"


@pytest.mark.parametrize("provoked", cases, ids=lambda provoked: f"{provoked[0]} {provoked[2]} {provoked[3]}")
def test_a_documented_refusal(cast: Cast, provoked: Case) -> None:
    status = provoked[2]

    answer, text = cases[provoked](cast)

    assert (answer.status, answer.json) == (status, text)
    assert answer.headers["content-type"] == "application/json; charset=utf-8"


def test_every_documented_refusal_has_a_case() -> None:
    documented = {
        key(operation, status, text)
        for operation in facts.OPERATIONS
        for status, texts in operation.errors.items()
        for text in texts
        if text not in facts.UNREACHABLE
    }

    assert set(cases) == documented


def test_every_answer_with_a_workspace_has_the_documented_fields(cast: Cast) -> None:
    answers = {
        "created": cast.alice.post(f"{cast.organization}/workspaces", BODY).json,
        "read": cast.alice.get(cast.workspace).json,
        "updated": cast.alice.put(cast.workspace, {**BODY, "name": "Workshop"}).json,
        "read by a member": cast.bob.get(cast.workspace).json,
        "mine": cast.bob.get("/me/workspaces").json[0],
        "listed": cast.bob.get("/workspaces").json[0],
        "related": cast.bob.get("/me?with_related_data=true").json["workspaces"][0],
    }

    assert len(facts.WORKSPACE) == 37
    for name, value in answers.items():
        assert mismatches(value, WORKSPACE) == [], name
        assert mismatches(value["te_constraints"], facts.CONSTRAINTS) == [], name


def test_every_body_field_is_accepted(cast: Cast) -> None:
    body = {**BODY, "admins": [cast.alice.id, cast.bob.id]}
    assert [name for name in body if not is_a(body[name], facts.WORKSPACE_BODY[name])] == []
    assert set(body) == set(facts.WORKSPACE_BODY)

    created = cast.alice.post(f"{cast.organization}/workspaces", body)
    updated = cast.alice.put(cast.workspace, {**body, "name": "Workshop"})

    for answer, name in ((created, "Studio"), (updated, "Workshop")):
        assert answer.status == 200
        shown = {field: answer.json[field] for field in body if field not in NOT_SHOWN}
        assert shown == {field: body[field] for field in shown} | {"name": name}
        statistics = cast.alice.get(f"/workspaces/{answer.json['id']}/statistics").json
        assert {admin["user_id"] for admin in statistics["admins"]} == set(body["admins"])


def test_statistics_and_constraints_have_the_documented_fields(cast: Cast) -> None:
    statistics = cast.bob.get(f"{cast.workspace}/statistics").json
    constraints = cast.bob.get(f"{cast.workspace}/time_entry_constraints").json

    assert mismatches(statistics, facts.STATISTICS) == []
    assert [mismatches(admin, facts.ADMIN) for admin in statistics["admins"]] == [[]]
    assert mismatches(constraints, facts.CONSTRAINTS) == []


def test_nobody_may_come_in_without_signing_in(cast: Cast) -> None:
    for operation in facts.OPERATIONS:
        path = operation.path.format(organization_id=cast.place.organization_id, workspace_id=cast.place.workspace_id)

        answer = cast.world.send(operation.method, path, json=None if operation.method == "GET" else {})

        assert (answer.status, answer.content) == (401, b""), operation
        assert answer.headers["x-authorization-missing"] == "true"
