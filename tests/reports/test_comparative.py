"""The comparative report: time by day, week and month."""

import pytest

from sundial.access.plans import Plan
from tests.cast import Cast
from tests.people.backstage import put_on_plan
from tests.reports.stage import in_zone, stage

WEEK = {"start_date": "2026-03-02", "end_date": "2026-03-08"}


def test_every_day_is_there_with_its_time(cast: Cast) -> None:
    there = stage(cast)
    there.diary().add(start="2026-03-02T09:00:00Z", duration=3600)
    there.diary().add(start="2026-03-02T23:59:59Z", duration=7200)
    there.diary(cast.bob).add(start="2026-03-04T09:00:00Z", duration=60)
    there.diary().add(start="2026-03-09T00:00:00Z", duration=5)
    there.diary().start(start="2026-03-05T09:00:00Z")

    graph = there.read("comparative", WEEK)["graph"]

    assert graph["resolution"] == "day"
    assert graph["data"] == [
        {"date": f"2026-03-0{day}", "total_seconds": seconds}
        for day, seconds in zip(range(2, 9), (10_800, 0, 60, 0, 0, 0, 0), strict=True)
    ]


def test_weeks_begin_as_the_person_begins_them(cast: Cast) -> None:
    there = stage(cast)
    # A Sunday and the Monday after it.
    there.diary().add(start="2026-03-08T09:00:00Z", duration=10)
    there.diary().add(start="2026-03-09T09:00:00Z", duration=5)
    asked = {"start_date": "2026-03-04", "end_date": "2026-03-17", "resolution": "week"}

    by_monday = there.read("comparative", asked)["graph"]["data"]
    assert cast.alice.put("/me", {"beginning_of_week": 0}).status == 200
    by_sunday = there.read("comparative", asked)["graph"]["data"]

    assert [(step["date"], step["total_seconds"]) for step in by_monday] == [
        ("2026-03-04", 10),
        ("2026-03-09", 5),
        ("2026-03-16", 0),
    ]
    assert [(step["date"], step["total_seconds"]) for step in by_sunday] == [
        ("2026-03-04", 0),
        ("2026-03-08", 15),
        ("2026-03-15", 0),
    ]


def test_months_are_those_of_the_calendar(cast: Cast) -> None:
    there = stage(cast)
    there.diary().add(start="2026-01-31T23:00:00Z", duration=10)
    there.diary().add(start="2026-02-01T00:00:00Z", duration=5)

    asked = {"start_date": "2026-01-20", "end_date": "2026-03-03", "resolution": "month"}
    data = there.read("comparative", asked)["graph"]["data"]

    assert [(step["date"], step["total_seconds"]) for step in data] == [
        ("2026-01-20", 10),
        ("2026-02-01", 5),
        ("2026-03-01", 0),
    ]


@pytest.mark.parametrize(
    ("zone", "midnight", "first"),
    [
        # The day on which the clocks are changed: its end is the midnight.
        ("America/Los_Angeles", "2026-03-09T07:00:00Z", "2026-03-08"),
        ("America/Los_Angeles", "2026-11-02T08:00:00Z", "2026-11-01"),
        ("Pacific/Auckland", "2026-04-05T12:00:00Z", "2026-04-05"),
        ("Pacific/Auckland", "2026-09-27T11:00:00Z", "2026-09-27"),
        ("Asia/Kolkata", "2026-03-08T18:30:00Z", "2026-03-08"),
        ("Australia/Lord_Howe", "2026-04-05T13:30:00Z", "2026-04-05"),
        ("Australia/Lord_Howe", "2026-10-04T13:00:00Z", "2026-10-04"),
    ],
)
def test_days_are_those_of_the_person(cast: Cast, zone: str, midnight: str, first: str) -> None:
    there = in_zone(cast, zone)
    there.diary().add(start=midnight, duration=7)
    # The second before: the entry starts on the day that ends there.
    before = midnight.replace(":30:00Z", ":29:59Z") if ":30:" in midnight else _hour_before(midnight)
    there.diary().add(start=before, duration=11)
    next_day = f"{first[:8]}{int(first[8:]) + 1:02d}"

    data = there.read("comparative", {"start_date": first, "end_date": next_day})["graph"]["data"]

    assert [(step["date"], step["total_seconds"]) for step in data] == [(first, 11), (next_day, 7)]


def _hour_before(moment: str) -> str:
    return f"{moment[:11]}{int(moment[11:13]) - 1:02d}:59:59Z"


