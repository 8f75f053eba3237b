"""Pinning projects to the top of one's own list."""

from typing import Any

import pytest

from sundial.access.plans import Plan
from tests.cast import Cast
from tests.people.backstage import put_on_plan, second_workspace
from tests.projects.backstage import logged, make, path, told


def pin(cast: Cast, project: Any, on: bool = True, who: Any = None) -> Any:
    return (who or cast.alice).post(f"{path(cast, project)}/pin", {"pin": on})


def pinned(cast: Cast, who: Any = None) -> list[str]:
    listed = (who or cast.alice).get(f"{cast.workspace}/projects").json
    return [each["name"] for each in listed if each["pinned"]]


def test_pins_are_ones_own(cast: Cast) -> None:
    a = make(cast.alice, cast, "A", is_private=False)
    make(cast.alice, cast, "B", is_private=False)

    assert pin(cast, a, who=cast.bob).content == b""

    assert (pinned(cast), pinned(cast, cast.bob)) == ([], ["A"])
    assert pin(cast, a, who=cast.bob).status == 200
    assert pin(cast, a, False, who=cast.bob).status == 200
    assert pin(cast, a, False, who=cast.bob).status == 200
    assert pinned(cast, cast.bob) == []
    assert [(change.action, change.user_id) for change in logged(cast, "project_pin")] == [
        ("created", cast.bob.id),
        ("deleted", cast.bob.id),
    ]


def test_at_most_100_are_pinned(cast: Cast) -> None:
    projects = [make(cast.alice, cast) for _ in range(101)]
    for project in projects[:100]:
        assert pin(cast, project).status == 200

    assert told(pin(cast, projects[100])) == (403, "Cannot pin more projects: Max 100 pins for paid plans")
    assert pin(cast, projects[0]).status == 200
    cast.alice.delete(path(cast, projects[1]))
    assert pin(cast, projects[100]).status == 200


def test_one_on_the_free_plan(cast: Cast) -> None:
    one, two = make(cast.alice, cast), make(cast.alice, cast)
    put_on_plan(cast, Plan.FREE)

    assert pin(cast, one).status == 200
    assert told(pin(cast, two)) == (403, "Cannot pin more projects: Max 1 pin for free plans")
    pin(cast, one, False)
    assert pin(cast, two).status == 200


def test_what_the_caller_does_not_see_cannot_be_pinned(cast: Cast) -> None:
    secret, gone = make(cast.alice, cast, is_private=True), make(cast.alice, cast)
    cast.alice.delete(path(cast, gone))
    beside = second_workspace(cast)
    other = cast.alice.post(f"/workspaces/{beside.workspace_id}/projects", {"name": "B"}).json["id"]

    assert told(pin(cast, secret, who=cast.bob)) == (404, "Project not found/accessible")
    for project in (gone, other):
        assert told(pin(cast, project)) == (404, "Project not found/accessible")
    answer = cast.alice.post(f"{cast.workspace}/projects/x/pin", {"pin": True})
    assert told(answer) == (404, "Project not found/accessible")


@pytest.mark.parametrize(
    ("body", "sentence"), [({}, "pin is required"), ({"pin": "yes"}, "pin must be true or false")], ids=str
)
def test_whether_to_pin_must_be_said(cast: Cast, body: dict[str, Any], sentence: str) -> None:
    project = make(cast.alice, cast)

    assert told(cast.alice.post(f"{path(cast, project)}/pin", body)) == (400, sentence)
