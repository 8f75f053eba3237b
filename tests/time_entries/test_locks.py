"""A locked period: members add and change nothing in it."""

from tests.cast import Cast
from tests.time_entries.diary import diary

LOCKED = "Entries can't be added or edited in this period. Contact your admin for details."
BEFORE, AFTER = "2026-03-14T23:59:59Z", "2026-03-15T00:00:00Z"


def lock(cast: Cast) -> None:
    cast.alice.post(f"{cast.workspace}/preferences", {"report_locked_at": "2026-03-15"})


def test_members_change_nothing_before_the_lock(cast: Cast) -> None:
    old, new = diary(cast, cast.bob).add(start=BEFORE), diary(cast, cast.bob).add(start=AFTER)
    lock(cast)
    bob = diary(cast, cast.bob)

    for refused in (
        bob.post(start=BEFORE, duration=60),
        bob.put(old, description="x"),
        bob.put(new, start=BEFORE),
        bob.put(old, start=AFTER, stop="2026-03-15T12:00:00Z"),
        bob.delete(old),
    ):
        assert (refused.status, refused.json) == (403, LOCKED)
    bulk = bob.patch([old, new], {"op": "replace", "path": "/description", "value": "x"})
    assert bulk.json["success"] == [new["id"]]
    assert bulk.json["failure"] == [{"id": old["id"], "message": LOCKED}]
    assert bob.post(start=AFTER, duration=60).status == 200


def test_admins_do(cast: Cast) -> None:
    old = diary(cast, cast.bob).add(start=BEFORE)
    lock(cast)

    assert diary(cast).put(old, description="x").status == 200
    assert diary(cast).delete(old).status == 200


def test_what_runs_can_be_stopped(cast: Cast) -> None:
    running = diary(cast, cast.bob).start(start=BEFORE)
    lock(cast)

    assert diary(cast, cast.bob).stop(running).status == 200
