"""Reading report files back: a line as a dict from the headings, durations in seconds, amounts in hundredths."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import openpyxl

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
DURATION, AMOUNT = re.compile(r"(\d+):(\d\d):(\d\d)"), re.compile(r"\d+\.\d\d")


def read_csv(content: bytes) -> list[dict[str, Any]]:
    """The lines of a CSV."""
    heading, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    return [dict(zip(heading, map(_value, line), strict=True)) for line in lines]


def read_xlsx(content: bytes) -> list[dict[str, Any]]:
    """The lines of a workbook, its totals included."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    heading, *lines = sheet.iter_rows()
    names = [str(cell.value) for cell in heading]
    return [dict(zip(names, map(_number, line), strict=True)) for line in lines]


def _value(text: str) -> Any:
    if matched := DURATION.fullmatch(text):
        hours, minutes, seconds = map(int, matched.groups())
        return hours * 3600 + minutes * 60 + seconds
    return round(float(text) * 100) if AMOUNT.fullmatch(text) else text


def _number(cell: Any) -> Any:
    value = cell.value
    if isinstance(value, timedelta):
        return round(value.total_seconds())
    if isinstance(value, int | float):
        # Durations are parts of a day.
        return round(value * 86_400) if "h" in cell.number_format else round(value * 100)
    return value
