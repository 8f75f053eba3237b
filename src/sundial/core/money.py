"""Money: whole hundredths of a currency unit, exact from the request to the answer (`decisions.md, Rates`)."""

from decimal import Decimal
from typing import final

from sundial.core.errors import Invalid

LARGEST = 10_000_000_00
CENT = Decimal("0.01")


@final
class Money:
    """An amount in hundredths of its currency unit; ``Money(1250)`` is 12.50."""

    __slots__ = ("hundredths",)

    def __init__(self, hundredths: int) -> None:
        self.hundredths = hundredths

    @classmethod
    def from_number(cls, number: object) -> "Money":
        """Read a JSON number with at most two decimals, at most ten million units either way.

        Raises Invalid with a text that lacks its subject: the caller puts the field's name before it.
        """
        if isinstance(number, bool) or not isinstance(number, (int, Decimal)):
            raise Invalid("must be a number")
        if isinstance(number, Decimal) and not number.is_finite():
            raise Invalid("must be a number")
        # Compared before any arithmetic, which would overflow or round: decimals can have any exponent and length.
        if not -LARGEST // 100 <= number <= LARGEST // 100:
            raise Invalid("must not be more than 10000000")
        cents = Decimal(number).quantize(CENT)
        if cents != number:
            raise Invalid("must have at most two decimals")
        return cls(int(cents * 100))

    def to_number(self) -> str:
        """The amount as the text of a JSON number: ``12``, ``12.5``, ``12.05``."""
        sign = "-" if self.hundredths < 0 else ""
        units, rest = divmod(abs(self.hundredths), 100)
        if rest == 0:
            return f"{sign}{units}"
        return f"{sign}{units}.{rest:02d}".rstrip("0")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Money) and self.hundredths == other.hundredths

    def __hash__(self) -> int:
        return hash(self.hundredths)

    def __repr__(self) -> str:
        return f"Money({self.hundredths})"
