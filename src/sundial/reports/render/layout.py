"""The layout of pages: which text stands in which column, how wide the columns are, and which way texts run.

The template `report.typ` does the rest: it breaks lines and pages, and shapes the scripts.
"""

import re
import unicodedata
from collections.abc import Sequence

import msgspec

from sundial.reports.render.sheets import Cell, Column, Kind, Row, Sheet
from sundial.reports.render.values import texts_of

# The first font that has a character is taken; when none of these has it, any that the machine has.
FONTS = (
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Devanagari",
    "Noto Sans Thai",
    "Noto Sans CJK SC",
    "Liberation Sans",
    "Arial",
    "DejaVu Sans",
)
LEFT = (Kind.TEXT, Kind.YES_NO, Kind.DATE)
TOTALS = 1
"""Lines of totals look like a group's own line."""

# All lengths are in points.
LONG_SIDE, SHORT_SIDE, MARGIN = 842, 595, 34
LANDSCAPE_FROM = 8
PADDING = 3.5
NARROWEST = 20
SHORT_HEADING = 10
# An average character and a digit, in parts of the font's size.
CHARACTER, DIGIT = 0.55, 0.6
LONGEST_HEAD = 300
"""Characters of a filter or another text above the table."""
WHOLE_LINE = 60
"""Characters that stand beside each other at least where there are no columns."""

_REMOVED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_BREAK = "\u200b"
"""A zero width space, where a word may be broken that is too long for its column."""
_FIRST_JOINING = "\u0590"
"""From here on there are scripts whose letters join or stack: their words are broken only where they must be."""
_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\uffff]")
"""Scripts without spaces between words: where their lines break is known, but for nonsense."""
_RIGHT_TO_LEFT = ("R", "AL")
_KANA, _HANGUL = re.compile("[\u3040-\u30ff]"), re.compile("[\u1100-\u11ff\uac00-\ud7af]")


class Text(msgspec.Struct):
    """A text that is not plain: it may run from right to left, and its language chooses among forms of characters."""

    text: str
    rtl: bool
    lang: str


def lay_out(sheet: Sheet, rows: Sequence[Row], totals: Sequence[Sequence[Cell]]) -> bytes:
    """All that the pages of a sheet show, as JSON for the template."""
    count = len(sheet.columns)
    size = 9 if count <= 5 else 8 if count <= 9 else 7
    landscape = count >= LANDSCAPE_FROM
    room = (LONG_SIDE if landscape else SHORT_SIDE) - 2 * MARGIN
    lines = [*(row.cells for row in rows), *totals]
    in_text = texts_of(sheet.columns, sheet.style)
    texts = [[text(cell) for text, cell in zip(in_text, line, strict=True)] for line in lines]
    widths = _widths(sheet.columns, _longest(lines, texts, count), room, size)
    most = [max(3, int((width - 2 * PADDING) / (size * CHARACTER))) for width in widths]
    data = {
        "name": _REMOVED.sub("", f"{sheet.title} · {sheet.workspace} · {sheet.period}"),
        "title": _aside(sheet.title),
        "subtitle": " · ".join(map(_aside, filter(None, (sheet.workspace, sheet.period)))),
        "filters": [(_aside(name), _aside(chosen)) for name, chosen in sheet.filters],
        "footer": f"{_aside(sheet.workspace)} · {_aside(sheet.title)}",
        "logo": list(sheet.logo or b""),
        "fonts": FONTS,
        "size": size,
        "landscape": landscape,
        "margin": MARGIN,
        "padding": PADDING,
        "columns": [
            {"heading": shown(column.heading, most[number]), "width": widths[number], "right": column.kind not in LEFT}
            for number, column in enumerate(sheet.columns)
        ],
        "levels": [*(row.level for row in rows), *(TOTALS for _ in totals)],
        "totals": len(totals),
        "rows": [[shown(text, fits) for text, fits in zip(line, most, strict=True)] for line in texts],
    }
    return msgspec.json.encode(data)


def shown(text: str, most: int) -> str | Text:
    """A cell's text: without control characters, its direction known, words longer than ``most`` breakable."""
    text = _cleaned(text, most)
    if text.isascii():
        return text
    rtl, lang = _is_right_to_left(text), "ja" if _KANA.search(text) else "ko" if _HANGUL.search(text) else "en"
    return Text(text, rtl, lang) if rtl or lang != "en" else text


def _aside(text: str) -> str:
    """A text in a line that runs from left to right: whatever its own direction is, its neighbours stay in place."""
    short = text if len(text) <= LONGEST_HEAD else f"{text[:LONGEST_HEAD].rstrip()}…"
    shown = _cleaned(short, WHOLE_LINE)
    return (
        f"\u2068{shown}\u2069"
        if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in shown)
        else shown
    )


def _cleaned(text: str, most: int) -> str:
    if len(text) > most:
        text = re.sub(rf"\S{{{most + 1},}}", lambda word: _breakable(word[0], most), text)
    if text.isascii() and text.isprintable():
        return text
    return _REMOVED.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def _breakable(word: str, most: int) -> str:
    parts = [word[0]]
    for place, character in enumerate(word[1:], start=1):
        every = 1 if character < _FIRST_JOINING else most * 10 if _SPACELESS.match(character) else most
        if place % every == 0 and not unicodedata.combining(character):
            parts.append(_BREAK)
        parts.append(character)
    return "".join(parts)


def _is_right_to_left(text: str) -> bool:
    """Whether the first character that has a direction runs from right to left, as the Unicode standard says."""
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((direction for direction in directions if direction in ("L", *_RIGHT_TO_LEFT)), "L") != "L"


def _longest(lines: Sequence[Sequence[Cell]], texts: Sequence[Sequence[str]], count: int) -> list[int]:
    """How many characters the longest value of each column has. Texts do not count: they can be broken."""
    return [
        max(
            (len(text[number]) for line, text in zip(lines, texts, strict=True) if not isinstance(line[number], str)),
            default=0,
        )
        for number in range(count)
    ]


def _widths(columns: Sequence[Column], longest: Sequence[int], room: float, size: float) -> list[float]:
    """The columns' widths: values stay on one line, and texts share what is left, each by its column's ``width``."""
    values = {
        number: min(max(NARROWEST, max(longest[number], _heading(column)) * size * DIGIT) + 2 * PADDING, room / 3)
        for number, column in enumerate(columns)
        if column.kind != Kind.TEXT
    }
    shares = sum(column.width for column in columns if column.kind == Kind.TEXT)
    taken = sum(values.values())
    # Too many values: they are broken like texts, which keep a third of the page.
    most = room * (0.67 if shares else 1)
    if taken > most or not shares:
        values = {number: width * most / taken for number, width in values.items()}
        taken = most
    return [
        values[number] if number in values else (room - taken) * column.width / shares
        for number, column in enumerate(columns)
    ]


def _heading(column: Column) -> int:
    """How many characters of a heading stand in one line: all when they are few, else its longest word."""
    return len(column.heading) if len(column.heading) <= SHORT_HEADING else max(map(len, column.heading.split()))
