"""Taking back the deletion of a project or a task, with the time that was tracked for it."""

import pytest

from sundial.access.enter import Workspaces
from sundial.access.permissions import Permission, Role
from sundial.projects import deletion
from sundial.projects.deletion import Mode
from sundial.time_entries.queries import ENTRY
from sundial.timers import actions as timers
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import colleague, person
from tests.people.backstage import member_path, second_workspace
from tests.rights.places import user
from tests.rights.rows import Reader
from tests.rights.watched import watched
from tests.time_entries.diary import diary
from tests.undo.backstage import LOCKED, SINCE, lock, move, tracked, undo
from tests.undo.conftest import Worked
from tests.undo.things import create, delete, named, read

MODES: list[Mode] = ["unassign", "delete"]


@pytest.mark.parametrize("mode", MODES)
def test_a_deleted_project_comes_back_with_its_tasks_and_its_time(cast: Cast, there: Worked, mode: Mode) -> None:
    before, project = there.found(), read(cast, "projects", there.project)
    deleted = there.delete(mode)
    assert there.found() != before

    answer = undo(cast).revert(deleted)

    assert answer.json["reverted"] == [
        {"kind": "project", "entity_id": there.project, "action": "restored", "time_entries": 6},
        *({"kind": "task", "entity_id": task, "action": "restored"} for task in reversed(there.tasks)),
    ]
    assert there.found() == before
    assert there.counted() == (12000, 2000, 4000)
    assert read(cast, "projects", there.project) == project
    assert named(cast, f"projects/{there.project}/tasks") == dict(zip("ab", there.tasks, strict=True))


@pytest.mark.parametrize("mode", MODES)
def test_the_entries_that_came_back_are_told_to_who_asks_for_what_has_changed(
    cast: Cast, there: Worked, clock: SetClock, mode: Mode
) -> None:
    deleted = there.delete(mode)
    now = clock.forward(hours=1)
    undo(cast).take_back(deleted)

    changed = diary(cast, cast.bob).list(f"?since={int(now.timestamp())}")

    assert {entry["id"] for entry in changed} == {entry["id"] for entry in there.entries[3:]}
    assert {entry["server_deleted_at"] for entry in changed} == {None}


@pytest.mark.parametrize("mode", MODES)
def test_it_is_deleted_again_and_comes_back_again(cast: Cast, there: Worked, mode: Mode) -> None:
    before = there.found()
    deleted = there.delete(mode)
    after = there.found()
    undo(cast).take_back(deleted)

    again = undo(cast).revert(undo(cast).last())

    assert again.json["reverted"][-1] == {
        "kind": "project",
        "entity_id": there.project,
        "action": "deleted",
        "time_entries": 6,
    }
    assert there.found() == after
    assert there.counted() == (0, 0, 0)
    assert there.project not in named(cast, "projects").values()
    undo(cast).take_back()
    assert there.found() == before
    assert there.counted() == (12000, 2000, 4000)
    # All is as the first deletion found it, and as it left it once this is taken back.
    undo(cast).take_back()
    assert there.found() == after
    undo(cast).take_back(deleted)
    assert there.found() == before


@pytest.mark.parametrize("mode", MODES)
def test_what_was_tracked_for_it_since_keeps_it(cast: Cast, there: Worked, mode: Mode) -> None:
    undo(cast).take_back(there.delete(mode))
    restored = undo(cast).last()
    new = diary(cast).add(project_id=there.project)

    assert undo(cast).refused(restored) == (409, "It is in use by now; take back the later changes first.")

    diary(cast).delete(new)
    undo(cast).take_back(restored)


def test_entries_that_went_elsewhere_stay_there(cast: Cast, there: Worked) -> None:
    other = create(cast, "projects", name="Bathos")["id"]
    deleted = there.delete("unassign")
    moved, gone = there.entries[:2]
    diary(cast).put(moved, project_id=other)
    diary(cast).delete(gone)

    answer = undo(cast).revert(deleted)

    assert answer.json["reverted"][0]["time_entries"] == 4
    assert (moved["id"], other, None) in there.found()
    assert there.counted() == (9000, 1000, 2000)
    assert tracked(cast, "projects", other) == 1000


def test_entries_that_went_to_another_workspace_stay_there(cast: Cast, there: Worked) -> None:
    deleted = there.delete("unassign")
    move(cast, there.entries[0]["id"], second_workspace(cast).workspace_id)

    answer = undo(cast).revert(deleted)

    assert answer.json["reverted"][0]["time_entries"] == 5
    assert (there.entries[0]["id"], None, None) in there.found()


def test_entries_that_were_deleted_before_stay_deleted(cast: Cast, there: Worked) -> None:
    diary(cast).delete(there.entries[0])
    before = there.found()

    undo(cast).take_back(there.delete("delete"))

    assert there.found() == before
    assert there.counted() == (11000, 1000, 4000)


def test_an_entry_that_was_brought_back_by_itself_is_not_counted_twice(cast: Cast, there: Worked) -> None:
    deleted = there.delete("delete")
    by_itself = diary(cast).patch([there.entries[0]], {"op": "remove", "path": "/deleted_at"})
    assert by_itself.json["success"] == [there.entries[0]["id"]]

    answer = undo(cast).revert(deleted)

    assert answer.json["reverted"][0]["time_entries"] == 5
    # It came back without the project that was not there any more.
    assert there.counted() == (11000, 1000, 4000)


def test_what_ran_runs_again(cast: Cast, there: Worked) -> None:
    running = diary(cast, cast.bob).start(project_id=there.project, task_id=there.tasks[0])
    deleted = there.delete("delete")
    assert diary(cast, cast.bob).current() is None

    undo(cast).take_back(deleted)

    current = diary(cast, cast.bob).current()
    assert current is not None
    assert (current["id"], current["task_id"]) == (running["id"], there.tasks[0])


