"""Money: exact from a JSON number to hundredths and back, within its limits, and never through a float."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sundial.core.encoding import encoder
from sundial.core.errors import Invalid
from sundial.core.money import LARGEST, Money

amounts = st.integers(-LARGEST, LARGEST)
numbers = msgspec.json.Decoder(Decimal)


@given(hundredths=amounts)
def test_what_is_written_is_read_again(hundredths: int) -> None:
    money = Money(hundredths)

    assert Money.from_number(numbers.decode(money.to_number())) == money


@given(hundredths=amounts)
@example(hundredths=-1)
@example(hundredths=-100)
@example(hundredths=0)
@example(hundredths=LARGEST)
def test_the_number_is_the_shortest_of_its_value(hundredths: int) -> None:
    text = Money(hundredths).to_number()

    assert Decimal(text) * 100 == hundredths
    assert "e" not in text.lower()
    assert not text.startswith("-0") or text.startswith("-0.")
    assert "." not in text or not text.endswith(("0", "."))


@given(units=st.integers(-LARGEST // 100, LARGEST // 100))
def test_whole_units_may_come_as_integers(units: int) -> None:
    assert Money.from_number(units) == Money(units * 100)


@given(number=st.decimals(allow_nan=False, allow_infinity=False))
@example(number=Decimal("1E+400000"))
@example(number=Decimal("1E-400000"))
@example(number=Decimal("0E+999999"))
@example(number=Decimal("12.500"))
@example(number=Decimal("10000000.00"))
@example(number=Decimal("10000000.01"))
@example(number=Decimal("9999999.999999999999999999999999999999"))
def test_any_decimal_is_exact_or_refused(number: Decimal) -> None:
    try:
        money = Money.from_number(number)
    except Invalid:
        return

    assert Decimal(money.hundredths).scaleb(-2) == number
    assert abs(money.hundredths) <= LARGEST


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1.5, "must be a number"),
        (True, "must be a number"),
        ("12", "must be a number"),
        (None, "must be a number"),
        (Decimal("0.001"), "must have at most two decimals"),
        (Decimal("-12.345"), "must have at most two decimals"),
        (10_000_001, "must not be more than 10000000"),
        (Decimal("-10000000.01"), "must not be more than 10000000"),
        (10**400, "must not be more than 10000000"),
    ],
)
def test_what_is_no_amount_is_refused(number: object, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        Money.from_number(number)


@pytest.mark.parametrize("text", ["NaN", "-Infinity", "sNaN"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        Money.from_number(Decimal(text))


@given(hundredths=amounts, other=amounts)
def test_amounts_are_equal_when_their_hundredths_are(hundredths: int, other: int) -> None:
    assert (Money(hundredths) == Money(other)) is (hundredths == other)
    assert hash(Money(hundredths)) == hash(Money(hundredths))
    assert Money(hundredths) != hundredths


@pytest.mark.parametrize(("hundredths", "text"), [(1200, b"12"), (1250, b"12.5"), (1205, b"12.05"), (-5, b"-0.05")])
def test_json_has_it_as_a_plain_number(hundredths: int, text: bytes) -> None:
    value: Any = {"rate": Money(hundredths)}

    assert encoder.encode(value) == b'{"rate":' + text + b"}"
