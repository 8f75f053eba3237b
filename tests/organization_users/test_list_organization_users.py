"""GET /organizations/{organization_id}/users and …/users/detailed: order, pages, filters, and who may look."""

from typing import Any

from sundial.access.permissions import OrganizationRole, Role
from tests.cast import Cast
from tests.make import colleague, person
from tests.people.backstage import (
    NOBODY,
    address,
    hire,
    invite,
    member_path,
    new_group,
    officer_path,
    second_workspace,
)

NONSENSE = {
    "active_status=gone": "active_status parameter can contain only 'active', 'inactive' or 'invited'.",
    "active_status=active,gone": "active_status parameter can contain only 'active', 'inactive' or 'invited'.",
    "only_admins=1": "only_admins parameter can contain only 'true' or 'false'.",
    "only_admins=TRUE": "only_admins parameter can contain only 'true' or 'false'.",
    "page=two": "Invalid value sent for 'page'.",
    "page=": "Invalid value sent for 'page'.",
    "page=99999999999999999999": "Invalid value sent for 'page'.",
    "page=0": "page parameter must contain values > 0.",
    "page=-3": "page parameter must contain values > 0.",
    "per_page=1.5": "Invalid value sent for 'per_page'.",
    "per_page=0": "per_page parameter must contain values > 0.",
    "per_page=-1": "per_page parameter must contain values > 0.",
    "sort_dir=down": "sort_dir parameter can contain only 'asc' or 'desc'.",
    "sort_dir=": "sort_dir parameter can contain only 'asc' or 'desc'.",
    "groups=design": "Invalid value sent for 'groups'.",
    "groups=1,-2": "Invalid value sent for 'groups'.",
    f"groups={'9' * 5000}": "Invalid value sent for 'groups'.",
    "workspaces=main": "Invalid value sent for 'workspaces'.",
    "workspaces=9007199254740992": "Invalid value sent for 'workspaces'.",
}


def names(cast: Cast, query: str = "", path: str = "/users") -> list[str]:
    answer = cast.alice.get(f"{cast.organization}{path}?{query}")
    assert answer.status == 200, answer
    if "page" not in query:
        assert answer.headers["x-records"] == str(len(answer.json))
    return [user["name"] for user in answer.json]


def test_every_field_tells_what_it_says(cast: Cast) -> None:
    group = int(new_group(cast, "Design", [cast.bob], [cast.place]).rpartition("/")[2])
    cast.alice.put(
        member_path(cast, cast.bob), {"rate": 80, "labor_cost": 40, "working_hours_in_minutes": 450, "role": "teamlead"}
    )

    alice, bob = cast.alice.get(f"{cast.organization}/users").json

    place = bob["workspaces"][0]
    assert bob == {
        "id": bob["id"],
        "user_id": cast.bob.id,
        "organization_id": cast.place.organization_id,
        "name": "Bob",
        "email": cast.bob.email,
        "joined": True,
        "inactive": False,
        "admin": False,
        "owner": False,
        "role_id": 7,
        "can_edit_email": True,
        "invitation_id": None,
        "workspace_count": 1,
        "workspaces": [
            {
                "workspace_id": cast.place.workspace_id,
                "workspace_name": "Main",
                "workspace_user_id": int(member_path(cast, cast.bob).rpartition("/")[2]),
                "active": True,
                "inactive": False,
                "admin": False,
                "role": "teamlead",
                "role_id": 3,
                "default_currency": "USD",
                "rate": 80,
                "cost": 40,
                "view_edit_billable_rates": None,
                "view_edit_labor_costs": None,
                "working_hours": 450,
                "groups": [],
            }
        ],
        "groups": [{"group_id": group, "name": "Design"}],
        "avatar_url": "",
        "2fa_enabled": False,
    }
    assert place["workspace_user_id"] not in (bob["id"], cast.bob.id)
    assert [alice[field] for field in ("admin", "owner", "role_id", "can_edit_email")] == [True, True, 5, False]


def test_the_invited_are_listed_with_their_invitation(cast: Cast) -> None:
    invited = invite(cast.alice, cast.place, address("emil")).json["data"][0]

    emil = cast.alice.get(f"{cast.organization}/users").json[2]

    assert [emil[field] for field in ("name", "joined", "invitation_id")] == ["emil", False, invited["invitation_id"]]
    assert [place["active"] for place in emil["workspaces"]] == [False]


def test_the_list_has_an_order_and_pages(cast: Cast) -> None:
    for name in ("emil", "Dora", "Carla"):
        hire(cast, name, role=None)

    assert names(cast) == ["Alice", "Bob", "Carla", "Dora", "emil"]
    assert names(cast, "sort_dir=desc") == ["emil", "Dora", "Carla", "Bob", "Alice"]
    assert names(cast, "page=2&per_page=2") == ["Carla", "Dora"]
    assert names(cast, "page=2&per_page=2&sort_dir=desc") == ["Carla", "Bob"]
    assert names(cast, "page=2&per_page=2&sort_dir=desc&filter=example") == ["Carla", "Bob"]
    assert names(cast, "page=4&per_page=2") == []
    assert names(cast, "page=1000000000&per_page=1000000000") == []


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
            cast.alice.get(f"{cast.organization}/users?per_page={per_page}&page={number}")
            for number in range(1, len(sizes) + 1)
        ]

        assert [len(page.json) for page in pages] == sizes
        assert [user["name"] for page in pages for user in page.json] == wanted
        assert {page.headers["x-records"] for page in pages} == {"60"}
        assert {page.headers["x-pages"] for page in pages} == {str(len(sizes) - 1)}


