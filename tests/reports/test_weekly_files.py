"""Weeks as CSV, XLSX and PDF."""

import io
from typing import Any

import pytest
from PIL import Image

from tests.cast import Cast
from tests.make import project
from tests.reports.aggregates import WEEKLY, bill, reports, track
from tests.reports.tables import read_xlsx
from tests.reports.test_summary_files import text_of
from tests.tasks.backstage import client_of, task_of

HOUR = 3600
DAYS = "Mon 2026-03-02,Tue 2026-03-03,Wed 2026-03-04,Thu 2026-03-05,Fri 2026-03-06,Sat 2026-03-07,Sun 2026-03-08"
ZERO = "00:00:00"
PICTURE = b"/Subtype/Image"


@pytest.fixture
def tracked(cast: Cast) -> Cast:
    """Time of two people in two projects, in two currencies."""
    bill(cast, 10)
    site = project(cast.alice, cast.place, name="Site", client_id=client_of(cast, "Initech"))
    euros = project(cast.alice, cast.place, name="Abroad", currency="EUR")
    design = task_of(cast, site, "Design")
    track(cast, cast.bob, "09:00", HOUR, project_id=site, task_id=design, billable=True)
    track(cast, cast.bob, "2026-03-03T11:00:00Z", 1, project_id=site, billable=True)
    track(cast, cast.bob, "2026-03-03T12:00:00Z", 1, project_id=site, billable=True)
    track(cast, cast.alice, "2026-03-04T11:00:00Z", HOUR, project_id=euros, billable=True)
    track(cast, cast.alice, "2026-03-04T13:00:00Z", 60, project_id=site)
    return cast


def lines(cast: Cast, **body: Any) -> list[str]:
    """The lines of a CSV."""
    return reports(cast).file(WEEKLY, "csv", **body).decode("utf-8-sig").splitlines()


def test_a_line_for_each_person_in_each_project(tracked: Cast) -> None:
    zeros = f"{ZERO},{ZERO},{ZERO},{ZERO}"

    assert lines(tracked) == [
        f"Project,Client,User,{DAYS},Total",
        f"Abroad,,Alice,{ZERO},{ZERO},01:00:00,{zeros},01:00:00",
        f"Site,Initech,Alice,{ZERO},{ZERO},00:01:00,{zeros},00:01:00",
        f"Site,Initech,Bob,01:00:00,00:00:02,{ZERO},{zeros},01:00:02",
    ]
    by_user = lines(tracked, grouping="users")
    assert by_user[0] == f"User,Project,Client,{DAYS},Total"
    assert [line.split(",")[:2] for line in by_user[1:]] == [["Alice", "Abroad"], ["Alice", "Site"], ["Bob", "Site"]]


def test_tasks_can_be_told_apart(tracked: Cast) -> None:
    found = lines(tracked, group_by_task=True)

    assert found[0] == f"Project,Client,Task,User,{DAYS},Total"
    assert [line.split(",")[2:4] for line in found[1:]] == [
        ["", "Alice"],
        ["Design", "Bob"],
        ["", "Alice"],
        ["", "Bob"],
    ]


def test_amounts_are_in_the_currencies_of_projects(tracked: Cast) -> None:
    found = lines(tracked, calculate="amounts")

    nothing = "0.00,0.00,0.00,0.00"
    assert found == [
        f"Project,Client,User,{DAYS},Total,Currency",
        f"Abroad,,Alice,0.00,0.00,10.00,{nothing},10.00,EUR",
        f"Site,Initech,Alice,0.00,0.00,0.00,{nothing},0.00,USD",
        f"Site,Initech,Bob,10.00,0.01,0.00,{nothing},10.01,USD",
    ]
    *_, euros, dollars = read_xlsx(reports(tracked).file(WEEKLY, "xlsx", calculate="amounts"))
    assert (euros["Project"], euros["Total"], euros["Currency"]) == ("Total", 1000, "EUR")
    assert (dollars["Total"], dollars["Currency"]) == (1001, "USD")


def test_those_who_see_no_amounts_get_empty_cells(tracked: Cast) -> None:
    content = reports(tracked, tracked.bob).file(WEEKLY, "csv", calculate="amounts").decode("utf-8-sig")

    assert {tuple(line.split(",")[3:]) for line in content.splitlines()[1:]} == {("",) * 9}


def test_an_empty_week(cast: Cast) -> None:
    (total,) = read_xlsx(reports(cast).file(WEEKLY, "xlsx"))
    assert (total["Project"], total["Total"]) == ("Total", 0)
    (total,) = read_xlsx(reports(cast).file(WEEKLY, "xlsx", calculate="amounts"))
    assert (total["Total"], total["Currency"]) == (0, "USD")


def test_pages(tracked: Cast) -> None:
    text = text_of(
        reports(tracked).file(WEEKLY, "pdf", grouping="users", group_by_task=True, duration_format="improved")
    )

    found = [" ".join(line.split()) for line in text.splitlines()]
    none = "0:00:00"
    for line in (
        f"Alice {none} {none} 1:01:00 {none} {none} {none} {none} 1:01:00",
        f"Bob 1:00:00 0:00:02 {none} {none} {none} {none} {none} 1:00:02",
        f"Total 1:00:00 0:00:02 1:01:00 {none} {none} {none} {none} 2:01:02",
    ):
        assert line in found, text
    assert "Design" in text
    assert "2026-03-02 – 2026-03-08" in text


def test_pages_of_amounts_have_a_line_for_each_currency(tracked: Cast) -> None:
    text = text_of(reports(tracked).file(WEEKLY, "pdf", grouping="users", calculate="amounts"))

    found = [" ".join(line.split()) for line in text.splitlines()]
    zeros = "0.00 0.00 0.00 0.00"
    for line in (
        f"Alice 0.00 0.00 10.00 {zeros} 10.00 EUR",
        f"Alice 0.00 0.00 0.00 {zeros} 0.00 USD",
        f"Total 10.00 0.01 0.00 {zeros} 10.01 USD",
    ):
        assert line in found, text


def test_the_logo_is_on_pages(tracked: Cast) -> None:
    picture, headers = io.BytesIO(), {"Content-Type": "image/png"}
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")

    before = reports(tracked).file(WEEKLY, "pdf", logo_url="http://127.0.0.1/other.png")
    tracked.alice.post(f"{tracked.workspace}/logo", body=picture.getvalue(), headers=headers)

    assert PICTURE not in before
    assert PICTURE in reports(tracked).file(WEEKLY, "pdf")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "At least one parameter must be set"),
        ({"grouping": "clients"}, "Invalid 'grouping' value, allowed values are: 'projects, users'"),
        ({"calculate": "earnings"}, "Invalid 'calculate' value, allowed values are: 'time, amounts'"),
        (
            {"duration_format": "long"},
            "Invalid 'duration_format' value, allowed values are: 'classic, decimal, improved'",
        ),
    ],
)
@pytest.mark.parametrize("extension", ["csv", "xlsx", "pdf"])
def test_what_is_wrong_is_told(cast: Cast, extension: str, body: dict[str, str], sentence: str) -> None:
    answer = reports(cast).post(f"{WEEKLY}.{extension}", **body)

    assert (answer.status, answer.json) == (400, sentence)
