"""How values read: durations, amounts, days and times."""

from datetime import date, time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sundial.reports.render.sheets import Column, DateFormat, HourFormat, Kind, Style
from sundial.reports.render.values import day, duration, hour, hundredths, texts_of


@pytest.mark.parametrize(
    ("seconds", "as_classic", "as_improved", "as_decimal"),
    [
        (0, "00:00:00", "0:00:00", "0.00"),
        (3661, "01:01:01", "1:01:01", "1.02"),
        (90_061, "25:01:01", "25:01:01", "25.02"),
        (360_000, "100:00:00", "100:00:00", "100.00"),
        (17, "00:00:17", "0:00:17", "0.00"),
        (18, "00:00:18", "0:00:18", "0.01"),
        (-18, "-00:00:18", "-0:00:18", "-0.01"),
        (-17, "-00:00:17", "-0:00:17", "0.00"),
        (-3661, "-01:01:01", "-1:01:01", "-1.02"),
    ],
)
def test_a_duration_reads_as_its_format_says(seconds: int, as_classic: str, as_improved: str, as_decimal: str) -> None:
    assert duration(seconds, Style("classic")) == as_classic
    assert duration(seconds, Style("improved")) == as_improved
    assert duration(seconds, Style("decimal")) == as_decimal


@given(st.integers(-(10**12), 10**12))
def test_decimal_hours_are_rounded_half_away_from_zero(seconds: int) -> None:
    shown = Fraction(duration(seconds, Style("decimal")))
    exact = Fraction(seconds, 3600)

    assert abs(shown - exact) <= Fraction(1, 200)
    if abs(shown - exact) == Fraction(1, 200):
        assert abs(shown) > abs(exact)


@given(st.integers(-(10**15), 10**15))
def test_amounts_are_exact(amount: int) -> None:
    assert Fraction(hundredths(amount)) * 100 == amount
    assert hundredths(amount, ",") == hundredths(amount).replace(".", ",")


def test_amounts_have_two_decimals() -> None:
    assert [hundredths(amount) for amount in (1250, 5, -5, 0)] == ["12.50", "0.05", "-0.05", "0.00"]


@pytest.mark.parametrize(
    ("date_format", "text"),
    [
        ("MM/DD/YYYY", "03/09/2026"),
        ("DD-MM-YYYY", "09-03-2026"),
        ("MM-DD-YYYY", "03-09-2026"),
        ("YYYY-MM-DD", "2026-03-09"),
        ("DD/MM/YYYY", "09/03/2026"),
        ("DD.MM.YYYY", "09.03.2026"),
    ],
)
def test_days(date_format: DateFormat, text: str) -> None:
    assert day(date(2026, 3, 9), Style(date_format=date_format)) == text


@pytest.mark.parametrize(
    ("hour_format", "text"),
    [
        ("HH:mm", ["00:05", "09:05", "12:05", "23:05"]),
        ("H:mm", ["0:05", "9:05", "12:05", "23:05"]),
        ("HH:mm:ss", ["00:05:07", "09:05:07", "12:05:07", "23:05:07"]),
        ("h:mm A", ["12:05 AM", "9:05 AM", "12:05 PM", "11:05 PM"]),
    ],
)
def test_times_of_day(hour_format: HourFormat, text: list[str]) -> None:
    assert [hour(time(hours, 5, 7), Style(hour_format=hour_format)) for hours in (0, 9, 12, 23)] == text


@pytest.mark.parametrize(
    ("kind", "text"),
    [(Kind.NUMBER, "3333"), (Kind.PERCENT, "33,33%"), (Kind.RATE, "33,33"), (Kind.DURATION, "00:55:33")],
)
def test_a_number_reads_as_its_column_says(kind: Kind, text: str) -> None:
    style = Style(cents_separator=",")

    assert texts_of([Column("", kind)], style)[0](3333) == text


def test_cells_that_hold_something_else_than_their_column() -> None:
    in_text = texts_of([Column("", Kind.AMOUNT)], Style())[0]

    assert [in_text(cell) for cell in (None, "Total", True, False)] == ["", "Total", "Yes", "No"]
