"""GET /me/organizations."""

from sundial.access.permissions import OrganizationRole
from tests.cast import Cast
from tests.make import colleague, organization, person


def test_the_callers_organizations_as_they_see_them(cast: Cast) -> None:
    colleague(cast.bob, cast.elsewhere, None, OrganizationRole.ADMIN)
    own = organization(cast.bob, "Bob's")

    listed = cast.bob.get("/me/organizations").json

    assert {one["name"]: (one["owner"], one["admin"]) for one in listed} == {
        "Acme": (False, False),
        "Elsewhere": (False, True),
        "Bob's": (True, True),
    }
    assert own.organization_id in [one["id"] for one in listed]
    assert listed == [cast.bob.get(f"/organizations/{one['id']}").json for one in listed]


def test_who_is_in_none_has_an_empty_list(cast: Cast) -> None:
    answer = person(cast.world).get("/me/organizations")

    assert (answer.status, answer.json) == (200, [])


def test_nobody_has_none_without_signing_in(cast: Cast) -> None:
    assert cast.world.send("GET", "/me/organizations").status == 401
