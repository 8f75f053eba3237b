"""Whose time somebody reads in summaries, totals and weeks, and whether they read what it is worth."""

from typing import Any

import pytest

from sundial.access.permissions import OrganizationRole, Role
from sundial.access.plans import Plan
from tests.cast import Cast
from tests.make import Person, colleague, person, project
from tests.people.backstage import hire, member_path, new_group, put_on_plan
from tests.reports.aggregates import SUMMARY, TOTALS, WEEKLY, bill, reports, track
from tests.tasks.backstage import client_of, let_in, task_of

HOUR = 3600
EXPORTS = [f"{report}.{extension}" for report in (SUMMARY, WEEKLY) for extension in ("csv", "xlsx")]


def worth(cast: Cast, reader: Person) -> tuple[list[Any], list[Any]]:
    """What somebody reads of amounts and of costs, wherever there are any."""
    read = reports(cast, reader).read
    (group,) = read(SUMMARY)["groups"]
    (sub,) = group["sub_groups"]
    totals, (row,) = read(TOTALS, with_graph=True), read(WEEKLY)
    step = totals["graph"][1]
    amounts = [
        *(sub["billable_amount_in_cents"], sub["rates"]),
        *(totals["billable_amount_in_cents"], totals["rates"]),
        *(step["billable_amount_in_cents"], step["by_rate"]),
        *(row["billable_amounts_in_cents"], row["hourly_rate_in_cents"], row["currency"]),
    ]
    assert (sub["billable_seconds"], totals["billable_seconds"], sum(row["billable_seconds"])) == (HOUR, HOUR, HOUR)
    return amounts, [totals["labour_cost_in_cents"], step["labour_cost_in_cents"]]


@pytest.fixture
def priced(cast: Cast) -> Cast:
    """An hour of Bob's in a public project that bills 20 and costs 10."""
    bill(cast, 20)
    bill(cast, 10, "user", cast.bob.id, "labor_costs")
    track(cast, cast.bob, "09:00", HOUR, billable=True, project_id=project(cast.alice, cast.place))
    return cast


@pytest.mark.parametrize("role", [Role.ADMIN, Role.PROJECTLEAD, Role.TEAMLEAD])
def test_who_sees_rates_reads_what_time_is_worth(priced: Cast, role: Role) -> None:
    amounts, costs = worth(priced, hire(priced, "Dora", role))

    assert None not in amounts
    assert (amounts[0], costs) == (2000, [1000, 1000])


def test_so_does_an_admin_of_the_organization(priced: Cast) -> None:
    dora = colleague(person(priced.world, "Dora"), priced.place, Role.USER, OrganizationRole.ADMIN)

    assert worth(priced, dora) == worth(priced, priced.alice)


def test_a_user_reads_no_amounts_and_no_costs(priced: Cast) -> None:
    assert worth(priced, priced.bob) == ([None] * 9, [None] * 2)
    assert worth(priced, hire(priced, "Dora")) == ([None] * 9, [None] * 2)


@pytest.mark.parametrize("role", [Role.PROJECTLEAD, Role.TEAMLEAD])
def test_rates_and_costs_can_be_taken_from_leads(priced: Cast, role: Role) -> None:
    dora = hire(priced, "Dora", role)
    priced.alice.put(member_path(priced, dora), {"view_edit_billable_rates": False})
    amounts, costs = worth(priced, dora)
    assert (amounts, costs) == ([None] * 9, [1000, 1000])

    priced.alice.put(member_path(priced, dora), {"view_edit_billable_rates": True, "view_edit_labor_costs": False})
    amounts, costs = worth(priced, dora)
    assert (amounts[0], costs) == (2000, [None, None])


@pytest.mark.parametrize(("plan", "sees_amounts", "sees_costs"), [("free", 0, 0), ("starter", 1, 0), ("premium", 1, 1)])
def test_plans_without_rates_or_costs_tell_none(priced: Cast, plan: str, sees_amounts: int, sees_costs: int) -> None:
    put_on_plan(priced, Plan(plan))

    amounts, costs = worth(priced, priced.alice)

    assert (None not in amounts, None not in costs) == (bool(sees_amounts), bool(sees_costs))


def test_rates_that_are_not_seen_make_no_parts(priced: Cast) -> None:
    number = project(priced.alice, priced.place)
    bill(priced, 99, "project", number)
    track(priced, priced.bob, "11:00", 60, billable=True, project_id=number)

    (group,) = reports(priced, priced.bob).groups("users", distinguish_rates=True)

    assert [sub["seconds"] for sub in group["sub_groups"]] == [HOUR + 60]


def read_by(cast: Cast, reader: Person, **body: Any) -> int:
    """The seconds that somebody reads, the same in each report and each export."""
    read = reports(cast, reader).read
    groups = read(SUMMARY, **body)["groups"]
    found = {
        sum(sub["seconds"] for group in groups for sub in group["sub_groups"]),
        read(TOTALS, **body)["seconds"],
        sum(sum(row["seconds"]) for row in read(WEEKLY, **body)),
    }
    assert len(found) == 1
    return found.pop()


