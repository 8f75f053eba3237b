"""PUT …/workspace_users/{workspace_user_id}: rates, costs, working hours and flags."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from sundial.access.plans import Plan
from tests.cast import Cast
from tests.conftest import SetClock
from tests.people.backstage import hire, member_path, members, put_on_plan

RATES = "Billable rates are available for Starter and higher plans."
COSTS = "Workspace needs to have the labour_cost feature enabled."
HOURS = "Workspace needs to have the working_hours feature enabled."
FULL: dict[str, Any] = {
    "role": "projectlead",
    "inactive": True,
    "rate": 80.25,
    "rate_change_mode": "start-today",
    "labor_cost": 40,
    "labor_cost_change_mode": "override-all",
    "view_edit_billable_rates": True,
    "view_edit_labor_costs": False,
    "working_hours_in_minutes": 450,
}
MODES = ("rate_change_mode", "labor_cost_change_mode")


@pytest.mark.parametrize("door", ["workspace_users", "users"])
def test_every_field_is_taken(cast: Cast, door: str) -> None:
    where = f"{cast.workspace}/users/{cast.bob.id}" if door == "users" else member_path(cast, cast.bob)

    answer = cast.alice.put(where, FULL)

    assert answer.status == 200
    wanted = {field: value for field, value in FULL.items() if field not in MODES}
    assert {field: answer.json[field] for field in wanted} == wanted
    assert members(cast.alice, cast.place)["Bob"] == answer.json


def test_a_field_that_is_absent_stays(cast: Cast) -> None:
    where = member_path(cast, cast.bob)
    full = cast.alice.put(where, FULL).json

    assert {**cast.alice.put(where, {}).json, "at": ""} == {**full, "at": ""}
    assert {**cast.alice.put(where, {"rate": 1}).json, "at": ""} == {
        **full,
        "rate": 1,
        "at": "",
        "rate_last_updated": members(cast.alice, cast.place)["Bob"]["rate_last_updated"],
    }


def test_a_posted_field_becomes_null_and_others_stay(cast: Cast) -> None:
    where = member_path(cast, cast.bob)
    nullable = [
        "rate",
        "labor_cost",
        "working_hours_in_minutes",
        "view_edit_billable_rates",
        "view_edit_labor_costs",
    ]
    answer = cast.alice.put(where, FULL)

    for number, field in enumerate(nullable, start=1):
        answer = cast.alice.put(where, {"postedFields": [field], field: None})
        assert {name for name in nullable if answer.json[name] is None} == set(nullable[:number])
    bob = members(cast.alice, cast.place)["Bob"]
    assert (bob["role"], bob["inactive"]) == ("projectlead", True)


def test_a_posted_field_with_a_value_takes_the_value(cast: Cast) -> None:
    body = {"postedFields": ["rate", "labor_cost", "unknown", "role"], "rate": 10}

    answer = cast.alice.put(member_path(cast, cast.bob), body)

    assert (answer.status, answer.json["rate"], answer.json["labor_cost"]) == (200, 10, None)


def test_money_is_exact_and_zero_is_a_rate(cast: Cast) -> None:
    where = member_path(cast, cast.bob)
    for amount in (0, 0.01, 12.5, 9_999_999.99, 10_000_000, 0.3):
        answer = cast.alice.put(where, {"rate": amount, "labor_cost": amount})
        assert (answer.json["rate"], answer.json["labor_cost"]) == (amount, amount)


def test_the_time_of_a_rate_changes_with_its_amount_only(cast: Cast, clock: SetClock) -> None:
    where = member_path(cast, cast.bob)
    clock.set(2026, 3, 2, 9)
    cast.alice.put(where, {"rate": 10, "labor_cost": 5})

    clock.forward(hours=1)
    answer = cast.alice.put(where, {"rate": 10, "labor_cost": 6})
    assert answer.json["rate_last_updated"] == "2026-03-02T09:00:00Z"
    assert answer.json["labor_cost_last_updated"] == "2026-03-02T10:00:00Z"
    assert answer.json["at"] == "2026-03-02T10:00:00Z"

    clock.forward(hours=1)
    answer = cast.alice.put(where, {"postedFields": ["rate"]})
    assert answer.json["rate_last_updated"] == "2026-03-02T11:00:00Z"


def test_nonsense_is_refused_and_changes_nothing(cast: Cast) -> None:
    positive = "Working hours must be positive or null"
    modes = "must be one of start-today, override-current, override-all"
    bodies: list[tuple[dict[str, Any], str]] = [
        ({"working_hours_in_minutes": 0}, positive),
        ({"working_hours_in_minutes": -480}, positive),
        ({"working_hours_in_minutes": 7.5}, "working_hours_in_minutes must be an integer or null"),
        ({"working_hours_in_minutes": 2**63}, "working_hours_in_minutes must be at most 9007199254740991"),
        ({"rate": -0.01}, "rate must be at least 0"),
        ({"labor_cost": -1}, "labor_cost must be at least 0"),
        ({"rate": 0.001}, "rate must have at most two decimals"),
        ({"labor_cost": 1.999}, "labor_cost must have at most two decimals"),
        ({"rate": 10_000_001}, "rate must not be more than 10000000"),
        ({"rate": "80"}, "rate must be a number"),
        ({"rate": True}, "rate must be a number"),
        ({"rate": {}}, "rate must be a number"),
        ({"rate_change_mode": "now"}, f"rate_change_mode {modes}"),
        ({"labor_cost_change_mode": ""}, f"labor_cost_change_mode {modes}"),
        ({"view_edit_billable_rates": 0}, "view_edit_billable_rates must be true or false or null"),
        ({"view_edit_labor_costs": "no"}, "view_edit_labor_costs must be true or false or null"),
        ({"postedFields": "rate"}, "postedFields must be a list or null"),
        ({"postedFields": [1]}, "postedFields[0] must be a string"),
    ]
    before, where = members(cast.alice, cast.place)["Bob"], member_path(cast, cast.bob)
    for body, text in bodies:
        answer = cast.alice.put(where, {"role": "admin", **body})
        assert (answer.status, answer.json) == (400, text), body

    assert members(cast.alice, cast.place)["Bob"] == before


def test_a_body_must_be_an_object(cast: Cast) -> None:
    where = member_path(cast, cast.bob)

    for body in (b"", b"{", b"{'a': 1}", b'{"role": "\xff"}'):
        refused = cast.alice.put(where, body=body)
        assert (refused.status, refused.json) == (400, "JSON is not valid"), body
    for body in (b"[]", b"null", b'"admin"', b"1"):
        refused = cast.alice.put(where, body=body)
        assert (refused.status, refused.json) == (400, "body must be an object"), body


@pytest.mark.parametrize(
    ("plan", "refused"),
    [
        (Plan.FREE, {"rate": RATES, "labor_cost": COSTS, "working_hours_in_minutes": HOURS}),
        (Plan.STARTER, {"labor_cost": COSTS}),
        (Plan.PREMIUM, {}),
        (Plan.ENTERPRISE, {}),
    ],
)
def test_plans_include_different_fields(cast: Cast, plan: Plan, refused: dict[str, str]) -> None:
    put_on_plan(cast, plan)
    where = member_path(cast, cast.bob)

    for field in ("rate", "labor_cost", "working_hours_in_minutes"):
        answer = cast.alice.put(where, {field: 10, "role": "teamlead"})
        if field in refused:
            assert (answer.status, answer.json) == (402, refused[field])
        else:
            assert (answer.status, answer.json[field]) == (200, 10)


def test_what_a_plan_lacks_can_still_be_taken_away(cast: Cast) -> None:
    where = member_path(cast, cast.bob)
    cast.alice.put(where, FULL)
    put_on_plan(cast, Plan.FREE)

    answer = cast.alice.put(where, {"postedFields": ["rate", "labor_cost", "working_hours_in_minutes"], "rate": None})

    assert answer.status == 200
    assert [answer.json[field] for field in ("rate", "labor_cost", "working_hours_in_minutes")] == [None] * 3


def test_a_flag_counts_as_soon_as_it_is_set(cast: Cast) -> None:
    dora = hire(cast, "Dora", Role.PROJECTLEAD)
    where = member_path(cast, dora)
    cast.alice.put(member_path(cast, cast.bob), {"rate": 80, "labor_cost": 40})

    def seen() -> tuple[float | None, float | None]:
        bob = members(dora, cast.place)["Bob"]
        return bob["rate"], bob["labor_cost"]

    def permissions() -> set[str]:
        return set(dora.get(cast.workspace).json["permissions"]) & {"billable_rates_view", "labor_costs_view"}

    assert (seen(), permissions()) == ((80, 40), {"billable_rates_view", "labor_costs_view"})
    cast.alice.put(where, {"view_edit_billable_rates": False})
    assert (seen(), permissions()) == ((None, 40), {"labor_costs_view"})
    cast.alice.put(where, {"view_edit_labor_costs": False, "postedFields": ["view_edit_billable_rates"]})
    assert (seen(), permissions()) == ((80, None), {"billable_rates_view"})
