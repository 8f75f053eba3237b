"""XLSX: real numbers, days and times, a frozen heading that filters, and texts that never become formulas.

Rows go to disk as they come, so a million of them need little memory. Money and durations leave their integers only
here, in the cell: the format has no other numbers.
"""

import re
from collections.abc import Sequence
from datetime import date, time
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

# The library has types in most places, but does not say so.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sundial.reports.render.formulas import begins_formula
from sundial.reports.render.sheets import Cell, Column, Kind, Sheet, Style
from sundial.reports.render.values import day

MOST_ROWS = 1_048_576
LONGEST_NAME = 31
# The first days of 1900 have other numbers in other programs, which disagree about its 29th of February.
DAY_ZERO, FIRST_DAY = date(1899, 12, 30).toordinal(), date(1900, 3, 1)
SECONDS_A_DAY = 86_400
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
NOT_IN_XML = re.compile("[\x00-\x1f\ufffe\uffff]")
WIDTHS = {Kind.DATE: 12, Kind.TIME: 10, Kind.DURATION: 12, Kind.AMOUNT: 14, Kind.RATE: 12}
HEADING, TOTALS = "heading", "totals"
LOOKS: dict[int | str, dict[str, Any]] = {
    0: {},
    1: {"bold": True},
    2: {"indent": 1},
    HEADING: {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    TOTALS: {"bold": True, "top": 1},
}
"""How a line looks, by its level."""

Look = list[tuple[Format, Format]]
"""For each column, the format of its cells, and that of texts which would begin a formula when somebody edits them."""


class TextWorksheet(Worksheet):
    """A worksheet on which a text is a text: the library writes one between ``<r>`` and ``</r>`` as markup."""

    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        self._xml_inline_string(string, True, attributes)


class Lines:
    """The lines of a workbook, on as many worksheets as they need. Each begins with the heading."""

    def __init__(self, sheet: Sheet, book: Workbook) -> None:
        self._sheet, self._book = sheet, book
        self._looks = {level: _look(book, sheet, extra) for level, extra in LOOKS.items()}
        self._worksheets = 0
        self._begin()

    def add(self, cells: Sequence[Cell], level: int | str) -> None:
        """Write one line below the last."""
        if self._row == MOST_ROWS:
            self.end()
            self._begin()
        look = self._looks[level]
        for number, (cell, column) in enumerate(zip(cells, self._sheet.columns, strict=True)):
            # An empty cell needs nothing, except a line above it.
            if cell is not None or level == TOTALS:
                self._write(number, cell, column.kind, *look[number])
        self._row += 1

    def end(self) -> None:
        """Let the lines since the heading be filtered."""
        self._worksheet.autofilter(0, 0, self._row - 1, len(self._sheet.columns) - 1)

    def _begin(self) -> None:
        self._worksheets += 1
        name = _name(self._sheet.title, self._worksheets)
        self._worksheet: Worksheet = self._book.add_worksheet(name, TextWorksheet)
        self._row = 0
        for number, column in enumerate(self._sheet.columns):
            self._worksheet.set_column(number, number, _width(column))
        self._worksheet.freeze_panes(1, 0)
        self._worksheet.set_landscape()
        self._worksheet.set_paper(9)
        self._worksheet.fit_to_pages(1, 0)
        self._worksheet.repeat_rows(0)
        self._worksheet.set_footer("&RPage &P of &N")
        self.add([column.heading for column in self._sheet.columns], HEADING)

    def _write(self, column: int, cell: Cell, kind: Kind, plain: Format, quoted: Format) -> None:
        sheet, row = self._worksheet, self._row
        match cell:
            case None:
                sheet.write_blank(row, column, None, plain)
            case str():
                sheet.write_string(row, column, cell, quoted if begins_formula(cell) else plain)
            case bool():
                sheet.write_string(row, column, "Yes" if cell else "No", plain)
            case int():
                sheet.write_number(row, column, _number(cell, kind, self._sheet.style), plain)
            case time():
                seconds = cell.hour * 3600 + cell.minute * 60 + cell.second
                sheet.write_number(row, column, seconds / SECONDS_A_DAY, plain)
            case date():
                if cell < FIRST_DAY:
                    sheet.write_string(row, column, day(cell, self._sheet.style), plain)
                else:
                    sheet.write_number(row, column, cell.toordinal() - DAY_ZERO, plain)


def write(sheet: Sheet, file: BinaryIO) -> None:
    """Write a sheet. What does not fit on one worksheet goes on on the next; totals come last."""
    with TemporaryDirectory(prefix="sundial-") as folder:
        book = Workbook(file, {"constant_memory": True, "tmpdir": folder, "use_zip64": True})
        book.set_properties(
            {
                "title": NOT_IN_XML.sub(" ", sheet.title),
                "subject": NOT_IN_XML.sub(" ", sheet.period),
                "company": NOT_IN_XML.sub(" ", sheet.workspace),
            }
        )
        lines = Lines(sheet, book)
        for row in sheet.rows:
            lines.add(row.cells, row.level)
        lines.end()
        for cells in sheet.totals():
            lines.add(cells, TOTALS)
        book.close()


def _number(whole: int, kind: Kind, style: Style) -> float:
    match kind:
        case Kind.DURATION if style.duration_format == "decimal":
            return whole / 3600
        case Kind.DURATION:
            return whole / SECONDS_A_DAY
        case Kind.AMOUNT | Kind.RATE:
            return whole / 100
        case Kind.PERCENT:
            return whole / 10_000
        case _:
            return whole


def _number_format(kind: Kind, style: Style) -> str:
    match kind:
        case Kind.DURATION if style.duration_format == "classic":
            return "[hh]:mm:ss"
        case Kind.DURATION if style.duration_format == "improved":
            return "[h]:mm:ss"
        case Kind.DURATION | Kind.AMOUNT | Kind.RATE:
            return "0.00"
        case Kind.PERCENT:
            return "0.00%"
        case Kind.DATE:
            return style.date_format.lower()
        case Kind.TIME:
            return style.hour_format.lower().replace(" a", " AM/PM")
        case _:
            return "General"


def _look(book: Workbook, sheet: Sheet, extra: dict[str, Any]) -> Look:
    look: Look = []
    for number, column in enumerate(sheet.columns):
        properties = {"num_format": _number_format(column.kind, sheet.style), **extra}
        if number > 0:
            # Only what begins a line shows how deep it is.
            properties.pop("indent", None)
        if extra is LOOKS[HEADING]:
            properties["align"] = "left" if column.kind in (Kind.TEXT, Kind.YES_NO) else "right"
        look.append((book.add_format(properties), book.add_format({**properties, "quote_prefix": True})))
    return look


def _width(column: Column) -> int:
    if column.kind == Kind.TEXT:
        return min(16 + 8 * column.width, 60)
    return max(WIDTHS.get(column.kind, 10), len(column.heading) + 3)


def _name(title: str, number: int) -> str:
    """A worksheet's name, without what the format forbids in one."""
    suffix = f" ({number})" if number > 1 else ""
    clean = NOT_IN_NAMES.sub(" ", NOT_IN_XML.sub(" ", title))
    most = (LONGEST_NAME - len(suffix)) * 2
    short = clean.encode("utf-16-le")[:most].decode("utf-16-le", "ignore").strip(" '")
    # Excel keeps this name to itself.
    return f"{'Report' if short.casefold() in ('', 'history') else short}{suffix}"