def test_whose_time_somebody_reads(cast: Cast) -> None:
    public = project(cast.alice, cast.place)
    joined, managed, private = (project(cast.alice, cast.place, is_private=True) for _ in range(3))
    let_in(cast, cast.bob, joined)
    let_in(cast, cast.bob, managed, manager=True)
    track(cast, cast.bob, "08:00", 1)
    for number, project_id in ((2, public), (4, joined), (8, managed), (16, private), (32, None)):
        track(cast, cast.alice, f"{10 + number // 3}:00", number, project_id=project_id)

    assert read_by(cast, cast.bob) == 1 + 2 + 8
    for role in (Role.ADMIN, Role.PROJECTLEAD, Role.TEAMLEAD):
        assert read_by(cast, hire(cast, "Dora", role)) == 63
    assert read_by(cast, hire(cast, "Emil")) == 2

    assert cast.alice.put(cast.workspace, {"limit_public_project_data": True}).status == 200
    assert read_by(cast, cast.bob) == 1 + 8
    assert read_by(cast, cast.alice) == 63


def test_names_of_projects_that_somebody_does_not_see_are_not_told(cast: Cast) -> None:
    secret = project(cast.alice, cast.place, name="Secret", is_private=True, client_id=client_of(cast, "Hush"))
    task = task_of(cast, secret, "Whisper")
    let_in(cast, cast.bob, secret)
    track(cast, cast.bob, "09:00", 60, project_id=secret, task_id=task)
    for member in cast.alice.get(f"{cast.workspace}/project_users?project_ids={secret}").json:
        assert cast.alice.delete(f"{cast.workspace}/project_users/{member['id']}").status == 200

    told = [
        reports(cast, cast.bob).post(report, grouping=grouping, sub_grouping=sub, group_by_task=True, **body).content
        for report, body in [
            (SUMMARY, {"start_date": "2026-03-01", "end_date": "2026-03-31", "project_ids": [secret]}),
            (WEEKLY, {"start_date": "2026-03-02", "task_ids": [task]}),
            *((report, {"start_date": "2026-03-02"}) for report in EXPORTS),
        ]
        for grouping in ("projects", "users")
        for sub in ("projects", "tasks")
    ]
    groups = reports(cast, cast.bob).groups("projects", "clients")

    assert all(word not in content for content in told for word in (b"Secret", b"Hush", b"Whisper"))
    assert [(group["id"], group["names"]) for group in groups] == [(secret, [])]
    assert reports(cast).seconds("projects", "clients") == {"Secret": {"Hush": 60}}


def test_ids_from_elsewhere_find_nothing(cast: Cast) -> None:
    theirs = project(cast.charlie, cast.elsewhere, name="Theirs")
    track(cast, cast.alice, "09:00", 60)

    for body in (
        {"project_ids": [theirs]},
        {"user_ids": [cast.charlie.id]},
        {"client_ids": [theirs]},
        {"tag_ids": [5]},
        {"task_ids": [theirs]},
        {"group_ids": [5]},
        {"time_entry_ids": [5]},
    ):
        assert read_by(cast, cast.alice, **body) == 0
    assert read_by(cast, cast.alice, project_ids=[theirs, None]) == 60


def test_filters_find_the_same_everywhere(cast: Cast) -> None:
    client = client_of(cast, "Initech")
    site, other = project(cast.alice, cast.place, client_id=client), project(cast.alice, cast.place)
    task = task_of(cast, site, "Design")
    tag = cast.alice.post(f"{cast.workspace}/tags", {"name": "red"}).json["id"]
    group = new_group(cast, "Crew", [cast.bob], [cast.place])
    track(cast, cast.alice, "09:00", 1, "Design", project_id=site, task_id=task, tag_ids=[tag])
    track(cast, cast.alice, "10:00", 2, "Build", project_id=other, billable=True)
    track(cast, cast.bob, "11:00", 4, "design more")

    found = {
        str(body): read_by(cast, cast.alice, **body)
        for body in (
            {"client_ids": [client]},
            {"client_ids": [None]},
            {"client_ids": [client, None]},
            {"project_ids": [other, None]},
            {"task_ids": [None]},
            {"tag_ids": [tag]},
            {"tag_ids": [None]},
            {"user_ids": [cast.bob.id]},
            {"group_ids": [int(group.rsplit("/", 1)[1])]},
            {"billable": True},
            {"description": "DESIGN"},
            {"min_duration_seconds": 2, "max_duration_seconds": 3},
        )
    }

    assert list(found.values()) == [1, 6, 7, 6, 6, 1, 6, 4, 4, 2, 5, 2]
