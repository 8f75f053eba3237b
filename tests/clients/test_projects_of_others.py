"""Clients whose projects are not their creator's: to have created a client gives nobody its projects."""

import pytest

from tests.cast import Cast
from tests.clients.backstage import client, logged, path, project, projects
from tests.people.backstage import NO_ACCESS


def manage(cast: Cast, project_id: int) -> None:
    body = {"project_id": project_id, "user_id": cast.bob.id, "manager": True}
    assert cast.alice.post(f"{cast.workspace}/project_users", body).status == 200


@pytest.mark.parametrize("private", [True, False])
@pytest.mark.parametrize(
    ("method", "verb", "body"),
    [
        ("POST", "{}/archive", None),
        ("POST", "archive", [0]),
        ("POST", "{}/restore", {"restore_all_projects": True}),
        ("POST", "{}/restore", {"projects": [5]}),
        ("POST", "{}/restore", {}),
        ("DELETE", "{}", None),
        ("POST", "delete", [0]),
    ],
)
def test_who_created_it_may_not_change_projects_of_others_with_it(
    cast: Cast, private: bool, method: str, verb: str, body: object
) -> None:
    one, other = client(cast, "Acme", cast.bob), client(cast, "Other", cast.bob)
    manage(cast, project(cast, one, "Mine"))
    project(cast, one, "Secret", is_private=private, active=False)
    # Two of a name: what could not be done anyhow is told to nobody who may not do it.
    project(cast, None, "Secret")
    stored, before = projects(cast), len(logged(cast))
    sent = [other, one] if isinstance(body, list) else body

    refused = cast.bob.send(method, f"{cast.workspace}/clients/{verb.format(one)}", json=sent)

    assert (refused.status, refused.json) == (403, NO_ACCESS)
    assert projects(cast) == stored
    assert len(logged(cast)) == before


def test_but_those_that_they_manage(cast: Cast) -> None:
    one = client(cast, "Acme", cast.bob)
    mine = project(cast, one, "Mine", is_private=True)
    manage(cast, mine)
    project(cast, one, "Gone", deleted_at=cast.world.clock())

    assert cast.bob.post(path(cast, one, "/archive")).json == [mine]
    assert cast.bob.post(path(cast, one, "/restore"), {"projects": [mine]}).status == 200
    assert projects(cast)[mine].active
    assert cast.bob.delete(path(cast, one)).status == 200
    assert projects(cast)[mine].client_id is None
