"""PDF: what stands on the pages, in which scripts, and what is too much for pages."""

import re
import subprocess
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sundial.core.errors import Invalid, Unavailable
from sundial.reports.render import pages
from sundial.reports.render.sheets import Column, Kind, Row, Sheet, write_pdf
from tests.reports.render.sheets import COLUMNS, DANGEROUS, ENTRY, TOTAL, sheet, texts

SCRIPTS = {
    "Cyrillic": "Встреча",
    "Greek": "Συνάντηση",
    "Arabic": "اجتماع",
    "Hebrew": "פגישה",
    "Devanagari": "क्षत्रिय",
    "Thai": "ประชุม",
    "Chinese": "网站",
    "Japanese": "ウェブ",
    "Korean": "웹사이트",
    "emoji": "🎉 👩‍💻",
    "nothing that a font has": "\ue000\U000e0001\U0010fffd",
}


def written(given_sheet: Sheet) -> bytes:
    file = BytesIO()
    write_pdf(given_sheet, file)
    return file.getvalue()


def told(program: str, pdf: bytes, *options: str) -> str:
    """What one of Poppler's programs tells about a PDF."""
    command = [program, *options, "-", *(["-"] if program == "pdftotext" else [])]
    return subprocess.run(command, input=pdf, check=True, capture_output=True, timeout=60).stdout.decode()


def pages_of(given_sheet: Sheet) -> list[str]:
    """The texts of the pages, as they stand on them."""
    return told("pdftotext", written(given_sheet), "-layout").split("\f")[:-1]


def places_of(given_sheet: Sheet) -> list[tuple[str, float]]:
    """The words on the pages, each with the distance of its beginning from the left."""
    words = re.findall(r'xMin="([\d.]+)".*>(.*)</word>', told("pdftotext", written(given_sheet), "-bbox"))
    return [(word, float(left)) for left, word in words]


def picture(width: int, height: int) -> bytes:
    file = BytesIO()
    Image.new("RGBA", (width, height), "#2f6fde").save(file, "PNG")
    return file.getvalue()


def test_the_first_page_says_what_it_is_and_every_page_repeats_the_heading() -> None:
    filters = [("Projects", "Website, App"), ("Tags", "urgent")]
    shown = pages_of(sheet([Row(ENTRY)] * 120, totals=lambda: [TOTAL, ["Total", *TOTAL[1:8], 99]], filters=filters))

    assert len(shown) >= 2
    for text in ("Detailed report", "Acme · 2026-03-01 – 2026-03-31", "Projects Website, App", "Tags urgent"):
        assert text in " ".join(shown[0].split())
    for number, page in enumerate(shown, start=1):
        assert f"Page {number} of {len(shown)}" in page
        assert "Description" in page
    assert sum(page.count("25:01:01") for page in shown) == 122
    assert " ".join(shown[-1].split()).find("Total 25:01:01 100.00% 2 12.50 Total 25:01:01 100.00% 2 0.99") > 0


def test_many_columns_lie_on_wide_pages() -> None:
    assert re.search(r"Page size: +841.\d+ x 595.\d+ pts", told("pdfinfo", written(sheet([]))))
    assert re.search(r"Page size: +595.\d+ x 841.\d+ pts", told("pdfinfo", written(texts(["a", "b"]))))


def test_a_report_without_rows_says_so() -> None:
    assert "Nothing was tracked." in pages_of(sheet([]))[0]


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_makes_a_page(script: str) -> None:
    text = SCRIPTS[script]
    shown = pages_of(texts([text, "beside"], title=text, workspace=text, filters=[(text, text)]))

    assert len(shown) == 1
    assert "beside" in shown[0]


@pytest.mark.parametrize(
    ("script", "font"),
    [
        ("Cyrillic", "NotoSans"),
        ("Greek", "NotoSans"),
        ("Arabic", "NotoSansArabic"),
        ("Hebrew", "NotoSansHebrew"),
        ("Devanagari", "NotoSansDevanagari"),
        ("Thai", "NotoSansThai"),
        ("Chinese", "NotoSansCJKsc"),
        ("Japanese", "NotoSansCJKsc"),
        ("Korean", "NotoSansCJKsc"),
    ],
)
def test_scripts_are_set_in_fonts_that_have_them(script: str, font: str) -> None:
    assert re.search(rf"\+{font}-Regular\b", told("pdffonts", written(texts([SCRIPTS[script]]))))


