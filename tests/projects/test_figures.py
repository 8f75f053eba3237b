"""How many tasks and people projects have, and when time was tracked for them."""

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.people.backstage import hire, second_workspace
from tests.projects.backstage import (
    MISSING,
    NO_ACCESS,
    START,
    group,
    make,
    path,
    put_in,
    task_of,
    told,
    track,
)


def counted(cast: Cast, what: str, *projects: int, by: object = None) -> dict[int, int]:
    who = cast.bob if by is cast.bob else cast.alice
    answer = who.post(f"{cast.workspace}/projects/{what}_count", {"project_ids": list(projects)})
    assert answer.status == 200, answer
    return {each["project_id"]: each["count"] for each in answer.json}


def test_tasks_are_counted(cast: Cast) -> None:
    full, empty = make(cast.alice, cast)["id"], make(cast.alice, cast)["id"]
    task_of(cast, {"id": full}, "One")
    task_of(cast, {"id": full}, "Two", active=False)
    task_of(cast, {"id": full}, "Gone", deleted_at=cast.world.clock())

    assert counted(cast, "task", full, empty) == {full: 2, empty: 0}
    assert counted(cast, "task", empty) == {empty: 0}
    assert counted(cast, "task") == {}


def test_people_are_counted_once(cast: Cast) -> None:
    project, other = make(cast.alice, cast), make(cast.alice, cast)
    dora, emil = hire(cast, "Dora"), hire(cast, "Emil")
    put_in(cast, project, cast.bob)
    cast.alice.delete(f"{cast.workspace}/project_users/{put_in(cast, project, emil)['id']}")
    for inside in (group(cast, cast.bob, dora, name="One"), group(cast, dora, name="Two")):
        cast.alice.post(f"{cast.workspace}/project_groups", {"project_id": project["id"], "group_id": inside})

    assert counted(cast, "user", project["id"], other["id"]) == {project["id"]: 2, other["id"]: 0}


@pytest.mark.parametrize("what", ["task", "user"])
def test_only_what_the_caller_sees_is_counted(cast: Cast, what: str) -> None:
    secret = make(cast.alice, cast, is_private=True)["id"]
    open_ = make(cast.alice, cast, is_private=False)["id"]
    gone = make(cast.alice, cast)
    cast.alice.delete(path(cast, gone))
    beside = f"/workspaces/{second_workspace(cast).workspace_id}/projects"
    other = cast.alice.post(beside, {"name": "Other"}).json["id"]

    assert set(counted(cast, what, secret, open_, gone["id"], other)) == {secret, open_}
    assert set(counted(cast, what, secret, open_, by=cast.bob)) == {open_}
    body = cast.alice.post(f"{cast.workspace}/projects/{what}_count", {})
    assert told(body) == (400, "project_ids is required")


def test_statistics_are_of_finished_entries(cast: Cast) -> None:
    project = make(cast.alice, cast)
    nothing = cast.alice.get(f"{path(cast, project)}/statistics").json
    for day in (5, 3, 9):
        track(cast, cast.bob, project, 1, START.replace(day=day))
    track(cast, cast.bob, project, None, START.replace(day=1))

    found = cast.alice.get(f"{path(cast, project)}/statistics").json

    assert nothing == {"earliest_time_entry": None, "latest_time_entry": None}
    assert found == {"earliest_time_entry": "2026-03-03T09:00:00Z", "latest_time_entry": "2026-03-09T09:00:00Z"}


def test_who_reads_statistics(cast: Cast) -> None:
    open_, secret = make(cast.alice, cast, is_private=False), make(cast.alice, cast, is_private=True)
    dora = hire(cast, "Dora", Role.TEAMLEAD)

    assert told(cast.bob.get(f"{path(cast, open_)}/statistics")) == (403, NO_ACCESS)
    assert told(cast.bob.get(f"{path(cast, secret)}/statistics")) == (404, MISSING)
    assert dora.get(f"{path(cast, secret)}/statistics").status == 200
    for project in (open_, secret):
        put_in(cast, project, cast.bob)
        assert cast.bob.get(f"{path(cast, project)}/statistics").status == 200
    assert told(cast.alice.get(f"{cast.workspace}/projects/x/statistics")) == (400, "Invalid project_id")
