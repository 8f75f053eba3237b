"""Two periods of projects beside each other."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from sundial.access.plans import Plan
from tests.cast import Cast
from tests.people.backstage import put_on_plan
from tests.reports.stage import in_zone, stage

DAYS = {"start_date": "2026-03-09", "end_date": "2026-03-11"}
TRENDS, FILE = "data_trends/projects", "trends/projects.csv"


def test_each_day_of_both_periods_is_told(cast: Cast) -> None:
    there = stage(cast)
    old, new = there.project(), there.project()
    there.diary().add(project_id=old, start="2026-03-06T09:00:00Z", duration=10)
    there.diary().add(project_id=old, start="2026-03-08T23:59:59Z", duration=20)
    there.diary().add(project_id=old, start="2026-03-09T00:00:00Z", duration=40)
    there.diary(cast.bob).add(project_id=old, start="2026-03-11T09:00:00Z", duration=80)
    there.diary(cast.bob).add(project_id=new, start="2026-03-10T09:00:00Z", duration=1)
    there.diary().add(start="2026-03-10T09:00:00Z", duration=1)
    there.diary().add(project_id=there.project(), start="2026-03-12T09:00:00Z", duration=1)

    answer = there.insight(TRENDS, DAYS)

    assert answer.status == 200, answer
    days = {"start": "2026-03-09", "end": "2026-03-11", "previousStart": "2026-03-06"}
    assert sorted(answer.json, key=lambda row: row["project_id"] == new) == [
        {
            "project_id": old,
            "user_ids": sorted([cast.alice.id, cast.bob.id]),
            **days,
            "current_period_seconds": [40, 0, 80],
            "previous_period_seconds": [10, 0, 20],
        },
        {
            "project_id": new,
            "user_ids": [cast.bob.id],
            **days,
            "current_period_seconds": [0, 1, 0],
            "previous_period_seconds": [0, 0, 0],
        },
    ]


def test_the_previous_period_may_begin_anywhere(cast: Cast) -> None:
    there = stage(cast)
    project = there.project()
    there.diary().add(project_id=project, start="2025-03-10T09:00:00Z", duration=10)

    (row,) = there.insight(TRENDS, {**DAYS, "previous_period_start": "2025-03-09"}).json

    assert (row["previousStart"], row["previous_period_seconds"]) == ("2025-03-09", [0, 10, 0])
    assert (row["user_ids"], row["current_period_seconds"]) == ([], [0, 0, 0])


def test_days_are_those_of_the_person_when_clocks_change(cast: Cast) -> None:
    there = in_zone(cast, "Pacific/Auckland")
    project = there.project()
    # The clocks were set back on 5 April 2026 at 3:00: that day has 25 hours.
    there.diary().add(project_id=project, start="2026-04-05T11:59:59Z", duration=1)
    there.diary().add(project_id=project, start="2026-04-05T12:00:00Z", duration=2)

    asked = {"start_date": "2026-04-06", "end_date": "2026-04-06"}
    (row,) = there.insight(TRENDS, asked).json

    assert (row["previousStart"], row["previous_period_seconds"], row["current_period_seconds"]) == (
        "2026-04-05",
        [1],
        [2],
    )


def test_time_is_chosen_and_rounded(cast: Cast) -> None:
    there = stage(cast)
    project, other = there.project(), there.project()
    for one, billable in ((project, True), (project, False), (other, False)):
        there.diary().add(project_id=one, start="2026-03-10T09:00:00Z", duration=61, billable=billable)

    def seconds(**filters: Any) -> list[int]:
        return [sum(row["current_period_seconds"]) for row in there.insight(TRENDS, {**DAYS, **filters}).json]

    assert sorted(seconds()) == [61, 122]
    assert seconds(project_ids=[project]) == [122]
    assert seconds(billable=True) == [61]
    assert seconds(project_ids=[project], rounding=1, rounding_minutes=1) == [240]


def test_a_file_has_the_sums_of_both(cast: Cast) -> None:
    there = stage(cast)
    first, second = there.project(name="A", client_id=there.client("Client")), there.project(name="B")
    there.diary().add(project_id=first, start="2026-03-06T09:00:00Z", duration=60)
    there.diary().add(project_id=first, start="2026-03-09T09:00:00Z", duration=40)
    there.diary().add(project_id=second, start="2026-03-09T09:00:00Z", duration=1)

    assert there.lines(FILE, DAYS) == [
        ["Project", "Client", "Members", "Current period", "Previous period", "Change"],
        ["A", "Client", "1", "00:00:40", "00:01:00", "-33.33%"],
        ["B", "", "1", "00:00:01", "00:00:00", ""],
    ]
    assert there.insight("trends/projects.xlsx", DAYS).content.startswith(b"PK")
    assert there.insight("trends/projects.pdf", DAYS).status == 400


@pytest.mark.parametrize(
    ("asked", "text", "in_files"),
    [
        ({}, "At least one parameter must be set", None),
        ({"start_date": "2.3.2026"}, "Wrong format date", "wrong format date"),
        ({**DAYS, "previous_period_start": "once"}, "Wrong format date", "wrong format date"),
        (
            {"start_date": "2026-03-12", "end_date": "2026-03-11"},
            "Start time must be before end time",
            "start should come after end",
        ),
        ({"start_date": "2024-03-12", "end_date": "2026-03-11"}, "Maximum allowed date range is 365 days", None),
    ],
)
def test_what_cannot_be_told_is_refused(cast: Cast, asked: dict[str, str], text: str, in_files: str | None) -> None:
    there = stage(cast)

    assert [(answer.status, answer.json) for answer in (there.insight(TRENDS, asked), there.insight(FILE, asked))] == [
        (400, text),
        (400, in_files or text),
    ]


def test_an_empty_body_says_nothing(cast: Cast) -> None:
    assert stage(cast).insight(TRENDS).json == "At least one parameter must be set"


def test_only_who_sees_all_time_reads_it(cast: Cast) -> None:
    there = stage(cast)
    lead = there.hire("Lea", Role.TEAMLEAD)

    assert there.insight(TRENDS, DAYS, lead).status == 200
    assert there.insight(TRENDS, DAYS, cast.bob).json == "Admin permissions required"
    assert there.insight(FILE, DAYS, cast.bob).json == "user has no required access to asked workspace"
    for path in (TRENDS, FILE):
        assert there.insight(path, DAYS, cast.bob).status == 403
        assert there.insight(path, DAYS, cast.charlie).json == "Workspace not found/accessible"


@pytest.mark.parametrize("path", [TRENDS, FILE])
def test_they_need_a_plan(cast: Cast, path: str) -> None:
    put_on_plan(cast, Plan.FREE)

    answer = stage(cast).insight(path, DAYS)

    assert (answer.status, answer.json) == (402, "Workspace needs to have the report_data_trends feature enabled")


def test_answers_tell_of_the_quota(cast: Cast) -> None:
    assert "x-toggl-quota-remaining" in stage(cast).insight(TRENDS, DAYS).headers
