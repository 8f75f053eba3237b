"""What was tracked in projects."""

import pytest

from tests.cast import Cast
from tests.make import project
from tests.reports.aggregates import bill, rate, reports, track

BY_USER = "projects/summary"


def test_each_person_in_each_project(cast: Cast) -> None:
    bill(cast, 10)
    site, app = (project(cast.alice, cast.place, currency=currency) for currency in (None, "EUR"))
    track(cast, cast.alice, "09:00", 1, project_id=site)
    track(cast, cast.alice, "10:00", 2, project_id=site, billable=True)
    track(cast, cast.bob, "10:00", 4, project_id=site)
    track(cast, cast.bob, "11:00", 8, project_id=app, billable=True)
    track(cast, cast.bob, "12:00", 16)

    rows = [
        {"project_id": site, "user_id": cast.alice.id, "tracked_seconds": 3, "billable_seconds": 2},
        {"project_id": site, "user_id": cast.bob.id, "tracked_seconds": 4, "billable_seconds": 0},
        {"project_id": app, "user_id": cast.bob.id, "tracked_seconds": 8, "billable_seconds": 8},
    ]
    assert reports(cast).read(BY_USER) == sorted(rows, key=lambda row: (row["project_id"], row["user_id"]))
    assert reports(cast).post(BY_USER).json == "At least one parameter must be set"


def test_one_project(cast: Cast) -> None:
    site, other = (project(cast.alice, cast.place) for _ in range(2))
    bill(cast, 10, "project", site)
    track(cast, cast.alice, "2024-03-02T09:00:00Z", 3600, project_id=site, billable=True)
    track(cast, cast.bob, "09:00", 60, project_id=site)
    track(cast, cast.bob, "10:00", 60, project_id=other)

    found = reports(cast).read(f"projects/{site}/summary", start_date="2020-01-01")

    assert (found["seconds"], found["tracked_days"], found["billable_amount_in_cents"]) == (3660, 2, 1000)
    assert found["rates"] == [rate(3600, 1000)]
    assert reports(cast).read(f"projects/{site}/summary")["seconds"] == 60


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "The start_date parameter is required"),
        ({"end_date": "2026-03-01"}, "The start_date parameter is required"),
        ({"start_date": "yesterday"}, "Invalid start_date format"),
        ({"start_date": "2026-03-01", "end_date": "2026-02-30"}, "Invalid end_date format"),
        ({"start_date": "2026-03-01", "startTime": "soon"}, "Invalid startTime format"),
        ({"start_date": "2005-12-31"}, "start_date should be within 2006-01-01 to 2030-01-01"),
        (
            {"start_date": "2026-03-01", "end_date": "2030-01-02"},
            "end_date should be within 2006-01-01 to 2030-01-01",
        ),
        ({"start_date": "2026-03-02", "end_date": "2026-03-01"}, "Start time must be before end time"),
    ],
)
def test_what_is_wrong_is_told(cast: Cast, body: dict[str, str], sentence: str) -> None:
    answer = reports(cast).post(f"projects/{project(cast.alice, cast.place)}/summary", **body)

    assert (answer.status, answer.json) == (400, sentence)


def test_a_project_that_is_not_seen_is_not_found(cast: Cast) -> None:
    private = project(cast.alice, cast.place, is_private=True)
    theirs = project(cast.charlie, cast.elsewhere)
    gone = project(cast.alice, cast.place)
    cast.alice.delete(f"{cast.workspace}/projects/{gone}")

    for reader, number in ((cast.bob, private), (cast.alice, theirs), (cast.alice, gone), (cast.alice, 5)):
        answer = reports(cast, reader).post(f"projects/{number}/summary", start_date="2026-03-01")
        assert (answer.status, answer.json) == (403, "project not found or not accessible")
    wrong = reports(cast).post("projects/site/summary", start_date="2026-03-01")
    assert (wrong.status, wrong.json) == (400, "Invalid project id")
