"""Listing tasks: of a project, of a workspace with its filters and pages, by ids."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import Place, person, project
from tests.tasks.backstage import client_of, let_in, path, task_of

MISSING = 2**53 - 1


def found(cast: Cast, query: str = "", basic: bool = False) -> list[str]:
    """The names that Alice reads in the workspace's list."""
    answer = cast.alice.get(f"{cast.workspace}/tasks{'/basic' if basic else ''}?{query}")
    assert answer.status == 200, answer
    return [each["name"] for each in answer.json["data"]]


def test_tasks_of_a_project_by_name(cast: Cast) -> None:
    one, two = project(cast.alice, cast.place), project(cast.alice, cast.place)
    for name in ("b", "A", "c"):
        task_of(cast, one, name)
    task_of(cast, two, "elsewhere")
    cast.alice.put(path(cast, one, cast.alice.get(path(cast, one)).json[0]["id"]), {"active": False})

    assert [each["name"] for each in cast.alice.get(path(cast, one)).json] == ["A", "b", "c"]
    assert [each["name"] for each in cast.alice.get(f"{path(cast, one)}?active=true").json] == ["b", "c"]
    assert [each["name"] for each in cast.alice.get(f"{path(cast, one)}?active=false").json] == ["A", "b", "c"]


def test_a_workspace_list_tells_of_other_things(cast: Cast) -> None:
    client_id = client_of(cast, "Initech")
    of_client = project(
        cast.alice, cast.place, name="TPS", client_id=client_id, color="#c9806b", billable=True, is_private=True
    )
    alone = project(cast.alice, cast.place, name="Alone")
    task_of(cast, of_client, "With", user_id=cast.bob.id)
    task_of(cast, alone, "Without")

    page = cast.alice.get(f"{cast.workspace}/tasks").json

    totals = ("page", "per_page", "sort_field", "sort_order", "total_count")
    assert [page[field] for field in totals] == [1, 50, "name", "ASC", 2]
    fields = (
        "project_id",
        "project_name",
        "project_color",
        "project_billable",
        "project_is_private",
        "client_id",
        "client_name",
        "user_name",
        "avatar_url",
    )
    assert [[each[field] for field in fields] for each in page["data"]] == [
        [of_client, "TPS", "#c9806b", True, True, client_id, "Initech", "Bob", None],
        [alone, "Alone", "#0b83d9", False, False, None, None, None, None],
    ]


def test_pages_and_orders(cast: Cast, clock: SetClock) -> None:
    project_id = project(cast.alice, cast.place)
    for day, name in enumerate(("c", "A", "b"), start=1):
        clock.set(2026, 3, day)
        task_of(cast, project_id, name)

    assert found(cast) == ["A", "b", "c"]
    assert found(cast, "sort_order=desc") == ["c", "b", "A"]
    assert found(cast, "sort_field=created_at") == ["c", "A", "b"]
    assert found(cast, "sort_field=created_at&sort_order=DESC&per_page=2") == ["b", "A"]
    assert found(cast, "per_page=2&page=2", basic=True) == ["c"]
    last = cast.alice.get(f"{cast.workspace}/tasks?per_page=2&page=3").json
    assert (last["data"], last["total_count"], last["page"], last["per_page"]) == ([], 3, 3, 2)
    assert cast.alice.get(f"{cast.workspace}/tasks?per_page=2").json["total_count"] == 3
    assert cast.alice.get(f"{cast.workspace}/tasks?per_page=1000").json["per_page"] == 200


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("sort_field=id", "sort_field must be name or created_at"),
        ("sort_order=up", "sort_order must be ASC or DESC"),
        ("active=maybe", "active must be true, false or both"),
        ("page=0", "page parameter must contain values > 0."),
        ("per_page=0", "per_page parameter must contain values > 0."),
    ],
)
@pytest.mark.parametrize("list_", ["tasks", "tasks/basic"])
def test_what_cannot_be_asked_for(cast: Cast, list_: str, query: str, sentence: str) -> None:
    answer = cast.alice.get(f"{cast.workspace}/{list_}?{query}")

    assert (answer.status, answer.json) == (400, sentence)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=yesterday", "Since is expected to be an unix timestamp, integer value"),
        ("start_date=2026-3-1", "start_date must be a date as YYYY-MM-DD"),
        ("end_date=2026-02-30", "end_date must be a date as YYYY-MM-DD"),
        ("start_date=0001-01-01", "start_date must be a date as YYYY-MM-DD"),
        ("end_date=9999-12-31", "end_date must be a date as YYYY-MM-DD"),
        ("pid=x", "pid must be an integer"),
    ],
)
def test_what_is_no_moment_and_no_number(cast: Cast, query: str, sentence: str) -> None:
    answer = cast.alice.get(f"{cast.workspace}/tasks?{query}")

    assert (answer.status, answer.json) == (400, sentence)


def test_done_tasks_are_in_one_list_and_not_in_the_other(cast: Cast) -> None:
    project_id = project(cast.alice, cast.place)
    task_of(cast, project_id, "Done", active=False)
    task_of(cast, project_id, "Open")

    assert found(cast) == found(cast, "active=both", basic=True) == ["Done", "Open"]
    assert found(cast, "active=true") == found(cast, basic=True) == ["Open"]
    assert found(cast, "active=false") == found(cast, "active=false", basic=True) == ["Done"]


