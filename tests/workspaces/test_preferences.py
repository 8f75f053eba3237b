"""GET and POST /workspaces/{workspace_id}/preferences."""

from typing import Any

import pytest

from sundial.access.permissions import OrganizationRole, Role
from sundial.access.plans import Plan
from tests.cast import Cast
from tests.make import Answer, Person, colleague, person
from tests.workspaces.backstage import log, put_on_plan

FLAGS = ("hide_start_end_times", "disable_approvals", "disable_expenses", "disable_timesheet_view")
MOMENTS = ("report_locked_at", "calendar_suggestion_start_date")
NEW = {
    **dict.fromkeys(FLAGS, False),
    **dict.fromkeys(MOMENTS),
    "initial_pricing_plan": None,
    "single_sign_on": False,
}
NO_ACCESS = (403, "User does not have access to this resource.")
LOCKING = (402, "Workspace needs to have the Locking time entries feature enabled")


def change(somebody: Person, cast: Cast, **body: Any) -> Answer:
    return somebody.post(f"{cast.workspace}/preferences", body)


def test_a_new_workspace_has_none(cast: Cast) -> None:
    answer = cast.bob.get(f"{cast.workspace}/preferences")

    assert (answer.status, answer.json) == (200, NEW)


def test_a_flag_can_be_set_and_shows_in_the_workspace(cast: Cast) -> None:
    for flag in FLAGS:
        answer = change(cast.alice, cast, **{flag: True})

        assert (answer.status, answer.json) == (200, {**NEW, flag: True})
        assert change(cast.alice, cast).json == answer.json
        assert cast.bob.get(f"{cast.workspace}/preferences").json == answer.json
        workspace = cast.bob.get(cast.workspace).json
        assert {name for name in FLAGS if workspace[name]} == {flag}
        assert change(cast.alice, cast, **{flag: False}).json == NEW
        refused = change(cast.alice, cast, **{flag: None})
        assert (refused.status, refused.json) == (400, f"{flag} must be true or false")


def test_a_moment_is_a_day_or_a_time_and_null_takes_it_away(cast: Cast) -> None:
    for field in MOMENTS:
        for given, kept in (
            ("2026-01-31", "2026-01-31T00:00:00Z"),
            ("2026-01-31T00:30:00+02:00", "2026-01-30T22:30:00Z"),
            ("2026-01-31T10:00:00.123456Z", "2026-01-31T10:00:00.123456Z"),
            ("2026-01-31T10:00:00Z", "2026-01-31T10:00:00Z"),
        ):
            assert change(cast.alice, cast, **{field: given}).json == {**NEW, field: kept}
        assert change(cast.alice, cast, disable_expenses=False).json[field] == "2026-01-31T10:00:00Z"
        assert change(cast.alice, cast, **{field: None}).json[field] is None


def test_a_moment_must_be_one(cast: Cast) -> None:
    no_days = ("", "soon", "2026-02-30", "31.01.2026", "٢٠٢٦-٠١-٠١")
    no_times = ("2026-01-31T10:00:00", "2026-01-31 25:00:00Z", "0001-01-01T00:00:00+14:00")
    for field in MOMENTS:
        for wrong in (*no_days, *no_times):
            refused = change(cast.alice, cast, **{field: wrong})
            sentence = f"{field} must be a date as YYYY-MM-DD or a time as in RFC 3339"
            assert (refused.status, refused.json) == (400, sentence), wrong
        for number in (5, True):
            assert change(cast.alice, cast, **{field: number}).json == f"{field} must be a string or null"
    assert cast.alice.get(f"{cast.workspace}/preferences").json == NEW


def test_some_fields_are_not_writable(cast: Cast) -> None:
    fields: dict[str, Any] = {
        "initial_pricing_plan": 1,
        "inc_tos_accepted_at": "2026-01-31",
        "inc_tos_accepted_by": 1,
        "single_sign_on": True,
        "sso_requested_at": None,
    }
    for field, value in fields.items():
        refused = change(cast.alice, cast, disable_expenses=True, **{field: value})

        assert (refused.status, refused.json) == (400, "The field is not writable")
    assert cast.alice.get(f"{cast.workspace}/preferences").json == NEW


@pytest.mark.parametrize("plan", [Plan.FREE, Plan.STARTER])
def test_the_small_plans_lock_no_time_entries(cast: Cast, plan: Plan) -> None:
    change(cast.alice, cast, report_locked_at="2026-01-31")
    put_on_plan(cast.world, cast.place, plan)

    refused = change(cast.alice, cast, report_locked_at="2026-02-28")

    assert (refused.status, refused.json) == LOCKING
    assert change(cast.alice, cast, report_locked_at=None, disable_approvals=True).json == {
        **NEW,
        "disable_approvals": True,
    }
    put_on_plan(cast.world, cast.place, Plan.PREMIUM)
    assert change(cast.alice, cast, report_locked_at="2026-02-28").status == 200


def test_admins_change_them_and_members_read_them(cast: Cast) -> None:
    officer = colleague(person(cast.world, "Olga"), cast.place, Role.USER, OrganizationRole.ADMIN)
    assert change(officer, cast, disable_expenses=True).status == 200

    for refused in (
        change(cast.bob, cast, disable_expenses=False),
        change(cast.charlie, cast, disable_expenses=False),
        cast.charlie.get(f"{cast.workspace}/preferences"),
    ):
        assert (refused.status, refused.json) == NO_ACCESS
    for method in ("GET", "POST"):
        nowhere = cast.alice.send(method, "/workspaces/nothing/preferences", body=None if method == "GET" else b"{}")
        assert (nowhere.status, nowhere.json) == (400, "Workspace not found")
    assert cast.bob.get(f"{cast.workspace}/preferences").json == {**NEW, "disable_expenses": True}


def test_one_change_is_logged_and_refusals_are_not(cast: Cast) -> None:
    before = log(cast.world, cast.place)

    change(cast.alice, cast, hide_start_end_times=True, report_locked_at="2026-01-31")
    for refused in (change(cast.alice, cast, single_sign_on=True), change(cast.bob, cast, disable_expenses=True)):
        assert refused.status >= 400

    (logged,) = log(cast.world, cast.place)[len(before) :]
    changed = {field for field in logged.after if logged.after[field] != logged.before[field]}
    assert (logged.kind, logged.action) == ("workspace", "updated")
    assert changed == {"hide_start_end_times", "report_locked_at", "at"}
