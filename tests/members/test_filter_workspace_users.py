"""The filters of the list of workspace users: `active`, `custom_rates`, `name` and `search`."""

from urllib.parse import quote

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.make import Person
from tests.people.backstage import address, hire, invite, member_path, officer_path

PARTS = {
    "LIC": ["Alice"],
    "b": ["Bob"],
    "straße": ["Anna STRASSE"],
    "100%": ["100%_Ö"],
    "%": ["100%_Ö"],
    "_": ["100%_Ö"],
    "ö": ["100%_Ö"],
    "\\": [],
    "'": [],
    "nobody": [],
    "": ["100%_Ö", "Alice", "Anna STRASSE", "Bob"],
}


def found(cast: Cast, somebody: Person, query: str) -> list[str]:
    answer = somebody.get(f"{cast.organization}/workspaces/{cast.place.workspace_id}/workspace_users?{query}")
    assert answer.status == 200, answer
    assert answer.headers["x-records"] == str(len(answer.json))
    return [member["name"] for member in answer.json]


def test_active_users_are_those_who_joined_and_were_not_switched_off(cast: Cast) -> None:
    hire(cast, "Dora")
    invite(cast.alice, cast.place, address("emil"))
    cast.alice.put(member_path(cast, cast.bob), {"inactive": True})

    assert found(cast, cast.alice, "active=true") == ["Alice", "Dora"]
    assert found(cast, cast.alice, "active=false") == ["Alice", "Bob", "Dora", "emil"]


def test_who_was_switched_off_in_the_organization_is_not_active(cast: Cast) -> None:
    cast.alice.put(officer_path(cast, cast.bob), {"inactive": True})

    assert found(cast, cast.alice, "active=true") == ["Alice"]
    listed = cast.alice.get(f"{cast.workspace}/workspace_users").json
    assert {member["name"]: member["inactive"] for member in listed} == {"Alice": False, "Bob": True}
    simple = cast.alice.get(f"{cast.workspace}/users").json
    assert {user["fullname"]: user["inactive"] for user in simple} == {"Alice": False, "Bob": True}


def test_users_with_or_without_a_rate_of_their_own(cast: Cast) -> None:
    cast.alice.put(member_path(cast, cast.bob), {"rate": 12.5})

    assert found(cast, cast.alice, "custom_rates=true") == ["Bob"]
    assert found(cast, cast.alice, "custom_rates=false") == ["Alice"]


def test_who_may_not_see_rates_does_not_learn_who_has_one(cast: Cast) -> None:
    cast.alice.put(member_path(cast, cast.bob), {"rate": 12.5})
    dora = hire(cast, "Dora", Role.TEAMLEAD)
    cast.alice.put(member_path(cast, dora), {"view_edit_billable_rates": False})

    for somebody in (cast.bob, dora):
        assert found(cast, somebody, "custom_rates=true") == []
        assert found(cast, somebody, "custom_rates=false") == ["Alice", "Bob", "Dora"]


def test_a_part_of_the_name_finds_people(cast: Cast) -> None:
    hire(cast, "Xenia").put("/me", {"fullname": "100%_Ö"})
    hire(cast, "Yusuf").put("/me", {"fullname": "Anna STRASSE"})

    for part, names in PARTS.items():
        assert found(cast, cast.bob, f"name={quote(part)}") == names, part
        assert found(cast, cast.bob, f"search={quote(part)}") == names, part


def test_search_finds_addresses_too(cast: Cast) -> None:
    assert found(cast, cast.alice, f"search={quote(cast.bob.email.upper())}") == ["Bob"]
    assert found(cast, cast.alice, "search=@EXAMPLE") == ["Alice", "Bob"]
    assert found(cast, cast.alice, "name=@example") == []


def test_who_may_not_see_addresses_finds_nobody_by_them(cast: Cast) -> None:
    assert found(cast, cast.bob, f"search={quote(cast.alice.email)}") == []
    assert found(cast, cast.bob, "search=@example") == []


def test_filters_count_together(cast: Cast) -> None:
    dora = hire(cast, "Dora")
    cast.alice.put(member_path(cast, dora), {"rate": 20, "inactive": True})
    cast.alice.put(member_path(cast, cast.bob), {"rate": 20})

    assert found(cast, cast.alice, "custom_rates=true&active=true") == ["Bob"]
    assert found(cast, cast.alice, "custom_rates=true&name=o&search=dora") == ["Dora"]


def test_a_very_long_text_finds_nobody(cast: Cast) -> None:
    for field in ("name", "search"):
        assert found(cast, cast.alice, f"{field}={'x' * 60_000}") == []


def test_a_text_with_a_nul_is_refused(cast: Cast) -> None:
    for field in ("name", "search"):
        answer = cast.alice.get(
            f"{cast.organization}/workspaces/{cast.place.workspace_id}/workspace_users?{field}=a%00b"
        )
        assert (answer.status, answer.json) == (400, f"{field} must not contain NUL characters")


def test_people_are_found_by_their_present_name(cast: Cast) -> None:
    cast.bob.put("/me", {"fullname": "Robert"})

    assert found(cast, cast.alice, "name=rob") == ["Robert"]
    assert found(cast, cast.alice, "name=bob") == []
