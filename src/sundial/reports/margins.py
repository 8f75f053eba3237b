"""Fixed fees, profits and shares, in whole numbers."""

from collections.abc import Sequence

from sundial.core.rounding import HOUR, shown_amount


def parts(fee: int, seconds: Sequence[int]) -> list[int]:
    """A fixed fee in proportion to times: whole hundredths that add up to the fee; nothing where there is no time.

    Each part is what the rounded share of all up to it is more than that of all before it.
    """
    total = sum(seconds)
    if total == 0:
        return [0] * len(seconds)
    found: list[int] = []
    passed = given = 0
    for one in seconds:
        passed += one
        until = (2 * fee * passed + total) // (2 * total)
        found.append(until - given)
        given = until
    return found


def percent(part: int, whole: int) -> int | None:
    """What share of the whole a part is, in hundredths of a percent, half away from zero; None of nothing."""
    if whole == 0:
        return None
    sign = -1 if (part < 0) is not (whole < 0) else 1
    part, whole = abs(part), abs(whole)
    return sign * ((2 * part * 10_000 + whole) // (2 * whole))


class Balance:
    """What some time earned and cost. Exact: in 3600ths of a hundredth."""

    __slots__ = ("billable_seconds", "costs", "earnings", "total_seconds")

    def __init__(self) -> None:
        self.total_seconds = 0
        self.billable_seconds = 0
        self.earnings = 0
        self.costs = 0

    def add(self, seconds: int, billable: bool, rate: int | None, cost: int | None) -> None:
        """Add some time, with what an hour of it bills and costs."""
        self.total_seconds += seconds
        if billable:
            self.billable_seconds += seconds
            self.earnings += seconds * (rate or 0)
        self.costs += seconds * (cost or 0)

    def add_fee(self, fee: int) -> None:
        """Add a part of a fixed fee, in hundredths."""
        self.earnings += fee * HOUR

    def merge(self, other: "Balance") -> None:
        """Add another one of the same currency."""
        self.total_seconds += other.total_seconds
        self.billable_seconds += other.billable_seconds
        self.earnings += other.earnings
        self.costs += other.costs

    @property
    def figures(self) -> list[int | None]:
        """What a line of a sheet shows: times, earnings, costs, the profit and its share of the earnings."""
        earnings, costs = shown_amount(self.earnings), shown_amount(self.costs)
        profit = shown_amount(self.earnings - self.costs)
        margin = percent(self.earnings - self.costs, self.earnings)
        return [self.total_seconds, self.billable_seconds, earnings, costs, profit, margin]
