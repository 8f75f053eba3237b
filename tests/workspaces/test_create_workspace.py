"""POST /organizations/{organization_id}/workspaces."""

import re
from typing import Any

import pytest

from sundial.access.permissions import OrganizationRole
from sundial.access.plans import Plan
from tests.cast import Cast
from tests.make import Answer, Person, colleague, organization, person
from tests.workspaces.backstage import add_workspaces, at_once, log, put_on_plan, set_place

DEFAULTS: dict[str, Any] = {
    "default_currency": "USD",
    "default_hourly_rate": None,
    "rate_last_updated": None,
    "rounding": 1,
    "rounding_minutes": 0,
    "projects_billable_by_default": True,
    "projects_private_by_default": True,
    "reports_collapse": True,
    "only_admins_may_create_projects": False,
    "only_admins_may_create_tags": False,
    "only_admins_see_team_dashboard": False,
    "projects_enforce_billable": False,
    "limit_public_project_data": False,
    "hide_start_end_times": False,
    "disable_approvals": False,
    "disable_expenses": False,
    "disable_timesheet_view": False,
    "te_constraints": {
        "description_present": False,
        "project_present": False,
        "tag_present": False,
        "task_present": False,
        "time_entry_constraints_enabled": False,
    },
    "working_hours_in_minutes": None,
    "max_data_retention_days": None,
    "suspended_at": None,
    "api_token": None,
    "subscription": None,
    "csv_upload": None,
}
TAKEN = "another workspace with same name exists in organization"


def create(somebody: Person, cast: Cast, name: Any = "Studio", **body: Any) -> Answer:
    return somebody.post(f"{cast.organization}/workspaces", {"name": name, **body})


def test_a_name_is_enough_and_the_rest_has_defaults(cast: Cast) -> None:
    answer = create(cast.alice, cast)

    assert answer.status == 200
    assert {field: answer.json[field] for field in DEFAULTS} == DEFAULTS
    assert (answer.json["organization_id"], answer.json["name"]) == (cast.place.organization_id, "Studio")
    assert (answer.json["role"], answer.json["admin"], answer.json["premium"]) == ("admin", True, True)
    assert answer.json["at"] == answer.json["last_modified"]
    assert re.fullmatch(r"/ical/workspace_user/[0-9a-f]{32}", answer.json["ical_url"])
    assert cast.alice.get(f"/workspaces/{answer.json['id']}").json == answer.json


def test_null_is_the_default_too(cast: Cast) -> None:
    answer = create(cast.alice, cast, **dict.fromkeys(("default_currency", "rounding", "reports_collapse", "admins")))

    assert answer.status == 200
    assert {field: answer.json[field] for field in DEFAULTS} == DEFAULTS


def test_a_name_is_trimmed_and_may_have_140_characters(cast: Cast) -> None:
    assert create(cast.alice, cast, " \n Studio\t ").json["name"] == "Studio"
    assert create(cast.alice, cast, f" {'ü' * 140} ").json["name"] == "ü" * 140
    assert create(cast.alice, cast, "ü" * 141).json == "workspace name must not be longer than 140"
    assert create(cast.alice, cast, "\u2003\u00a0").json == "workspace name must contain non-space characters"


def test_names_are_unique_without_regard_to_case(cast: Cast) -> None:
    elsewhere = f"/organizations/{cast.elsewhere.organization_id}/workspaces"
    for first, second in (("Studio", "studio"), ("Straße", "STRASSE"), ("ÉCOLE", "école"), ("Σίσυφος", "ΣΊΣΥΦΟΣ")):
        assert create(cast.alice, cast, first).status == 200
        refused = create(cast.alice, cast, f" {second} ")

        assert (refused.status, refused.json) == (400, TAKEN)
        assert cast.charlie.post(elsewhere, {"name": first}).status == 200


