"""GET /workspaces/{workspace_id}/users and POST …/users/data: people by their global ids."""

from typing import Any

from tests.cast import Cast
from tests.make import Person
from tests.people.backstage import NO_ACCESS, NOBODY, address, hire, invite, member_path, second_workspace


def users(cast: Cast, query: str = "") -> dict[str, Any]:
    answer = cast.alice.get(f"{cast.workspace}/users{query}")
    assert answer.status == 200, answer
    return {user["fullname"]: user for user in answer.json}


def data(cast: Cast, somebody: Person, ids: list[int]) -> list[str]:
    answer = somebody.post(f"{cast.workspace}/users/data", ids)
    assert answer.status == 200, answer
    return [user["fullname"] for user in answer.json]


def test_every_field_tells_what_it_says(cast: Cast) -> None:
    assert users(cast)["Bob"] == {
        "id": cast.bob.id,
        "fullname": "Bob",
        "email": cast.bob.email,
        "inactive": False,
        "is_active": True,
        "is_admin": False,
        "role": "user",
    }
    assert users(cast)["Alice"]["is_admin"] is True


def test_the_invited_have_not_joined(cast: Cast) -> None:
    invite(cast.alice, cast.place, address("emil"))

    emil = users(cast)["emil"]

    assert (emil["is_active"], emil["inactive"]) == (False, False)


def test_who_was_removed_is_listed_unless_excluded(cast: Cast) -> None:
    cast.alice.delete(member_path(cast, cast.bob))

    assert (users(cast)["Bob"]["inactive"], users(cast)["Bob"]["is_active"]) == (True, False)
    assert set(users(cast, "?exclude_deleted=false")) == {"Alice", "Bob"}
    assert set(users(cast, "?exclude_deleted=true")) == {"Alice"}


def test_the_list_is_in_the_order_of_names(cast: Cast) -> None:
    for name in ("zoe", "Yusuf"):
        hire(cast, name)

    assert list(users(cast)) == ["Alice", "Bob", "Yusuf", "zoe"]


def test_a_plain_user_sees_no_address_but_the_own(cast: Cast) -> None:
    listed = cast.bob.get(f"{cast.workspace}/users").json
    asked = cast.bob.post(f"{cast.workspace}/users/data", [cast.alice.id, cast.bob.id]).json

    for answer in (listed, asked):
        assert {user["fullname"]: user["email"] for user in answer} == {"Alice": "", "Bob": cast.bob.email}


def test_nonsense_is_refused(cast: Cast) -> None:
    for text in ("maybe", "", "2"):
        answer = cast.alice.get(f"{cast.workspace}/users?exclude_deleted={text}")

        assert (answer.status, answer.json) == (400, "exclude_deleted must be true or false"), text


def test_only_members_may_look(cast: Cast) -> None:
    for answer in (
        cast.charlie.get(f"{cast.workspace}/users"),
        cast.charlie.post(f"{cast.workspace}/users/data", [cast.bob.id]),
    ):
        assert (answer.status, answer.json) == (403, NO_ACCESS)


def test_people_are_looked_up_by_their_ids(cast: Cast) -> None:
    dora = hire(cast, "Dora")

    assert data(cast, cast.bob, [dora.id, cast.alice.id, dora.id]) == ["Alice", "Dora"]


def test_who_is_not_in_this_workspace_is_not_found(cast: Cast) -> None:
    other = second_workspace(cast)
    outside = hire(cast, "Dora", role=None)
    cast.alice.delete(member_path(cast, cast.bob))

    assert data(cast, cast.alice, [cast.bob.id, cast.charlie.id, outside.id, other.workspace_id, NOBODY, 0]) == []


def test_up_to_a_hundred_and_fifty_ids_are_taken(cast: Cast) -> None:
    for number in (1, 149, 150):
        assert data(cast, cast.alice, [cast.bob.id, *range(1, number)]) == ["Bob"]


def test_other_bodies_are_refused(cast: Cast) -> None:
    bodies: list[tuple[Any, str]] = [
        ([], "user_ids must not be empty"),
        ([1] * 151, "user_ids must not contain more than 150 elements"),
        ([1] * 20_000, "user_ids must not contain more than 150 elements"),
        ({}, "body must be a list"),
        ("all", "body must be a list"),
        ([True], "[0] must be an integer"),
        (["1"], "[0] must be an integer"),
        ([1.5], "[0] must be an integer"),
        ([-1], "[0] must be at least 0"),
        ([2**53], "[0] must be at most 9007199254740991"),
        ([2**70], "[0] must be at most 9007199254740991"),
    ]
    for body, text in bodies:
        answer = cast.alice.post(f"{cast.workspace}/users/data", body)
        assert (answer.status, answer.json) == (400, text)


def test_a_body_that_is_no_json_is_refused(cast: Cast) -> None:
    for body in (b"", b"[1", b"[1,]", b"\xff", b"nonsense"):
        answer = cast.alice.post(f"{cast.workspace}/users/data", body=body)
        assert (answer.status, answer.json) == (400, "JSON is not valid"), body
