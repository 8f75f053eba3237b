"""Who reads a calendar: whoever has its address, for as long as it counts. Switching it off, and a new address."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import bindparam, update

from sundial.access.plans import Plan
from sundial.db.statement import Command, Scope, scoped
from sundial.users.tables import user
from sundial.workspaces.tables import workspace
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import Answer, Person
from tests.people.backstage import at_once, log, member_path, officer_path, put_on_plan
from tests.time_entries.diary import diary
from tests.workspaces.backstage import set_place

END_ACCOUNT = Command(update(user).values(deleted_at=user.c.created_at).where(user.c.id == bindparam("the_user")))
END_WORKSPACE = Command(
    update(workspace)
    .values(deleted_at=workspace.c.created_at)
    .where(workspace.c.organization_id == scoped("organization_id"), workspace.c.id == scoped("workspace_id"))
)


def url(cast: Cast, person: Person) -> str:
    return person.get(cast.workspace).json["ical_url"]


def fetch(cast: Cast, address: str) -> Answer:
    return cast.world.send("GET", f"/{address}")


def switch(cast: Cast, person: Person) -> Answer:
    return person.post(f"{cast.workspace}/ical/toggle")


def renew(cast: Cast, person: Person) -> Answer:
    return person.post(f"{cast.workspace}/ical/reset")


def test_it_is_there_from_the_start_at_both_addresses(cast: Cast) -> None:
    address = url(cast, cast.bob)

    assert fetch(cast, address).status == 200
    assert cast.world.send("GET", address).content == fetch(cast, address).content


def test_switching_off_and_on(cast: Cast) -> None:
    address = url(cast, cast.bob)

    assert switch(cast, cast.bob).json == "off"
    assert cast.bob.get(cast.workspace).json["ical_enabled"] is False
    assert fetch(cast, address).status == 404
    assert cast.alice.get(cast.workspace).json["ical_enabled"] is True

    assert switch(cast, cast.bob).json == "on"
    assert cast.bob.get(cast.workspace).json["ical_enabled"] is True
    assert fetch(cast, address).status == 200


def test_a_new_address_ends_the_old_one(cast: Cast) -> None:
    old, others = url(cast, cast.bob), url(cast, cast.alice)
    entry = diary(cast, cast.bob).add(start=cast.world.clock().isoformat(), duration=0)

    new = renew(cast, cast.bob).json

    assert re.fullmatch(r"/ical/workspace_user/[0-9a-f]{32}", new)
    assert url(cast, cast.bob) == new != old
    assert (fetch(cast, old).status, fetch(cast, others).status) == (404, 200)
    assert f"UID:{entry['id']}@sundial".encode() in fetch(cast, new).content


def test_a_new_address_does_not_switch_it_on(cast: Cast) -> None:
    switch(cast, cast.bob)

    assert fetch(cast, renew(cast, cast.bob).json).status == 404


def test_a_new_address_is_told_once(cast: Cast) -> None:
    key = {"Idempotency-Key": "once"}

    first, second = (cast.bob.post(f"{cast.workspace}/ical/reset", headers=key) for _ in range(2))

    assert first.json != second.json == url(cast, cast.bob)


def test_of_several_new_addresses_one_counts(cast: Cast) -> None:
    answers = at_once(cast.world, *[lambda: renew(cast, cast.bob)] * 6)

    assert [answer.status for answer in answers] == [200] * 6
    there = [answer.json for answer in answers if fetch(cast, answer.json).status == 200]
    assert there == [url(cast, cast.bob)]


def test_the_log_tells_no_address(cast: Cast) -> None:
    old = url(cast, cast.bob)
    switch(cast, cast.bob)
    new = renew(cast, cast.bob).json

    switched, renewed = log(cast.world, cast.place.organization_id)[-2:]

    assert (switched.kind, switched.action, switched.user_id) == ("workspace_user", "updated", cast.bob.id)
    assert (switched.before["ical_enabled"], switched.after["ical_enabled"]) == (True, False)
    assert (renewed.kind, renewed.action, renewed.user_id) == ("workspace_user", "updated", cast.bob.id)
    assert not [token for token in (old, new) if token.rpartition("/")[2] in repr([switched, renewed])]


def remove(cast: Cast) -> None:
    assert cast.alice.delete(member_path(cast, cast.bob)).status == 200


def switch_member_off(cast: Cast) -> None:
    assert cast.alice.put(member_path(cast, cast.bob), {"inactive": True}).status == 200


def switch_officer_off(cast: Cast) -> None:
    assert cast.alice.put(officer_path(cast, cast.bob), {"inactive": True}).status == 200


def leave(cast: Cast) -> None:
    assert cast.bob.delete(f"{cast.organization}/users/leave").status == 200


def wait_for_an_answer(cast: Cast) -> None:
    set_place(cast.bob, cast.place, joined=False)


def end_account(cast: Cast) -> None:
    with cast.world.server.database.write() as tx:
        tx.run(END_ACCOUNT, the_user=cast.bob.id)


def end_workspace(cast: Cast) -> None:
    with cast.world.server.database.write() as tx:
        tx.run(END_WORKSPACE, Scope(organization_id=cast.place.organization_id, workspace_id=cast.place.workspace_id))


def switch_feed_off(cast: Cast) -> None:
    switch(cast, cast.bob)


def renew_feed(cast: Cast) -> None:
    renew(cast, cast.bob)


ENDS = [
    remove,
    switch_member_off,
    switch_officer_off,
    leave,
    wait_for_an_answer,
    end_account,
    end_workspace,
    switch_feed_off,
    renew_feed,
]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
@pytest.mark.parametrize("plan", [Plan.ENTERPRISE, Plan.FREE])
def test_what_ends_it_is_not_told(cast: Cast, plan: Plan, end: Callable[[Cast], None]) -> None:
    address = url(cast, cast.bob)
    put_on_plan(cast, plan)
    end(cast)

    ended = fetch(cast, address)
    unknown = fetch(cast, "/ical/workspace_user/" + "0" * 32)

    assert (ended.status, ended.json) == (unknown.status, unknown.json) == (404, "Not found")


@pytest.mark.parametrize("token", ["x", "%FF", "ключ", "..", "a" * 5000], ids=lambda token: token[:5])
def test_what_is_no_token_finds_nothing(cast: Cast, token: str) -> None:
    answer = fetch(cast, f"/ical/workspace_user/{token}")

    assert (answer.status, answer.json) == (404, "Not found")


def test_it_is_part_of_the_paid_plans(cast: Cast) -> None:
    address = url(cast, cast.bob)
    put_on_plan(cast, Plan.FREE)
    free = fetch(cast, address)
    put_on_plan(cast, Plan.STARTER)

    assert (free.status, free.json) == (403, "Paid feature")
    assert fetch(cast, address).status == 200


def test_who_comes_back_has_their_calendar_again(cast: Cast, clock: SetClock) -> None:
    address = url(cast, cast.bob)
    switch_member_off(cast)
    cast.alice.put(member_path(cast, cast.bob), {"inactive": False})

    assert fetch(cast, address).status == 200


@pytest.mark.parametrize("action", ["toggle", "reset"])
def test_of_a_workspace_that_is_none(cast: Cast, action: str) -> None:
    answer = cast.alice.post(f"/workspaces/x/ical/{action}")

    assert (answer.status, answer.json) == (400, "Workspace not found")
    assert cast.charlie.post(f"{cast.workspace}/ical/{action}").json == "User does not have access to this resource."
