"""Rounding of time and of amounts: what the words say, and in SQL what it is in Python."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import product

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import BigInteger, bindparam, select

from sundial.core.rounding import HOUR, exact_amount, rounded_time, shown_amount
from sundial.db.statement import Query
from sundial.rates.prices import rounded_seconds
from tests.make import World

DIRECTIONS = (-1, 0, 1)
MINUTES = (0, 1, 5, 6, 10, 12, 15, 30, 60, 240)
LONGEST = 999 * HOUR


class Seconds(msgspec.Struct):
    """What a database makes of some seconds."""

    seconds: int


_bound = (bindparam(name, type_=BigInteger(), required=True) for name in ("duration", "direction", "minutes"))
IN_SQL = Query(Seconds, select(rounded_seconds(*_bound).label("seconds")))


@given(seconds=st.integers(0, LONGEST), minutes=st.sampled_from(MINUTES[1:]))
@example(seconds=450, minutes=15)
@example(seconds=449, minutes=15)
def test_time_becomes_whole_steps(seconds: int, minutes: int) -> None:
    step = 60 * minutes
    below, above = (steps * step for steps in (seconds // step, -(-seconds // step)))

    assert rounded_time(seconds, -1, minutes) == below
    assert rounded_time(seconds, 1, minutes) == above
    assert rounded_time(seconds, 0, minutes) == (below if seconds - below < above - seconds else above)


@given(seconds=st.integers(0, LONGEST), direction=st.sampled_from(DIRECTIONS))
def test_no_minutes_leave_time_as_it_is(seconds: int, direction: int) -> None:
    assert rounded_time(seconds, direction, 0) == seconds


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("minutes", MINUTES)
def test_nothing_stays_nothing(direction: int, minutes: int) -> None:
    assert rounded_time(0, direction, minutes) == 0


def test_sql_rounds_as_python_does(world: World) -> None:
    read = world.server.database.read()
    for direction, minutes in product(DIRECTIONS, MINUTES):
        half, step = 30 * minutes, 60 * minutes
        near = {max(0, edge + more) for edge in (0, half, step, step + half, 1000 * step) for more in (-1, 0, 1)}
        for seconds in sorted({*near, 61, 5399, LONGEST}):
            found = read.one(IN_SQL, duration=seconds, direction=direction, minutes=minutes).seconds
            assert found == rounded_time(seconds, direction, minutes), (seconds, direction, minutes)


@given(exact=st.integers(-(10**18), 10**18))
@example(exact=HOUR // 2)
@example(exact=-HOUR // 2)
@example(exact=HOUR // 2 - 1)
def test_an_amount_is_shown_half_away_from_zero(exact: int) -> None:
    shown, amount = shown_amount(exact), Fraction(exact, HOUR)

    assert abs(shown - amount) <= Fraction(1, 2)
    assert abs(shown - amount) < Fraction(1, 2) or abs(shown) > abs(amount)


@given(halves=st.integers(-(10**9), 10**9))
def test_an_amount_is_shown_as_decimals_would_be(halves: int) -> None:
    decimal = (Decimal(halves) / 2).quantize(Decimal(1), ROUND_HALF_UP)

    assert shown_amount(halves * HOUR // 2) == int(decimal)


@given(parts=st.lists(st.integers(0, LONGEST), max_size=50), rate=st.integers(1, 10**9))
def test_however_time_is_split_it_is_worth_the_same(parts: list[int], rate: int) -> None:
    assert sum(exact_amount(part, rate) for part in parts) == exact_amount(sum(parts), rate)


def test_six_minutes_at_a_hundred_an_hour() -> None:
    """`behaviour.md, 5`: six rows of 1.67 are 10.00 together."""
    row = exact_amount(60, 100_00)

    assert shown_amount(row) == 167
    assert shown_amount(6 * row) == 1000
