"""What changed since some moment: also what somebody sees only since then, with its tasks."""

from tests.cast import Cast
from tests.conftest import SetClock
from tests.projects.backstage import group, make, path, put_in
from tests.projects.backstage import names as names_of

PROJECTS = ("/me/projects", "/me/projects/paginated", "{workspace}/projects")
TASKS = ("/me/tasks", "{workspace}/tasks")


def seen_since(cast: Cast, since: int) -> dict[str, list[str]]:
    """What each list tells Bob of what changed since then."""
    told: dict[str, list[str]] = {}
    for address in (*PROJECTS, *TASKS):
        answer = cast.bob.get(f"{address.format(workspace=cast.workspace)}?since={since}")
        assert answer.status == 200, answer
        rows = answer.json["data"] if address == TASKS[1] else answer.json
        told[address] = [each["name"] for each in rows]
    return told


def expected(project: list[str], task: list[str]) -> dict[str, list[str]]:
    return {**dict.fromkeys(PROJECTS, project), **dict.fromkeys(TASKS, task)}


def test_a_project_that_somebody_was_put_into(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 1)
    secret = make(cast.alice, cast, "Secret", is_private=True)
    cast.alice.post(f"{path(cast, secret)}/tasks", {"name": "Plot"})
    make(cast.alice, cast, "Open", is_private=False)
    then = int(clock.set(2026, 3, 2).timestamp())
    assert seen_since(cast, then) == expected([], [])

    member = put_in(cast, secret, cast.bob)

    assert seen_since(cast, then) == expected(["Secret"], ["Plot"])
    assert seen_since(cast, then + 1) == expected([], [])
    cast.alice.delete(f"{cast.workspace}/project_users/{member['id']}")
    assert seen_since(cast, then) == expected([], [])


def test_a_project_that_a_group_was_put_into(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 1)
    secret = make(cast.alice, cast, "Secret", is_private=True)
    cast.alice.post(f"{path(cast, secret)}/tasks", {"name": "Plot"})
    ours, others = group(cast, cast.bob, name="Ours"), group(cast, cast.alice, name="Others")
    then = int(clock.set(2026, 3, 2).timestamp())
    cast.alice.post(f"{cast.workspace}/project_groups", {"project_id": secret["id"], "group_id": others})
    assert seen_since(cast, then) == expected([], [])

    cast.alice.post(f"{cast.workspace}/project_groups", {"project_id": secret["id"], "group_id": ours})

    assert seen_since(cast, then) == expected(["Secret"], ["Plot"])
    assert seen_since(cast, then + 1) == expected([], [])


def test_tasks_of_a_project_that_changed(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 1)
    work = make(cast.alice, cast, "Work", is_private=True)
    cast.alice.post(f"{path(cast, work)}/tasks", {"name": "Plot"})
    then = int(clock.set(2026, 3, 2).timestamp())

    cast.alice.put(path(cast, work), {"is_private": False})

    assert seen_since(cast, then) == expected(["Work"], ["Plot"])
    assert names_of(cast.bob.get(f"/me/tasks?since={then + 1}")) == []
