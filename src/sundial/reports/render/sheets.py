"""Sheets: what a report hands over to be written as a file, in no file's format yet.

Cells hold values, not texts: whole seconds, whole hundredths, days and times. Each writer shows them as its
format does.
"""

import importlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date, time
from enum import StrEnum
from typing import BinaryIO, Literal

import msgspec

Cell = str | int | bool | date | time | None
"""None is an empty cell. A text may stand in a column of any kind, such as a label in a line of totals."""

DurationFormat = Literal["classic", "decimal", "improved"]
DateFormat = Literal["MM/DD/YYYY", "DD-MM-YYYY", "MM-DD-YYYY", "YYYY-MM-DD", "DD/MM/YYYY", "DD.MM.YYYY"]
HourFormat = Literal["H:mm", "HH:mm", "HH:mm:ss", "h:mm A"]

WRITERS = {"csv": "comma_separated", "xlsx": "workbook", "pdf": "pages"}
"""The modules that write. A server that exports nothing does not import them, nor the libraries that they need."""


class Kind(StrEnum):
    """What the cells of a column hold, and so how they are written and aligned."""

    TEXT = "text"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    """Whole seconds."""
    AMOUNT = "amount"
    """Whole hundredths of a currency unit."""
    RATE = "rate"
    """Whole hundredths of a currency unit for an hour."""
    NUMBER = "number"
    YES_NO = "yes_no"
    PERCENT = "percent"
    """Whole hundredths of a percent: 3333 is 33.33 %."""


class Column(msgspec.Struct):
    """A column. ``width`` is its share of a page, relative to the others'."""

    heading: str
    kind: Kind = Kind.TEXT
    width: int = 1


class Style(msgspec.Struct):
    """How a person likes values to be shown. CSV shows only durations so, since it is to be imported again."""

    duration_format: DurationFormat = "classic"
    date_format: DateFormat = "YYYY-MM-DD"
    hour_format: HourFormat = "HH:mm"
    cents_separator: Literal[".", ","] = "."


class Row(msgspec.Struct):
    """A line. Level 0 is plain, 1 a group's own line, 2 a part of a group."""

    cells: Sequence[Cell]
    level: int = 0


class Sheet(msgspec.Struct):
    """A report to be written.

    ``rows`` are read once, one after the other, so a million of them may come from a generator. ``totals`` are asked
    for only after the last row was written; there may be several lines, such as one for each currency. ``logo`` is PNG.
    """

    title: str
    workspace: str
    period: str
    columns: list[Column]
    rows: Iterable[Row]
    filters: list[tuple[str, str]] = []
    totals: Callable[[], list[Sequence[Cell]]] = list
    logo: bytes | None = None
    style: Style = msgspec.field(default_factory=Style)


def write_csv(sheet: Sheet, file: BinaryIO, *, totals: bool = False) -> None:
    """Write a sheet as CSV. Only without its totals can it be imported again."""
    _writer("csv")(sheet, file, totals=totals)


def write_xlsx(sheet: Sheet, file: BinaryIO) -> None:
    """Write a sheet as an Excel workbook, with the totals as its last lines."""
    _writer("xlsx")(sheet, file)


def write_pdf(sheet: Sheet, file: BinaryIO) -> None:
    """Write a sheet as pages for people. Raises Invalid when it has too many rows for that."""
    _writer("pdf")(sheet, file)


def _writer(extension: str) -> Callable[..., None]:
    return importlib.import_module(f"sundial.reports.render.{WRITERS[extension]}").write
