"""A change is dated when it is made, not when its request came: who asks for changes since then misses none."""

from threading import Thread

from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import Answer


def test_a_write_that_waited_is_dated_after_its_wait(cast: Cast, clock: SetClock) -> None:
    if cast.world.server.database.driver.dialect.name != "sqlite":
        return
    clock.set(2026, 3, 2, 9, 0)
    answers: list[Answer] = []
    waiting = Thread(target=lambda: answers.append(cast.alice.post(f"{cast.workspace}/tags", {"name": "late"})))
    with cast.world.server.database.write():
        waiting.start()
        waiting.join(0.5)
        assert waiting.is_alive()
        clock.set(2026, 3, 2, 9, 5)
    waiting.join()

    assert answers[0].json["at"] == "2026-03-02T09:05:00Z"
