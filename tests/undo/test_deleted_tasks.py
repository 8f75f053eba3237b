"""Taking back the deletion of a task: it comes back to its entries."""

from tests.cast import Cast
from tests.time_entries.diary import diary
from tests.undo.backstage import LOCKED, lock, undo
from tests.undo.conftest import Worked
from tests.undo.things import create, delete


def test_a_deleted_task_comes_back_to_its_entries(cast: Cast, there: Worked) -> None:
    before = there.found()
    delete(cast, f"projects/{there.project}/tasks", there.tasks[1])
    assert (there.entries[1]["id"], there.project, None) in there.found()

    answer = undo(cast).revert(undo(cast).last())

    assert answer.json["reverted"] == [
        {"kind": "task", "entity_id": there.tasks[1], "action": "restored", "time_entries": 2}
    ]
    assert there.found() == before
    assert there.counted() == (12000, 2000, 4000)


def test_a_task_is_deleted_again_and_comes_back_again(cast: Cast, there: Worked) -> None:
    before = there.found()
    delete(cast, f"projects/{there.project}/tasks", there.tasks[1])
    after = there.found()
    undo(cast).take_back()

    for state, counted in ((after, 0), (before, 4000), (after, 0), (before, 4000)):
        undo(cast).take_back()
        assert there.found() == state
        assert there.counted() == (12000, 2000, counted)


def test_entries_that_left_the_project_or_have_another_task_keep_that(cast: Cast, there: Worked) -> None:
    other = create(cast, "projects", name="Bathos")["id"]
    delete(cast, f"projects/{there.project}/tasks", there.tasks[1])
    deleted = undo(cast).last()
    diary(cast).put(there.entries[1], project_id=other)
    diary(cast, cast.bob).put(there.entries[4], task_id=there.tasks[0])
    found = there.found()

    answer = undo(cast).revert(deleted)

    assert answer.json["reverted"][0]["time_entries"] == 0
    assert there.found() == found
    assert there.counted() == (10000, 4000, 0)


def test_time_in_a_locked_period_does_not_get_its_task_again(cast: Cast) -> None:
    project = create(cast, "projects", cast.bob, name="Atlas")["id"]
    task = create(cast, f"projects/{project}/tasks", cast.bob, name="Design")["id"]
    diary(cast, cast.bob).add(project_id=project, task_id=task)
    delete(cast, f"projects/{project}/tasks", task, cast.bob)
    deleted = undo(cast).last()
    lock(cast, "2026-04-01")

    assert undo(cast, cast.bob).refused(deleted) == (403, LOCKED)
    undo(cast).take_back(deleted)
