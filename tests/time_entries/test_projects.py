"""Entries on projects and tasks: which may be used, what they bring along, and how much time they have."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.make import colleague, organization, person, project
from tests.people.backstage import at_once, second_workspace
from tests.time_entries.diary import START, Diary, diary

NO_PROJECT = "User cannot access the selected project"
NO_TASK = "User cannot access selected task"


def new_task(cast: Cast, project_id: int, name: str = "Cover") -> int:
    answer = cast.alice.post(f"{cast.workspace}/projects/{project_id}/tasks", {"name": name})
    assert answer.status == 200, answer
    return answer.json["id"]


def tracked(cast: Cast, project_id: int) -> dict[str, int]:
    """The seconds tracked for each task of a project, by its name."""
    tasks = cast.alice.get(f"{cast.workspace}/projects/{project_id}/tasks").json
    return {task["name"]: task["tracked_seconds"] // 1000 for task in tasks}


def test_an_entry_with_project_and_task_has_their_names_and_legacy_ids(cast: Cast) -> None:
    tps = project(cast.alice, cast.place, name="TPS", color="#123456", billable=True)
    cover = new_task(cast, tps)

    entry = diary(cast).add(project_id=tps, task_id=cover)
    told = diary(cast).list("?meta=true")[0]

    assert (entry["pid"], entry["tid"]) == (entry["project_id"], entry["task_id"]) == (tps, cover)
    assert (told["project_name"], told["project_color"], told["task_name"]) == ("TPS", "#123456", "Cover")
    assert (told["project_active"], told["project_billable"]) == (True, True)
    assert (told["client_id"], told["client_name"]) == (None, None)


def test_a_task_alone_brings_its_project_and_another_project_takes_it_away(cast: Cast) -> None:
    one, two = project(cast.alice, cast.place), project(cast.alice, cast.place)
    task = new_task(cast, one)

    entry = diary(cast).add(tid=task)
    assert entry["project_id"] == one

    moved = diary(cast).put(entry, pid=two).json
    assert (moved["project_id"], moved["task_id"]) == (two, None)
    back = diary(cast).put(entry, task_id=task).json
    assert (back["project_id"], back["task_id"]) == (one, task)
    none = diary(cast).put(entry, project_id=None).json
    assert (none["project_id"], none["task_id"]) == (None, None)


@pytest.mark.parametrize("where", ["elsewhere", "beside", "private", "deleted"])
def test_projects_that_cannot_be_used(cast: Cast, where: str) -> None:
    used = {
        "elsewhere": lambda: project(cast.charlie, cast.elsewhere),
        "beside": lambda: project(cast.alice, second_workspace(cast)),
        "private": lambda: project(cast.alice, cast.place, is_private=True),
        "deleted": lambda: project(cast.alice, cast.place, deleted_at=cast.world.clock()),
    }[where]()
    entry = diary(cast, cast.bob).add()

    for answer in (
        diary(cast, cast.bob).post(start=START, duration=60, project_id=used),
        diary(cast, cast.bob).post(duration=-1, pid=used),
        diary(cast, cast.bob).put(entry, project_id=used),
    ):
        assert (answer.status, answer.json) == (400, NO_PROJECT)
    bulk = diary(cast, cast.bob).patch([entry], {"op": "replace", "path": "/project_id", "value": used})
    assert bulk.json["failure"] == [{"id": entry["id"], "message": NO_PROJECT}]
    assert diary(cast, cast.bob).list() == [entry]


def test_tasks_of_other_projects_and_places_are_refused(cast: Cast) -> None:
    one, two = project(cast.alice, cast.place), project(cast.alice, cast.place)
    task = new_task(cast, one)
    theirs = project(cast.charlie, cast.elsewhere)
    their_task = cast.charlie.post(
        f"/workspaces/{cast.elsewhere.workspace_id}/projects/{theirs}/tasks", {"name": "Theirs"}
    ).json["id"]
    entry = diary(cast).add(project_id=one, task_id=task)

    for answer in (
        diary(cast).post(start=START, duration=60, project_id=two, task_id=task),
        diary(cast).post(start=START, duration=60, task_id=their_task),
        diary(cast).put(entry, project_id=two, task_id=task),
        diary(cast).put(entry, task_id=their_task),
    ):
        assert (answer.status, answer.json) == (400, NO_TASK)
    assert diary(cast).list() == [entry]


def test_tasks_of_hidden_projects_are_like_unknown_ones(cast: Cast) -> None:
    hidden = project(cast.alice, cast.place, is_private=True)
    one, two = new_task(cast, hidden, "one"), new_task(cast, hidden, "two")
    entry = diary(cast, cast.bob).add()
    kept = diary(cast).add(user_id=cast.bob.id, project_id=hidden, task_id=one)

    for answer in (
        diary(cast, cast.bob).post(start=START, duration=60, task_id=one),
        diary(cast, cast.bob).put(entry, task_id=one),
        diary(cast, cast.bob).put(entry, task_id=2**40),
        diary(cast, cast.bob).put(kept, task_id=two),
        diary(cast, cast.bob).put(kept, project_id=hidden, task_id=two),
    ):
        assert (answer.status, answer.json) == (400, NO_TASK)
    assert diary(cast, cast.bob).put(kept, task_id=one, description="x").json["task_id"] == one
    assert diary(cast).put(kept, task_id=two).json["task_id"] == two


def test_a_private_project_is_for_who_sees_it(cast: Cast) -> None:
    hidden = project(cast.alice, cast.place, is_private=True)

    assert diary(cast).post(start=START, duration=60, project_id=hidden).status == 200


def test_names_of_a_hidden_project_are_for_who_sees_it(cast: Cast) -> None:
    client = cast.alice.post(f"{cast.workspace}/clients", {"name": "Secret client"}).json["id"]
    hidden = project(cast.alice, cast.place, name="Secret", is_private=True, client_id=client)
    task = new_task(cast, hidden)
    diary(cast).add(user_id=cast.bob.id, project_id=hidden, task_id=task)
    second = second_workspace(cast)
    cast.alice.post(
        f"{cast.organization}/invitations",
        {"emails": [cast.bob.email], "workspaces": [{"workspace_id": second.workspace_id, "role": "admin"}]},
    )
    named = ("project_name", "project_color", "project_active", "project_billable", "client_name", "task_name")

    told = diary(cast, cast.bob).list("?meta=true")[0]
    assert ([told[name] for name in named], told["client_id"]) == ([None] * 6, None)
    assert (told["project_id"], told["task_id"]) == (hidden, task)

    cast.alice.post(f"{cast.workspace}/project_users", {"project_id": hidden, "user_id": cast.bob.id})
    told = diary(cast, cast.bob).list("?meta=true")[0]
    assert (told["project_name"], told["client_name"], told["task_name"]) == ("Secret", "Secret client", "Cover")


def test_archived_projects_take_no_new_time_and_keep_theirs(cast: Cast) -> None:
    done = project(cast.alice, cast.place)
    entry = diary(cast).add(project_id=done)
    archived = project(cast.alice, cast.place, active=False)

    answer = diary(cast).post(start=START, duration=60, project_id=archived)

    assert (answer.status, answer.json) == (400, "Time cannot be tracked for an archived project.")
    assert diary(cast).put(entry, description="x", project_id=done).status == 200


def test_templates_take_no_time(cast: Cast) -> None:
    template = project(cast.alice, cast.place, template=True)
    task, entry = new_task(cast, template), diary(cast).add()

    for answer in (
        diary(cast).post(start=START, duration=60, project_id=template),
        diary(cast).post(start=START, duration=60, task_id=task),
        diary(cast).put(entry, pid=template),
    ):
        assert (answer.status, answer.json) == (400, "Time cannot be tracked for a template.")
    assert diary(cast).list() == [entry]


def test_where_it_is_enforced_an_entry_is_billable_as_its_project_is(cast: Cast) -> None:
    paid, free = project(cast.alice, cast.place, billable=True), project(cast.alice, cast.place)
    assert diary(cast).add(project_id=paid)["billable"] is False
    cast.alice.put(cast.workspace, {"projects_enforce_billable": True})

    entry = diary(cast).add(project_id=paid)

    assert entry["billable"] is True
    assert diary(cast).put(entry, billable=False).json["billable"] is True
    assert diary(cast).put(entry, project_id=free, billable=True).json["billable"] is False
    assert diary(cast).put(entry, project_id=None, billable=True).json["billable"] is True


def test_a_task_is_demanded_where_the_project_has_some(cast: Cast) -> None:
    without, with_tasks = project(cast.alice, cast.place), project(cast.alice, cast.place)
    task = new_task(cast, with_tasks)
    diary(cast).add(project_id=with_tasks)
    diary(cast).add(project_id=without)
    demand: dict[str, Any] = {"task_present": True, "project_present": True, "time_entry_constraints_enabled": True}
    cast.alice.post(f"{cast.workspace}/time_entry_constraints", demand)

    lacking = diary(cast).post(start=START, duration=60, project_id=with_tasks)
    assert (lacking.status, lacking.json) == (400, "This entry can't be saved - please add a task")
    assert diary(cast).post(start=START, duration=60, project_id=without).status == 200
    assert diary(cast).post(start=START, duration=60, task_id=task).status == 200
    preview = cast.alice.get(f"{cast.workspace}/time_entry_constraints/preview?task_present=true").json
    assert (preview["unmet"], preview["task"]) == (1, 1)

    cast.alice.put(f"{cast.workspace}/projects/{with_tasks}/tasks/{task}", {"active": False})
    assert diary(cast).post(start=START, duration=60, project_id=with_tasks).status == 200


def test_tasks_know_the_time_of_their_finished_entries(cast: Cast) -> None:
    tps = project(cast.alice, cast.place)
    one, two = new_task(cast, tps, "one"), new_task(cast, tps, "two")
    first = diary(cast).add(task_id=one, duration=100)
    second = diary(cast, cast.bob).add(task_id=one, duration=20)
    diary(cast).start(task_id=two)
    assert tracked(cast, tps) == {"one": 120, "two": 0}

    diary(cast).put(first, task_id=two)
    diary(cast, cast.bob).put(second, duration=21)
    assert tracked(cast, tps) == {"one": 21, "two": 100}

    diary(cast).patch([first], {"op": "add", "path": "/deleted_at"})
    assert tracked(cast, tps) == {"one": 21, "two": 0}
    diary(cast).patch([first], {"op": "remove", "path": "/deleted_at"})
    assert tracked(cast, tps) == {"one": 21, "two": 100}


def test_a_refused_bulk_edit_counts_nothing(cast: Cast) -> None:
    tps = project(cast.alice, cast.place)
    one = new_task(cast, tps, "one")
    entry = diary(cast).add(task_id=one, duration=100)

    diary(cast).patch(
        [entry],
        {"op": "replace", "path": "/duration", "value": 500},
        {"op": "replace", "path": "/project_id", "value": 1},
    )

    assert tracked(cast, tps) == {"one": 100}


def test_many_at_once_are_all_counted(cast: Cast) -> None:
    tps = project(cast.alice, cast.place)
    one = new_task(cast, tps, "one")
    elsewhere = Diary(cast.alice, cast.workspace)

    answers = at_once(cast.world, *[lambda: elsewhere.post(start=START, duration=7, task_id=one, tags=["a"])] * 16)

    assert [answer.status for answer in answers] == [200] * 16
    assert tracked(cast, tps) == {"one": 7 * 16}


def test_another_organization_of_the_same_person_has_its_own_projects(cast: Cast) -> None:
    side = organization(cast.alice, "Side job")
    there = project(cast.alice, side)
    dora = colleague(person(cast.world, "Dora"), side)

    assert diary(cast).post(start=START, duration=60, project_id=there).json == NO_PROJECT
    assert Diary(dora, f"/workspaces/{side.workspace_id}").post(start=START, duration=60, pid=there).status == 200
