"""POST …/search/time_entries: its rows."""

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import Person, colleague, organization, person, project
from tests.projects.backstage import task_of
from tests.reports.aggregates import bill, track
from tests.reports.detail import Detail, detail, money, one
from tests.time_entries.diary import Diary, diary


def test_a_row_tells_of_one_entry(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 10, 8)
    entry = track(cast, cast.alice, "09:00", 5400, "Reading", tags=["deep"])

    assert one(detail(cast).rows()) == {
        "user_id": cast.alice.id,
        "username": "Alice",
        "project_id": None,
        "task_id": None,
        "billable": False,
        "description": "Reading",
        "tag_ids": entry["tag_ids"],
        "billable_amount_in_cents": None,
        "hourly_rate_in_cents": None,
        "currency": "USD",
        "time_entries": [
            {
                "id": entry["id"],
                "seconds": 5400,
                "start": "2026-03-02T09:00:00+00:00",
                "stop": "2026-03-02T10:30:00+00:00",
                "at": "2026-03-10T08:00:00+00:00",
                "at_tz": "2026-03-10T08:00:00+00:00",
            }
        ],
        "row_number": 1,
    }


def test_without_a_description_it_is_an_empty_text_and_without_tags_an_empty_list(cast: Cast) -> None:
    track(cast, cast.alice, "09:00", 60, None)
    row = one(detail(cast).rows())

    assert row["description"] == ""
    assert row["tag_ids"] == []


@pytest.mark.parametrize(
    ("zone", "start", "local_start", "local_stop"),
    [
        ("America/Los_Angeles", "2026-03-08T09:30:00Z", "2026-03-08T01:30:00-08:00", "2026-03-08T03:30:00-07:00"),
        ("Pacific/Auckland", "2026-04-04T13:30:00Z", "2026-04-05T02:30:00+13:00", "2026-04-05T02:30:00+12:00"),
        ("Asia/Kolkata", "2026-03-08T20:00:00Z", "2026-03-09T01:30:00+05:30", "2026-03-09T02:30:00+05:30"),
        ("Australia/Lord_Howe", "2026-04-04T14:30:00Z", "2026-04-05T01:30:00+11:00", "2026-04-05T02:00:00+10:30"),
    ],
)
def test_times_are_in_the_readers_zone(cast: Cast, zone: str, start: str, local_start: str, local_stop: str) -> None:
    zoe = person(cast.world, "Zoe", zone)
    place = organization(zoe)
    entry = Diary(zoe, f"/workspaces/{place.workspace_id}").add(start=start, duration=3600)
    body = {"start_date": local_start[:10], "end_date": local_start[:10]}
    answer = Detail(zoe, place.workspace_id).post(**body)

    (single,) = one(answer.json)["time_entries"]
    assert single["id"] == entry["id"]
    assert (single["start"], single["stop"]) == (local_start, local_stop)
    assert single["at"].endswith("+00:00")
    assert single["at_tz"].endswith(("+05:30", "+10:30", "+11:00", "-07:00", "-08:00", "+12:00", "+13:00"))
    assert answer.headers["x-range-start"] == answer.headers["x-range-end"] == local_start[:10]
    # On the day before there is nothing.
    before = {"start_date": "2026-03-01", "end_date": f"{local_start[:8]}{int(local_start[8:10]) - 1:02d}"}
    assert Detail(zoe, place.workspace_id).rows(**before) == []


def test_somebody_elses_entry_is_in_the_readers_zone_too(cast: Cast) -> None:
    kiri = colleague(person(cast.world, "Kiri", "Pacific/Auckland"), cast.place, Role.ADMIN)
    track(cast, cast.alice, "12:00", 60)

    (single,) = one(detail(cast, kiri).rows())["time_entries"]
    assert single["start"] == "2026-03-03T01:00:00+13:00"


@pytest.mark.parametrize(
    ("rounding", "minutes", "seconds"),
    [(-1, 15, 900), (0, 15, 900), (1, 15, 1800), (0, 1, 1020), (1, 0, 1000), (-1, 60, 0), (1, 240, 14400)],
)
def test_time_is_rounded_before_it_is_billed(cast: Cast, rounding: int, minutes: int, seconds: int) -> None:
    bill(cast, 36)
    track(cast, cast.alice, "09:00", 1000, billable=True)
    row = one(detail(cast).rows(rounding=rounding, rounding_minutes=minutes))

    assert row["time_entries"][0]["seconds"] == seconds
    assert row["time_entries"][0]["stop"] == "2026-03-02T09:16:40+00:00"
    # 36.00 an hour is one hundredth a second.
    assert money(row) == (seconds, 3600, "USD")


