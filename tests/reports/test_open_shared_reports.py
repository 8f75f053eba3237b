"""Who opens a saved report by its token, and for how long."""

from collections.abc import Callable

import pytest
from sqlalchemy import bindparam, update

from sundial.access.permissions import OrganizationRole, Role
from sundial.access.plans import Plan
from sundial.db.statement import Command, Scope, scoped
from sundial.reports.tables import saved_report
from sundial.users.tables import user
from sundial.workspaces.tables import workspace
from tests.cast import Cast
from tests.make import basic, colleague, person
from tests.people.backstage import member_path, officer_path, put_on_plan
from tests.reports.saved import SHARED, path, run, save
from tests.time_entries.diary import START, diary
from tests.workspaces.backstage import set_place

INVALID = (403, "Invalid token")
UNKNOWN = (404, "Not found")
NO_OWNER = (403, "Workspace was not found or the report's owner is no longer active on it")
DAY = {"report_type": "detailed", "start_date": START[:10], "end_date": START[:10]}

END_ACCOUNT = Command(update(user).values(deleted_at=user.c.created_at).where(user.c.id == bindparam("the_user")))
END_WORKSPACE = Command(
    update(workspace)
    .values(deleted_at=workspace.c.created_at)
    .where(workspace.c.organization_id == scoped("organization_id"), workspace.c.id == scoped("workspace_id"))
)
SPOIL = Command(
    update(saved_report)
    .values(params=bindparam("spoiled"))
    .where(saved_report.c.organization_id == scoped("organization_id"), saved_report.c.id == bindparam("the_report"))
)


def test_a_public_report_is_open_to_anybody(cast: Cast) -> None:
    token = save(cast, public=True)["token"]

    answers = [run(cast, token, who) for who in (None, cast.alice, cast.bob, cast.charlie)]
    empty = cast.world.send("POST", f"{SHARED}/{token}")

    assert [answer.status for answer in answers] == [200] * 4
    assert (empty.status, empty.json["public"]) == (200, True)
    for answer in (*answers, empty):
        assert answer.headers["x-robots-tag"] == "noindex"
        assert answer.headers["cache-control"] == "no-store"


def test_a_private_report_is_its_owners_and_the_admins(cast: Cast) -> None:
    token = save(cast, cast.bob)["token"]
    chief = colleague(person(cast.world, "Chief"), cast.place, Role.USER, OrganizationRole.ADMIN)
    others = [colleague(person(cast.world, "Dora"), cast.place, role) for role in (Role.PROJECTLEAD, Role.TEAMLEAD)]
    outside = colleague(person(cast.world, "Otto"), cast.place, None, OrganizationRole.ADMIN)

    assert [run(cast, token, who).status for who in (cast.bob, cast.alice, chief)] == [200] * 3
    for who in (None, cast.charlie, outside, *others):
        answer = run(cast, token, who)
        assert (answer.status, answer.json) == INVALID


def test_wrong_credentials_open_nothing(cast: Cast) -> None:
    for public in (True, False):
        token = save(cast, public=public)["token"]
        answer = cast.world.send("POST", f"{SHARED}/{token}", json={}, headers=basic("nonsense", "api_token"))
        assert (answer.status, answer.json) == (403, "Incorrect username and/or password")


@pytest.mark.parametrize("token", ["x", "0" * 32, "%FF", "ключ", "a" * 5000], ids=lambda token: token[:5])
def test_an_unknown_token(cast: Cast, token: str) -> None:
    for who in (None, cast.alice):
        answer = run(cast, token, who)
        assert (answer.status, answer.json) == UNKNOWN


def test_a_new_token_ends_the_old_one(cast: Cast) -> None:
    report = save(cast, public=True)
    new = cast.alice.put(path(cast, report), {"regenerate_token": True}).json["token"]

    assert new != report["token"]
    old = run(cast, report["token"], cast.alice)
    assert (old.status, old.json) == UNKNOWN
    assert run(cast, new).status == 200


def test_a_change_keeps_the_token(cast: Cast) -> None:
    report = save(cast, public=True)

    assert cast.alice.put(path(cast, report), {"name": "Days", "regenerate_token": False}).status == 200
    assert run(cast, report["token"]).json["report_name"] == "Days"
    assert cast.alice.put(path(cast, report), {"public": False}).status == 200
    closed = run(cast, report["token"])
    assert (closed.status, closed.json) == INVALID


