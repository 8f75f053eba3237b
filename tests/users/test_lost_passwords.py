"""POST /me/lost_passwords and POST /me/lost_passwords/confirm."""

from datetime import timedelta

import pytest

from sundial.mail.queries import Mail
from tests.access.conftest import Visitor
from tests.another import another
from tests.cast import Cast
from tests.conftest import SetClock, Worlds
from tests.mail.box import letters, links, work
from tests.make import PASSWORD, Answer, Person, World, person
from tests.migrated import Migrated
from tests.people.backstage import address, invite, log
from tests.rights.watched import watched

NEW = "battery staple"
INVALID = "The code is wrong, too old or used already: please ask for a new one."


@pytest.fixture(scope="module")
def world(engine: str, migrated: Migrated, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The application over a database of these tests' own: a worker does what is due for everybody."""
    return Worlds(migrated, tmp_path_factory).on(engine)


@pytest.fixture(autouse=True)
def standing_clock(clock: SetClock) -> None:
    """Time passes only when a test says so."""
    clock.set(2026, 11, 23, 12)


@pytest.fixture
def visitor(world: World) -> Visitor:
    """Somebody at an address of their own."""
    return Visitor(world)


def ask(visitor: Visitor, email: str) -> Answer:
    return visitor.send("POST", "/me/lost_passwords", json={"email": email})


def lost(visitor: Visitor, somebody: Person) -> list[Mail]:
    """Ask for a new password for somebody, and give all such letters to them."""
    assert ask(visitor, somebody.email).status == 200
    work(somebody.world)
    return letters(somebody.world, somebody.email, "lost-password")


def code_in(mail: Mail) -> str:
    (link,) = links(mail)
    return link.partition("http://sundial.test/reset-password?code=")[2]


def confirm(world: World, code: str, password: str = NEW) -> Answer:
    return world.send("POST", "/me/lost_passwords/confirm", json={"code": code, "password": password})


def signs_in(somebody: Person, password: str) -> bool:
    return Visitor(somebody.world).sign_in(somebody.email, password).status == 200


def test_a_link_comes_by_mail_and_sets_a_new_password(cast: Cast, visitor: Visitor, clock: SetClock) -> None:
    answer = ask(visitor, f" {cast.alice.email.upper()} ")
    work(cast.world)

    assert (answer.status, answer.content) == (200, b"")
    (mail,) = letters(cast.world, cast.alice.email, "lost-password")
    assert (mail.subject, mail.to_name, mail.sensitive) == ("Set a new password", "Alice", True)
    assert mail.expires_at == clock() + timedelta(hours=1)
    code = code_in(mail)
    assert f"Your code is: {code}" in mail.text_part
    assert len(code) == 48

    set_ = confirm(cast.world, code)

    assert (set_.status, set_.content) == (200, b"")
    assert signs_in(cast.alice, NEW)
    assert not signs_in(cast.alice, PASSWORD)


def test_it_is_told_by_mail_and_logged(cast: Cast, visitor: Visitor) -> None:
    (mail,) = lost(visitor, cast.alice)
    confirm(cast.world, code_in(mail))

    (notice,) = letters(cast.world, cast.alice.email, "password-changed")
    assert notice.subject == "Your password was changed"
    assert "23 November 2026 at 12:00 UTC" in notice.text_part
    assert links(notice) == ["http://sundial.test/reset-password"]
    changes = [each for each in log(cast.world, 0) if each.entity_id == cast.alice.id]
    assert [(each.action, each.user_id) for each in changes] == [("password_reset", cast.alice.id)]
    assert NEW not in str(changes)


def test_all_sessions_end_and_tokens_stay(cast: Cast, visitor: Visitor) -> None:
    cookie = cast.alice.post("/me/sessions").headers["set-cookie"].partition(";")[0]
    (mail,) = lost(visitor, cast.alice)

    confirm(cast.world, code_in(mail))

    assert cast.world.send("GET", "/me/logged", headers={"Cookie": cookie}).status == 401
    assert cast.alice.get("/me/logged").status == 200


def test_a_code_works_once(cast: Cast, visitor: Visitor) -> None:
    (mail,) = lost(visitor, cast.alice)
    confirm(cast.world, code_in(mail))

    again = confirm(cast.world, code_in(mail), "another password")

    assert (again.status, again.json) == (400, INVALID)
    assert signs_in(cast.alice, NEW)


def test_a_code_works_for_an_hour(cast: Cast, visitor: Visitor, clock: SetClock) -> None:
    (mail,) = lost(visitor, cast.alice)
    clock.forward(minutes=60)

    answer = confirm(cast.world, code_in(mail))

    assert (answer.status, answer.json) == (400, INVALID)
    assert signs_in(cast.alice, PASSWORD)


def test_a_newer_code_replaces_the_older(cast: Cast, visitor: Visitor, clock: SetClock) -> None:
    (older,) = lost(visitor, cast.alice)
    clock.forward(minutes=1)
    unsent, newer = lost(visitor, cast.alice)

    assert (unsent.id, unsent.state) == (older.id, "discarded")
    assert confirm(cast.world, code_in(older)).json == INVALID
    assert confirm(cast.world, code_in(newer)).status == 200


@pytest.mark.parametrize("code", ["", "x", "a" * 32, "\N{SNOWMAN}", "../..", "x" * 10_000])
def test_a_wrong_code_is_refused(cast: Cast, visitor: Visitor, code: str) -> None:
    lost(visitor, cast.alice)

    answer = confirm(cast.world, code)

    assert (answer.status, answer.json) == (400, INVALID)


def test_a_bad_password_leaves_the_code_as_it_is(cast: Cast, visitor: Visitor) -> None:
    (mail,) = lost(visitor, cast.alice)

    refused = confirm(cast.world, code_in(mail), "short")

    assert (refused.status, refused.json) == (400, "Password should be at least 6 characters")
    assert confirm(cast.world, code_in(mail)).status == 200


@pytest.mark.parametrize(
    "body",
    [
        {"password": "a new password", "current_password": PASSWORD},
        {"email": "somewhere.else@example.com"},
    ],
    ids=["password", "email"],
)
def test_a_code_does_not_outlive_the_password_or_the_address(
    cast: Cast, visitor: Visitor, body: dict[str, str]
) -> None:
    (mail,) = lost(visitor, cast.alice)
    body = {**body, **({"email": f"new.{cast.alice.email}"} if "email" in body else {})}
    assert cast.alice.put("/me", body).status == 200

    assert confirm(cast.world, code_in(mail)).json == INVALID


def test_a_locked_account_opens(cast: Cast, visitor: Visitor) -> None:
    for number in range(10):
        visitor.sign_in(cast.alice.email, f"guess {number}")
    (mail,) = lost(visitor, cast.alice)

    confirm(cast.world, code_in(mail))

    assert signs_in(cast.alice, NEW)


def test_an_account_gets_three_letters_an_hour(cast: Cast, visitor: Visitor, clock: SetClock) -> None:
    for number in (1, 2, 3, 3, 3):
        assert len(lost(visitor, cast.alice)) == number
        clock.forward(minutes=10)

    assert confirm(cast.world, code_in(letters(cast.world, cast.alice.email, "lost-password")[-1])).status == 200
    clock.forward(minutes=11)
    assert len(lost(visitor, cast.alice)) == 4


def test_impatience_gives_one_letter(cast: Cast, visitor: Visitor) -> None:
    for _ in range(5):
        ask(visitor, cast.alice.email)

    work(cast.world)

    assert len(letters(cast.world, cast.alice.email, "lost-password")) == 1


def test_nobody_learns_who_has_an_account(cast: Cast, world: World) -> None:
    invited = address("emil")
    invite(cast.alice, cast.place, invited)
    unknown = address("nobody")
    seen: list[tuple[int, bytes, dict[str, str]]] = []
    counted: list[int] = []

    with watched(world) as (process, database):
        ask(Visitor(process), address("warm"))
        for email in (cast.alice.email, unknown, invited):
            visitor = Visitor(process)
            database.statements()
            answer = ask(visitor, email)
            counted.append(database.statements())
            headers = {name: value for name, value in answer.headers.items() if name != "x-request-id"}
            seen.append((answer.status, answer.content, headers))

    assert seen[0] == seen[1] == seen[2]
    assert len(set(counted)) == 1
    work(world)
    assert letters(world, unknown, "lost-password") == []
    assert letters(world, invited, "lost-password") == []
    assert len(letters(world, cast.alice.email, "lost-password")) == 1


def test_a_request_that_nobody_worked_on_for_an_hour_is_forgotten(
    cast: Cast, visitor: Visitor, clock: SetClock
) -> None:
    ask(visitor, cast.alice.email)

    clock.forward(hours=1)
    work(cast.world)

    assert letters(cast.world, cast.alice.email, "lost-password") == []


def test_whoever_asks_anew_is_not_forgotten_with_their_first_request(
    cast: Cast, visitor: Visitor, clock: SetClock
) -> None:
    ask(visitor, cast.alice.email)
    clock.forward(minutes=50)
    ask(visitor, cast.alice.email)

    clock.forward(minutes=20)
    work(cast.world)

    assert len(letters(cast.world, cast.alice.email, "lost-password")) == 1


@pytest.mark.parametrize(
    ("body", "sentence"),
    [({"email": "nonsense"}, "Invalid email"), ({"email": "a\nb@example.com"}, "Invalid email"), ({}, "email")],
)
def test_what_is_no_address_is_told(visitor: Visitor, body: dict[str, str], sentence: str) -> None:
    answer = visitor.send("POST", "/me/lost_passwords", json=body)

    assert answer.status == 400
    assert sentence in answer.json


def test_an_address_of_the_network_may_ask_twenty_times(cast: Cast, visitor: Visitor, clock: SetClock) -> None:
    answers = [ask(visitor, address(f"n{number}")) for number in range(21)]

    assert [answer.status for answer in answers] == [200] * 20 + [429]
    assert answers[20].json.startswith("Too many requests for new passwords. Please try again in ")
    assert 300 <= int(answers[20].headers["retry-after"]) <= 301
    assert visitor.sign_in(cast.alice.email, PASSWORD).status == 200
    assert ask(Visitor(cast.world), cast.alice.email).status == 200
    clock.forward(minutes=6)
    assert ask(visitor, cast.alice.email).status == 200


def test_every_change_of_a_password_is_told(cast: Cast) -> None:
    answer = cast.bob.put("/me", {"password": NEW, "current_password": PASSWORD, "email": f"new.{cast.bob.email}"})

    assert answer.status == 200
    assert len(letters(cast.world, cast.bob.email, "password-changed")) == 1
    assert letters(cast.world, f"new.{cast.bob.email}", "password-changed") == []


@pytest.mark.parametrize("body", [{"fullname": "Robert"}, {"password": NEW, "current_password": "wrong"}])
def test_what_changes_no_password_is_not_told(cast: Cast, body: dict[str, str]) -> None:
    cast.bob.put("/me", body)

    assert letters(cast.world, cast.bob.email, "password-changed") == []


def test_links_lead_to_the_public_address(world: World, visitor: Visitor) -> None:
    somebody = person(world)
    with another(world, public_url="https://time.example.com") as process:
        ask(visitor, somebody.email)
        work(process)

    (mail,) = letters(world, somebody.email, "lost-password")
    assert "\nhttps://time.example.com/reset-password?code=" in mail.text_part
