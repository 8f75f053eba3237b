"""In which order a detailed report's rows are, and that its pages have each of them once."""

from datetime import UTC, datetime, timedelta
from itertools import chain
from random import Random
from typing import Any

import pytest

from tests.cast import Cast
from tests.conftest import SetClock
from tests.reports.aggregates import track
from tests.reports.detail import Detail, detail, next_of
from tests.time_entries.diary import Diary, diary

ORDERS = ("date", "user", "duration", "description", "last_update")
SENT = ((), ("first_id",), ("first_row_number",), ("first_id", "first_row_number"), ("first_id", "first_timestamp"))
"""What clients send back of the three headers: all of them, or some."""
FIRST = datetime(2026, 3, 2, tzinfo=UTC)


def scatter(cast: Cast, clock: SetClock, number: int) -> list[dict[str, Any]]:
    """Entries of two people that are alike in many ways, in no order."""
    chance = Random(number)
    entries: list[dict[str, Any]] = []
    for _ in range(number):
        clock.fixed = FIRST + timedelta(days=20, minutes=chance.randrange(5))
        who = chance.choice((cast.alice, cast.bob))
        fields = {
            "start": (FIRST + timedelta(hours=chance.randrange(6))).isoformat(),
            "duration": chance.choice((60, 90, 3600)),
            "description": chance.choice(("Work", "work", "", None, "Ärger", "zzz")),
            "tags": chance.choice(([], ["x", "y"], ["y", "x"], ["x"])),
            "billable": chance.choice((True, False)),
        }
        entries.append({**diary(cast, who).add(**fields), "who": who.name})
    return entries


def key_of(entry: dict[str, Any], by: str) -> Any:
    """What an entry is ordered by."""
    return {
        "date": entry["start"],
        "user": entry["who"].casefold(),
        "duration": entry["duration"],
        "description": (entry["description"] or "").casefold(),
        "last_update": entry["at"],
    }[by]


def alike(entry: dict[str, Any]) -> Any:
    """What makes entries one row."""
    return (entry["who"], entry["description"] or "", frozenset(entry["tags"] or ()), entry["billable"])


def ids_of(page: list[dict[str, Any]]) -> list[int]:
    """The ids of a page's entries."""
    return [one["id"] for row in page for one in row["time_entries"]]


@pytest.mark.parametrize("by", ORDERS)
@pytest.mark.parametrize("direction", ["ASC", "desc"])
def test_pages_have_all_entries_once_and_in_order(cast: Cast, clock: SetClock, by: str, direction: str) -> None:
    entries = scatter(cast, clock, 40)
    down = direction == "desc"
    expected = [one["id"] for one in sorted(entries, key=lambda one: (key_of(one, by), one["id"]), reverse=down)]

    for sent in SENT:
        pages = detail(cast).pages(sent, order_by=by, order_dir=direction, page_size=7)
        assert [len(page) for page in pages] == [7, 7, 7, 7, 7, 5]
        assert ids_of(list(chain(*pages))) == expected, sent
        if "first_row_number" in (sent or ("first_row_number",)):
            assert [row["row_number"] for page in pages for row in page] == [*range(1, 41)]


@pytest.mark.parametrize("by", ORDERS)
@pytest.mark.parametrize("direction", ["ASC", "DESC"])
def test_pages_have_all_groups_once_and_in_order(cast: Cast, clock: SetClock, by: str, direction: str) -> None:
    entries = {one["id"]: one for one in scatter(cast, clock, 60)}
    first, down = (max, True) if direction == "DESC" else (min, False)
    rows: dict[Any, set[int]] = {}
    for entry in entries.values():
        rows.setdefault(alike(entry), set()).add(entry["id"])
    expected = sorted(
        rows.values(), key=lambda ids: (first(key_of(entries[one], by) for one in ids), first(ids)), reverse=down
    )

    for sent in SENT:
        pages = detail(cast).pages(sent, order_by=by, order_dir=direction, page_size=5, grouped=True)
        assert [{one["id"] for one in row["time_entries"]} for row in chain(*pages)] == expected, sent
        assert all(len(page) == 5 for page in pages[:-1])
        for row in chain(*pages):
            found = [(key_of(entries[one["id"]], by)) for one in row["time_entries"]]
            assert found == sorted(found, reverse=down)


def test_the_latest_comes_first_where_nothing_is_said(cast: Cast) -> None:
    entries = [track(cast, cast.alice, start, 60)["id"] for start in ("10:00", "08:00", "09:00")]

    assert detail(cast).ids() == [entries[0], entries[2], entries[1]]
    assert detail(cast).ids(order_by="", order_dir="") == [entries[0], entries[2], entries[1]]
    assert detail(cast).ids(order_dir="asc") == [entries[1], entries[2], entries[0]]