def test_the_headers_tell_where_one_is(cast: Cast) -> None:
    hire(cast, "Dora", role=None)

    def headers(query: str) -> dict[str, str]:
        answer = cast.alice.get(f"{cast.organization}/users?{query}")
        wanted = ("x-page", "x-page-size", "x-pages", "x-records", "x-sort-order")
        return {name: answer.headers[name] for name in wanted}

    assert list(headers("").values()) == ["1", "50", "1", "3", "asc"]
    assert list(headers("page=2&per_page=2&sort_dir=desc").values()) == ["2", "2", "2", "3", "desc"]
    assert list(headers("per_page=201&filter=dora").values()) == ["1", "200", "1", "1", "asc"]


def test_filters_by_text(cast: Cast) -> None:
    assert names(cast, "filter=ALI") == ["Alice"]
    assert names(cast, f"filter={cast.bob.email.upper()}") == ["Bob"]
    assert names(cast, "filter=%25") == []
    assert names(cast, f"filter={'x' * 60_000}") == []


def test_filters_by_status(cast: Cast) -> None:
    invite(cast.alice, cast.place, address("emil"))
    cast.alice.put(officer_path(cast, cast.bob), {"inactive": True})

    assert names(cast, "active_status=active") == ["Alice"]
    assert names(cast, "active_status=inactive") == ["Bob"]
    assert names(cast, "active_status=invited") == ["emil"]
    assert names(cast, "active_status=invited,%20inactive") == ["Bob", "emil"]
    assert names(cast, "active_status=active,inactive,invited") == ["Alice", "Bob", "emil"]
    assert names(cast, "active_status=") == ["Alice", "Bob", "emil"]


def test_filters_by_role(cast: Cast) -> None:
    colleague(person(cast.world, "Dora"), cast.place, Role.USER, OrganizationRole.ADMIN)
    hire(cast, "Emil", Role.ADMIN)

    assert names(cast, "only_admins=true") == ["Alice", "Dora"]
    assert names(cast, "only_admins=false") == ["Alice", "Bob", "Dora", "Emil"]


def test_filters_by_group_and_workspace(cast: Cast) -> None:
    second = second_workspace(cast)
    dora, emil = hire(cast, "Dora", role=None), hire(cast, "Emil", role=None)
    design = new_group(cast, "Design", [dora, cast.bob], [second]).rpartition("/")[2]
    sales = new_group(cast, "Sales", [emil], []).rpartition("/")[2]

    assert names(cast, f"groups={design}") == ["Bob", "Dora"]
    assert names(cast, f"groups={design},{sales}") == ["Bob", "Dora", "Emil"]
    assert names(cast, f"workspaces={second.workspace_id}") == ["Alice", "Bob", "Dora"]
    assert names(cast, f"workspaces={cast.place.workspace_id},{second.workspace_id}") == ["Alice", "Bob", "Dora"]
    assert names(cast, f"workspaces={second.workspace_id}&groups={design}&filter=dora") == ["Dora"]
    cast.alice.put(f"{officer_path(cast, dora)}", {"groups": []})
    assert names(cast, f"workspaces={second.workspace_id}") == ["Alice", "Bob"]


def test_ids_of_others_find_nobody(cast: Cast) -> None:
    theirs = cast.charlie.post(f"/organizations/{cast.elsewhere.organization_id}/groups", {"name": "Theirs"}).json

    assert names(cast, f"groups={theirs['group_id']},{NOBODY}") == []
    assert names(cast, f"workspaces={cast.elsewhere.workspace_id},{NOBODY}") == []


def test_nonsense_is_refused(cast: Cast) -> None:
    for path in ("/users", "/users/detailed"):
        for query, text in NONSENSE.items():
            answer = cast.alice.get(f"{cast.organization}{path}?{query}")
            assert (answer.status, answer.json) == (400, text), query[:80]
        answer = cast.alice.get(f"/organizations/acme{path}")
        assert (answer.status, answer.json) == (400, "Missing or invalid organization_id.")


def test_the_detailed_list_is_the_same(cast: Cast) -> None:
    hire(cast, "Dora", role=None)
    both: list[Any] = [
        cast.alice.get(f"{cast.organization}/users{path}?sort_dir=desc&per_page=2&filter=o")
        for path in ("", "/detailed")
    ]

    assert both[0].json == both[1].json
    assert [user["name"] for user in both[1].json] == ["Dora", "Bob"]
    assert both[0].headers["x-records"] == both[1].headers["x-records"] == "3"


def test_the_detailed_list_tells_a_workspace_that_is_not_here(cast: Cast) -> None:
    for other in (cast.elsewhere.workspace_id, NOBODY):
        answer = cast.alice.get(f"{cast.organization}/users/detailed?workspaces={cast.place.workspace_id},{other}")
        assert (answer.status, answer.json) == (400, "user cannot access specified workspace id.")

    assert names(cast, f"workspaces={cast.place.workspace_id}", "/users/detailed") == ["Alice", "Bob"]


def test_only_who_runs_the_organization_may_look(cast: Cast) -> None:
    officer = colleague(person(cast.world, "Emil"), cast.place, None, OrganizationRole.ADMIN)

    for somebody in (cast.bob, hire(cast, "Dora", Role.ADMIN), cast.charlie):
        answer = somebody.get(f"{cast.organization}/users")
        assert (answer.status, answer.json) == (403, "User is not authorized to list the organization users")
        detailed = somebody.get(f"{cast.organization}/users/detailed")
        assert (detailed.status, detailed.json) == (403, "Forbidden")
    assert officer.get(f"{cast.organization}/users").status == 200
