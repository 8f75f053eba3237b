"""Who is in which project."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.people.backstage import hire, member_path
from tests.projects.backstage import group, make, path, put_in, told


def pairs(answer: Any) -> list[tuple[int, int]]:
    assert answer.status == 200, answer
    return [(each["project_id"], each["user_id"]) for each in answer.json]


def test_those_of_the_projects_that_the_caller_sees(cast: Cast) -> None:
    secret, own, open_ = (make(cast.alice, cast, is_private=private) for private in (True, True, False))
    gone = make(cast.alice, cast)
    dora = hire(cast, "Dora")
    for project in (secret, own, open_, gone):
        put_in(cast, project, dora)
    put_in(cast, own, cast.bob)
    cast.alice.delete(path(cast, gone))
    cast.alice.delete(f"{cast.workspace}/project_users/{put_in(cast, open_, cast.alice)['id']}")
    address = f"{cast.workspace}/project_users"

    every = [(secret["id"], dora.id), (own["id"], dora.id), (open_["id"], dora.id), (own["id"], cast.bob.id)]
    assert pairs(cast.alice.get(address)) == every
    assert pairs(cast.bob.get(address)) == every[1:]
    assert pairs(cast.bob.get(f"{address}?project_ids={secret['id']},{own['id']}")) == [every[1], every[3]]
    assert pairs(cast.alice.get(f"{address}?user_id={cast.bob.id}")) == [every[3]]
    assert pairs(cast.alice.get(f"{address}?user_id={cast.bob.id}&project_ids={open_['id']}")) == []


def test_who_is_in_through_a_group_may_be_told_too(cast: Cast) -> None:
    project = make(cast.alice, cast)
    dora = hire(cast, "Dora")
    direct = put_in(cast, project, cast.bob)
    inside = group(cast, cast.bob, dora)
    of = cast.alice.post(f"{cast.workspace}/project_groups", {"project_id": project["id"], "group_id": inside}).json
    address = f"{cast.workspace}/project_users"

    assert cast.alice.get(address).json == [direct]
    first, *others = cast.alice.get(f"{address}?with_group_members=true").json
    assert first == direct
    assert [(each["id"], each["user_id"]) for each in others] == [(of["id"], cast.bob.id), (of["id"], dora.id)]
    assert {(each["group_id"], each["gid"], each["manager"], each["rate"]) for each in others} == {
        (inside, inside, False, None)
    }
    only = cast.alice.get(f"{address}?with_group_members=true&user_id={dora.id}&project_ids={project['id']}")
    assert pairs(only) == [(project["id"], dora.id)]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("user_id=x", "Invalid user_id"),
        ("project_ids=x", "project_ids must be ids separated by commas"),
        (f"project_ids={','.join(map(str, range(201)))}", "project_ids cannot exceed 200 elements."),
    ],
    ids=["user_id", "project_ids", "many"],
)
def test_what_cannot_be_asked_for(cast: Cast, query: str, sentence: str) -> None:
    assert told(cast.alice.get(f"{cast.workspace}/project_users?{query}")) == (400, sentence)


def test_pages_of_each_project_by_name(cast: Cast) -> None:
    one, two = make(cast.alice, cast), make(cast.alice, cast)
    zoe, dora = hire(cast, "Zoe"), hire(cast, "dora")
    for who in (zoe, cast.bob, dora):
        put_in(cast, one, who, rate=7)
    put_in(cast, two, zoe)
    address = f"{cast.workspace}/project_users/paginated"
    body = [one["id"], two["id"]]

    first = cast.alice.post(f"{address}?users_per_project=2", body).json
    second = cast.alice.post(f"{address}?users_per_project=2&page=2", {"project_ids": body}).json

    assert [(each["project_id"], each["user_name"]) for each in first] == [
        (one["id"], "Bob"),
        (one["id"], "dora"),
        (two["id"], "Zoe"),
    ]
    assert [(each["project_id"], each["user_name"]) for each in second] == [(one["id"], "Zoe")]
    direct = next(each for each in cast.alice.get(f"{cast.workspace}/project_users").json if each["user_id"] == zoe.id)
    assert direct.items() <= second[0].items()


def test_a_page_tells_of_the_member(cast: Cast) -> None:
    project = make(cast.alice, cast)
    put_in(cast, project, cast.bob, rate=7, labor_cost=6)
    where = member_path(cast, cast.bob)
    cast.alice.put(where, {"rate": 5, "labor_cost": 4})
    address = f"{cast.workspace}/project_users/paginated"

    (seen,) = cast.alice.post(address, [project["id"]]).json
    (hidden,) = cast.bob.post(address, [project["id"]]).json

    assert (seen["workspace_user_id"], seen["is_active"]) == (int(where.rpartition("/")[2]), True)
    amounts = ("rate", "labor_cost", "workspace_user_rate", "workspace_user_labor_cost")
    assert [seen[name] for name in amounts] == [7, 6, 5, 4]
    assert [hidden[name] for name in amounts] == [None] * 4


def test_inactive_people_are_asked_for(cast: Cast) -> None:
    project = make(cast.alice, cast)
    dora, emil = hire(cast, "Dora"), hire(cast, "Emil")
    for who in (cast.bob, dora, emil):
        put_in(cast, project, who)
    cast.alice.put(member_path(cast, dora), {"inactive": True})
    cast.alice.delete(member_path(cast, emil))
    address = f"{cast.workspace}/project_users/paginated"

    active = cast.alice.post(address, [project["id"]]).json
    every = cast.alice.post(f"{address}?show_inactive=true", [project["id"]]).json

    assert [(each["user_name"], each["is_active"]) for each in active] == [("Bob", True)]
    assert [(each["user_name"], each["is_active"]) for each in every] == [("Bob", True), ("Dora", False)]


def test_pages_hold_only_what_the_caller_sees(cast: Cast) -> None:
    secret, gone = make(cast.alice, cast, is_private=True), make(cast.alice, cast, is_private=False)
    for project in (secret, gone):
        put_in(cast, project, cast.alice)
    cast.alice.delete(path(cast, gone))

    assert cast.bob.post(f"{cast.workspace}/project_users/paginated", [secret["id"], gone["id"], 1]).json == []


@pytest.mark.parametrize(
    ("query", "body", "sentence"),
    [
        ("page=0", [1], "page parameter must contain values > 0."),
        ("users_per_project=0", [1], "per_page parameter must contain values > 0."),
        ("users_per_project=x", [1], "users_per_project must be an integer"),
        ("", list(range(201)), "project_ids cannot exceed 200 elements."),
        ("", {}, "project_ids is required"),
        ("", "x", "body must be an object or a list"),
    ],
    ids=["page", "none", "no number", "many", "empty", "text"],
)
def test_what_is_no_page(cast: Cast, query: str, body: Any, sentence: str) -> None:
    answer = cast.alice.post(f"{cast.workspace}/project_users/paginated?{query}", body)

    assert told(answer) == (400, sentence)