def test_what_ran_does_not_run_beside_another_entry(cast: Cast, there: Worked) -> None:
    diary(cast, cast.bob).start(project_id=there.project)
    deleted = there.delete("delete")
    other = diary(cast, cast.bob).start()

    assert undo(cast).refused(deleted) == (409, "Another time entry is running.")

    diary(cast, cast.bob).stop(other)
    undo(cast).take_back(deleted)


@pytest.mark.parametrize("mode", MODES)
def test_an_entry_that_was_changed_in_the_same_request(cast: Cast, there: Worked, clock: SetClock, mode: Mode) -> None:
    running = diary(cast).start(project_id=there.project)
    now = clock.forward(hours=1)
    with cast.world.server.database.write() as tx:
        asker = Workspaces().enter(tx, user(cast.alice), cast.place.workspace_id)
        timers.stop(tx, tx.one(ENTRY, asker.scope, entry_id=running["id"]), now, cast.alice.id)
        # What a project counts is written when a transaction ends; this deletes it before.
        deletion.delete(tx, asker, there.project, mode, now)

    undo(cast).take_back(undo(cast).last("?kind=project"))

    assert diary(cast).current() == {**running, "at": now.isoformat().replace("+00:00", "Z")}
    assert there.counted() == (12000, 2000, 4000)


def test_the_change_of_a_task_leads_to_the_same(cast: Cast, there: Worked) -> None:
    before = there.found()
    there.delete("delete")

    undo(cast).take_back(undo(cast).last(f"?entity_id={there.tasks[0]}"))

    assert there.found() == before


def test_a_project_without_anything(cast: Cast) -> None:
    project = create(cast, "projects", name="Empty")["id"]
    delete(cast, "projects", project)

    answer = undo(cast).revert(undo(cast).last())

    assert answer.json["reverted"] == [
        {"kind": "project", "entity_id": project, "action": "restored", "time_entries": 0}
    ]


def test_a_name_that_is_taken_keeps_all_of_it(cast: Cast, there: Worked) -> None:
    deleted = there.delete("delete")
    create(cast, "projects", name="Atlas")
    reader = Reader(cast.world)
    before = reader.of(cast.place.organization_id)

    assert undo(cast).refused(deleted) == (400, "Name has already been taken")

    assert reader.of(cast.place.organization_id) == before
    reader.close()


@pytest.mark.parametrize("mode", MODES)
def test_a_dry_run_leaves_all_deleted(cast: Cast, there: Worked, mode: Mode) -> None:
    deleted = there.delete(mode)
    reader = Reader(cast.world)
    before = reader.of(cast.place.organization_id)

    answer = undo(cast).revert(deleted, "?dry_run=1")

    assert answer.json["reverted"][0]["time_entries"] == 6
    assert reader.of(cast.place.organization_id) == before
    reader.close()


@pytest.mark.parametrize("mode", MODES)
def test_it_is_not_taken_back_twice(cast: Cast, there: Worked, mode: Mode) -> None:
    deleted = there.delete(mode)
    undo(cast).take_back(deleted)

    assert undo(cast).refused(deleted) == (409, SINCE)


def test_a_manager_takes_back_what_they_deleted(cast: Cast) -> None:
    project = create(cast, "projects", cast.bob, name="Atlas")["id"]
    entry = diary(cast, cast.bob).add(project_id=project)
    delete(cast, "projects", project, cast.bob, "?teDeletionMode=delete")

    undo(cast, cast.bob).take_back()

    assert diary(cast, cast.bob).list()[0]["id"] == entry["id"]


@pytest.mark.parametrize("mode", MODES)
def test_time_in_a_locked_period_stays_as_it_is(cast: Cast, mode: Mode) -> None:
    project = create(cast, "projects", cast.bob, name="Atlas")["id"]
    diary(cast, cast.bob).add(project_id=project)
    delete(cast, "projects", project, cast.bob, f"?teDeletionMode={mode}")
    deleted = undo(cast).last()
    lock(cast, "2026-04-01")

    assert undo(cast, cast.bob).refused(deleted) == (403, LOCKED)

    undo(cast).take_back(deleted)
    assert [entry["project_id"] for entry in diary(cast, cast.bob).list()] == [project]


def test_the_time_of_others_comes_back_by_who_may_delete_it(cast: Cast, there: Worked) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, Role.ADMIN)
    before = there.found()
    for mode, answer in (("delete", (403, Permission.EDIT_ALL_TIME.refusal)), ("unassign", None)):
        cast.alice.put(member_path(cast, dora), {"role": "admin"})
        delete(cast, "projects", there.project, dora, f"?teDeletionMode={mode}")
        deleted = undo(cast).last()
        cast.alice.put(member_path(cast, dora), {"role": "projectlead"})
        if answer is not None:
            assert undo(cast, dora).refused(deleted) == answer
        undo(cast, cast.alice if answer else dora).take_back(deleted)
        assert there.found() == before


def test_many_entries_take_no_more_statements(cast: Cast, there: Worked) -> None:
    def statements(number: int) -> int:
        for n in range(number):
            diary(cast).add(project_id=there.project, task_id=there.tasks[n % 2])
        deleted = there.delete("unassign")
        with watched(cast.world) as (process, database):
            for dry_run in ("true", "false"):
                database.statements()
                path = f"{cast.workspace}/changes/{deleted}/revert?dry_run={dry_run}"
                assert process.send("POST", path, headers=cast.alice.basic).status == 200
            return database.statements()

    assert statements(2) == statements(60)
