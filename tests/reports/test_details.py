"""GET /reports/api/v2/details: the detailed report for older clients."""

from typing import Any

import pytest

from sundial.access.plans import Plan
from tests.cast import Cast
from tests.make import Answer, Person, organization, person, project
from tests.people.backstage import put_on_plan
from tests.projects.backstage import group, task_of
from tests.reports.aggregates import bill, track
from tests.time_entries.diary import Diary

MARCH = "since=2026-03-01&until=2026-03-31"


def ask(cast: Cast, query: str = "", by: Person | None = None, days: str = MARCH) -> Answer:
    """Send a request about Alice's workspace."""
    path = f"//reports/api/v2/details?workspace_id={cast.place.workspace_id}&user_agent=tests&{days}&{query}"
    return (by or cast.alice).get(path)


def read(cast: Cast, query: str = "", by: Person | None = None) -> Any:
    """What it answers."""
    answer = ask(cast, query, by)
    assert answer.status == 200, answer
    return answer.json


def ids(cast: Cast, query: str = "", by: Person | None = None) -> list[int]:
    """The ids of the entries of a page."""
    return [one["id"] for one in read(cast, query, by)["data"]]


def test_it_tells_of_entries_as_it_always_did(cast: Cast) -> None:
    bill(cast, 10)
    client = cast.alice.post(f"{cast.workspace}/clients", {"name": "Avies"}).json["id"]
    made = {"id": project(cast.alice, cast.place, name="Site", client_id=client, currency="EUR")}
    fields = {"project_id": made["id"], "task_id": task_of(cast, made, "Design"), "tags": ["paid"]}
    entry = track(cast, cast.alice, "09:00", 5400, "Reading", billable=True, **fields)
    other = track(cast, cast.bob, "08:00", 60, None)
    found = read(cast)
    first, second = found.pop("data")

    assert found == {
        "total_grand": 5_460_000,
        "total_billable": 5_400_000,
        "total_currencies": [{"currency": "EUR", "amount": 15}],
        "total_count": 2,
        "per_page": 50,
    }
    assert first.pop("updated").startswith("20")
    assert first == {
        "id": entry["id"],
        "pid": made["id"],
        "tid": fields["task_id"],
        "uid": cast.alice.id,
        "description": "Reading",
        "start": "2026-03-02T09:00:00+00:00",
        "end": "2026-03-02T10:30:00+00:00",
        "dur": 5_400_000,
        "user": "Alice",
        "use_stop": True,
        "client": "Avies",
        "project": "Site",
        "project_color": "#0b83d9",
        "project_hex_color": "#0b83d9",
        "task": "Design",
        "billable": 15,
        "is_billable": True,
        "cur": "EUR",
        "tags": ["paid"],
    }
    assert (second["id"], second["billable"], second["description"], second["pid"]) == (other["id"], 0, "", None)


def test_pages_are_numbered_and_the_totals_are_those_of_all(cast: Cast) -> None:
    entries = [track(cast, cast.alice, f"{9 + minute // 60:02d}:{minute % 60:02d}", 60)["id"] for minute in range(120)]

    pages = [read(cast, f"page={number}") for number in (1, 2, 3, 4)]
    assert [len(page["data"]) for page in pages] == [50, 50, 20, 0]
    assert [one["id"] for page in pages for one in page["data"]] == entries[::-1]
    assert {page["total_count"] for page in pages} == {120}
    assert {page["total_grand"] for page in pages} == {120 * 60_000}


def test_times_are_in_the_readers_zone(cast: Cast) -> None:
    kiri = person(cast.world, "Kiri", "Pacific/Auckland")
    place = organization(kiri)
    Diary(kiri, f"/workspaces/{place.workspace_id}").add(start="2026-04-04T13:30:00Z", duration=3600)
    query = f"workspace_id={place.workspace_id}&since=2026-04-05&until=2026-04-05"
    (one,) = kiri.get(f"//reports/api/v2/details?{query}").json["data"]

    assert (one["start"], one["end"]) == ("2026-04-05T02:30:00+13:00", "2026-04-05T02:30:00+12:00")


