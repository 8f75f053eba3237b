"""The periods of recurring projects."""

from datetime import date, timedelta
from typing import Any

import pytest

from sundial.core.errors import Invalid
from sundial.projects.recurrence import period_of, periods
from tests.cast import Cast
from tests.conftest import SetClock
from tests.projects.backstage import MISSING, make, path, told

START = date(2026, 1, 31)


def days(*texts: str) -> list[tuple[date, date]]:
    """Periods written as ``2026-01-31..2026-02-27``."""
    return [(date.fromisoformat(text[:10]), date.fromisoformat(text[12:])) for text in texts]


@pytest.mark.parametrize(
    ("kind", "custom", "first", "last", "expected"),
    [
        ("daily", None, "2026-02-01", "2026-02-02", ("2026-02-01..2026-02-01", "2026-02-02..2026-02-02")),
        ("weekly", None, "2026-02-06", "2026-02-07", ("2026-01-31..2026-02-06", "2026-02-07..2026-02-13")),
        ("custom", 10, "2026-02-09", "2026-02-10", ("2026-01-31..2026-02-09", "2026-02-10..2026-02-19")),
        ("monthly", None, "2026-02-27", "2026-02-28", ("2026-01-31..2026-02-27", "2026-02-28..2026-03-30")),
        ("monthly", None, "2026-12-31", "2026-12-31", ("2026-12-31..2027-01-30",)),
        ("monthly", None, "2028-02-29", "2028-02-29", ("2028-02-29..2028-03-30",)),
        ("quarterly", None, "2026-04-29", "2026-04-30", ("2026-01-31..2026-04-29", "2026-04-30..2026-07-30")),
        ("yearly", None, "2027-01-30", "2027-01-31", ("2026-01-31..2027-01-30", "2027-01-31..2028-01-30")),
        ("monthly", None, "2020-01-01", "2026-01-30", ()),
        ("monthly", None, "2020-01-01", "2026-01-31", ("2026-01-31..2026-02-27",)),
        ("monthly", None, "2026-03-01", "2026-02-01", ()),
    ],
)
def test_the_periods_that_have_a_day_between_two(
    kind: str, custom: int | None, first: str, last: str, expected: tuple[str, ...]
) -> None:
    found = periods(kind, custom, START, date.fromisoformat(first), date.fromisoformat(last))

    assert found == days(*expected)


@pytest.mark.parametrize(
    ("kind", "custom"),
    [("daily", None), ("weekly", None), ("monthly", None), ("quarterly", None), ("yearly", None), ("custom", 17)],
)
@pytest.mark.parametrize("start", [date(2026, 1, 1), date(2026, 1, 31), date(2024, 2, 29), date(2025, 12, 30)])
def test_every_day_is_in_one_period(kind: str, custom: int | None, start: date) -> None:
    for offset in range(800):
        day = start + timedelta(days=offset)
        period = period_of(kind, custom, start, day)
        assert period is not None
        assert period[0] <= day <= period[1]
        assert period_of(kind, custom, start, period[1] + timedelta(days=1)) != period
        assert periods(kind, custom, start, day, day) == [period]
    assert period_of(kind, custom, start, start - timedelta(days=1)) is None


def test_no_more_than_a_thousand() -> None:
    assert len(periods("daily", None, START, START, START + timedelta(days=999))) == 1000
    with pytest.raises(Invalid, match="more than 1000 periods"):
        periods("daily", None, START, START, START + timedelta(days=1000))


def recurring(cast: Cast, **parameters: Any) -> dict[str, Any]:
    return make(cast.alice, cast, recurring=True, recurring_parameters=parameters)


def test_a_project_tells_its_periods(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 15)
    project = recurring(cast, period="monthly", project_start_date="2026-01-10")

    assert project["recurring_parameters"] == [
        {
            "period": "monthly",
            "custom_period": None,
            "project_start_date": "2026-01-10",
            "parameter_start_date": "2026-01-10",
            "parameter_end_date": None,
            "estimated_seconds": 0,
        }
    ]
    assert project["current_period"] == {"start_date": "2026-03-10", "end_date": "2026-04-09"}
    every = cast.alice.get(f"{path(cast, project)}/periods").json
    assert [each["start_date"] for each in every] == ["2026-01-10", "2026-02-10", "2026-03-10"]
    some = cast.alice.get(f"{path(cast, project)}/periods?start_date=2026-02-01&end_date=2026-02-09").json
    assert some == [{"start_date": "2026-01-10", "end_date": "2026-02-09"}]


def test_it_recurs_from_its_start_unless_told_otherwise(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 15)
    later = make(cast.alice, cast, start_date="2026-04-01", recurring=True, recurring_parameters={"period": "weekly"})

    assert later["recurring_parameters"][0]["project_start_date"] == "2026-04-01"
    assert later["current_period"] is None
    assert cast.alice.get(f"{path(cast, later)}/periods").json == []


def test_what_does_not_recur_has_no_periods(cast: Cast) -> None:
    project = make(cast.alice, cast)

    assert cast.alice.get(f"{path(cast, project)}/periods?start_date=2026-01-01").json == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("start_date=x", "start_date must be a date as YYYY-MM-DD"),
        ("end_date=2026-13-01", "end_date must be a date as YYYY-MM-DD"),
        ("end_date=2101-01-01", "end_date must be between 1970 and 2100"),
        ("end_date=2100-12-31", "There must not be more than 1000 periods between start_date and end_date"),
    ],
)
def test_days_that_are_none(cast: Cast, query: str, sentence: str) -> None:
    project = recurring(cast, period="daily")

    assert told(cast.alice.get(f"{path(cast, project)}/periods?{query}")) == (400, sentence)


def test_whose_periods_are_told(cast: Cast) -> None:
    secret = recurring(cast, period="daily")

    assert told(cast.bob.get(f"{path(cast, secret)}/periods")) == (404, MISSING)
    assert told(cast.alice.get(f"{cast.workspace}/projects/x/periods")) == (400, "Invalid project_id")
