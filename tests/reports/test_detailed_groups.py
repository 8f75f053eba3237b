"""Entries that are alike as one row of a detailed report."""

from typing import Any

from tests.cast import Cast
from tests.make import project
from tests.reports.aggregates import bill, track
from tests.reports.detail import detail


def test_what_is_alike_is_one_row(cast: Cast) -> None:
    made = project(cast.alice, cast.place)
    first = track(cast, cast.alice, "09:00", 60, "Mail", project_id=made, tags=["x", "y"])
    second = track(cast, cast.alice, "11:00", 120, "Mail", project_id=made, tags=["y", "x"])
    others = [
        track(cast, cast.bob, "10:00", 60, "Mail", project_id=made, tags=["x", "y"]),
        track(cast, cast.alice, "10:00", 60, "mail", project_id=made, tags=["x", "y"]),
        track(cast, cast.alice, "10:00", 60, "Mail", tags=["x", "y"]),
        track(cast, cast.alice, "10:00", 60, "Mail", project_id=made, tags=["x"]),
        track(cast, cast.alice, "10:00", 60, "Mail", project_id=made),
        track(cast, cast.alice, "10:00", 60, "Mail", project_id=made, tags=["x", "y"], billable=True),
    ]
    rows = detail(cast).rows(grouped=True)

    assert [[one["id"] for one in row["time_entries"]] for row in rows] == [
        [second["id"], first["id"]],
        *([one["id"]] for one in reversed(others)),
    ]
    assert [one["seconds"] for one in rows[0]["time_entries"]] == [120, 60]
    assert [row["row_number"] for row in rows] == [*range(1, 8)]


def test_an_empty_description_is_none(cast: Cast) -> None:
    track(cast, cast.alice, "09:00", 60, None)
    track(cast, cast.alice, "10:00", 60, "")

    assert len(detail(cast).rows(grouped=True)) == 1


def test_an_amount_is_the_rounded_sum_of_what_each_bills(cast: Cast) -> None:
    bill(cast, 1)
    for hour in range(9, 12):
        # A third of a hundredth each.
        track(cast, cast.alice, f"{hour:02d}:00", 12, billable=True)

    assert _amounts(detail(cast).rows()) == [(0, 100)] * 3
    assert _amounts(detail(cast).rows(grouped=True)) == [(1, 100)]


def test_time_is_rounded_entry_by_entry(cast: Cast) -> None:
    bill(cast, 60)
    for hour in (9, 10):
        track(cast, cast.alice, f"{hour:02d}:00", 61, billable=True)
    (row,) = detail(cast).rows(grouped=True, rounding=1, rounding_minutes=5)

    assert [one["seconds"] for one in row["time_entries"]] == [300, 300]
    assert row["billable_amount_in_cents"] == 1000


def test_what_bills_at_different_rates_is_different(cast: Cast) -> None:
    bill(cast, 10)
    track(cast, cast.alice, "09:00", 3600, billable=True)
    track(cast, cast.alice, "11:00", 3600, billable=True)
    track(cast, cast.alice, "13:00", 3600, billable=False)
    body = {"level": "workspace", "level_id": cast.place.workspace_id, "type": "billable_rates", "amount": 20}
    cast.alice.post(f"{cast.workspace}/rates", {**body, "start": "2026-03-02T10:00:00Z"})

    assert _amounts(detail(cast).rows(grouped=True)) == [(None, None), (2000, 2000), (1000, 1000)]


def _amounts(rows: list[dict[str, Any]]) -> list[tuple[Any, Any]]:
    return [(row["billable_amount_in_cents"], row["hourly_rate_in_cents"]) for row in rows]