def test_filters_and_orders(cast: Cast) -> None:
    made = project(cast.alice, cast.place)
    of_project = track(cast, cast.alice, "09:00", 60, "b", project_id=made, billable=True)["id"]
    bobs = track(cast, cast.bob, "10:00", 120, "a", tags=["x"])["id"]
    members = group(cast, cast.bob)
    tag_id = cast.alice.get(f"{cast.workspace}/tags").json[0]["id"]

    for query, expected in {
        "": [bobs, of_project],
        "order_desc=off": [of_project, bobs],
        "order_field=description&order_desc=on": [of_project, bobs],
        "order_field=duration&order_desc=off": [of_project, bobs],
        "billable=yes": [of_project],
        "billable=no": [bobs],
        "billable=both": [bobs, of_project],
        f"project_ids={made}": [of_project],
        "project_ids=0": [bobs],
        f"project_ids={made},0": [bobs, of_project],
        "client_ids=0": [bobs, of_project],
        f"user_ids={cast.bob.id}": [bobs],
        f"members_of_group_ids={members}": [bobs],
        f"or_members_of_group_ids={members}": [bobs],
        f"tag_ids={tag_id}": [bobs],
        "tag_ids=0": [of_project],
        "task_ids=0": [bobs, of_project],
        f"time_entry_ids={bobs},{of_project}&since=&until=": [bobs, of_project],
        "description=A": [bobs],
    }.items():
        assert ids(cast, query) == expected, query


def test_time_is_rounded_when_asked_to(cast: Cast) -> None:
    cast.alice.put(cast.workspace, {"rounding": 1, "rounding_minutes": 15})
    track(cast, cast.alice, "09:00", 61)

    assert read(cast)["data"][0]["dur"] == 61_000
    assert read(cast, "rounding=off")["total_grand"] == 61_000
    assert read(cast, "rounding=on")["data"][0]["dur"] == read(cast, "rounding=on")["total_grand"] == 900_000


def test_who_may_not_see_amounts_reads_none(cast: Cast) -> None:
    bill(cast, 10)
    track(cast, cast.bob, "09:00", 3600, billable=True)
    track(cast, cast.alice, "10:00", 3600, billable=True)
    found = read(cast, by=cast.bob)

    assert found["total_currencies"] == [{"currency": None, "amount": None}]
    assert [(one["user"], one["billable"], one["cur"]) for one in found["data"]] == [("Bob", None, None)]
    put_on_plan(cast, Plan.FREE)
    assert read(cast)["total_currencies"] == [{"currency": None, "amount": None}]
    assert [one["billable"] for one in read(cast)["data"]] == [None, None]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("page=0", "page must be a number from 1"),
        ("page=99999999", "page must be a number from 1"),
        ("billable=maybe", "Invalid 'billable' value, allowed values are: 'both, yes, no'"),
        ("order_desc=true", "Invalid 'order_desc' value, allowed values are: 'on, off'"),
        ("rounding=1", "Invalid 'rounding' value, allowed values are: 'on, off'"),
        (
            "order_field=title",
            "Invalid 'order_by' value, allowed values are: 'date, user, duration, description, last_update'",
        ),
        ("project_ids=x", "project_ids must be ids separated by commas"),
        (
            "or_members_of_group_ids=1&user_ids=2",
            "or_members_of_group_ids cannot be combined with other users or groups",
        ),
    ],
)
def test_what_there_is_not_is_refused(cast: Cast, query: str, sentence: str) -> None:
    answer = ask(cast, query)
    assert (answer.status, answer.json) == (400, sentence)


def test_days_are_at_most_a_year_and_strangers_are_turned_away(cast: Cast) -> None:
    answer = ask(cast, days="since=2024-01-01&until=2025-12-31")
    assert (answer.status, answer.json) == (400, "Maximum allowed date range is 365 days")
    answer = ask(cast, by=cast.charlie)
    assert (answer.status, answer.json) == (403, "Workspace not found/accessible")
    for query, sentence in (("", "workspace_id is required"), ("?workspace_id=x", "workspace_id must be an integer")):
        answer = cast.alice.get(f"//reports/api/v2/details{query}")
        assert (answer.status, answer.json) == (400, sentence)
    assert cast.world.send("GET", "//reports/api/v2/details?workspace_id=1").status in (401, 403)


def test_ids_from_elsewhere_find_nothing(cast: Cast) -> None:
    entry = Diary(cast.charlie, f"/workspaces/{cast.elsewhere.workspace_id}").add(tags=["theirs"])
    track(cast, cast.alice, "09:00", 60)

    for query in (
        f"time_entry_ids={entry['id']}",
        f"tag_ids={entry['tag_ids'][0]}",
        f"user_ids={cast.charlie.id}",
        f"project_ids={project(cast.charlie, cast.elsewhere)}",
    ):
        assert ids(cast, query) == [], query
