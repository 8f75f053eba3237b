"""POST /me/reset_token."""

import re

from tests.another import another
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import PASSWORD, basic


def test_the_new_token_signs_in_and_the_old_one_ends_at_once(cast: Cast) -> None:
    answer = cast.alice.post("/me/reset_token")

    assert answer.status == 200
    token = answer.json
    assert re.fullmatch(r"[0-9a-f]{32}", token)
    assert token != cast.alice.token
    assert cast.alice.get("/me/logged").status == 403
    me = cast.world.send("GET", "/me", headers=basic(token, "api_token")).json
    assert (me["id"], me["api_token"]) == (cast.alice.id, token)


def test_it_ends_at_every_process(cast: Cast) -> None:
    with another(cast.world) as process:
        assert process.send("GET", "/me/logged", headers=cast.alice.basic).status == 200
        cast.alice.post("/me/reset_token")
        assert process.send("GET", "/me/logged", headers=cast.alice.basic).status == 403


def test_it_touches_nobody_else(cast: Cast) -> None:
    cast.alice.post("/me/reset_token")

    assert cast.bob.get("/me/logged").status == 200


def test_the_password_stays(cast: Cast) -> None:
    cast.alice.post("/me/reset_token")

    assert cast.world.send("GET", "/me/logged", headers=basic(cast.alice.email, PASSWORD)).status == 200


def test_it_tells_when(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9)
    token = cast.alice.post("/me/reset_token").json

    me = cast.world.send("GET", "/me", headers=basic(token, "api_token")).json

    assert me["authorization_updated_at"] == me["at"] == "2026-03-02T09:00:00Z"


def test_nobody_resets_without_signing_in(cast: Cast) -> None:
    assert cast.world.send("POST", "/me/reset_token").status == 401
    assert cast.alice.get("/me/logged").status == 200


def test_the_token_is_nowhere_in_the_database_as_it_is(cast: Cast) -> None:
    connection = cast.world.server.database.driver.connect()
    token = cast.alice.post("/me/reset_token").json
    try:
        rows = connection.execute("SELECT * FROM users").fetchall()
        rows += connection.execute("SELECT * FROM changes").fetchall()
    finally:
        connection.close()

    assert len(rows) > 3
    assert not [row for row in rows if token in str(row)]
