"""Whose time somebody reads in a detailed report, and what of it."""

import pytest

from sundial.access.permissions import Role
from sundial.access.plans import Plan
from tests.cast import Cast
from tests.make import colleague, person, project
from tests.people.backstage import put_on_plan
from tests.projects.backstage import lead
from tests.reports.aggregates import bill, track
from tests.reports.detail import MARCH, detail, money, one
from tests.time_entries.diary import Diary


def test_somebody_who_may_not_see_all_sees_their_own_and_that_of_public_projects(cast: Cast) -> None:
    public, private = project(cast.alice, cast.place), project(cast.alice, cast.place, is_private=True)
    bobs = track(cast, cast.bob, "08:00", 60)
    open_ = track(cast, cast.alice, "09:00", 60, project_id=public)
    track(cast, cast.alice, "10:00", 60, project_id=private)
    track(cast, cast.alice, "11:00", 60)

    assert detail(cast, cast.bob).ids() == [open_["id"], bobs["id"]]
    cast.alice.put(cast.workspace, {"limit_public_project_data": True})
    assert detail(cast, cast.bob).ids() == [bobs["id"]]
    assert len(detail(cast).ids()) == 4


def test_they_read_no_amounts_and_no_address_but_their_own(cast: Cast) -> None:
    bill(cast, 10)
    track(cast, cast.alice, "09:00", 3600, billable=True, project_id=project(cast.alice, cast.place))
    track(cast, cast.bob, "08:00", 3600, billable=True)
    theirs, own = detail(cast, cast.bob).rows(enrich_response=True)

    assert (theirs["email"], theirs["toggl_accounts_id"]) == (None, None)
    assert own["email"] == cast.bob.email
    assert money(theirs) == money(own) == (None, None, None)


def test_a_project_that_is_hidden_from_the_reader_has_no_name(cast: Cast) -> None:
    hidden = project(cast.alice, cast.place, is_private=True, name="Secret")
    body = {"project_id": hidden, "user_id": cast.bob.id}
    member = cast.alice.post(f"{cast.workspace}/project_users", body).json["id"]
    track(cast, cast.bob, "09:00", 60, project_id=hidden)
    assert one(detail(cast, cast.bob).rows(enrich_response=True))["project_name"] == "Secret"

    cast.alice.delete(f"{cast.workspace}/project_users/{member}")
    row = one(detail(cast, cast.bob).rows(enrich_response=True))
    assert (row["project_id"], row["project_name"]) == (hidden, None)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.PROJECTLEAD, Role.TEAMLEAD])
def test_who_sees_all_reads_amounts_and_addresses(cast: Cast, role: Role) -> None:
    bill(cast, 10)
    track(cast, cast.bob, "09:00", 3600, billable=True)
    reader = colleague(person(cast.world, "Dora"), cast.place, role)
    row = one(detail(cast, reader).rows(enrich_response=True))

    assert money(row) == (1000, 1000, "USD")
    assert row["email"] == cast.bob.email


def test_who_is_kept_from_rates_reads_no_amounts_and_no_differences_between_them(cast: Cast) -> None:
    first = track(cast, cast.bob, "09:00", 3600, billable=True)
    bill(cast, 10)
    second = track(cast, cast.bob, "08:00", 3600, billable=True)
    with_rates, without = lead(cast), lead(cast, rates=False)

    rows = detail(cast, without).rows()
    assert [money(row) for row in rows] == [(None, None, None)] * 2
    assert {row["time_entries"][0]["id"] for row in rows} == {first["id"], second["id"]}
    cast.alice.post(
        f"{cast.workspace}/rates",
        {
            "amount": 20,
            "level": "workspace",
            "level_id": cast.place.workspace_id,
            "type": "billable_rates",
            "start": "2026-03-02T08:30:00Z",
        },
    )
    assert len(detail(cast, with_rates).rows(grouped=True)) == 2
    assert len(detail(cast, without).rows(grouped=True)) == 1


def test_amounts_can_be_hidden(cast: Cast) -> None:
    bill(cast, 10)
    track(cast, cast.alice, "09:00", 3600, billable=True)

    assert money(one(detail(cast).rows(hide_amounts=True))) == (None, None, "USD")


def test_a_plan_without_rates_has_no_amounts(cast: Cast) -> None:
    bill(cast, 10)
    track(cast, cast.alice, "09:00", 3600, billable=True)
    put_on_plan(cast, Plan.FREE)

    assert money(one(detail(cast).rows())) == (None, None, "USD")
    put_on_plan(cast, Plan.STARTER)
    assert money(one(detail(cast).rows())) == (1000, 1000, "USD")


def test_strangers_are_turned_away(cast: Cast) -> None:
    answer = detail(cast, cast.charlie).post()
    assert (answer.status, answer.json) == (403, "Workspace not found/accessible")
    answer = cast.alice.post("//reports/api/v3/workspace/x/search/time_entries", MARCH)
    assert (answer.status, answer.json) == (400, "Invalid workspace id")


def test_ids_from_elsewhere_find_nothing(cast: Cast) -> None:
    entry = Diary(cast.charlie, f"/workspaces/{cast.elsewhere.workspace_id}").add(tags=["theirs"])
    foreign = {
        "time_entry_ids": entry["id"],
        "user_ids": cast.charlie.id,
        "tag_ids": entry["tag_ids"][0],
        "project_ids": project(cast.charlie, cast.elsewhere),
    }
    track(cast, cast.alice, "09:00", 60)

    for name, number in foreign.items():
        assert detail(cast).rows(**{name: [number]}) == [], name
