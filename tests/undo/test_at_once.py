"""Taking back at the same moment as something else happens."""

from tests.cast import Cast
from tests.people.backstage import at_once
from tests.time_entries.diary import diary
from tests.undo.backstage import SINCE, tracked, undo
from tests.undo.things import create, delete


def test_of_two_who_take_back_the_same_one_does(cast: Cast) -> None:
    project = create(cast, "projects", cast.bob, name="Atlas", is_private=False)["id"]
    bobs = diary(cast, cast.bob)
    entry = bobs.add(project_id=project)
    bobs.delete(entry)
    change = undo(cast).last()

    answers = at_once(
        cast.world, *(lambda person=person: undo(cast, person).revert(change) for person in (cast.alice, cast.bob) * 2)
    )

    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]
    assert {answer.json for answer in answers if answer.status == 409} == {SINCE}
    assert [each["id"] for each in bobs.list()] == [entry["id"]]
    assert tracked(cast, "projects", project) == 3600


def test_what_runs_again_and_what_is_started(cast: Cast) -> None:
    mine = diary(cast)
    for _ in range(5):
        mine.stop(mine.start())
        stop = undo(cast).last()

        back, started = at_once(
            cast.world, lambda change=stop: undo(cast).revert(change), lambda: mine.post(duration=-1)
        )

        assert started.status == 200
        assert (back.status, back.json if back.status == 409 else "") in (
            (200, ""),
            (409, "Another time entry is running."),
        )
        running = [entry["id"] for entry in mine.list() if entry["stop"] is None]
        assert running == [started.json["id"]]


def test_an_entry_that_goes_back_to_a_project_that_is_deleted(cast: Cast) -> None:
    mine = diary(cast)
    for number in range(5):
        project = create(cast, "projects", name=f"Atlas {number}")["id"]
        entry = mine.add(project_id=project)
        mine.put(entry, project_id=0)
        moved = undo(cast).last()

        back, deleted = at_once(
            cast.world,
            lambda change=moved: undo(cast).revert(change),
            lambda project=project: cast.alice.delete(f"{cast.workspace}/projects/{project}"),
        )

        assert deleted.status == 200
        assert back.status in (200, 409)
        assert next(each for each in mine.list() if each["id"] == entry["id"])["project_id"] is None


def test_a_project_that_comes_back_with_entries_that_change(cast: Cast) -> None:
    mine, project = diary(cast), create(cast, "projects", name="Atlas")["id"]
    entries = [mine.add(project_id=project, duration=60) for _ in range(10)]
    delete(cast, "projects", project)
    change = undo(cast).last()

    answers = at_once(
        cast.world,
        lambda: undo(cast).revert(change),
        lambda: mine.patch(entries, {"op": "replace", "path": "/description", "value": "changed"}),
    )

    assert [answer.status for answer in answers] == [200, 200]
    assert len(answers[1].json["success"]) == 10
    assert {(entry["description"], entry["project_id"]) for entry in mine.list()} == {("changed", project)}
    assert tracked(cast, "projects", project) == 600
