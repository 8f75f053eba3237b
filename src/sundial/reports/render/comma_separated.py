"""CSV: UTF-8 with a byte order mark, commas, RFC 4180 (`behaviour.md, 15`).

It is written to be read again: days are YYYY-MM-DD, times HH:MM:SS and amounts 12.50 whatever a person prefers;
durations are as the style says. Texts are protected by `formulas.harmless`.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice
from typing import BinaryIO

from sundial.reports.render.formulas import harmless
from sundial.reports.render.sheets import Cell, Sheet, Style
from sundial.reports.render.values import texts_of

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# Quoted, too, is what other programs' defaults take for a separator, and spaces that they would trim.
_QUOTED = re.compile(r'[",;|\t\r\n]|^\s|\s$')
_ROWS_AT_ONCE = 500


def write(sheet: Sheet, file: BinaryIO, *, totals: bool = False) -> None:
    """Write a sheet while its rows come. Its totals only when asked: an import would take them for rows."""
    texts = texts_of(sheet.columns, Style(duration_format=sheet.style.duration_format, hour_format="HH:mm:ss"))
    file.write(BYTE_ORDER_MARK + _line(harmless(column.heading) for column in sheet.columns).encode())
    lines = (_line_of(row.cells, texts) for row in sheet.rows)
    if totals:
        lines = chain(lines, _totals_of(sheet, texts))
    while some := "".join(islice(lines, _ROWS_AT_ONCE)):
        file.write(some.encode())


def _totals_of(sheet: Sheet, texts: list[Callable[[Cell], str]]) -> Iterable[str]:
    """Asked for when the rows before them are written, since only then they are known."""
    for cells in sheet.totals():
        yield _line_of(cells, texts)


def _line_of(cells: Sequence[Cell], texts: list[Callable[[Cell], str]]) -> str:
    # Numbers may begin with a minus; they are no formulas.
    return _line(
        harmless(cell) if isinstance(cell, str) else text(cell) for text, cell in zip(texts, cells, strict=True)
    )


def _line(fields: Iterable[str]) -> str:
    # A line with nothing in it would be no line to those who read it.
    return (",".join(map(_field, fields)) or '""') + "\r\n"


def _field(text: str) -> str:
    if _QUOTED.search(text):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text
