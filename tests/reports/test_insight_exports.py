"""Profitability of projects and of people as files."""

# openpyxl has no types.
# pyright: reportMissingModuleSource=false, reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportOptionalMemberAccess=false
# pyright: reportAttributeAccessIssue=false

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from sundial.access.permissions import Role
from sundial.access.plans import Plan
from sundial.core.money import Money
from tests.cast import Cast
from tests.people.backstage import put_on_plan
from tests.reports.stage import Stage, in_zone, stage

DAYS = {"start_date": "2026-03-02", "end_date": "2026-03-04", "currency": "USD"}
PROJECTS, EMPLOYEES = "profitability/projects.csv", "profitability/employees.csv"
FIGURES = ["Tracked", "Billable", "Earnings (USD)", "Labor cost (USD)", "Profit (USD)", "Margin"]


@pytest.fixture
def there(cast: Cast) -> Stage:
    """A workspace where an hour bills 100 USD; one of Alice's costs 40, one of Bob's 10."""
    made = stage(cast)
    made.rate("workspace", cast.place.workspace_id, 100)
    made.rate("workspace_user", cast.alice.id, 40, costs=True)
    made.rate("workspace_user", cast.bob.id, 10, costs=True)
    return made


def test_a_line_for_each_project(there: Stage, cast: Cast) -> None:
    first = there.project(name="A", client_id=there.client("Client"))
    second = there.project(name="B", fixed_fee=Money(10_01))
    there.diary().add(project_id=first, duration=3600, billable=True)
    there.diary(cast.bob).add(project_id=first, duration=1800)
    there.diary(cast.bob).add(project_id=second, duration=36000)

    assert there.lines(PROJECTS, DAYS) == [
        ["Project", "Client", *FIGURES],
        ["A", "Client", "01:30:00", "01:00:00", "100.00", "45.00", "55.00", "55.00%"],
        ["B", "", "10:00:00", "00:00:00", "10.01", "100.00", "-89.99", "-899.00%"],
    ]


def test_the_sums_are_those_of_the_report(there: Stage, cast: Cast) -> None:
    for number in range(4):
        project = there.project(fixed_fee=Money(7_77) if number % 2 else None)
        there.diary().add(project_id=project, duration=1000 + number * 7, billable=True)
        there.diary(cast.bob).add(project_id=project, duration=77 + number, start="2026-03-03T09:00:00Z")

    table = there.read("profitability/projects", DAYS)["table"]
    told = [(line[0], line[4], line[5]) for line in there.lines(PROJECTS, DAYS)[1:]]

    assert told == [(row["name"], money(row["earnings"]), money(row["labour_cost"])) for row in table]


