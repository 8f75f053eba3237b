"""Deleting clients: their projects stay."""

from tests.cast import Cast
from tests.clients.backstage import client, logged, names, path, project, projects
from tests.conftest import SetClock
from tests.people.backstage import second_workspace


def test_its_projects_stay_without_it(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 5, 4, 10)
    one, other = client(cast, "Acme"), client(cast, "Other")
    mine = [project(cast, one, "Website"), project(cast, one, "Archived", active=False)]
    theirs, gone = project(cast, other, "Website"), project(cast, one, "Gone", deleted_at=clock())
    now = clock.set(2026, 5, 4, 11)

    answer = cast.alice.delete(path(cast, one))

    assert (answer.status, answer.content) == (200, str(one).encode())
    stored = projects(cast)
    assert [(stored[number].client_id, stored[number].at) for number in mine] == [(None, now)] * 2
    assert [stored[number].active for number in mine] == [True, False]
    assert (stored[theirs].client_id, stored[gone].client_id) == (other, one)
    assert names(cast, "?status=both") == ["Other"]
    again = cast.alice.delete(path(cast, one))
    assert (again.status, again.json) == (404, f"No client with ID {one} was found")


def test_it_is_logged_with_its_projects(cast: Cast) -> None:
    one = client(cast, "Acme")
    work = project(cast, one)
    before = len(logged(cast))

    cast.alice.delete(path(cast, one))

    rows = {(row.kind, row.entity_id): row for row in logged(cast)[before:]}
    assert {key: row.action for key, row in rows.items()} == {("client", one): "deleted", ("project", work): "updated"}
    assert (rows["project", work].before["client_id"], rows["project", work].after["client_id"]) == (one, None)
    assert rows["client", one].before["deleted_at"] is None
    assert rows["client", one].after["deleted_at"] is not None


def test_its_name_is_free_again(cast: Cast) -> None:
    one = client(cast, "Acme")
    cast.alice.delete(path(cast, one))

    assert client(cast, "Acme") != one


def test_not_where_two_projects_would_have_one_name(cast: Cast) -> None:
    one = client(cast, "Acme")
    work = project(cast, one, "Website")
    project(cast, one, "Shop")
    alone = project(cast, None, "Website")

    for answer in (cast.alice.delete(path(cast, one)), cast.alice.post(f"{cast.workspace}/clients/delete", [one])):
        assert (answer.status, answer.json) == (
            400,
            "There would be two projects with the name 'Website' and without a client",
        )
    assert names(cast) == ["Acme"]
    assert projects(cast)[work].client_id == one
    assert projects(cast)[alone].client_id is None


def test_a_deleted_project_is_in_nobodys_way(cast: Cast) -> None:
    one = client(cast, "Acme")
    project(cast, one, "Website")
    project(cast, None, "Website", deleted_at=cast.world.clock())

    assert cast.alice.delete(path(cast, one)).status == 200


def test_several_at_once(cast: Cast) -> None:
    one, two, three = (client(cast, name) for name in ("One", "Two", "Three"))

    answer = cast.alice.post(f"{cast.workspace}/clients/delete", [two, one, two])

    assert (answer.status, answer.content) == (200, b"")
    assert names(cast) == ["Three"]
    assert cast.alice.post(f"{cast.workspace}/clients/delete", []).content == b""
    assert cast.alice.get(path(cast, three)).status == 200


def test_several_whose_projects_have_one_name(cast: Cast) -> None:
    one, two = client(cast, "One"), client(cast, "Two")
    project(cast, one, "Website")
    project(cast, two, "Website")

    refused = cast.alice.post(f"{cast.workspace}/clients/delete", [one, two])

    assert (refused.status, refused.json) == (
        400,
        "There would be two projects with the name 'Website' and without a client",
    )
    assert names(cast) == ["One", "Two"]


def test_all_or_none(cast: Cast) -> None:
    one = client(cast, "Acme")
    second = second_workspace(cast)
    there = cast.alice.post(f"/workspaces/{second.workspace_id}/clients", {"name": "Acme"}).json["id"]
    theirs = cast.charlie.post(f"/workspaces/{cast.elsewhere.workspace_id}/clients", {"name": "Acme"}).json["id"]

    for number in (there, theirs, 1):
        refused = cast.alice.post(f"{cast.workspace}/clients/delete", [one, number])
        assert (refused.status, refused.json) == (404, f"No client with ID {number} was found")

    assert names(cast) == ["Acme"]
