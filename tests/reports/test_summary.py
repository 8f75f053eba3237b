"""Summaries: time in groups and sub groups, and what it bills."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.make import project
from tests.people.backstage import hire
from tests.reports.aggregates import SUMMARY, bill, rate, reports, track
from tests.tasks.backstage import client_of, task_of

HOUR = 3600


def test_time_is_grouped_by_project_and_description(cast: Cast) -> None:
    site = project(cast.alice, cast.place, name="Site", color="#123456")
    track(cast, cast.alice, "09:00", 600, "Design", project_id=site)
    track(cast, cast.bob, "10:00", 300, "Design", project_id=site)
    track(cast, cast.bob, "11:00", 60, "Ask", project_id=site)
    track(cast, cast.bob, "12:00", 30, None)

    answer = reports(cast).post(SUMMARY, start_date="2026-03-01", end_date="2026-03-31")

    plain: dict[str, Any] = {"id": None, "billable_seconds": 0, "billable_amount_in_cents": 0, "rates": []}
    assert answer.json == {
        "groups": [
            {
                "id": site,
                "names": ["Site"],
                "seconds": 960,
                "project_color": "#123456",
                "project_hex_color": "#123456",
                "sub_groups": [
                    {**plain, "title": "Ask", "seconds": 60},
                    {**plain, "title": "Design", "seconds": 900},
                ],
            },
            {"id": None, "names": [], "seconds": 30, "sub_groups": [{**plain, "title": "", "seconds": 30}]},
        ]
    }
    assert (answer.headers["x-grouping"], answer.headers["x-sub-grouping"]) == ("projects", "time_entries")


def test_amounts_are_rounded_where_they_are_shown_only(cast: Cast) -> None:
    bill(cast, 100)
    for minute in range(6):
        track(cast, cast.alice, f"09:{minute:02}", 60, f"Call {minute}", billable=True)

    group = reports(cast).groups()[0]
    totals = reports(cast).read("search/time_entries/totals")

    assert [sub["billable_amount_in_cents"] for sub in group["sub_groups"]] == [167] * 6
    assert totals["billable_amount_in_cents"] == 1000
    assert totals["rates"] == [rate(360, 10000)]


def test_grouped_by_anything(cast: Cast) -> None:
    client = client_of(cast, "Initech")
    site, app = (project(cast.alice, cast.place, name=name, client_id=client) for name in ("Site", "App"))
    other = project(cast.alice, cast.place, name="Other")
    design = task_of(cast, site, "Design")
    red, blue = (cast.alice.post(f"{cast.workspace}/tags", {"name": name}).json["id"] for name in ("red", "blue"))
    track(cast, cast.alice, "09:00", 1, "A", project_id=site, task_id=design, tag_ids=[red, blue])
    track(cast, cast.bob, "09:00", 2, "B", project_id=site, tag_ids=[red])
    track(cast, cast.bob, "10:00", 4, "A", project_id=app, tag_ids=[blue, red])
    track(cast, cast.alice, "10:00", 8, None, project_id=other)
    track(cast, cast.alice, "11:00", 16, "")

    seconds = reports(cast).seconds

    assert seconds("projects", "users") == {
        "App": {"Bob": 4},
        "Other": {"Alice": 8},
        "Site": {"Alice": 1, "Bob": 2},
        "": {"Alice": 16},
    }
    assert seconds("projects", "tasks")["Site"] == {"Design": 1, None: 2}
    assert seconds("projects", "clients")["Other"] == {None: 8}
    assert seconds("clients", "projects") == {"Initech": {"App": 4, "Site": 3}, "": {"Other": 8, None: 16}}
    assert seconds("clients", "clients") == {"Initech": {"Initech": 7}, "": {None: 24}}
    assert seconds("users", "time_entries") == {"Alice": {"A": 1, "": 24}, "Bob": {"A": 4, "B": 2}}
    assert seconds("users", "projects")["Alice"] == {"Other": 8, "Site": 1, None: 16}
    assert seconds("tags", "users") == {"blue, red": {"Alice": 1, "Bob": 4}, "red": {"Bob": 2}, "": {"Alice": 24}}
    groups = reports(cast).groups("tags", "users")
    assert [(group["id"], group["ids"]) for group in groups] == [(None, sorted([red, blue])), (None, [red]), (None, [])]


def test_groups_and_their_parts_are_in_the_order_of_their_titles(cast: Cast) -> None:
    for name in ("beta", "Alpha", "gamma"):
        number = project(cast.alice, cast.place, name=name)
        for hour, description in enumerate(("b", "", "C", "a")):
            track(cast, cast.alice, f"{hour:02}:00", 60, description, project_id=number)
    track(cast, cast.alice, "06:00", 60)

    seconds = reports(cast).seconds()

    assert list(seconds) == ["Alpha", "beta", "gamma", ""]
    assert list(seconds["beta"]) == ["a", "b", "C", ""]


def test_each_rate_is_told_and_currencies_are_never_added_up(cast: Cast) -> None:
    client = client_of(cast, "Initech")
    dollars = project(cast.alice, cast.place, name="Dollars", client_id=client)
    euros = project(cast.alice, cast.place, name="Euros", client_id=client, currency="EUR")
    bill(cast, 50)
    bill(cast, 80.5, "project", dollars)
    track(cast, cast.alice, "08:00", HOUR, project_id=dollars)
    track(cast, cast.alice, "09:00", HOUR, project_id=dollars, billable=True)
    track(cast, cast.alice, "10:00", 2 * HOUR, project_id=euros, billable=True)
    track(cast, cast.alice, "13:00", HOUR, "Other", project_id=euros)
    track(cast, cast.alice, "14:00", HOUR, billable=True)

    assert reports(cast).groups("clients", "time_entries")[0]["sub_groups"] == [
        {
            "id": None,
            "title": "Other",
            "seconds": HOUR,
            "billable_seconds": 0,
            "billable_amount_in_cents": 0,
            "rates": [],
        },
        {
            "id": None,
            "title": "Work",
            "seconds": 4 * HOUR,
            "billable_seconds": 3 * HOUR,
            "billable_amount_in_cents": None,
            "rates": [rate(2 * HOUR, 5000, "EUR"), rate(HOUR, 8050)],
        },
    ]
    alone = reports(cast).groups("users", "projects")[0]["sub_groups"]
    assert [(sub["title"], sub["billable_amount_in_cents"]) for sub in alone] == [
        ("Dollars", 8050),
        ("Euros", 10000),
        (None, 5000),
    ]
    # Without a project in either, currencies come from the database.
    work = reports(cast).groups("users", "time_entries")[0]["sub_groups"][1]
    assert work["rates"] == [rate(2 * HOUR, 5000, "EUR"), rate(HOUR, 5000), rate(HOUR, 8050)]


def test_a_project_in_the_currency_of_the_workspace_adds_up_with_the_others(cast: Cast) -> None:
    named = project(cast.alice, cast.place, name="Named", currency="USD")
    bill(cast, 50)
    track(cast, cast.alice, "09:00", HOUR, project_id=named, billable=True)
    track(cast, cast.alice, "10:00", HOUR, billable=True)

    for sub_grouping in ("time_entries", "clients"):
        (sub,) = reports(cast).groups("users", sub_grouping)[0]["sub_groups"]
        assert (sub["rates"], sub["billable_amount_in_cents"]) == ([rate(2 * HOUR, 5000)], 10000)


def test_billable_time_without_a_rate_bills_nothing(cast: Cast) -> None:
    track(cast, cast.alice, "09:00", HOUR, billable=True)

    (sub,) = reports(cast).groups()[0]["sub_groups"]

    assert (sub["billable_seconds"], sub["billable_amount_in_cents"]) == (HOUR, 0)
    assert sub["rates"] == [rate(HOUR, None)]


def test_rates_can_be_told_apart(cast: Cast) -> None:
    work = project(cast.alice, cast.place, name="Work")
    bill(cast, 40, "project", work)
    track(cast, cast.alice, "09:00", 100, project_id=work, billable=True)
    track(cast, cast.alice, "10:00", 200, project_id=work)
    bob_track = track(cast, cast.bob, "10:00", 300, project_id=work, billable=True)
    member = cast.alice.post(f"{cast.workspace}/project_users", {"project_id": work, "user_id": cast.bob.id}).json
    bill(cast, 20, "project_user", member["id"])

    subs = reports(cast).groups(distinguish_rates=True, include_time_entry_ids=True)[0]["sub_groups"]

    assert [(sub["title"], sub["seconds"], sub["rates"]) for sub in subs] == [
        ("Work", 200, []),
        ("Work", 300, [rate(300, 2000)]),
        ("Work", 100, [rate(100, 4000)]),
    ]
    assert subs[1]["ids"] == [bob_track["id"]]
    assert len(reports(cast).groups()[0]["sub_groups"]) == 1


def test_the_ids_of_the_entries_are_told_when_asked_for(cast: Cast) -> None:
    bill(cast, 40)
    entries = [
        track(cast, who, f"{hour:02}:00", 60, billable=billable)
        for hour, who, billable in ((9, cast.alice, True), (10, cast.bob, False), (11, cast.alice, True))
    ]

    (sub,) = reports(cast).groups(include_time_entry_ids=True)[0]["sub_groups"]

    assert sub["ids"] == sorted(entry["id"] for entry in entries)
    assert "ids" not in reports(cast).groups()[0]["sub_groups"][0]


def test_running_and_deleted_entries_are_not_in_it(cast: Cast) -> None:
    gone = track(cast, cast.alice, "09:00", 60)
    cast.alice.delete(f"{cast.workspace}/time_entries/{gone['id']}")
    track(cast, cast.alice, "10:00", -1)

    assert reports(cast).groups() == []


def test_time_is_rounded_before_it_is_added_up_and_billed(cast: Cast) -> None:
    bill(cast, 60)
    track(cast, cast.alice, "09:00", 100, billable=True)
    track(cast, cast.alice, "10:00", 301, billable=True)

    def rounded(direction: int) -> tuple[int, int]:
        (sub,) = reports(cast).groups(rounding=direction, rounding_minutes=5)[0]["sub_groups"]
        return sub["seconds"], sub["billable_amount_in_cents"]

    assert rounded(1) == (900, 1500)
    assert rounded(0) == (300, 500)
    assert rounded(-1) == (300, 500)


def test_names_of_what_was_deleted_and_of_who_has_left_stay(cast: Cast) -> None:
    dora = hire(cast, "Dora")
    gone = project(cast.alice, cast.place, name="Gone")
    track(cast, dora, "09:00", 60, project_id=gone)
    cast.alice.delete(f"{cast.workspace}/projects/{gone}?teDeletionMode=unassign")
    users = cast.alice.get(f"{cast.workspace}/workspace_users").json
    number = next(user["id"] for user in users if user["user_id"] == dora.id)
    assert cast.alice.delete(f"{cast.workspace}/workspace_users/{number}").status == 200

    assert reports(cast).seconds("users", "projects") == {"Dora": {None: 60}}


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "At least one parameter must be set"),
        ({"grouping": None}, "At least one parameter must be set"),
        ({"grouping": "days"}, "Invalid 'grouping' value, allowed values are: 'projects, clients, users, tags'"),
        (
            {"sub_grouping": "tags"},
            "Invalid 'sub_grouping' value, allowed values are: 'time_entries, tasks, users, projects, clients'",
        ),
        ({"start_date": "2025-01-01", "end_date": "2026-01-02"}, "Maximum allowed date range is 365 days"),
        ({"start_date": "2031-01-01"}, "start_date should be within 2006-01-01 to 2030-01-01"),
        (
            {"rounding_minutes": 7},
            "Invalid 'rounding_minutes' value, allowed values are: '0, 1, 5, 6, 10, 12, 15, 30, 60, 240'",
        ),
    ],
)
def test_what_is_wrong_is_told(cast: Cast, body: dict[str, object], sentence: str) -> None:
    answer = reports(cast).post(SUMMARY, **body)

    assert (answer.status, answer.json) == (400, sentence)


def test_an_empty_body_asks_for_nothing(cast: Cast) -> None:
    answer = cast.alice.post(f"//reports/api/v3/workspace/{cast.place.workspace_id}/{SUMMARY}")

    assert (answer.status, answer.json) == (400, "At least one parameter must be set")


def test_who_may_not_come_in_is_told_so(cast: Cast) -> None:
    path = "//reports/api/v3/workspace/{}/summary/time_entries"

    strange = cast.charlie.post(path.format(cast.place.workspace_id), {"grouping": "users"})
    wrong = cast.alice.post(path.format("abc"), {"grouping": "users"})

    assert (strange.status, strange.json) == (403, "Workspace not found/accessible")
    assert (wrong.status, wrong.json) == (400, "Invalid workspace id")
