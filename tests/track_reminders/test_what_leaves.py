"""What becomes of reminders when whom they are for leaves, and what the log says of them."""

from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from sundial.changes.tables import change
from sundial.db.statement import Query, Scope, scoped
from tests.cast import Cast
from tests.make import colleague
from tests.people.backstage import hire, member_path
from tests.track_reminders.test_write_reminders import NOBODY, group, made, path


class Logged(msgspec.Struct):
    """A change of a reminder in the log."""

    id: int
    action: str
    before: Any
    after: Any


LOGGED = Query(
    Logged,
    select(change.c.id, change.c.action, change.c.before, change.c.after)
    .where(
        change.c.organization_id == scoped("organization_id"),
        change.c.kind == "track_reminder",
        change.c.entity_id == bindparam("reminder_id"),
    )
    .order_by(change.c.id),
)


def test_who_leaves_and_what_is_deleted_disappears_from_reminders(cast: Cast) -> None:
    dora = hire(cast, "Dora")
    stays, goes = group(cast, name="Stays"), group(cast, name="Goes")
    reminder = made(cast, user_ids=[cast.bob.id, dora.id], group_ids=[stays, goes])
    one = f"{path(cast)}/{reminder['reminder_id']}"

    assert cast.alice.delete(member_path(cast, dora)).status == 200
    assert cast.alice.delete(f"{cast.organization}/groups/{goes}").status == 200

    (left,) = cast.alice.get(path(cast)).json
    assert (left["user_ids"], left["group_ids"]) == ([cast.bob.id], [stays])
    assert cast.alice.put(one, {"threshold": 4}).json == {**left, "threshold": 4}


def test_a_reminder_that_is_left_with_nobody_stays(cast: Cast) -> None:
    goes = group(cast, name="Goes")
    reminder = made(cast, user_ids=None, group_ids=[goes])
    one = f"{path(cast)}/{reminder['reminder_id']}"
    assert cast.alice.delete(f"{cast.organization}/groups/{goes}").status == 200

    assert cast.alice.get(path(cast)).json == [{**reminder, "group_ids": []}]
    assert cast.alice.put(one, {"threshold": 4}).json == {**reminder, "group_ids": [], "threshold": 4}
    assert cast.alice.put(one, {"group_ids": []}).json == NOBODY
    assert cast.alice.put(one, {"user_ids": [cast.bob.id]}).json["user_ids"] == [cast.bob.id]


def test_who_comes_back_is_named_again(cast: Cast) -> None:
    dora = hire(cast, "Dora")
    reminder = made(cast, user_ids=[cast.bob.id, dora.id])
    one = f"{path(cast)}/{reminder['reminder_id']}"
    cast.alice.delete(member_path(cast, dora))
    cast.alice.put(one, {"threshold": 5})

    colleague(dora, cast.place)

    assert cast.alice.get(path(cast)).json == [{**reminder, "threshold": 5}]


def test_every_change_is_in_the_log_and_cannot_be_taken_back(cast: Cast) -> None:
    reminder = made(cast)
    one = f"{path(cast)}/{reminder['reminder_id']}"
    cast.alice.put(one, {"threshold": 5})
    cast.alice.put(one, {"threshold": 5})
    cast.alice.delete(one)

    scope = Scope(organization_id=cast.place.organization_id)
    rows = cast.world.server.database.read().all(LOGGED, scope, reminder_id=reminder["reminder_id"])

    assert [row.action for row in rows] == ["created", "updated", "deleted"]
    assert [row.after["threshold"] for row in rows] == [800, 500, 500]
    assert rows[1].before["user_ids"] == [cast.bob.id]
    for row in rows:
        answer = cast.alice.post(f"{cast.workspace}/changes/{row.id}/revert")
        assert (answer.status, answer.json) == (400, "A change of this kind cannot be taken back.")
