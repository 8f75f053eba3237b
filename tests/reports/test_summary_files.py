"""Summaries as CSV, XLSX and PDF."""

import subprocess
from typing import Any

import pytest

from sundial.access.plans import Plan
from tests.cast import Cast
from tests.make import project
from tests.people.backstage import put_on_plan
from tests.reports.aggregates import SUMMARY, WEEKLY, bill, reports, track
from tests.reports.tables import read_csv, read_xlsx
from tests.tasks.backstage import client_of

HOUR = 3600


def text_of(pdf: bytes) -> str:
    """The text of a PDF, as it is laid out."""
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


@pytest.fixture
def tracked(cast: Cast) -> Cast:
    """Three hours of two people in two projects and in none, in two currencies."""
    bill(cast, 100)
    site = project(cast.alice, cast.place, name="Site", client_id=client_of(cast, "Initech"))
    euros = project(cast.alice, cast.place, name="Abroad", currency="EUR")
    track(cast, cast.alice, "09:00", HOUR, "Design", project_id=site, billable=True)
    track(cast, cast.bob, "10:00", 1800, "Design", project_id=site)
    track(cast, cast.bob, "11:00", 1801, "Build", project_id=euros, billable=True)
    track(cast, cast.bob, "12:00", 1799, None)
    return cast


def test_a_line_for_each_sub_group(tracked: Cast) -> None:
    content = reports(tracked).file(SUMMARY, "csv")

    assert content.decode("utf-8-sig").splitlines() == [
        "Project,Client,Description,Duration,Billable duration,Rate,Amount (EUR),Amount (USD)",
        "Abroad,,Build,00:30:01,00:30:01,100.00,50.03,",
        "Site,Initech,Design,01:30:00,01:00:00,100.00,,100.00",
        ",,,00:29:59,00:00:00,,,",
    ]


def test_a_workbook_has_totals(tracked: Cast) -> None:
    *_, total = read_xlsx(reports(tracked).file(SUMMARY, "xlsx", grouping="users", sub_grouping="projects"))

    assert total == {
        "User": "Total",
        "Project": None,
        "Duration": 9000,
        "Billable duration": 5401,
        "Rate": None,
        "Amount (EUR)": 5003,
        "Amount (USD)": 10000,
    }


@pytest.mark.parametrize(
    ("hidden", "columns"),
    [
        ({"hide_amounts": True}, ["Rate"]),
        ({"hide_rates": True}, ["Amount (EUR)", "Amount (USD)"]),
        ({"hide_amounts": True, "hide_rates": True}, []),
    ],
)
def test_amounts_and_rates_can_be_hidden(tracked: Cast, hidden: dict[str, bool], columns: list[str]) -> None:
    for report_format, read in (("csv", read_csv), ("xlsx", read_xlsx)):
        (first, *_) = read(reports(tracked).file(SUMMARY, report_format, **hidden))
        assert list(first)[5:] == columns


def test_those_who_see_no_amounts_get_no_columns_of_them(tracked: Cast) -> None:
    assert list(read_csv(reports(tracked, tracked.bob).file(SUMMARY, "csv"))[0])[3:] == [
        "Duration",
        "Billable duration",
    ]
    put_on_plan(tracked, Plan.FREE)
    assert list(read_csv(reports(tracked).file(SUMMARY, "csv"))[0])[3:] == ["Duration", "Billable duration"]


def test_durations_as_hours(tracked: Cast) -> None:
    lines = reports(tracked).file(SUMMARY, "csv", duration_format="decimal").decode().splitlines()

    assert [line.split(",")[3] for line in lines[1:]] == ["0.50", "1.50", "0.50"]


@pytest.mark.parametrize(
    ("order", "projects", "people"),
    [
        ({}, ["Abroad", "Site", ""], ["Alice", "Bob"]),
        ({"order_by": "title", "order_dir": "ASC"}, ["Abroad", "Site", ""], ["Alice", "Bob"]),
        ({"order_by": "title", "order_dir": "DESC"}, ["", "Site", "Abroad"], ["Bob", "Alice"]),
        ({"order_by": "duration"}, ["Site", "Abroad", ""], ["Alice", "Bob"]),
        ({"order_by": "duration", "order_dir": "ASC"}, ["", "Abroad", "Site"], ["Bob", "Alice"]),
    ],
)
def test_order(tracked: Cast, order: dict[str, str], projects: list[str], people: list[str]) -> None:
    lines = read_csv(reports(tracked).file(SUMMARY, "csv", sub_grouping="users", **order))

    assert list(dict.fromkeys(line["Project"] for line in lines)) == projects
    assert [line["User"] for line in lines if line["Project"] == "Site"] == people