def test_a_deleted_report_is_unknown(cast: Cast) -> None:
    one, two = save(cast, public=True), save(cast, public=True)
    cast.alice.delete(path(cast, one))
    cast.alice.patch(f"{path(cast)}/bulk_delete", {"ids": [two["id"]]})

    for report in (one, two):
        answer = run(cast, report["token"], cast.alice)
        assert (answer.status, answer.json) == UNKNOWN


def remove(cast: Cast) -> None:
    assert cast.alice.delete(member_path(cast, cast.bob)).status == 200


def switch_member_off(cast: Cast) -> None:
    assert cast.alice.put(member_path(cast, cast.bob), {"inactive": True}).status == 200


def switch_officer_off(cast: Cast) -> None:
    assert cast.alice.put(officer_path(cast, cast.bob), {"inactive": True}).status == 200


def wait_for_an_answer(cast: Cast) -> None:
    set_place(cast.bob, cast.place, joined=False)


def end_account(cast: Cast) -> None:
    with cast.world.server.database.write() as tx:
        tx.run(END_ACCOUNT, the_user=cast.bob.id)


def end_workspace(cast: Cast) -> None:
    with cast.world.server.database.write() as tx:
        tx.run(END_WORKSPACE, Scope(organization_id=cast.place.organization_id, workspace_id=cast.place.workspace_id))


ENDS = [remove, switch_member_off, switch_officer_off, wait_for_an_answer, end_account, end_workspace]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_without_its_owner_a_report_tells_nothing(cast: Cast, end: Callable[[Cast], None]) -> None:
    assert cast.alice.put(member_path(cast, cast.bob), {"role": "admin"}).status == 200
    public, private = save(cast, cast.bob, public=True)["token"], save(cast, cast.bob)["token"]
    end(cast)

    for token, who in ((public, None), (public, cast.alice), (public, cast.charlie)):
        answer = run(cast, token, who)
        assert (answer.status, answer.json) == NO_OWNER
    stranger = run(cast, private)
    assert (stranger.status, stranger.json) == INVALID


def test_an_owner_who_lost_their_place_reads_their_own_no_more(cast: Cast) -> None:
    token = save(cast, cast.bob)["token"]
    switch_member_off(cast)

    answer = run(cast, token, cast.bob)

    assert (answer.status, answer.json) == NO_OWNER
    assert cast.alice.put(member_path(cast, cast.bob), {"inactive": False}).status == 200
    assert run(cast, token, cast.bob).status == 200


def test_it_shows_what_its_owner_sees_now(cast: Cast) -> None:
    mine, others = diary(cast).add(), diary(cast, cast.bob).add()
    assert cast.alice.put(member_path(cast, cast.bob), {"role": "admin"}).status == 200
    token = save(cast, cast.bob, params=DAY, public=True)["token"]

    def ids() -> set[int]:
        rows = run(cast, token).json["detailed_results"]["report"]
        return {entry["id"] for row in rows for entry in row["time_entries"]}

    assert ids() == {mine["id"], others["id"]}
    assert cast.alice.put(member_path(cast, cast.bob), {"role": "user"}).status == 200
    assert ids() == {others["id"]}


def test_a_plan_without_saved_reports(cast: Cast) -> None:
    token = save(cast, public=True)["token"]
    put_on_plan(cast, Plan.FREE)

    answer = run(cast, token)

    assert (answer.status, answer.json) == (402, "Available only for premium workspaces.")


@pytest.mark.parametrize("spoiled", ["{}", '{"report_type":"monthly"}', '{"report_type":null}'])
def test_parameters_of_no_report(cast: Cast, spoiled: str) -> None:
    report = save(cast, public=True)
    with cast.world.server.database.write() as tx:
        scope = Scope(organization_id=cast.place.organization_id)
        tx.run(SPOIL, scope, the_report=report["id"], spoiled=spoiled)

    answer = run(cast, report["token"])

    assert (answer.status, answer.json) == (400, "report_type does not exist in params")


def test_the_type_has_two_names(cast: Cast) -> None:
    body = {"name": "W", "public": True, "fixed_daterange": False, "params": {"type": "weekly"}}

    report = cast.alice.post(path(cast), body).json

    assert run(cast, report["token"]).json["report_type"] == "weekly"