def test_bodies_that_cannot_be_read_are_refused(cast: Cast) -> None:
    path = f"{cast.organization}/workspaces"
    for body, sentence in (
        (b"", "JSON is not valid"),
        (b'{"name": "\xff"}', "JSON is not valid"),
        (b'{"name": "\\ud800"}', "JSON is not valid"),
        (b"[]", "body must be an object"),
        (b'"Studio"', "body must be an object"),
        (b"{}", "workspace name must not be nil"),
        (b'{"name": 7}', "name must be a string or null"),
        (b'{"name": "a\\u0000b"}', "name must not contain NUL characters"),
        (b'{"name": "Studio", "admins": 7}', "admins must be a list or null"),
        (b'{"name": "Studio", "reports_collapse": "yes"}', "reports_collapse must be true or false or null"),
    ):
        answer = cast.alice.post(path, body=body)

        assert (answer.status, answer.json) == (400, sentence), body
    assert cast.alice.post(path, body=b'{"name": "%s"}' % (b"x" * 1024 * 1024)).status == 413
    assert len(cast.alice.get("/me/workspaces").json) == 1


def test_unknown_fields_are_ignored(cast: Cast) -> None:
    assert create(cast.alice, cast, id=1, organization_id=1, color="#fff", api_token="x").status == 200


def test_the_creator_and_the_named_admins_run_it(cast: Cast) -> None:
    created = create(cast.alice, cast, admins=[cast.bob.id, cast.bob.id]).json
    path = f"/workspaces/{created['id']}"

    assert {admin["name"] for admin in cast.bob.get(f"{path}/statistics").json["admins"]} == {"Alice", "Bob"}
    assert cast.bob.get(path).json["role"] == "admin"
    assert cast.bob.get(path).json["ical_url"] != created["ical_url"]
    assert cast.bob.put(path, {"rounding": 0}).status == 200


def test_an_admin_must_be_in_the_organization(cast: Cast) -> None:
    for stranger in (cast.charlie.id, 0, 2**53 - 1):
        refused = create(cast.alice, cast, admins=[cast.bob.id, stranger])

        assert (refused.status, refused.json) == (400, f"User with id {stranger} does not exist.")
    for wrong in (2**53, -1, 1.5, "1", None, [1]):
        refused = create(cast.alice, cast, admins=[wrong])

        assert (refused.status, "admins[0] must be" in refused.json) == (400, True), wrong
    assert len(cast.alice.get("/me/workspaces").json) == 1


def test_who_may_create(cast: Cast) -> None:
    officer = colleague(person(cast.world, "Olga"), cast.place, place_role=OrganizationRole.ADMIN)
    outsider = colleague(person(cast.world, "Otto"), cast.elsewhere, place_role=OrganizationRole.ADMIN)

    assert create(officer, cast, "By an organization admin").json["role"] == "admin"
    assert (create(cast.bob, cast).status, create(cast.bob, cast).json) == (403, "Forbidden")
    for stranger in (cast.charlie, outsider):
        refused = create(stranger, cast)
        assert (refused.status, refused.json) == (404, "Organization not found/accessible")
    missing = cast.alice.post("/organizations/9007199254740991/workspaces", {"name": "Studio"})
    assert (missing.status, missing.json) == (404, "Organization not found/accessible")


def test_an_organization_admin_needs_an_active_place_in_a_workspace(cast: Cast) -> None:
    officer = colleague(person(cast.world, "Olga"), cast.place, place_role=OrganizationRole.ADMIN)
    set_place(officer, cast.place, inactive=True)

    refused = create(officer, cast)

    assert (refused.status, refused.json) == (404, "Workspace not found/accessible")


@pytest.mark.parametrize("plan", [Plan.FREE, Plan.STARTER])
def test_the_small_plans_have_one_workspace(cast: Cast, plan: Plan) -> None:
    put_on_plan(cast.world, cast.place, plan)
    refused = create(cast.alice, cast)
    assert (refused.status, refused.json) == (400, "Multiple workspaces are not enabled in this organization.")

    put_on_plan(cast.world, cast.place, plan, multi_workspace=True)
    created = create(cast.alice, cast)

    assert created.status == 200
    assert (created.json["premium"], created.json["business_ws"]) == (plan is Plan.STARTER, False)


def test_the_premium_plan_has_20_workspaces_and_the_enterprise_plan_more(cast: Cast) -> None:
    put_on_plan(cast.world, cast.place, Plan.PREMIUM)
    add_workspaces(cast.alice, cast.place, 18)
    assert create(cast.alice, cast, "The 20th").json["business_ws"] is True

    refused = create(cast.alice, cast, "The 21st")
    put_on_plan(cast.world, cast.place, Plan.ENTERPRISE)

    assert (refused.status, refused.json) == (400, "Organization Acme can have a maximum of 20 workspaces")
    assert create(cast.alice, cast, "The 21st").status == 200


