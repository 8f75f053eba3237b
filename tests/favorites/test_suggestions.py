"""The first favorites of somebody who has none."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.clients.backstage import project
from tests.favorites.backstage import favorite, ids, logged, path, tag, task, track
from tests.make import Place, colleague
from tests.people.backstage import at_once, second_workspace


@pytest.fixture(params=["me", "workspace"])
def where(request: pytest.FixtureRequest, cast: Cast) -> str:
    """The path of suggestions, in each of the two ways."""
    return "/me/favorites/suggestions" if request.param == "me" else f"{path(cast)}/suggestions"


def test_what_was_tracked_most(cast: Cast, where: str) -> None:
    work = project(cast, None, billable=True)
    part, one, two = task(cast, work, "Design"), tag(cast, "One"), tag(cast, "Two")
    tracked: list[tuple[int, dict[str, Any]]] = [
        (2, {"description": "Mail"}),
        (4, {"project_id": work, "task_id": part, "tag_ids": [one, two], "billable": True}),
        (1, {"description": "Rare"}),
        (3, {"description": "Mail", "project_id": work}),
        (9, {"tag_ids": [one]}),
    ]
    for times, fields in tracked:
        for _ in range(times):
            track(cast, cast.bob, **fields)
    for _ in range(5):
        track(cast, cast.alice, description="Not Bob's")

    answer = cast.bob.post(where)

    assert answer.status == 201
    told = [
        [each[name] for name in ("description", "project_id", "task_id", "tag_ids", "billable")] for each in answer.json
    ]
    assert told == [
        [None, work, part, [one, two], True],
        ["Mail", work, None, [], False],
        ["Mail", None, None, [], False],
    ]
    assert {each["user_id"] for each in answer.json} == {cast.bob.id}
    assert answer.json[0]["tags"] == ["One", "Two"]
    assert sorted(ids(cast.bob.get("/me/favorites"))) == sorted(ids(answer))
    assert [(row.action, row.user_id) for row in logged(cast)] == [("created", cast.bob.id)] * 3


def test_of_equally_frequent_ones_the_latest(cast: Cast, where: str) -> None:
    for days, description in ((5, "Old"), (2, "Newer"), (1, "Newest"), (3, "New")):
        track(cast, cast.bob, days, description=description)

    told = [each["description"] for each in cast.bob.post(where).json]

    assert told == ["Newest", "Newer", "New"]


def test_tags_in_another_order_are_the_same(cast: Cast, where: str) -> None:
    one, two, gone = tag(cast, "One"), tag(cast, "Two"), tag(cast, "Gone")
    track(cast, cast.bob, description="Mail", tag_ids=[one, two])
    track(cast, cast.bob, description="Mail", tag_ids=[two, one, gone])
    cast.alice.delete(f"{cast.workspace}/tags/{gone}")

    (told,) = cast.bob.post(where).json

    assert told["tag_ids"] == [one, two]


def test_only_once(cast: Cast, where: str) -> None:
    track(cast, cast.bob, description="Mail")

    assert cast.bob.post(where).status == 201
    again = cast.bob.post(where)

    assert (again.status, again.content) == (204, b"")
    assert len(cast.bob.get("/me/favorites").json) == 1


def test_not_for_who_had_a_favorite(cast: Cast, where: str) -> None:
    track(cast, cast.bob, description="Mail")
    cast.bob.delete(f"/me/favorites/{favorite(cast, cast.bob)}")

    assert cast.bob.post(where).status == 204


def test_nor_for_who_had_one_in_another_organization(cast: Cast, where: str) -> None:
    colleague(cast.bob, cast.elsewhere)
    cast.bob.post(f"/workspaces/{cast.elsewhere.workspace_id}/favorites", {"description": "Mail"})
    track(cast, cast.bob, description="Mail")

    assert cast.bob.post(where).status == 204


def test_none_of_nothing(cast: Cast, where: str) -> None:
    now = cast.world.clock()
    track(cast, cast.bob, days_ago=91, description="Long ago")
    track(cast, cast.bob, description="Deleted", deleted_at=now)
    track(cast, cast.bob, description="Running", stop=None, duration=0)
    track(cast, cast.bob, description="")

    answer = cast.bob.post(where)

    assert (answer.status, answer.content) == (204, b"")
    track(cast, cast.bob, days_ago=89, description="Lately")
    assert [each["description"] for each in cast.bob.post(where).json] == ["Lately"]


def test_nothing_of_what_is_not_to_be_seen_any_more(cast: Cast, where: str) -> None:
    hidden, gone = project(cast, None, is_private=True), project(cast, None, deleted_at=cast.world.clock())
    work = project(cast, None)
    part = task(cast, work, "Gone", deleted_at=cast.world.clock())
    for project_id, task_id in ((hidden, None), (gone, None), (work, part)):
        for _ in range(2):
            track(cast, cast.bob, project_id=project_id, task_id=task_id)
    track(cast, cast.bob, description="Mail")

    assert [each["description"] for each in cast.bob.post(where).json] == ["Mail"]


def test_a_workspace_suggests_what_was_tracked_in_it(cast: Cast) -> None:
    second = second_workspace(cast)
    there = f"/workspaces/{second.workspace_id}/favorites/suggestions"
    track(cast, cast.alice, description="Here")

    assert cast.alice.post(there).status == 204
    track(cast, cast.alice, description="There", workspace_id=second.workspace_id)
    (told,) = cast.alice.post(there).json

    assert (told["description"], told["workspace_id"]) == ("There", second.workspace_id)


def test_me_suggests_what_was_tracked_anywhere(cast: Cast) -> None:
    colleague(cast.bob, cast.elsewhere)
    here, there = cast.place, Place(cast.elsewhere.organization_id, cast.elsewhere.workspace_id)
    track(cast, cast.bob, description="Mail")
    for _ in range(2):
        elsewhere = {"organization_id": there.organization_id, "workspace_id": there.workspace_id}
        track(cast, cast.bob, description="Mail", **elsewhere)

    told = cast.bob.post("/me/favorites/suggestions").json

    assert [each["workspace_id"] for each in told] == [there.workspace_id, here.workspace_id]


def test_nothing_of_where_one_was_switched_off(cast: Cast) -> None:
    track(cast, cast.bob, description="Mail")
    cast.alice.put(f"{cast.workspace}/users/{cast.bob.id}", {"inactive": True})

    assert cast.bob.post("/me/favorites/suggestions").status == 204


def test_asked_twice_at_once(cast: Cast, where: str) -> None:
    track(cast, cast.bob, description="Mail")

    answers = at_once(cast.world, *[lambda: cast.bob.post(where)] * 2)

    assert sorted(answer.status for answer in answers) == [201, 204]
    assert len(cast.bob.get("/me/favorites").json) == 1


def test_only_the_latest_thousand_are_counted(cast: Cast, where: str) -> None:
    for _ in range(3):
        track(cast, cast.bob, days_ago=10, description="Before")
    for number in range(1000):
        track(cast, cast.bob, days_ago=1 + number / 1000, description=f"Lately {number // 500}")

    told = cast.bob.post(where).json

    assert {each["description"] for each in told} == {"Lately 0", "Lately 1"}
