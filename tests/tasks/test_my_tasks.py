"""The tasks of all projects that somebody sees, wherever they are."""

from datetime import UTC, datetime

import pytest

from sundial.access.permissions import OrganizationRole, Role
from sundial.core.money import Money
from sundial.tasks import queries
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import Person, colleague, person, project
from tests.tasks.backstage import client_of, let_in, path, set_rate, task_of
from tests.workspaces.backstage import set_place


def mine(somebody: Person, query: str = "") -> list[str]:
    """The names of the tasks that somebody reads."""
    answer = somebody.get(f"/me/tasks?{query}")
    assert answer.status == 200, answer
    return [each["name"] for each in answer.json]


def test_of_all_organizations(cast: Cast) -> None:
    colleague(cast.bob, cast.elsewhere)
    task_of(cast, project(cast.alice, cast.place), "Here")
    theirs = project(cast.charlie, cast.elsewhere)
    cast.charlie.post(f"/workspaces/{cast.elsewhere.workspace_id}/projects/{theirs}/tasks", {"name": "There"})

    assert mine(cast.bob) == ["Here", "There"]
    assert mine(cast.bob, "offset=1") == mine(cast.bob, "offset=1&per_page=5") == ["There"]
    assert mine(cast.bob, "per_page=1") == ["Here"]
    assert mine(cast.bob, f"offset=1&per_page={2**53 - 1}") == ["There"]
    assert mine(cast.alice) == ["Here"]
    set_place(cast.bob, cast.place, inactive=True)
    assert mine(cast.bob) == ["There"]


def test_private_projects_count_by_the_place_in_each_workspace(cast: Cast) -> None:
    private = project(cast.alice, cast.place, is_private=True)
    task_of(cast, private, "Private")
    second = cast.alice.post(f"{cast.organization}/workspaces", {"name": "Second"}).json["id"]
    officer = colleague(person(cast.world, "Dora"), cast.place, Role.USER, OrganizationRole.ADMIN)
    lead = colleague(person(cast.world, "Eve"), cast.place, Role.TEAMLEAD)
    users = {"workspaces": [second]}
    cast.alice.post(f"{cast.organization}/groups", {"name": "All", "users": [cast.bob.id], **users})

    assert mine(cast.alice) == mine(officer) == mine(lead) == ["Private"]
    assert mine(cast.bob) == []
    # The sight of all projects in one workspace is none in another.
    member_id = next(
        each["id"]
        for each in cast.alice.get(f"/workspaces/{second}/workspace_users?includeIndirect=true").json
        if each["user_id"] == cast.bob.id
    )
    cast.alice.put(f"/workspaces/{second}/workspace_users/{member_id}", {"role": "admin"})
    assert mine(cast.bob) == []
    let_in(cast, cast.bob, private)
    assert mine(cast.bob) == ["Private"]


def test_done_tasks_are_told_of_where_they_are_wanted(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 1)
    project_id = project(cast.alice, cast.place)
    task_of(cast, project_id, "Done", active=False)
    gone = task_of(cast, project_id, "Gone", active=False)
    task_of(cast, project_id, "Open")
    cast.alice.delete(path(cast, project_id, gone))

    assert mine(cast.alice) == mine(cast.alice, "include_not_active=false") == ["Open"]
    assert mine(cast.alice, "include_not_active=true") == ["Done", "Open"]
    assert (
        mine(cast.alice, "since=0") == mine(cast.alice, "since=0&include_not_active=true") == ["Done", "Gone", "Open"]
    )
    assert mine(cast.alice, "since=0&include_not_active=false") == ["Gone", "Open"]
    assert mine(cast.alice, f"since={int(clock.forward(seconds=1).timestamp())}") == []


def test_other_things_only_with_meta(cast: Cast) -> None:
    client_id = client_of(cast, "Initech")
    project_id = project(cast.alice, cast.place, name="TPS", client_id=client_id)
    task_of(cast, project_id, user_id=cast.bob.id)

    (plain,), (full,) = cast.bob.get("/me/tasks").json, cast.bob.get("/me/tasks?meta=true").json

    more = {
        "client_id": client_id,
        "client_name": "Initech",
        "project_name": "TPS",
        "project_color": "#0b83d9",
        "project_billable": False,
        "project_is_private": False,
        "user_name": "Bob",
        "avatar_url": None,
    }
    assert full == {**plain, **more}
    assert not more.keys() & plain.keys()


def test_rates_by_the_place_in_each_workspace(cast: Cast) -> None:
    task_id = task_of(cast, project(cast.alice, cast.place))
    set_rate(cast, task_id, Money(1250))
    blind = colleague(person(cast.world, "Dora"), cast.place, Role.TEAMLEAD)
    member = next(
        each for each in cast.alice.get(f"{cast.workspace}/workspace_users").json if each["user_id"] == blind.id
    )
    assert blind.get("/me/tasks").json[0]["rate"] == 12.5

    cast.alice.put(f"{cast.workspace}/workspace_users/{member['id']}", {"view_edit_billable_rates": False})

    assert blind.get("/me/tasks").json[0]["rate"] is None
    assert cast.alice.get("/me/tasks").json[0]["rate"] == 12.5


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("include_not_active=1", "Invalid include_not_active"),
        ("include_not_active=maybe", "Invalid include_not_active"),
        ("since=yesterday", "Since is expected to be an unix timestamp, integer value"),
        ("meta=maybe", "meta must be true or false"),
        ("offset=-1", "offset and per_page must be at least 0"),
        ("per_page=-1", "offset and per_page must be at least 0"),
    ],
)
def test_what_cannot_be_asked_for(cast: Cast, query: str, sentence: str) -> None:
    answer = cast.alice.get(f"/me/tasks?{query}")

    assert (answer.status, answer.json) == (400, sentence)


def test_tasks_of_templates_are_left_out(cast: Cast) -> None:
    template = project(cast.alice, cast.place, template=True)
    task_of(cast, template, "Plan")
    task_of(cast, project(cast.alice, cast.place), "Work")
    basic = cast.alice.get(f"{cast.workspace}/tasks/basic").json

    assert mine(cast.alice) == mine(cast.alice, "since=0") == ["Work"]
    assert ([each["name"] for each in basic["data"]], basic["total_count"]) == (["Work"], 1)
    assert [each["name"] for each in cast.alice.get(path(cast, template)).json] == ["Plan"]


@pytest.mark.parametrize("since", [None, datetime(2026, 1, 1, tzinfo=UTC)])
@pytest.mark.parametrize("done_too", [True, False])
def test_no_more_is_read_than_a_page_needs(cast: Cast, done_too: bool, since: datetime | None) -> None:
    project_id = project(cast.alice, cast.place)
    for name in ("a", "b", "c"):
        task_of(cast, project_id, name)

    read = queries.mine(cast.world.server.database.read(), cast.alice.id, since, done_too, most=2)

    assert [one.row.name for one in read] == ["a", "b"]
    assert mine(cast.alice, "offset=1&per_page=1") == ["b"]
