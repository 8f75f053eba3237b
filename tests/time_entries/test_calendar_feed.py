"""GET /ical/workspace_user/{token}: what stands in the calendar, read by a parser of calendars."""

from datetime import UTC, datetime
from typing import Any

import pytest
from icalendar import Calendar

from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import Answer, Person, World, project
from tests.people.backstage import second_workspace
from tests.rights.watched import watched
from tests.time_entries.diary import Diary, diary

NOON = datetime(2026, 3, 16, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(clock: SetClock) -> None:  # pyright: ignore[reportUnusedFunction]
    clock.set(2026, 3, 16, 12)


def url(cast: Cast, person: Person | None = None) -> str:
    """The address of somebody's feed, below that of the server."""
    return (person or cast.alice).get(cast.workspace).json["ical_url"]


def fetch(world: World, address: str) -> Answer:
    """Read a feed as calendar applications do, without signing in."""
    return world.send("GET", f"/{address}")


def parsed(answer: Answer) -> Any:
    """An answer as a calendar."""
    return Calendar.from_ical(answer.content)


def read(cast: Cast, person: Person | None = None) -> Any:
    """Somebody's calendar."""
    answer = fetch(cast.world, url(cast, person))
    assert answer.status == 200, answer
    return parsed(answer)


def events(cast: Cast, person: Person | None = None) -> list[Any]:
    """The events of somebody's calendar."""
    return read(cast, person).walk("VEVENT")


def test_an_entry_is_an_event(cast: Cast, clock: SetClock) -> None:
    client_id = cast.alice.post(f"{cast.workspace}/clients", {"name": "Initech"}).json["id"]
    project_id = project(cast.alice, cast.place, name="Moonshot", client_id=client_id)
    task = cast.alice.post(f"{cast.workspace}/projects/{project_id}/tasks", {"name": "Design"}).json
    entry = diary(cast).add(
        description="Kick-off", start="2026-03-16T09:00:00+01:00", duration=5400, task_id=task["id"], tags=["a", "b"]
    )
    clock.forward(minutes=5)

    (event,) = events(cast)

    assert event["UID"] == f"{entry['id']}@sundial"
    assert event["SUMMARY"] == "Kick-off"
    assert event["DESCRIPTION"] == "Project: Moonshot\nClient: Initech\nTask: Design\nTags: a, b"
    assert event.decoded("DTSTART") == datetime(2026, 3, 16, 8, tzinfo=UTC)
    assert event.decoded("DTEND") == datetime(2026, 3, 16, 9, 30, tzinfo=UTC)
    assert event.decoded("DTSTAMP") == event.decoded("LAST-MODIFIED") == NOON


def test_the_calendar_says_whose_it_is(cast: Cast) -> None:
    cast.alice.put(cast.workspace, {"name": "Büro; Köln, Süd"})

    answer = fetch(cast.world, url(cast))
    calendar = parsed(answer)

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert (calendar["VERSION"], calendar["PRODID"]) == ("2.0", "-//Sundial//Time entries//EN")
    assert calendar["X-WR-CALNAME"].replace("\\", "") == "Büro; Köln, Süd"
    assert calendar.walk("VEVENT") == []


def test_an_event_stays_the_same_one_when_its_entry_changes(cast: Cast, clock: SetClock) -> None:
    entry = diary(cast).add(description="first", start="2026-03-16T09:00:00Z")
    (before,) = events(cast)
    changed = clock.forward(hours=1)
    diary(cast).put(entry, description="second")

    (after,) = events(cast)

    assert (before["UID"], before["SUMMARY"], after["SUMMARY"]) == (after["UID"], "first", "second")
    assert after.decoded("DTSTAMP") == after.decoded("LAST-MODIFIED") == changed.replace(microsecond=0)


def test_what_it_is_called(cast: Cast) -> None:
    project_id = project(cast.alice, cast.place, name="Moonshot")
    diary(cast).add(start="2026-03-16T07:00:00Z", description="  ", project_id=project_id)
    diary(cast).add(start="2026-03-16T06:00:00Z", project_id=None)

    assert [event["SUMMARY"] for event in events(cast)] == ["Moonshot", "Time entry"]
    assert [event.get("DESCRIPTION") for event in events(cast)] == ["Project: Moonshot", None]


def test_fourteen_days_of_ones_own_entries_here(cast: Cast) -> None:
    other = Diary(cast.alice, f"/workspaces/{second_workspace(cast).workspace_id}")
    first = diary(cast).add(start="2026-03-02T12:00:00Z", duration=60)
    last = diary(cast).add(start="2026-03-16T12:00:00Z", duration=60)
    diary(cast).add(start="2026-03-02T11:59:59Z", duration=3600)
    diary(cast).add(start="2026-03-16T12:00:01Z", duration=60)
    diary(cast).delete(diary(cast).add(start="2026-03-15T12:00:00Z"))
    diary(cast, cast.bob).add(start="2026-03-15T12:00:00Z")
    other.add(start="2026-03-15T12:00:00Z")

    assert [event["UID"] for event in events(cast)] == [f"{entry['id']}@sundial" for entry in (last, first)]
    assert len(events(cast, cast.bob)) == 1


def test_a_running_entry_ends_now(cast: Cast, clock: SetClock) -> None:
    diary(cast).start(start="2026-03-16T11:15:00Z")
    clock.forward(seconds=7.5)

    (event,) = events(cast)

    assert event.decoded("DTEND") == datetime(2026, 3, 16, 12, 0, 7, tzinfo=UTC)


def test_an_event_without_a_duration_has_no_end(cast: Cast) -> None:
    diary(cast).add(start="2026-03-16T11:15:00Z", duration=0)
    diary(cast).start(start="2026-03-16T12:00:00Z")

    assert [event.get("DTEND") for event in events(cast)] == [None, None]


TEXTS = [
    "Ωmega, ß; \\n is no new line: “ü”",
    "one\ntwo\n\nthree",
    "x" * 3000,
    "ж" * 3000,
    "🌞" * 200 + "," * 200,
    'a:b;c=d,"e"\\',
    "END:VEVENT\nEND:VCALENDAR",
]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:12])
def test_texts_arrive_whole(cast: Cast, text: str) -> None:
    diary(cast).add(start="2026-03-16T09:00:00Z", description=text)
    content = fetch(cast.world, url(cast)).content

    (event,) = events(cast)

    assert event["SUMMARY"] == text
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) <= 75
    assert not [line for line in lines if b"\n" in line or b"\r" in line]
    # Whoever reads line by line finds whole characters.
    assert all(line.decode() for line in lines)


