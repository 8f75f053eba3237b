"""Times beside the days of a report: they narrow it, and never make it longer than its days."""

import pytest

from tests.cast import Cast
from tests.reports.aggregates import SUMMARY, TOTALS, WEEKLY, reports, track
from tests.reports.stage import in_zone

HOUR = 3600
LONG_AGO = ["0001-01-01T00:00:00Z", "1900-01-01T00:00:00+00:00", "2025-03-01T00:00:00Z", "2026-02-27T12:00:00Z"]
LATER = ["2026-03-20T00:00:00Z", "2999-12-31T23:59:59Z"]


@pytest.mark.parametrize("start", LONG_AGO)
def test_a_start_before_the_days_counts_for_nothing(cast: Cast, start: str) -> None:
    for day in ("2025-06-01", "2026-02-28"):
        track(cast, cast.alice, f"{day}T10:00:00Z", HOUR)
    track(cast, cast.alice, "10:00", 60)

    (row,) = reports(cast).read(WEEKLY, startTime=start)
    assert row["seconds"] == [60, 0, 0, 0, 0, 0, 0]
    totals = reports(cast).read(TOTALS, startTime=start, with_graph=True)
    assert (totals["seconds"], sum(step["seconds"] for step in totals["graph"])) == (60, 60)
    assert [group["seconds"] for group in reports(cast).read(SUMMARY, startTime=start)["groups"]] == [60]


@pytest.mark.parametrize("end", LATER)
def test_an_end_after_the_days_counts_for_nothing(cast: Cast, end: str) -> None:
    track(cast, cast.alice, "10:00", 60)
    track(cast, cast.alice, "2026-03-12T10:00:00Z", HOUR)

    (row,) = reports(cast).read(WEEKLY, endTime=end)
    assert row["seconds"] == [60, 0, 0, 0, 0, 0, 0]


def test_a_time_without_an_offset_is_in_the_readers_zone(cast: Cast) -> None:
    stage = in_zone(cast, "America/Los_Angeles")
    stage.diary().add(start="2026-03-02T16:00:00Z")
    stage.diary().add(start="2026-03-02T18:00:00Z", duration=60)
    body = {"start_date": "2026-03-02", "end_date": "2026-03-02"}

    for start in ("09:00", "2026-03-02T09:00:00", "2026-03-02T17:00:00Z"):
        assert stage.read(TOTALS, {**body, "startTime": start})["seconds"] == 60
    for end in ("09:00", "2026-03-02T09:00:00", "2026-03-02T17:00:00Z"):
        assert stage.read(TOTALS, {**body, "endTime": end})["seconds"] == HOUR
