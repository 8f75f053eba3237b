"""What projects earn and cost."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from sundial.access.plans import Plan
from sundial.core.money import Money
from tests.cast import Cast
from tests.people.backstage import put_on_plan
from tests.reports.stage import Stage, in_zone, stage

DAYS = {"start_date": "2026-03-02", "end_date": "2026-03-04", "currency": "USD"}


@pytest.fixture
def there(cast: Cast) -> Stage:
    """A workspace where an hour bills 100 USD; one of Alice's costs 40, one of Bob's 10."""
    made = stage(cast)
    made.rate("workspace", cast.place.workspace_id, 100)
    made.rate("workspace_user", cast.alice.id, 40, costs=True)
    made.rate("workspace_user", cast.bob.id, 10, costs=True)
    return made


def test_projects_earn_by_the_hour_and_cost_by_every_hour(there: Stage, cast: Cast) -> None:
    first, second = there.project(name="A", color="#123456"), there.project(name="B")
    there.diary().add(project_id=first, duration=3600, billable=True)
    there.diary(cast.bob).add(project_id=first, duration=1800, billable=False)
    there.diary(cast.bob).add(project_id=second, start="2026-03-04T09:00:00Z", duration=36, billable=True)
    there.diary().add(duration=3600, billable=True)
    there.project(name="Without time")

    report = there.read("profitability/projects", DAYS)

    assert report == {
        "currency": "USD",
        "graph": {
            "resolution": "day",
            "data": [
                {"date": "2026-03-02", "earnings": 100_00, "labour_cost": 45_00},
                {"date": "2026-03-03", "earnings": 0, "labour_cost": 0},
                {"date": "2026-03-04", "earnings": 1_00, "labour_cost": 10},
            ],
        },
        "table": [
            {
                "project_id": first,
                "name": "A",
                "color": "#123456",
                "currency": "USD",
                "earnings": 100_00,
                "labour_cost": 45_00,
                "billable_seconds": 3600,
                "total_seconds": 5400,
            },
            {
                "project_id": second,
                "name": "B",
                "color": "#0b83d9",
                "currency": "USD",
                "earnings": 1_00,
                "labour_cost": 10,
                "billable_seconds": 36,
                "total_seconds": 36,
            },
        ],
    }


def test_the_cost_of_a_project_user_wins(there: Stage, cast: Cast) -> None:
    project = there.project()
    answer = there.boss.post(f"{there.workspace}/project_users", {"project_id": project, "user_id": cast.bob.id})
    there.rate("project_user", answer.json["id"], 20, costs=True)
    there.diary(cast.bob).add(project_id=project, duration=3600)

    assert there.read("profitability/projects", DAYS)["table"][0]["labour_cost"] == 20_00


def test_a_fixed_fee_is_earned_whole_and_shared_by_time(there: Stage, cast: Cast) -> None:
    project = there.project(fixed_fee=Money(100_00))
    for day, seconds in ((2, 100), (3, 100), (4, 100)):
        there.diary().add(project_id=project, start=f"2026-03-0{day}T09:00:00Z", duration=seconds, billable=True)
    there.diary().add(project_id=project, start="2026-03-05T09:00:00Z", duration=9000, billable=True)

    report = there.read("profitability/projects", DAYS)

    assert [row["earnings"] for row in report["table"]] == [100_00]
    parts = [step["earnings"] for step in report["graph"]["data"]]
    assert parts == [33_33, 33_34, 33_33]
    assert sum(parts) == 100_00
    assert [row["labour_cost"] for row in report["table"]] == [3_33]


def test_a_fixed_fee_without_time_in_the_range_is_not_earned(there: Stage) -> None:
    project = there.project(fixed_fee=Money(100_00))
    there.diary().add(project_id=project, start="2026-03-05T09:00:00Z")

    report = there.read("profitability/projects", DAYS)

    assert report["table"] == []
    assert {step["earnings"] for step in report["graph"]["data"]} == {0}


def test_a_report_is_about_one_currency(there: Stage) -> None:
    dollars, euros = there.project(name="Dollars"), there.project(name="Euros", currency="EUR")
    there.diary().add(project_id=dollars, duration=3600, billable=True)
    there.diary().add(project_id=euros, duration=1800, billable=True)

    def asked(currency: str) -> tuple[list[str], int]:
        report = there.read("profitability/projects", {**DAYS, "currency": currency})
        assert report["currency"] == currency
        return [row["name"] for row in report["table"]], report["graph"]["data"][0]["earnings"]

    assert asked("USD") == (["Dollars"], 100_00)
    assert asked("EUR") == (["Euros"], 50_00)
    assert asked("CHF") == ([], 0)


def test_time_is_chosen_and_rounded(there: Stage) -> None:
    client = there.client("Client")
    first, second = there.project(name="A", client_id=client), there.project(name="B")
    there.diary().add(project_id=first, duration=1, billable=True)
    there.diary().add(project_id=second, duration=3599, billable=False)

    def names(**filters: Any) -> list[str]:
        return [row["name"] for row in there.read("profitability/projects", {**DAYS, **filters})["table"]]

    assert names() == ["A", "B"]
    assert names(billable=True) == ["A"]
    assert names(project_ids=[second]) == ["B"]
    assert names(client_ids=[client]) == ["A"]
    assert names(client_ids=[None]) == ["B"]
    rounded = there.read("profitability/projects", {**DAYS, "rounding": 1, "rounding_minutes": 60})["table"]
    assert [(row["total_seconds"], row["earnings"]) for row in rounded] == [(3600, 100_00), (3600, 0)]


def test_amounts_are_summed_before_they_are_rounded(there: Stage) -> None:
    project = there.project()
    for _ in range(6):
        there.diary().add(project_id=project, duration=60, billable=True)

    report = there.read("profitability/projects", DAYS)

    assert (report["table"][0]["earnings"], report["table"][0]["labour_cost"]) == (10_00, 4_00)
    assert report["graph"]["data"][0]["earnings"] == 10_00


@pytest.mark.parametrize(
    ("role", "flags", "status"),
    [
        (Role.ADMIN, {}, 200),
        (Role.PROJECTLEAD, {}, 200),
        (Role.TEAMLEAD, {}, 200),
        (Role.USER, {}, 403),
        (Role.PROJECTLEAD, {"view_edit_billable_rates": False}, 403),
        (Role.TEAMLEAD, {"view_edit_labor_costs": False}, 403),
    ],
)
def test_only_who_sees_all_of_it_reads_it(there: Stage, role: Role, flags: dict[str, bool], status: int) -> None:
    somebody = there.hire("Dora", role)
    if flags:
        there.flags(somebody, **flags)

    answer = there.report("profitability/projects", DAYS, somebody)

    assert answer.status == status
    assert status == 200 or answer.json == "Admin permissions required"


@pytest.mark.parametrize(("plan", "status"), [(Plan.FREE, 402), (Plan.STARTER, 402), (Plan.PREMIUM, 200)])
def test_it_needs_a_plan(there: Stage, cast: Cast, plan: Plan, status: int) -> None:
    put_on_plan(cast, plan)

    answer = there.report("profitability/projects", DAYS)

    assert answer.status == status
    assert status == 200 or answer.json == "Workspace needs to have this feature enabled"


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"start_date": "2.3.2026"}, "Wrong format date"),
        ({"end_date": ""}, "Wrong format date"),
        ({"start_date": "2026-03-05"}, "Invalid date span"),
        ({"start_date": "2025-03-03"}, "Invalid date span"),
        ({"currency": None}, "Currency is required parameter"),
        ({"resolution": "quarter"}, "Resolution must be one of [day, week, month]"),
    ],
)
def test_what_cannot_be_told_is_refused(there: Stage, asked: dict[str, Any], text: str) -> None:
    answer = there.report("profitability/projects", {**DAYS, **asked})

    assert (answer.status, answer.json) == (400, text)


def test_what_belongs_to_others_finds_nothing(there: Stage, cast: Cast) -> None:
    theirs = in_zone(cast, "UTC")
    theirs.diary().add(project_id=(foreign := theirs.project()), billable=True)
    there.diary().add(project_id=there.project(), billable=True)

    assert there.read("profitability/projects", {**DAYS, "project_ids": [foreign]})["table"] == []
