"""LibreOffice opens the exports: it finds the same sums, and no formula."""

import csv
import subprocess
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from sundial.reports.render.sheets import Cell, Row, Sheet, write_csv, write_xlsx
from tests.reports.render.sheets import DANGEROUS, ENTRY, sheet, texts

SECONDS = 120
# Separators, quote, UTF-8, first line; quoted is no text; numbers and formulas are looked for, spaces are removed.
ANXIOUS = "34,76,1,,0,false,true,false,false,true,0,true"
# As above for what is written: what a person sees, not what is behind it.
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true"


def converted(file: Path, to: str, *options: str) -> Path:
    """What LibreOffice makes of a file. It runs with a profile of its own, so that no other run is in its way."""
    profile = file.parent / "profile"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", *options]
    command += ["--convert-to", to, "--outdir", str(file.parent / "converted"), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return file.parent / "converted" / f"{file.stem}.{to.partition(':')[0]}"


def seconds_of(text: str) -> int:
    hours, minutes, seconds = map(int, text.split(":"))
    return int(timedelta(hours=hours, minutes=minutes, seconds=seconds).total_seconds())


def entries() -> Sheet:
    """A hundred entries and what they add up to."""
    lines: list[list[Cell]] = [[*ENTRY[:5], 59 + 3607 * number, 7, number, 999 * number + 1] for number in range(100)]

    def totals() -> list[Sequence[Cell]]:
        sums = [sum(int(str(line[column])) for line in lines) for column in (5, 6, 7, 8)]
        return [["Total", None, None, None, None, *sums]]

    return sheet([Row(line) for line in lines], totals=totals)


def test_libreoffice_finds_the_same_sums(tmp_path: Path) -> None:
    file = tmp_path / "report.xlsx"
    with file.open("wb") as output:
        write_xlsx(entries(), output)
    with converted(file, AS_SHOWN).open(encoding="utf-8", newline="") as shown:
        *rows, total = list(csv.reader(shown))[1:]

    assert len(rows) == 100
    assert rows[1] == ["Ada", "Draws", "Yes", "2026-03-09", "08:05", "01:01:06", "0.07%", "1", "10.00"]
    assert total[5:] == ["4961:15:50", "7.00%", "4950", "49451.50"]
    assert seconds_of(total[5]) == sum(seconds_of(row[5]) for row in rows)
    assert Decimal(total[8]) == sum(Decimal(row[8]) for row in rows)


def test_dangerous_texts_of_a_workbook_are_no_formulas(tmp_path: Path) -> None:
    file = tmp_path / "report.xlsx"
    with file.open("wb") as output:
        write_xlsx(texts(*[[text, f"beside {text}"] for text in DANGEROUS]), output)
    opened = converted(file, "fods").read_text()

    assert "beside =1+1" in opened
    assert "table:formula" not in opened


@pytest.mark.parametrize("separators", ["44", "59", "9", "44/59/9"])
def test_dangerous_texts_of_a_csv_are_no_formulas(tmp_path: Path, separators: str) -> None:
    file = tmp_path / "report.csv"
    with file.open("wb") as output:
        write_csv(texts(*[[text, f"beside {text}", text] for text in DANGEROUS]), output)
    opened = converted(file, "fods", f"--infilter=CSV:{separators},{ANXIOUS}").read_text()

    assert "beside" in opened
    assert "table:formula" not in opened


def test_libreoffice_would_find_a_formula(tmp_path: Path) -> None:
    file = tmp_path / "report.csv"
    file.write_text("Text\r\n=1+1\r\n")

    assert "table:formula" in converted(file, "fods", f"--infilter=CSV:44,{ANXIOUS}").read_text()
