"""Audits: summaries of remarkable groups only."""

from typing import Any

from sundial.access.plans import Plan
from tests.cast import Cast
from tests.make import Person, project
from tests.people.backstage import hire, member_path, put_on_plan
from tests.reports.aggregates import SUMMARY, bill, reports, track
from tests.tasks.backstage import client_of

HOUR = 3600
USUAL: dict[str, Any] = {"show_empty_groups": False, "show_tracked_groups": True, "group_filter": {}}


def audited(cast: Cast, grouping: str = "projects", reader: Person | None = None, **audit: Any) -> list[str]:
    """The names of the groups that an audit finds, of those who read it."""
    body = {name: audit.pop(name) for name in ("user_ids", "project_ids", "client_ids") if name in audit}
    return list(reports(cast, reader).seconds(grouping, **body, audit={**USUAL, **audit}))


def test_the_usual_values_find_all_that_is_tracked(cast: Cast) -> None:
    project(cast.alice, cast.place, name="Idle")
    track(cast, cast.alice, "09:00", 60, project_id=project(cast.alice, cast.place, name="Busy"))
    track(cast, cast.alice, "10:00", 60)

    assert audited(cast) == ["Busy", ""]


def test_groups_by_their_time(cast: Cast) -> None:
    for name, seconds in (("Short", 60), ("Middle", 120), ("Long", 180)):
        number = project(cast.alice, cast.place, name=name)
        track(cast, cast.alice, "09:00", seconds - 30, project_id=number)
        track(cast, cast.alice, "10:00", 30, "More", project_id=number)

    assert audited(cast, group_filter={"min_duration_seconds": 120}) == ["Long", "Middle"]
    assert audited(cast, group_filter={"max_duration_seconds": 120}) == ["Middle", "Short"]
    assert audited(cast, group_filter={"min_duration_seconds": 61, "max_duration_seconds": 179}) == ["Middle"]


def test_groups_by_what_they_bill_in_one_currency(cast: Cast) -> None:
    bill(cast, 10)
    for name, currency, hours in (("Dear", None, 3), ("Cheap", None, 1), ("Foreign", "EUR", 3)):
        number = project(cast.alice, cast.place, name=name, currency=currency)
        track(cast, cast.alice, "09:00", hours * HOUR, project_id=number, billable=True)

    assert audited(cast, group_filter={"min_amount_cents": 1001}) == ["Dear"]
    assert audited(cast, group_filter={"min_amount_cents": 1000, "currency": "eur"}) == ["Foreign"]
    assert audited(cast, group_filter={"max_amount_cents": 1000}) == ["Cheap", "Foreign"]


def test_things_without_time(cast: Cast) -> None:
    initech, idle_client = client_of(cast, "Initech"), client_of(cast, "Idle client")
    busy = project(cast.alice, cast.place, name="Busy", client_id=initech)
    idle = project(cast.alice, cast.place, name="Idle", color="#abcdef")
    project(cast.alice, cast.place, name="Archived", active=False)
    hire(cast, "Dora")
    track(cast, cast.bob, "09:00", 60, project_id=busy)

    assert audited(cast, show_empty_groups=True) == ["Busy", "Idle"]
    assert audited(cast, show_empty_groups=True, show_tracked_groups=False) == ["Idle"]
    assert audited(cast, "clients", show_empty_groups=True) == ["Idle client", "Initech"]
    assert audited(cast, "users", show_empty_groups=True, show_tracked_groups=False) == ["Alice", "Dora"]
    assert audited(cast, "tags", show_empty_groups=True) == [""]
    assert audited(cast, show_empty_groups=True, group_filter={"max_duration_seconds": 0}) == ["Idle"]
    (group,) = reports(cast).groups(audit={"show_empty_groups": True, "show_tracked_groups": False})
    assert group == {
        "id": idle,
        "names": ["Idle"],
        "seconds": 0,
        "sub_groups": [],
        "project_color": "#abcdef",
        "project_hex_color": "#abcdef",
    }
    assert audited(cast, show_empty_groups=True, project_ids=[busy]) == ["Busy"]
    assert audited(cast, "clients", show_empty_groups=True, client_ids=[idle_client]) == ["Idle client"]
    assert audited(cast, "users", show_empty_groups=True, user_ids=[cast.alice.id]) == ["Alice"]


def test_nobody_is_told_of_idle_things_that_they_do_not_see(cast: Cast) -> None:
    project(cast.alice, cast.place, name="Secret", is_private=True)
    project(cast.alice, cast.place, name="Known")
    track(cast, cast.alice, "09:00", 60)

    assert audited(cast, reader=cast.bob, show_empty_groups=True) == ["Known"]
    # Alice has tracked time, of which Bob sees nothing.
    assert audited(cast, "users", cast.bob, show_empty_groups=True) == ["Bob"]


def test_limits_of_amounts_tell_nothing_to_those_who_see_none(cast: Cast) -> None:
    bill(cast, 10)
    track(cast, cast.bob, "09:00", HOUR, billable=True)

    assert audited(cast, "users", cast.bob, group_filter={"min_amount_cents": 1_000_000}) == ["Bob"]
    assert audited(cast, "users", cast.alice, group_filter={"min_amount_cents": 1_000_000}) == []


def test_audits_are_not_in_the_free_plan(cast: Cast) -> None:
    put_on_plan(cast, Plan.FREE)
    track(cast, cast.alice, "09:00", 60)

    assert audited(cast) == [""]
    for audit in ({"show_empty_groups": True}, {"show_tracked_groups": False}, {"group_filter": {"currency": "EUR"}}):
        answer = reports(cast).post(SUMMARY, audit=audit)
        assert (answer.status, answer.json) == (402, "Workspace needs to have this feature enabled")


def test_who_has_left_is_not_idle(cast: Cast) -> None:
    dora = hire(cast, "Dora")
    cast.alice.put(member_path(cast, dora), {"inactive": True})

    assert audited(cast, "users", show_empty_groups=True) == ["Alice", "Bob"]
