"""Weeks: the time of each person in each project on each of seven days."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.make import project
from tests.people.backstage import hire
from tests.reports.aggregates import WEEKLY, bill, reports, track
from tests.tasks.backstage import client_of, task_of

HOUR = 3600


def week(*numbers: int) -> list[int]:
    """Numbers of the first days of a week, and nothing on the others."""
    return [*numbers, *[0] * (7 - len(numbers))]


def test_each_person_in_each_project(cast: Cast) -> None:
    site = project(cast.alice, cast.place, name="Site", color="#123456", client_id=client_of(cast, "Initech"))
    bill(cast, 100)
    track(cast, cast.bob, "09:00", HOUR, project_id=site, billable=True)
    track(cast, cast.bob, "11:00", 60, project_id=site)
    track(cast, cast.bob, "2026-03-04T09:00:00Z", 1, project_id=site, billable=True)
    track(cast, cast.alice, "2026-03-08T23:59:59Z", 30)

    assert reports(cast).read(WEEKLY) == [
        {
            "user_id": cast.alice.id,
            "user_name": "Alice",
            "project_id": None,
            "project_name": None,
            "project_color": None,
            "project_hex_color": None,
            "client_name": None,
            "planned_task_id": None,
            "task_name": None,
            "currency": "USD",
            "hourly_rate_in_cents": None,
            "seconds": [0, 0, 0, 0, 0, 0, 30],
            "billable_seconds": week(),
            "billable_amounts_in_cents": week(),
        },
        {
            "user_id": cast.bob.id,
            "user_name": "Bob",
            "project_id": site,
            "project_name": "Site",
            "project_color": "#123456",
            "project_hex_color": "#123456",
            "client_name": "Initech",
            "planned_task_id": None,
            "task_name": None,
            "currency": "USD",
            "hourly_rate_in_cents": 10000,
            "seconds": week(3660, 0, 1),
            "billable_seconds": week(3600, 0, 1),
            "billable_amounts_in_cents": week(10000, 0, 3),
        },
    ]


def test_rows_are_in_the_order_of_names(cast: Cast) -> None:
    anna = hire(cast, "anna")
    for name in ("beta", "Alpha"):
        number = project(cast.alice, cast.place, name=name)
        for who in (cast.bob, anna):
            track(cast, who, "09:00", 60, project_id=number)
    track(cast, anna, "10:00", 60)

    rows = [(row["user_name"], row["project_name"]) for row in reports(cast).read(WEEKLY)]

    assert rows == [("anna", "Alpha"), ("anna", "beta"), ("anna", None), ("Bob", "Alpha"), ("Bob", "beta")]


def test_tasks_can_be_told_apart(cast: Cast) -> None:
    site = project(cast.alice, cast.place, name="Site")
    design = task_of(cast, site, "Design")
    track(cast, cast.bob, "09:00", 1, project_id=site, task_id=design)
    track(cast, cast.bob, "10:00", 2, project_id=site)

    rows = reports(cast).read(WEEKLY, group_by_task=True)

    assert [(row["planned_task_id"], row["task_name"], row["seconds"][0]) for row in rows] == [
        (design, "Design", 1),
        (None, None, 2),
    ]
    assert [row["seconds"][0] for row in reports(cast).read(WEEKLY)] == [3]


def test_a_row_is_in_the_currency_of_its_project(cast: Cast) -> None:
    bill(cast, 1)
    euros = project(cast.alice, cast.place, currency="EUR")
    track(cast, cast.bob, "09:00", HOUR, project_id=euros, billable=True)
    track(cast, cast.bob, "10:00", HOUR, billable=True)

    rows = reports(cast).read(WEEKLY)

    assert [(row["currency"], row["billable_amounts_in_cents"]) for row in rows] == [
        ("EUR", week(100)),
        ("USD", week(100)),
    ]


def test_one_rate_is_told_and_several_are_not(cast: Cast) -> None:
    site = project(cast.alice, cast.place)
    dear = task_of(cast, site, "Dear")
    bill(cast, 1, "project", site)
    bill(cast, 2, "task", dear)
    track(cast, cast.bob, "09:00", HOUR // 2, project_id=site, billable=True)
    track(cast, cast.bob, "10:00", HOUR // 2, project_id=site, task_id=dear, billable=True)
    track(cast, cast.alice, "10:00", HOUR, billable=True)

    without, several = sorted(reports(cast).read(WEEKLY), key=lambda row: row["project_id"] or 0)

    assert (several["hourly_rate_in_cents"], several["billable_amounts_in_cents"]) == (None, week(150))
    assert (without["hourly_rate_in_cents"], without["billable_seconds"]) == (None, week(HOUR))
    assert without["billable_amounts_in_cents"] == week()


def test_a_day_is_rounded_once(cast: Cast) -> None:
    bill(cast, 100)
    for minute in range(6):
        track(cast, cast.alice, f"09:{minute:02}", 60, billable=True)

    assert reports(cast).read(WEEKLY)[0]["billable_amounts_in_cents"] == week(1000)


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        ({"start_date": "2026-03-02"}, [2, 4, 0, 0, 0, 0, 8]),
        ({"start_date": "2026-03-03"}, [4, 0, 0, 0, 0, 8, 16]),
        ({"end_date": "2026-03-08"}, [2, 4, 0, 0, 0, 0, 8]),
        ({"start_date": "2026-03-01", "end_date": "2026-03-03"}, [1, 2, 4, 0, 0, 0, 0]),
        ({"start_date": "2026-03-02", "end_date": "2026-03-02"}, [2, 0, 0, 0, 0, 0, 0]),
        ({"start_date": "2026-03-02", "startTime": "09:30"}, [0, 4, 0, 0, 0, 0, 8]),
        ({"start_date": "2026-03-02", "endTime": "08:00"}, [2, 4, 0, 0, 0, 0, 0]),
    ],
)
def test_there_are_always_seven_days(cast: Cast, body: dict[str, str], seconds: list[int]) -> None:
    for day, number in ((1, 1), (2, 2), (3, 4), (8, 8), (9, 16)):
        track(cast, cast.alice, f"2026-03-{day:02}T09:00:00Z", number)

    (row,) = reports(cast).post(WEEKLY, **body).json

    assert row["seconds"] == seconds


def test_the_last_days_of_all(cast: Cast) -> None:
    track(cast, cast.alice, "2029-12-31T09:00:00Z", 5)

    (row,) = reports(cast).post(WEEKLY, start_date="2029-12-30").json

    assert row["seconds"] == week(0, 5)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "At least one parameter must be set"),
        (
            {"start_date": "2026-03-02", "end_date": "2026-03-09"},
            "The 'end_date' parameter is not supported: a weekly report is about 7 days from start_date on",
        ),
        ({"start_date": "2026-03-02", "end_date": "2026-03-01"}, "Start time must be before end time"),
        ({"start_date": "2030-01-02"}, "start_date should be within 2006-01-01 to 2030-01-01"),
        ({"rounding": 5}, "Invalid 'rounding' value, allowed values are: '-1, 0, 1'"),
    ],
)
def test_what_is_wrong_is_told(cast: Cast, body: dict[str, Any], sentence: str) -> None:
    answer = reports(cast).post(WEEKLY, **body)

    assert (answer.status, answer.json) == (400, sentence)


@pytest.mark.parametrize(
    ("zone", "first", "starts"),
    [
        # Clocks go forward on March 8, at 2 o'clock.
        ("America/Los_Angeles", "2026-03-07", ["2026-03-08T07:59:59Z", "2026-03-08T08:00:00Z", "2026-03-09T07:00:00Z"]),
        # They go back on April 5: by an hour, by half an hour.
        ("Pacific/Auckland", "2026-04-04", ["2026-04-04T10:59:59Z", "2026-04-04T11:00:00Z", "2026-04-05T12:00:00Z"]),
        ("Australia/Lord_Howe", "2026-04-04", ["2026-04-04T12:59:59Z", "2026-04-05T13:29:59Z", "2026-04-05T13:30:00Z"]),
        ("Asia/Kolkata", "2026-03-02", ["2026-03-01T18:30:00Z", "2026-03-02T18:30:00Z", "2026-03-04T18:29:59Z"]),
    ],
)
def test_days_are_those_of_whoever_reads(cast: Cast, zone: str, first: str, starts: list[str]) -> None:
    assert cast.alice.put("/me", {"timezone": zone}).status == 200
    for number, start in enumerate(starts, 1):
        track(cast, cast.bob, start, number)

    (row,) = reports(cast).post(WEEKLY, start_date=first).json

    assert row["seconds"] == week(1, 2, 3)


@pytest.mark.parametrize(
    ("times", "seconds"),
    [
        ({"startTime": "2026-02-01T00:00:00Z"}, week(HOUR)),
        ({"endTime": "2026-03-31T09:00:00Z"}, week(HOUR)),
        ({"startTime": "0001-01-01T00:00:00Z", "endTime": "9999-12-31T00:00:00Z"}, week(HOUR)),
        ({"startTime": "2026-03-02T09:00:01Z"}, None),
    ],
)
def test_instants_of_other_days_narrow_nothing(cast: Cast, times: dict[str, str], seconds: list[int] | None) -> None:
    for start in ("2026-02-20T09:00:00Z", "2026-03-02T09:00:00Z", "2026-03-25T09:00:00Z"):
        track(cast, cast.alice, start, HOUR)

    assert [row["seconds"] for row in reports(cast).read(WEEKLY, **times)] == ([] if seconds is None else [seconds])


def test_an_instant_without_an_offset_is_in_the_readers_zone(cast: Cast) -> None:
    cast.alice.put("/me", {"timezone": "Asia/Kolkata"})
    for start in ("2026-03-02T03:29:59Z", "2026-03-02T03:30:00Z"):
        track(cast, cast.alice, start, HOUR)

    (row,) = reports(cast).read(WEEKLY, startTime="2026-03-02T09:00:00")
    assert row["seconds"] == week(HOUR)