def test_amounts_are_rounded_half_away_from_zero(cast: Cast) -> None:
    bill(cast, 1.50)
    track(cast, cast.alice, "09:00", 12, "half", billable=True)
    track(cast, cast.alice, "08:00", 11, "less", billable=True)

    assert [row["billable_amount_in_cents"] for row in detail(cast).rows()] == [1, 0]


def test_time_that_is_not_billable_bills_nothing_and_neither_does_time_without_a_rate(cast: Cast) -> None:
    track(cast, cast.alice, "08:00", 3600, billable=True)
    bill(cast, 100, "workspace_user", _membership(cast, cast.bob))
    track(cast, cast.bob, "09:00", 3600, billable=False)
    track(cast, cast.bob, "10:00", 1800, billable=True)

    rows = detail(cast).rows(order_dir="ASC")
    assert [money(row) for row in rows] == [(None, None, "USD"), (None, None, "USD"), (5000, 10000, "USD")]


def test_a_currency_is_the_projects_or_else_the_workspaces(cast: Cast) -> None:
    bill(cast, 10)
    project_id = project(cast.alice, cast.place, currency="EUR")
    track(cast, cast.alice, "09:00", 3600, billable=True, project_id=project_id)
    track(cast, cast.alice, "08:00", 3600, billable=True)

    assert [money(row) for row in detail(cast).rows()] == [(1000, 1000, "EUR"), (1000, 1000, "USD")]


def test_all_names_come_when_asked_for(cast: Cast) -> None:
    client = cast.alice.post(f"{cast.workspace}/clients", {"name": "Avies"}).json["id"]
    made = {"id": project(cast.alice, cast.place, name="Site", color="#06aaf5", client_id=client)}
    task_id = task_of(cast, made, "Design")
    track(cast, cast.bob, "09:00", 60, project_id=made["id"], task_id=task_id, tags=["b", "a"])
    track(cast, cast.bob, "08:00", 60)

    full, bare = detail(cast).rows(enrich_response=True)
    assert {name: full[name] for name in NAMES} == {
        "client_name": "Avies",
        "project_name": "Site",
        "project_color": "#06aaf5",
        "project_hex": "#06aaf5",
        "task_name": "Design",
        "tag_names": ["b", "a"],
        "email": cast.bob.email,
    }
    assert len(full["toggl_accounts_id"]) == 22
    assert {name: bare[name] for name in NAMES} == {
        **dict.fromkeys(NAMES),
        "tag_names": [],
        "email": cast.bob.email,
    }
    assert set(NAMES).isdisjoint(detail(cast).rows()[0])


NAMES = ("client_name", "project_name", "project_color", "project_hex", "task_name", "tag_names", "email")


def test_a_deleted_tag_is_gone(cast: Cast) -> None:
    entry = track(cast, cast.alice, "09:00", 60, tags=["kept", "gone"])
    names = dict(zip(entry["tags"], entry["tag_ids"], strict=True))
    cast.alice.delete(f"{cast.workspace}/tags/{names['gone']}")
    row = one(detail(cast).rows(enrich_response=True))

    assert (row["tag_ids"], row["tag_names"]) == ([names["kept"]], ["kept"])


def test_running_and_deleted_entries_are_not_there(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 12)
    kept, gone = track(cast, cast.alice, "09:00", 60), track(cast, cast.alice, "10:00", 60)
    diary(cast).delete(gone)
    diary(cast).start()

    assert detail(cast).ids() == [kept["id"]]


def test_bodies_that_ask_for_nothing_are_refused(cast: Cast) -> None:
    report = detail(cast)
    for body in (b"{}", b"", b'{"order_by": null}'):
        answer = report.reader.post(report.path, body=body)
        assert (answer.status, answer.json) == (400, "At least one parameter must be set"), body


def test_a_body_needs_no_content_type_and_a_first_day_is_enough(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 10)
    entry = track(cast, cast.alice, "09:00", 60)
    report = detail(cast)
    answer = report.reader.post(report.path, body=b'{"start_date": "2026-03-01"}')

    assert [row["time_entries"][0]["id"] for row in answer.json] == [entry["id"]]
    assert (answer.headers["x-range-start"], answer.headers["x-range-end"]) == ("2026-03-01", "2026-03-10")


def _membership(cast: Cast, somebody: Person) -> int:
    members = cast.alice.get(f"{cast.workspace}/workspace_users").json
    return next(member["id"] for member in members if member["user_id"] == somebody.id)
