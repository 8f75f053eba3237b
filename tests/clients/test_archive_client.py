"""Archiving clients with their projects, and restoring them."""

import pytest

from sundial.access.plans import Plan
from tests.cast import Cast
from tests.clients.backstage import client, logged, names, path, project, projects
from tests.conftest import SetClock
from tests.people.backstage import put_on_plan, second_workspace

PAID = "Archiving clients is available for Starter and higher plans."


def test_active_projects_are_archived_with_their_client(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 5, 4, 10)
    one, other = client(cast, "Acme"), client(cast, "Other")
    first, second = project(cast, one), project(cast, one, is_private=True)
    kept = [project(cast, other), project(cast, None), project(cast, one, active=False)]
    kept.append(project(cast, one, deleted_at=clock()))
    before = projects(cast)
    now = clock.set(2026, 5, 4, 11)

    answer = cast.alice.post(path(cast, one, "/archive"))

    assert (answer.status, answer.json) == (200, [first, second])
    stored = projects(cast)
    assert {(stored[number].active, stored[number].at) for number in (first, second)} == {(False, now)}
    assert [stored[number] for number in kept] == [before[number] for number in kept]
    archived = cast.alice.get(path(cast, one)).json
    assert (archived["archived"], archived["at"]) == (True, "2026-05-04T11:00:00Z")
    assert names(cast) == ["Other"]


def test_each_change_is_logged_whole(cast: Cast) -> None:
    one = client(cast, "Acme")
    first, second = project(cast, one), project(cast, one)
    before = len(logged(cast))

    cast.alice.post(path(cast, one, "/archive"))

    rows = logged(cast)[before:]
    assert [(row.kind, row.action, row.entity_id) for row in rows] == [
        ("client", "updated", one),
        ("project", "updated", first),
        ("project", "updated", second),
    ]
    assert {row.user_id for row in rows} == {cast.alice.id}
    assert {row.workspace_id for row in rows} == {cast.place.workspace_id}
    changed = {name for name in rows[1].after if rows[1].before[name] != rows[1].after[name]}
    assert changed == {"active", "at"}
    assert {"name", "color", "rate", "tracked_seconds"} <= set(rows[1].before)


def test_once_more_archives_what_has_come_since(cast: Cast) -> None:
    one = client(cast, "Acme")
    cast.alice.post(path(cast, one, "/archive"))
    late = project(cast, one)
    at, before = cast.alice.get(path(cast, one)).json["at"], len(logged(cast))

    assert cast.alice.post(path(cast, one, "/archive")).json == [late]
    assert cast.alice.post(path(cast, one, "/archive")).json == []

    assert cast.alice.get(path(cast, one)).json["at"] == at
    assert len(logged(cast)) == before + 1


def test_several_at_once_are_one_object(cast: Cast) -> None:
    one, two = client(cast, "Acme"), client(cast, "Other")
    first, second = project(cast, two), project(cast, one)

    answer = cast.alice.post(f"{cast.workspace}/clients/archive", [two, one, two])

    assert (answer.status, answer.json) == (200, {"client_ids": [two, one], "project_ids": [first, second]})
    assert names(cast) == []
    assert cast.alice.post(f"{cast.workspace}/clients/archive", []).json == {"client_ids": [], "project_ids": []}


def test_all_or_none(cast: Cast) -> None:
    one = client(cast, "Acme")
    work = project(cast, one)
    second = second_workspace(cast)
    there = cast.alice.post(f"/workspaces/{second.workspace_id}/clients", {"name": "Acme"}).json["id"]
    theirs = cast.charlie.post(f"/workspaces/{cast.elsewhere.workspace_id}/clients", {"name": "Acme"}).json["id"]

    for number in (there, theirs, 1):
        refused = cast.alice.post(f"{cast.workspace}/clients/archive", [one, number])
        assert (refused.status, refused.json) == (404, f"No client with ID {number} was found")
    mine = client(cast, "Bob's", cast.bob)
    assert cast.bob.post(f"{cast.workspace}/clients/archive", [mine, one]).status == 403

    assert names(cast) == ["Acme", "Bob's"]
    assert projects(cast)[work].active


def test_one_that_is_not_here(cast: Cast) -> None:
    theirs = cast.charlie.post(f"/workspaces/{cast.elsewhere.workspace_id}/clients", {"name": "Acme"}).json["id"]

    for verb in ("/archive", "/restore"):
        for number in (theirs, 1):
            answer = cast.alice.post(path(cast, number, verb))
            assert (answer.status, answer.json) == (404, f"No client with ID {number} was found")


@pytest.mark.parametrize(("plan", "status"), [(Plan.FREE, 402), (Plan.STARTER, 200)])
def test_archiving_is_for_plans_that_include_it(cast: Cast, plan: Plan, status: int) -> None:
    one = client(cast, "Acme")
    put_on_plan(cast, plan)

    for answer in (
        cast.alice.post(path(cast, one, "/archive")),
        cast.alice.post(f"{cast.workspace}/clients/archive", [one]),
    ):
        assert answer.status == status
        assert status == 200 or answer.json == PAID
    assert cast.alice.post(path(cast, one, "/restore")).status == 200


def test_a_client_comes_back_alone(cast: Cast) -> None:
    one = client(cast, "Acme")
    work = project(cast, one)
    cast.alice.post(path(cast, one, "/archive"))

    restored = cast.alice.post(path(cast, one, "/restore"))

    assert (restored.status, restored.json["id"], restored.json["archived"]) == (200, one, False)
    assert names(cast) == ["Acme"]
    assert not projects(cast)[work].active
    again = cast.alice.post(path(cast, one, "/restore"), {"projects": None, "restore_all_projects": None})
    assert again.json == restored.json


def test_or_with_some_of_its_projects(cast: Cast, clock: SetClock) -> None:
    one = client(cast, "Acme")
    first, second = project(cast, one), project(cast, one)
    cast.alice.post(path(cast, one, "/archive"))
    now = clock.forward(minutes=1)
    before = len(logged(cast))

    assert cast.alice.post(path(cast, one, "/restore"), {"projects": [second, second]}).status == 200

    stored = projects(cast)
    assert (stored[first].active, stored[second].active, stored[second].at) == (False, True, now)
    rows = logged(cast)[before:]
    assert sorted((row.kind, row.entity_id) for row in rows) == [("client", one), ("project", second)]


def test_or_with_all_of_them(cast: Cast) -> None:
    one = client(cast, "Acme")
    work = [project(cast, one), project(cast, one)]
    gone = project(cast, one, active=False, deleted_at=cast.world.clock())
    cast.alice.post(path(cast, one, "/archive"))

    assert cast.alice.post(path(cast, one, "/restore"), {"restore_all_projects": True}).status == 200

    stored = projects(cast)
    assert [stored[number].active for number in [*work, gone]] == [True, True, False]


def test_only_archived_projects_of_the_client_come_back(cast: Cast) -> None:
    one, other = client(cast, "Acme"), client(cast, "Other")
    archived = project(cast, one)
    cast.alice.post(path(cast, one, "/archive"))
    wrong = [
        project(cast, other, active=False),
        project(cast, None, active=False),
        project(cast, one, active=False, deleted_at=cast.world.clock()),
        project(cast, one, active=True),
        1,
    ]

    for number in wrong:
        answer = cast.alice.post(path(cast, one, "/restore"), {"projects": [archived, number]})
        assert (answer.status, answer.json) == (400, f"Project {number} is not an archived project of this client")

    assert cast.alice.get(path(cast, one)).json["archived"]
    assert not projects(cast)[archived].active
