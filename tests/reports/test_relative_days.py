"""Periods that move with the present day."""

from datetime import date, timedelta

import pytest

from sundial.core.errors import Invalid
from sundial.reports.relative_days import PERIODS, relative_days

MONDAY, SUNDAY, SATURDAY = 1, 0, 6
TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", (2026, 3, 4), (2026, 3, 4)),
        ("yesterday", (2026, 3, 3), (2026, 3, 3)),
        ("thisWeek", (2026, 3, 2), (2026, 3, 8)),
        ("prevWeek", (2026, 2, 23), (2026, 3, 1)),
        ("lastWeek", (2026, 2, 23), (2026, 3, 1)),
        ("thisMonth", (2026, 3, 1), (2026, 3, 31)),
        ("prevMonth", (2026, 2, 1), (2026, 2, 28)),
        ("lastMonth", (2026, 2, 1), (2026, 2, 28)),
        ("thisQuarter", (2026, 1, 1), (2026, 3, 31)),
        ("prevQuarter", (2025, 10, 1), (2025, 12, 31)),
        ("thisYear", (2026, 1, 1), (2026, 12, 31)),
        ("prevYear", (2025, 1, 1), (2025, 12, 31)),
        ("last30Days", (2026, 2, 3), (2026, 3, 4)),
        ("last30days", (2026, 2, 3), (2026, 3, 4)),
        ("last_7_days", (2026, 2, 26), (2026, 3, 4)),
        ("last12Months", (2025, 3, 5), (2026, 3, 4)),
    ],
)
def test_the_days_of_a_period(name: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert relative_days(name, TODAY, MONDAY) == (date(*first), date(*last))


@pytest.mark.parametrize(
    ("beginning", "today", "first"),
    [
        (SUNDAY, date(2026, 3, 1), date(2026, 3, 1)),
        (SUNDAY, date(2026, 3, 7), date(2026, 3, 1)),
        (MONDAY, date(2026, 3, 1), date(2026, 2, 23)),
        (SATURDAY, date(2026, 3, 6), date(2026, 2, 28)),
        (SATURDAY, date(2026, 3, 7), date(2026, 3, 7)),
    ],
)
def test_a_week_begins_when_it_does_for_the_owner(beginning: int, today: date, first: date) -> None:
    assert relative_days("thisWeek", today, beginning) == (first, first + timedelta(days=6))


@pytest.mark.parametrize("name", ["", "always", "last0Days", "last367Days", "lastDays", "custom", "last1Days "])
def test_other_periods_are_not_known(name: str) -> None:
    with pytest.raises(Invalid, match="The report period is not supported"):
        relative_days(name, TODAY, MONDAY)


@pytest.mark.parametrize("name", [*PERIODS, "last366Days"])
def test_none_is_longer_than_a_report_or_skips_a_day(name: str) -> None:
    today = date(2023, 12, 25)
    while today < date(2025, 1, 10):
        first, last = relative_days(name, today, MONDAY)
        assert first <= last
        assert (last - first).days <= 365
        if name.startswith("this"):
            assert first <= today <= last
        elif name.startswith("prev"):
            after = relative_days(name.replace("prev", "this"), today, MONDAY)
            assert last + timedelta(days=1) == after[0]
        today += timedelta(days=1)
