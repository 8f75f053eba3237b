"""Reading clients: lists, pages, parts of names, some by their ids, one, and those of all workspaces."""

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.clients.backstage import client, names, path
from tests.make import colleague, person
from tests.people.backstage import officer_path, second_workspace


@pytest.fixture
def listed(cast: Cast) -> dict[str, int]:
    """Three clients by name; the last is archived."""
    made = {name: client(cast, name) for name in ("beta", "Alpha", "Gamma_b")}
    assert cast.alice.post(path(cast, made["Gamma_b"], "/archive")).status == 200
    return made


def test_active_ones_by_name(cast: Cast, listed: dict[str, int]) -> None:
    assert names(cast) == names(cast, "?status=active") == ["Alpha", "beta"]
    assert names(cast, "?status=archived") == ["Gamma_b"]
    assert names(cast, "?status=both") == ["Alpha", "beta", "Gamma_b"]


@pytest.mark.parametrize("status", ["all", "Active", ""])
def test_what_is_no_status(cast: Cast, status: str) -> None:
    answer = cast.alice.get(f"{cast.workspace}/clients?status={status}")

    assert (answer.status, answer.json) == (400, "Client status is invalid")


def test_a_part_of_the_name(cast: Cast, listed: dict[str, int]) -> None:
    assert names(cast, "?name=ALP") == ["Alpha"]
    assert names(cast, "?name=a") == ["Alpha", "beta"]
    assert names(cast, "?name=a_b&status=both") == ["Gamma_b"]
    assert names(cast, "?name=%25") == []


def test_a_page_only_where_it_is_asked_for(cast: Cast, listed: dict[str, int]) -> None:
    whole = cast.alice.get(f"{cast.workspace}/clients?status=both")
    page = cast.alice.get(f"{cast.workspace}/clients?status=both&page=2&per_page=2")

    assert "x-pages" not in whole.headers
    assert all("total_count" not in each for each in whole.json)
    assert [(each["name"], each["total_count"]) for each in page.json] == [("Gamma_b", 3)]
    assert {name: page.headers[f"x-{name}"] for name in ("page", "page-size", "pages", "records")} == {
        "page": "2",
        "page-size": "2",
        "pages": "2",
        "records": "3",
    }
    assert names(cast, "?per_page=1") == ["Alpha"]
    assert names(cast, "?page=1") == ["Alpha", "beta"]
    assert names(cast, "?page=7&per_page=1") == []


def test_a_full_page_counts_what_the_filter_leaves(cast: Cast) -> None:
    for number in range(52):
        client(cast, f"Client {number:02}")
    client(cast, "Other")

    page = cast.alice.get(f"{cast.workspace}/clients?page=1&name=client")

    assert (len(page.json), page.headers["x-records"], page.headers["x-pages"]) == (50, "52", "2")
    assert names(cast, "?page=2&name=client") == ["Client 50", "Client 51"]


@pytest.mark.parametrize("query", ["page=0", "per_page=0"])
def test_what_is_no_page(cast: Cast, query: str) -> None:
    answer = cast.alice.get(f"{cast.workspace}/clients?{query}")

    assert (answer.status, answer.json) == (400, f"{query.partition('=')[0]} parameter must contain values > 0.")


@pytest.mark.parametrize("role", list(Role))
def test_every_member_reads_all_of_them(cast: Cast, listed: dict[str, int], role: Role) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, role)

    assert len(dora.get(f"{cast.workspace}/clients?status=both").json) == 3
    assert dora.get(path(cast, listed["beta"])).json["name"] == "beta"
    assert len(dora.post(f"{cast.workspace}/clients/data", list(listed.values())).json) == 3


def test_some_by_their_ids(cast: Cast, listed: dict[str, int]) -> None:
    theirs = cast.charlie.post(f"/workspaces/{cast.elsewhere.workspace_id}/clients", {"name": "Theirs"}).json["id"]

    found = cast.alice.post(f"{cast.workspace}/clients/data", [listed["Gamma_b"], theirs, 1, listed["beta"]])

    assert [each["name"] for each in found.json] == ["beta", "Gamma_b"]
    assert cast.alice.post(f"{cast.workspace}/clients/data", []).json == []
    many = cast.alice.post(f"{cast.workspace}/clients/data", [1] * 1001)
    assert (many.status, many.json) == (400, "body must have at most 1000 items")


def test_one_that_is_not_here(cast: Cast) -> None:
    theirs = cast.charlie.post(f"/workspaces/{cast.elsewhere.workspace_id}/clients", {"name": "Theirs"}).json["id"]
    gone = client(cast, "Gone")
    cast.alice.delete(path(cast, gone))

    for number in (theirs, gone, 1):
        answer = cast.alice.get(path(cast, number))
        assert (answer.status, answer.json) == (404, f"No client with ID {number} was found")


def test_those_of_all_my_workspaces(cast: Cast, listed: dict[str, int]) -> None:
    second = second_workspace(cast)
    cast.alice.post(f"/workspaces/{second.workspace_id}/clients", {"name": "Apart"})
    colleague(cast.alice, cast.elsewhere)
    cast.charlie.post(f"/workspaces/{cast.elsewhere.workspace_id}/clients", {"name": "Theirs"})

    assert [each["name"] for each in cast.alice.get("/me/clients").json] == [
        "Alpha",
        "Apart",
        "beta",
        "Gamma_b",
        "Theirs",
    ]
    assert [each["name"] for each in cast.bob.get("/me/clients").json] == ["Alpha", "beta", "Gamma_b"]


def test_what_has_changed_since(cast: Cast, listed: dict[str, int]) -> None:
    cast.alice.delete(path(cast, listed["beta"]))

    told = {each["id"]: each["server_deleted_at"] for each in cast.bob.get("/me/clients?since=0").json}

    assert set(told) == set(listed.values())
    assert [number for number, deleted_at in told.items() if deleted_at] == [listed["beta"]]
    later = int(cast.world.clock().timestamp()) + 60
    assert cast.bob.get(f"/me/clients?since={later}").json == []
    wrong = cast.bob.get("/me/clients?since=yesterday")
    assert (wrong.status, wrong.json) == (400, "Since is expected to be an unix timestamp, integer value")


@pytest.mark.parametrize("where", ["workspace", "organization"])
def test_nothing_of_a_workspace_that_one_was_switched_off_in(cast: Cast, listed: dict[str, int], where: str) -> None:
    place = officer_path(cast, cast.bob) if where == "organization" else f"{cast.workspace}/users/{cast.bob.id}"
    assert cast.alice.put(place, {"inactive": True}).status == 200

    assert cast.bob.get("/me/clients").json == []
    assert cast.bob.get("/me/clients?since=0").json == []
