"""Whoever is removed from a workspace loses their places in its projects, and does not get them back by returning."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.make import Place
from tests.people.backstage import invite, log, member_path, new_group, officer_path, second_workspace


def project(cast: Cast, place: Place) -> int:
    """A private project that Bob manages."""
    made = cast.alice.post(f"/workspaces/{place.workspace_id}/projects", {"name": "Secret", "is_private": True}).json
    body = {"project_id": made["id"], "user_id": cast.bob.id, "manager": True}
    assert cast.alice.post(f"/workspaces/{place.workspace_id}/project_users", body).status == 200
    return made["id"]


def people(cast: Cast, place: Place) -> list[int]:
    found: list[dict[str, Any]] = cast.alice.get(f"/workspaces/{place.workspace_id}/project_users").json or []
    return [each["user_id"] for each in found if each["user_id"] != cast.alice.id]


@pytest.mark.parametrize("way", ["workspace", "organization"])
def test_a_member_who_returns_has_no_old_places(cast: Cast, way: str) -> None:
    number = project(cast, cast.place)
    before = len(log(cast.world, cast.place.organization_id))

    path = member_path(cast, cast.bob) if way == "workspace" else officer_path(cast, cast.bob)
    assert cast.alice.delete(path).status == 200

    assert people(cast, cast.place) == []
    (change,) = [row for row in log(cast.world, cast.place.organization_id)[before:] if row.kind == "project_user"]
    assert (change.action, change.user_id) == ("deleted", cast.alice.id)
    assert (change.before["deleted_at"], change.before["manager"], change.before["project_id"]) == (None, True, number)
    assert change.after["deleted_at"] == change.after["at"]
    assert change.after["at"] is not None

    # Who is in the organization still comes in at once.
    for invitation in invite(cast.alice, cast.place, cast.bob.email).json["invitations"]:
        cast.bob.post(f"/organizations/invitations/{invitation['code']}/accept")
    assert cast.bob.get(cast.workspace).status == 200
    assert cast.bob.get(f"{cast.workspace}/projects/{number}").status == 404
    body = {"project_id": number, "user_id": cast.bob.id}
    again = cast.alice.post(f"{cast.workspace}/project_users", body).json
    assert again["manager"] is False


def test_places_in_other_workspaces_stay(cast: Cast) -> None:
    beside = second_workspace(cast)
    invite(cast.alice, beside, cast.bob.email)
    project(cast, cast.place)
    number = project(cast, beside)

    cast.alice.delete(member_path(cast, cast.bob))

    assert (people(cast, cast.place), people(cast, beside)) == ([], [cast.bob.id])
    assert cast.bob.get(f"/workspaces/{beside.workspace_id}/projects/{number}").status == 200


def test_who_is_switched_off_keeps_them(cast: Cast) -> None:
    number = project(cast, cast.place)

    cast.alice.put(member_path(cast, cast.bob), {"inactive": True})
    assert people(cast, cast.place) == [cast.bob.id]
    cast.alice.put(member_path(cast, cast.bob), {"inactive": False})

    assert cast.bob.get(f"{cast.workspace}/projects/{number}").status == 200


def test_who_leaves_with_a_group_loses_them_too(cast: Cast) -> None:
    beside = second_workspace(cast)
    team = new_group(cast, "Team", [cast.bob], [beside])
    project(cast, beside)

    assert cast.alice.delete(team).status == 200

    assert people(cast, beside) == []