def test_texts_that_run_from_right_to_left_begin_at_the_right() -> None:
    hebrew = SCRIPTS["Hebrew"]

    assert dict(places_of(texts(["Words", "beside"])))["Words"] < 40
    # Poppler tells words as the eye meets them.
    assert dict(places_of(texts([hebrew, "beside"])))[hebrew[::-1]] > 200


def test_a_period_stays_in_order_beside_a_name_that_runs_from_right_to_left() -> None:
    text = " ".join(word for word, _ in sorted(places_of(sheet([], workspace="العربية")), key=lambda place: place[1]))

    assert 0 < text.find("2026-03-01") < text.find("2026-03-31")


@pytest.mark.parametrize(
    "text", [*DANGEROUS, "*bold* _it_ #set $x^2$ @ref <label> `raw` \\ // /* [ ] { } ~", "#panic()"]
)
def test_nothing_in_a_text_is_markup(text: str) -> None:
    shown = " ".join(pages_of(texts([text, "beside"]))[0].split())

    assert set(text.replace("\x01", "").split()) <= set(shown.split())


def test_long_texts_wrap_and_none_is_lost() -> None:
    words = [f"word{number}" for number in range(1500)]
    long = ["q" * 400, "ع" * 400, "क्ष" * 200]
    shown = " ".join(pages_of(texts([" ".join(words), *long])))

    assert set(words) <= set(shown.split())
    assert shown.count("q") == 400
    assert shown.count("ع") == 400


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.text(), st.text()), min_size=1), st.text(), st.text())
def test_any_texts_make_pages(lines: list[tuple[str, str]], title: str, workspace: str) -> None:
    assert written(texts(*lines, title=title, workspace=workspace)).startswith(b"%PDF")


@pytest.mark.parametrize("size", [(400, 160), (10, 1000), (2000, 3), (1, 1)])
def test_a_logo_of_any_shape_is_on_the_first_page(size: tuple[int, int]) -> None:
    images = told("pdfimages", written(sheet([Row(ENTRY)] * 100, logo=picture(*size))), "-list").splitlines()

    assert {line.split()[0] for line in images[2:]} == {"1"}


@pytest.mark.parametrize("count", [1, 5, 9, 14, 40])
def test_values_of_any_number_of_columns_fit(count: int) -> None:
    columns = [Column(f"Amount {number}", Kind.AMOUNT) for number in range(count)]
    shown = "".join("".join(pages_of(sheet([Row([123_456_789] * count)], columns))).split())

    assert shown.count("1234567.89") == count or count > 9


def test_too_many_rows_are_refused_without_reading_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_ROWS", 3)
    read: list[int] = []

    def rows() -> Iterator[Row]:
        for number in range(100):
            read.append(number)
            yield Row(ENTRY)

    with pytest.raises(Invalid, match=r"The report is too big to be exported as PDF: "):
        write_pdf(sheet(rows()), BytesIO())

    assert len(read) == 4
    assert written(sheet([Row(ENTRY)] * 3)).startswith(b"%PDF")


def test_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_CHARACTERS", 10)

    with pytest.raises(Invalid, match="too big"):
        write_pdf(texts(["12345", "678901"]), BytesIO())
    assert written(texts(["12345", "67890"])).startswith(b"%PDF")


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "LONGEST_SECONDS", 0.01)

    with pytest.raises(Invalid, match="too big"):
        write_pdf(sheet([Row(ENTRY)]), BytesIO())


def test_what_needs_too_much_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nkill -ABRT $$\n")
    python.chmod(0o700)
    monkeypatch.setattr(pages.sys, "executable", str(python))

    with pytest.raises(Invalid, match="too big"):
        write_pdf(sheet([Row(ENTRY)]), BytesIO())


def test_one_report_is_set_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = threading.Lock()
    monkeypatch.setattr(pages, "LONGEST_SECONDS", 0.01)
    monkeypatch.setattr(pages, "_typesetting", taken)

    with taken, pytest.raises(Unavailable, match="Another report"):
        write_pdf(sheet([Row(ENTRY)]), BytesIO())


def test_a_broken_template_is_not_called_the_callers_fault() -> None:
    with pytest.raises(RuntimeError, match="decode"):
        write_pdf(sheet([Row(ENTRY)], COLUMNS, logo=b"no picture"), BytesIO())
