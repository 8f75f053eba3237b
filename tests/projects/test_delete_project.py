"""Deleting a project, and what becomes of its tasks and entries."""

import pytest

from tests.cast import Cast
from tests.conftest import SetClock
from tests.projects.backstage import (
    MISSING,
    START,
    entries,
    logged,
    make,
    names,
    path,
    task_of,
    tasks,
    told,
    track,
)


def test_the_answer_is_the_id_and_the_project_is_gone(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 5, 4)
    project = make(cast.alice, cast, "Apollo")
    clock.forward(hours=1)

    assert told(cast.alice.delete(path(cast, project))) == (200, project["id"])

    assert names(cast.alice.get(f"{cast.workspace}/projects?active=both")) == []
    (gone,) = cast.alice.get(f"{cast.workspace}/projects?since=1").json
    assert (gone["server_deleted_at"], gone["at"]) == ("2026-05-04T01:00:00Z", "2026-05-04T01:00:00Z")
    assert (gone["status"], gone["can_track_time"]) == ("deleted", False)
    assert told(cast.alice.delete(path(cast, project))) == (404, MISSING)
    assert make(cast.alice, cast, "Apollo")["id"] != project["id"]


@pytest.mark.parametrize("query", ["", "?teDeletionMode=unassign"])
def test_entries_stay_without_a_project(cast: Cast, clock: SetClock, query: str) -> None:
    now = clock.set(2026, 5, 4)
    project, other = make(cast.alice, cast), make(cast.alice, cast)
    task_id = task_of(cast, project, "Launch")
    track(cast, cast.bob, project, 2, task_id=task_id)
    track(cast, cast.bob, project, None, START.replace(hour=12))
    track(cast, cast.alice, other, 1, START.replace(hour=13))

    cast.alice.delete(f"{path(cast, project)}{query}")

    done, running, kept = entries(cast)
    for entry in (done, running):
        assert (entry.project_id, entry.task_id, entry.deleted_at, entry.at) == (None, None, None, now)
        assert entry.billable
    assert (done.duration, running.stop) == (7200, None)
    assert (kept.project_id, kept.at) == (other["id"], START.replace(hour=13))


def test_or_are_deleted_with_it(cast: Cast, clock: SetClock) -> None:
    now = clock.set(2026, 5, 4)
    project = make(cast.alice, cast)
    track(cast, cast.bob, project)
    track(cast, cast.alice, project, None, START.replace(hour=12))

    cast.alice.delete(f"{path(cast, project)}?teDeletionMode=delete")

    assert [(entry.project_id, entry.deleted_at, entry.at) for entry in entries(cast)] == [
        (project["id"], now, now),
        (project["id"], now, now),
    ]
    track(cast, cast.alice, make(cast.alice, cast), None, START.replace(hour=13))


def test_tasks_go_with_their_project(cast: Cast, clock: SetClock) -> None:
    now = clock.set(2026, 5, 4)
    project = make(cast.alice, cast)
    one, two = task_of(cast, project, "One"), task_of(cast, project, "Two", active=False)
    kept = task_of(cast, make(cast.alice, cast), "Three")

    cast.alice.delete(path(cast, project))

    assert {task.id: task.deleted_at for task in tasks(cast)} == {one: now, two: now, kept: None}
    changes = logged(cast, "task")
    assert [(change.action, change.entity_id) for change in changes] == [("deleted", one), ("deleted", two)]
    assert changes[0].before["deleted_at"] is None
    assert changes[0].after["deleted_at"] == changes[0].after["at"] == "2026-05-04T00:00:00Z"


@pytest.mark.parametrize("mode", ["unassign", "delete"])
def test_the_log_knows_which_entries_the_project_had(cast: Cast, clock: SetClock, mode: str) -> None:
    clock.set(2026, 5, 4)
    project = make(cast.alice, cast, "Apollo")
    task_id = task_of(cast, project, "Launch")
    first = track(cast, cast.bob, project, 2, task_id=task_id)
    second = track(cast, cast.alice, project, 1, START.replace(hour=13))

    cast.alice.delete(f"{path(cast, project)}?teDeletionMode={mode}")

    change = logged(cast, "project")[-1]
    assert (change.action, change.entity_id, change.user_id) == ("deleted", project["id"], cast.alice.id)
    assert (change.before["name"], change.before["tracked_seconds"]) == ("Apollo", 3 * 3600)
    assert change.after == {
        "deleted_at": "2026-05-04T00:00:00Z",
        "te_deletion_mode": mode,
        "time_entries": [[first, task_id], [second, None]],
    }
    assert [each.action for each in logged(cast, "time_entry")] == ["created", "created"]


def test_nothing_is_counted_for_it_any_more(cast: Cast) -> None:
    project = make(cast.alice, cast)
    track(cast, cast.bob, project, 2, task_id=task_of(cast, project, "Launch"))

    cast.alice.delete(path(cast, project))

    (gone,) = cast.alice.get(f"{cast.workspace}/projects?since=1").json
    assert (gone["actual_seconds"], tasks(cast)[0].tracked_seconds) == (0, 0)


def test_other_ways_there_are_not(cast: Cast) -> None:
    project = make(cast.alice, cast)

    answer = cast.alice.delete(f"{path(cast, project)}?teDeletionMode=keep")

    assert told(answer) == (400, "teDeletionMode must be delete or unassign")
    assert cast.alice.get(path(cast, project)).status == 200
