"""What happens when two act at the same moment: each rule holds as if one had come after the other."""

from collections.abc import Callable
from typing import Any

import pytest

from sundial.access.permissions import OrganizationRole, Role
from tests.cast import Cast
from tests.make import Answer, Person, Place, colleague, person
from tests.people.backstage import (
    address,
    at_once,
    hire,
    invite,
    member_path,
    members,
    new_group,
    officer_path,
    officers,
    second_workspace,
)

ROUNDS = "ABCDE"
EMIL = {"fullname": "Emil", "password": "battery staple"}


def statuses(answers: list[Answer]) -> list[int]:
    return sorted(answer.status for answer in answers)


def two_admins(cast: Cast, name: str) -> tuple[Place, Person, Person]:
    """A workspace that two people run who run nothing else, and nobody else runs it."""
    dora, first, second = (person(cast.world, f"{who}{name}") for who in ("Dora", "Emil", "Fay"))
    colleague(dora, cast.place, Role.USER, OrganizationRole.ADMIN)
    colleague(first, cast.place, None)
    colleague(second, cast.place, None)
    created = dora.post(f"{cast.organization}/workspaces", {"name": name}).json
    place = Place(cast.place.organization_id, created["id"])
    admin = {"workspace_id": place.workspace_id, "role": "admin"}
    invite(dora, place, first.email, second.email, workspaces=[admin])
    dora.delete(f"/workspaces/{place.workspace_id}/workspace_users/{members(dora, place)[dora.name]['id']}")
    return place, first, second


@pytest.mark.parametrize("body", [{"role": "user"}, {"inactive": True}, None], ids=str)
def test_of_two_last_admins_who_turn_on_each_other_one_stays(cast: Cast, body: dict[str, Any] | None) -> None:
    for letter in ROUNDS:
        place, first, second = two_admins(cast, f"Room{letter}")
        path = f"/workspaces/{place.workspace_id}/workspace_users"
        ids = {member["user_id"]: member["id"] for member in members(first, place).values()}

        def attack(whom: Person, by: Person, path: str = path, ids: dict[int, int] = ids) -> Callable[[], Answer]:
            where = f"{path}/{ids[whom.id]}"
            return lambda: by.put(where, body) if body else by.delete(where)

        answers = at_once(cast.world, attack(second, first), attack(first, second))

        assert statuses(answers) == [200, 403], answers
        winner = (first, second)[[answer.status for answer in answers].index(200)]
        admins = winner.get(f"/workspaces/{place.workspace_id}/statistics").json["admins"]
        assert [admin["user_id"] for admin in admins] == [winner.id]


@pytest.mark.parametrize("how", ["deleted", "demoted", "switched off"])
def test_of_two_organization_admins_who_turn_on_each_other_one_stays(cast: Cast, how: str) -> None:
    bodies = {"demoted": {"organization_admin": False}, "switched off": {"inactive": True}}
    for letter in ROUNDS:
        pair = [
            colleague(person(cast.world, f"{who}{letter}"), cast.place, Role.USER, OrganizationRole.ADMIN)
            for who in ("Dora", "Emil")
        ]
        first, second = pair
        paths = {who.id: officer_path(cast, who) for who in pair}

        def attack(whom: Person, by: Person, paths: dict[int, str] = paths) -> Callable[[], Answer]:
            where = paths[whom.id]
            return lambda: by.delete(where) if how == "deleted" else by.put(where, bodies[how])

        answers = at_once(cast.world, attack(second, first), attack(first, second))

        assert statuses(answers) == [200, 403], answers
        officials = [who["user_id"] for who in officers(cast.alice, cast.place).values() if who["role_id"] == 6]
        stayed = [who for who in pair if who.get(f"{cast.organization}/users").status == 200]
        assert len(stayed) == 1
        assert stayed[0].id in officials
        cast.alice.delete(paths[stayed[0].id])


def test_one_and_the_same_invitation_is_accepted_once(cast: Cast) -> None:
    for letter in ROUNDS:
        code = invite(cast.alice, cast.place, address(f"emil{letter}")).json["invitations"][0]["code"]

        def accept(password: str, code: str = code) -> Callable[[], Answer]:
            path, body = f"/organizations/invitations/{code}/accept", {**EMIL, "password": password}
            return lambda: cast.world.send("POST", path, json=body)

        answers = at_once(cast.world, accept("first password"), accept("second password"), accept("third password"))

        assert statuses(answers) == [200, 404, 404], answers
    names = [member["name"] for member in cast.alice.get(f"{cast.workspace}/workspace_users").json]
    assert names == ["Alice", "Bob", *["Emil"] * len(ROUNDS)]


def test_an_invitation_is_either_accepted_or_rejected(cast: Cast) -> None:
    for _ in ROUNDS:
        dora = person(cast.world, "Dora")
        code = invite(cast.alice, cast.place, dora.email).json["invitations"][0]["code"]
        path = f"/organizations/invitations/{code}"

        accepted, rejected = at_once(
            cast.world,
            lambda dora=dora, path=path: dora.post(f"{path}/accept"),
            lambda dora=dora, path=path: dora.post(f"{path}/reject"),
        )

        assert statuses([accepted, rejected]) == [200, 404]
        assert dora.get(cast.workspace).status == (200 if accepted.status == 200 else 403)
        assert ("Dora" in members(cast.alice, cast.place)) is (accepted.status == 200)
        dora.delete(f"{cast.organization}/users/leave")


