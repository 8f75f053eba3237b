"""The detailed report as CSV, XLSX and PDF."""

import csv
from datetime import datetime, time, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from sundial.access.permissions import Role
from sundial.access.plans import Plan
from tests.cast import Cast
from tests.make import Person, colleague, organization, person, project
from tests.people.backstage import put_on_plan
from tests.projects.backstage import lead, task_of
from tests.reports.aggregates import bill, track
from tests.reports.detail import MARCH, Detail, detail
from tests.time_entries.diary import Diary, add_many

COLUMNS = [
    "User",
    "Email",
    "Client",
    "Project",
    "Task",
    "Description",
    "Billable",
    "Start date",
    "Start time",
    "End date",
    "End time",
    "Duration",
    "Tags",
]


def lines(report: Detail, **body: Any) -> list[list[str]]:
    """The lines of its CSV, the heading first."""
    answer = report.file("csv", **body)
    assert answer.status == 200, answer
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def cells(report: Detail, **body: Any) -> list[tuple[Any, ...]]:
    """The lines of its workbook, the heading first and the totals last."""
    answer = report.file("xlsx", **body)
    assert answer.status == 200, answer
    return list(load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))


def test_csv_is_as_it_always_was(cast: Cast) -> None:
    bill(cast, 10)
    client = cast.alice.post(f"{cast.workspace}/clients", {"name": "Avies, Ltd"}).json["id"]
    made = {"id": project(cast.alice, cast.place, name="Site", client_id=client)}
    fields = {"project_id": made["id"], "task_id": task_of(cast, made, "Design"), "tags": ["b", "a"]}
    track(cast, cast.alice, "09:00", 5400, 'Say "hi"', billable=True, **fields)
    track(cast, cast.bob, "23:59", 90_061, None)
    answer = detail(cast).file("csv")

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="time_entries.csv"'
    assert answer.content.decode() == (
        f"\ufeff{','.join(COLUMNS)},Amount (USD)\r\n"
        f"Bob,{cast.bob.email},,,,,No,2026-03-02,23:59:00,2026-03-04,01:00:01,25:01:01,,\r\n"
        f'Alice,{cast.alice.email},"Avies, Ltd",Site,Design,"Say ""hi""",Yes,'
        '2026-03-02,09:00:00,2026-03-02,10:30:00,01:30:00,"b, a",15.00\r\n'
    )


@pytest.mark.parametrize(
    ("zone", "start", "expected"),
    [
        ("America/Los_Angeles", "2026-03-08T09:30:00Z", ["2026-03-08", "01:30:00", "2026-03-08", "03:30:00"]),
        ("Pacific/Auckland", "2026-04-04T13:30:00Z", ["2026-04-05", "02:30:00", "2026-04-05", "02:30:00"]),
        ("Asia/Kolkata", "2026-03-08T18:00:00Z", ["2026-03-08", "23:30:00", "2026-03-09", "00:30:00"]),
        ("Australia/Lord_Howe", "2026-04-04T14:30:00Z", ["2026-04-05", "01:30:00", "2026-04-05", "02:00:00"]),
    ],
)
def test_days_and_times_are_those_of_the_readers_zone(cast: Cast, zone: str, start: str, expected: list[str]) -> None:
    zoe = person(cast.world, "Zoe", zone)
    place = organization(zoe)
    Diary(zoe, f"/workspaces/{place.workspace_id}").add(start=start, duration=3600)
    _, line = lines(Detail(zoe, place.workspace_id), start_date="2026-03-01", end_date="2026-04-30")

    assert line[7:12] == [*expected, "01:00:00"]


def test_several_currencies_are_told_apart(cast: Cast) -> None:
    bill(cast, 10)
    euro = project(cast.alice, cast.place, currency="EUR")
    for hour, project_id in ((9, euro), (10, None), (11, euro)):
        track(cast, cast.alice, f"{hour:02d}:00", 3600, billable=True, project_id=project_id)

    heading, *rest = lines(detail(cast))
    assert heading == [*COLUMNS, "Amount", "Currency"]
    assert [line[-2:] for line in rest] == [["10.00", "EUR"], ["10.00", "USD"], ["10.00", "EUR"]]
    heading, *rest = lines(detail(cast), project_ids=[euro])
    assert heading == [*COLUMNS, "Amount (EUR)"]
    assert [line[-1] for line in rest] == ["10.00"] * 2
    # A project elsewhere in the workspace has a currency of its own, this report's time has none.
    assert lines(detail(cast), project_ids=[None])[0] == [*COLUMNS, "Amount (USD)"]
    totals = [(line[0], line[-2], line[-1]) for line in cells(detail(cast))[-3:]]
    assert totals == [("Total", 20, "EUR"), ("Billable", None, None), ("Total", 10, "USD")]


