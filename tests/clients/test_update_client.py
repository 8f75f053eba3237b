"""Changing clients, and who may."""

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.clients.backstage import client, logged, names, path, project, projects
from tests.conftest import SetClock
from tests.make import colleague, person
from tests.people.backstage import NO_ACCESS, second_workspace

MISSING = "Client doesn't exist in the workspace."


def test_what_is_absent_stays(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 5, 4, 10)
    one = client(cast, "Acme", notes="Pays late", external_reference="SF-1")
    clock.set(2026, 5, 4, 11)

    renamed = cast.alice.put(path(cast, one), {"name": " Acme Inc "}).json

    assert (renamed["name"], renamed["notes"], renamed["external_reference"]) == ("Acme Inc", "Pays late", "SF-1")
    assert renamed["at"] == "2026-05-04T11:00:00Z"
    assert cast.alice.get(path(cast, one)).json == renamed
    row = logged(cast)[-1]
    changed = {name for name in row.after if row.before[name] != row.after[name]}
    assert (row.action, row.entity_id, changed) == ("updated", one, {"name", "name_key", "at"})


def test_null_clears_what_can_be_empty(cast: Cast) -> None:
    one = client(cast, "Acme", notes="Pays late", external_reference="SF-1")

    changed = cast.alice.put(path(cast, one), {"notes": None, "external_reference": None}).json

    assert (changed["name"], changed["notes"], changed["external_reference"]) == ("Acme", "", None)
    for empty in (None, " "):
        refused = cast.alice.put(path(cast, one), {"name": empty})
        assert (refused.status, refused.json) == (400, "Client name cannot be empty")
    long = cast.alice.put(path(cast, one), {"name": "x" * 256})
    assert (long.status, long.json) == (400, "Client name maximum length is 255")


def test_what_changes_nothing_is_not_logged(cast: Cast) -> None:
    one = client(cast, "Acme")
    before = cast.alice.get(path(cast, one)).json

    assert cast.alice.put(path(cast, one), {}).json == before
    assert cast.alice.put(path(cast, one), {"name": "Acme ", "archived": True, "id": 5}).json == before

    assert len(logged(cast)) == 1


def test_a_name_is_taken_once(cast: Cast) -> None:
    client(cast, "Acme")
    other = client(cast, "Other")

    taken = cast.alice.put(path(cast, other), {"name": "Acme"})

    assert (taken.status, taken.json) == (400, "Name has already been taken")
    assert names(cast) == ["Acme", "Other"]
    assert cast.alice.put(path(cast, other), {"name": "ACME"}).status == 200


@pytest.mark.parametrize(
    ("role", "allowed"), [(Role.USER, False), (Role.TEAMLEAD, False), (Role.PROJECTLEAD, True), (Role.ADMIN, True)]
)
def test_who_may_change_a_client_of_somebody_else(cast: Cast, role: Role, allowed: bool) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, role)
    one = client(cast, "Acme", cast.bob)

    answers = [
        dora.put(path(cast, one), {"name": "Other"}),
        dora.post(path(cast, one, "/archive")),
        dora.post(path(cast, one, "/restore")),
        dora.post(f"{cast.workspace}/clients/archive", [one]),
        dora.post(f"{cast.workspace}/clients/delete", [one] if not allowed else []),
        dora.delete(path(cast, one)),
    ]

    if allowed:
        assert [answer.status for answer in answers] == [200] * 6
    else:
        assert [(answer.status, answer.json) for answer in answers] == [(403, NO_ACCESS)] * 6
        assert names(cast) == ["Acme"]


def test_whoever_created_a_client_may_change_it(cast: Cast) -> None:
    one, two = (client(cast, name, cast.bob) for name in ("Acme", "Other"))

    answers = [
        cast.bob.put(path(cast, one), {"name": "Acme Inc"}),
        cast.bob.post(path(cast, one, "/archive")),
        cast.bob.post(path(cast, one, "/restore")),
        cast.bob.post(f"{cast.workspace}/clients/archive", [two]),
        cast.bob.post(f"{cast.workspace}/clients/delete", [two]),
        cast.bob.delete(path(cast, one)),
    ]

    assert [answer.status for answer in answers] == [200] * 6


def test_whoever_has_become_a_team_lead_may_not_any_more(cast: Cast) -> None:
    one = client(cast, "Acme", cast.bob)
    cast.alice.put(f"{cast.workspace}/users/{cast.bob.id}", {"role": "teamlead"})

    refused = cast.bob.put(path(cast, one), {"name": "Other"})

    assert (refused.status, refused.json) == (403, NO_ACCESS)


def test_a_client_that_is_not_here(cast: Cast) -> None:
    second = second_workspace(cast)
    there = cast.alice.post(f"/workspaces/{second.workspace_id}/clients", {"name": "Acme"}).json["id"]
    theirs = cast.charlie.post(f"/workspaces/{cast.elsewhere.workspace_id}/clients", {"name": "Acme"}).json["id"]
    gone = client(cast, "Gone")
    cast.alice.delete(path(cast, gone))

    for number in (there, theirs, gone, 1):
        answer = cast.alice.put(path(cast, number), {"name": "Mine"})
        assert (answer.status, answer.json) == (404, MISSING)


@pytest.mark.parametrize("number", ["x", "-1", "1.5", "9" * 17])
def test_what_is_no_id(cast: Cast, number: str) -> None:
    where = f"{cast.workspace}/clients/{number}"

    for answer in (
        cast.alice.get(where),
        cast.alice.put(where, {"name": "Acme"}),
        cast.alice.delete(where),
        cast.alice.post(f"{where}/archive"),
        cast.alice.post(f"{where}/restore"),
    ):
        assert (answer.status, answer.json) == (
            400,
            "We're expecting an integer as part of the url for client_id",
        )


def test_its_projects_tell_of_its_new_name_as_a_change(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 5, 4, 10)
    one, other = client(cast, "Acme"), client(cast, "Other")
    ours, theirs = project(cast, one), project(cast, other)
    then = clock.set(2026, 5, 4, 11)
    before = len(logged(cast))

    cast.alice.put(path(cast, one), {"notes": "Pays late"})
    assert cast.alice.get(f"/me/projects?since={int(then.timestamp())}").json == []
    cast.alice.put(path(cast, one), {"name": "Acme Inc"})

    told = cast.alice.get(f"/me/projects?since={int(then.timestamp())}").json
    assert [(each["id"], each["client_name"], each["at"]) for each in told] == [
        (ours, "Acme Inc", "2026-05-04T11:00:00Z")
    ]
    assert projects(cast)[theirs].at < then
    assert [row.kind for row in logged(cast)[before:]] == ["client", "client"]
