"""PUT /workspaces/{workspace_id}: the settings, and who may change them. The set of admins: test_update_admins.py."""

from typing import Any

import pytest

from sundial.access.permissions import OrganizationRole, Role
from sundial.access.plans import Plan
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import Answer, colleague, person
from tests.workspaces.backstage import at_once, log, put_on_plan, set_place

FLAGS = (
    "only_admins_may_create_projects",
    "only_admins_may_create_tags",
    "only_admins_see_team_dashboard",
    "projects_billable_by_default",
    "projects_private_by_default",
    "projects_enforce_billable",
    "limit_public_project_data",
    "reports_collapse",
)
NO_ACCESS = (403, "User does not have access to this resource.")


def test_what_is_absent_stays(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 1)
    cast.alice.put(cast.workspace, {"default_currency": "EUR", "default_hourly_rate": 80, "rounding_minutes": 15})
    before = cast.alice.get(cast.workspace).json
    clock.forward(hours=1)

    answer = cast.alice.put(cast.workspace, {"rounding": -1})

    moved = {"at": "2026-03-01T01:00:00Z", "last_modified": "2026-03-01T01:00:00Z"}
    assert (answer.status, answer.json) == (200, {**before, "rounding": -1, **moved})
    assert cast.alice.get(cast.workspace).json == answer.json
    assert cast.alice.put(cast.workspace, {}).json == answer.json


def test_every_flag_can_be_set_and_taken_back(cast: Cast) -> None:
    before = cast.alice.get(cast.workspace).json
    for flag in FLAGS:
        for value in (not before[flag], before[flag]):
            answer = cast.alice.put(cast.workspace, {flag: value})

            assert answer.json == {**before, flag: value, "at": answer.json["at"], "last_modified": answer.json["at"]}
            assert cast.bob.get(cast.workspace).json[flag] is value


def test_a_name_is_trimmed_checked_and_free_for_its_owner(cast: Cast) -> None:
    cast.alice.post(f"{cast.organization}/workspaces", {"name": "École"})
    for given, kept in ((" Garage ", "Garage"), ("GARAGE", "GARAGE"), ("x" * 140, "x" * 140)):
        assert cast.alice.put(cast.workspace, {"name": given}).json["name"] == kept

    for given, sentence in (
        ("éCOLE", "another workspace with same name exists in organization"),
        (None, "workspace name must not be nil"),
        ("  ", "workspace name must contain non-space characters"),
        ("", "workspace name must contain non-space characters"),
        ("x" * 141, "workspace name must not be longer than 140"),
        (True, "name must be a string or null"),
    ):
        refused = cast.alice.put(cast.workspace, {"name": given})
        assert (refused.status, refused.json) == (400, sentence)
    assert cast.alice.get(cast.workspace).json["name"] == "x" * 140


def test_a_name_that_was_given_up_is_free_again(cast: Cast) -> None:
    cast.alice.put(cast.workspace, {"name": "Garage"})

    assert cast.alice.post(f"{cast.organization}/workspaces", {"name": "MAIN"}).status == 200


def test_rounding_has_a_few_values(cast: Cast) -> None:
    for field, allowed, refused in (
        ("rounding", (-1, 0, 1), (-2, 2)),
        ("rounding_minutes", (0, 1, 5, 6, 10, 12, 15, 30, 60, 240), (-1, 2, 7, 45, 241)),
    ):
        for value in allowed:
            assert cast.alice.put(cast.workspace, {field: value}).json[field] == value
        for value in refused:
            answer = cast.alice.put(cast.workspace, {field: value})
            assert (answer.status, answer.json) == (400, f"{field} must be one of {', '.join(map(str, allowed))}")
        for text in (b'"1"', b"1.5", b"true", b"[1]", b"{}"):
            answer = cast.alice.put(cast.workspace, body=b'{"%s": %s}' % (field.encode(), text))
            assert (answer.status, answer.json) == (400, f"{field} must be an integer or null")
        assert cast.alice.put(cast.workspace, {field: 2**63}).status == 400


def test_a_currency_is_a_code_of_iso_4217(cast: Cast) -> None:
    for given, kept in (("EUR", "EUR"), ("jpy", "JPY"), ("CHF", "CHF")):
        assert cast.alice.put(cast.workspace, {"default_currency": given}).json["default_currency"] == kept
    for wrong in ("", "EU", "EURO", "XXX", "€", " EUR", "ß"):
        refused = cast.alice.put(cast.workspace, {"default_currency": wrong})
        assert (refused.status, "default_currency must be the ISO 4217 code" in refused.json) == (400, True)
    assert cast.alice.put(cast.workspace, {"default_currency": 978}).status == 400