def money(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def test_a_line_for_each_person(there: Stage, cast: Cast) -> None:
    project = there.project()
    there.diary().add(project_id=project, duration=3600, billable=True)
    there.diary().add(duration=1800, start="2026-03-04T09:00:00Z")
    there.diary(cast.bob).add(duration=36, billable=True)
    there.diary(cast.bob).add(project_id=there.project(currency="EUR"), duration=3600, billable=True)

    assert there.lines(EMPLOYEES, DAYS) == [
        ["User", "Email", *FIGURES],
        ["Alice", cast.alice.email, "01:30:00", "01:00:00", "100.00", "60.00", "40.00", "40.00%"],
        ["Bob", cast.bob.email, "00:00:36", "00:00:36", "1.00", "0.10", "0.90", "90.00%"],
    ]


def test_a_line_for_each_step_of_each_person(there: Stage, cast: Cast) -> None:
    there.diary().add(start="2026-03-31T09:00:00Z", duration=3600)
    there.diary().add(start="2026-04-01T09:00:00Z", duration=1800)
    there.diary(cast.bob).add(start="2026-06-30T09:00:00Z", duration=60)
    asked = {**DAYS, "start_date": "2026-03-15", "end_date": "2026-07-31"}

    quarters = there.lines(EMPLOYEES, {**asked, "resolution": "quarter"})
    months = there.lines(EMPLOYEES, {**asked, "resolution": "month"})

    assert [line[:3] + line[4:5] for line in quarters] == [
        ["From", "To", "User", "Tracked"],
        ["2026-03-15", "2026-03-31", "Alice", "01:00:00"],
        ["2026-04-01", "2026-06-30", "Alice", "00:30:00"],
        ["2026-04-01", "2026-06-30", "Bob", "00:01:00"],
    ]
    assert [line[:2] for line in months[1:]] == [
        ["2026-03-15", "2026-03-31"],
        ["2026-04-01", "2026-04-30"],
        ["2026-06-01", "2026-06-30"],
    ]


def test_people_share_a_fixed_fee_by_their_time(there: Stage, cast: Cast) -> None:
    project = there.project(fixed_fee=Money(100_00))
    there.diary().add(project_id=project, duration=100, billable=True)
    there.diary(cast.bob).add(project_id=project, duration=200, start="2026-03-03T09:00:00Z")

    def earned(**filters: Any) -> dict[str, str]:
        lines = there.lines(EMPLOYEES, {**DAYS, **filters})
        place = lines[0].index("Earnings (USD)")
        return {line[lines[0].index("User")]: line[place] for line in lines[1:]}

    assert earned() == {"Alice": "33.33", "Bob": "66.67"}
    # Bob's part stays his when he is not asked about.
    assert earned(user_ids=[cast.alice.id]) == {"Alice": "33.33"}
    assert earned(resolution="day") == {"Alice": "33.33", "Bob": "66.67"}


def test_people_are_chosen_by_their_groups(there: Stage, cast: Cast) -> None:
    body = {"name": "Group", "users": [cast.bob.id], "workspaces": [cast.place.workspace_id]}
    group = there.boss.post(f"{cast.organization}/groups", body).json["group_id"]
    for person in (cast.alice, cast.bob):
        there.diary(person).add(duration=60)

    assert [line[0] for line in there.lines(EMPLOYEES, {**DAYS, "group_ids": [group]})[1:]] == ["Bob"]


@pytest.mark.parametrize("path", [PROJECTS, EMPLOYEES])
def test_a_workbook_ends_with_a_total_that_is_summed_before_it_is_rounded(there: Stage, cast: Cast, path: str) -> None:
    for somebody in (cast.alice, cast.bob):
        there.diary(somebody).add(project_id=there.project(), duration=60, billable=True)

    answer = there.insight(path.replace(".csv", ".xlsx"), DAYS)

    assert answer.status == 200
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    assert answer.headers["content-disposition"].endswith('.xlsx"')
    lines: list[list[Any]] = [list(line) for line in load_workbook(BytesIO(answer.content)).active.values]
    place = next(line for line in lines if "Earnings (USD)" in line).index("Earnings (USD)")
    # Each earns 1.666…
    assert [line[place] for line in lines[-3:]] == [1.67, 1.67, 3.33]
    assert lines[-1][0] == "Total"


@pytest.mark.parametrize("path", [PROJECTS, EMPLOYEES])
@pytest.mark.parametrize(
    "asked",
    [
        {"currency": None},
        {"start_date": "2.3.2026"},
        {"start_date": "2026-03-05"},
        {"start_date": "2005-03-05"},
        {"start_date": "2025-03-03"},
        {"resolution": "hour"},
    ],
)
def test_bad_parameters_are_refused(there: Stage, path: str, asked: dict[str, Any]) -> None:
    answer = there.insight(path, {**DAYS, **asked})

    assert (answer.status, answer.json) == (400, "Invalid parameters")


@pytest.mark.parametrize("path", [PROJECTS, EMPLOYEES])
def test_only_two_formats_are_written(there: Stage, path: str) -> None:
    answer = there.insight(path.replace(".csv", ".pdf"), DAYS)

    assert (answer.status, answer.json) == (400, "Invalid 'extension' value, allowed values are: 'csv, xlsx'")


@pytest.mark.parametrize("path", [PROJECTS, EMPLOYEES])
def test_only_who_sees_all_of_it_reads_it(there: Stage, cast: Cast, path: str) -> None:
    lead = there.hire("Lea", Role.TEAMLEAD)
    assert there.insight(path, DAYS, lead).status == 200
    there.flags(lead, view_edit_billable_rates=False)

    for person in (lead, cast.bob, cast.charlie):
        answer = there.insight(path, DAYS, person)
        assert (answer.status, answer.json) == (403, "User has no access to workspace or is not admin")


@pytest.mark.parametrize("path", [PROJECTS, EMPLOYEES])
def test_they_need_a_plan(there: Stage, cast: Cast, path: str) -> None:
    put_on_plan(cast, Plan.STARTER)

    answer = there.insight(path, DAYS)

    assert (answer.status, answer.json) == (402, "Workspace needs to have this feature enabled")


def test_a_workspace_has_a_number(cast: Cast) -> None:
    answer = cast.alice.post("//insights/api/v1/workspace/x/profitability/projects.csv", DAYS)

    assert (answer.status, answer.json) == (400, "Invalid workspace ID")


def test_what_belongs_to_others_finds_nothing(there: Stage, cast: Cast) -> None:
    theirs = in_zone(cast, "UTC")
    theirs.diary().add(project_id=(foreign := theirs.project()))
    there.diary().add(project_id=there.project())

    assert there.lines(PROJECTS, {**DAYS, "project_ids": [foreign]})[1:] == []
    assert there.lines(EMPLOYEES, {**DAYS, "user_ids": [theirs.boss.id]})[1:] == []
