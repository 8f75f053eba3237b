"""Taking back what was done to time entries."""

from typing import Any

from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import project
from tests.time_entries.diary import diary
from tests.undo.backstage import SINCE, tracked, undo


def without_at(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries but for when they were last changed."""
    return [{name: value for name, value in entry.items() if name != "at"} for entry in entries]


def test_a_created_entry_is_deleted(cast: Cast) -> None:
    entry = diary(cast).add()

    assert undo(cast).take_back() == [("time_entry", entry["id"], "deleted")]

    assert diary(cast).list() == []
    (gone,) = diary(cast).list("?since=1000000000")
    assert gone["server_deleted_at"] == gone["at"] > entry["at"]


def test_a_changed_entry_is_what_it_was(cast: Cast) -> None:
    mine, design = diary(cast), project(cast.alice, cast.place)
    entry = mine.add(description="before", tags=["a", "b"], project_id=design, billable=True)
    mine.put(
        entry, description="after", tags=["c"], project_id=0, billable=False, start="2026-03-01T08:00:00Z", duration=60
    )
    assert tracked(cast, "projects", design) == 0

    assert undo(cast).take_back(undo(cast).last("?kind=time_entry")) == [("time_entry", entry["id"], "changed back")]

    (back,) = mine.list()
    assert without_at([back]) == without_at([entry])
    assert back["at"] > entry["at"]
    assert tracked(cast, "projects", design) == 3600
    assert [tag["name"] for tag in cast.alice.get(f"{cast.workspace}/tags").json] == ["a", "b", "c"]


def test_a_deleted_entry_comes_back(cast: Cast) -> None:
    mine, design = diary(cast), project(cast.alice, cast.place)
    entry = mine.add(description="precious", tags=["a"], project_id=design)
    mine.delete(entry)
    assert tracked(cast, "projects", design) == 0

    assert undo(cast).take_back() == [("time_entry", entry["id"], "restored")]

    assert without_at(mine.list()) == without_at([entry])
    assert tracked(cast, "projects", design) == 3600


def test_a_stopped_entry_runs_on(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9)
    mine = diary(cast)
    entry = mine.start(description="long")
    clock.forward(hours=1)
    mine.stop(entry)

    assert undo(cast).take_back() == [("time_entry", entry["id"], "changed back")]

    assert mine.current() is not None
    assert without_at(mine.list()) == without_at([entry])


def test_a_start_is_taken_back_with_the_stop_of_what_ran_before(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9)
    mine = diary(cast)
    first = mine.start(description="first")
    clock.forward(minutes=30)
    second = mine.start(description="second")

    done = undo(cast).take_back()

    assert done == [("time_entry", second["id"], "deleted"), ("time_entry", first["id"], "changed back")]
    assert without_at(mine.list()) == without_at([first])
    assert mine.current() is not None


def test_the_stopped_one_leads_to_the_same_batch(cast: Cast) -> None:
    mine = diary(cast)
    first, second = mine.start(), mine.start()
    stopped = undo(cast).last(f"?entity_id={first['id']}")

    done = undo(cast).take_back(stopped)

    assert [one[1] for one in done] == [second["id"], first["id"]]


def test_a_start_that_stopped_an_entry_in_another_workspace(cast: Cast) -> None:
    other = cast.alice.post(f"{cast.organization}/workspaces", {"name": "Second"}).json["id"]
    first = diary(cast).start()
    second = cast.alice.post(f"/workspaces/{other}/time_entries", {"created_with": "tests", "duration": -1}).json
    change = cast.alice.get(f"/workspaces/{other}/changes").json[0]
    assert change["entity_id"] == second["id"]

    answer = cast.alice.post(f"/workspaces/{other}/changes/{change['id']}/revert")

    assert [one["entity_id"] for one in answer.json["reverted"]] == [second["id"], first["id"]]
    current = diary(cast).current()
    assert current is not None
    assert current["id"] == first["id"]
    assert undo(cast).changes()[0]["entity_id"] == first["id"]


def test_a_deletion_while_it_ran_is_taken_back_and_it_runs(cast: Cast) -> None:
    mine = diary(cast)
    entry = mine.start()
    mine.delete(entry)

    assert undo(cast).take_back() == [("time_entry", entry["id"], "restored")]

    assert without_at(mine.list()) == without_at([entry])


def test_what_would_run_beside_another_entry_is_refused(cast: Cast) -> None:
    mine = diary(cast)
    mine.stop(mine.start())
    stop = undo(cast).last()
    other = mine.start()

    assert undo(cast).refused(stop) == (409, "Another time entry is running.")

    mine.stop(other)
    assert len(undo(cast).take_back(stop)) == 1


def test_what_would_run_beside_an_entry_of_another_organization_is_refused(cast: Cast) -> None:
    mine = diary(cast)
    mine.stop(mine.start())
    stop = undo(cast).last()
    place = cast.alice.post("/organizations", {"name": "Own", "workspace_name": "Own"}).json
    running = {"created_with": "tests", "duration": -1}
    assert cast.alice.post(f"/workspaces/{place['workspace_id']}/time_entries", running).status == 200

    assert undo(cast).refused(stop) == (409, "Another time entry is running.")


def test_a_bulk_edit_is_taken_back_whole(cast: Cast) -> None:
    mine, design = diary(cast), project(cast.alice, cast.place)
    entries = [mine.add(description=f"entry {n}", tags=[f"tag {n % 3}"], duration=60 * n) for n in range(100)]
    before = without_at(mine.list())
    edit = [
        {"op": "replace", "path": "/description", "value": "all the same"},
        {"op": "add", "path": "/tags", "value": ["more"]},
        {"op": "replace", "path": "/project_id", "value": design},
    ]
    assert len(mine.patch(entries, *edit).json["success"]) == 100
    assert tracked(cast, "projects", design) == 60 * sum(range(100))

    done = undo(cast).take_back(undo(cast).last(f"?entity_id={entries[50]['id']}"))

    assert len(done) == 100
    assert without_at(mine.list()) == before
    assert tracked(cast, "projects", design) == 0
    assert "more" in [tag["name"] for tag in cast.alice.get(f"{cast.workspace}/tags").json]


def test_of_a_bulk_edit_all_or_nothing_is_taken_back(cast: Cast) -> None:
    mine = diary(cast)
    entries = [mine.add(description=f"entry {n}") for n in range(3)]
    mine.patch(entries, {"op": "replace", "path": "/description", "value": "the same"})
    bulk = undo(cast).last()
    mine.put(entries[0], description="later")
    present = mine.list()

    assert undo(cast).refused(bulk) == (409, SINCE)

    assert mine.list() == present


def test_a_change_of_owner_is_taken_back(cast: Cast) -> None:
    entry = diary(cast).add()
    diary(cast).put(entry, user_id=cast.bob.id)
    assert diary(cast).list() == []

    undo(cast).take_back()

    assert without_at(diary(cast).list()) == without_at([entry])
    assert diary(cast, cast.bob).list() == []


def test_taking_back_is_a_change_that_can_be_taken_back(cast: Cast) -> None:
    mine = diary(cast)
    entry = mine.add(description="one")
    mine.put(entry, description="two")
    changed = undo(cast).last()
    undo(cast).take_back(changed)

    again = undo(cast).take_back()

    assert again == [("time_entry", entry["id"], "changed back")]
    assert mine.list()[0]["description"] == "two"
    # The entry is as the first change left it: that can be taken back once more.
    undo(cast).take_back(changed)
    assert mine.list()[0]["description"] == "one"


def test_a_creation_that_was_taken_back_comes_back(cast: Cast) -> None:
    entry = diary(cast).add(tags=["a"])
    undo(cast).take_back(undo(cast).last("?kind=time_entry"))

    assert undo(cast).take_back() == [("time_entry", entry["id"], "restored")]
    assert without_at(diary(cast).list()) == without_at([entry])
    assert undo(cast).take_back() == [("time_entry", entry["id"], "deleted")]


def test_a_change_is_not_taken_back_twice(cast: Cast) -> None:
    entry = diary(cast).add()
    created = undo(cast).last()
    undo(cast).take_back(created)

    assert undo(cast).refused(created) == (409, SINCE)

    assert diary(cast).list() == []
    assert len(undo(cast).changes(f"?entity_id={entry['id']}")) == 2


def test_tags_that_were_made_on_the_way_stay_unless_they_are_meant(cast: Cast) -> None:
    entry = diary(cast).add(tags=["a", "b"])
    by_name = {change["after"]["name"]: change["id"] for change in undo(cast).changes("?kind=tag")}

    done = undo(cast).take_back(by_name["a"])

    assert done == [("time_entry", entry["id"], "deleted"), ("tag", entry["tag_ids"][0], "deleted")]
    assert [tag["name"] for tag in cast.alice.get(f"{cast.workspace}/tags").json] == ["b"]


def test_an_entry_that_was_shared_when_it_was_made(cast: Cast) -> None:
    entry = diary(cast).add(shared_with_user_ids=[cast.bob.id])
    invitations = f"{cast.workspace}/time_entry_invitations"
    assert len(cast.bob.get(invitations).json) == 1

    assert undo(cast).take_back() == [("time_entry", entry["id"], "deleted")]

    assert cast.bob.get(invitations).json == []
    undo(cast).take_back()
    assert len(cast.bob.get(invitations).json) == 1
