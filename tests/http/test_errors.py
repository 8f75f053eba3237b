"""When something goes wrong inside: callers read one sentence, the log has the rest, and nothing is half-written."""

import logging
from collections.abc import Callable
from typing import Any

import falcon.testing
import psycopg
import pytest
from sqlalchemy import bindparam, update

from sundial.access.askers import User
from sundial.core.errors import Error, Forbidden, Invalid, NotFound, PaymentRequired, TooManyRequests, Unavailable
from sundial.db.driver import Again
from sundial.db.statement import Command
from sundial.db.transaction import Write
from sundial.http.app import build
from sundial.http.binding import bind
from sundial.http.chores import Chores
from sundial.http.metrics import metrics_in
from sundial.http.operation import Door, operation
from sundial.http.quota import Quota
from sundial.http.requests import Requests
from sundial.http.responder import Responder
from sundial.users.tables import user
from sundial.wiring import metrics_directory
from tests.cast import Cast
from tests.make import World

BUG = "We're sorry, but something went terribly wrong. We have been notified about the error. Please try again later."
RENAME = Command(update(user).values(fullname=bindparam("name_")).where(user.c.id == bindparam("user_id_")))


def serve(world: World, function: Callable[..., Any]) -> falcon.testing.TestClient:
    """An application that has only this operation."""
    server = world.server
    requests = Requests(server.gate.sign_in, "", ())
    metrics = metrics_in(metrics_directory(server.settings))
    bound = bind(getattr(function, "operation"), {}, {})  # noqa: B009
    chores = Chores(server.database, ())
    responder = Responder(bound, server.database, requests, world.clock, metrics, Quota({}), chores)
    return falcon.testing.TestClient(build([responder], (), Quota({})))


def broken(error: Exception) -> Callable[..., Any]:
    """An operation that changes the caller's name and then fails."""

    @operation("POST", "/break", Door.SIGNED_IN)
    def break_something(tx: Write, asker: User) -> None:
        tx.run(RENAME, name_="Changed", user_id_=asker.id)
        raise error

    return break_something


@pytest.mark.parametrize("error", [ZeroDivisionError("secret detail"), KeyError("id"), AssertionError(), MemoryError()])
def test_a_bug_tells_the_caller_one_sentence_and_the_log_the_rest(
    cast: Cast, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    client = serve(cast.world, broken(error))

    with caplog.at_level(logging.ERROR, "sundial.http"):
        answer = client.simulate_post("/api/v9/break", headers=cast.alice.basic)

    assert (answer.status_code, answer.json) == (500, BUG)
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    (record,) = caplog.records
    fields: dict[str, Any] = getattr(record, "fields")  # noqa: B009
    assert fields == {"request_id": answer.headers["x-request-id"], "path": "/api/v9/break"}
    assert record.exc_info is not None
    assert record.exc_info[1] is error


def test_a_bug_leaves_nothing_behind_and_breaks_nothing(cast: Cast) -> None:
    client = serve(cast.world, broken(ZeroDivisionError()))

    for key in ({}, {"Idempotency-Key": "again"}):
        client.simulate_post("/api/v9/break", headers={**cast.alice.basic, **key})
        assert cast.alice.get("/me").json["fullname"] == "Alice"

    assert cast.alice.put("/me", json={"fullname": "Alice L."}).status == 200


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Invalid("No."), 400),
        (PaymentRequired("Pay."), 402),
        (Forbidden("Not you."), 403),
        (NotFound("Nothing."), 404),
        (TooManyRequests("Later.", {"Retry-After": "7"}), 429),
        (Unavailable("Busy.", {"Retry-After": "1"}), 503),
    ],
)
def test_a_refusal_takes_everything_back(cast: Cast, error: Error, status: int) -> None:
    answer = serve(cast.world, broken(error)).simulate_post("/api/v9/break", headers=cast.alice.basic)

    assert (answer.status_code, answer.json) == (status, error.sentence)
    assert answer.headers.get("retry-after") == error.headers.get("Retry-After")
    assert cast.alice.get("/me").json["fullname"] == "Alice"


def test_what_may_be_tried_again_is_tried_again(cast: Cast) -> None:
    failures: list[Exception] = [Again(), Again()]

    @operation("POST", "/break", Door.SIGNED_IN)
    def succeed_at_last(tx: Write, asker: User) -> None:
        tx.run(RENAME, name_=f"Changed with {len(failures)} left", user_id_=asker.id)
        if failures:
            raise failures.pop()

    answer = serve(cast.world, succeed_at_last).simulate_post("/api/v9/break", headers=cast.alice.basic)

    assert answer.status_code == 200
    assert cast.alice.get("/me").json["fullname"] == "Changed with 0 left"


def test_what_fails_again_and_again_is_given_up(cast: Cast) -> None:
    answer = serve(cast.world, broken(Again())).simulate_post("/api/v9/break", headers=cast.alice.basic)

    assert answer.status_code == 503
    assert answer.json == "The database is busy. Please try again."
    assert answer.headers["retry-after"] == "1"


def test_an_answer_that_cannot_be_written_is_a_bug_and_commits_nothing(cast: Cast) -> None:
    @operation("POST", "/break", Door.SIGNED_IN)
    def answer_nonsense(tx: Write, asker: User) -> object:
        tx.run(RENAME, name_="Changed", user_id_=asker.id)
        return object()

    answer = serve(cast.world, answer_nonsense).simulate_post("/api/v9/break", headers=cast.alice.basic)

    assert (answer.status_code, answer.json) == (500, BUG)
    assert cast.alice.get("/me").json["fullname"] == "Alice"


def test_a_lost_connection_is_replaced(cast: Cast, engine: str) -> None:
    if engine == "sqlite":
        pytest.skip("a file has no connection to lose")
    database = cast.world.server.database
    for method, path, body in [("GET", "/me", None), ("PUT", "/me", {"fullname": "Alice L."})]:
        with psycopg.connect(database.url.render_as_string(hide_password=False), autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")

        answer = cast.alice.send(method, path, json=body)

        assert answer.status == 200, answer
