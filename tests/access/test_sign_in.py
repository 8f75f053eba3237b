"""Signing in with a Basic header: a password, an API token, and everything that is neither."""

import base64

import pytest

from tests.access.conftest import Visitor
from tests.cast import Cast
from tests.make import PASSWORD, World, basic

WRONG = "Incorrect username and/or password"


def header(content: bytes) -> dict[str, str]:
    """A Basic header with these bytes in it."""
    return {"Authorization": "Basic " + base64.b64encode(content).decode()}


def test_a_token_signs_in(cast: Cast) -> None:
    answer = cast.world.send("GET", "/me", headers=basic(cast.alice.token, "api_token"))

    assert answer.status == 200
    assert answer.json["id"] == cast.alice.id


def test_a_password_signs_in(cast: Cast) -> None:
    answer = cast.world.send("GET", "/me", headers=basic(cast.alice.email, PASSWORD))

    assert answer.status == 200
    assert answer.json["id"] == cast.alice.id


def test_an_email_address_is_found_however_it_is_written(cast: Cast) -> None:
    email = cast.alice.email

    for written in (email.upper(), email.title(), f" {email} "):
        answer = cast.world.send("GET", "/me", headers=basic(written, PASSWORD))

        assert answer.json["id"] == cast.alice.id


def test_the_word_basic_may_be_written_in_any_case(cast: Cast) -> None:
    sent = cast.alice.basic["Authorization"].removeprefix("Basic ")

    for scheme in ("basic", "BASIC"):
        headers = {"Authorization": f"{scheme} {sent}"}
        assert cast.world.send("GET", "/me/logged", headers=headers).status == 200


@pytest.mark.parametrize("path", ["/me", "/workspaces/1", "/organizations/1"])
@pytest.mark.parametrize("headers", [{}, {"Authorization": ""}, {"Authorization": " "}])
def test_nobody_is_asked_to_sign_in(world: World, path: str, headers: dict[str, str]) -> None:
    answer = world.send("GET", path, headers=headers)

    assert answer.status == 401
    assert answer.content == b""
    assert answer.headers["x-authorization-missing"] == "true"
    assert answer.headers["content-length"] == "0"


def test_a_wrong_password_is_refused(cast: Cast, visitor: Visitor) -> None:
    answer = visitor.sign_in(cast.alice.email, "wrong horse")

    assert answer.status == 403
    assert answer.json == WRONG
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.headers["x-remaining-login-attempts"] == "9"


def test_a_wrong_token_is_refused(visitor: Visitor) -> None:
    answer = visitor.sign_in("0" * 32, "api_token")

    assert answer.status == 403
    assert answer.json == WRONG


def test_a_token_is_no_password_and_a_password_no_token(cast: Cast, visitor: Visitor) -> None:
    for name, password in [(cast.alice.email, cast.alice.token), (PASSWORD, "api_token"), (cast.alice.token, "")]:
        assert visitor.sign_in(name, password).status == 403


def test_somebody_elses_password_is_refused(cast: Cast, visitor: Visitor) -> None:
    cast.bob.put("/me", json={"current_password": PASSWORD, "password": "bob's own horse"})

    assert visitor.sign_in(cast.bob.email, "bob's own horse").status == 200
    assert visitor.sign_in(cast.alice.email, "bob's own horse").status == 403


@pytest.mark.parametrize(
    "authorization",
    [
        "Basic",
        "Basic ",
        "Basic !!!",
        "Basic YQ",
        "Basic " + base64.b64encode(b"no colon").decode(),
        "Basic é",
        "Bearer 0123456789abcdef",
        "Negotiate",
        "nonsense",
        ":",
        "Basic " + "=" * 500,
    ],
)
def test_a_malformed_header_counts_as_wrong(visitor: Visitor, authorization: str) -> None:
    answer = visitor.send("GET", "/me/logged", {"Authorization": authorization})

    assert answer.status == 403
    assert answer.json == WRONG


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe:secret",
        b"alice@example.com:\xff\xfe\xfd",
        b"\xff:api_token",
        b"\0:\0",
        b"alice\0@example.com:correct horse",
        b"alice@example.com:correct\0horse",
        b"\0:api_token",
        b":",
        b":api_token",
        b":correct horse",
        b"a" * 100_000 + b"@example.com:secret",
        b"alice@example.com:" + b"s" * 100_000,
        b"t" * 100_000 + b":api_token",
        "\N{SNOWMAN}@example.com:\N{SNOWMAN}".encode(),
        "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}@example.com:secret".encode(),
    ],
    ids=lambda content: repr(content[:24]),
)
def test_odd_credentials_are_wrong_and_nothing_worse(visitor: Visitor, content: bytes) -> None:
    answer = visitor.send("GET", "/me/logged", header(content))

    assert answer.status == 403
    assert answer.json == WRONG


def test_a_password_of_any_characters_signs_in(cast: Cast, visitor: Visitor) -> None:
    odd = "pässwörd:with:colons \N{SNOWMAN}"
    assert cast.alice.put("/me", json={"current_password": PASSWORD, "password": odd}).status == 200

    assert visitor.sign_in(cast.alice.email, odd).status == 200


def test_a_wrong_header_is_not_made_good_by_a_cookie(cast: Cast, visitor: Visitor) -> None:
    opened = cast.alice.post("/me/sessions")
    cookie = opened.headers["set-cookie"].partition(";")[0]

    answer = visitor.send("GET", "/me/logged", {"Cookie": cookie, **basic(cast.alice.email, "wrong horse")})

    assert answer.status == 403
