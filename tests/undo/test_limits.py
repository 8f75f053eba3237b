"""What holds for entries by hand holds for taking back: locks, constraints, what they refer to, whose they are."""

from sundial.access.permissions import NO_ACCESS
from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import project
from tests.people.backstage import member_path
from tests.time_entries.diary import START, diary
from tests.undo.backstage import LOCKED, lock, undo


def test_locked_periods_hold_for_where_it_is_and_where_it_was(cast: Cast) -> None:
    bobs = diary(cast, cast.bob)
    inside, out = bobs.add(), bobs.add(start="2026-05-02T09:00:00Z")
    bobs.put(inside, start="2026-05-01T09:00:00Z", duration=60)
    moved_out = undo(cast, cast.bob).last()
    bobs.put(out, start=START, duration=60)
    moved_in = undo(cast, cast.bob).last()
    lock(cast, "2026-04-01")

    assert undo(cast, cast.bob).refused(moved_out) == undo(cast, cast.bob).refused(moved_in) == (403, LOCKED)

    undo(cast).take_back(moved_out)
    undo(cast).take_back(moved_in)


def test_a_deletion_in_a_locked_period_stays(cast: Cast) -> None:
    bobs = diary(cast, cast.bob)
    bobs.delete(bobs.add())
    lock(cast, "2026-04-01")

    assert undo(cast, cast.bob).refused()[0] == 403
    assert bobs.list() == []


def demand_descriptions(cast: Cast) -> None:
    demands = {"time_entry_constraints_enabled": True, "description_present": True}
    answer = cast.alice.post(f"{cast.workspace}/time_entry_constraints", demands)
    assert answer.status == 200, answer


def test_constraints_hold_for_what_an_entry_becomes_but_not_for_one_that_comes_back(cast: Cast) -> None:
    mine = diary(cast)
    entry = mine.add()
    mine.put(entry, description="at last")
    described = undo(cast).last()
    mine.delete(mine.add())
    demand_descriptions(cast)

    sentence = "This entry can't be saved - please add a description"
    assert undo(cast).refused(described) == (400, sentence)
    undo(cast).take_back()
    assert len(mine.list()) == 2


def test_constraints_do_not_hold_for_what_runs_on(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 9)
    mine = diary(cast)
    entry = mine.start()
    mine.stop(entry)
    stopped = undo(cast).last()
    demand_descriptions(cast)

    assert undo(cast).take_back(stopped) == [("time_entry", entry["id"], "changed back")]


def test_a_deleted_tag_is_named(cast: Cast) -> None:
    mine = diary(cast)
    entry = mine.add(tags=["a", "b"])
    mine.put(entry, tags=[])
    emptied = undo(cast).last()
    for tag_id in entry["tag_ids"]:
        cast.alice.delete(f"{cast.workspace}/tags/{tag_id}")
    a, b = sorted(entry["tag_ids"])

    sentence = f"It refers to what is deleted by now: tag {a}, tag {b}. Take that back first."
    assert undo(cast).refused(emptied) == (409, sentence)


def test_a_tag_that_it_has_anyway_may_be_deleted(cast: Cast) -> None:
    mine = diary(cast)
    entry = mine.add(tags=["a"], description="one")
    mine.put(entry, description="two")
    changed = undo(cast).last()
    cast.alice.delete(f"{cast.workspace}/tags/{entry['tag_ids'][0]}")

    undo(cast).take_back(changed)

    assert mine.list()[0]["description"] == "one"


def test_a_private_project_that_one_is_not_in_any_more(cast: Cast) -> None:
    design = project(cast.alice, cast.place)
    bobs = diary(cast, cast.bob)
    entry = bobs.add(project_id=design)
    bobs.put(entry, project_id=0)
    assert cast.alice.put(f"{cast.workspace}/projects/{design}", {"is_private": True}).status == 200

    assert undo(cast, cast.bob).refused(None) == (400, "User cannot access the selected project")
    undo(cast).take_back(undo(cast).last("?kind=time_entry"))
    assert bobs.list()[0]["project_id"] == design


def test_a_person_who_left_does_not_run_again(cast: Cast) -> None:
    bobs = diary(cast, cast.bob)
    bobs.stop(bobs.start())
    stop = undo(cast).last()
    cast.alice.put(member_path(cast, cast.bob), {"inactive": True})

    assert undo(cast).refused(stop) == (403, NO_ACCESS)


def test_an_entry_does_not_go_back_to_a_person_who_left(cast: Cast) -> None:
    entry = diary(cast, cast.bob).add()
    diary(cast).put(entry, user_id=cast.alice.id)
    moved = undo(cast).last()
    cast.alice.put(member_path(cast, cast.bob), {"inactive": True})

    assert undo(cast).refused(moved) == (400, f"User {cast.bob.id} not exists in the workspace.")


def test_what_ran_for_another_does_not_run_for_two(cast: Cast) -> None:
    entry = diary(cast).start()
    diary(cast).put(entry, user_id=cast.bob.id)
    given = undo(cast).last()
    diary(cast).start()

    assert undo(cast).refused(given) == (409, "Another time entry is running.")


def test_what_a_person_who_left_had_comes_back(cast: Cast) -> None:
    entry = diary(cast, cast.bob).add()
    diary(cast).delete(entry)
    deleted = undo(cast).last()
    cast.alice.put(member_path(cast, cast.bob), {"inactive": True})

    assert undo(cast).take_back(deleted) == [("time_entry", entry["id"], "restored")]