def test_who_may_not_see_amounts_gets_none(cast: Cast) -> None:
    bill(cast, 10)
    made = project(cast.alice, cast.place)
    track(cast, cast.alice, "09:00", 3600, billable=True, project_id=made)

    assert lines(detail(cast), hide_amounts=True)[0] == COLUMNS
    assert lines(detail(cast, lead(cast, rates=False)))[0] == COLUMNS
    heading, line = lines(detail(cast, cast.bob))
    assert heading == COLUMNS
    # Nor does he read others' addresses.
    assert line[:2] == ["Alice", ""]
    for extension in ("csv", "xlsx", "pdf"):
        content = detail(cast, cast.bob).file(extension).content
        assert b"Amount" not in content
        assert cast.alice.email.encode() not in content
    put_on_plan(cast, Plan.FREE)
    assert lines(detail(cast))[0] == COLUMNS


def test_a_file_has_all_pages_in_the_order_that_is_asked_for(cast: Cast) -> None:
    for hour, text in ((9, "b"), (10, "a"), (11, "c")):
        track(cast, cast.alice, f"{hour:02d}:00", 60, text)
    body = {"order_by": "description", "order_dir": "ASC", "page_size": 1, "first_row_number": 3}

    assert [line[5] for line in lines(detail(cast), **body)[1:]] == ["a", "b", "c"]
    assert [line[5] for line in lines(detail(cast), grouped=True)[1:]] == ["c", "a", "b"]


def test_a_long_file_is_read_in_parts_and_loses_nothing(cast: Cast) -> None:
    bill(cast, 36)
    add_many(cast, 4_500)
    body = {"start_date": "2026-01-01", "end_date": "2026-01-01", "order_dir": "ASC"}
    found = lines(detail(cast), **body)[1:]

    first = datetime(2026, 1, 1)  # noqa: DTZ001 - as the file has it
    expected = [(first + timedelta(seconds=second)).strftime("%H:%M:%S") for second in range(4_500)]
    assert [line[8] for line in found] == expected


def test_totals_are_those_of_the_report(cast: Cast) -> None:
    bill(cast, 1.01)
    euro = project(cast.alice, cast.place, currency="EUR")
    for number in range(30):
        project_id = euro if number % 3 else None
        start, seconds = f"09:{number:02d}", 7 + number * 13
        track(cast, cast.alice, start, seconds, billable=number % 4 > 0, project_id=project_id)
    report = detail(cast)
    path = report.path + "/totals"
    for rounding in ({}, {"rounding": 1, "rounding_minutes": 6}):
        found = cells(report, **rounding)
        totals = report.reader.post(path, {**MARCH, **rounding, "withInlineRates": True}).json
        total, billable, other = found[-3:]
        assert [_seconds(line[11]) for line in found[1:-3]] == [
            row["time_entries"][0]["seconds"] for row in report.rows(**rounding)
        ]
        assert _seconds(total[11]) == totals["seconds"] == sum(_seconds(line[11]) for line in found[1:-3])
        assert _seconds(billable[11]) == sum(_seconds(line[11]) for line in found[1:-3] if line[6] == "Yes")
        amounts = {line[-1]: _hundredths(line[-2]) for line in (total, other)}
        for currency, amount in amounts.items():
            exact = sum(
                one["seconds"] * (row["hourly_rate_in_cents"] or 0)
                for row in report.rows(**rounding)
                for one in row["time_entries"]
                if row["currency"] == currency
            )
            assert amount == (2 * exact + 3600) // 7200


