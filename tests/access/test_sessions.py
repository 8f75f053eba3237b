"""Signing in and out in a browser: a cookie for thirty days, taken from this site's own pages only."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.another import another, reached_from
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import PASSWORD, Answer, Person, World, basic

THIRTY_DAYS = 30 * 24 * 60 * 60
HERE = "http://sundial.test"
ELSEWHERE = "https://elsewhere.example"
FOREIGN = "Requests with a session cookie must come from this site's own pages."


class Browser:
    """Keeps one cookie and sends it along, with the page's origin when it changes something."""

    def __init__(self, world: World, headers: dict[str, str] | None = None, origin: str = HERE) -> None:
        self.world = world
        self.origin = origin
        self.headers = headers or {}
        self.cookie = ""

    def sign_in(self, person: Person, password: str = PASSWORD) -> Answer:
        answer = self.world.send(
            "POST", "/me/sessions", headers={**self.headers, **basic(person.email, password), "Origin": self.origin}
        )
        self.cookie = answer.headers["set-cookie"].partition(";")[0]
        return answer

    def send(self, method: str, path: str, **request: Any) -> Answer:
        origin = {} if method == "GET" else {"Origin": self.origin}
        headers = {**self.headers, "Cookie": self.cookie, **origin, **request.pop("headers", {})}
        return self.world.send(method, path, headers=headers, **request)


@pytest.fixture
def browser(world: World) -> Browser:
    return Browser(world)


@pytest.fixture
def behind_tls(world: World) -> Iterator[World]:
    """A process whose proxy speaks HTTPS with browsers."""
    with another(world, trusted_proxies="192.0.2.1", public_url="https://time.example") as process:
        yield reached_from(process, "192.0.2.1")


def attributes(answer: Answer) -> set[str]:
    return set(answer.headers["set-cookie"].split("; ")[1:])


def test_signing_in_answers_with_the_caller_and_a_cookie(cast: Cast, browser: Browser) -> None:
    answer = browser.sign_in(cast.alice)

    assert answer.status == 200
    assert answer.json["id"] == cast.alice.id
    name, _, token = browser.cookie.partition("=")
    assert name == "timer-session"
    assert len(token) >= 32
    assert attributes(answer) == {"Path=/", f"Max-Age={THIRTY_DAYS}", "HttpOnly", "SameSite=Lax"}


def test_a_token_opens_a_session_too(cast: Cast, browser: Browser) -> None:
    answer = cast.alice.post("/me/sessions")
    browser.cookie = answer.headers["set-cookie"].partition(";")[0]

    assert browser.send("GET", "/me/id").json == cast.alice.id


def test_over_https_the_cookie_is_bound_to_the_host(cast: Cast, behind_tls: World) -> None:
    secure = {"X-Forwarded-Proto": "https"}
    browser = Browser(behind_tls, secure, "https://time.example")

    answer = browser.sign_in(cast.alice)

    assert browser.cookie.startswith("__Host-timer-session=")
    assert attributes(answer) == {"Path=/", f"Max-Age={THIRTY_DAYS}", "HttpOnly", "SameSite=Lax", "Secure"}
    assert browser.send("GET", "/me/id").json == cast.alice.id
    assert browser.send("PUT", "/me", json={"fullname": "Alice L."}).status == 200
    ended = browser.send("DELETE", "/me/sessions")
    assert ended.headers["set-cookie"].startswith("__Host-timer-session=; ")
    assert {"Secure", "Path=/", "Max-Age=0"} <= attributes(ended)


def test_only_a_trusted_proxy_says_that_a_connection_is_secure(cast: Cast, world: World) -> None:
    browser = Browser(world, {"X-Forwarded-Proto": "https"})

    assert "Secure" not in attributes(browser.sign_in(cast.alice))
    assert browser.cookie.startswith("timer-session=")


def test_the_public_address_decides_where_no_proxy_says_anything(cast: Cast, world: World) -> None:
    with another(world, public_url="https://time.example") as process:
        browser = Browser(process, origin="https://time.example")

        assert "Secure" in attributes(browser.sign_in(cast.alice))
        assert browser.send("PUT", "/me", json={"fullname": "Alice L."}).status == 200


def test_wrong_credentials_open_nothing(cast: Cast, world: World) -> None:
    refused = world.send("POST", "/me/sessions", headers=basic(cast.alice.email, "wrong horse"))
    nobody = world.send("POST", "/me/sessions")

    assert (refused.status, nobody.status) == (403, 401)
    assert "set-cookie" not in refused.headers
    assert "set-cookie" not in nobody.headers


