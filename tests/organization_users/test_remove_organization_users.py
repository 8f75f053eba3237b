"""DELETE and PATCH of organization users, and leaving: people leave an organization."""

from typing import Any

from sundial.access.permissions import OrganizationRole, Role
from tests.cast import Cast
from tests.make import Answer, Person, colleague, person
from tests.people.backstage import (
    NOBODY,
    address,
    hire,
    invite,
    member_path,
    members,
    officer_path,
    officers,
    second_workspace,
)

REFUSED = "User is not authorized to delete the organization user"


def patch(cast: Cast, somebody: Person, body: Any) -> Answer:
    return somebody.patch(f"{cast.organization}/users", body)


def ids(cast: Cast, *names: str) -> list[int]:
    return [officers(cast.alice, cast.place)[name]["id"] for name in names]


def test_one_is_removed_from_everywhere(cast: Cast) -> None:
    second = second_workspace(cast)
    invite(cast.alice, second, cast.bob.email)

    answer = cast.alice.delete(officer_path(cast, cast.bob))

    assert (answer.status, answer.content) == (200, b"")
    assert list(officers(cast.alice, cast.place)) == ["Alice"]
    assert list(members(cast.alice, cast.place)) == list(members(cast.alice, second)) == ["Alice"]
    assert cast.bob.get("/me").status == 200


def test_several_are_removed_at_once(cast: Cast) -> None:
    hire(cast, "Dora")
    hire(cast, "Emil", role=None)

    answer = patch(cast, cast.alice, {"delete": ids(cast, "Bob", "Emil")})

    assert (answer.status, answer.content) == (200, b"")
    assert list(officers(cast.alice, cast.place)) == ["Alice", "Dora"]


def test_all_or_none_are_removed(cast: Cast) -> None:
    (bob,) = ids(cast, "Bob")
    charlie = officers(cast.charlie, cast.elsewhere)["Charlie"]["id"]

    answer = patch(cast, cast.alice, {"delete": [bob, charlie, NOBODY]})

    assert (answer.status, answer.json) == (
        400,
        f"The following organization user IDs do not belong to this organization: '{charlie}, {NOBODY}'.",
    )
    assert list(officers(cast.alice, cast.place)) == ["Alice", "Bob"]
    assert list(officers(cast.charlie, cast.elsewhere)) == ["Charlie"]


def test_who_is_not_here_cannot_be_removed(cast: Cast) -> None:
    gone = officer_path(cast, cast.bob)
    cast.alice.delete(gone)
    charlie = officers(cast.charlie, cast.elsewhere)["Charlie"]["id"]

    for number in (gone.rpartition("/")[2], charlie, cast.alice.id, NOBODY, 0):
        answer = cast.alice.delete(f"{cast.organization}/users/{number}")
        assert (answer.status, answer.json) == (
            400,
            f"The following organization user IDs do not belong to this organization: '{number}'.",
        )
    for number in ("bob", "-1", "9007199254740992"):
        answer = cast.alice.delete(f"{cast.organization}/users/{number}")
        assert (answer.status, answer.json) == (404, "Invalid organization user ID.")


def test_a_body_without_distinct_ids_is_refused(cast: Cast) -> None:
    (bob,) = ids(cast, "Bob")
    bodies: list[tuple[Any, str]] = [
        ({}, "At least one organization user ID must be supplied."),
        ({"delete": []}, "At least one organization user ID must be supplied."),
        ({"delete": None}, "At least one organization user ID must be supplied."),
        ({"delete": [bob, bob]}, "Organization user IDs must be unique."),
        ({"delete": bob}, "delete must be a list or null"),
        ({"delete": [str(bob)]}, "delete[0] must be an integer"),
        ({"delete": [2**53]}, "delete[0] must be at most 9007199254740991"),
    ]
    for body, text in bodies:
        answer = patch(cast, cast.alice, body)
        assert (answer.status, answer.json) == (400, text), body
    answer = cast.alice.patch("/organizations/acme/users", {"delete": [bob]})
    assert (answer.status, answer.json) == (400, "Missing or invalid organization_id")

    assert list(officers(cast.alice, cast.place)) == ["Alice", "Bob"]


def test_only_who_runs_the_organization_removes_people(cast: Cast) -> None:
    for somebody in (cast.bob, hire(cast, "Dora", Role.ADMIN), cast.charlie):
        for answer in (
            somebody.delete(officer_path(cast, cast.bob)),
            patch(cast, somebody, {"delete": ids(cast, "Bob")}),
        ):
            assert (answer.status, answer.json) == (403, REFUSED)
    assert "Bob" in officers(cast.alice, cast.place)


def test_an_organization_admin_may_remove_another_and_themselves(cast: Cast) -> None:
    dora, emil = (
        colleague(person(cast.world, name), cast.place, Role.USER, OrganizationRole.ADMIN) for name in ("Dora", "Emil")
    )

    assert dora.delete(officer_path(cast, emil)).status == 200
    assert dora.delete(officer_path(cast, dora)).status == 200
    assert list(officers(cast.alice, cast.place)) == ["Alice", "Bob"]


def test_removing_the_invited_takes_their_invitation_back(cast: Cast) -> None:
    code = invite(cast.alice, cast.place, address("emil")).json["invitations"][0]["code"]
    emil = officers(cast.alice, cast.place)["emil"]

    cast.alice.delete(f"{cast.organization}/users/{emil['id']}")

    assert cast.world.send("GET", f"/invitations/{code}").status == 404
    accepted = cast.world.send(
        "POST",
        f"/organizations/invitations/{code}/accept",
        json={"fullname": "Emil", "password": "correct horse"},
    )
    assert (accepted.status, accepted.json) == (404, "Invalid invitation code")
    assert "emil" not in members(cast.alice, cast.place)


def test_anybody_but_the_owner_may_leave(cast: Cast) -> None:
    answer = cast.bob.delete(f"{cast.organization}/users/leave")

    assert (answer.status, answer.content) == (200, b"")
    assert list(officers(cast.alice, cast.place)) == list(members(cast.alice, cast.place)) == ["Alice"]
    again = cast.bob.delete(f"{cast.organization}/users/leave")
    assert (again.status, again.json) == (400, "The user does not belong to the organization.")


def test_who_is_not_in_the_organization_cannot_leave_it(cast: Cast) -> None:
    dora = person(cast.world, "Dora")
    invite(cast.alice, cast.place, dora.email)

    for somebody in (cast.charlie, dora):
        answer = somebody.delete(f"{cast.organization}/users/leave")
        assert (answer.status, answer.json) == (400, "The user does not belong to the organization.")


def test_who_comes_back_has_their_old_place_without_their_old_rights(cast: Cast) -> None:
    cast.alice.put(officer_path(cast, cast.bob), {"organization_admin": True, "inactive": True})
    before = officers(cast.alice, cast.place)["Bob"]["id"], members(cast.alice, cast.place)["Bob"]["id"]
    cast.alice.put(member_path(cast, cast.bob), {"role": "admin"})
    cast.alice.delete(officer_path(cast, cast.bob))

    code = invite(cast.alice, cast.place, cast.bob.email).json["invitations"][0]["code"]
    assert cast.bob.get(cast.workspace).status == 403
    assert cast.bob.post(f"/organizations/invitations/{code}/accept").status == 200

    bob, member = officers(cast.alice, cast.place)["Bob"], members(cast.alice, cast.place)["Bob"]
    assert (bob["id"], member["id"]) == before
    assert [bob[field] for field in ("joined", "inactive", "role_id")] == [True, False, 7]
    assert member["role"] == "user"