def test_free_plans_lack_some_fields_whatever_their_values(cast: Cast) -> None:
    put_on_plan(cast.world, cast.place, Plan.FREE, multi_workspace=True)
    for field, value in (("rounding", 1), ("rounding_minutes", 0), ("projects_billable_by_default", True)):
        refused = create(cast.alice, cast, **{field: value})
        assert (refused.status, refused.json) == (402, f"Must be a premium user to use {field}")

    for number, currency in enumerate(("USD", "usd", None)):
        allowed = create(cast.alice, cast, f"Studio {number}", default_currency=currency, default_hourly_rate=None)
        assert (allowed.status, allowed.json["default_currency"]) == (200, "USD")


def test_somebody_in_100_workspaces_cannot_be_in_another(cast: Cast) -> None:
    add_workspaces(cast.alice, cast.place, 98)
    assert create(cast.alice, cast, "The 100th").status == 200
    refusal = (400, "user can have a maximum of 100 workspaces")

    own, founded = (
        create(cast.alice, cast),
        cast.alice.post("/organizations", {"name": "More", "workspace_name": "One"}),
    )
    colleague(cast.alice, cast.elsewhere, role=None)
    named = cast.charlie.post(
        f"/organizations/{cast.elsewhere.organization_id}/workspaces", {"name": "Studio", "admins": [cast.alice.id]}
    )

    assert [(answer.status, answer.json) for answer in (own, founded, named)] == [refusal] * 3
    assert create(cast.bob, cast).status == 403


def test_of_two_at_once_with_one_name_one_succeeds(cast: Cast) -> None:
    for number in range(5):
        answers = at_once(
            cast.world,
            lambda name=f"Studio {number}": create(cast.alice, cast, name),
            lambda name=f"STUDIO {number}": create(cast.alice, cast, name),
        )

        assert sorted(answer.status for answer in answers) == [200, 400]
        assert [answer.json for answer in answers if answer.status == 400] == [TAKEN]
    assert len(cast.alice.get("/me/workspaces").json) == 6


def test_of_two_at_once_one_gets_the_last_place(cast: Cast) -> None:
    put_on_plan(cast.world, cast.place, Plan.PREMIUM)
    add_workspaces(cast.alice, cast.place, 18)

    answers = at_once(cast.world, lambda: create(cast.alice, cast, "Here"), lambda: create(cast.alice, cast, "There"))

    assert sorted(answer.status for answer in answers) == [200, 400]


def test_of_two_at_once_in_two_organizations_one_is_the_100th(cast: Cast) -> None:
    add_workspaces(cast.alice, cast.place, 97)
    another = organization(cast.alice)

    answers = at_once(
        cast.world,
        lambda: create(cast.alice, cast, "Here"),
        lambda: cast.alice.post(f"/organizations/{another.organization_id}/workspaces", {"name": "There"}),
    )

    assert sorted(answer.status for answer in answers) == [200, 400]
    assert len(cast.alice.get("/me/workspaces").json) == 100


def test_the_workspace_and_its_admin_are_logged_without_secrets(cast: Cast) -> None:
    before = log(cast.world, cast.place)

    created = create(cast.alice, cast, default_hourly_rate=12.5).json

    logged, member, rate = log(cast.world, cast.place)[len(before) :]
    assert (member.kind, member.action, member.after["user_id"]) == ("workspace_user", "created", cast.alice.id)
    assert (logged.kind, logged.action, logged.entity_id) == ("workspace", "created", created["id"])
    assert (logged.before, logged.user_id, logged.workspace_id) == (None, cast.alice.id, created["id"])
    assert (logged.after["name"], logged.after["default_hourly_rate"]) == ("Studio", 12.5)
    assert (rate.kind, rate.entity_id, rate.workspace_id) == ("rate", created["id"], created["id"])
    token = created["ical_url"].rpartition("/")[2]
    assert not any(secret in repr([logged, member]) for secret in (token, "ical_token", "password", cast.alice.token))


def test_a_refused_request_logs_nothing(cast: Cast) -> None:
    before = log(cast.world, cast.place)

    for answer in (
        create(cast.alice, cast, "Main"),
        create(cast.alice, cast, admins=[cast.charlie.id]),
        create(cast.bob, cast),
        create(cast.charlie, cast),
    ):
        assert answer.status >= 400

    assert log(cast.world, cast.place) == before
