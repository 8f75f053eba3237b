"""Whose account is locked gets a letter, once for each lock; nobody else learns of it."""

from datetime import timedelta

import pytest

from tests.access.conftest import Visitor
from tests.cast import Cast
from tests.conftest import SetClock
from tests.mail.box import letters, links
from tests.make import PASSWORD, World
from tests.people.backstage import address, invite
from tests.rights.watched import watched


@pytest.fixture(autouse=True)
def standing_clock(clock: SetClock) -> None:
    """Time passes only when a test says so."""
    clock.set(2026, 3, 2, 9)


def guess(visitor: Visitor, email: str, times: int) -> None:
    for number in range(times):
        visitor.sign_in(email, f"guess {number}")


def test_the_tenth_wrong_password_is_told(cast: Cast, visitor: Visitor, clock: SetClock) -> None:
    guess(visitor, cast.alice.email.upper(), 9)
    assert letters(cast.world, cast.alice.email, "account-locked") == []

    guess(visitor, cast.alice.email, 1)

    (mail,) = letters(cast.world, cast.alice.email, "account-locked")
    assert (mail.subject, mail.to_name) == ("Your account was locked for five minutes", "Alice")
    assert "10 wrong passwords" in mail.text_part
    assert "Until 09:05 UTC" in mail.text_part
    assert links(mail) == ["http://sundial.test/reset-password"]
    assert mail.expires_at == clock() + timedelta(days=1)


def test_one_lock_gives_one_letter_and_the_next_another(cast: Cast, visitor: Visitor, clock: SetClock) -> None:
    guess(visitor, cast.alice.email, 15)
    clock.forward(minutes=4)
    guess(visitor, cast.alice.email, 5)
    assert len(letters(cast.world, cast.alice.email, "account-locked")) == 1

    clock.forward(minutes=2)
    guess(visitor, cast.alice.email, 10)
    assert len(letters(cast.world, cast.alice.email, "account-locked")) == 2


def test_a_locked_address_of_the_network_is_told_to_nobody(cast: Cast, visitor: Visitor) -> None:
    for number in range(100):
        visitor.sign_in(f"{number:032x}", "api_token")
    visitor.sign_in(cast.alice.email, PASSWORD)

    assert letters(cast.world, cast.alice.email, "account-locked") == []


def test_a_guesser_does_not_learn_who_has_an_account(cast: Cast, world: World) -> None:
    invited = address("emil")
    invite(cast.alice, cast.place, invited)
    seen: list[tuple[int, bytes, str]] = []
    counted: list[int] = []
    with watched(world) as (process, database):
        for email in (cast.alice.email, address("nobody"), invited, "with\x7fcontrol@example.com"):
            visitor = Visitor(process)
            guess(visitor, email, 9)
            database.statements()
            answer = visitor.sign_in(email, "guess")
            counted.append(database.statements())
            seen.append((answer.status, answer.content, answer.headers["x-remaining-login-attempts"]))

    assert len(set(seen)) == 1
    # The letter and its job are two statements in a transaction that is there anyway.
    assert counted == [counted[1] + 2, counted[1], counted[1], counted[1]]
    assert letters(world, invited, "account-locked") == []
