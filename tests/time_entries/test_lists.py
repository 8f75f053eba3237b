"""A person's lists of entries: by day, by moment, by change, and what runs."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import Person, organization, person
from tests.time_entries.diary import Diary, add_many, diary


def ids(entries: list[dict[str, Any]]) -> list[int]:
    return [entry["id"] for entry in entries]


def on(cast: Cast, *starts: str) -> list[int]:
    """Entries of a minute that start then."""
    return [diary(cast).add(start=start, duration=60)["id"] for start in starts]


def test_newest_start_first(cast: Cast) -> None:
    early, late, middle = on(cast, "2026-03-01T09:00:00Z", "2026-03-03T09:00:00Z", "2026-03-02T09:00:00Z")

    assert ids(diary(cast).list()) == [late, middle, early]


def test_days_are_the_persons_own(cast: Cast) -> None:
    cast.alice.put("/me", {"timezone": "Asia/Kolkata"})
    before, first, last, after = on(
        cast, "2026-03-01T18:29:59Z", "2026-03-01T18:30:00Z", "2026-03-02T18:29:59Z", "2026-03-02T18:30:00Z"
    )

    assert ids(diary(cast).list("?start_date=2026-03-02&end_date=2026-03-03")) == [last, first]
    assert ids(diary(cast).list("?start_date=2026-03-02")) == [after, last, first]
    assert ids(diary(cast).list("?before=2026-03-02")) == [before]


@pytest.mark.parametrize(
    "query",
    [
        "?start_date=2026-03-02T09:00:00Z&end_date=2026-03-02T09:01:00Z",
        "?start_date=2026-03-02T10:00:00%2B01:00&end_date=2026-03-02T10:01:00%2B01:00",
        # A plus that a client forgot to escape.
        "?start_date=2026-03-02T10:00:00+01:00&end_date=2026-03-02T10:01:00+01:00",
        "?start_date=2026-03-02T08:59:59.123456789Z&end_date=2026-03-03",
    ],
)
def test_moments_with_offsets(cast: Cast, query: str) -> None:
    _, there, _ = on(cast, "2026-03-02T08:59:59Z", "2026-03-02T09:00:00Z", "2026-03-04T09:01:00Z")

    assert ids(diary(cast).list(query)) == [there]


def test_since_tells_what_changed_deleted_ones_too(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9, 0)
    diary(cast).add()
    changed, gone = diary(cast).add(start="2026-03-01T09:00:00Z"), diary(cast).add(start="2026-03-03T09:00:00Z")
    since = int(clock.forward(minutes=5).timestamp())
    diary(cast).put(changed, description="new")
    diary(cast).delete(gone)

    told = diary(cast).list(f"?since={since}")

    assert ids(told) == [gone["id"], changed["id"]]
    assert [entry["server_deleted_at"] is None for entry in told] == [False, True]
    assert diary(cast).list(f"?since={since + 1}") == []


REFUSED = [
    ("?since=1&before=2026-03-02", "'since' and 'before' can not be present simultaneously"),
    ("?since=1&start_date=2026-03-02", "'since' and 'start_date' can not be present simultaneously"),
    ("?since=today", "Since is expected to be an unix timestamp, integer value"),
    ("?since=99999999999999999999", "Since is expected to be an unix timestamp, integer value"),
    ("?start_date=2026-02-30", "start_date must be a date as YYYY-MM-DD or a time as in RFC 3339"),
    ("?end_date=20260302", "end_date must be a date as YYYY-MM-DD or a time as in RFC 3339"),
    ("?start_date=2026-03-02&end_date=2026-03-01", "end_date must not be before start_date"),
    ("?start_date=9999-12-31T23:59:59-12:00", "start_date must be a date as YYYY-MM-DD or a time as in RFC 3339"),
]


@pytest.mark.parametrize(("query", "sentence"), REFUSED)
def test_what_no_list_can_be_made_of(cast: Cast, query: str, sentence: str) -> None:
    answer = cast.alice.get(f"/me/time_entries{query}")

    assert (answer.status, answer.json) == (400, sentence)


def test_meta_tells_the_names(cast: Cast) -> None:
    diary(cast).add(tags=["a"])

    entry = diary(cast).list("?meta=true")[0]

    assert (entry["user_name"], entry["user_avatar_url"]) == ("Alice", "")
    assert "user_name" not in diary(cast).list()[0]


def test_entries_of_all_organizations_in_one_list(cast: Cast) -> None:
    elsewhere = organization(cast.alice, "Side job", "Evenings")
    there = Diary(cast.alice, f"/workspaces/{elsewhere.workspace_id}")
    late, early = there.add(start="2026-03-03"), there.add(start="2026-03-01")
    middle = diary(cast).add(start="2026-03-02")
    running = there.start(start="2026-03-04")

    assert ids(diary(cast).list()) == [running["id"], late["id"], middle["id"], early["id"]]
    assert diary(cast).current() == running
    assert cast.alice.get(f"/me/time_entries/{early['id']}").json == early


def test_a_list_ends_at_a_thousand(cast: Cast) -> None:
    add_many(cast, 1001)

    entries = diary(cast).list()

    assert len(entries) == 1000
    assert entries[-1]["start"] == "2026-01-01T00:00:01Z"
    assert len(diary(cast).list("?since=0")) == 1001


def test_whoever_lost_their_place_sees_nothing_there(cast: Cast) -> None:
    diary(cast, cast.bob).add()
    members = cast.alice.get(f"{cast.workspace}/workspace_users").json
    number = next(member["id"] for member in members if member["user_id"] == cast.bob.id)
    cast.alice.put(f"{cast.workspace}/workspace_users/{number}", {"inactive": True})

    assert diary(cast, cast.bob).list() == []
    assert diary(cast, cast.bob).list("?since=0") == []

    cast.alice.put(f"{cast.workspace}/workspace_users/{number}", {"inactive": False})
    assert len(diary(cast, cast.bob).list()) == 1


def test_strangers_see_nothing(cast: Cast) -> None:
    entry = diary(cast).add()
    nobody: Person = person(cast.world, "Nobody")

    for stranger in (cast.charlie, nobody):
        answer = stranger.get(f"/me/time_entries/{entry['id']}")
        assert (answer.status, answer.json) == (404, "Resource can not be found")
        assert stranger.get("/me/time_entries").json == []
        assert stranger.get("/me/time_entries/current").content == b"null"
