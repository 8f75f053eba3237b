"""The steps of graphs."""

from datetime import date, timedelta

import pytest

from sundial.core.periods import end_of_day, start_of_day
from sundial.reports.buckets import Resolution, buckets
from sundial.reports.rules import Range


def days(first: date, last: date) -> Range:
    return Range(first, last, start_of_day(first, "UTC"), end_of_day(last, "UTC"), "UTC")


@pytest.mark.parametrize(
    ("resolution", "beginning_of_week", "dates"),
    [
        # 2026-01-28 is a Wednesday.
        (Resolution.WEEK, 1, ["2026-01-28", "2026-02-02", "2026-02-09"]),
        (Resolution.WEEK, 0, ["2026-01-28", "2026-02-01", "2026-02-08"]),
        (Resolution.WEEK, 3, ["2026-01-28", "2026-02-04"]),
        (Resolution.WEEK, 6, ["2026-01-28", "2026-01-31", "2026-02-07"]),
        (Resolution.MONTH, 1, ["2026-01-28", "2026-02-01"]),
        (Resolution.QUARTER, 1, ["2026-01-28"]),
    ],
)
def test_a_step_begins_with_the_week_or_the_month_and_the_first_with_the_range(
    resolution: Resolution, beginning_of_week: int, dates: list[str]
) -> None:
    made = buckets(days(date(2026, 1, 28), date(2026, 2, 10)), resolution, beginning_of_week)

    assert [one.isoformat() for one in made.dates] == dates


def test_quarters_begin_in_january_april_july_and_october() -> None:
    made = buckets(days(date(2026, 1, 1), date(2026, 12, 31)), Resolution.QUARTER, 1)

    assert [one.month for one in made.dates] == [1, 4, 7, 10]


@pytest.mark.parametrize("resolution", list(Resolution))
def test_every_day_is_in_the_last_step_that_began(resolution: Resolution) -> None:
    first = date(2027, 11, 17)
    made = buckets(days(first, first + timedelta(days=400)), resolution, 4)

    for number in range(401):
        index = made.bucket_of(number)
        assert made.dates[index] <= first + timedelta(days=number)
        assert index == len(made.dates) - 1 or first + timedelta(days=number) < made.dates[index + 1]


def test_every_day_is_a_step_of_its_own() -> None:
    made = buckets(days(date(2028, 2, 28), date(2028, 3, 1)), Resolution.DAY, 1)

    assert [made.bucket_of(number) for number in range(3)] == [0, 1, 2]
