"""`Idempotency-Key`: a client that is unsure whether a change arrived sends it again, and it happens once."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier
from typing import Any

import pytest

from tests.another import another
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import Answer, Person, colleague, organization, person

USED = "This Idempotency-Key was used for another request."
BAD_KEY = "Idempotency-Key must be 1 to 255 printable characters"
_keys = count(1)


@pytest.fixture
def key() -> str:
    """A key that nobody has used."""
    return f"key-{next(_keys)}"


def send(somebody: Person, path: str, body: Any, key: str, method: str = "POST") -> Answer:
    return somebody.send(method, path, json=body, headers={"Idempotency-Key": key})


def workspaces(cast: Cast) -> list[str]:
    return sorted(row["name"] for row in cast.alice.get("/me/workspaces").json)


def replayed(answer: Answer) -> bool:
    return answer.headers.get("idempotent-replayed") == "true"


def test_the_same_request_again_gets_the_first_answer_and_changes_nothing(cast: Cast, key: str) -> None:
    path = f"{cast.organization}/workspaces"

    first = send(cast.alice, path, {"name": "Lab"}, key)
    second = send(cast.alice, path, {"name": "Lab"}, key)

    assert first.status == 200
    assert (second.status, second.content) == (first.status, first.content)
    assert (replayed(first), replayed(second)) == (False, True)
    assert workspaces(cast) == ["Lab", "Main"]


def test_requests_that_belong_to_no_organization_are_kept_too(cast: Cast, key: str) -> None:
    body = {"name": "Twice", "workspace_name": "Side"}

    first, second = (send(cast.alice, "/organizations", body, key) for _ in range(2))

    assert (second.status, second.content, replayed(second)) == (200, first.content, True)
    assert [row["name"] for row in cast.alice.get("/me/organizations").json] == ["Acme", "Twice"]


def test_an_empty_answer_is_repeated_as_it_was(cast: Cast, key: str) -> None:
    first, second = (send(cast.alice, cast.organization, {"name": "Acme Ltd"}, key, "PUT") for _ in range(2))

    assert (first.status, first.content) == (second.status, second.content) == (200, b"")
    assert replayed(second)


def test_another_request_with_the_same_key_is_refused(cast: Cast, key: str) -> None:
    path = f"{cast.organization}/workspaces"
    send(cast.alice, path, {"name": "Lab"}, key)

    others = [
        send(cast.alice, path, {"name": "Other"}, key),
        send(cast.alice, f"{path}?x=1", {"name": "Lab"}, key),
        send(cast.alice, cast.organization, {"name": "Lab"}, key, "PUT"),
    ]

    assert [(answer.status, answer.json) for answer in others] == [(409, USED)] * 3
    assert workspaces(cast) == ["Lab", "Main"]
    assert cast.alice.get(cast.organization).json["name"] == "Acme"


def test_another_key_is_another_change(cast: Cast, key: str) -> None:
    body = {"name": "Twice", "workspace_name": "Side"}

    first, second = send(cast.alice, "/organizations", body, key), send(cast.alice, "/organizations", body, f"{key}-b")

    assert first.json["id"] != second.json["id"]


def test_people_do_not_share_keys(cast: Cast, key: str) -> None:
    body = {"name": "Own", "workspace_name": "Side"}

    answers = [send(somebody, "/organizations", body, key) for somebody in (cast.alice, cast.bob)]

    assert [(answer.status, replayed(answer)) for answer in answers] == [(200, False), (200, False)]
    assert answers[0].json["id"] != answers[1].json["id"]


def test_organizations_do_not_share_keys(cast: Cast, key: str) -> None:
    second = organization(cast.alice, "Second")
    body = {"name": "Lab"}

    answers = [
        send(cast.alice, f"/organizations/{place.organization_id}/workspaces", body, key)
        for place in (cast.place, second)
    ]

    assert [answer.status for answer in answers] == [200, 200]
    assert [answer.json["organization_id"] for answer in answers] == [
        cast.place.organization_id,
        second.organization_id,
    ]


def test_a_key_is_kept_for_a_day(cast: Cast, key: str, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9)
    body = {"name": "Again", "workspace_name": "Side"}
    first = send(cast.alice, "/organizations", body, key)

    clock.forward(hours=23, minutes=59)
    second = send(cast.alice, "/organizations", body, key)
    clock.forward(minutes=2)
    third = send(cast.alice, "/organizations", body, key)

    assert (replayed(second), second.content) == (True, first.content)
    assert (replayed(third), third.json["id"] != first.json["id"]) == (False, True)


def test_a_refused_request_does_not_use_up_its_key(cast: Cast, key: str) -> None:
    path = f"{cast.organization}/workspaces"
    for refused in ({"name": " "}, {"name": "Main"}, {"name": 1}):
        answer = send(cast.alice, path, refused, key)
        assert (answer.status, replayed(answer)) == (400, False)

    assert send(cast.alice, path, {"name": "Lab"}, key).status == 200
    assert workspaces(cast) == ["Lab", "Main"]


def test_whoever_may_not_change_something_learns_nothing_from_a_key(cast: Cast, key: str) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place)
    send(cast.alice, cast.workspace, {"name": "Changed"}, key, "PUT")

    for somebody in (dora, cast.charlie):
        answer = send(somebody, cast.workspace, {"name": "Changed"}, key, "PUT")
        assert (answer.status, replayed(answer)) == (403, False)


@pytest.mark.parametrize("bad", ["", "x" * 256, "a\tb", "a\0b", "\x7f", "\u00a0"], ids=range(6))
def test_a_bad_key_is_refused(crew: Cast, bad: str) -> None:
    answer = send(crew.alice, crew.workspace, {"name": "Changed"}, bad, "PUT")

    assert (answer.status, answer.json) == (400, BAD_KEY)
    assert crew.alice.get(crew.workspace).json["name"] == "Main"


@pytest.mark.parametrize("good", ["x", "x" * 255, "a b", "'; DROP TABLE users; --", "\u00e9"], ids=range(5))
def test_any_printable_key_will_do(cast: Cast, good: str) -> None:
    first, second = (send(cast.alice, cast.workspace, {"name": "Changed"}, good, "PUT") for _ in range(2))

    assert (first.status, replayed(first)) == (200, False)
    assert (second.status, replayed(second)) == (200, True)


def test_reading_takes_no_key(cast: Cast, key: str) -> None:
    first, second = (cast.alice.get(cast.workspace, headers={"Idempotency-Key": key}) for _ in range(2))

    assert (first.status, replayed(first), replayed(second)) == (200, False, False)


def test_requests_at_the_same_moment_are_one_change(cast: Cast, key: str) -> None:
    together = Barrier(4)

    def found(_: int) -> Answer:
        together.wait()
        try:
            return send(cast.alice, "/organizations", {"name": "Once", "workspace_name": "Side"}, key)
        finally:
            cast.world.server.database.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(found, range(4)))

    assert {(answer.status, answer.content) for answer in answers} == {(200, answers[0].content)}
    assert sorted(replayed(answer) for answer in answers) == [False, True, True, True]
    assert [row["name"] for row in cast.alice.get("/me/organizations").json] == ["Acme", "Once"]


def test_processes_share_the_kept_answers(cast: Cast, key: str) -> None:
    body = {"name": "Once", "workspace_name": "Side"}
    first = send(cast.alice, "/organizations", body, key)

    with another(cast.world) as process:
        headers = {**cast.alice.basic, "Idempotency-Key": key}
        second = process.send("POST", "/organizations", json=body, headers=headers)

    assert (second.content, replayed(second)) == (first.content, True)


@pytest.mark.parametrize(("method", "path"), [("POST", "/me/sessions"), ("PUT", "/me"), ("POST", "/me/reset_token")])
def test_answers_with_secrets_are_not_kept(cast: Cast, key: str, method: str, path: str) -> None:
    answer = send(cast.alice, path, {"fullname": "Alice L."}, key, method)
    connection = cast.world.server.database.driver.connect()
    try:
        kept = connection.execute("SELECT user_id FROM kept_answers").fetchall()
    finally:
        connection.close()

    assert answer.status == 200
    assert (cast.alice.id,) not in kept


def test_the_description_tells_which_requests_take_a_key(crew: Cast) -> None:
    paths = crew.world.send("GET", "/api/openapi.json").json["paths"]
    key = {"$ref": "#/components/parameters/IdempotencyKey"}

    assert key in paths["/api/v9/workspaces/{workspace_id}"]["put"]["parameters"]
    assert key not in paths["/api/v9/me"]["put"].get("parameters", [])
