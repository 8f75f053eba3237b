"""Taking back what was done to clients, with their projects."""

import pytest

from tests.cast import Cast
from tests.undo.backstage import SINCE, undo
from tests.undo.things import change, create, delete, named, read


def customer(cast: Cast) -> tuple[int, list[int]]:
    """A client of Bob's, with projects of Alice's that Bob manages: one private, one archived."""
    client_id = create(cast, "clients", cast.bob, name="Customer")["id"]
    kinds = [(True, True), (False, True), (False, False)]
    projects = [
        create(cast, "projects", name=f"{n}", client_id=client_id, is_private=private, active=is_active)["id"]
        for n, (private, is_active) in enumerate(kinds)
    ]
    for number in projects:
        create(cast, "project_users", project_id=number, user_id=cast.bob.id, manager=True)
    return client_id, projects


def active(cast: Cast, projects: list[int]) -> list[bool]:
    return [read(cast, "projects", number)["active"] for number in projects]


def clients(cast: Cast, projects: list[int]) -> list[int | None]:
    return [read(cast, "projects", number)["client_id"] for number in projects]


@pytest.mark.parametrize("by", ["alice", "bob"])
def test_an_archived_client_comes_back_with_the_projects_that_went_with_it(cast: Cast, by: str) -> None:
    somebody = getattr(cast, by)
    client_id, projects = customer(cast)
    assert somebody.post(f"{cast.workspace}/clients/{client_id}/archive").status == 200
    assert active(cast, projects) == [False, False, False]

    done = undo(cast, somebody).take_back()

    assert sorted(done) == sorted(
        [("client", client_id, "changed back"), *(("project", number, "changed back") for number in projects[:2])]
    )
    assert active(cast, projects) == [True, True, False]
    assert named(cast, "clients") == {"Customer": client_id}


def test_a_client_that_came_out_of_the_archive_goes_back(cast: Cast) -> None:
    client_id, projects = customer(cast)
    cast.alice.post(f"{cast.workspace}/clients/{client_id}/archive")
    body = {"projects": projects[:1]}
    assert cast.alice.post(f"{cast.workspace}/clients/{client_id}/restore", body).status == 200

    undo(cast).take_back()

    assert active(cast, projects) == [False, False, False]
    assert named(cast, "clients") == {}


@pytest.mark.parametrize("by", ["alice", "bob"])
def test_a_deleted_client_comes_back_to_its_projects(cast: Cast, by: str) -> None:
    client_id, projects = customer(cast)
    delete(cast, "clients", client_id, getattr(cast, by))
    assert clients(cast, projects) == [None, None, None]

    undo(cast, getattr(cast, by)).take_back()

    assert clients(cast, projects) == [client_id] * 3
    undo(cast, getattr(cast, by)).take_back()
    assert clients(cast, projects) == [None, None, None]


@pytest.mark.parametrize("verb", ["archive", ""])
def test_not_by_who_does_not_manage_its_projects_any_more(cast: Cast, verb: str) -> None:
    client_id, projects = customer(cast)
    path = f"{cast.workspace}/clients/{client_id}"
    assert (cast.bob.post(f"{path}/archive") if verb else cast.bob.delete(path)).status == 200
    for place in cast.alice.get(f"{cast.workspace}/project_users?project_ids={projects[0]}").json:
        if place["user_id"] == cast.bob.id:
            assert cast.alice.delete(f"{cast.workspace}/project_users/{place['id']}").status == 200
    bobs = undo(cast, cast.bob)
    last = bobs.last("?kind=client")

    assert bobs.refused(last) == (403, "User does not have access to this resource.")
    answer = bobs.revert(last, "?dry_run=true")

    assert (answer.status, answer.json) == (403, "User does not have access to this resource.")
    assert undo(cast).revert(last).status == 200


def test_a_project_that_has_changed_since_keeps_all_of_it(cast: Cast) -> None:
    client_id, projects = customer(cast)
    delete(cast, "clients", client_id)
    deleted = undo(cast).last()
    change(cast, "projects", projects[1], name="Other")

    assert undo(cast).refused(deleted) == (409, SINCE)

    assert clients(cast, projects) == [None, None, None]


def test_the_client_does_not_open_other_changes_of_its_projects(cast: Cast) -> None:
    made = create(cast, "projects", cast.bob, name="Atlas", client_name="Customer")
    project_user = cast.alice.get(f"{cast.workspace}/project_users?project_ids={made['id']}").json[0]
    answer = cast.alice.put(f"{cast.workspace}/project_users/{project_user['id']}", {"manager": False})
    assert answer.status == 200, answer

    status, _ = undo(cast, cast.bob).refused(undo(cast, cast.bob).last("?kind=project"))

    assert status == 403
    assert named(cast, "clients") == {"Customer": made["client_id"]}
