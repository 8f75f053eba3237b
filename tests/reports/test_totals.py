"""Totals: all time, what it bills and costs, and how it lies in time."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.cast import Cast
from tests.make import person, project
from tests.people.backstage import hire
from tests.reports.aggregates import TOTALS, bill, rate, reports, track
from tests.reports.stage import in_zone

HOUR = 3600


def cost(cast: Cast, who: Any, amount: float) -> None:
    """Have somebody's time cost so much an hour."""
    bill(cast, amount, "user", who.id, "labor_costs")


def test_all_time_and_what_it_is_worth(cast: Cast) -> None:
    bill(cast, 90)
    cost(cast, cast.bob, 30)
    track(cast, cast.alice, "09:00", HOUR)
    track(cast, cast.bob, "2026-03-02T23:30:00Z", HOUR, billable=True)
    track(cast, cast.bob, "2026-03-05T09:00:00Z", 1801, billable=True)

    assert reports(cast).read(TOTALS) == {
        "seconds": 2 * HOUR + 1801,
        "billable_seconds": HOUR + 1801,
        "tracked_days": 2,
        "billable_amount_in_cents": 13503,
        "labour_cost_in_cents": 4501,
        "rates": [rate(HOUR + 1801, 9000)],
        "resolution": "day",
        "graph": None,
    }


def test_nothing_is_a_total_too(cast: Cast) -> None:
    assert reports(cast).read(TOTALS, with_graph=True, end_date="2026-03-01") == {
        "seconds": 0,
        "billable_seconds": 0,
        "tracked_days": 0,
        "billable_amount_in_cents": 0,
        "labour_cost_in_cents": 0,
        "rates": [],
        "resolution": "day",
        "graph": [
            {
                "date": "2026-03-01",
                "seconds": 0,
                "billable_seconds": 0,
                "billable_amount_in_cents": 0,
                "labour_cost_in_cents": 0,
                "by_rate": {},
            }
        ],
    }


def test_currencies_are_never_added_up(cast: Cast) -> None:
    bill(cast, 90)
    cost(cast, cast.bob, 30)
    euros = project(cast.alice, cast.place, currency="EUR")
    track(cast, cast.bob, "09:00", HOUR, billable=True)
    track(cast, cast.bob, "10:00", HOUR, billable=True, project_id=euros)

    totals = reports(cast).read(TOTALS, with_graph=True, start_date="2026-03-02", end_date="2026-03-02")

    assert (totals["billable_amount_in_cents"], totals["labour_cost_in_cents"]) == (None, None)
    assert totals["rates"] == [rate(HOUR, 9000, "EUR"), rate(HOUR, 9000)]
    assert totals["graph"][0]["billable_amount_in_cents"] is None
    assert totals["graph"][0]["by_rate"] == {"9000": 2 * HOUR}
    alone = reports(cast).read(TOTALS, project_ids=[euros])
    assert (alone["billable_amount_in_cents"], alone["labour_cost_in_cents"]) == (9000, 3000)


def test_days_have_all_billable_time_by_rate(cast: Cast) -> None:
    priced = project(cast.alice, cast.place)
    bill(cast, 55.55, "project", priced)
    track(cast, cast.alice, "09:00", 40)
    track(cast, cast.alice, "10:00", 60, billable=True)
    track(cast, cast.alice, "11:00", 80, billable=True, project_id=priced)
    track(cast, cast.alice, "2026-03-04T11:00:00Z", 5, billable=True)

    graph = reports(cast).read(TOTALS, with_graph=True, start_date="2026-03-02", end_date="2026-03-04")["graph"]

    assert [(step["date"], step["seconds"], step["billable_seconds"], step["by_rate"]) for step in graph] == [
        ("2026-03-02", 180, 140, {"0": 60, "5555": 80}),
        ("2026-03-03", 0, 0, {}),
        ("2026-03-04", 5, 5, {"0": 5}),
    ]
    assert [step["billable_amount_in_cents"] for step in graph] == [123, 0, 0]


@pytest.mark.parametrize(
    ("first", "last", "resolution", "steps"),
    [
        ("2026-03-01", "2026-03-01", "day", 1),
        ("2026-03-01", "2026-04-04", "day", 35),
        ("2026-03-02", "2026-04-06", "week", 6),
        ("2026-01-01", "2026-07-02", "week", 27),
        ("2026-01-01", "2026-07-03", "month", 7),
        ("2026-01-15", "2027-01-15", "month", 13),
    ],
)
def test_steps_suit_the_range(cast: Cast, first: str, last: str, resolution: str, steps: int) -> None:
    totals = reports(cast).read(TOTALS, start_date=first, end_date=last, with_graph=True)

    assert (totals["resolution"], len(totals["graph"])) == (resolution, steps)
    assert totals["graph"][0]["date"] == first


