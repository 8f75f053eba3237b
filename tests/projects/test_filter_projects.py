"""Which projects a list holds when something is asked of them."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.conftest import SetClock
from tests.people.backstage import hire
from tests.projects.backstage import group, make, names, path, put_in, told


def listed(cast: Cast, query: str, who: Any = None) -> list[str]:
    return names((who or cast.alice).get(f"{cast.workspace}/projects?{query}"))


def test_by_a_part_of_the_name_or_of_the_clients(cast: Cast) -> None:
    make(cast.alice, cast, "Apollo 11", client_name="NASA")
    make(cast.alice, cast, "Sputnik", client_name="Apollonia")
    make(cast.alice, cast, "100%_done")

    assert listed(cast, "name=APO") == ["Apollo 11"]
    assert listed(cast, "search=apollo") == ["Apollo 11", "Sputnik"]
    assert listed(cast, "search=nasa") == ["Apollo 11"]
    assert listed(cast, "name=%25_") == ["100%_done"]
    assert listed(cast, "search=x") == []


def test_by_client(cast: Cast) -> None:
    acme = make(cast.alice, cast, "A", client_name="Acme")["client_id"]
    zeta = make(cast.alice, cast, "Z", client_name="Zeta")["client_id"]
    make(cast.alice, cast, "None")

    assert listed(cast, f"client_ids={acme}") == ["A"]
    assert listed(cast, f"client_ids={acme},{zeta}") == ["A", "Z"]
    assert listed(cast, f"client_ids={acme}&client_ids={zeta}") == ["A", "Z"]
    assert listed(cast, f"client_ids[]={acme}&client_ids[]={zeta}") == ["A", "Z"]
    assert listed(cast, f"client_ids[]={zeta}") == ["Z"]
    assert listed(cast, f"client_ids=0,{zeta}") == ["None", "Z"]


def test_by_user_and_by_group(cast: Cast) -> None:
    one, two, three = (make(cast.alice, cast, name) for name in ("One", "Two", "Three"))
    dora = hire(cast, "Dora")
    inside = group(cast, dora)
    put_in(cast, one, cast.bob)
    cast.alice.delete(f"{cast.workspace}/project_users/{put_in(cast, two, cast.bob)['id']}")
    for project in (two, three):
        cast.alice.post(f"{cast.workspace}/project_groups", {"project_id": project["id"], "group_id": inside})

    assert listed(cast, f"user_ids={cast.bob.id}") == ["One"]
    assert listed(cast, f"user_ids={dora.id}") == ["Three", "Two"]
    assert listed(cast, f"user_ids={dora.id},{cast.bob.id}") == ["One", "Three", "Two"]
    assert listed(cast, f"group_ids={inside}") == ["Three", "Two"]
    assert listed(cast, f"group_ids={inside}&project_ids={one['id']},{two['id']}") == ["Two"]
    assert listed(cast, f"project_ids={cast.bob.id}") == []


def test_by_whether_they_are_billable(cast: Cast) -> None:
    make(cast.alice, cast, "Paid", billable=True)
    make(cast.alice, cast, "Free", billable=False)

    assert listed(cast, "billable=true") == ["Paid"]
    assert listed(cast, "billable=false") == ["Free"]


def test_by_status(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 5, 4)
    make(cast.alice, cast, "Later", start_date="2026-05-05")
    make(cast.alice, cast, "Now", start_date="2026-05-04", end_date="2026-05-04")
    make(cast.alice, cast, "Over", start_date="2026-05-01", end_date="2026-05-03")
    make(cast.alice, cast, "Away", active=False)
    cast.alice.delete(path(cast, make(cast.alice, cast, "Gone")))

    every = {"upcoming": "Later", "active": "Now", "ended": "Over", "archived": "Away", "deleted": "Gone"}
    for status, name in every.items():
        (found,) = cast.alice.get(f"{cast.workspace}/projects?statuses={status}").json
        assert (found["name"], found["status"]) == (name, status)
    assert listed(cast, "statuses=upcoming,deleted") == ["Gone", "Later"]
    assert listed(cast, "statuses=ended&statuses=archived") == ["Away", "Over"]
    assert listed(cast, "statuses=ended,archived&active=true") == ["Over"]
    answer = cast.alice.get(f"{cast.workspace}/projects?statuses=lost")
    assert told(answer) == (400, "statuses must be some of upcoming, active, ended, archived, deleted")


def test_by_when_they_changed(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 5, 4)
    make(cast.alice, cast, "Old")
    away, gone, on = (make(cast.alice, cast, name) for name in ("Away", "Gone", "On"))
    since = int(clock.forward(hours=1).timestamp())
    cast.alice.put(path(cast, away), {"active": False})
    cast.alice.delete(path(cast, gone))
    cast.alice.put(path(cast, on), {"billable": False})

    found = cast.alice.get(f"{cast.workspace}/projects?since={since}").json

    assert [(each["name"], each["server_deleted_at"]) for each in found] == [
        ("Away", None),
        ("Gone", "2026-05-04T01:00:00Z"),
        ("On", None),
    ]
    assert listed(cast, f"since={since}&active=true") == ["Gone", "On"]
    assert listed(cast, f"since={since + 1}") == []
    answer = cast.alice.get(f"{cast.workspace}/projects?since=yesterday")
    assert told(answer) == (400, "Since is expected to be an unix timestamp, integer value")


def test_those_that_the_caller_is_in_or_may_change(cast: Cast) -> None:
    open_, own, led = (make(cast.alice, cast, name, is_private=False) for name in ("Open", "Own", "Led"))
    put_in(cast, own, cast.bob)
    put_in(cast, led, cast.bob, manager=True)
    dora = hire(cast, "Dora", Role.PROJECTLEAD)

    assert listed(cast, "", cast.bob) == ["Led", "Open", "Own"]
    assert listed(cast, "only_me=true", cast.bob) == ["Led", "Own"]
    assert listed(cast, "only_editable=true", cast.bob) == ["Led"]
    assert listed(cast, "only_me=true", dora) == []
    assert listed(cast, "only_editable=true", dora) == ["Led", "Open", "Own"]
    assert open_["name"] == "Open"


@pytest.mark.parametrize("name", ["user_ids", "client_ids", "group_ids", "project_ids"])
def test_what_are_no_ids(cast: Cast, name: str) -> None:
    words = cast.alice.get(f"{cast.workspace}/projects?{name}=1,x")
    many = cast.alice.get(f"{cast.workspace}/projects?{name}={','.join('1' for _ in range(1001))}")

    assert told(words) == (400, f"{name} must be ids separated by commas")
    assert told(many) == (400, f"{name} cannot exceed 1000 elements.")


def test_unknown_parameters_are_no_trouble(cast: Cast) -> None:
    make(cast.alice, cast, "One")

    assert listed(cast, "with_first_time_entry=true&user_ids=&statuses=&name=&search=") == ["One"]