def test_time_is_chosen_and_rounded_as_in_other_reports(cast: Cast) -> None:
    there = stage(cast)
    project = there.project()
    there.diary().add(project_id=project, duration=61, billable=True)
    there.diary().add(project_id=project, duration=59)
    there.diary().add(duration=3600)
    there.diary(cast.bob).add(project_id=project, duration=1)

    def total(**filters: object) -> int:
        return sum(step["total_seconds"] for step in there.read("comparative", {**WEEK, **filters})["graph"]["data"])

    assert total() == 3721
    assert total(project_ids=[project]) == 121
    assert total(project_ids=[None]) == 3600
    assert total(project_ids=[project], user_ids=[cast.alice.id]) == 120
    assert total(project_ids=[project], billable=True) == 61
    assert total(project_ids=[project], rounding=1, rounding_minutes=1) == 240
    assert total(project_ids=[project], rounding=0, rounding_minutes=1) == 120
    assert total(project_ids=[project], rounding=-1, rounding_minutes=1) == 60


def test_a_user_sees_their_own_time_and_that_of_public_projects(cast: Cast) -> None:
    there = stage(cast)
    public, private = there.project(), there.project(is_private=True)
    there.diary().add(project_id=public, duration=1)
    there.diary().add(project_id=private, duration=2)
    there.diary().add(duration=4)
    there.diary(cast.bob).add(duration=8)

    def total() -> int:
        return sum(step["total_seconds"] for step in there.read("comparative", WEEK, cast.bob)["graph"]["data"])

    assert total() == 9
    there.settings(limit_public_project_data=True)
    assert total() == 8


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"resolution": "quarter"}, "Resolution must be one of [day, week, month]"),
        ({"start_date": "2026-03-02", "end_date": "2026-03-01"}, "Start time must be before end time"),
        ({"start_date": "2005-12-31"}, "Date should be within 2006-01-01 to 2030-01-01"),
        ({"end_date": "2030-01-02"}, "Date should be within 2006-01-01 to 2030-01-01"),
        ({"start_date": "2.3.2026"}, "Invalid date format"),
        (
            {"start_date": "2025-01-01", "end_date": "2026-01-02", "resolution": "day"},
            "Date range too large for given resolution",
        ),
        (
            {"start_date": "2019-01-01", "end_date": "2026-01-10", "resolution": "week"},
            "Date range too large for given resolution",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(cast: Cast, asked: dict[str, str], text: str) -> None:
    answer = stage(cast).report("comparative", asked)

    assert (answer.status, answer.json) == (400, text)


def test_as_many_steps_as_a_leap_year_has_days_can_be_drawn(cast: Cast) -> None:
    there = stage(cast)
    there.diary().add(start="2026-03-02T09:00:00Z", duration=5)
    year = {"start_date": "2025-01-01", "end_date": "2026-01-01", "resolution": "day"}
    all_time = {"start_date": "2006-01-01", "end_date": "2030-01-01", "resolution": "month"}

    assert len(there.read("comparative", year)["graph"]["data"]) == 366
    months = there.read("comparative", all_time)["graph"]["data"]
    assert [step["date"] for step in months if step["total_seconds"]] == ["2026-03-01"]
    assert len(months) == 289


def test_nothing_said_is_the_week_up_to_today(cast: Cast) -> None:
    graph = stage(cast).read("comparative")["graph"]

    assert (graph["resolution"], len(graph["data"])) == ("day", 7)


def test_it_needs_a_plan(cast: Cast) -> None:
    put_on_plan(cast, Plan.FREE)

    answer = stage(cast).report("comparative", WEEK)

    assert (answer.status, answer.json) == (402, "Workspace needs to have this feature enabled")


def test_strangers_are_told_nothing(cast: Cast) -> None:
    answer = stage(cast).report("comparative", WEEK, cast.charlie)

    assert (answer.status, answer.json) == (403, "Workspace not found/accessible")
    wrong = cast.alice.post("//reports/api/v3/workspace/x/comparative", WEEK)
    assert (wrong.status, wrong.json) == (400, "Invalid workspace id")


def test_what_belongs_to_others_finds_nothing(cast: Cast) -> None:
    there = stage(cast)
    theirs = in_zone(cast, "UTC")
    theirs.diary().add(project_id=(foreign := theirs.project()), duration=5)
    there.diary().add(duration=3)

    for filters in ({"project_ids": [foreign]}, {"user_ids": [theirs.boss.id]}):
        data = there.read("comparative", {**WEEK, **filters})["graph"]["data"]
        assert {step["total_seconds"] for step in data} == {0}
