"""The log of changes as people read it."""

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import colleague, person
from tests.people.backstage import member_path, second_workspace
from tests.rights.watched import watched
from tests.time_entries.diary import diary
from tests.undo.backstage import Undo, undo


def test_a_change_tells_what_by_whom_and_when(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 12)
    entry = diary(cast).add(description="one")
    clock.forward(minutes=5)
    diary(cast).put(entry, description="two")

    changed, created = undo(cast).changes()

    assert {name: changed[name] for name in changed if name not in ("id", "batch_id", "before", "after")} == {
        "kind": "time_entry",
        "entity_id": entry["id"],
        "action": "updated",
        "at": "2026-03-02T12:05:00Z",
        "user_id": cast.alice.id,
        "user_name": "Alice",
        "revertible": True,
    }
    assert (changed["before"]["description"], changed["after"]["description"]) == ("one", "two")
    assert changed["before"] == created["after"]
    assert (created["action"], created["before"]) == ("created", None)
    assert changed["id"] > created["id"]
    assert changed["batch_id"] != created["batch_id"]


def test_what_was_done_together_has_one_batch(cast: Cast) -> None:
    diary(cast).add(tags=["a"])

    (entry, tag) = undo(cast).changes()

    assert (entry["kind"], tag["kind"]) == ("time_entry", "tag")
    assert entry["batch_id"] == tag["batch_id"] == tag["id"]


def test_pages_end_where_the_next_begins(cast: Cast) -> None:
    for n in range(7):
        cast.alice.post(f"{cast.workspace}/tags", {"name": f"tag {n}"})
    everything = [change["id"] for change in undo(cast).changes()]

    pages = [undo(cast).changes("?per_page=3")]
    while pages[-1]:
        pages.append(undo(cast).changes(f"?per_page=3&before={pages[-1][-1]['id']}"))

    assert len(everything) == 7
    assert [change["id"] for page in pages for change in page] == everything == sorted(everything, reverse=True)
    assert [len(page) for page in pages] == [3, 3, 1, 0]


def test_fifty_unless_told_and_two_hundred_at_most(cast: Cast) -> None:
    entries = [diary(cast).add(description=f"{n}") for n in range(70)]
    for text in ("x", "y"):
        diary(cast).patch(entries, {"op": "replace", "path": "/description", "value": text})

    assert len(undo(cast).changes()) == 50
    assert len(undo(cast).changes("?per_page=1000")) == 200
    assert len(undo(cast).changes("?per_page=51")) == 51


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("per_page=0", "per_page parameter must contain values > 0."),
        ("kind=workspace", "kind must be one of time_entry, project, client, tag, task, project_user, project_group"),
        ("before=x", "before must be an integer"),
        ("entity_id=x", "entity_id must be an integer"),
    ],
)
def test_what_is_refused(cast: Cast, query: str, sentence: str) -> None:
    answer = cast.alice.get(f"{cast.workspace}/changes?{query}")

    assert (answer.status, answer.json) == (400, sentence)


def test_filters(cast: Cast) -> None:
    entry = diary(cast).add(tags=["a"])
    bobs = diary(cast, cast.bob).add()
    diary(cast).put(bobs, description="by Alice")

    def found(query: str) -> list[tuple[str, str]]:
        return [(change["kind"], change["action"]) for change in undo(cast).changes(query)]

    assert found("?kind=tag") == [("tag", "created")]
    assert found(f"?entity_id={entry['id']}") == [("time_entry", "created")]
    assert found(f"?entity_id={bobs['id']}&kind=time_entry") == [("time_entry", "updated"), ("time_entry", "created")]
    assert found(f"?entity_id={bobs['id']}&kind=tag") == []
    assert found(f"?user_id={cast.bob.id}") == [("time_entry", "created")]
    assert found(f"?user_id={cast.alice.id}&entity_id={bobs['id']}") == [("time_entry", "updated")]
    assert len(found("?entity_id=0&user_id=0&before=0&kind=")) == 4


@pytest.mark.parametrize("role", [Role.USER, Role.TEAMLEAD, Role.PROJECTLEAD])
def test_who_may_not_view_all_sees_what_they_did(cast: Cast, role: Role) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, role)
    diary(cast).add()
    own = diary(cast, dora).add()
    diary(cast).put(own, description="by Alice")

    assert [(one["user_name"], one["action"]) for one in undo(cast, dora).changes()] == [("Dora", "created")]
    assert undo(cast, dora).changes(f"?user_id={cast.alice.id}") == []
    assert len(undo(cast, dora).changes(f"?user_id={dora.id}")) == 1
    assert len(undo(cast).changes()) == 3


def test_changes_of_other_places_and_of_people_are_not_in_it(cast: Cast) -> None:
    second = second_workspace(cast)
    cast.alice.put(member_path(cast, cast.bob), {"rate": 80})
    cast.alice.put(cast.workspace, {"rounding_minutes": 15})
    cast.alice.post(f"/workspaces/{second.workspace_id}/tags", {"name": "there"})

    assert undo(cast).changes() == []
    assert len(Undo(cast.alice, f"/workspaces/{second.workspace_id}").changes()) == 1


def test_the_name_of_who_did_it_is_the_present_one(cast: Cast) -> None:
    diary(cast, cast.bob).add()
    cast.bob.put("/me", {"fullname": "Robert"})

    assert undo(cast).changes()[0]["user_name"] == "Robert"


def test_strangers_see_nothing(cast: Cast) -> None:
    answer = cast.charlie.get(f"{cast.workspace}/changes")

    assert (answer.status, answer.json) == (403, "User does not have access to this resource.")


def test_more_changes_take_no_more_statements(cast: Cast) -> None:
    people = [colleague(person(cast.world, f"Person {n}"), cast.place) for n in range(5)]

    def statements() -> int:
        with watched(cast.world) as (process, database):
            # A process looks up once whose a workspace is.
            process.send("GET", f"{cast.workspace}/changes", headers=cast.alice.basic)
            database.statements()
            assert process.send("GET", f"{cast.workspace}/changes", headers=cast.alice.basic).status == 200
            return database.statements()

    diary(cast).add()
    few = statements()
    for somebody in people * 3:
        diary(cast, somebody).add(tags=["a", "b"])

    assert len({change["user_id"] for change in undo(cast).changes()}) == 6
    assert statements() == few
