"""An invitation is looked at, expires after thirty days, is renewed, rejected, or taken back."""

import pytest

from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import Answer, Person, colleague, person
from tests.people.backstage import NOBODY, address, invite, members, new_group, officers

EMIL = {"fullname": "Emil", "password": "battery staple"}


class Sent:
    """An invitation that was sent by Alice."""

    def __init__(self, cast: Cast, email: str) -> None:
        made = invite(cast.alice, cast.place, email).json
        self.cast = cast
        self.email = email
        self.code: str = made["invitations"][0]["code"]
        self.id: int = made["data"][0]["invitation_id"]

    def look(self) -> Answer:
        return self.cast.world.send("GET", f"/invitations/{self.code}")

    def answer(self, action: str, somebody: Person | None = None) -> Answer:
        headers = somebody.basic if somebody else None
        path = f"/organizations/invitations/{self.code}/{action}"
        return self.cast.world.send("POST", path, json=EMIL if action == "accept" else None, headers=headers)

    def resend(self) -> Answer:
        return self.cast.alice.put(f"{self.cast.organization}/invitations/{self.id}/resend")


@pytest.fixture
def emils(cast: Cast) -> Sent:
    """An invitation of somebody who has no account."""
    return Sent(cast, address("emil"))


@pytest.fixture
def charlies(cast: Cast) -> Sent:
    """An invitation of somebody who has one."""
    return Sent(cast, cast.charlie.email)


def test_whoever_has_the_code_may_look(cast: Cast, emils: Sent, charlies: Sent) -> None:
    assert emils.look().json == {
        "code": emils.code,
        "email": emils.email,
        "organization_id": cast.place.organization_id,
        "organization_name": "Acme",
        "sender_email": cast.alice.email,
        "sender_name": "Alice",
        "new_account": True,
        "token": "",
        "sso": False,
        "accounts_signup_url": "",
    }
    assert charlies.look().json["new_account"] is False


def test_a_code_that_opens_nothing_shows_nothing(cast: Cast, emils: Sent) -> None:
    for code in ("nonsense", emils.code[1:], emils.code.swapcase(), str(emils.id)):
        answer = cast.world.send("GET", f"/invitations/{code}")
        assert (answer.status, answer.json) == (404, "Invitation not found")


def test_it_expires_after_thirty_days(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9)
    emils, charlies = Sent(cast, address("emil")), Sent(cast, cast.charlie.email)

    clock.forward(days=29, hours=23, minutes=59)
    assert emils.look().status == charlies.look().status == 200

    clock.forward(minutes=1)
    assert (emils.look().status, emils.look().json) == (404, "Invitation not found")
    for answer in (
        emils.answer("accept"),
        emils.answer("reject"),
        charlies.answer("accept", cast.charlie),
        charlies.answer("reject", cast.charlie),
    ):
        assert (answer.status, answer.json) == (404, "Invalid invitation code")
    assert members(cast.alice, cast.place)["emil"]["active"] is False


def test_resending_gives_another_thirty_days(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9)
    emils = Sent(cast, address("emil"))
    clock.forward(days=40)
    assert emils.look().status == 404

    answer = emils.resend()

    assert (answer.status, answer.content) == (200, b"")
    clock.forward(days=29, hours=23)
    assert emils.look().status == 200
    assert emils.answer("accept").status == 200


def test_inviting_again_gives_another_thirty_days_too(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9)
    emils = Sent(cast, address("emil"))
    clock.forward(days=30)

    again = Sent(cast, emils.email)

    assert (again.code, again.id) == (emils.code, emils.id)
    clock.forward(days=29)
    assert emils.answer("accept").status == 200


def test_what_cannot_be_resent(cast: Cast, emils: Sent, charlies: Sent) -> None:
    emils.answer("accept")
    charlies.answer("reject", cast.charlie)
    theirs = invite(cast.charlie, cast.elsewhere, address("fay")).json["data"][0]["invitation_id"]

    for number in (emils.id, charlies.id, theirs, NOBODY, "emil", "-1"):
        answer = cast.alice.put(f"{cast.organization}/invitations/{number}/resend")
        assert (answer.status, answer.json) == (404, "Invitation code not found"), number


def test_an_invitation_of_another_organization_of_ones_own_is_told_apart(cast: Cast, emils: Sent) -> None:
    other = cast.alice.post("/organizations", {"name": "Second", "workspace_name": "Home"}).json

    answer = cast.alice.put(f"/organizations/{other['id']}/invitations/{emils.id}/resend")

    assert (answer.status, answer.json) == (400, "Organization ID and invitation organization ID mismatch")


def test_a_new_person_rejects_without_an_account(cast: Cast, emils: Sent) -> None:
    new_group(cast, "Design", [], [cast.place])

    answer = emils.answer("reject")

    assert (answer.status, answer.content) == (200, b"")
    assert "emil" not in members(cast.alice, cast.place)
    assert "emil" not in officers(cast.alice, cast.place)
    assert emils.look().status == 404
    assert emils.answer("accept").status == 404


def test_an_existing_person_rejects_as_themselves(cast: Cast, charlies: Sent) -> None:
    refused = charlies.answer("reject")
    assert (refused.status, refused.content) == (401, b"")
    for somebody in (cast.alice, cast.bob):
        other = charlies.answer("reject", somebody)
        assert (other.status, other.json) == (403, "Forbidden")

    assert charlies.answer("reject", cast.charlie).status == 200

    assert "Charlie" not in members(cast.alice, cast.place)
    assert cast.charlie.get(f"/workspaces/{cast.elsewhere.workspace_id}").status == 200
    listed = {each["organization_id"] for each in cast.charlie.get("/me/quota").json}
    assert listed == {None, cast.elsewhere.organization_id}


def test_who_rejected_can_be_invited_anew_with_another_code(cast: Cast, charlies: Sent) -> None:
    charlies.answer("reject", cast.charlie)

    again = Sent(cast, cast.charlie.email)

    assert again.code != charlies.code
    assert charlies.answer("accept", cast.charlie).status == 404
    assert again.answer("accept", cast.charlie).status == 200


def test_it_outlives_whoever_sent_it(cast: Cast) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place)
    cast.alice.put(f"{cast.workspace}/users/{dora.id}", {"role": "admin"})
    made = invite(dora, cast.place, address("emil")).json["invitations"][0]
    dora.delete(f"{cast.organization}/users/leave")

    seen = cast.world.send("GET", f"/invitations/{made['code']}")
    assert (seen.status, seen.json["sender_name"]) == (200, "Dora")
    accepted = cast.world.send("POST", f"/organizations/invitations/{made['code']}/accept", json=EMIL)
    assert accepted.status == 200


def test_it_is_taken_back_with_the_person(cast: Cast, emils: Sent, charlies: Sent) -> None:
    for name in ("emil", "Charlie"):
        officer = officers(cast.alice, cast.place)[name]
        assert cast.alice.delete(f"{cast.organization}/users/{officer['id']}").status == 200

    assert emils.look().status == charlies.look().status == 404
    assert emils.answer("accept").json == charlies.answer("accept", cast.charlie).json == "Invalid invitation code"
    assert emils.resend().status == 404
