"""The smaller questions that clients ask of themselves: /me/logged, /me/id, /me/location and the lists."""

import pytest

from sundial.access.permissions import OrganizationRole, Role
from sundial.access.plans import Plan
from sundial.organizations.actions import set_plan
from tests.cast import Cast
from tests.make import Person, Place, World, colleague, organization, person

PATHS = ["logged", "id", "location", "quota", "features", "organizations", "workspaces"]


def put_on(plan: Plan, place: Place, world: World) -> None:
    with world.server.database.write() as tx:
        set_plan(tx, place.organization_id, plan, None, world.clock())


@pytest.fixture
def alone(world: World) -> Person:
    """Somebody who is in no organization."""
    return person(world, "Alone")


@pytest.mark.parametrize("path", PATHS)
def test_nobody_is_told_anything(world: World, path: str) -> None:
    answer = world.send("GET", f"/me/{path}")

    assert (answer.status, answer.content) == (401, b"")


def test_logged_is_empty(alone: Person) -> None:
    answer = alone.get("/me/logged")

    assert (answer.status, answer.content) == (200, b"")


def test_id_is_the_users_number(alone: Person) -> None:
    assert alone.get("/me/id").json == alone.id


def test_location_is_nowhere(alone: Person) -> None:
    assert alone.get("/me/location").json == {
        "city": "",
        "city_lat_long": "",
        "country_code": "",
        "country_name": "",
        "state": "",
    }


def test_somebody_who_is_in_no_organization_has_empty_lists(alone: Person) -> None:
    for path in ("features", "organizations", "workspaces"):
        assert alone.get(f"/me/{path}").json == []
    assert [row["organization_id"] for row in alone.get("/me/quota").json] == [None]


def test_quota_names_every_organization(cast: Cast) -> None:
    second = organization(cast.bob, "Second")

    rows = cast.bob.get("/me/quota").json

    assert [row["organization_id"] for row in rows] == [None, cast.place.organization_id, second.organization_id]
    assert all(set(row) == {"organization_id", "remaining", "resets_in_secs", "total"} for row in rows)


def test_features_are_those_of_each_workspaces_plan(cast: Cast) -> None:
    second = organization(cast.bob, "Second")
    put_on(Plan.FREE, second, cast.world)

    rows = {row["workspace_id"]: row["features"] for row in cast.bob.get("/me/features").json}

    assert set(rows) == {cast.place.workspace_id, second.workspace_id}
    assert all(feature["enabled"] for feature in rows[cast.place.workspace_id])
    assert {feature["name"] for feature in rows[second.workspace_id] if feature["enabled"]} == {"free"}
    assert all(set(feature) == {"feature_id", "name", "enabled"} for features in rows.values() for feature in features)


def test_organizations_tell_the_callers_place_in_each(cast: Cast) -> None:
    second = organization(cast.bob, "Second")
    colleague(cast.charlie, second, Role.ADMIN, OrganizationRole.ADMIN)

    def seen(somebody: Person) -> dict[str, tuple[int, bool, bool, int]]:
        rows = somebody.get("/me/organizations").json
        return {row["name"]: (row["id"], row["owner"], row["admin"], row["user_count"]) for row in rows}

    assert seen(cast.bob) == {
        "Acme": (cast.place.organization_id, False, False, 2),
        "Second": (second.organization_id, True, True, 2),
    }
    assert seen(cast.charlie) == {
        "Elsewhere": (cast.elsewhere.organization_id, True, True, 1),
        "Second": (second.organization_id, False, True, 2),
    }


def test_organizations_tell_their_plans(cast: Cast) -> None:
    put_on(Plan.PREMIUM, cast.place, cast.world)

    (row,) = cast.alice.get("/me/organizations").json

    assert (row["pricing_plan_name"], row["pricing_plan_id"]) == ("Premium", 2)
    assert row["pricing_plan_enterprise"] is False
    assert row["max_workspaces"] == 20


def test_workspaces_are_those_of_all_organizations(cast: Cast) -> None:
    second = organization(cast.bob, "Second", "Side")

    rows = cast.bob.get("/me/workspaces").json

    assert [(row["id"], row["organization_id"], row["role"]) for row in rows] == [
        (cast.place.workspace_id, cast.place.organization_id, "user"),
        (second.workspace_id, second.organization_id, "admin"),
    ]
    assert cast.bob.get("/workspaces").json == rows


def test_workspaces_since_a_moment_are_those_that_changed(cast: Cast) -> None:
    (row,) = cast.alice.get("/me/workspaces?since=0").json
    later = 4_000_000_000

    assert row["id"] == cast.place.workspace_id
    assert cast.alice.get(f"/me/workspaces?since={later}").json == []
    refused = cast.alice.get("/me/workspaces?since=yesterday")
    assert (refused.status, refused.json) == (400, "since must be an integer")