def test_filters_by_other_things(cast: Cast) -> None:
    client_id, other_client = client_of(cast, "Initech"), client_of(cast, "Other")
    one = project(cast.alice, cast.place, client_id=client_id)
    two, three = project(cast.alice, cast.place, client_id=other_client), project(cast.alice, cast.place)
    first = task_of(cast, one, "One")
    second, third = task_of(cast, two, "Two"), task_of(cast, three, "Three 100%")

    assert found(cast, f"pid={one}") == found(cast, f"project_id={one}", basic=True) == ["One"]
    assert found(cast, f"project_ids={one},{two}", basic=True) == ["One", "Two"]
    assert found(cast, f"project_ids={one}&project_id={two}", basic=True) == ["One", "Two"]
    assert found(cast, f"task_ids={second},%20{third}", basic=True) == ["Three 100%", "Two"]
    assert found(cast, f"task_ids={first}&project_ids={two}", basic=True) == []
    assert found(cast, f"client_ids={client_id},{other_client}", basic=True) == ["One", "Two"]
    assert found(cast, f"client_ids={MISSING}", basic=True) == []
    assert found(cast, "search=0%25") == found(cast, "search=THREE", basic=True) == ["Three 100%"]
    assert found(cast, "pid=0") == found(cast, "project_ids=&task_ids=", basic=True) == ["One", "Three 100%", "Two"]


def test_lists_of_ids_are_ids(cast: Cast) -> None:
    for name in ("project_ids", "task_ids", "client_ids"):
        answer = cast.alice.get(f"{cast.workspace}/tasks/basic?{name}=1,x")
        assert (answer.status, answer.json) == (400, f"{name} must be ids separated by commas")


def test_only_the_projects_that_i_am_in(cast: Cast) -> None:
    one, two = project(cast.alice, cast.place), project(cast.alice, cast.place, is_private=True)
    task_of(cast, one, "Not mine")
    task_of(cast, two, "Mine")
    let_in(cast, cast.alice, two)

    assert found(cast, "only_me=true", basic=True) == ["Mine"]
    assert found(cast, "only_me=false", basic=True) == found(cast, basic=True) == ["Mine", "Not mine"]


def test_days_are_those_of_the_reader(cast: Cast, clock: SetClock) -> None:
    kim = person(cast.world, "Kim", "Asia/Tokyo")
    place = kim.post("/organizations", {"name": "Tokyo", "workspace_name": "Main"}).json
    project_id = project(kim, Place(place["id"], place["workspace_id"]))
    tasks = f"/workspaces/{place['workspace_id']}/projects/{project_id}/tasks"
    for hour, name in ((14, "before midnight"), (15, "after midnight")):
        clock.set(2026, 3, 1, hour)
        kim.post(tasks, {"name": name})

    def days(query: str) -> list[str]:
        data = kim.get(f"/workspaces/{place['workspace_id']}/tasks?{query}").json["data"]
        return [each["name"] for each in data]

    assert days("start_date=2026-03-02") == ["after midnight"]
    assert days("end_date=2026-03-01") == ["before midnight"]
    assert days("start_date=2026-03-01&end_date=2026-03-02") == ["after midnight", "before midnight"]
    assert days("start_date=2026-03-03") == []


def test_what_changed_since(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 1)
    project_id = project(cast.alice, cast.place)
    task_of(cast, project_id, "Old")
    gone = task_of(cast, project_id, "Gone")
    then = clock.set(2026, 3, 2)
    cast.alice.delete(path(cast, project_id, gone))
    task_of(cast, project_id, "New")

    assert found(cast, f"since={int(then.timestamp())}") == ["Gone", "New"]
    assert found(cast, f"since={int(then.timestamp()) + 1}") == []
    assert found(cast, "since=0") == ["Gone", "New", "Old"]
    assert found(cast) == ["New", "Old"]


@pytest.mark.parametrize(
    ("body", "query", "names"),
    [
        ({}, "", ["Done", "One", "Two"]),
        (None, "", ["Done", "One", "Two"]),
        ({"project_ids": [], "task_ids": None}, "", ["Done", "One", "Two"]),
        ({"project_ids": ["one"]}, "", ["Done", "One"]),
        ({"project_ids": ["one", "two"], "task_ids": ["second"]}, "", ["Two"]),
        ({"task_ids": ["second"]}, "", ["Two"]),
        ({"task_ids": [MISSING]}, "", []),
        ({}, "search=o&per_page=2&page=2", ["Two"]),
    ],
    ids=str,
)
def test_tasks_by_ids(cast: Cast, body: Any, query: str, names: list[str]) -> None:
    one, two = project(cast.alice, cast.place), project(cast.alice, cast.place)
    task_of(cast, one, "One")
    task_of(cast, one, "Done", active=False)
    known = {"one": one, "two": two, "second": task_of(cast, two, "Two")}
    given: dict[str, Any] = body or {}
    sent = {name: ids and [known.get(each, each) for each in ids] for name, ids in given.items()}

    answer = cast.alice.post(f"{cast.workspace}/tasks/data?{query}", None if body is None else sent)

    assert answer.status == 200
    assert [each["name"] for each in answer.json["data"]] == names
    assert answer.json["total_count"] == (3 if query else len(names))


def test_ids_of_others_find_nothing(cast: Cast) -> None:
    theirs = project(cast.charlie, cast.elsewhere)
    place = f"/workspaces/{cast.elsewhere.workspace_id}"
    task_id = cast.charlie.post(f"{place}/projects/{theirs}/tasks", {"name": "Secret"}).json["id"]

    for body in ({"project_ids": [theirs]}, {"task_ids": [task_id]}):
        assert cast.alice.post(f"{cast.workspace}/tasks/data", body).json["data"] == []
    for query in (f"project_id={theirs}", f"task_ids={task_id}"):
        assert found(cast, query, basic=True) == []
    wrong = cast.alice.post(f"{cast.workspace}/tasks/data", {"task_ids": ["x"]})
    assert (wrong.status, wrong.json) == (400, "task_ids[0] must be an integer")
