"""Who owns an organization, and how it passes to somebody else."""

import pytest

from sundial.access.permissions import OrganizationRole, Role
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import Answer, Person, colleague, person
from tests.people.backstage import NOBODY, hire, invite, members, officer_path, officers

ACCESS = "User does not have access to this resource"


@pytest.fixture
def dora(cast: Cast) -> Person:
    """An organization admin."""
    return colleague(person(cast.world, "Dora"), cast.place, Role.USER, OrganizationRole.ADMIN)


def offer(cast: Cast, heir: Person, owner: Person | None = None) -> Answer:
    return (owner or cast.alice).post(f"{cast.organization}/owner/transfer", {"new_owner_id": heir.id})


def offered(cast: Cast, heir: Person) -> str:
    """The path of a new offer."""
    return f"{cast.organization}/owner/transfer/{offer(cast, heir).json['owner_transfer_id']}"


def owner(cast: Cast, somebody: Person) -> int:
    return somebody.get(f"{cast.organization}/owner").json["user_id"]


def test_the_owner_is_told(cast: Cast, dora: Person) -> None:
    answer = dora.get(f"{cast.organization}/owner")

    assert answer.json == {
        "id": cast.alice.id,
        "user_id": cast.alice.id,
        "organization_id": cast.place.organization_id,
        "organization_user_id": officers(cast.alice, cast.place)["Alice"]["id"],
        "name": "Alice",
        "email": cast.alice.email,
        "toggl_accounts_id": answer.json["toggl_accounts_id"],
        "organization_user_created_at": answer.json["organization_user_created_at"],
        "organization_user_updated_at": answer.json["organization_user_updated_at"],
        "avatar_url": "",
    }
    assert len(answer.json["toggl_accounts_id"]) == 22


def test_an_offer_that_is_accepted_passes_everything_on(cast: Cast, dora: Person, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9)
    path = offered(cast, dora)
    clock.forward(hours=1)

    answer = dora.post(f"{path}/accept")

    assert answer.status == 200
    assert answer.json == {
        "owner_transfer_id": int(path.rpartition("/")[2]),
        "organization_id": cast.place.organization_id,
        "requester_id": cast.alice.id,
        "current_owner_id": cast.alice.id,
        "current_owner_accepted": True,
        "current_owner_answered_at": "2026-03-02T09:00:00Z",
        "new_owner_id": dora.id,
        "new_owner_accepted": True,
        "new_owner_answered_at": "2026-03-02T10:00:00Z",
        "created_at": "2026-03-02T09:00:00Z",
        "finished_at": "2026-03-02T10:00:00Z",
        "outcome_name": "accepted",
    }
    assert owner(cast, cast.alice) == dora.id
    roles = {name: (each["role_id"], each["owner"]) for name, each in officers(dora, cast.place).items()}
    assert roles == {"Alice": (6, False), "Bob": (7, False), "Dora": (5, True)}
    assert cast.alice.delete(f"{cast.organization}/users/leave").json == (
        "The workspace must keep at least one active admin."
    )
    assert members(dora, cast.place)["Alice"]["role"] == "admin"


def test_a_plain_member_can_become_the_owner(cast: Cast) -> None:
    assert cast.bob.post(f"{offered(cast, cast.bob)}/accept").status == 200

    assert owner(cast, cast.bob) == cast.bob.id
    assert cast.bob.put(cast.workspace, {"name": "Bob's"}).status == 200


def test_an_offer_that_is_rejected_or_canceled_leaves_all_as_it_was(cast: Cast, dora: Person) -> None:
    for whose, action, accepted, outcome in (
        (dora, "reject", False, "rejected"),
        (cast.alice, "cancel", None, "canceled"),
    ):
        answer = whose.post(f"{offered(cast, dora)}/{action}")
        assert (answer.json["new_owner_accepted"], answer.json["outcome_name"]) == (accepted, outcome)
        assert answer.json["finished_at"] is not None
        assert owner(cast, cast.alice) == cast.alice.id
        assert officers(cast.alice, cast.place)["Dora"]["role_id"] == 6


def test_only_the_right_one_answers(cast: Cast, dora: Person) -> None:
    path = offered(cast, dora)
    emil = colleague(person(cast.world, "Emil"), cast.place, Role.ADMIN, OrganizationRole.ADMIN)
    wrong = {
        "accept": (cast.alice, cast.bob, emil, cast.charlie),
        "reject": (cast.alice, cast.bob, emil, cast.charlie),
        "cancel": (dora, cast.bob, emil, cast.charlie),
    }
    for action, people in wrong.items():
        for somebody in people:
            answer = somebody.post(f"{path}/{action}")
            assert (answer.status, answer.json) == (403, ACCESS), (action, somebody.name)

    assert cast.alice.get(path).json["finished_at"] is None
    assert owner(cast, cast.alice) == cast.alice.id


