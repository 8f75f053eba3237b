"""Texts that a spreadsheet program would take for formulas, and how CSV keeps them texts.

Whoever writes ``=cmd|...`` into a description must not run it on the machine of who opens the export. A text that
begins like a formula therefore gets an apostrophe in front, as OWASP advises for CSV injection. So does each of its
parts behind a semicolon, a tab or the end of a line: where the comma is the decimal sign, programs split a CSV at
semicolons, quotes do not hold the text together there, and its parts become cells. A text that has the apostrophe
already gets one more, so that `original` can tell what the text was.
"""

import re

# What begins a formula, in ASCII or in full width, and control characters, which programs skip before they look.
_BEGINNING = r"=+\-@\uff1d\uff0b\uff0d\uff20\x00-\x1f\x7f"
_WOULD_BEGIN = re.compile(rf"(?:^|(?<=[;\t\r\n]))(?=['\"]*[{_BEGINNING}])")
_HARMLESS = re.compile(rf"(?:^|(?<=[;\t\r\n]))'(?=['\"]*[{_BEGINNING}])")
_SUSPECT = re.compile(rf"[{_BEGINNING}]")


def harmless(text: str) -> str:
    """A text as it is written into CSV: with an apostrophe wherever it would begin a formula."""
    return _WOULD_BEGIN.sub("'", text) if _SUSPECT.search(text) else text


def original(text: str) -> str:
    """The text of which `harmless` made this one. Importers of CSV call it for every text."""
    return _HARMLESS.sub("", text) if "'" in text else text


def begins_formula(text: str) -> bool:
    """Whether a program might take a text, as it is, for a formula."""
    return _SUSPECT.match(text) is not None
