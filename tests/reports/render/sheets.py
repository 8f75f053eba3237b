"""Sheets that tests write."""

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date, time
from io import BytesIO, StringIO
from typing import Any

from sundial.reports.render.sheets import Cell, Column, Kind, Row, Sheet, Style, write_csv

COLUMNS = [
    Column("User", width=2),
    Column("Description", width=4),
    Column("Billable", Kind.YES_NO),
    Column("Start date", Kind.DATE),
    Column("Start time", Kind.TIME),
    Column("Duration", Kind.DURATION),
    Column("Share", Kind.PERCENT),
    Column("Entries", Kind.NUMBER),
    Column("Amount (EUR)", Kind.AMOUNT),
]
ENTRY: list[Cell] = ["Ada", "Draws", True, date(2026, 3, 9), time(8, 5, 7), 90_061, 3333, 2, 1250]
TOTAL: list[Cell] = ["Total", None, None, None, None, 90_061, 10_000, 2, 1250]
# Each would be a formula, a command or markup somewhere.
DANGEROUS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1;1)",
    '=HYPERLINK("http://example.com","Click")',
    "=cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\x01=1+1",
    "\uff1d1+1",
    "'=1+1",
    "x;=1+1;y",
    "x\n=1+1",
    'x;"=1+1;"',
    "x;;\t=1+1",
    " =1+1",
    "x;'=1+1",
    "{=1+1}",
    "http://example.com",
    "<r><t>1</t></r>",
    "<r></r></is></c><c r='Z1'><f>1+1</f></c><c><is><r></r>",
    "_x003D_1+1",
)


def sheet(
    rows: Iterable[Row],
    columns: Sequence[Column] = COLUMNS,
    totals: Callable[[], list[Sequence[Cell]]] = list,
    **more: Any,
) -> Sheet:
    """A sheet with these rows; its style and other things that do not matter can be given."""
    given: dict[str, Any] = {
        "title": "Detailed report",
        "workspace": "Acme",
        "period": "2026-03-01 – 2026-03-31",
        **more,
    }
    return Sheet(columns=list(columns), rows=rows, totals=totals, **given)


def texts(*lines: Sequence[str], **more: Any) -> Sheet:
    """A sheet of texts only."""
    columns = [Column(f"Text {number}") for number in range(len(lines[0]))]
    return sheet([Row(line) for line in lines], columns, **more)


def csv_of(given: Sheet, **more: bool) -> list[list[str]]:
    """What a program reads in the CSV of a sheet."""
    file = BytesIO()
    write_csv(given, file, **more)
    return list(csv.reader(StringIO(file.getvalue().decode("utf-8-sig"), newline="")))


def entries(style: Style, *cells: Sequence[Cell]) -> Sheet:
    """A sheet of entries in a style."""
    return sheet([Row(line) for line in cells], style=style)