def test_an_invitation_is_either_accepted_or_taken_back(cast: Cast) -> None:
    for _ in ROUNDS:
        dora = person(cast.world, "Dora")
        code = invite(cast.alice, cast.place, dora.email).json["invitations"][0]["code"]
        officer = officer_path(cast, dora)

        accepted, removed = at_once(
            cast.world,
            lambda dora=dora, code=code: dora.post(f"/organizations/invitations/{code}/accept"),
            lambda officer=officer: cast.alice.delete(officer),
        )

        assert removed.status == 200
        assert accepted.status in (200, 404)
        assert dora.get(cast.workspace).status == 403
        assert "Dora" not in members(cast.alice, cast.place)
        assert "Dora" not in officers(cast.alice, cast.place)


def test_the_same_address_is_invited_by_two_organizations(cast: Cast) -> None:
    for letter in ROUNDS:
        email = address(f"emil{letter}")

        answers = at_once(
            cast.world,
            lambda email=email: invite(cast.alice, cast.place, email),
            lambda email=email: invite(cast.charlie, cast.elsewhere, email),
        )

        assert statuses(answers) == [200, 200], answers
        assert len({answer.json["data"][0]["recipient_id"] for answer in answers}) == 1


def test_the_same_address_is_invited_twice_by_one_organization(cast: Cast) -> None:
    for letter in ROUNDS:
        email = address(f"emil{letter}")

        answers = at_once(cast.world, *[lambda email=email: invite(cast.alice, cast.place, email)] * 3)

        assert statuses(answers) == [200, 200, 200], answers
        assert len({answer.json["invitations"][0]["code"] for answer in answers}) == 1
    assert len(members(cast.alice, cast.place)) == 2 + len(ROUNDS)


def test_the_same_group_is_created_once(cast: Cast) -> None:
    for letter in ROUNDS:
        names = [f"Design {letter}", f"design {letter} "]
        answers = at_once(
            cast.world,
            *[lambda name=name: cast.alice.post(f"{cast.organization}/groups", {"name": name}) for name in names],
            lambda name=names[0]: cast.alice.post(f"{cast.workspace}/groups", {"name": name}),
        )

        assert statuses(answers) == [200, 400, 400], answers
        assert {answer.json for answer in answers if answer.status == 400} == {"Name has already been taken"}
    assert len(cast.alice.get(f"{cast.organization}/groups").json) == len(ROUNDS)


def test_somebody_leaves_two_groups_of_the_same_workspace(cast: Cast) -> None:
    dora = hire(cast, "Dora", role=None)
    for letter in ROUNDS:
        groups = [new_group(cast, f"{name} {letter}", [dora], [cast.place]) for name in ("Design", "Sales")]

        answers = at_once(cast.world, *[lambda path=path: cast.alice.put(path, {"users": []}) for path in groups])

        assert statuses(answers) == [200, 200], answers
        assert "Dora" not in members(cast.alice, cast.place)


def test_somebody_comes_into_a_group_and_leaves_the_organization(cast: Cast) -> None:
    second = second_workspace(cast)
    group = new_group(cast, "Design", [], [second])
    for letter in ROUNDS:
        dora = hire(cast, f"Dora{letter}")

        joined, left = at_once(
            cast.world,
            lambda dora=dora: cast.alice.put(group, {"users": [dora.id]}),
            lambda dora=dora: dora.delete(f"{cast.organization}/users/leave"),
        )

        assert left.status == 200
        assert joined.status in (200, 400)
        assert set(members(cast.alice, second)) == {"Alice"}
        (design,) = cast.alice.get(f"{cast.organization}/groups").json
        assert design["users"] == []


def test_an_offer_of_ownership_is_made_and_answered_once(cast: Cast) -> None:
    owner, heir = cast.alice, cast.bob
    for _ in ROUNDS:
        path = f"{cast.organization}/owner/transfer"
        offers = at_once(cast.world, *[lambda: owner.post(path, {"new_owner_id": heir.id})] * 2)  # noqa: B023
        assert statuses(offers) == [200, 400], offers
        made = next(offer.json for offer in offers if offer.status == 200)["owner_transfer_id"]

        answers = at_once(
            cast.world,
            lambda: heir.post(f"{path}/{made}/accept"),  # noqa: B023
            lambda: heir.post(f"{path}/{made}/accept"),  # noqa: B023
            lambda: owner.post(f"{path}/{made}/cancel"),  # noqa: B023
        )

        assert statuses(answers) == [200, 400, 400], answers
        inherited = 200 in {answer.status for answer in answers[:2]}
        owner, heir = (heir, owner) if inherited else (owner, heir)
        assert owner.get(f"{cast.organization}/owner").json["user_id"] == owner.id
        assert [who["role_id"] for who in officers(owner, cast.place).values()].count(5) == 1


def test_changes_of_one_member_at_once_are_all_kept(cast: Cast) -> None:
    where = member_path(cast, cast.bob)
    bodies: list[dict[str, Any]] = [{"rate": 80}, {"labor_cost": 40}, {"working_hours_in_minutes": 450}]

    def change(body: dict[str, Any]) -> Callable[[], Answer]:
        return lambda: cast.alice.put(where, body)

    answers = at_once(cast.world, *map(change, bodies))

    assert statuses(answers) == [200, 200, 200]
    bob = members(cast.alice, cast.place)["Bob"]
    assert (bob["rate"], bob["labor_cost"], bob["working_hours_in_minutes"]) == (80, 40, 450)
