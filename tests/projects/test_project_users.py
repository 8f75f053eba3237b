"""Putting people into projects, changing what they are there, and taking them out."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.conftest import SetClock
from tests.people.backstage import NOBODY, hire, member_path, second_workspace
from tests.projects.backstage import MISSING, NO_ACCESS, NO_RATES, lead, logged, make, path, put_in, told

NO_COSTS = "User cannot access labor cost(s)."
NOT_FOUND = "Project user not found/accessible"


def users(cast: Cast) -> str:
    return f"{cast.workspace}/project_users"


def test_a_member_is_put_into_a_project(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 5, 4)
    project = make(cast.alice, cast)

    place = put_in(cast, project, cast.bob, manager=True, rate=12.5, labor_cost=7)

    assert place == {
        "id": place["id"],
        "project_id": project["id"],
        "user_id": cast.bob.id,
        "workspace_id": cast.place.workspace_id,
        "manager": True,
        "rate": 12.5,
        "rate_last_updated": "2026-05-04T00:00:00Z",
        "labor_cost": 7,
        "labor_cost_last_updated": "2026-05-04T00:00:00Z",
        "group_id": None,
        "gid": None,
        "at": "2026-05-04T00:00:00Z",
    }
    assert cast.alice.get(users(cast)).json == [place]
    (change,) = logged(cast, "project_user")
    assert (change.action, change.entity_id, change.before) == ("created", place["id"], None)
    assert (change.after["user_id"], change.after["rate"]) == (cast.bob.id, 12.5)


def test_nobody_is_in_a_project_twice(cast: Cast) -> None:
    project = make(cast.alice, cast)
    put_in(cast, project, cast.bob)

    answer = cast.alice.post(users(cast), {"project_id": project["id"], "user_id": cast.bob.id})

    assert told(answer) == (400, "Project user already exists")


def test_who_comes_back_gets_their_old_place(cast: Cast) -> None:
    project = make(cast.alice, cast, is_private=True)
    first = put_in(cast, project, cast.bob, manager=True, rate=5)
    assert told(cast.alice.delete(f"{users(cast)}/{first['id']}")) == (200, first["id"])
    assert told(cast.bob.get(path(cast, project))) == (404, MISSING)

    again = put_in(cast, project, cast.bob)

    assert again["id"] == first["id"]
    assert (again["manager"], again["rate"], again["rate_last_updated"]) == (False, None, None)
    assert cast.bob.get(path(cast, project)).status == 200
    assert [change.action for change in logged(cast, "project_user")] == ["created", "deleted", "updated"]


@pytest.mark.parametrize("project_id", [..., None, 0, 1, "gone", "secret", "beside", "theirs"], ids=str)
def test_a_project_that_is_not_the_callers(cast: Cast, project_id: Any) -> None:
    made = {"secret": make(cast.alice, cast, is_private=True), "gone": make(cast.alice, cast, is_private=False)}
    cast.alice.delete(path(cast, made["gone"]))
    beside = f"/workspaces/{second_workspace(cast).workspace_id}/projects"
    made["beside"] = cast.alice.post(beside, {"name": "B"}).json
    theirs = f"/workspaces/{cast.elsewhere.workspace_id}/projects"
    made["theirs"] = cast.charlie.post(theirs, {"name": "T", "is_private": False}).json
    wanted = made[project_id]["id"] if project_id in made else project_id
    body = {"user_id": cast.bob.id, **({} if wanted is ... else {"project_id": wanted})}

    who = cast.bob if project_id == "secret" else cast.alice
    assert told(who.post(users(cast), body)) == (400, "Invalid project_id")


@pytest.mark.parametrize("who", [..., None, 0, 1, "charlie", "invited", "inactive", "removed"], ids=str)
def test_a_person_who_is_not_in_the_workspace(cast: Cast, who: Any) -> None:
    project = make(cast.alice, cast)
    user_id = cast.charlie.id if who == "charlie" else who
    if who in ("inactive", "removed"):
        dora = hire(cast, "Dora")
        where = member_path(cast, dora)
        cast.alice.put(where, {"inactive": True}) if who == "inactive" else cast.alice.delete(where)
        user_id = dora.id
    if who == "invited":
        body = {"emails": [cast.charlie.email], "workspaces": [{"workspace_id": cast.place.workspace_id}]}
        cast.alice.post(f"{cast.organization}/invitations", body)
        user_id = cast.charlie.id

    body = {"project_id": project["id"], **({} if user_id is ... else {"user_id": user_id})}
    assert told(cast.alice.post(users(cast), body)) == (400, "Invalid user_id")


def test_a_project_user_is_changed_in_part(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 5, 4)
    place = put_in(cast, make(cast.alice, cast), cast.bob, rate=5, labor_cost=3)
    clock.set(2026, 5, 5)

    changed = cast.alice.put(f"{users(cast)}/{place['id']}", {"rate": None, "labor_cost": 3, "manager": True}).json

    assert changed == {
        **place,
        "manager": True,
        "rate": None,
        "rate_last_updated": "2026-05-05T00:00:00Z",
        "at": "2026-05-05T00:00:00Z",
    }
    assert cast.alice.get(users(cast)).json == [changed]
    cast.alice.put(f"{users(cast)}/{place['id']}", {"manager": True, "labor_cost": 3})
    assert [change.action for change in logged(cast, "project_user")] == ["created", "updated"]


def test_a_change_of_nothing(cast: Cast) -> None:
    place = put_in(cast, make(cast.alice, cast), cast.bob)

    for body in ({}, {"unknown": 1}):
        assert told(cast.alice.put(f"{users(cast)}/{place['id']}", body)) == (400, "Missing data")


@pytest.mark.parametrize("field", ["rate", "labor_cost"])
def test_an_amount_is_not_below_nothing(cast: Cast, field: str) -> None:
    place = put_in(cast, make(cast.alice, cast), cast.bob)

    answer = cast.alice.put(f"{users(cast)}/{place['id']}", {field: -1})

    assert told(answer) == (400, f"{field} must be at least 0")


def test_project_users_that_are_not_there(cast: Cast) -> None:
    gone = put_in(cast, make(cast.alice, cast), cast.bob)["id"]
    cast.alice.delete(f"{users(cast)}/{gone}")
    deleted = make(cast.alice, cast)
    of_deleted = put_in(cast, deleted, cast.bob)["id"]
    cast.alice.delete(path(cast, deleted))
    secret = put_in(cast, make(cast.alice, cast, is_private=True), hire(cast, "Dora"))["id"]

    tries = [(cast.alice, each) for each in (NOBODY, gone, of_deleted, "x")]
    for who, number in [*tries, (cast.bob, secret)]:
        assert told(who.put(f"{users(cast)}/{number}", {"manager": True})) == (400, NOT_FOUND)
        assert told(who.delete(f"{users(cast)}/{number}")) == (400, NOT_FOUND)


def test_what_is_no_workspace(cast: Cast) -> None:
    for method, where in (("GET", ""), ("POST", ""), ("PUT", "/1"), ("DELETE", "/1"), ("PATCH", "/1")):
        answer = cast.alice.send(method, f"/workspaces/x/project_users{where}", json={})
        assert told(answer) == (400, "Workspace not found")


def test_who_changes_the_people_of_a_project(cast: Cast) -> None:
    project = make(cast.alice, cast, is_private=False)
    dora, emil = hire(cast, "Dora"), hire(cast, "Emil", Role.TEAMLEAD)
    place = put_in(cast, project, dora)
    body = {"project_id": project["id"], "user_id": cast.bob.id}

    for who in (cast.bob, dora, emil):
        assert told(who.post(users(cast), body)) == (403, NO_ACCESS)
        assert told(who.put(f"{users(cast)}/{place['id']}", {"manager": True})) == (403, NO_ACCESS)
        assert told(who.delete(f"{users(cast)}/{place['id']}")) == (403, NO_ACCESS)
    cast.alice.put(f"{users(cast)}/{place['id']}", {"manager": True})
    assert dora.post(users(cast), body).status == 200
    assert lead(cast).delete(f"{users(cast)}/{place['id']}").status == 200


def test_amounts_are_for_those_who_see_them(cast: Cast) -> None:
    project = make(cast.alice, cast)
    place = put_in(cast, project, cast.bob, manager=True, rate=5, labor_cost=3)
    where = f"{users(cast)}/{place['id']}"

    (seen,) = cast.bob.get(users(cast)).json
    assert {name for name in place if place[name] != seen[name]} == {
        "rate",
        "rate_last_updated",
        "labor_cost",
        "labor_cost_last_updated",
    }
    assert told(cast.bob.put(where, {"rate": 9})) == (403, NO_RATES)
    assert told(cast.bob.put(where, {"labor_cost": 9})) == (403, NO_COSTS)
    body = {"project_id": project["id"], "user_id": cast.alice.id, "rate": 9}
    assert told(cast.bob.post(users(cast), body)) == (403, NO_RATES)
    assert cast.bob.put(where, {"rate": None, "labor_cost": None, "manager": True}).status == 200
    assert cast.alice.get(users(cast)).json == [place]


def test_several_are_changed_each_on_their_own(cast: Cast) -> None:
    project, secret = make(cast.alice, cast), make(cast.alice, cast)
    one = put_in(cast, project, cast.bob, rate=5)["id"]
    two = put_in(cast, project, hire(cast, "Dora"), rate=6)["id"]
    three = put_in(cast, secret, hire(cast, "Emil"))["id"]
    body = [{"op": "remove", "path": "/rate"}, {"op": "replace", "path": "/manager", "value": True}]

    answer = cast.alice.patch(f"{users(cast)}/{two},{NOBODY},{one}", body)

    assert answer.json == {"success": [two, one], "failure": [{"id": NOBODY, "message": NOT_FOUND}]}
    places = {each["id"]: (each["manager"], each["rate"]) for each in cast.alice.get(users(cast)).json}
    assert places == {one: (True, None), two: (True, None), three: (False, None)}
    cast.alice.patch(f"{users(cast)}/{two}", [{"op": "remove", "path": "/manager"}])
    assert [each["manager"] for each in cast.alice.get(users(cast)).json] == [True, False, False]
    cost = [{"op": "replace", "path": "/labor_cost", "value": 2.5}]
    assert cast.bob.patch(f"{users(cast)}/{one},{three}", cost).json["failure"] == [
        {"id": one, "message": NO_COSTS},
        {"id": three, "message": NOT_FOUND},
    ]
    assert cast.alice.patch(f"{users(cast)}/{one}", cost).json["success"] == [one]


@pytest.mark.parametrize(
    ("ids", "operations", "sentence"),
    [
        ("x", [{"op": "remove", "path": "/rate"}], "Invalid value as user IDs"),
        (",", [{"op": "remove", "path": "/rate"}], "PATCH expects at least one ID"),
        (
            ",".join(map(str, range(101))),
            [{"op": "remove", "path": "/rate"}],
            "PATCH request is limited to 100 entries at once",
        ),
        ("1", [], "No patchable fields defined"),
        ("1", [{"op": "copy", "path": "/rate"}], "Invalid op: copy"),
        ("1", [{"op": "remove", "path": "rate"}], "Invalid path format: rate"),
        ("1", [{"op": "remove", "path": "/user_id"}], "Path not found: /user_id"),
        ("1", [{"op": "add", "path": "/rate", "value": 1}], "Operation not supported (add /rate)"),
        ("1", [{"op": "replace", "path": "/manager", "value": None}], "Invalid value for /manager"),
    ],
    ids=str,
)
def test_a_bulk_edit_that_cannot_be_read(cast: Cast, ids: str, operations: Any, sentence: str) -> None:
    assert told(cast.alice.patch(f"{users(cast)}/{ids}", operations)) == (400, sentence)
