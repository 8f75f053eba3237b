"""The lists that reports are filtered by."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.reports.stage import Stage, in_zone, stage

PATHS = (
    "filters/clients",
    "search/clients",
    "filters/projects",
    "search/projects",
    "filters/users",
    "search/users",
    "filters/project_users",
    "filters/project_groups",
    "filters/projects/status",
    "filters/tasks/status",
    "filters/tasks",
    "search/tasks",
)
SEARCHES = (
    *(path for path in PATHS if path.startswith("search")),
    "filters/project_users",
    "filters/project_groups",
    "filters/tasks/status",
)


def ids(rows: list[dict[str, Any]]) -> list[int]:
    return [row["id"] for row in rows]


def task(there: Stage, project: int, name: str, **fields: Any) -> int:
    answer = there.boss.post(f"{there.workspace}/projects/{project}/tasks", {"name": name, **fields})
    assert answer.status == 200, answer
    return answer.json["id"]


@pytest.mark.parametrize("path", SEARCHES)
def test_what_searches_needs_something_to_search_for(cast: Cast, path: str) -> None:
    there = stage(cast)

    for body in (None, {}, {"unknown": 1}):
        answer = there.report(path, body)
        assert (answer.status, answer.json) == (400, "At least one parameter must be set")


@pytest.mark.parametrize("path", [path for path in PATHS if path not in SEARCHES])
def test_what_lists_needs_nothing(cast: Cast, path: str) -> None:
    there = stage(cast)
    task(there, there.project(), "Task")
    there.client("Client")

    assert len(there.read(path)) >= 1
    assert there.read(path) == there.read(path, {})


@pytest.mark.parametrize("path", PATHS)
def test_strangers_are_told_nothing(cast: Cast, path: str) -> None:
    answer = stage(cast).report(path, {}, cast.charlie)

    assert (answer.status, answer.json) == (403, "Workspace not found/accessible")


@pytest.mark.parametrize(
    ("paths", "field", "most"),
    [
        (("filters/clients", "search/clients", "filters/projects", "search/projects"), "ids", 2000),
        (("filters/tasks", "search/tasks", "filters/projects/status", "filters/tasks/status"), "ids", 2000),
        (("filters/users", "search/users"), "ids", 100),
        (("filters/project_users", "filters/project_groups"), "project_ids", 2000),
        (("filters/project_users", "filters/projects"), "client_ids", 2000),
        (("filters/project_groups",), "group_ids", 2000),
    ],
)
def test_so_many_ids_can_be_posted(cast: Cast, paths: tuple[str, ...], field: str, most: int) -> None:
    there = stage(cast)

    for path in paths:
        assert there.read(path, {field: list(range(1, most + 1))}) == []
        answer = there.report(path, {field: list(range(most + 1))})
        assert (answer.status, answer.json) == (400, f"Maximum count of posted IDs is {most}")


def test_clients_by_id_and_by_a_part_of_their_name(cast: Cast) -> None:
    there = stage(cast)
    first, second = there.client("Größe"), there.client("100% Work")
    assert there.boss.post(f"{there.workspace}/clients/{second}/archive").status == 200
    gone = there.client("Gone")
    assert there.boss.delete(f"{there.workspace}/clients/{gone}").status == 200

    assert there.read("filters/clients") == [{"id": first, "name": "Größe"}, {"id": second, "name": "100% Work"}]
    assert ids(there.read("search/clients", {"name": "GRÖSSE"})) == [first]
    assert ids(there.read("search/clients", {"name": "%"})) == [second]
    assert ids(there.read("search/clients", {"ids": [second, gone, 1]})) == [second]
    assert ids(there.read("filters/clients", {"start": second})) == [second]
    assert ids(there.read("filters/clients", by=cast.bob)) == [first, second]


def test_pages_of_projects_begin_where_the_last_one_ended(cast: Cast) -> None:
    there = stage(cast)
    made = [there.project() for _ in range(203)]

    first = ids(there.read("filters/projects"))
    assert first == made[:201]
    assert ids(there.read("filters/projects", {"start": first[-1]})) == made[200:]
    assert ids(there.read("filters/projects", {"start": made[3], "page_size": 2})) == made[3:5]
    assert ids(there.read("filters/projects", {"page_size": 100_000})) == made
    assert ids(there.read("filters/projects", {"page_size": 0})) == made[:201]
    assert there.report("filters/projects", {"page_size": -1}).status == 400


def test_projects_by_what_they_are(cast: Cast) -> None:
    there = stage(cast)
    client = there.client("Client")
    plain = there.project(name="Plain")
    euros = there.project(name="Euros", currency="EUR", client_id=client, color="#123456")
    archived = there.project(name="Archived", active=False, billable=True)
    private = there.project(name="Private", is_private=True)
    there.project(name="Template", template=True)

    def found(**body: Any) -> list[int]:
        listed = ids(there.read("filters/projects", body))
        assert listed == ids(there.read("search/projects", body or {"start": 0}))
        return listed

    assert found() == [plain, euros, archived, private]
    assert found(currency="eur") == [euros]
    assert found(currency="USD") == [plain, archived, private]
    assert found(is_active=True) == [plain, euros, private]
    assert found(is_active=False) == [archived]
    assert found(is_billable=True) == [archived]
    assert found(is_private=True) == [private]
    assert found(client_ids=[client]) == [euros]
    assert found(client_ids=[None]) == [plain, archived, private]
    assert found(client_ids=[client, None]) == found()
    assert found(name="A", is_active=True) == [plain, private]
    assert found(ids=[], client_ids=[]) == found()
    assert there.read("filters/projects", {"ids": [euros]}) == [
        {
            "id": euros,
            "name": "Euros",
            "client_id": client,
            "color": "#123456",
            "currency": "EUR",
            "active": True,
            "billable": False,
        }
    ]


def test_private_projects_are_for_who_is_in_them(cast: Cast) -> None:
    there = stage(cast)
    public, private, own = there.project(), there.project(is_private=True), there.project(is_private=True)
    there.boss.post(f"{there.workspace}/project_users", {"project_id": own, "user_id": cast.bob.id})
    tasks = [task(there, project, "Task") for project in (public, private, own)]

    assert ids(there.read("filters/projects", by=cast.bob)) == [public, own]
    assert ids(there.read("filters/projects/status", by=cast.bob)) == [public, own]
    assert ids(there.read("filters/tasks", by=cast.bob)) == [tasks[0], tasks[2]]
    assert ids(there.read("filters/tasks/status", {"ids": tasks}, cast.bob)) == [tasks[0], tasks[2]]
    rows = there.read("filters/project_users", {"project_ids": [public, private, own]}, cast.bob)
    assert {row["project_id"] for row in rows} == {own}


def test_users_who_are_and_who_were(cast: Cast) -> None:
    there = stage(cast)
    off, gone = there.hire("Off"), there.hire("Gone")
    there.flags(off, inactive=True)
    members = {one["user_id"]: one["id"] for one in there.boss.get(f"{there.workspace}/workspace_users").json}
    assert there.boss.delete(f"{there.workspace}/workspace_users/{members[gone.id]}").status == 200

    active = there.read("filters/users")
    assert [(row["id"], row["name"], row["deleted_at"]) for row in active] == sorted(
        [(cast.alice.id, "Alice", None), (cast.bob.id, "Bob", None)]
    )
    others = there.read("search/users", {"active": False})
    assert [(row["id"], row["active"], row["deactivated"]) for row in others] == [
        (off.id, False, True),
        (gone.id, False, False),
    ]
    assert others[0]["deleted_at"] is None
    assert others[1]["deleted_at"] is not None
    by_id = {"ids": [gone.id, cast.bob.id, cast.charlie.id]}
    assert ids(there.read("filters/users", by_id)) == [cast.bob.id, gone.id]
    assert ids(there.read("filters/users", {**by_id, "active": True})) == [cast.bob.id]
    assert ids(there.read("filters/users", {"start": cast.bob.id})) == [cast.bob.id]


def test_addresses_are_for_who_may_see_them(cast: Cast) -> None:
    there = stage(cast)

    def addresses(person: Any) -> list[str]:
        return [row["email"] for row in there.read("search/users", {"active": True}, person)]

    assert addresses(cast.alice) == [cast.alice.email, cast.bob.email]
    assert addresses(cast.bob) == ["", cast.bob.email]
    (bob,) = there.read("search/users", {"ids": [cast.bob.id]})
    assert (bob["fullname"], bob["active"], bob["deactivated"], bob["avatar"]) == ("Bob", True, False, "")
    assert bob["workspace_user_id"] not in (bob["id"], None)


def test_project_users_with_what_they_bill_and_cost(cast: Cast) -> None:
    there = stage(cast)
    client = there.client("Client")
    managed, other = there.project(client_id=client), there.project()
    path = f"{there.workspace}/project_users"
    bob = there.boss.post(path, {"project_id": managed, "user_id": cast.bob.id, "manager": True}).json["id"]
    alice = there.boss.post(path, {"project_id": other, "user_id": cast.alice.id}).json["id"]
    for number in (bob, alice):
        there.rate("project_user", number, 12.5)
        there.rate("project_user", number, 7.25, costs=True)
    asked = {"project_ids": [managed, other]}

    def told(person: Any) -> dict[int, tuple[float | None, int | None]]:
        rows = there.read("filters/project_users", asked, person)
        return {row["id"]: (row["hourly_rate"], row["labour_cost"]) for row in rows}

    lead = there.hire("Lea", Role.TEAMLEAD)
    assert told(cast.alice) == {bob: (12.5, 725), alice: (12.5, 725)}
    # Who manages a project knows what it bills, and not what it costs.
    assert told(cast.bob) == {bob: (12.5, None), alice: (None, None)}
    there.flags(lead, view_edit_billable_rates=False)
    assert told(lead) == {bob: (None, 725), alice: (None, 725)}
    assert there.read("filters/project_users", {"client_ids": [client]}) == [
        {
            "id": bob,
            "project_id": managed,
            "user_id": cast.bob.id,
            "group_id": None,
            "hourly_rate": 12.5,
            "labour_cost": 725,
        }
    ]
    assert ids(there.read("filters/project_users", {"start_id": alice})) == [alice]


def test_groups_of_projects(cast: Cast) -> None:
    there = stage(cast)
    project, other = there.project(), there.project()
    body = {"name": "Group", "workspaces": [cast.place.workspace_id]}
    group = there.boss.post(f"{cast.organization}/groups", body).json["group_id"]
    path = f"{there.workspace}/project_groups"
    first = there.boss.post(path, {"project_id": project, "group_id": group}).json["id"]
    second = there.boss.post(path, {"project_id": other, "group_id": group}).json["id"]

    assert there.read("filters/project_groups", {"project_ids": [project]}) == [
        {"id": first, "project_id": project, "group_id": group, "name": "Group"}
    ]
    assert ids(there.read("filters/project_groups", {"group_ids": [group]})) == [first, second]
    assert ids(there.read("filters/project_groups", {"group_ids": [group], "start_id": second})) == [second]
    answer = there.report("filters/project_groups", {"start_id": second})
    assert (answer.status, answer.json) == (400, "At least one parameter must be set")


def test_tasks_by_what_they_are(cast: Cast) -> None:
    there = stage(cast)
    project, archived = there.project(), there.project()
    open_, done = task(there, project, "Open", user_id=cast.bob.id), task(there, project, "Done", active=False)
    of_archived = task(there, archived, "Of the archive")
    assert there.boss.put(f"{there.workspace}/projects/{archived}", {"active": False}).status == 200

    def found(**body: Any) -> list[int]:
        return ids(there.read("filters/tasks", body))

    assert found() == [open_, done, of_archived]
    assert found(active=True) == [open_, of_archived]
    assert found(active=False) == [done]
    assert found(project_active=True) == [open_, done]
    assert found(project_ids=[archived]) == [of_archived]
    assert found(user_ids=[cast.bob.id]) == [open_]
    assert found(name="o", start=done) == [done, of_archived]
    assert found(page_size=1) == [open_]
    (told,) = there.read("search/tasks", {"ids": [open_]})
    assert (told["project_id"], told["user_name"], told["tracked_seconds"]) == (project, "Bob", 0)


def test_what_belongs_to_others_finds_nothing(cast: Cast) -> None:
    there, theirs = stage(cast), in_zone(cast, "UTC")
    project, client = theirs.project(), theirs.client("Xanadu")
    tasks = [task(theirs, project, "Task")]

    for path, body in (
        ("filters/clients", {"ids": [client]}),
        ("filters/projects", {"ids": [project]}),
        ("filters/projects", {"client_ids": [client]}),
        ("filters/users", {"ids": [theirs.boss.id]}),
        ("filters/users", {"ids": [theirs.boss.id], "active": False}),
        ("filters/project_users", {"project_ids": [project]}),
        ("filters/project_groups", {"project_ids": [project]}),
        ("filters/projects/status", {"ids": [project]}),
        ("filters/tasks/status", {"ids": tasks}),
        ("filters/tasks", {"ids": tasks}),
    ):
        assert there.read(path, body) == [], path
