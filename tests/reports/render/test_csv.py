"""CSV: what is in the file, that texts survive it, and that none of them becomes a formula."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sundial.reports.render.formulas import harmless, original
from sundial.reports.render.sheets import Column, Row, Style, write_csv
from tests.reports.render.sheets import COLUMNS, DANGEROUS, ENTRY, TOTAL, csv_of, entries, sheet, texts

BEGINNINGS = "=+-@\uff1d\uff0b\uff0d\uff20" + "".join(map(chr, [*range(32), 127]))
# What matters to CSV, more often than chance would have it.
ANY_TEXT = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("=+-@'\";,|\t\r\n\x00 ")))


def test_the_file_has_a_mark_a_heading_and_lines_that_end_as_the_standard_says() -> None:
    file = BytesIO()
    write_csv(sheet([Row(ENTRY)]), file)

    assert file.getvalue() == (
        b"\xef\xbb\xbfUser,Description,Billable,Start date,Start time,Duration,Share,Entries,Amount (EUR)\r\n"
        b"Ada,Draws,Yes,2026-03-09,08:05:07,25:01:01,33.33%,2,12.50\r\n"
    )


def test_a_persons_style_changes_durations_only() -> None:
    style = Style("decimal", "DD.MM.YYYY", "h:mm A", ",")

    assert csv_of(entries(style, ENTRY))[1][3:] == ["2026-03-09", "08:05:07", "25.02", "33.33%", "2", "12.50"]


def test_totals_are_written_only_when_asked() -> None:
    asked: list[int] = []

    def rows() -> Iterator[Row]:
        yield Row(ENTRY)
        asked.append(0)

    given_sheet = sheet(rows(), totals=lambda: [TOTAL] * len(asked))

    assert len(csv_of(given_sheet)) == 2
    assert (
        csv_of(sheet(rows(), totals=lambda: [TOTAL] * len(asked)), totals=True)[2:]
        == [["Total", "", "", "", "", "25:01:01", "100.00%", "2", "12.50"]] * 2
    )


def test_negative_numbers_stay_numbers() -> None:
    assert csv_of(sheet([Row(["", "", False, None, None, -60, -1, -2, -1250])]))[1][5:] == [
        "-00:01:00",
        "-0.01%",
        "-2",
        "-12.50",
    ]


@pytest.mark.parametrize("text", DANGEROUS)
def test_dangerous_texts_come_back(text: str) -> None:
    assert original(csv_of(texts([text, text]))[1][1]) == text


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), min_size=1))
def test_any_texts_come_back(lines: list[tuple[str, str]]) -> None:
    assert [tuple(map(original, line)) for line in csv_of(texts(*lines))[1:]] == lines


@given(ANY_TEXT)
def test_a_line_of_one_column_comes_back(text: str) -> None:
    assert [[original(cell) for cell in line] for line in csv_of(texts([text]))[1:]] == [[text]]


@given(ANY_TEXT)
def test_the_apostrophe_can_always_be_told_from_the_text(text: str) -> None:
    assert original(harmless(text)) == text


@given(ANY_TEXT, ANY_TEXT, st.sampled_from(",;\t"))
def test_no_cell_begins_a_formula_whatever_a_program_splits_at(first: str, second: str, separator: str) -> None:
    file = BytesIO()
    write_csv(texts([f"{first}{separator}{second}", second]), file)
    read = csv.reader(StringIO(file.getvalue().decode("utf-8-sig"), newline=""), delimiter=separator)
    # An odd number of quotes lets other programs take the ends of our lines for a part of a cell.
    cells = [cell.removeprefix("\r\n") for line in read for cell in line]

    assert [cell for cell in cells if cell and cell[0] in BEGINNINGS] == []


def test_a_text_that_only_looks_odd_stays_as_it_is() -> None:
    odd = ["Tom's", "'quoted'", "a-b", "a @ b", "1 = 1", "x; y"]

    assert csv_of(texts(odd))[1] == odd


def test_rows_are_read_and_written_one_after_the_other() -> None:
    file = BytesIO()

    def rows() -> Iterator[Row]:
        for _ in range(5000):
            yield Row(ENTRY)
        raise ConnectionError(file.tell())

    with pytest.raises(ConnectionError) as failed:
        write_csv(sheet(rows()), file)

    assert failed.value.args[0] > 4000 * 50


def test_headings_are_texts_too() -> None:
    assert csv_of(sheet([], [Column("=1"), *COLUMNS[1:2]])) == [["'=1", "Description"]]
