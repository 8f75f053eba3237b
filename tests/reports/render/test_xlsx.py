"""XLSX: what is in the cells, that texts survive it, and that none of them becomes a formula."""

# openpyxl has no types.
# pyright: reportMissingModuleSource=false, reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import tempfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from sundial.reports.render import workbook
from sundial.reports.render.sheets import Column, Kind, Row, Sheet, Style, write_xlsx
from tests.reports.render.sheets import COLUMNS, DANGEROUS, ENTRY, TOTAL, entries, sheet, texts


def written(given_sheet: Sheet) -> BytesIO:
    file = BytesIO()
    write_xlsx(given_sheet, file)
    file.seek(0)
    return file


def opened(given_sheet: Sheet) -> Any:
    return load_workbook(written(given_sheet))


def lines_of(given_sheet: Sheet) -> list[list[Any]]:
    return [[cell.value for cell in line] for line in opened(given_sheet).active.iter_rows()]


def test_cells_hold_values() -> None:
    heading, entry, total = lines_of(sheet([Row(ENTRY)], totals=lambda: [TOTAL]))

    assert heading == [column.heading for column in COLUMNS]
    assert entry[:5] == ["Ada", "Draws", "Yes", datetime(2026, 3, 9), time(8, 5, 7)]  # noqa: DTZ001
    assert entry[5:] == [timedelta(seconds=90_061), 0.3333, 2, 12.5]
    assert total == ["Total", None, None, None, None, timedelta(seconds=90_061), 1, 2, 12.5]


@pytest.mark.parametrize(
    ("style", "formats"),
    [
        (Style(), ["yyyy-mm-dd", "hh:mm", "[hh]:mm:ss", "0.00%", "General", "0.00"]),
        (Style("improved", "DD.MM.YYYY", "H:mm"), ["dd.mm.yyyy", "h:mm", "[h]:mm:ss", "0.00%", "General", "0.00"]),
        (Style("decimal", "MM/DD/YYYY", "h:mm A"), ["mm/dd/yyyy", "h:mm AM/PM", "0.00", "0.00%", "General", "0.00"]),
    ],
)
def test_values_are_shown_as_a_person_likes(style: Style, formats: list[str]) -> None:
    line = list(opened(entries(style, ENTRY)).active.iter_rows())[1]

    assert [cell.number_format for cell in line[3:]] == formats


def test_decimal_durations_are_hours() -> None:
    assert lines_of(entries(Style("decimal"), [*ENTRY[:5], 5400, *ENTRY[6:]]))[1][5] == 1.5


def test_the_heading_stays_and_filters_the_rows_but_not_the_totals() -> None:
    page = opened(sheet([Row(ENTRY)] * 3, totals=lambda: [TOTAL, TOTAL])).active

    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:I4"
    assert page.max_row == 6
    assert [cell.font.b for cell in page["A"]] == [True, False, False, False, True, True]


def test_groups_are_bold_and_their_parts_indented() -> None:
    column = opened(sheet([Row(ENTRY, 1), Row(ENTRY, 2)])).active["A"]

    assert [(cell.font.b, cell.alignment.indent) for cell in column[1:]] == [(True, 0), (False, 1)]


def test_a_day_before_the_formats_first_is_a_text() -> None:
    columns = [Column("Day", Kind.DATE)]

    assert lines_of(sheet([Row([date(1900, 2, 28)]), Row([date(1900, 3, 1)])], columns))[1:] == [
        ["1900-02-28"],
        [datetime(1900, 3, 1)],  # noqa: DTZ001
    ]


@pytest.mark.parametrize("text", DANGEROUS)
def test_dangerous_texts_are_texts(text: str) -> None:
    page = opened(texts([text, "beside"])).active

    assert (page["A2"].data_type, page["B2"].value) == ("s", "beside")
    assert unescape(page["A2"].value) == text
    assert page.max_column == 2


def test_a_dangerous_text_stays_one_when_somebody_edits_it() -> None:
    page = opened(texts(["=1+1", "1+1"])).active

    assert [page["A2"].quotePrefix, page["B2"].quotePrefix] == [True, False]


@given(st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=20))
def test_any_texts_come_back(lines: list[tuple[str, str]]) -> None:
    read = lines_of(texts(*lines))[1:]

    assert [tuple(unescape(cell or "") for cell in line) for line in read] == lines


@given(st.text(), st.text(), st.text())
def test_any_names_make_a_workbook(title: str, workspace: str, heading: str) -> None:
    named = sheet([Row(["a"])], [Column(heading)], title=title, workspace=workspace)

    assert lines_of(named)[1] == ["a"]


@pytest.mark.parametrize(
    ("title", "name"),
    [("Detailed report", "Detailed report"), ("a/b: [c]?", "a b   c"), ("history", "Report"), ("🎉" * 40, "🎉" * 15)],
)
def test_names_of_worksheets(title: str, name: str) -> None:
    assert opened(sheet([], title=title)).sheetnames == [name]


def test_what_does_not_fit_goes_on_on_the_next_worksheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 4)
    columns = [Column("Number", Kind.NUMBER)]
    book = opened(sheet([Row([number]) for number in range(6)], columns, totals=lambda: [[15]]))

    assert {page.title: [cell.value for cell in page["A"]] for page in book.worksheets} == {
        "Detailed report": ["Number", 0, 1, 2],
        "Detailed report (2)": ["Number", 3, 4, 5],
        "Detailed report (3)": ["Number", 15],
    }


def test_a_very_long_text_is_cut() -> None:
    assert lines_of(texts(["x" * 40_000]))[1] == ["x" * 32_767]


def test_rows_are_read_one_after_the_other_and_leave_nothing_behind_when_they_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def rows() -> Iterator[Row]:
        for _ in range(3000):
            yield Row(ENTRY)
        raise ConnectionError(sum(path.stat().st_size for path in tmp_path.glob("*/*")))

    with pytest.raises(ConnectionError) as failed:
        write_xlsx(sheet(rows()), BytesIO())

    assert failed.value.args[0] > 3000 * 100
    assert list(tmp_path.iterdir()) == []


def test_there_is_no_formula_in_the_file() -> None:
    with ZipFile(written(texts(*[[text, text] for text in DANGEROUS]))) as archive:
        page = archive.read("xl/worksheets/sheet1.xml")

    assert b"<f>" not in page
    assert b"hyperlink" not in page
