"""Lists of a workspace's projects: which, in which order, how many at once."""

import pytest

from sundial.projects.lists import ORDINARY
from tests.cast import Cast
from tests.conftest import SetClock
from tests.db.test_plans import plan
from tests.make import World
from tests.people.backstage import second_workspace
from tests.projects.backstage import make, names, path, task_of, told, track


def listed(cast: Cast, query: str = "") -> list[str]:
    return names(cast.alice.get(f"{cast.workspace}/projects{query}"))


def test_projects_are_listed_by_name(cast: Cast) -> None:
    for name in ("b", "A", "Ä", "c"):
        make(cast.alice, cast, name)
    beside = second_workspace(cast)
    cast.alice.post(f"/workspaces/{beside.workspace_id}/projects", {"name": "aa"})

    assert listed(cast) == ["A", "b", "c", "Ä"]


def test_archived_ones_are_listed_when_they_are_asked_for(cast: Cast) -> None:
    make(cast.alice, cast, "On")
    make(cast.alice, cast, "Off", active=False)
    cast.alice.delete(path(cast, make(cast.alice, cast, "Gone")))

    assert listed(cast) == listed(cast, "?active=true") == listed(cast, "?active=1") == ["On"]
    assert listed(cast, "?active=false") == listed(cast, "?active=False&page=1") == ["Off"]
    assert listed(cast, "?active=both") == listed(cast, "?active=both&name=o") == ["Off", "On"]
    answer = cast.alice.get(f"{cast.workspace}/projects?active=maybe")
    assert told(answer) == (400, "active must be true, false or both")


def test_a_list_tells_what_one_tells(cast: Cast) -> None:
    project = make(cast.alice, cast, client_name="Acme", auto_estimates=True, rate=1, end_date="2100-01-01")
    task_of(cast, project, "One", 7200)
    track(cast, cast.bob, project, 1.5)

    (listed,) = cast.alice.get(f"{cast.workspace}/projects").json

    assert listed == {**cast.alice.get(path(cast, project)).json, "pinned": False}
    assert (listed["client_name"], listed["estimated_hours"], listed["status"]) == ("Acme", 2, "active")
    assert (listed["actual_seconds"], listed["actual_hours"]) == (5400, 1)


def test_a_page_tells_how_many_there_are(cast: Cast) -> None:
    for number in range(5):
        make(cast.alice, cast, f"P{number}", active=number != 0)

    page = cast.alice.get(f"{cast.workspace}/projects?page=2&per_page=3").json
    assert [(each["name"], each["total_count"]) for each in page] == [("P4", 4)]
    filtered = cast.alice.get(f"{cast.workspace}/projects?per_page=2&name=p&active=both").json
    assert [(each["name"], each["total_count"]) for each in filtered] == [("P0", 5), ("P1", 5)]
    assert listed(cast, "?page=3&per_page=3") == []
    assert all("total_count" not in each for each in cast.alice.get(f"{cast.workspace}/projects").json)


@pytest.mark.parametrize("name", ["page", "per_page"])
def test_pages_begin_with_one(cast: Cast, name: str) -> None:
    answer = cast.alice.get(f"{cast.workspace}/projects?{name}=0")

    assert told(answer) == (400, f"{name} parameter must contain values > 0.")


def test_151_are_listed_unless_a_page_is_asked_for(cast: Cast) -> None:
    for number in range(152):
        make(cast.alice, cast, f"P{number:03}")

    assert listed(cast) == [f"P{number:03}" for number in range(151)]
    assert listed(cast, "?page=2") == ["P151"]
    assert listed(cast, "?search=p1&per_page=500") == [f"P{number}" for number in range(100, 152)]


def test_other_orders(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 5, 4)
    b = make(cast.alice, cast, "b", client_name="Zeta")
    clock.forward(hours=1)
    make(cast.alice, cast, "a", client_name="Acme")
    clock.forward(hours=1)
    make(cast.alice, cast, "c")
    clock.forward(hours=1)
    cast.alice.put(path(cast, b), {"billable": False})

    assert listed(cast, "?sort_order=desc") == ["c", "b", "a"]
    assert listed(cast, "?sort_field=created_at") == ["b", "a", "c"]
    assert listed(cast, "?sort_field=created_at&sort_order=DESC") == ["c", "a", "b"]
    assert listed(cast, "?sort_field=at") == ["a", "c", "b"]
    assert listed(cast, "?sort_field=client_name") == ["c", "a", "b"]
    assert listed(cast, "?sort_field=client_name&sort_order=Desc") == ["b", "a", "c"]


def test_pinned_ones_may_come_first(cast: Cast) -> None:
    for name in "abc":
        make(cast.alice, cast, name, is_private=False)
    (last,) = cast.bob.get(f"{cast.workspace}/projects?name=c").json
    cast.bob.post(f"{path(cast, last)}/pin", {"pin": True})

    found = cast.bob.get(f"{cast.workspace}/projects?sort_pinned=true").json
    assert [(each["name"], each["pinned"]) for each in found] == [("c", True), ("a", False), ("b", False)]
    assert names(cast.bob.get(f"{cast.workspace}/projects?sort_pinned=true&sort_order=desc")) == ["c", "b", "a"]
    assert names(cast.bob.get(f"{cast.workspace}/projects")) == ["a", "b", "c"]
    assert listed(cast, "?sort_pinned=true") == ["a", "b", "c"]


def test_orders_that_there_are_not(cast: Cast) -> None:
    field = cast.alice.get(f"{cast.workspace}/projects?sort_field=rate")
    order = cast.alice.get(f"{cast.workspace}/projects?sort_order=up")

    assert told(field) == (400, "sort_field must be one of name, created_at, at, client_name")
    assert told(order) == (400, "sort_order must be ASC or DESC")


def test_the_ordinary_list_is_read_in_the_order_of_an_index(world: World) -> None:
    found = plan(world, ORDINARY[200], sees_all=False, active=True, archived=False, first=0)

    assert "ix_projects_name_key" in found
    assert "TEMP B-TREE" not in found
    assert "Sort" not in found
