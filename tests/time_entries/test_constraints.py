"""Required fields are required: on creating, stopping, editing, in bulk, and when a start would stop an entry."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.make import organization
from tests.time_entries.diary import START, Diary, diary

UNMET = "This entry can't be saved - please add "
ALL = ("description", "project", "task", "tag")


def demand(cast: Cast, *fields: str, enabled: bool = True) -> None:
    """Switch on what the workspace demands."""
    body: dict[str, Any] = {f"{field}_present": True for field in fields}
    answer = cast.alice.post(
        f"{cast.workspace}/time_entry_constraints", {**body, "time_entry_constraints_enabled": enabled}
    )
    assert answer.status == 200


LACKING: list[tuple[tuple[str, ...], dict[str, Any], str]] = [
    (("description",), {}, "a description"),
    (("description",), {"description": " \t"}, "a description"),
    (("project",), {"description": "x"}, "a project"),
    (("tag",), {}, "a tag"),
    (("tag", "description", "project"), {}, "a description, a project, a tag"),
    # Without a project, there is no project that has tasks.
    (("task", "project"), {}, "a project"),
]


@pytest.mark.parametrize(("fields", "entry", "lacking"), LACKING, ids=str)
def test_a_finished_entry_is_not_created(
    cast: Cast, fields: tuple[str, ...], entry: dict[str, Any], lacking: str
) -> None:
    demand(cast, *fields)

    answer = diary(cast, cast.bob).post(start=START, duration=60, **entry)

    assert (answer.status, answer.json) == (400, UNMET + lacking)
    assert diary(cast, cast.bob).list() == []


def test_they_hold_when_they_are_switched_on(cast: Cast) -> None:
    demand(cast, *ALL, enabled=False)

    assert diary(cast).post(start=START, duration=60).status == 200


def test_nothing_is_demanded_of_a_start_and_all_of_a_stop(cast: Cast) -> None:
    demand(cast, "description", "tag")
    entry = diary(cast).start(start=START)

    refused = diary(cast).stop(entry)
    assert (refused.status, refused.json) == (400, f"{UNMET}a description, a tag")
    assert diary(cast).put(entry, stop="2026-03-02T10:00:00Z").json == f"{UNMET}a description, a tag"
    assert diary(cast).current() == entry

    diary(cast).put(entry, description="words", tags=["a"])
    assert diary(cast).stop(entry).status == 200


def test_a_start_does_not_stop_an_incomplete_one(cast: Cast) -> None:
    demand(cast, "description")
    entry = diary(cast).start()
    elsewhere = organization(cast.alice, "Side job")

    for other in (diary(cast), Diary(cast.alice, f"/workspaces/{elsewhere.workspace_id}")):
        answer = other.post(duration=-1, description="next")
        assert (answer.status, answer.json) == (400, "Currently running time entry has unmet constraints")
    assert diary(cast).current() == entry

    diary(cast).put(entry, description="words")
    assert diary(cast).post(duration=-1).status == 200


def test_an_edit_must_leave_a_whole_entry(cast: Cast) -> None:
    entry = diary(cast).add(description="words", tags=["a"])
    bare = diary(cast).add()
    demand(cast, "description", "tag")

    assert diary(cast).put(entry, description="").json == f"{UNMET}a description"
    assert diary(cast).put(entry, tags=[]).json == f"{UNMET}a tag"
    assert diary(cast).put(entry, duration=60).status == 200
    # One from before stays as it is, until somebody touches it.
    assert diary(cast).put(bare, duration=60).json == f"{UNMET}a description, a tag"
    assert diary(cast).put(bare, duration=60, description="now", tags=["a"]).status == 200
    assert diary(cast).delete(bare).status == 200


def test_a_tag_that_was_deleted_is_none(cast: Cast) -> None:
    entry = diary(cast).add(tags=["a"])
    demand(cast, "tag")
    cast.alice.delete(f"{cast.workspace}/tags/{entry['tag_ids'][0]}")

    assert diary(cast).put(entry, description="x").json == f"{UNMET}a tag"


def test_bulk_edits_fail_entry_by_entry(cast: Cast) -> None:
    whole, bare = diary(cast).add(description="words"), diary(cast).add()
    demand(cast, "description")

    answer = diary(cast).patch([whole, bare], {"op": "replace", "path": "/billable", "value": True})

    assert answer.json["success"] == [whole["id"]]
    assert answer.json["failure"] == [{"id": bare["id"], "message": f"{UNMET}a description"}]


def test_a_preview_counts_what_would_break(cast: Cast) -> None:
    diary(cast).add(description="words", tags=["a"])
    diary(cast).add(description="  ", tags=["b"])
    diary(cast, cast.bob).add()
    diary(cast).delete(diary(cast).add())
    diary(cast).start()
    gone = diary(cast).list()[1]["tag_ids"]
    preview = f"{cast.workspace}/time_entry_constraints/preview"

    asked = cast.alice.get(f"{preview}?description_present=true&tag_present=true&task_present=true").json
    assert asked == {"time_entries": 3, "unmet": 2, "description": 2, "project": 0, "task": 0, "tag": 1}
    assert cast.alice.get(f"{preview}?project_present=true").json["unmet"] == 3
    assert cast.alice.get(preview).json["unmet"] == 0
    assert cast.bob.get(preview).status == 403

    cast.alice.patch(f"{cast.workspace}/tags", gone)
    assert cast.alice.get(f"{preview}?tag_present=true").json["unmet"] == 2
