"""Who may read and who may change tasks, and ids that lead nowhere."""

from typing import Any

import pytest

from sundial.access.permissions import NO_ACCESS, OrganizationRole, Role
from tests.cast import Cast
from tests.make import Person, colleague, person, project
from tests.tasks.backstage import let_in, path, task_of

MISSING = 2**53 - 1
WRITES: list[tuple[str, tuple[str, ...], Any]] = [
    ("POST", (), {"name": "New"}),
    ("PUT", ("{task}",), {"name": "New"}),
    ("DELETE", ("{task}",), None),
    ("PATCH", ("{task}",), [{"op": "replace", "path": "/active", "value": False}]),
]
EVERY_WRITE = pytest.mark.parametrize(("method", "parts", "body"), WRITES, ids=[method for method, *_ in WRITES])


def writing(
    cast: Cast, somebody: Person, project_id: int, task_id: int, write: tuple[str, tuple[str, ...], Any]
) -> Any:
    """The status and the sentence that somebody gets."""
    method, parts, body = write
    parts = tuple(str(task_id) for _ in parts)
    answer = somebody.send(method, path(cast, project_id, *parts), json=body)
    return answer.status, answer.json if answer.content else None


@EVERY_WRITE
def test_only_who_may_edit_the_project_writes(cast: Cast, method: str, parts: tuple[str, ...], body: Any) -> None:
    project_id = project(cast.alice, cast.place)
    task_id = task_of(cast, project_id)
    lead, reader = (
        colleague(person(cast.world, name), cast.place, role)
        for name, role in (("Dora", Role.PROJECTLEAD), ("Eve", Role.TEAMLEAD))
    )
    # A team lead changes nothing but their own time.
    let_in(cast, reader, project_id, manager=True)
    let_in(cast, cast.bob, project_id)

    for somebody in (cast.bob, reader):
        refused = writing(cast, somebody, project_id, task_id, (method, parts, body))
        assert refused == (403, NO_ACCESS)
    assert writing(cast, lead, project_id, task_id, (method, parts, body))[0] == 200


@EVERY_WRITE
def test_a_manager_of_the_project_writes(cast: Cast, method: str, parts: tuple[str, ...], body: Any) -> None:
    project_id = project(cast.alice, cast.place, is_private=True)
    task_id = task_of(cast, project_id)
    let_in(cast, cast.bob, project_id, manager=True)

    assert writing(cast, cast.bob, project_id, task_id, (method, parts, body))[0] == 200


@EVERY_WRITE
def test_projects_that_nothing_can_be_written_to(cast: Cast, method: str, parts: tuple[str, ...], body: Any) -> None:
    write = (method, parts, body)
    archived = project(cast.alice, cast.place, active=False)
    hidden = project(cast.alice, cast.place, is_private=True)
    deleted = project(cast.alice, cast.place)
    task_id = task_of(cast, deleted)
    cast.alice.delete(f"{cast.workspace}/projects/{deleted}")

    for somebody, number in ((cast.alice, MISSING), (cast.bob, hidden), (cast.alice, deleted)):
        answer = writing(cast, somebody, number, task_id, write)
        assert answer == (400, "Project not found/accessible")
    answer = writing(cast, cast.alice, archived, task_id, write)
    assert answer == (400, "Can not change tasks of archived project")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_task_is_found_in_its_own_project_only(cast: Cast, method: str) -> None:
    one, two = project(cast.alice, cast.place), project(cast.alice, cast.place)
    task_id = task_of(cast, one)
    body = {"name": "New"} if method == "PUT" else None

    for number in (task_id, MISSING):
        answer = cast.alice.send(method, path(cast, two, number), json=body)
        assert (answer.status, answer.json) == (404, "Resource can not be found")
    assert cast.alice.get(path(cast, one, task_id)).json["name"] == "Design"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH"])
def test_what_is_no_id(cast: Cast, method: str) -> None:
    bodies: dict[str, Any] = {"PATCH": [{"op": "replace", "path": "/active", "value": False}], "PUT": {}, "POST": {}}
    body = bodies.get(method)
    project_id = project(cast.alice, cast.place)
    parts = () if method == "POST" else ("1",)

    wrong = cast.alice.send(method, f"{cast.workspace}/projects/x/{'/'.join(('tasks', *parts))}", json=body)
    assert (wrong.status, wrong.json) == (400, "Invalid project_id")
    if parts:
        wrong = cast.alice.send(method, path(cast, project_id, "x"), json=body)
        assert (wrong.status, wrong.json) == (400, "Invalid task_id")


def test_tasks_of_a_private_project_are_for_those_in_it(cast: Cast) -> None:
    private, public = project(cast.alice, cast.place, is_private=True), project(cast.alice, cast.place)
    hidden, open_to_all = task_of(cast, private), task_of(cast, public)
    insider, grouped, reader, lead = (
        colleague(person(cast.world, name), cast.place, role)
        for name, role in (
            ("Dora", Role.USER),
            ("Eve", Role.USER),
            ("Fay", Role.TEAMLEAD),
            ("Gus", Role.PROJECTLEAD),
        )
    )
    officer = colleague(person(cast.world, "Hal"), cast.place, Role.USER, OrganizationRole.ADMIN)
    let_in(cast, insider, private)
    group = {"name": "Group", "users": [grouped.id], "workspaces": [cast.place.workspace_id]}
    group_id = cast.alice.post(f"{cast.organization}/groups", group).json["group_id"]
    cast.alice.post(f"{cast.workspace}/project_groups", {"project_id": private, "group_id": group_id})

    for somebody in (cast.alice, insider, grouped, reader, lead, officer):
        assert told_to(cast, somebody) == {hidden, open_to_all}
        assert cast.alice.get(path(cast, private, hidden)).status == 200
    assert told_to(cast, cast.bob) == {open_to_all}
    for number in (private, MISSING):
        for each in (path(cast, number), path(cast, number, hidden)):
            answer = cast.bob.get(each)
            assert (answer.status, answer.json) == (404, "Resource can not be found")


def told_to(cast: Cast, somebody: Person) -> set[int]:
    """The tasks that all lists tell somebody of."""
    lists = [
        somebody.get(f"{cast.workspace}/tasks").json["data"],
        somebody.get(f"{cast.workspace}/tasks/basic").json["data"],
        somebody.post(f"{cast.workspace}/tasks/data", {}).json["data"],
        somebody.get("/me/tasks").json,
        somebody.get("/me/tasks?since=0").json,
    ]
    ids = [{each["id"] for each in told} for told in lists]
    assert all(each == ids[0] for each in ids)
    return ids[0]


def test_a_stranger_reads_nothing(cast: Cast) -> None:
    task_of(cast, project(cast.alice, cast.place))

    assert cast.charlie.get(f"{cast.workspace}/tasks").status == 403
    assert cast.charlie.get("/me/tasks").json == []
    own = f"/workspaces/{cast.elsewhere.workspace_id}/tasks"
    assert cast.charlie.get(own).json["data"] == []
