"""The texts of values: how CSV and pages show a duration, an amount, a day. Integers only: floats would lose cents."""

from collections.abc import Callable
from datetime import date, time

from sundial.reports.render.sheets import Cell, Column, Kind, Style

DATES = {
    "MM/DD/YYYY": "{1:02d}/{2:02d}/{0:04d}",
    "DD-MM-YYYY": "{2:02d}-{1:02d}-{0:04d}",
    "MM-DD-YYYY": "{1:02d}-{2:02d}-{0:04d}",
    "YYYY-MM-DD": "{0:04d}-{1:02d}-{2:02d}",
    "DD/MM/YYYY": "{2:02d}/{1:02d}/{0:04d}",
    "DD.MM.YYYY": "{2:02d}.{1:02d}.{0:04d}",
}


def texts_of(columns: list[Column], style: Style) -> list[Callable[[Cell], str]]:
    """For each column, what turns its cells into texts. Text cells stay what they are in any column."""
    return [_text_of(column.kind, style) for column in columns]


def duration(seconds: int, style: Style) -> str:
    """A duration as ``25:01:00`` (classic), ``1:01:00`` for one hour and a minute (improved), or ``1.02`` (decimal).

    A decimal's last digit is rounded half away from zero.
    """
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    if style.duration_format == "decimal":
        # An hour's hundredth has 36 seconds; half of it is 18.
        rounded = (seconds + 18) // 36
        return hundredths(-rounded if sign else rounded, style.cents_separator)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if style.duration_format == "improved":
        return f"{sign}{hours}:{minutes:02d}:{seconds:02d}"
    return f"{sign}{hours:02d}:{minutes:02d}:{seconds:02d}"


def hundredths(number: int, separator: str = ".") -> str:
    """Whole hundredths as a number with two decimals: ``12.50``."""
    units, rest = divmod(abs(number), 100)
    return f"{'-' if number < 0 else ''}{units}{separator}{rest:02d}"


def day(of: date, style: Style) -> str:
    """A day in the order that the style asks for."""
    return DATES[style.date_format].format(of.year, of.month, of.day)


def hour(of: time, style: Style) -> str:
    """A time of day: ``09:05:30``, ``09:05``, ``9:05`` or ``9:05 AM``."""
    match style.hour_format:
        case "HH:mm:ss":
            return f"{of.hour:02d}:{of.minute:02d}:{of.second:02d}"
        case "HH:mm":
            return f"{of.hour:02d}:{of.minute:02d}"
        case "H:mm":
            return f"{of.hour}:{of.minute:02d}"
        case "h:mm A":
            return f"{of.hour % 12 or 12}:{of.minute:02d} {'AM' if of.hour < 12 else 'PM'}"


def _text_of(kind: Kind, style: Style) -> Callable[[Cell], str]:
    number = _number_of(kind, style)

    def text(cell: Cell) -> str:
        match cell:
            case str():
                return cell
            case None:
                return ""
            case bool():
                return "Yes" if cell else "No"
            case int():
                return number(cell)
            case time():
                return hour(cell, style)
            case date():
                return day(cell, style)

    return text


def _number_of(kind: Kind, style: Style) -> Callable[[int], str]:
    match kind:
        case Kind.DURATION:
            return lambda seconds: duration(seconds, style)
        case Kind.AMOUNT | Kind.RATE:
            return lambda amount: hundredths(amount, style.cents_separator)
        case Kind.PERCENT:
            return lambda share: f"{hundredths(share, style.cents_separator)}%"
        case _:
            return str
