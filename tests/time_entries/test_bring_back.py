"""Bringing deleted entries back: what they refer to may be gone, and what ran must be whole."""

from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import project
from tests.time_entries.diary import START, Diary, diary

BACK = {"op": "remove", "path": "/deleted_at"}
DELETE = {"op": "add", "path": "/deleted_at"}


def test_deleting_and_bringing_back_is_no_way_around_a_stop(cast: Cast) -> None:
    cast.alice.post(
        f"{cast.workspace}/time_entry_constraints",
        {"description_present": True, "time_entry_constraints_enabled": True},
    )
    entry = diary(cast).start()

    answer = diary(cast).patch([entry], DELETE, BACK)

    message = "This entry can't be saved - please add a description"
    assert answer.json["failure"] == [{"id": entry["id"], "message": message}]
    assert diary(cast).current() == entry


def test_a_project_that_is_gone_does_not_come_back_with_its_entry(cast: Cast) -> None:
    tps = project(cast.alice, cast.place)
    task = cast.alice.post(f"{cast.workspace}/projects/{tps}/tasks", {"name": "Cover"}).json["id"]
    entry = diary(cast).add(task_id=task)
    diary(cast).delete(entry)
    cast.alice.delete(f"{cast.workspace}/projects/{tps}")

    assert diary(cast).patch([entry], BACK).json["failure"] == []

    back = diary(cast).list()[0]
    assert (back["project_id"], back["task_id"], back["duration"]) == (None, None, 3600)


def test_a_private_project_that_one_has_left_does_not_either(cast: Cast) -> None:
    hidden = project(cast.alice, cast.place)
    bob = diary(cast, cast.bob)
    entry = bob.add(project_id=hidden)
    bob.delete(entry)
    cast.alice.put(f"{cast.workspace}/projects/{hidden}", {"is_private": True})

    bob.patch([entry], BACK)

    assert bob.list()[0]["project_id"] is None
    assert cast.alice.get(f"{cast.workspace}/projects/{hidden}").json["actual_seconds"] == 0


def test_an_entry_that_was_forgotten_is_no_longer_than_any(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 6, 1)
    entry = diary(cast).start(start="2026-01-01T00:00:00Z")

    assert diary(cast).stop(entry).json["duration"] == 999 * 3600


def test_fractions_that_are_cut_off_do_not_make_times_disagree(cast: Cast) -> None:
    entry = diary(cast).add(start="2026-03-02T09:00:00.900Z", stop="2026-03-02T09:00:02.100Z", duration=1)

    assert (entry["start"], entry["stop"], entry["duration"]) == (START, "2026-03-02T09:00:02Z", 2)


def test_a_start_that_is_none_is_refused_beside_a_start_date(cast: Cast) -> None:
    answer = diary(cast).post(start="garbage", start_date="2026-03-02", duration=60)

    assert (answer.status, answer.json) == (400, "start must be a date as YYYY-MM-DD or a time as in RFC 3339")


def test_an_entry_of_a_workspace_that_one_is_not_in_is_not_found(cast: Cast) -> None:
    other = cast.alice.post(f"{cast.organization}/workspaces", {"name": "Second"}).json["id"]
    entry = Diary(cast.alice, f"/workspaces/{other}").add()

    assert cast.bob.get(f"/me/time_entries/{entry['id']}").json == "Resource can not be found"
    assert cast.bob.delete(f"/time_entries/{entry['id']}").json == "Time entry not found"


def test_the_preview_takes_blank_lines_for_no_description(cast: Cast) -> None:
    diary(cast).add(description="\n\t ")

    preview = cast.alice.get(f"{cast.workspace}/time_entry_constraints/preview?description_present=true").json

    assert preview["description"] == 1
