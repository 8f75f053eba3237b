"""Groups in projects."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.people.backstage import NOBODY, hire, second_workspace
from tests.projects.backstage import MISSING, NO_ACCESS, group, logged, make, path, put_in, told


def groups(cast: Cast) -> str:
    return f"{cast.workspace}/project_groups"


def add(cast: Cast, project: Any, group_id: Any, who: Any = None) -> Any:
    return (who or cast.alice).post(groups(cast), {"project_id": project["id"], "group_id": group_id})


def test_a_group_is_put_into_a_project_and_taken_out(cast: Cast) -> None:
    project = make(cast.alice, cast, is_private=True)
    inside = group(cast, cast.bob)

    added = add(cast, project, inside).json

    assert added == {
        "id": added["id"],
        "group_id": inside,
        "pid": project["id"],
        "wid": cast.place.workspace_id,
        "project_id": project["id"],
        "workspace_id": cast.place.workspace_id,
    }
    assert cast.alice.get(f"{groups(cast)}?project_ids={project['id']}").json == [added]
    assert cast.bob.get(path(cast, project)).status == 200
    assert cast.alice.delete(f"{groups(cast)}/{added['id']}").content == b""
    assert told(cast.bob.get(path(cast, project))) == (404, MISSING)
    assert cast.alice.get(f"{groups(cast)}?project_ids={project['id']}").json == []
    created, deleted = logged(cast, "project_group")
    assert (created.action, created.entity_id, created.before) == ("created", added["id"], None)
    assert (deleted.action, deleted.before, deleted.after) == ("deleted", created.after, None)


def test_a_group_is_in_a_project_once(cast: Cast) -> None:
    project = make(cast.alice, cast)
    inside = group(cast)
    add(cast, project, inside)

    assert told(add(cast, project, inside)) == (400, "Project group already exists")


def test_a_group_of_others(cast: Cast) -> None:
    project = make(cast.alice, cast)
    beside = second_workspace(cast)
    body = {"name": "Beside", "workspaces": [beside.workspace_id]}
    elsewhere = cast.alice.post(f"{cast.organization}/groups", body).json["group_id"]
    theirs = f"/organizations/{cast.elsewhere.organization_id}/groups"
    foreign = cast.charlie.post(theirs, {"name": "Theirs"}).json["group_id"]

    for group_id in (elsewhere, foreign, NOBODY, None, 0):
        assert told(add(cast, project, group_id)) == (400, "Invalid group_id")
    assert told(cast.alice.post(groups(cast), {"project_id": project["id"]})) == (400, "Invalid group_id")


def test_a_project_of_others(cast: Cast) -> None:
    inside = group(cast)
    theirs = cast.charlie.post(f"/workspaces/{cast.elsewhere.workspace_id}/projects", {"name": "Theirs"}).json
    gone = make(cast.alice, cast)
    cast.alice.delete(path(cast, gone))
    secret = make(cast.alice, cast, is_private=True)

    for who, project in ((cast.alice, theirs), (cast.alice, gone), (cast.bob, secret), (cast.alice, {"id": None})):
        assert told(add(cast, project, inside, who)) == (400, "Invalid project_id")
    assert told(cast.alice.post(groups(cast), {"group_id": inside})) == (400, "Invalid project_id")


def test_who_changes_the_groups_of_a_project(cast: Cast) -> None:
    project = make(cast.alice, cast, is_private=False)
    inside = group(cast)
    added = add(cast, project, inside).json
    other = group(cast, name="Other")

    for who in (cast.bob, hire(cast, "Dora", Role.TEAMLEAD)):
        assert told(add(cast, project, other, who)) == (403, NO_ACCESS)
        assert told(who.delete(f"{groups(cast)}/{added['id']}")) == (403, NO_ACCESS)
        assert who.get(f"{groups(cast)}?project_ids={project['id']}").json == [added]
    put_in(cast, project, cast.bob, manager=True)
    assert add(cast, project, other, cast.bob).status == 200
    assert cast.bob.delete(f"{groups(cast)}/{added['id']}").status == 200


def test_groups_of_projects_that_the_caller_sees(cast: Cast) -> None:
    secret, open_ = make(cast.alice, cast, is_private=True), make(cast.alice, cast, is_private=False)
    inside = group(cast)
    one, two = (add(cast, project, inside).json for project in (secret, open_))
    ids = f"project_ids={secret['id']},{open_['id']}"

    assert cast.alice.get(f"{groups(cast)}?{ids}").json == [one, two]
    assert cast.bob.get(f"{groups(cast)}?{ids}").json == [two]
    missing = (404, "Project group not found/accessible")
    assert told(cast.bob.delete(f"{groups(cast)}/{one['id']}")) == missing
    assert told(cast.alice.delete(f"{groups(cast)}/{NOBODY}")) == missing


def test_a_group_leaves_its_projects_with_its_workspace(cast: Cast) -> None:
    project = make(cast.alice, cast)
    inside = group(cast, cast.bob)
    added = add(cast, project, inside).json
    where = f"{groups(cast)}?project_ids={project['id']}"

    cast.alice.put(f"{cast.organization}/groups/{inside}", {"workspaces": []})
    assert cast.alice.get(where).json == []
    cast.alice.put(f"{cast.organization}/groups/{inside}", {"workspaces": [cast.place.workspace_id]})
    assert cast.alice.get(where).json == [added]
    cast.alice.delete(f"{cast.organization}/groups/{inside}")
    assert cast.alice.get(where).json == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [("", "project_ids is required"), ("?project_ids=x", "project_ids must be ids separated by commas")],
)
def test_which_projects_must_be_said(cast: Cast, query: str, sentence: str) -> None:
    assert told(cast.alice.get(f"{groups(cast)}{query}")) == (400, sentence)
