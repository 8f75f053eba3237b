"""PUT /me."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import msgspec
import pytest
from sqlalchemy import bindparam, select

from sundial.changes.tables import change
from sundial.db.statement import Query, Scope, scoped
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import PASSWORD, Person, basic, person

EMAIL_TAKEN = "user with this email already exists"
GERMANY = 276


def refusal(somebody: Person, **body: Any) -> tuple[int, str]:
    answer = somebody.put("/me", json=body)
    return answer.status, answer.json


def test_fields_are_changed(cast: Cast) -> None:
    body = {
        "fullname": "Alice Liddell",
        "email": f"new-{cast.alice.email}",
        "timezone": "America/New_York",
        "beginning_of_week": 0,
        "country_id": GERMANY,
        "default_workspace_id": cast.place.workspace_id,
    }

    answer = cast.alice.put("/me", json=body)

    assert answer.status == 200
    assert {key: answer.json[key] for key in body} == body
    me = cast.alice.get("/me").json
    assert {key: me[key] for key in body} == body


def test_the_answer_is_the_caller(cast: Cast) -> None:
    answer = cast.alice.put("/me", json={"fullname": "Alice Liddell"}).json
    me = cast.alice.get("/me").json

    assert answer == {key: me[key] for key in answer}
    assert answer["api_token"] == cast.alice.token


@pytest.mark.parametrize("body", [{}, {"unknown": 1}, {"fullname": "Alice Liddell"}, {"timezone": "Asia/Tokyo"}])
def test_what_is_absent_stays(cast: Cast, body: dict[str, Any], clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9)
    before = cast.alice.get("/me").json

    after = cast.alice.put("/me", json=body)

    assert after.status == 200
    changed = {key: value for key, value in cast.alice.get("/me").json.items() if before[key] != value}
    times = {"at", "updated_at", "toggl_accounts_updated_at"}
    assert {key: value for key, value in changed.items() if key not in times} == {
        key: value for key, value in body.items() if key != "unknown"
    }
    assert {changed[key] for key in times} == {"2026-03-02T09:00:00Z"}


def test_names_and_addresses_are_trimmed(cast: Cast) -> None:
    answer = cast.alice.put("/me", json={"fullname": "  Alice L. ", "email": f" new-{cast.alice.email}\t"})

    assert answer.json["fullname"] == "Alice L."
    assert answer.json["email"] == f"new-{cast.alice.email}"


def test_an_address_keeps_its_case_and_may_be_the_own_in_another(cast: Cast) -> None:
    answer = cast.alice.put("/me", json={"email": cast.alice.email.upper()})

    assert answer.json["email"] == cast.alice.email.upper()
    assert cast.world.send("GET", "/me/logged", headers=basic(cast.alice.email, PASSWORD)).status == 200


def test_a_country_can_be_taken_back(cast: Cast) -> None:
    assert cast.alice.put("/me", json={"country_id": GERMANY}).json["country_id"] == GERMANY

    assert cast.alice.put("/me", json={"country_id": None}).json["country_id"] is None


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("beginning_of_week", [-1, 7, None, 2**40]),
        ("country_id", [0, 100_000, 2**53 - 1]),
        ("default_workspace_id", [0, 1, 2**53 - 1, None]),
        ("email", ["", " ", "alice", "alice@", "@example.com", "a b@example.com", "a@b@c", "a" * 255 + "@x.com", None]),
        ("email", ["alice@exam\nple.com", "alice@example..com", "<alice@example.com>", "alice@example.com, b@c.com"]),
        ("fullname", ["", "  ", "a" * 256, "Ali\nce", "\u202e", None]),
        ("timezone", ["", "Mars/Olympus", "utc+1", "../etc/passwd", "/etc/localtime", None]),
    ],
)
def test_a_bad_value_is_refused_and_nothing_changes(cast: Cast, field: str, values: list[Any]) -> None:
    before = cast.alice.get("/me").json

    for value in values:
        other = "timezone" if field == "fullname" else "fullname"
        assert refusal(cast.alice, **{other: "UTC", field: value}) == (400, f"Invalid {field}"), value

    assert cast.alice.get("/me").json == before


def test_a_default_workspace_must_be_the_callers(cast: Cast) -> None:
    assert refusal(cast.alice, default_workspace_id=cast.elsewhere.workspace_id) == (
        400,
        "Invalid default_workspace_id",
    )


def test_a_new_password_signs_in(cast: Cast) -> None:
    answer = cast.alice.put("/me", json={"current_password": PASSWORD, "password": "battery staple"})

    assert answer.status == 200
    assert cast.world.send("GET", "/me/logged", headers=basic(cast.alice.email, "battery staple")).status == 200
    assert cast.world.send("GET", "/me/logged", headers=basic(cast.alice.email, PASSWORD)).status == 403


@pytest.mark.parametrize(
    ("passwords", "sentence"),
    [
        ({"password": "battery staple"}, "Current password must be present to change password"),
        (
            {"password": "battery staple", "current_password": None},
            "Current password must be present to change password",
        ),
        ({"password": "battery staple", "current_password": "wrong horse"}, "Current password is not valid"),
        ({"password": "battery staple", "current_password": ""}, "Current password is not valid"),
        ({"password": "", "current_password": PASSWORD}, "Password should be at least 6 characters"),
        ({"password": "12345", "current_password": PASSWORD}, "Password should be at least 6 characters"),
        ({"password": "x" * 1025, "current_password": PASSWORD}, "Password should be at most 1024 characters"),
    ],
)
def test_a_password_is_not_changed(cast: Cast, passwords: dict[str, Any], sentence: str) -> None:
    assert refusal(cast.alice, fullname="Mallory", **passwords) == (400, sentence)
    assert cast.world.send("GET", "/me", headers=basic(cast.alice.email, PASSWORD)).json["fullname"] == "Alice"


@pytest.mark.parametrize("passwords", [{"current_password": "wrong horse"}, {"password": None}])
def test_a_current_password_alone_changes_nothing(cast: Cast, passwords: dict[str, Any]) -> None:
    assert cast.alice.put("/me", json=passwords).status == 200
    assert cast.world.send("GET", "/me/logged", headers=basic(cast.alice.email, PASSWORD)).status == 200


def test_a_password_of_six_characters_is_long_enough(cast: Cast) -> None:
    assert cast.alice.put("/me", json={"current_password": PASSWORD, "password": "123456"}).status == 200


def test_a_new_password_tells_when(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9)
    cast.alice.put("/me", json={"current_password": PASSWORD, "password": "battery staple"})

    assert cast.alice.get("/me").json["authorization_updated_at"] == "2026-03-02T09:00:00Z"


def test_an_address_that_somebody_has_is_refused(cast: Cast) -> None:
    for taken in (cast.bob.email, cast.bob.email.upper(), f" {cast.bob.email}"):
        assert refusal(cast.alice, fullname="Mallory", email=taken) == (400, EMAIL_TAKEN)

    assert cast.alice.get("/me").json["fullname"] == "Alice"


def test_an_address_that_was_given_up_can_be_taken(cast: Cast) -> None:
    cast.bob.put("/me", json={"email": f"new-{cast.bob.email}"})

    assert cast.alice.put("/me", json={"email": cast.bob.email}).status == 200


def test_of_several_people_who_want_an_address_at_once_one_gets_it(cast: Cast) -> None:
    people = [cast.alice, cast.bob, cast.charlie, person(cast.world, "Dora")]
    together = Barrier(len(people))
    wanted = f"wanted-{cast.alice.email}"

    def take(somebody: Person) -> tuple[int, Any]:
        together.wait()
        try:
            answer = somebody.put("/me", json={"email": wanted})
            return answer.status, answer.json if answer.status != 200 else ""
        finally:
            cast.world.server.database.close()

    with ThreadPoolExecutor(len(people)) as pool:
        outcomes = sorted(pool.map(take, people))

    assert outcomes == [(200, ""), *[(400, EMAIL_TAKEN)] * 3]
    assert [somebody.get("/me").json["email"] for somebody in people].count(wanted) == 1


class Logged(msgspec.Struct):
    """A row of the log of changes."""

    action: str
    before: Any
    after: Any
    user_id: int


LOG = Query(
    Logged,
    select(change.c.action, change.c.before, change.c.after, change.c.user_id).where(
        change.c.organization_id == scoped("organization_id"),
        change.c.kind == "user",
        change.c.entity_id == bindparam("user_id_"),
    ),
)


def test_the_log_tells_the_change_without_secrets(cast: Cast) -> None:
    body = {"fullname": "Alice L.", "current_password": PASSWORD, "password": "battery staple"}
    cast.alice.put("/me", json=body)

    (logged,) = cast.world.server.database.read().all(LOG, Scope(organization_id=0), user_id_=cast.alice.id)

    assert (logged.action, logged.user_id) == ("updated", cast.alice.id)
    assert (logged.before["fullname"], logged.after["fullname"]) == ("Alice", "Alice L.")
    assert set(logged.after) == {"email", "fullname", "timezone", "beginning_of_week", "country_id"}
