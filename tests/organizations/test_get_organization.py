"""GET /organizations/{organization_id}."""

from typing import Any

import pytest

from sundial.access.permissions import OrganizationRole
from sundial.access.plans import Plan
from tests.cast import Cast
from tests.contract.shapes import mismatches
from tests.make import colleague, person
from tests.workspaces.backstage import put_on_plan

FIELDS = {
    "admin": "boolean",
    "at": "time",
    "created_at": "time",
    "id": "integer",
    "is_multi_workspace_enabled": "boolean",
    "is_unified": "boolean",
    "max_data_retention_days": "integer or null",
    "max_workspaces": "integer",
    "name": "string",
    "owner": "boolean",
    "permissions": "list of string",
    "pricing_plan_enterprise": "boolean",
    "pricing_plan_id": "integer",
    "pricing_plan_name": "string",
    "subscription": "object",
    "suspended_at": "time or null",
    "trial_info": "object",
    "user_count": "integer",
}
SUBSCRIPTION = {
    "billing_period_months": "integer",
    "created_at": "time or null",
    "enterprise": "boolean",
    "plan": "string",
    "plan_name": "string",
    "seats": "integer or null",
    "state": "string",
    "trial": "object",
}


def test_it_has_the_documented_fields(cast: Cast) -> None:
    answer = cast.bob.get(cast.organization)

    assert answer.status == 200
    assert mismatches(answer.json, FIELDS) == []
    assert mismatches(answer.json["subscription"], SUBSCRIPTION) == []
    assert (answer.json["id"], answer.json["name"]) == (cast.place.organization_id, "Acme")


def test_each_sees_their_own_place(cast: Cast) -> None:
    officer = colleague(person(cast.world, "Olga"), cast.place, None, OrganizationRole.ADMIN)
    seen = {somebody.name: somebody.get(cast.organization).json for somebody in (cast.alice, officer, cast.bob)}

    places = {name: (one["owner"], one["admin"], one["user_count"]) for name, one in seen.items()}
    assert places == {"Alice": (True, True, 3), "Olga": (False, True, 3), "Bob": (False, False, 3)}
    assert "organization_update" in seen["Olga"]["permissions"]
    assert seen["Bob"]["permissions"] == ["organization_view"]


@pytest.mark.parametrize(
    ("plan", "multi_workspace", "expected"),
    [
        (Plan.FREE, False, ("Free", False, 1, "free")),
        (Plan.STARTER, False, ("Starter", False, 1, "active")),
        (Plan.FREE, True, ("Free", True, 1_000_000, "free")),
        (Plan.STARTER, True, ("Starter", True, 1_000_000, "active")),
        (Plan.PREMIUM, False, ("Premium", True, 20, "active")),
        (Plan.PREMIUM, True, ("Premium", True, 20, "active")),
        (Plan.ENTERPRISE, False, ("Enterprise", True, 1_000_000, "active")),
    ],
)
def test_the_plan_tells_how_many_workspaces_there_may_be(
    cast: Cast, plan: Plan, multi_workspace: bool, expected: Any
) -> None:
    put_on_plan(cast.world, cast.place, plan, multi_workspace)

    seen = cast.bob.get(cast.organization).json

    subscription = seen["subscription"]
    assert expected == (
        seen["pricing_plan_name"],
        seen["is_multi_workspace_enabled"],
        seen["max_workspaces"],
        subscription["state"],
    )
    assert (subscription["plan"], subscription["plan_name"]) == (plan.value, seen["pricing_plan_name"])
    assert seen["pricing_plan_enterprise"] is subscription["enterprise"] is (plan is Plan.ENTERPRISE)


def test_a_stranger_and_a_missing_organization_look_the_same(cast: Cast) -> None:
    for path in (cast.organization, "/organizations/9007199254740991", "/organizations/0"):
        refused = cast.charlie.get(path)
        assert (refused.status, refused.json) == (404, "User not part of organization")
    for wrong in ("acme", "-1", "1.5", str(2**63)):
        refused = cast.charlie.get(f"/organizations/{wrong}")
        assert (refused.status, refused.json) == (404, "Invalid organization ID")
    assert cast.world.send("GET", cast.organization).status == 401
