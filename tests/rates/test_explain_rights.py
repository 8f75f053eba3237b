"""Who may have an entry's rates explained, of which entries, and how one asks."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from sundial.access.plans import Plan
from tests.cast import Cast
from tests.make import person
from tests.people.backstage import put_on_plan
from tests.rates.firm import Firm

NO_ACCESS = (403, "User cannot access billable rate(s).")
NOT_FOUND = (404, "Time entry not found")


def test_who_sees_which_part(firm: Firm) -> None:
    entry = firm.track()

    def parts(role: Role, **flags: bool) -> Any:
        answer = firm.explain(entry, firm.somebody("Dora", role, **flags))
        return {name: answer.json[name] is not None for name in ("billable_rate", "labor_cost")}

    assert parts(Role.TEAMLEAD) == {"billable_rate": True, "labor_cost": True}
    assert parts(Role.TEAMLEAD, view_edit_labor_costs=False) == {"billable_rate": True, "labor_cost": False}
    assert parts(Role.PROJECTLEAD, view_edit_billable_rates=False) == {"billable_rate": False, "labor_cost": True}
    neither = firm.somebody("Emil", Role.TEAMLEAD, view_edit_billable_rates=False, view_edit_labor_costs=False)
    refused = firm.explain(entry, neither)
    assert (refused.status, refused.json) == NO_ACCESS


def test_a_user_knows_no_rates_not_even_their_own(firm: Firm) -> None:
    answer = firm.explain(firm.track(), firm.cast.bob)

    assert (answer.status, answer.json) == NO_ACCESS


def test_a_manager_knows_what_their_project_bills(firm: Firm) -> None:
    firm.set("workspace", 50)
    firm.set("workspace_user", 60)
    number = firm.project_users[firm.cast.bob.id]
    assert firm.cast.alice.put(f"{firm.cast.workspace}/project_users/{number}", {"manager": True}).status == 200
    entry = firm.track()

    explained = firm.explained(entry, firm.cast.bob)
    assert explained["labor_cost"] is None
    levels = {one["level"]: one for one in explained["billable_rate"]["levels"]}
    assert levels["workspace_user"]["rate"]["amount"] == 60
    assert (levels["workspace"]["rate"], levels["workspace"]["why"]) == (None, "not for you to see")

    firm.set("project", 70)
    levels = {one["level"]: one for one in firm.explained(entry, firm.cast.bob)["billable_rate"]["levels"]}
    assert [name for name, one in levels.items() if one["rate"] is not None] == ["project"]

    other = firm.explain(firm.track(task_id=None), firm.cast.bob)
    assert (other.status, other.json) == NO_ACCESS


def test_entries_of_others_are_not_found_by_who_does_not_see_them(firm: Firm) -> None:
    mine, other = firm.track(firm.cast.alice), firm.track()
    removed = firm.track()
    assert firm.cast.bob.delete(f"{firm.cast.workspace}/time_entries/{removed}").status == 200

    for by, number in ((firm.cast.bob, mine), (firm.cast.alice, removed), (firm.cast.alice, 1)):
        answer = firm.explain(number, by)
        assert (answer.status, answer.json) == NOT_FOUND
    assert firm.explain(other).status == 200


def test_an_entry_of_another_organization_is_not_found(firm: Firm, cast: Cast) -> None:
    theirs = cast.charlie.post(
        f"/workspaces/{cast.elsewhere.workspace_id}/time_entries",
        {"created_with": "tests", "start": "2026-03-02T09:00:00Z", "duration": 60},
    ).json["id"]

    answer = firm.explain(theirs)

    assert (answer.status, answer.json) == NOT_FOUND
    assert firm.explain(theirs, person(cast.world)).status == 403


def test_which_entry_must_be_said(firm: Firm) -> None:
    missing = firm.cast.alice.get(f"{firm.cast.workspace}/rates/explain")
    wrong = firm.cast.alice.get(f"{firm.cast.workspace}/rates/explain?time_entry_id=x")

    assert (missing.status, missing.json) == (400, "time_entry_id is required")
    assert (wrong.status, wrong.json) == (400, "time_entry_id must be an integer")


def test_the_histories_are_where_they_were(firm: Firm) -> None:
    firm.set("project", 70)

    none = firm.cast.alice.get(f"{firm.cast.workspace}/rates/task/{firm.task}")
    listed = firm.cast.alice.get(f"{firm.cast.workspace}/rates/project/{firm.project}")
    wrong = firm.cast.alice.get(f"{firm.cast.workspace}/rates/explain/{firm.project}")

    assert (none.status, none.json) == (200, [])
    assert [rate["amount"] for rate in listed.json] == [70]
    assert wrong.status in (400, 404)


@pytest.mark.parametrize(
    ("plan", "status", "costs"), [(Plan.FREE, 402, False), (Plan.STARTER, 200, False), (Plan.PREMIUM, 200, True)]
)
def test_plans_have_rates_and_costs(firm: Firm, plan: Plan, status: int, costs: bool) -> None:
    entry = firm.track()
    put_on_plan(firm.cast, plan)

    answer = firm.explain(entry)

    assert answer.status == status
    if status == 402:
        assert answer.json == "Billable rates are available for Starter and higher plans."
    else:
        assert (answer.json["labor_cost"] is not None) is costs