def set_rate(cast: Cast, number: str) -> Answer:
    return cast.alice.put(cast.workspace, body=b'{"default_hourly_rate": %s}' % number.encode())


def test_a_rate_is_kept_to_the_hundredth(cast: Cast) -> None:
    for number in ("12.5", "0", "0.01", "10000000", "9999999.99", "80.00", "1.25e1"):
        answer = set_rate(cast, number)

        assert (answer.status, answer.json["default_hourly_rate"]) == (200, float(number))
        assert cast.bob.get(cast.workspace).json["default_hourly_rate"] == float(number)


def test_a_rate_out_of_range_is_refused(cast: Cast) -> None:
    for number, sentence in (
        ("0.001", "must have at most two decimals"),
        ("12.500000000000000000000000000000001", "must have at most two decimals"),
        ("1e-999999999", "must have at most two decimals"),
        ("-1", "must be at least 0"),
        ("-0.01", "must be at least 0"),
        ("10000000.01", "must not be more than 10000000"),
        ("1e30", "must not be more than 10000000"),
        ("1e999999999", "must not be more than 10000000"),
        ("99999999999999999999", "must not be more than 10000000"),
        ('"12.5"', "must be a number"),
        ("true", "must be a number"),
        ("[12.5]", "must be a number"),
        ("{}", "must be a number"),
    ):
        answer = set_rate(cast, number)
        assert (answer.status, answer.json) == (400, f"default_hourly_rate {sentence}"), number
    assert set_rate(cast, "9" * 10_000).status == 400
    assert cast.alice.get(cast.workspace).json["default_hourly_rate"] is None


def test_a_rate_with_an_absurd_exponent_is_refused(cast: Cast) -> None:
    for number in ("1e99999999999999999999", "1e-99999999999999999999"):
        assert set_rate(cast, number).status == 400


def test_a_new_rate_is_dated_and_null_takes_it_away(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 1)
    first = cast.alice.put(cast.workspace, {"default_hourly_rate": 80, "rate_change_mode": "override-all"}).json
    clock.set(2026, 3, 2)
    same = cast.alice.put(cast.workspace, {"default_hourly_rate": 80.0, "rounding": 0}).json
    clock.set(2026, 3, 3)
    none = cast.alice.put(cast.workspace, {"default_hourly_rate": None}).json

    assert [answer["rate_last_updated"] for answer in (first, same, none)] == [
        "2026-03-01T00:00:00Z",
        "2026-03-01T00:00:00Z",
        "2026-03-03T00:00:00Z",
    ]
    assert none["default_hourly_rate"] is None


def test_a_mode_of_change_is_one_of_three(cast: Cast) -> None:
    for mode in ("start-today", "override-current", "override-all"):
        body = {"default_hourly_rate": 80, "rate_change_mode": mode}
        assert cast.alice.put(cast.workspace, body).status == 200

    refused = cast.alice.put(cast.workspace, {"rate_change_mode": "start-tomorrow"})

    assert refused.status == 400
    assert refused.json == "rate_change_mode must be one of start-today, override-current, override-all"


def test_null_is_refused_where_nothing_can_be_null(cast: Cast) -> None:
    before = cast.alice.get(cast.workspace).json
    fields = (*FLAGS, "default_currency", "rounding", "rounding_minutes", "admins", "rate_change_mode")
    for field in fields:
        refused = cast.alice.put(cast.workspace, {field: None, "name": "Garage"})

        assert (refused.status, refused.json) == (400, f"{field} must not be null")
    assert cast.alice.get(cast.workspace).json == before


def test_only_admins_may_change_it(cast: Cast) -> None:
    before = cast.alice.get(cast.workspace).json
    for role in (Role.PROJECTLEAD, Role.TEAMLEAD, Role.USER):
        dora = colleague(person(cast.world, "Dora"), cast.place, role)

        refused = dora.put(cast.workspace, {"name": "Mine"})

        assert (refused.status, refused.json) == NO_ACCESS
    assert cast.alice.get(cast.workspace).json == before


