"""What somebody sees in all of their workspaces."""

from typing import Any

import pytest

from sundial.access.permissions import OrganizationRole, Role
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import colleague, person
from tests.people.backstage import member_path, second_workspace
from tests.projects.backstage import make, names, path, put_in, told


def in_second(cast: Cast, *made: dict[str, Any]) -> int:
    """Alice's second workspace with these projects."""
    place = second_workspace(cast)
    for body in made:
        assert cast.alice.post(f"/workspaces/{place.workspace_id}/projects", body).status == 200
    return place.workspace_id


def test_projects_of_all_workspaces_and_organizations(cast: Cast) -> None:
    make(cast.alice, cast, "First")
    in_second(cast, {"name": "Second"})
    theirs = f"/workspaces/{cast.elsewhere.workspace_id}/projects"
    cast.charlie.post(theirs, {"name": "Open there", "is_private": False})
    cast.charlie.post(theirs, {"name": "Secret there"})
    colleague(cast.alice, cast.elsewhere)

    assert names(cast.alice.get("/me/projects")) == ["First", "Second", "Open there"]
    assert names(cast.charlie.get("/me/projects")) == ["Open there", "Secret there"]
    assert names(cast.bob.get("/me/projects")) == []


@pytest.mark.parametrize(
    ("role", "place", "sees"),
    [
        (Role.ADMIN, OrganizationRole.MEMBER, True),
        (Role.PROJECTLEAD, OrganizationRole.MEMBER, True),
        (Role.TEAMLEAD, OrganizationRole.MEMBER, True),
        (Role.USER, OrganizationRole.ADMIN, True),
        (Role.USER, OrganizationRole.MEMBER, False),
    ],
)
def test_private_ones_by_the_role_in_their_workspace(
    cast: Cast, role: Role, place: OrganizationRole, sees: bool
) -> None:
    make(cast.alice, cast, "Secret", is_private=True)
    make(cast.alice, cast, "Open", is_private=False, rate=5)
    who = colleague(person(cast.world, "Dora"), cast.place, role, place)

    for address in ("/me/projects", "/me/projects/paginated"):
        found = who.get(address).json
        assert sorted(each["name"] for each in found) == (["Open", "Secret"] if sees else ["Open"])
        assert [each["rate"] for each in found if each["name"] == "Open"] == [5 if sees else None]


def test_a_role_counts_where_it_is_held(cast: Cast) -> None:
    make(cast.alice, cast, "Secret here")
    second = in_second(cast, {"name": "Secret there"})
    email = {"emails": [cast.bob.email], "workspaces": [{"workspace_id": second, "role": "admin"}]}
    cast.alice.post(f"{cast.organization}/invitations", email)

    assert names(cast.bob.get("/me/projects")) == ["Secret there"]


def test_members_see_private_ones_until_they_leave(cast: Cast) -> None:
    put_in(cast, make(cast.alice, cast, "Secret"), cast.bob)
    make(cast.alice, cast, "Open", is_private=False)
    assert names(cast.bob.get("/me/projects")) == ["Open", "Secret"]

    cast.alice.put(member_path(cast, cast.bob), {"inactive": True})

    assert names(cast.bob.get("/me/projects")) == []
    assert names(cast.bob.get("/me/projects/paginated")) == []


def test_archived_ones_are_asked_for(cast: Cast) -> None:
    make(cast.alice, cast, "On")
    make(cast.alice, cast, "Off", active=False)
    cast.alice.delete(path(cast, make(cast.alice, cast, "Gone")))

    assert names(cast.alice.get("/me/projects")) == ["On"]
    assert names(cast.alice.get("/me/projects?include_archived=false")) == ["On"]
    assert names(cast.alice.get("/me/projects?include_archived=true")) == ["Off", "On"]
    answer = cast.alice.get("/me/projects?include_archived=yes")
    assert told(answer) == (404, "Invalid include_archived")


def test_all_that_changed_since(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 5, 4)
    make(cast.alice, cast, "Old")
    off, gone = make(cast.alice, cast, "Off"), make(cast.alice, cast, "Gone")
    since = int(clock.forward(hours=1).timestamp())
    cast.alice.put(path(cast, off), {"active": False})
    cast.alice.delete(path(cast, gone))

    for address in ("/me/projects", "/me/projects/paginated"):
        found = {each["name"]: each["status"] for each in cast.alice.get(f"{address}?since={since}").json}
        assert found == {"Off": "archived", "Gone": "deleted"}
        assert cast.alice.get(f"{address}?since={since + 1}").json == []
        answer = cast.alice.get(f"{address}?since=x")
        assert told(answer) == (400, "Since is expected to be an unix timestamp, integer value")


def test_pages_go_by_id(cast: Cast) -> None:
    made = [make(cast.alice, cast, name, active=name != "c")["id"] for name in "dcba"]
    theirs = f"/workspaces/{cast.elsewhere.workspace_id}/projects"
    colleague(cast.alice, cast.elsewhere)
    made += [cast.charlie.post(theirs, {"name": "e", "is_private": False}).json["id"]]
    made += [make(cast.alice, cast, "f")["id"]]
    cast.alice.delete(path(cast, make(cast.alice, cast, "gone")))

    def page(query: str) -> list[int]:
        return [each["id"] for each in cast.alice.get(f"/me/projects/paginated?{query}").json]

    assert page("") == page("per_page=500") == made
    assert page("per_page=4") == made[:4]
    assert page(f"per_page=4&start_project_id={made[3]}") == made[3:]
    assert page(f"per_page=2&start_project_id={made[3] + 1}") == made[4:]
    assert page(f"start_project_id={made[-1] + 100}") == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("start_project_id=x", "Invalid start_project_id"),
        ("start_project_id=-1", "Invalid start_project_id"),
        ("per_page=0", "per_page parameter must contain values > 0."),
        ("per_page=x", "per_page must be an integer"),
    ],
)
def test_what_is_no_page(cast: Cast, query: str, sentence: str) -> None:
    assert told(cast.alice.get(f"/me/projects/paginated?{query}")) == (400, sentence)


def test_a_project_is_told_as_in_its_workspace(cast: Cast) -> None:
    project = make(cast.alice, cast, client_name="Acme", rate=5)
    cast.alice.post(f"{path(cast, project)}/pin", {"pin": True})

    (listed,) = cast.alice.get(f"{cast.workspace}/projects").json

    assert listed["pinned"] is True
    assert cast.alice.get("/me/projects").json == cast.alice.get("/me/projects/paginated").json == [listed]
