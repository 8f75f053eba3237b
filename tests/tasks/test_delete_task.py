"""Deleting a task: its time entries stay, without it."""

from functools import partial

from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import project
from tests.tasks.backstage import let_in, path, task_of
from tests.time_entries.diary import START, diary
from tests.workspaces.backstage import at_once, log


def test_a_deleted_task_is_gone_and_told_of(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2)
    project_id = project(cast.alice, cast.place)
    task_id = task_of(cast, project_id)

    answer = cast.alice.delete(path(cast, project_id, task_id))

    assert (answer.status, answer.content) == (200, b"")
    for method, body in (("GET", None), ("PUT", {"name": "x"}), ("DELETE", None)):
        gone = cast.alice.send(method, path(cast, project_id, task_id), json=body)
        assert (gone.status, gone.json) == (404, "Resource can not be found")
    assert cast.alice.get(path(cast, project_id)).json == []
    assert cast.alice.get(f"{cast.workspace}/tasks").json["total_count"] == 0
    assert cast.alice.get("/me/tasks").json == []
    for told in (
        cast.alice.get(f"{cast.workspace}/tasks?since=0").json["data"],
        cast.bob.get("/me/tasks?since=0").json,
    ):
        assert [(each["id"], each["server_deleted_at"]) for each in told] == [(task_id, "2026-03-02T00:00:00Z")]


def test_its_time_entries_lose_it_and_are_remembered(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 12)
    project_id = project(cast.alice, cast.place)
    task_id, other = task_of(cast, project_id), task_of(cast, project_id, "Other")
    mine = diary(cast).add(task_id=task_id, duration=1800)["id"]
    his = diary(cast, cast.bob).add(task_id=task_id, duration=900)["id"]
    stays = diary(cast, cast.bob).add(task_id=other)["id"]
    diary(cast).delete(diary(cast).add(task_id=task_id))
    assert cast.alice.get(path(cast, project_id, task_id)).json["tracked_seconds"] == 2_700_000
    clock.forward(days=1)

    cast.alice.delete(path(cast, project_id, task_id))

    found = {each["id"]: each for each in diary(cast).list() + diary(cast, cast.bob).list()}
    assert {number: each["task_id"] for number, each in found.items()} == {mine: None, his: None, stays: other}
    assert {each["project_id"] for each in found.values()} == {project_id}
    assert [found[number]["at"] for number in (mine, stays)] == ["2026-03-03T12:00:00Z", "2026-03-02T12:00:00Z"]
    change = log(cast.world, cast.place)[-1]
    assert (change.kind, change.action, change.entity_id, change.before["id"]) == ("task", "deleted", task_id, task_id)
    assert change.before["tracked_seconds"] == 2700
    assert change.after == {"deleted_at": "2026-03-03T12:00:00Z", "time_entries": sorted([mine, his])}


def test_locked_entries_keep_their_task(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 12)
    project_id = project(cast.alice, cast.place)
    let_in(cast, cast.bob, project_id, manager=True)
    task_id, free = task_of(cast, project_id), task_of(cast, project_id, "Other")
    entry = diary(cast, cast.bob).add(task_id=task_id)
    diary(cast, cast.bob).add(project_id=project_id)
    assert cast.alice.post(f"{cast.workspace}/preferences", {"report_locked_at": "2026-03-03"}).status < 300

    refused = cast.bob.delete(path(cast, project_id, task_id))

    sentence = "Entries can't be added or edited in this period. Contact your admin for details."
    assert (refused.status, refused.json) == (403, sentence)
    assert entry in diary(cast, cast.bob).list()
    assert cast.bob.delete(path(cast, project_id, free)).status == 200
    assert cast.alice.delete(path(cast, project_id, task_id)).status == 200


def test_a_task_without_time_is_deleted_too(cast: Cast) -> None:
    project_id = project(cast.alice, cast.place)
    task_id, other = task_of(cast, project_id), task_of(cast, project_id, "Other")
    diary(cast, cast.bob).add(task_id=other, duration=300)

    cast.alice.delete(path(cast, project_id, task_id))

    assert log(cast.world, cast.place)[-1].after["time_entries"] == []
    assert cast.alice.get(path(cast, project_id, other)).json["tracked_seconds"] == 300_000


def test_what_is_tracked_while_a_task_is_deleted_does_not_keep_it(cast: Cast) -> None:
    project_id = project(cast.alice, cast.place)
    for _ in range(5):
        task_id = task_of(cast, project_id)
        tracking = [
            partial(diary(cast, who).post, start=START, duration=60, task_id=task_id) for who in (cast.alice, cast.bob)
        ]

        *tracked, deleted = at_once(cast.world, *tracking, partial(cast.alice.delete, path(cast, project_id, task_id)))

        assert deleted.status == 200
        assert {answer.status for answer in tracked} <= {200, 400}
        assert {each["task_id"] for who in (cast.alice, cast.bob) for each in diary(cast, who).list()} <= {None}
