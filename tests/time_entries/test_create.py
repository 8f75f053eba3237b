"""Creating time entries: finished, running, and what is refused."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.conftest import SetClock
from tests.people.backstage import second_workspace
from tests.time_entries.diary import START, diary


def test_a_finished_entry_has_every_key_that_clients_read(cast: Cast) -> None:
    entry = diary(cast).add(description="Ωmega", duration=5400)

    assert entry == {
        "id": entry["id"],
        "workspace_id": cast.place.workspace_id,
        "wid": cast.place.workspace_id,
        "user_id": cast.alice.id,
        "uid": cast.alice.id,
        "project_id": None,
        "task_id": None,
        "billable": False,
        "start": "2026-03-02T09:00:00Z",
        "stop": "2026-03-02T10:30:00Z",
        "duration": 5400,
        "duronly": True,
        "description": "Ωmega",
        "tags": [],
        "tag_ids": [],
        "at": entry["at"],
        "server_deleted_at": None,
        "permissions": None,
        "expense_ids": [],
    }


def test_the_stop_tells_the_duration_and_offsets_become_utc(cast: Cast) -> None:
    entry = diary(cast).add(duration=None, start="2026-03-02T10:00:00.987+01:00", stop="2026-03-02T11:15:00.5+01:00")

    assert (entry["start"], entry["stop"], entry["duration"]) == (START, "2026-03-02T10:15:00Z", 4500)


def test_a_start_date_takes_the_place_of_the_date(cast: Cast) -> None:
    entry = diary(cast).add(start_date="2026-03-05", duration=60)

    assert entry["start"] == "2026-03-05T09:00:00Z"


def test_without_duration_and_stop_it_is_over_at_once(cast: Cast) -> None:
    entry = diary(cast).add(duration=None)

    assert (entry["duration"], entry["stop"]) == (0, START)
    assert diary(cast).current() is None


def test_a_running_entry(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9, 0)
    entry = diary(cast).start()

    assert (entry["start"], entry["stop"], entry["duration"]) == (START, None, -1772442000)
    assert diary(cast).current() == entry


@pytest.mark.parametrize("duration", [-1, -1772442000])
def test_both_ways_to_say_that_it_runs(cast: Cast, duration: int) -> None:
    assert diary(cast).add(duration=duration, start=START)["stop"] is None


def test_legacy_names_and_zeroes(cast: Cast) -> None:
    entry = diary(cast).add(wid=cast.place.workspace_id, pid=0, tid=None, uid=cast.alice.id, id=None, unknown=[1])

    assert entry["project_id"] is None
    assert "pid" not in entry


def test_a_second_start_stops_the_first_in_any_workspace(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9, 0)
    other = second_workspace(cast).workspace_id
    first = diary(cast).start(description="first")
    clock.set(2026, 3, 2, 9, 30)

    second = cast.alice.post(
        f"/workspaces/{other}/time_entries", {"created_with": "tests", "duration": -1, "start": "2026-03-02T09:10:00Z"}
    )

    assert second.status == 200
    assert cast.alice.get("/me/time_entries/current").json["id"] == second.json["id"]
    stopped = cast.alice.get(f"/me/time_entries/{first['id']}").json
    assert (stopped["stop"], stopped["duration"]) == ("2026-03-02T09:30:00Z", 1800)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"created_with": None}, "created_with needs to be provided an a valid string"),
    ({"created_with": " "}, "created_with needs to be provided an a valid string"),
    ({"start": None}, "start is required"),
    ({"start": "yesterday"}, "start must be a date as YYYY-MM-DD or a time as in RFC 3339"),
    ({"start": "2005-12-31T23:59:59Z"}, "Start time year must be between 2006 and 2030"),
    ({"start": "2031-01-01T00:00:00Z"}, "Start time year must be between 2006 and 2030"),
    ({"stop": "2026-03-02T08:00:00Z", "duration": None}, "Stop time must be after start time"),
    (
        {"stop": "2026-03-02T11:00:00Z"},
        "start, stop and duration do not agree: start + duration must be equal to stop",
    ),
    ({"duration": 999 * 3600 + 1}, "Max allowed duration per 1 time entry is 999 hours"),
    ({"duration": 2**53 - 1}, "Max allowed duration per 1 time entry is 999 hours"),
    ({"description": "x" * 3001}, "Maximum length for description (3000 chars) exceeded"),
    ({"tags": [f"tag {n}" for n in range(51)]}, "Tags are limited to 50 per task"),
    ({"project_id": 1}, "User cannot access the selected project"),
    ({"task_id": 1}, "User cannot access selected task"),
    ({"tag_ids": [1]}, "Tag was not found"),
    ({"workspace_id": 1}, "Missing or invalid workspace_id"),
    ({"duration": "an hour"}, "duration must be an integer or null"),
]


@pytest.mark.parametrize(("fields", "sentence"), REFUSED, ids=lambda value: str(value)[:60])
def test_what_is_refused_changes_nothing(cast: Cast, fields: dict[str, Any], sentence: str) -> None:
    answer = diary(cast).post(**{"start": START, "duration": 3600, "tags": ["new"], **fields})

    assert (answer.status, answer.json) == (400, sentence)
    assert diary(cast).list() == []
    assert cast.alice.get(f"{cast.workspace}/tags").json == []


def test_limits_are_inclusive(cast: Cast) -> None:
    entry = diary(cast).add(
        start="2006-01-01", duration=999 * 3600, description="x" * 3000, tags=[f"tag {n}" for n in range(50)]
    )

    assert len(entry["tags"]) == 50


def test_tags_by_name_are_created_and_found(cast: Cast) -> None:
    one = diary(cast).add(tags=["b", "a", " b "])
    two = diary(cast).add(tags=["a"], tag_ids=[one["tag_ids"][1]])

    assert one["tags"] == ["b", "a"]
    assert two["tag_ids"] == [one["tag_ids"][1]]
    assert [tag["name"] for tag in cast.alice.get(f"{cast.workspace}/tags").json] == ["a", "b"]


def test_tags_and_tag_ids_must_agree(cast: Cast) -> None:
    one = diary(cast).add(tags=["a", "b"])

    answer = diary(cast).post(start=START, duration=60, tags=["a"], tag_ids=[one["tag_ids"][1]])

    assert (answer.status, answer.json) == (400, "tags and tag_ids do not name the same tags")


def test_a_deleted_tag_leaves_its_entries_and_takes_no_new_ones(cast: Cast) -> None:
    one = diary(cast).add(tags=["a", "b"])
    cast.alice.delete(f"{cast.workspace}/tags/{one['tag_ids'][0]}")

    assert diary(cast).list()[0]["tags"] == ["b"]
    assert diary(cast).list()[0]["tag_ids"] == one["tag_ids"][1:]
    assert diary(cast).post(start=START, duration=60, tag_ids=one["tag_ids"]).json == "Tag was not found"


def test_only_admins_make_new_tags_where_the_workspace_says_so(cast: Cast) -> None:
    cast.alice.put(cast.workspace, {"only_admins_may_create_tags": True})
    diary(cast).add(tags=["known"])

    assert diary(cast, cast.bob).post(start=START, duration=60, tags=["known"]).status == 200
    assert diary(cast, cast.bob).post(start=START, duration=60, tags=["new"]).status == 403


def test_an_admin_enters_time_for_a_member(cast: Cast) -> None:
    entry = diary(cast).add(user_id=cast.bob.id)

    assert (entry["user_id"], entry["uid"]) == (cast.bob.id, cast.bob.id)
    assert [each["id"] for each in diary(cast, cast.bob).list()] == [entry["id"]]
    assert diary(cast).list() == []


def test_time_for_others_is_for_admins_and_for_members(cast: Cast) -> None:
    assert diary(cast, cast.bob).post(start=START, duration=60, user_id=cast.alice.id).status == 403
    answer = diary(cast).post(start=START, duration=60, user_id=cast.charlie.id)
    assert (answer.status, answer.json) == (400, f"User {cast.charlie.id} not exists in the workspace.")


def test_the_members_clock_is_the_one_that_runs(cast: Cast) -> None:
    mine = diary(cast).start()
    bobs = diary(cast).start(user_id=cast.bob.id)

    assert diary(cast).current() == mine
    assert diary(cast, cast.bob).current() == bobs
