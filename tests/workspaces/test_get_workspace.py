"""GET /workspaces/{workspace_id}."""

from tests.cast import Cast


def test_a_member_sees_the_workspace(cast: Cast) -> None:
    answer = cast.bob.get(cast.workspace)

    assert answer.status == 200
    assert answer.json["id"] == cast.place.workspace_id
    assert answer.json["role"] == "user"
    assert answer.json["admin"] is False


def test_a_stranger_and_a_missing_workspace_look_the_same(cast: Cast) -> None:
    for path in (cast.workspace, "/workspaces/9007199254740991"):
        answer = cast.charlie.get(path)

        assert answer.status == 403
        assert answer.json == "User does not have access to this resource."