def test_a_workbook_holds_values(cast: Cast) -> None:
    bill(cast, 10)
    track(cast, cast.alice, "09:00", 5400, "=1+1", billable=True)
    heading, line, total, billable = cells(detail(cast))

    assert heading == (*COLUMNS, "Amount (USD)")
    assert line[5:9] == ("=1+1", "Yes", datetime(2026, 3, 2), time(9))  # noqa: DTZ001
    assert line[11] == timedelta(hours=1.5) or line[11] == time(1, 30)
    assert line[13] == 15
    assert (total[0], total[13], billable[0], billable[13]) == ("Total", 15, "Billable", None)


@pytest.mark.parametrize(
    ("extension", "body", "sentence"),
    [
        ("txt", {}, "Invalid 'extension' value, allowed values are: 'csv, xlsx'"),
        (
            "csv",
            {"duration_format": "long"},
            "Invalid 'duration_format' value, allowed values are: 'classic, decimal, improved'",
        ),
        (
            "pdf",
            {"date_format": "YY"},
            "Invalid 'date_format' value, allowed values are: "
            "'MM/DD/YYYY, DD-MM-YYYY, MM-DD-YYYY, YYYY-MM-DD, DD/MM/YYYY, DD.MM.YYYY'",
        ),
        (
            "pdf",
            {"hour_format": "HH"},
            "Invalid 'hour_format' value, allowed values are: 'H:mm, HH:mm, HH:mm:ss, h:mm A'",
        ),
        ("pdf", {"cents_separator": ";"}, "Invalid 'cents_separator' value, allowed values are: '., ,'"),
        (
            "pdf",
            {"display_mode": "all"},
            "Invalid 'display_mode' value, allowed values are: 'date_only, time_only, date_time, date_and_time'",
        ),
        (
            "csv",
            {"order_by": "x"},
            "Invalid 'order_by' value, allowed values are: 'date, user, duration, description, last_update'",
        ),
    ],
)
def test_what_there_is_not_is_refused(cast: Cast, extension: str, body: dict[str, Any], sentence: str) -> None:
    answer = detail(cast).file(extension, **body)
    assert (answer.status, answer.json) == (400, sentence)


@pytest.mark.parametrize("extension", ["csv", "xlsx", "pdf"])
def test_files_ask_for_something_and_are_for_members(cast: Cast, extension: str) -> None:
    path = f"{detail(cast).path}.{extension}"

    answer = cast.alice.post(path, {})
    assert (answer.status, answer.json) == (400, "At least one parameter must be set")
    answer = cast.charlie.post(path, MARCH)
    assert (answer.status, answer.json) == (403, "Workspace not found/accessible")
    answer = cast.alice.post(f"//reports/api/v3/workspace/x/search/time_entries.{extension}", MARCH)
    assert (answer.status, answer.json) == (400, "Invalid workspace id")


def test_workbooks_are_for_plans_that_include_them(cast: Cast) -> None:
    track(cast, cast.alice, "09:00", 60)
    put_on_plan(cast, Plan.FREE)

    answer = detail(cast).file("xlsx")
    assert (answer.status, answer.json) == (402, "Workspace needs to have this feature enabled")
    for extension in ("csv", "pdf"):
        assert detail(cast).file(extension).status == 200
    put_on_plan(cast, Plan.STARTER)
    assert detail(cast).file("xlsx").status == 200


@pytest.mark.parametrize("role", [Role.ADMIN, Role.PROJECTLEAD, Role.TEAMLEAD])
def test_who_sees_all_gets_all(cast: Cast, role: Role) -> None:
    bill(cast, 10)
    track(cast, cast.alice, "09:00", 3600, billable=True)
    reader: Person = colleague(person(cast.world, "Dora"), cast.place, role)

    assert lines(detail(cast, reader))[1][-1] == "10.00"


def test_nothing_is_a_file_with_a_heading(cast: Cast) -> None:
    assert lines(detail(cast)) == [[*COLUMNS, "Amount (USD)"]]
    assert [line[0] for line in cells(detail(cast))] == ["User", "Total", "Billable"]
    assert detail(cast).file("pdf").status == 200


def _seconds(duration: Any) -> int:
    if isinstance(duration, time):
        return duration.hour * 3600 + duration.minute * 60 + duration.second
    return round(duration.total_seconds())


def _hundredths(amount: Any) -> int:
    return round(Decimal(str(amount)) * 100)
