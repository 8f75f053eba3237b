"""How time, money and shares are spoken of, in letters and previews. What is measured is rounded down: nothing looks as
if it were reached before it is."""

from collections.abc import Sequence

from sundial.alerts.measures import Figures, Measure
from sundial.alerts.rules import ThresholdType
from sundial.core.money import Money
from sundial.core.rounding import HOUR

HUNDREDTHS = 100


def hours(seconds: int) -> str:
    """Such as ``7.5 hours``."""
    return f"{bare_hours(seconds)} {'hour' if seconds == HOUR else 'hours'}"


def bare_hours(seconds: int) -> str:
    """Such as ``7.5``."""
    return Money(seconds * HUNDREDTHS // HOUR).to_number()


def money(hundredths: int, currency: str) -> str:
    """Such as ``1,250.50 EUR``."""
    units, rest = divmod(hundredths, HUNDREDTHS)
    return f"{units:,}{f'.{rest:02}' if rest else ''} {currency}"


def threshold(kind: ThresholdType, number: int, currency: str) -> str:
    """Such as ``80 %``, ``10 hours`` or ``5,000 EUR``."""
    if kind is ThresholdType.PERCENTAGE:
        return f"{number} %"
    return hours(number * HOUR) if kind is ThresholdType.HOURS else money(number * HUNDREDTHS, currency)


def thresholds(kind: ThresholdType, numbers: Sequence[int], currency: str) -> str:
    """Such as ``50 %, 80 % and 100 %``."""
    *first, last = (threshold(kind, number, currency) for number in numbers)
    return f"{', '.join(first)} and {last}" if first else last


def progress(measure: Measure, currency: str) -> str:
    """Such as ``tracked 7.5 of 10 hours`` or ``billed 950 EUR``."""
    if measure.unit == "seconds":
        if measure.of is None:
            return f"tracked {hours(measure.measured)}"
        return f"tracked {bare_hours(measure.measured)} of {hours(measure.of)}"
    if measure.of is None:
        return f"billed {money(_down(measure), currency)}"
    return f"billed {money(_down(measure), currency)} of {money(measure.of, currency)}"


def full_name(one: Figures) -> str:
    """A project's name, with its client's where it has one."""
    return one.name if one.client_name is None else f"{one.name} ({one.client_name})"


def _down(measure: Measure) -> int:
    return measure.exact // HOUR
