"""Deleting a project that has entries which whoever deletes it may not change."""

import pytest

from tests.cast import Cast
from tests.make import Person
from tests.projects.backstage import START, entries, lead, logged, make, path, put_in, task_of, told, track

LOCKED = "Entries can't be added or edited in this period. Contact your admin for details."
OTHERS = "Only admins may change the time entries of others."


def lock(cast: Cast, day: str) -> None:
    assert cast.alice.post(f"{cast.workspace}/preferences", {"report_locked_at": day}).status < 300


def manager(cast: Cast, role: str) -> Person:
    return lead(cast) if role == "lead" else cast.bob


@pytest.mark.parametrize("role", ["lead", "user"])
@pytest.mark.parametrize("mode", ["", "?teDeletionMode=unassign", "?teDeletionMode=delete"])
def test_locked_entries_keep_their_project(cast: Cast, mode: str, role: str) -> None:
    somebody = manager(cast, role)
    project = make(somebody, cast)
    task_of(cast, project, "Launch")
    track(cast, somebody, project)
    lock(cast, "2026-03-03")
    before = entries(cast)

    assert told(somebody.delete(f"{path(cast, project)}{mode}")) == (403, LOCKED)

    assert entries(cast) == before
    assert cast.alice.get(path(cast, project)).json["server_deleted_at"] is None
    assert [each.action for each in logged(cast, "project")] == ["created"]
    assert logged(cast, "task") == []
    assert cast.alice.delete(f"{path(cast, project)}{mode}").status == 200


def test_entries_after_the_period_and_deleted_and_running_ones_are_no_hindrance(cast: Cast) -> None:
    project, other = make(cast.bob, cast), make(cast.bob, cast)
    track(cast, cast.bob, other)
    track(cast, cast.bob, project, None)
    track(cast, cast.bob, project, start=START.replace(day=3))
    gone = track(cast, cast.bob, project)
    assert cast.bob.delete(f"{cast.workspace}/time_entries/{gone}").status == 200
    lock(cast, "2026-03-03")

    assert cast.bob.delete(path(cast, project)).status == 200


@pytest.mark.parametrize("role", ["lead", "user"])
def test_entries_of_others_are_deleted_by_who_may_change_them(cast: Cast, role: str) -> None:
    somebody = manager(cast, role)
    project = make(somebody, cast)
    put_in(cast, project, cast.alice)
    track(cast, cast.alice, project)
    track(cast, somebody, project)
    before = entries(cast)

    assert told(somebody.delete(f"{path(cast, project)}?teDeletionMode=delete")) == (403, OTHERS)

    assert entries(cast) == before
    assert cast.alice.get(path(cast, project)).json["server_deleted_at"] is None
    assert somebody.delete(path(cast, project)).status == 200
    assert {(entry.project_id, entry.deleted_at) for entry in entries(cast)} == {(None, None)}


def test_own_ones_by_everybody(cast: Cast) -> None:
    project = make(cast.bob, cast)
    track(cast, cast.bob, project)
    gone = track(cast, cast.alice, project)
    assert cast.alice.delete(f"{cast.workspace}/time_entries/{gone}").status == 200

    assert cast.bob.delete(f"{path(cast, project)}?teDeletionMode=delete").status == 200

    assert all(entry.deleted_at for entry in entries(cast))