def test_small_groups_are_collapsed(cast: Cast) -> None:
    """Of a hundred seconds, three are three percent and stay; two and one are Other."""
    bill(cast, 36)
    for name, seconds in (("Large", 94), ("Three", 3), ("Two", 2), ("One", 1)):
        number = project(cast.alice, cast.place, name=name)
        track(cast, cast.alice, "09:00", seconds, name, project_id=number, billable=True)

    lines = read_csv(reports(cast).file(SUMMARY, "csv", collapse=True, order_by="duration"))
    assert [(line["Project"], line["Duration"], line["Amount (USD)"]) for line in lines] == [
        ("Large", 94, 94),
        ("Three", 3, 3),
        ("Other", 3, 3),
    ]
    assert len(read_csv(reports(cast).file(SUMMARY, "csv"))) == 4
    track(cast, cast.alice, "10:00", 1, project_id=number)
    assert len(read_csv(reports(cast).file(SUMMARY, "csv", collapse=True, max_duration_seconds=50))) == 4


def test_groups_without_time_have_lines(cast: Cast) -> None:
    project(cast.alice, cast.place, name="Idle", client_id=client_of(cast, "Initech"))

    (line,) = read_csv(reports(cast).file(SUMMARY, "csv", audit={"show_empty_groups": True}))

    assert (line["Project"], line["Client"], line["Duration"]) == ("Idle", "Initech", 0)


def test_pages(tracked: Cast) -> None:
    text = text_of(
        reports(tracked).file(SUMMARY, "pdf", sub_grouping="users", date_format="DD.MM.YYYY", cents_separator=",")
    )

    lines = [" ".join(line.split()) for line in text.splitlines()]
    for line in (
        "Abroad 00:30:01 00:30:01 100,00 50,03",
        "Site Initech 01:30:00 01:00:00 100,00 100,00",
        "Alice 01:00:00 01:00:00 100,00 100,00",
        "Bob 00:30:00 00:00:00",
        "Without project 00:29:59 00:00:00",
        "Total 02:30:00 01:30:01 50,03 100,00",
    ):
        assert line in lines, text
    assert "01.03.2026 – 31.03.2026" in text


def test_pages_name_the_filters_as_far_as_they_are_seen(tracked: Cast) -> None:
    secret = project(tracked.alice, tracked.place, name="Secret", is_private=True)
    theirs = project(tracked.charlie, tracked.elsewhere, name="Theirs")
    known = project(tracked.alice, tracked.place, name="Known")
    body: dict[str, Any] = {"project_ids": [secret, theirs, known], "user_ids": [tracked.charlie.id]}

    text = text_of(reports(tracked, tracked.bob).file(SUMMARY, "pdf", **body))

    assert "Known" in text
    assert all(name not in text for name in ("Secret", "Theirs", "Charlie"))
    assert "Secret" in text_of(reports(tracked).file(WEEKLY, "pdf", **body))


def test_excel_is_not_in_the_free_plan(tracked: Cast) -> None:
    put_on_plan(tracked, Plan.FREE)

    for report in (SUMMARY, WEEKLY):
        answer = reports(tracked).post(f"{report}.xlsx", start_date="2026-03-02")
        assert (answer.status, answer.json) == (402, "Workspace needs to have this feature enabled")
        assert reports(tracked).post(f"{report}.csv", start_date="2026-03-02").status == 200


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "At least one parameter must be set"),
        ({"order_by": "rate"}, "Invalid 'order_by' value, allowed values are: 'title, duration'"),
        ({"order_dir": "up"}, "Invalid 'order_dir' value, allowed values are: 'ASC, DESC'"),
        (
            {"duration_format": "long"},
            "Invalid 'duration_format' value, allowed values are: 'classic, decimal, improved'",
        ),
        ({"resolution": "hour"}, "Invalid 'resolution' value, allowed values are: 'day, week, month'"),
        ({"grouping": "days"}, "Invalid 'grouping' value, allowed values are: 'projects, clients, users, tags'"),
    ],
)
@pytest.mark.parametrize("extension", ["csv", "xlsx", "pdf"])
def test_what_is_wrong_is_told(cast: Cast, extension: str, body: dict[str, str], sentence: str) -> None:
    answer = reports(cast).post(f"{SUMMARY}.{extension}", **body)

    assert (answer.status, answer.json) == (400, sentence)


def test_other_formats_are_not_written(cast: Cast) -> None:
    for report in (SUMMARY, WEEKLY):
        answer = reports(cast).post(f"{report}.html", start_date="2026-03-02")
        assert (answer.status, answer.json) == (400, "Invalid 'extension' value, allowed values are: 'csv, xlsx'")
