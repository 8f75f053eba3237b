"""Rounding: of tracked time in reports, and of exact amounts where they are shown."""

from collections.abc import Iterable

HOUR = 3600


def rounded_time(seconds: int, direction: int, minutes: int) -> int:
    """The seconds of one entry as a report counts them, to whole steps of so many minutes (`behaviour.md, 6`).

    ``direction``: -1 down, 0 to the nearest, half up, 1 up; no minutes: as they are. Nothing stays nothing.
    """
    step = minutes * 60
    if step == 0:
        return seconds
    added = 0 if direction < 0 else step // 2 if direction == 0 else step - 1
    return (seconds + added) // step * step


def exact_amount(seconds: int, rate: int) -> int:
    """What time is worth at a rate in hundredths an hour, exactly: in 3600ths of a hundredth."""
    return seconds * rate


def shown_amount(exact: int) -> int:
    """An exact amount, in 3600ths of a hundredth, as it is shown: whole hundredths, half away from zero."""
    return (exact + HOUR // 2) // HOUR if exact >= 0 else -((HOUR // 2 - exact) // HOUR)


def shown_amounts(exact: Iterable[int]) -> list[int]:
    """The same of many."""
    return [(one + HOUR // 2) // HOUR if one >= 0 else -((HOUR // 2 - one) // HOUR) for one in exact]
