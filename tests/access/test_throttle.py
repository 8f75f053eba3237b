"""Guessing passwords is slow: so many wrong ones close an account, and an address, for a while."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.access.conftest import Visitor
from tests.another import another, reached_from
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import PASSWORD, Answer, World, basic

WRONG = "Incorrect username and/or password"
STRANGER = "nobody-has-this-address@example.com"


@pytest.fixture(autouse=True)
def standing_clock(clock: SetClock) -> None:
    """Time passes only when a test says so."""
    clock.set(2026, 3, 2, 9)


def guess(visitor: Visitor, email: str, times: int) -> list[Answer]:
    """Send so many wrong passwords."""
    return [visitor.sign_in(email, f"guess {number}") for number in range(times)]


def left(answer: Answer) -> str:
    return answer.headers["x-remaining-login-attempts"]


def test_attempts_are_counted_down_until_the_account_closes(cast: Cast, visitor: Visitor) -> None:
    answers = guess(visitor, cast.alice.email, 10)

    assert [answer.status for answer in answers] == [403] * 9 + [429]
    assert [left(answer) for answer in answers] == ["9", "8", "7", "6", "5", "4", "3", "2", "1", "0"]
    assert {answer.json for answer in answers[:9]} == {WRONG}
    assert 300 <= int(answers[9].headers["retry-after"]) <= 301
    assert answers[9].json.startswith("Too many failed attempts to sign in.")


def test_a_closed_account_refuses_the_right_password(cast: Cast, visitor: Visitor, clock: SetClock) -> None:
    guess(visitor, cast.alice.email, 10)
    clock.forward(minutes=4)

    refused = visitor.sign_in(cast.alice.email, PASSWORD)

    assert (refused.status, left(refused)) == (429, "0")
    assert 60 <= int(refused.headers["retry-after"]) <= 61


def test_a_closed_account_is_closed_to_every_address(cast: Cast, visitor: Visitor, world: World) -> None:
    guess(visitor, cast.alice.email, 10)

    assert Visitor(world).sign_in(cast.alice.email, PASSWORD).status == 429
    assert Visitor(world).sign_in(cast.alice.email.upper(), PASSWORD).status == 429


def test_others_sign_in_meanwhile(cast: Cast, visitor: Visitor) -> None:
    guess(visitor, cast.alice.email, 10)

    assert visitor.sign_in(cast.bob.email, PASSWORD).status == 200


def test_tokens_and_sessions_go_on_working(cast: Cast, visitor: Visitor) -> None:
    opened = cast.alice.post("/me/sessions")
    cookie = opened.headers["set-cookie"].partition(";")[0]

    guess(visitor, cast.alice.email, 10)

    assert visitor.sign_in(cast.alice.token, "api_token").status == 200
    assert visitor.send("GET", "/me/logged", {"Cookie": cookie}).status == 200


def test_an_account_that_does_not_exist_closes_in_the_same_way(cast: Cast, visitor: Visitor, world: World) -> None:
    known = [*guess(visitor, cast.alice.email, 10), visitor.sign_in(cast.alice.email, "another guess")]
    stranger = Visitor(world)
    unknown = [*guess(stranger, STRANGER, 10), stranger.sign_in(STRANGER, "another guess")]

    def seen(answer: Answer) -> tuple[int, bytes, list[tuple[str, str]]]:
        headers = {name: value for name, value in answer.headers.items() if name != "x-request-id"}
        return answer.status, answer.content, sorted(headers.items())

    assert [seen(answer) for answer in unknown] == [seen(answer) for answer in known]


def test_the_account_opens_after_five_minutes(cast: Cast, visitor: Visitor, clock: SetClock) -> None:
    guess(visitor, cast.alice.email, 10)

    clock.forward(minutes=5)

    assert visitor.sign_in(cast.alice.email, PASSWORD).status == 200


def test_counting_starts_afresh_after_the_lock(cast: Cast, visitor: Visitor, clock: SetClock) -> None:
    guess(visitor, cast.alice.email, 10)

    clock.forward(minutes=5)

    answer = visitor.sign_in(cast.alice.email, "guess")
    assert (answer.status, left(answer)) == (403, "9")


def test_the_right_password_forgives(cast: Cast, visitor: Visitor) -> None:
    guess(visitor, cast.alice.email, 9)
    assert visitor.sign_in(cast.alice.email, PASSWORD).status == 200

    assert left(visitor.sign_in(cast.alice.email, "guess")) == "9"


def test_wrong_passwords_are_forgotten_after_five_minutes(cast: Cast, visitor: Visitor, clock: SetClock) -> None:
    guess(visitor, cast.alice.email, 9)
    clock.forward(minutes=5, seconds=1)

    assert left(visitor.sign_in(cast.alice.email, "guess")) == "9"


def test_waiting_a_little_does_not_help_a_guesser(cast: Cast, visitor: Visitor, clock: SetClock) -> None:
    for answer in guess(visitor, cast.alice.email, 9):
        clock.forward(seconds=20)
        assert answer.status == 403

    assert visitor.sign_in(cast.alice.email, "guess").status == 429


def test_a_client_with_the_right_password_goes_on_working(cast: Cast, visitor: Visitor, world: World) -> None:
    """Its credentials were verified just now, so it makes no attempt."""
    client = Visitor(world)
    assert client.sign_in(cast.alice.email, PASSWORD).status == 200

    guess(visitor, cast.alice.email, 10)

    assert client.sign_in(cast.alice.email, PASSWORD).status == 200


def test_processes_share_what_they_count(cast: Cast, visitor: Visitor) -> None:
    with another(visitor.world) as second:
        there = Visitor(second)
        seen = [left((visitor, there)[number % 2].sign_in(cast.alice.email, "guess")) for number in range(10)]

        assert seen == ["9", "8", "7", "6", "5", "4", "3", "2", "1", "0"]
        assert visitor.sign_in(cast.alice.email, PASSWORD).status == 429
        assert there.sign_in(cast.alice.email, PASSWORD).status == 429


def test_an_address_closes_after_a_hundred_failures(
    cast: Cast, visitor: Visitor, world: World, clock: SetClock
) -> None:
    for number in range(99):
        answer = visitor.sign_in(f"{number:032x}", "api_token")
        assert (answer.status, left(answer)) == (403, str(99 - number))
    assert visitor.sign_in("f" * 32, "api_token").status == 429

    assert visitor.sign_in(cast.alice.email, PASSWORD).status == 429
    assert visitor.sign_in(cast.alice.token, "api_token").status == 200
    assert Visitor(world).sign_in(cast.alice.email, PASSWORD).status == 200

    clock.forward(minutes=5)
    assert visitor.sign_in(cast.alice.email, PASSWORD).status == 200


def test_the_address_is_the_one_that_a_trusted_proxy_vouches_for(cast: Cast, visitor: Visitor) -> None:
    def attempt(process: World, forwarded: str) -> str:
        headers = {"X-Forwarded-For": forwarded, **basic("0" * 32, "api_token")}
        return left(process.send("GET", "/me/logged", headers=headers))

    with another(visitor.world, trusted_proxies="192.0.2.0/24") as process:
        proxied = reached_from(process, "192.0.2.1")
        seen = [
            attempt(proxied, visitor.address),
            attempt(proxied, f"198.51.100.7, {visitor.address}"),
            attempt(proxied, f"{visitor.address}, 192.0.2.9"),
            attempt(reached_from(process, visitor.address), "198.51.100.8"),
        ]

    assert seen == ["99", "98", "97", "96"]


def test_guesses_at_the_same_moment_are_all_counted(cast: Cast, visitor: Visitor) -> None:
    together = Barrier(4)

    def attempt(number: int) -> str:
        together.wait()
        try:
            return left(visitor.sign_in(cast.alice.email, f"guess {number}"))
        finally:
            cast.world.server.database.close()

    with ThreadPoolExecutor(4) as pool:
        seen = sorted(pool.map(attempt, range(4)))

    assert seen == ["6", "7", "8", "9"]
