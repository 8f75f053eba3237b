"""Who sees a project, who makes one, and who may change it."""

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.people.backstage import hire
from tests.projects.backstage import (
    MISSING,
    NO_ACCESS,
    NO_RATES,
    group,
    lead,
    logged,
    make,
    names,
    path,
    put_in,
    told,
)


def test_a_private_project_is_seen_by_those_in_it_and_those_who_see_all(cast: Cast) -> None:
    project = make(cast.alice, cast, "Secret", is_private=True)
    dora, emil, fay = (hire(cast, name, role) for name, role in (
        ("Dora", Role.TEAMLEAD), ("Emil", Role.PROJECTLEAD), ("Fay", Role.USER),
    ))  # fmt: skip

    for who in (cast.alice, dora, emil):
        assert names(who.get(f"{cast.workspace}/projects")) == ["Secret"]
    for who in (cast.bob, fay):
        assert names(who.get(f"{cast.workspace}/projects")) == []
        assert told(who.get(path(cast, project))) == (404, MISSING)
    put_in(cast, project, cast.bob)
    inside = group(cast, fay)
    cast.alice.post(f"{cast.workspace}/project_groups", {"project_id": project["id"], "group_id": inside})
    for who in (cast.bob, fay):
        assert names(who.get(f"{cast.workspace}/projects")) == ["Secret"]
        assert who.get(path(cast, project)).json["id"] == project["id"]


def test_a_group_that_left_the_workspace_shows_nothing(cast: Cast) -> None:
    project = make(cast.alice, cast, is_private=True)
    inside = group(cast, cast.bob)
    cast.alice.post(f"{cast.workspace}/project_groups", {"project_id": project["id"], "group_id": inside})
    assert cast.bob.get(path(cast, project)).status == 200

    cast.alice.put(f"{cast.organization}/groups/{inside}", {"workspaces": []})

    assert told(cast.bob.get(path(cast, project))) == (404, MISSING)


def test_a_public_project_is_changed_by_its_managers_and_those_who_manage_all(cast: Cast) -> None:
    project = make(cast.alice, cast, is_private=False)
    dora, emil = hire(cast, "Dora", Role.TEAMLEAD), hire(cast, "Emil", Role.PROJECTLEAD)
    place = put_in(cast, project, cast.bob)

    for who in (cast.bob, dora):
        assert told(who.put(path(cast, project), {"name": "Mine"})) == (403, NO_ACCESS)
        assert told(who.delete(path(cast, project))) == (403, NO_ACCESS)
    assert emil.put(path(cast, project), {"name": "Emil's"}).status == 200
    cast.alice.put(f"{cast.workspace}/project_users/{place['id']}", {"manager": True})
    assert cast.bob.put(path(cast, project), {"name": "Bob's"}).json["name"] == "Bob's"
    assert told(cast.bob.delete(path(cast, project))) == (200, project["id"])


def test_a_user_who_makes_a_project_manages_it(cast: Cast) -> None:
    project = make(cast.bob, cast)

    (place,) = cast.bob.get(f"{cast.workspace}/project_users").json
    assert (place["user_id"], place["project_id"], place["manager"]) == (cast.bob.id, project["id"], True)
    assert [change.action for change in logged(cast, "project_user")] == ["created"]
    assert cast.bob.put(path(cast, project), {"is_private": False}).json["is_private"] is False


def test_whoever_manages_all_projects_is_put_into_none(cast: Cast) -> None:
    make(cast.alice, cast)

    assert cast.alice.get(f"{cast.workspace}/project_users").json == []


def test_a_team_lead_makes_nothing(cast: Cast) -> None:
    dora = hire(cast, "Dora", Role.TEAMLEAD)

    assert told(dora.post(f"{cast.workspace}/projects", {"name": "Apollo"})) == (403, NO_ACCESS)


def test_projects_may_be_left_to_admins(cast: Cast) -> None:
    own = make(cast.bob, cast, is_private=False)
    cast.alice.put(cast.workspace, {"only_admins_may_create_projects": True})

    plain = cast.bob.post(f"{cast.workspace}/projects", {"name": "Apollo"})
    private = cast.bob.post(f"{cast.workspace}/projects", {"name": "Apollo", "is_private": True})
    hidden = cast.bob.put(path(cast, own), {"is_private": True})

    assert told(plain) == (403, "Only admins may create projects in this workspace")
    assert told(private) == (403, "Only admins may create private projects in this workspace")
    assert told(hidden) == (403, "Only admins may create private projects in this workspace")
    assert cast.bob.put(path(cast, own), {"name": "Still mine", "is_private": False}).status == 200
    assert make(lead(cast), cast, "Apollo")["name"] == "Apollo"


@pytest.mark.parametrize("field", ["rate", "fixed_fee"])
def test_what_a_project_earns_is_seen_by_who_sees_rates_or_manages_it(cast: Cast, field: str) -> None:
    project = make(cast.alice, cast, is_private=False, **{field: 100})
    dora = hire(cast, "Dora", Role.TEAMLEAD)
    emil = lead(cast, rates=False)

    for who, amount in ((cast.alice, 100), (dora, 100), (cast.bob, None), (emil, None)):
        assert who.get(path(cast, project)).json[field] == amount
        (listed,) = who.get(f"{cast.workspace}/projects").json
        (mine,) = who.get("/me/projects").json
        assert (listed[field], mine[field]) == (amount, amount)
        if field == "rate":
            assert (listed["rate_last_updated"] is None) is (amount is None)
    put_in(cast, project, cast.bob, manager=True)
    assert cast.bob.get(path(cast, project)).json[field] == 100


@pytest.mark.parametrize("field", ["rate", "fixed_fee"])
def test_who_sees_no_rates_sets_none_and_clears_none(cast: Cast, field: str) -> None:
    project = make(cast.alice, cast, **{field: 100})
    emil = lead(cast, rates=False)

    assert told(emil.put(path(cast, project), {field: 5})) == (403, NO_RATES)
    assert told(emil.post(f"{cast.workspace}/projects", {"name": "Apollo", field: 5})) == (403, NO_RATES)
    sent_back = emil.put(path(cast, project), {"name": "Emil's", field: None})
    assert (sent_back.status, sent_back.json[field]) == (200, None)
    assert cast.alice.get(path(cast, project)).json[field] == 100
    own = make(cast.bob, cast, **{field: 7})
    assert own[field] == 7
    assert cast.bob.put(path(cast, own), {field: 8}).json[field] == 8
