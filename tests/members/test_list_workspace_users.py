"""GET /organizations/{organization_id}/workspaces/{workspace_id}/workspace_users: order, pages, and who may look."""

import pytest

from sundial.access.permissions import OrganizationRole, Role
from tests.cast import Cast
from tests.make import Person, colleague, person
from tests.people.backstage import address, hire, invite

NONSENSE = {
    "page=0": "page parameter must contain values > 0.",
    "page=-1": "page parameter must contain values > 0.",
    "per_page=0": "per_page parameter must contain values > 0.",
    "per_page=-50": "per_page parameter must contain values > 0.",
    "page=two": "page must be an integer",
    "page=1.5": "page must be an integer",
    "page=99999999999999999999": "page must be an integer",
    "per_page=": "per_page must be an integer",
    "active=perhaps": "active must be true or false",
    "custom_rates=2": "custom_rates must be true or false",
}


def path(cast: Cast) -> str:
    return f"{cast.organization}/workspaces/{cast.place.workspace_id}/workspace_users"


def names(somebody: Person, path: str) -> list[str]:
    answer = somebody.get(path)
    assert answer.status == 200, answer
    return [member["name"] for member in answer.json]


def test_users_are_listed_by_name_without_regard_to_case_then_by_id(cast: Cast) -> None:
    first, second = hire(cast, "adam"), hire(cast, "adam")
    hire(cast, "Öse")

    answer = cast.bob.get(path(cast))

    assert [member["name"] for member in answer.json] == ["adam", "adam", "Alice", "Bob", "Öse"]
    assert [member["user_id"] for member in answer.json[:2]] == [first.id, second.id]


def test_a_page_has_fifty_users_unless_told_otherwise(cast: Cast) -> None:
    answer = cast.alice.get(path(cast))

    assert len(answer.json) == 2
    assert {
        name: value for name, value in answer.headers.items() if name.startswith(("x-page", "x-rec", "x-sort"))
    } == {
        "x-page": "1",
        "x-page-size": "50",
        "x-pages": "1",
        "x-records": "2",
        "x-sort-order": "asc",
    }


def test_pages_follow_each_other(cast: Cast) -> None:
    for name in ("Carla", "Dora", "Emil"):
        hire(cast, name)

    pages = [cast.alice.get(f"{path(cast)}?page={page}&per_page=2") for page in (1, 2, 3)]

    assert [[member["name"] for member in page.json] for page in pages] == [
        ["Alice", "Bob"],
        ["Carla", "Dora"],
        ["Emil"],
    ]
    assert [page.headers["x-page"] for page in pages] == ["1", "2", "3"]
    assert {page.headers["x-pages"] for page in pages} == {"3"}
    assert {page.headers["x-records"] for page in pages} == {"5"}


def test_many_pages_hold_everybody_once(cast: Cast) -> None:
    invite(cast.alice, cast.place, *[address(f"person{number:02}") for number in range(58)])
    wanted = ["Alice", "Bob", *[f"person{number:02}" for number in range(58)]]

    for per_page, sizes in (
        (7, [7] * 8 + [4, 0]),
        (30, [30, 30, 0]),
        (50, [50, 10, 0]),
        (59, [59, 1, 0]),
        (60, [60, 0]),
    ):
        pages = [
            cast.alice.get(f"{path(cast)}?per_page={per_page}&page={number}") for number in range(1, len(sizes) + 1)
        ]

        assert [len(page.json) for page in pages] == sizes
        assert [person["name"] for page in pages for person in page.json] == wanted
        assert {page.headers["x-records"] for page in pages} == {"60"}
        assert {page.headers["x-pages"] for page in pages} == {str(len(sizes) - 1)}


def test_a_page_after_the_last_is_empty(cast: Cast) -> None:
    for query, records in {"page=2": "2", "page=1000000000&per_page=200": "2", "page=2&name=ali": "1"}.items():
        answer = cast.alice.get(f"{path(cast)}?{query}")

        assert (answer.status, answer.json, answer.headers["x-records"]) == (200, [], records), query


def test_a_page_has_at_most_two_hundred_users(cast: Cast) -> None:
    for asked in (200, 201, 1_000_000_000):
        answer = cast.alice.get(f"{path(cast)}?per_page={asked}")

        assert answer.headers["x-page-size"] == "200"
        assert len(answer.json) == 2


def test_nonsense_is_refused(cast: Cast) -> None:
    for query, text in NONSENSE.items():
        answer = cast.alice.get(f"{path(cast)}?{query}")

        assert (answer.status, answer.json) == (400, text), query


def test_every_field_tells_what_it_says(cast: Cast) -> None:
    alice, bob = cast.alice.get(path(cast)).json

    assert bob == {
        "id": bob["id"],
        "user_id": cast.bob.id,
        "uid": cast.bob.id,
        "workspace_id": cast.place.workspace_id,
        "wid": cast.place.workspace_id,
        "name": "Bob",
        "email": cast.bob.email,
        "timezone": "UTC",
        "active": True,
        "inactive": False,
        "role": "user",
        "role_id": 4,
        "admin": False,
        "workspace_admin": False,
        "organization_admin": False,
        "is_direct": True,
        "group_ids": [],
        "rate": None,
        "rate_last_updated": None,
        "labor_cost": None,
        "labor_cost_last_updated": None,
        "view_edit_billable_rates": None,
        "view_edit_labor_costs": None,
        "working_hours_in_minutes": None,
        "invite_url": None,
        "invitation_code": None,
        "at": bob["at"],
        "avatar_file_name": "",
        "2fa_enabled": False,
    }
    assert bob["id"] not in (cast.bob.id, alice["id"])
    told = {name: alice[name] for name in ("role", "role_id", "admin", "workspace_admin", "organization_admin")}
    assert told == {"role": "admin", "role_id": 1, "admin": True, "workspace_admin": True, "organization_admin": True}


def test_a_plain_user_sees_no_address_but_the_own(cast: Cast) -> None:
    assert [member["email"] for member in cast.bob.get(path(cast)).json] == ["", cast.bob.email]


@pytest.mark.parametrize("role", [Role.ADMIN, Role.PROJECTLEAD, Role.TEAMLEAD])
def test_whoever_runs_or_leads_sees_all_addresses(cast: Cast, role: Role) -> None:
    dora = hire(cast, "Dora", role)

    assert [member["email"] for member in dora.get(path(cast)).json] == [cast.alice.email, cast.bob.email, dora.email]


def test_an_organization_admin_with_a_plain_role_sees_all_addresses(cast: Cast) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, Role.USER, OrganizationRole.ADMIN)

    assert "" not in [member["email"] for member in dora.get(path(cast)).json]


def test_who_was_removed_is_not_listed_nor_counted(cast: Cast) -> None:
    bob = cast.alice.get(path(cast)).json[1]
    cast.alice.delete(f"{cast.workspace}/workspace_users/{bob['id']}")

    answer = cast.alice.get(path(cast))

    assert ([member["name"] for member in answer.json], answer.headers["x-records"]) == (["Alice"], "1")


def test_who_is_not_in_the_workspace_may_not_look(cast: Cast) -> None:
    outside = hire(cast, "Dora", role=None)

    for somebody in (cast.charlie, outside):
        answer = somebody.get(path(cast))
        assert (answer.status, answer.json) == (403, "Forbidden")


def test_the_workspace_must_be_in_the_organization(cast: Cast) -> None:
    wrong = f"/organizations/{cast.elsewhere.organization_id}/workspaces/{cast.place.workspace_id}/workspace_users"

    answer = cast.alice.get(wrong)

    assert (answer.status, answer.json) == (404, "Resource can not be found")