def test_no_text_ends_its_line(cast: Cast) -> None:
    evil = "x\r\nATTENDEE:mailto:eve@x.org\rBEGIN:VALARM\x0b\x0c\x1c\x01\x7f\t."
    cast.alice.put(cast.workspace, {"name": evil})
    project_id = project(cast.alice, cast.place, name=evil)
    diary(cast).add(start="2026-03-16T09:00:00Z", description=evil, project_id=project_id, tags=[evil])

    answer = fetch(cast.world, url(cast))
    (event,) = parsed(answer).walk("VEVENT")

    assert sorted(event) == ["DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "LAST-MODIFIED", "SUMMARY", "UID"]
    assert event["SUMMARY"] == "x\nATTENDEE:mailto:eve@x.orgBEGIN:VALARM\t."
    assert not set(answer.content) & {0x0B, 0x0C, 0x1C, 0x01, 0x7F}


def test_more_entries_take_no_more_statements(cast: Cast) -> None:
    address, counts = url(cast), list[int]()
    task = project(cast.alice, cast.place)
    with watched(cast.world) as (process, database):
        for _ in range(2):
            for _ in range(5):
                diary(cast).add(start="2026-03-16T09:00:00Z", project_id=task, tags=["a", "b"])
            fetch(process, address)
            database.statements()
            assert fetch(process, address).status == 200
            counts.append(database.statements())

    assert counts[0] == counts[1]