def test_an_offer_is_answered_once(cast: Cast, dora: Person) -> None:
    for first, action in ((dora, "reject"), (cast.alice, "cancel"), (dora, "accept")):
        path = offered(cast, dora)
        assert first.post(f"{path}/{action}").status == 200
        for somebody, again in ((dora, "accept"), (dora, "reject"), (cast.alice, "cancel")):
            answer = somebody.post(f"{path}/{again}")
            assert (answer.status, answer.json) == (400, "The ownership transfer is finished.")
    assert owner(cast, dora) == dora.id


def test_an_answer_must_be_one_of_three(cast: Cast, dora: Person) -> None:
    path = offered(cast, dora)

    for action in ("approve", "ACCEPT", "1"):
        answer = dora.post(f"{path}/{action}")
        assert (answer.status, answer.json) == (400, "action must be one of accept, reject, cancel")


def test_one_offer_at_a_time(cast: Cast, dora: Person) -> None:
    path = offered(cast, dora)

    again = offer(cast, cast.bob)
    assert (again.status, again.json) == (400, "An ownership transfer is going on already.")

    cast.alice.post(f"{path}/cancel")
    assert offer(cast, cast.bob).status == 200


def test_an_offer_is_for_an_active_person_of_the_organization(cast: Cast) -> None:
    gone, off, waiting = hire(cast, "Gone"), hire(cast, "Off"), person(cast.world, "Waiting")
    cast.alice.delete(officer_path(cast, gone))
    cast.alice.put(officer_path(cast, off), {"inactive": True})
    invite(cast.alice, cast.place, waiting.email)

    for heir in (cast.charlie, gone, off, waiting):
        answer = offer(cast, heir)
        assert (answer.status, answer.json) == (400, "new_owner_id must be an active user of the organization")
    assert offer(cast, cast.alice).json == "new_owner_id must be somebody else"
    path = f"{cast.organization}/owner/transfer"
    assert cast.alice.post(path, {"new_owner_id": NOBODY}).status == 400
    assert cast.alice.post(path, {"new_owner_id": "1"}).json == "new_owner_id must be an integer"
    assert cast.alice.post(path, {}).json == "new_owner_id is required"
    assert cast.alice.post(path, body=b"{").json == "JSON is not valid"
    assert cast.alice.get(path).json == []


def test_only_the_owner_offers(cast: Cast, dora: Person) -> None:
    for somebody in (dora, cast.bob, cast.charlie):
        answer = offer(cast, somebody, owner=somebody)
        assert (answer.status, answer.json) == (403, ACCESS)


def test_an_heir_who_has_left_or_is_switched_off_does_not_inherit(cast: Cast, dora: Person) -> None:
    path = offered(cast, dora)
    cast.alice.put(officer_path(cast, dora), {"inactive": True})
    assert dora.post(f"{path}/accept").status == 403
    cast.alice.delete(officer_path(cast, dora))
    assert dora.post(f"{path}/accept").status == 403

    assert owner(cast, cast.alice) == cast.alice.id
    assert cast.alice.post(f"{path}/cancel").status == 200


def test_offers_are_listed_newest_first_and_the_open_one_apart(cast: Cast, dora: Person) -> None:
    first = offered(cast, dora)
    cast.alice.post(f"{first}/cancel")
    second = offered(cast, cast.bob)

    listed = dora.get(f"{cast.organization}/owner/transfer").json
    assert listed == [dora.get(second).json, dora.get(first).json]
    assert dora.get(f"{cast.organization}/owner/transfer?ongoing=false").json == listed
    assert dora.get(f"{cast.organization}/owner/transfer?ongoing=true").json == listed[:1]
    for text in ("1", "yes", ""):
        answer = dora.get(f"{cast.organization}/owner/transfer?ongoing={text}")
        assert (answer.status, answer.json) == (400, "'ongoing' parameter can be true or false only")


def test_only_who_runs_the_organization_looks(cast: Cast, dora: Person) -> None:
    path = offered(cast, dora)

    for somebody in (cast.bob, hire(cast, "Emil", Role.ADMIN), cast.charlie):
        for seen in (f"{cast.organization}/owner", f"{cast.organization}/owner/transfer", path):
            answer = somebody.get(seen)
            assert (answer.status, answer.json) == (403, ACCESS)


def test_an_offer_of_another_organization_is_not_found(cast: Cast, dora: Person) -> None:
    heir = colleague(person(cast.world, "Heir"), cast.elsewhere, None)
    theirs = cast.charlie.post(
        f"/organizations/{cast.elsewhere.organization_id}/owner/transfer", {"new_owner_id": heir.id}
    ).json["owner_transfer_id"]

    for number in (theirs, NOBODY):
        path = f"{cast.organization}/owner/transfer/{number}"
        for answer in (dora.get(path), cast.alice.post(f"{path}/cancel"), dora.post(f"{path}/accept")):
            assert (answer.status, answer.json) == (404, "Transfer not found in the organization")
    assert cast.alice.get(f"{cast.organization}/owner/transfer/mine").status == 400
