"""Changing, stopping and deleting time entries."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from sundial.access.plans import Plan
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import colleague, person
from tests.time_entries.diary import START, diary
from tests.workspaces.backstage import put_on_plan


def times(entry: dict[str, Any]) -> tuple[str, str | None, int]:
    return entry["start"][11:19], entry["stop"] and entry["stop"][11:19], entry["duration"]


CHANGES: list[tuple[dict[str, Any], tuple[str, str | None, int]]] = [
    ({"start": "2026-03-02T08:30:00Z"}, ("08:30:00", "10:00:00", 5400)),
    ({"stop": "2026-03-02T11:00:00Z"}, ("09:00:00", "11:00:00", 7200)),
    ({"duration": 60}, ("09:00:00", "09:01:00", 60)),
    ({"start": "2026-03-02T08:00:00Z", "duration": 60}, ("08:00:00", "08:01:00", 60)),
    ({"start": "2026-03-02T08:00:00Z", "stop": "2026-03-02T08:30:00Z"}, ("08:00:00", "08:30:00", 1800)),
    ({"start": START, "stop": "2026-03-02T10:00:00Z", "duration": 3600}, ("09:00:00", "10:00:00", 3600)),
    ({"stop": None, "start": None, "duration": None}, ("09:00:00", "10:00:00", 3600)),
]


@pytest.mark.parametrize(("fields", "expected"), CHANGES, ids=str)
def test_the_times_of_a_finished_entry(
    cast: Cast, fields: dict[str, Any], expected: tuple[str, str | None, int]
) -> None:
    entry = diary(cast).add()

    assert times(diary(cast).put(entry, **fields).json) == expected
    assert times(diary(cast).list()[0]) == expected


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"stop": "2026-03-02T08:00:00Z"}, "Stop time must be after start time"),
        ({"start": "2026-03-02T10:00:01Z"}, "Stop time must be after start time"),
        (
            {"stop": "2026-03-02T10:00:00Z", "duration": 60},
            "start, stop and duration do not agree: start + duration must be equal to stop",
        ),
        (
            {"stop": "2026-03-02T10:00:00Z", "duration": -1},
            "start, stop and duration do not agree: start + duration must be equal to stop",
        ),
        ({"tag_action": "replace", "tags": ["a"]}, "tag_action must be add or delete"),
        ({"project_id": 1}, "User cannot access the selected project"),
        ({"task_id": 1}, "User cannot access selected task"),
    ],
    ids=str,
)
def test_what_is_refused_changes_nothing(cast: Cast, fields: dict[str, Any], sentence: str) -> None:
    entry = diary(cast).add(tags=["b"])

    answer = diary(cast).put(entry, description="new", **fields)

    assert (answer.status, answer.json) == (400, sentence)
    assert diary(cast).list() == [entry]


def test_a_stop_alone_ends_a_running_entry(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9, 0)
    entry = diary(cast).start()

    changed = diary(cast).put(entry, stop="2026-03-02T09:20:00.5Z").json

    assert times(changed) == ("09:00:00", "09:20:00", 1200)
    assert diary(cast).current() is None


def test_a_running_entry_stays_running_when_it_is_sent_back_whole(cast: Cast) -> None:
    entry = diary(cast).start()

    changed = diary(cast).put(entry, **{**entry, "description": "now with words"}).json

    assert (changed["duration"], changed["stop"]) == (entry["duration"], None)
    assert diary(cast).current() == changed


def test_an_entry_that_is_continued_stops_what_runs(cast: Cast, clock: SetClock) -> None:
    finished = diary(cast).add()
    clock.set(2026, 3, 2, 11, 0)
    running = diary(cast).start()
    clock.set(2026, 3, 2, 12, 0)

    assert diary(cast).put(finished, duration=-1).json["stop"] is None

    assert (diary(cast).current() or {})["id"] == finished["id"]
    assert times(cast.alice.get(f"/me/time_entries/{running['id']}").json) == ("11:00:00", "12:00:00", 3600)


def test_tags_are_replaced_added_and_removed(cast: Cast) -> None:
    entry = diary(cast).add(tags=["a", "b"])

    assert diary(cast).put(entry, tags=["c"], tag_action="add").json["tags"] == ["a", "b", "c"]
    assert diary(cast).put(entry, tags=["a", "unknown"], tag_action="delete").json["tags"] == ["b", "c"]
    assert diary(cast).put(entry, tag_ids=entry["tag_ids"][1:], tag_action="remove").json["tags"] == ["c"]
    assert diary(cast).put(entry, tags=["x", "a"]).json["tags"] == ["x", "a"]
    assert diary(cast).put(entry, tags=[]).json["tag_ids"] == []
    names = [tag["name"] for tag in cast.alice.get(f"{cast.workspace}/tags").json]
    assert names == ["a", "b", "c", "x"]


def test_a_description_is_taken_away_by_null_and_kept_by_absence(cast: Cast) -> None:
    entry = diary(cast).add(description="words", billable=True)

    assert diary(cast).put(entry, billable=False).json["description"] == "words"
    assert diary(cast).put(entry, description=None).json["description"] is None
    assert diary(cast).put(entry).json["billable"] is False


def test_nothing_new_is_no_change(cast: Cast) -> None:
    entry = diary(cast).add(description="words")

    assert diary(cast).put(entry, description="words").json["at"] == entry["at"]


def test_stopping(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9, 0)
    entry = diary(cast).start(tags=["a"])
    clock.forward(minutes=45, seconds=0.9)

    stopped = diary(cast).stop(entry)

    assert (stopped.status, times(stopped.json)) == (200, ("09:00:00", "09:45:00", 2700))
    assert stopped.json["tags"] == ["a"]
    again = diary(cast).stop(entry)
    assert (again.status, again.json) == (409, "Time entry already stopped")


def test_one_that_starts_later_is_over_when_it_is_stopped(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9, 0)
    entry = diary(cast).start(start="2026-03-02T12:00:00Z")

    assert times(diary(cast).stop(entry).json) == ("12:00:00", "12:00:00", 0)


def test_deleting(cast: Cast) -> None:
    entry = diary(cast).add()

    assert (diary(cast).delete(entry).status, diary(cast).delete(entry).status) == (200, 404)

    assert diary(cast).list() == []
    assert diary(cast).delete(entry).json == "Time entry not found"
    assert diary(cast).stop(entry).json == "Time entry not found"
    assert diary(cast).put(entry, description="x").json == "Time entry not found"
    assert cast.alice.get(f"/me/time_entries/{entry['id']}").json == "Resource can not be found"
    assert diary(cast).list("?since=0")[0]["server_deleted_at"] is not None


def test_a_running_entry_that_is_deleted_does_not_run(cast: Cast) -> None:
    entry = diary(cast).start()

    diary(cast).delete(entry)

    assert diary(cast).current() is None
    assert diary(cast).start()["id"] != entry["id"]


def test_an_entry_is_deleted_by_its_id_alone(cast: Cast) -> None:
    entry, bobs = diary(cast).add(), diary(cast, cast.bob).add()

    assert cast.bob.delete(f"/time_entries/{entry['id']}").json == "Time entry not found"
    assert cast.charlie.delete(f"/time_entries/{bobs['id']}").json == "Time entry not found"
    assert cast.alice.delete(f"/time_entries/{entry['id']}").content == b""
    assert diary(cast).list() == []


def test_ids_that_are_none(cast: Cast) -> None:
    for path in ("x", "9" * 30):
        answer = cast.alice.patch(f"{cast.workspace}/time_entries/{path}/stop")
        assert (answer.status, answer.json) == (400, "Invalid or missing time_entry_id")


def test_others_time_is_seen_by_leads_and_changed_by_admins(cast: Cast) -> None:
    entry = diary(cast, cast.bob).add()
    dora = colleague(person(cast.world, "Dora"), cast.place, Role.TEAMLEAD)
    emil = colleague(person(cast.world, "Emil"), cast.place)

    assert diary(cast, emil).put(entry, description="x").status == 404
    assert emil.get(f"/me/time_entries/{entry['id']}").status == 404
    assert diary(cast, dora).put(entry, description="x").status == 403
    assert dora.get(f"/me/time_entries/{entry['id']}").json == entry
    assert diary(cast).put(entry, description="x").json["user_id"] == cast.bob.id
    assert diary(cast).put(entry, user_id=emil.id).json["user_id"] == emil.id
    assert [each["id"] for each in diary(cast, emil).list()] == [entry["id"]]


def test_free_plans_have_no_billable_entries(cast: Cast) -> None:
    put_on_plan(cast.world, cast.place, Plan.FREE)

    assert diary(cast).post(start=START, duration=60, billable=False).status == 200
    answer = diary(cast).post(start=START, duration=60, billable=True)
    assert (answer.status, answer.json) == (402, "Billable is a premium feature")