@pytest.mark.parametrize(("method", "path"), [("PUT", "/me"), ("POST", "/me/preferences"), ("DELETE", "/me/sessions")])
def test_a_change_with_a_cookie_must_come_from_an_own_page(
    cast: Cast, browser: Browser, method: str, path: str
) -> None:
    browser.sign_in(cast.alice)

    for origin in (None, "", "null", ELSEWHERE, f"{HERE}.elsewhere.example", f"{HERE}:81", "https://sundial.test"):
        headers = {"Cookie": browser.cookie} | ({} if origin is None else {"Origin": origin})
        answer = cast.world.send(method, path, json={"fullname": "Mallory"}, headers=headers)
        assert (answer.status, answer.json) == (403, FOREIGN), origin

    assert browser.send("GET", "/me").json["fullname"] == "Alice"


@pytest.mark.parametrize("origin", [HERE, "http://localhost:8080"])
def test_an_own_page_is_one_of_the_public_address_or_of_the_host_that_was_asked(
    cast: Cast, browser: Browser, origin: str
) -> None:
    browser.sign_in(cast.alice)
    browser.headers, browser.origin = {"Host": "localhost:8080"}, origin

    assert browser.send("PUT", "/me", json={"fullname": "Alice L."}).status == 200


def test_reading_needs_no_origin_and_credentials_of_its_own_need_none_either(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.alice)
    headers = {"Origin": ELSEWHERE, **cast.alice.basic, "Cookie": browser.cookie}

    assert browser.send("GET", "/me", headers={"Origin": ELSEWHERE}).status == 200
    assert cast.world.send("PUT", "/me", json={"fullname": "Alice L."}, headers=headers).status == 200


@pytest.mark.parametrize("cookie", ["timer-session=", "timer-session=nonsense", "timer-session", "a[b]=c", "=;=", "\t"])
def test_a_cookie_that_opens_nothing_is_no_credential(world: World, cookie: str) -> None:
    answer = world.send("GET", "/me", headers={"Cookie": cookie})

    assert answer.status == 401
    assert answer.headers["x-authorization-missing"] == "true"


def test_cookies_of_others_do_not_hide_ours(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.alice)
    own = browser.cookie

    for beside in ("a[b]=c; {}", '{}; json={{"a": 1}}', "x=y;{}", 'broken="; {}', "timer-sessions=no; {}"):
        browser.cookie = beside.format(own)
        assert browser.send("GET", "/me/id").status == 200, beside


def test_a_cookie_for_https_does_not_count_over_http(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.alice)
    browser.cookie = "__Host-" + browser.cookie

    assert browser.send("GET", "/me/id").status == 401


def test_signing_out_ends_the_session(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.alice)

    ended = browser.send("DELETE", "/me/sessions")

    assert (ended.status, ended.content) == (200, b"")
    assert ended.headers["set-cookie"].startswith("timer-session=; ")
    assert "Max-Age=0" in attributes(ended)
    assert browser.send("GET", "/me/id").status == 401


def test_signing_out_ends_no_other_session(cast: Cast, browser: Browser) -> None:
    other = Browser(cast.world)
    other.sign_in(cast.alice)
    browser.sign_in(cast.alice)

    browser.send("DELETE", "/me/sessions")

    assert other.send("GET", "/me/id").status == 200


def test_a_session_lasts_thirty_days(cast: Cast, browser: Browser, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9)
    browser.sign_in(cast.alice)

    clock.forward(days=29, hours=23, minutes=59)
    assert browser.send("GET", "/me/id").status == 200

    clock.forward(minutes=1)
    assert browser.send("GET", "/me/id").status == 401


def test_a_new_password_ends_all_sessions_but_the_own(cast: Cast, browser: Browser) -> None:
    other, bobs = Browser(cast.world), Browser(cast.world)
    other.sign_in(cast.alice)
    bobs.sign_in(cast.bob)
    browser.sign_in(cast.alice)

    changed = browser.send("PUT", "/me", json={"current_password": PASSWORD, "password": "battery staple"})

    assert changed.status == 200
    assert browser.send("GET", "/me/id").status == 200
    assert other.send("GET", "/me/id").status == 401
    assert bobs.send("GET", "/me/id").status == 200


def test_a_new_password_that_is_set_without_a_session_ends_all(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.alice)

    cast.alice.put("/me", json={"current_password": PASSWORD, "password": "battery staple"})

    assert browser.send("GET", "/me/id").status == 401


def test_a_session_works_at_every_process(cast: Cast, browser: Browser) -> None:
    browser.sign_in(cast.alice)

    with another(cast.world) as process:
        browser.world = process
        assert browser.send("GET", "/me/id").json == cast.alice.id
        browser.send("DELETE", "/me/sessions")

    browser.world = cast.world
    assert browser.send("GET", "/me/id").status == 401


def test_every_session_has_a_token_of_its_own(cast: Cast, browser: Browser) -> None:
    cookies: set[str] = set()
    for _ in range(3):
        browser.sign_in(cast.alice)
        cookies.add(browser.cookie)

    assert len(cookies) == 3