def test_there_are_fifty_rows_on_a_page_and_headers_only_where_more_follow(cast: Cast) -> None:
    for minute in range(51):
        track(cast, cast.alice, f"09:{minute:02d}", 60)
    answer = detail(cast).post()

    assert len(answer.json) == 50
    assert answer.headers["x-page-size"] == "50"
    assert answer.headers["x-next-row-number"] == "51"
    assert answer.headers["x-next-timestamp"] == str(int(datetime(2026, 3, 2, 9, tzinfo=UTC).timestamp()))
    last = detail(cast).post(**next_of(answer))
    assert int(answer.headers["x-next-id"]) == last.json[0]["time_entries"][0]["id"]
    assert [row["row_number"] for row in last.json] == [51]
    assert next_of(last) == {}
    assert next_of(detail(cast).post(page_size=51)) == {}
    assert len(detail(cast).rows(page_size=1000)) == 51


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (
            {"order_by": "title"},
            "Invalid 'order_by' value, allowed values are: 'date, user, duration, description, last_update'",
        ),
        ({"order_dir": "up"}, "Invalid 'order_dir' value, allowed values are: 'ASC, DESC'"),
        ({"page_size": 0}, "page_size must be from 1 to 10000"),
        ({"page_size": 10001}, "page_size must be from 1 to 10000"),
        ({"first_id": -1}, "first_id must not be negative"),
        ({"first_row_number": -1}, "first_row_number must not be negative"),
        ({"first_timestamp": -1}, "first_timestamp must not be negative"),
        ({"rounding": 2}, "Invalid 'rounding' value, allowed values are: '-1, 0, 1'"),
        (
            {"rounding": 1, "rounding_minutes": 7},
            "Invalid 'rounding_minutes' value, allowed values are: '0, 1, 5, 6, 10, 12, 15, 30, 60, 240'",
        ),
    ],
)
def test_what_there_is_not_is_refused(cast: Cast, body: dict[str, Any], sentence: str) -> None:
    answer = detail(cast).post(**body)
    assert (answer.status, answer.json) == (400, sentence)


@pytest.mark.parametrize("number", [2**53 - 1, 10**13, 10**10])
def test_a_moment_beyond_all_time_is_no_failure(cast: Cast, number: int) -> None:
    entry = track(cast, cast.alice, "09:00", 60)

    for direction in ("ASC", "DESC"):
        answer = detail(cast).post(first_id=entry["id"], first_timestamp=number, order_dir=direction)
        assert answer.status == 200, answer


def test_pages_go_on_where_they_were_whatever_comes_and_goes_before(cast: Cast) -> None:
    entries = [track(cast, cast.alice, f"{hour:02d}:00", 60)["id"] for hour in range(20, 10, -1)]
    answer = detail(cast).post(page_size=4)
    assert ids_of(answer.json) == entries[:4]

    track(cast, cast.alice, "22:00", 60)
    diary(cast).delete({"id": entries[1]})
    diary(cast).delete({"id": entries[4]})

    assert ids_of(detail(cast).rows(page_size=4, **next_of(answer))) == entries[5:9]
    # By the number alone nobody could tell.
    assert ids_of(detail(cast).rows(page_size=4, **next_of(answer, ("first_row_number",)))) == [*entries[5:9]]


def test_an_entry_that_was_moved_meanwhile_leaves_the_others_where_they_are(cast: Cast) -> None:
    entries = [track(cast, cast.alice, f"{hour:02d}:00", 60) for hour in range(20, 10, -1)]
    answer = detail(cast).post(page_size=4)
    diary(cast).put(entries[4], start="2026-03-01T09:00:00Z", stop="2026-03-01T10:00:00Z")

    expected = [one["id"] for one in (*entries[5:], entries[4])]
    assert ids_of(detail(cast).rows(**next_of(answer))) == expected


@pytest.mark.parametrize("by", ORDERS)
@pytest.mark.parametrize("grouped", [False, True])
def test_an_entry_that_is_not_theirs_is_no_place_to_begin(cast: Cast, by: str, grouped: bool) -> None:
    for hour in range(8, 12):
        track(cast, cast.bob, f"{hour:02d}:00", 60 * hour, f"Part {hour}")
    foreign = Diary(cast.charlie, f"/workspaces/{cast.elsewhere.workspace_id}").add()["id"]
    hidden = track(cast, cast.alice, "10:30", 60)["id"]
    report = detail(cast, cast.bob)

    for first_id in (foreign, hidden, 2**53 - 1):
        answer = report.post(order_by=by, first_id=first_id, grouped=grouped)
        assert (answer.status, answer.json) == (400, "first_id is not a time entry of this report")
        rows = report.rows(order_by=by, first_id=first_id, first_row_number=3, grouped=grouped)
        assert [row["row_number"] for row in rows] == [3, 4]


def test_zeros_for_where_to_begin_are_the_beginning(cast: Cast) -> None:
    entry = track(cast, cast.alice, "09:00", 60)

    assert detail(cast).ids(first_id=0, first_row_number=0, first_timestamp=0) == [entry["id"]]


def test_letters_are_in_order_whatever_their_case(cast: Cast) -> None:
    for number, text in enumerate(("b", "A", "B", "a", "Ö", "ö")):
        track(cast, cast.alice, f"{9 + number:02d}:00", 60, text)
    rows = Detail(cast.alice, cast.place.workspace_id).rows(order_by="description", order_dir="ASC")

    assert [row["description"] for row in rows] == ["A", "a", "b", "B", "Ö", "ö"]
