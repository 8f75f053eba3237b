"""Passwords: how they are kept, and that a process's short memory of them never outlives a change."""

import pytest
from argon2 import extract_parameters

from sundial.access import passwords
from sundial.access.passwords import REMEMBER_AT_MOST, Remembered, hash_password, verify
from tests.access.conftest import Visitor
from tests.another import another
from tests.cast import Cast
from tests.make import PASSWORD, basic

CHANGE = {"current_password": PASSWORD, "password": "battery staple"}


def test_an_old_password_fails_at_once(cast: Cast, visitor: Visitor) -> None:
    assert visitor.sign_in(cast.alice.email, PASSWORD).status == 200

    assert cast.alice.put("/me", json=CHANGE).status == 200

    assert visitor.sign_in(cast.alice.email, PASSWORD).status == 403
    assert visitor.sign_in(cast.alice.email, "battery staple").status == 200


def test_an_old_password_fails_at_once_at_every_process(cast: Cast, visitor: Visitor) -> None:
    with another(cast.world) as process:
        there = Visitor(process)
        assert there.sign_in(cast.alice.email, PASSWORD).status == 200

        cast.alice.put("/me", json=CHANGE)

        assert there.sign_in(cast.alice.email, PASSWORD).status == 403


def test_a_password_that_was_set_anew_to_the_same_text_signs_in(cast: Cast, visitor: Visitor) -> None:
    visitor.sign_in(cast.alice.email, PASSWORD)

    assert cast.alice.put("/me", json={"current_password": PASSWORD, "password": PASSWORD}).status == 200

    assert visitor.sign_in(cast.alice.email, PASSWORD).status == 200


def test_an_old_address_fails_at_once(cast: Cast, visitor: Visitor) -> None:
    assert visitor.sign_in(cast.alice.email, PASSWORD).status == 200

    cast.alice.put("/me", json={"email": f"new-{cast.alice.email}"})

    assert visitor.sign_in(cast.alice.email, PASSWORD).status == 403
    assert visitor.sign_in(f"new-{cast.alice.email}", PASSWORD).status == 200


def test_a_password_may_change_itself(cast: Cast) -> None:
    first = basic(cast.alice.email, PASSWORD)
    second = basic(cast.alice.email, "battery staple")

    assert cast.world.send("PUT", "/me", json=CHANGE, headers=first).status == 200

    again = {"current_password": "battery staple", "password": "another one"}
    assert cast.world.send("PUT", "/me", json=again, headers=second).status == 200


def test_a_stored_password_is_argon2id_with_a_salt() -> None:
    first, second = hash_password("secret"), hash_password("secret")

    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert first != second


@pytest.mark.parametrize(
    ("stored", "password", "right"),
    [
        (hash_password("secret"), "secret", True),
        (hash_password("secret"), "Secret", False),
        (hash_password("secret"), "secret ", False),
        (hash_password("secret"), "", False),
        (hash_password("pässwörd"), "pässwörd", True),
        (None, "secret", False),
        (None, "nobody has this password", False),
        ("no hash", "no hash", False),
    ],
    ids=range(8),
)
def test_a_password_is_verified(stored: str | None, password: str, right: bool) -> None:
    assert verify(stored, password) is right


def test_what_was_learnt_is_known_for_that_hash_only() -> None:
    remembered = Remembered()

    remembered.learn(b"alice", "hash 1")

    assert remembered.knows(b"alice", "hash 1")
    assert not remembered.knows(b"alice", "hash 2")
    assert not remembered.knows(b"bob", "hash 1")


def test_memory_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "REMEMBER_SECONDS", 0.0)
    remembered = Remembered()

    remembered.learn(b"alice", "hash 1")

    assert not remembered.knows(b"alice", "hash 1")


def test_memory_is_bounded() -> None:
    remembered = Remembered()
    for number in range(REMEMBER_AT_MOST + 1):
        remembered.learn(number.to_bytes(4, "big"), "hash")

    known = sum(remembered.knows(number.to_bytes(4, "big"), "hash") for number in range(REMEMBER_AT_MOST + 1))

    assert 1 <= known <= REMEMBER_AT_MOST
    assert remembered.knows(REMEMBER_AT_MOST.to_bytes(4, "big"), "hash")


def test_an_unknown_account_is_verified_with_the_same_effort_as_a_known_one() -> None:
    known, nobody = hash_password(PASSWORD), vars(passwords)["_NOBODY"]

    assert extract_parameters(nobody) == extract_parameters(known)