def test_steps_can_be_asked_for(cast: Cast) -> None:
    track(cast, cast.alice, "2026-03-01T09:00:00Z", 1)
    track(cast, cast.alice, "2026-03-02T09:00:00Z", 2)
    track(cast, cast.alice, "2026-03-31T09:00:00Z", 4)

    def steps(**body: Any) -> list[tuple[str, int]]:
        graph = reports(cast).read(TOTALS, with_graph=True, **body)["graph"]
        return [(step["date"], step["seconds"]) for step in graph if step["seconds"]]

    assert steps(resolution="month") == [("2026-03-01", 7)]
    assert steps(resolution="month", granularity="day")[0] == ("2026-03-01", 1)
    assert steps(granularity="week") == [("2026-03-01", 1), ("2026-03-02", 2), ("2026-03-30", 4)]
    assert cast.alice.put("/me", {"beginning_of_week": 0}).status == 200
    assert steps(granularity="week") == [("2026-03-01", 3), ("2026-03-29", 4)]


@pytest.mark.parametrize(
    ("zone", "start", "day", "other"),
    [
        ("America/Los_Angeles", "2026-03-08T07:59:59Z", "2026-03-07", "2026-03-08T08:00:00Z"),
        ("America/Los_Angeles", "2026-03-09T06:59:59Z", "2026-03-08", "2026-03-09T07:00:00Z"),
        ("Pacific/Auckland", "2026-04-04T10:59:59Z", "2026-04-04", "2026-04-04T11:00:00Z"),
        ("Pacific/Auckland", "2026-04-05T11:59:59Z", "2026-04-05", "2026-04-05T12:00:00Z"),
        ("Asia/Kolkata", "2026-03-02T18:29:59Z", "2026-03-02", "2026-03-02T18:30:00Z"),
        ("Australia/Lord_Howe", "2026-04-04T12:59:59Z", "2026-04-04", "2026-04-04T13:00:00Z"),
        ("Australia/Lord_Howe", "2026-04-05T13:29:59Z", "2026-04-05", "2026-04-05T13:30:00Z"),
    ],
)
def test_days_are_those_of_whoever_reads(cast: Cast, zone: str, start: str, day: str, other: str) -> None:
    assert cast.alice.put("/me", {"timezone": zone}).status == 200
    track(cast, cast.bob, start, 1)
    track(cast, cast.bob, other, 2)

    graph = reports(cast).read(TOTALS, end_date="2026-04-30", with_graph=True, granularity="day")["graph"]

    seconds = [(step["date"], step["seconds"]) for step in graph if step["seconds"]]
    assert seconds[0] == (day, 1)
    assert seconds[1][0] > day
    assert seconds[1][1] == 2


def test_days_without_any_time_left_are_not_tracked(cast: Cast) -> None:
    track(cast, cast.alice, "09:00", 100)

    assert reports(cast).read(TOTALS, rounding=-1, rounding_minutes=5)["tracked_days"] == 0


@pytest.mark.parametrize("field", ["granularity", "resolution"])
def test_a_step_is_a_day_a_week_or_a_month(cast: Cast, field: str) -> None:
    answer = reports(cast).post(TOTALS, **{field: "quarter"})

    assert (answer.status, answer.json) == (400, f"Invalid '{field}' value, allowed values are: 'day, week, month'")


def test_something_must_be_asked_for(cast: Cast) -> None:
    assert reports(cast).post(TOTALS).json == "At least one parameter must be set"


def test_entries_named_by_their_ids_are_found_whenever_they_are(cast: Cast) -> None:
    old = track(cast, cast.alice, "2012-03-01T09:00:00Z", 7)
    dora = hire(cast, "Dora")
    new = track(cast, dora, "2026-03-01T09:00:00Z", 5)

    totals = reports(cast).post(TOTALS, time_entry_ids=[old["id"], new["id"]], with_graph=True).json

    assert (totals["seconds"], totals["resolution"]) == (12, "month")
    assert sum(step["seconds"] for step in totals["graph"]) == 12


def test_strangers_are_told_nothing(cast: Cast) -> None:
    answer = reports(cast, person(cast.world)).post(TOTALS, start_date="2026-03-01")

    assert (answer.status, answer.json) == (403, "Workspace not found/accessible")


@pytest.mark.parametrize("zone", ["Europe/Lisbon", "America/Los_Angeles", "Pacific/Auckland", "Australia/Lord_Howe"])
def test_a_filter_that_leaves_everything_changes_nothing(cast: Cast, zone: str) -> None:
    there = in_zone(cast, zone)
    # From half an hour before a midnight to half an hour after one, through both changes of the clocks.
    for number in range(60):
        start = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)) + timedelta(days=3 * number, minutes=number - 30)
        there.diary().add(start=f"{start.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", duration=60 * number + 60)
    body = {"start_date": "2026-01-02", "end_date": "2026-06-20", "startTime": "00:15", "with_graph": True}

    for resolution in ("day", "week", "month"):
        for rounding in ({}, {"rounding": -1, "rounding_minutes": 30}):
            wanted = {**body, **rounding, "resolution": resolution}
            assert there.read(TOTALS, wanted) == there.read(TOTALS, {**wanted, "min_duration_seconds": 0})


@pytest.mark.parametrize("part", ["straße", "STRASSE", "Straße", "Οδος", "50%"])
def test_a_part_of_a_description_is_found_without_regard_to_case(cast: Cast, part: str) -> None:
    track(cast, cast.alice, "09:00", 60, "Die Straße, Οδος, 50%")
    track(cast, cast.alice, "10:00", 600, "Sraße, 50")

    assert reports(cast).read(TOTALS, description=part)["seconds"] == 60