def test_an_organization_admin_may_as_a_plain_member_but_not_from_outside(cast: Cast) -> None:
    officer = colleague(person(cast.world, "Olga"), cast.place, Role.USER, OrganizationRole.ADMIN)
    absent = colleague(person(cast.world, "Otto"), cast.place, None, OrganizationRole.ADMIN)
    foreign = colleague(person(cast.world, "Oskar"), cast.elsewhere, Role.ADMIN, OrganizationRole.ADMIN)

    allowed = officer.put(cast.workspace, {"rounding": 0})

    assert (allowed.status, allowed.json["rounding"], allowed.json["admin"]) == (200, 0, False)
    for stranger in (absent, foreign, cast.charlie):
        refused = stranger.put(cast.workspace, {"rounding": 1})
        assert (refused.status, refused.json) == NO_ACCESS
    missing = cast.alice.put("/workspaces/9007199254740991", {"rounding": 1})
    assert (missing.status, missing.json) == NO_ACCESS


@pytest.mark.parametrize(("joined", "inactive"), [(True, True), (False, False)])
def test_who_is_switched_off_or_only_invited_may_not(cast: Cast, joined: bool, inactive: bool) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, Role.ADMIN)
    set_place(dora, cast.place, joined=joined, inactive=inactive)

    refused = dora.put(cast.workspace, {"rounding": 0})

    assert (refused.status, refused.json) == NO_ACCESS
    assert dora.get(cast.workspace).status == 403


def test_the_free_plan_lacks_some_fields(cast: Cast) -> None:
    cast.alice.put(cast.workspace, {"default_currency": "EUR"})
    put_on_plan(cast.world, cast.place, Plan.FREE)
    tags = "restricting tag management to administrators requires a premium subscription"
    paid: dict[str, Any] = {
        "default_hourly_rate": 0,
        "default_currency": "USD",
        "rounding": 1,
        "rounding_minutes": 0,
        "projects_billable_by_default": True,
    }
    for field, value in paid.items():
        refused = cast.alice.put(cast.workspace, {field: value})
        assert (refused.status, refused.json) == (402, f"Must be a premium user to use {field}")
    assert cast.alice.put(cast.workspace, {"only_admins_may_create_tags": False}).json == tags

    body = {"default_currency": "eur", "default_hourly_rate": None, "reports_collapse": False, "name": "Garage"}
    allowed = cast.alice.put(cast.workspace, body)

    assert (allowed.status, allowed.json["default_currency"], allowed.json["premium"]) == (200, "EUR", False)
    put_on_plan(cast.world, cast.place, Plan.STARTER)
    starter = cast.alice.put(cast.workspace, paid)
    assert (starter.status, starter.json["premium"], starter.json["business_ws"]) == (200, True, False)


def test_two_changes_at_once_are_both_kept(cast: Cast) -> None:
    for number in range(8):
        answers = at_once(
            cast.world,
            lambda name=f"Garage {number}": cast.alice.put(cast.workspace, {"name": name}),
            lambda rounding=number % 2: cast.alice.put(cast.workspace, {"rounding": rounding}),
        )

        assert [answer.status for answer in answers] == [200, 200]
        present = cast.alice.get(cast.workspace).json
        assert (present["name"], present["rounding"]) == (f"Garage {number}", number % 2)


def test_one_change_is_logged_without_secrets(cast: Cast) -> None:
    before = log(cast.world, cast.place)

    answer = cast.alice.put(cast.workspace, {"name": "Garage", "default_hourly_rate": 12.5})
    refusals = [cast.alice.put(cast.workspace, {"rounding": 7}), cast.bob.put(cast.workspace, {"rounding": 0})]

    assert [refused.status for refused in refusals] == [400, 403]
    rate, logged = log(cast.world, cast.place)[len(before) :]
    assert (rate.kind, rate.entity_id) == ("rate", cast.place.workspace_id)
    assert (logged.kind, logged.action, logged.user_id) == ("workspace", "updated", cast.alice.id)
    changed = {field for field in logged.after if logged.after[field] != logged.before[field]}
    assert changed == {"name", "name_key", "default_hourly_rate", "rate_last_updated", "at"}
    assert (logged.before["name"], logged.after["name"]) == ("Main", "Garage")
    token = answer.json["ical_url"].rpartition("/")[2]
    assert not any(secret in repr(logged) for secret in (token, "ical_token", "password", cast.alice.token))
