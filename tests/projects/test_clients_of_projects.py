"""For whom a project is: a client that is chosen by id or by name."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.people.backstage import hire, second_workspace
from tests.projects.backstage import NO_ACCESS, logged, make, names, path, told


def missing(cast: Cast, client_id: int) -> tuple[int, str]:
    return 400, f"Client with the ID {client_id} isn't present in workspace {cast.place.workspace_id}"


def test_a_client_is_made_by_its_name_once(cast: Cast) -> None:
    first = make(cast.alice, cast, client_name="  Acme ")
    second = make(cast.alice, cast, client_name="Acme")
    other = make(cast.alice, cast, client_name="acme")

    assert first["client_name"] == "Acme"
    assert first["client_id"] == first["cid"] == second["client_id"] != other["client_id"]
    (acme, small) = logged(cast, "client")
    assert (acme.action, acme.entity_id, acme.after["name"]) == ("created", first["client_id"], "Acme")
    assert small.after["name_key"] == "acme"


@pytest.mark.parametrize("field", ["client_id", "cid"])
def test_a_client_is_chosen_by_id(cast: Cast, field: str) -> None:
    known = make(cast.alice, cast, client_name="Acme")["client_id"]

    made = make(cast.alice, cast, **{field: known})

    assert (made["client_id"], made["cid"], made["client_name"]) == (known, known, "Acme")


@pytest.mark.parametrize("body", [{"client_id": None}, {"client_id": 0}, {"cid": None}, {"cid": 0}], ids=str)
def test_null_and_zero_are_no_client(cast: Cast, body: dict[str, Any]) -> None:
    made = make(cast.alice, cast, client_name="Acme")

    changed = cast.alice.put(path(cast, made), body).json

    assert changed["client_id"] is None
    assert not {"cid", "client_name"} & set(changed)


def test_an_id_wins_over_a_name_and_the_new_field_over_the_old(cast: Cast) -> None:
    acme = make(cast.alice, cast, client_name="Acme")["client_id"]
    other = make(cast.alice, cast, client_name="Other")["client_id"]

    assert make(cast.alice, cast, client_id=acme, cid=other, client_name="Third")["client_id"] == acme
    assert make(cast.alice, cast, client_id=None, cid=other)["client_id"] is None
    assert make(cast.alice, cast, client_id=None, client_name="Other")["client_id"] == other


@pytest.mark.parametrize("cleared", [{"client_id": None}, {"client_id": 0, "cid": None}, {"cid": None}], ids=str)
def test_a_client_that_is_cleared_does_not_come_back_by_the_name_that_was_read(
    cast: Cast, cleared: dict[str, Any]
) -> None:
    read = make(cast.alice, cast, client_name="Acme")
    if "client_id" not in cleared:
        del read["client_id"]

    changed = cast.alice.put(path(cast, read), {**read, **cleared}).json

    assert (changed["client_id"], "client_name" in changed) == (None, False)
    assert cast.alice.put(path(cast, read), {"client_name": "Acme"}).json["client_name"] == "Acme"


@pytest.mark.parametrize("name", [None, "", "  "], ids=str)
def test_an_empty_name_says_nothing(cast: Cast, name: str | None) -> None:
    made = make(cast.alice, cast, client_name="Acme")

    assert cast.alice.put(path(cast, made), {"client_name": name}).json["client_name"] == "Acme"


def test_a_client_of_others_is_not_present(cast: Cast) -> None:
    beside = second_workspace(cast)
    made = cast.alice.post(f"/workspaces/{beside.workspace_id}/projects", {"name": "A", "client_name": "Acme"}).json
    theirs = cast.charlie.post(
        f"/workspaces/{cast.elsewhere.workspace_id}/projects", {"name": "B", "client_name": "Acme"}
    ).json
    own = make(cast.alice, cast)

    for client_id in (made["client_id"], theirs["client_id"], 1):
        body = {"name": "Apollo", "client_id": client_id}
        assert told(cast.alice.post(f"{cast.workspace}/projects", body)) == missing(cast, client_id)
        assert told(cast.alice.put(path(cast, own), {"cid": client_id})) == missing(cast, client_id)
    assert len(names(cast.alice.get(f"{cast.workspace}/projects"))) == 1


def test_a_client_is_made_by_who_may_make_clients(cast: Cast) -> None:
    own = make(cast.bob, cast)
    assert cast.bob.put(path(cast, own), {"client_name": "Acme"}).json["client_name"] == "Acme"

    cast.alice.put(cast.workspace, {"only_admins_may_create_projects": True})

    assert told(cast.bob.put(path(cast, own), {"client_name": "Other"})) == (403, NO_ACCESS)
    assert cast.bob.put(path(cast, own), {"client_name": "Acme"}).status == 200
    dora = hire(cast, "Dora", Role.PROJECTLEAD)
    assert dora.put(path(cast, own), {"client_name": "Other"}).json["client_name"] == "Other"


def test_a_name_that_is_too_long_for_a_client(cast: Cast) -> None:
    answer = cast.alice.post(f"{cast.workspace}/projects", {"name": "Apollo", "client_name": "x" * 256})

    assert told(answer) == (400, "Client name maximum length is 255")
    assert names(cast.alice.get(f"{cast.workspace}/projects")) == []
