"""Creating, renaming and deleting tags."""

import pytest

from sundial.access.permissions import ONLY_ADMINS_MANAGE_TAGS
from tests.cast import Cast
from tests.people.backstage import officer_path


def tag(cast: Cast, name: str) -> int:
    """A new tag of Alice's workspace."""
    return cast.alice.post(f"{cast.workspace}/tags", {"name": name}).json["id"]


def names(cast: Cast) -> list[str]:
    return [each["name"] for each in cast.alice.get(f"{cast.workspace}/tags").json]


def test_a_created_tag_is_one_object(cast: Cast) -> None:
    made = cast.bob.post(f"{cast.workspace}/tags", {"name": "  Büro "})

    assert made.status == 200
    assert made.json["name"] == "Büro"
    assert made.json["workspace_id"] == cast.place.workspace_id
    assert made.json["creator_id"] == cast.bob.id
    assert cast.alice.get(f"{cast.workspace}/tags").json == [made.json]


def test_names_are_taken_once_and_spelled_as_they_are(cast: Cast) -> None:
    tag(cast, "Office")

    again = cast.alice.post(f"{cast.workspace}/tags", {"name": "Office"})
    other = cast.alice.post(f"{cast.workspace}/tags", {"name": "office"})

    assert (again.status, again.json) == (400, "a tag with the name 'Office' already exists")
    assert other.status == 200


@pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": "  "}, {"name": None}], ids=str)
def test_a_tag_has_a_name(cast: Cast, body: dict[str, str]) -> None:
    answer = cast.alice.post(f"{cast.workspace}/tags", body)

    assert (answer.status, answer.json) == (400, "tag name can't be blank")


def test_a_deleted_tag_leaves_its_name_and_is_told_of(cast: Cast) -> None:
    gone = tag(cast, "Office")

    assert cast.alice.delete(f"{cast.workspace}/tags/{gone}").content == b""

    assert names(cast) == []
    assert cast.alice.delete(f"{cast.workspace}/tags/{gone}").json == "Tag was not found."
    assert tag(cast, "Office") != gone
    told = {each["id"]: each["deleted_at"] for each in cast.alice.get("/me/tags?since=0").json}
    assert told[gone] is not None
    assert [each["id"] for each in cast.alice.get("/me/tags").json] != [gone]


def test_several_are_deleted_together_or_none(cast: Cast) -> None:
    one, two = tag(cast, "One"), tag(cast, "Two")

    refused = cast.alice.patch(f"{cast.workspace}/tags", [one, 1])
    assert (refused.status, refused.json) == (400, "Some tag IDs do not belong to workspace.")
    assert names(cast) == ["One", "Two"]

    assert cast.alice.patch(f"{cast.workspace}/tags", [{"op": "remove", "path": f"/{one}"}]).status == 200
    assert cast.alice.patch(f"{cast.workspace}/tags", {"tag_ids": [two]}).status == 200
    assert names(cast) == []


def test_while_the_switch_is_on_only_admins_change_tags(cast: Cast) -> None:
    one = tag(cast, "One")
    cast.alice.put(cast.workspace, {"only_admins_may_create_tags": True})

    for method, path, body in (
        ("POST", "/tags", {"name": "Two"}),
        ("PUT", f"/tags/{one}", {"name": "Two"}),
        ("DELETE", f"/tags/{one}", None),
        ("PATCH", "/tags", [one]),
    ):
        answer = cast.bob.send(method, f"{cast.workspace}{path}", json=body)
        assert (answer.status, answer.json) == (403, ONLY_ADMINS_MANAGE_TAGS)
    assert cast.alice.put(f"{cast.workspace}/tags/{one}", {"name": "Two"}).json["name"] == "Two"


def test_pages_and_search(cast: Cast) -> None:
    for name in ("b", "A", "c"):
        tag(cast, name)

    assert names(cast) == ["A", "b", "c"]
    page = cast.alice.get(f"{cast.workspace}/tags?page=2&per_page=2").json
    assert [each["name"] for each in page] == ["c"]
    assert [each["name"] for each in cast.alice.get(f"{cast.workspace}/tags?search=a").json] == ["A"]


def test_what_is_no_moment_in_since(cast: Cast) -> None:
    answer = cast.alice.get("/me/tags?since=yesterday")

    assert (answer.status, answer.json) == (400, "Since is expected to be an unix timestamp, integer value")


@pytest.mark.parametrize("where", ["workspace", "organization"])
def test_nothing_of_a_workspace_that_one_was_switched_off_in(cast: Cast, where: str) -> None:
    tag(cast, "Office")
    place = officer_path(cast, cast.bob) if where == "organization" else f"{cast.workspace}/users/{cast.bob.id}"
    assert cast.alice.put(place, {"inactive": True}).status == 200

    assert cast.bob.get("/me/tags").json == []
    assert cast.bob.get("/me/tags?since=0").json == []
