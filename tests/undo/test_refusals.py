"""What is not taken back: what others did, what has changed since, what may not be changed by hand."""

import pytest

from sundial.access.permissions import NO_ACCESS, Permission, Role
from tests.cast import Cast
from tests.make import Person, colleague, person
from tests.people.backstage import log, member_path, second_workspace
from tests.time_entries.diary import diary
from tests.undo.backstage import SINCE, Undo, undo

MISSING = (404, "Change not found")


def hired(cast: Cast, role: Role) -> Person:
    return colleague(person(cast.world, "Dora"), cast.place, role)


def test_a_change_that_is_not_there(cast: Cast) -> None:
    assert undo(cast).refused(10**6) == MISSING
    answer = cast.alice.post(f"{cast.workspace}/changes/x/revert")
    assert (answer.status, answer.json) == (400, "Missing or invalid change_id")


def test_a_change_of_another_workspace(cast: Cast) -> None:
    second = second_workspace(cast)
    diary(cast).add()

    assert Undo(cast.alice, f"/workspaces/{second.workspace_id}").refused(undo(cast).last()) == MISSING


def test_a_change_of_another_organization(cast: Cast) -> None:
    there = f"/workspaces/{cast.elsewhere.workspace_id}"
    for n in range(9):
        cast.charlie.post(f"{there}/tags", {"name": f"tag {n}"})
    change = Undo(cast.charlie, there).last()

    assert undo(cast).refused(change) == MISSING
    assert len(cast.charlie.get(f"{there}/tags").json) == 9


@pytest.mark.parametrize("role", [Role.USER, Role.TEAMLEAD, Role.PROJECTLEAD])
def test_what_another_member_did(cast: Cast, role: Role) -> None:
    entry = diary(cast, cast.bob).add()
    change = undo(cast).last()

    assert undo(cast, hired(cast, role)).refused(change) == MISSING

    assert diary(cast, cast.bob).list() == [entry]


def test_an_admin_takes_back_what_others_did(cast: Cast) -> None:
    diary(cast, cast.bob).add()

    undo(cast, hired(cast, Role.ADMIN)).take_back()

    assert diary(cast, cast.bob).list() == []


def test_what_an_admin_did_to_ones_own_entry_is_the_admins_to_take_back(cast: Cast) -> None:
    entry = diary(cast, cast.bob).add()
    diary(cast).delete(entry)

    assert undo(cast, cast.bob).refused(undo(cast).last()) == MISSING


@pytest.mark.parametrize(
    ("role", "answer"), [("teamlead", (403, Permission.EDIT_ALL_TIME.refusal)), ("user", (404, "Time entry not found"))]
)
def test_who_was_an_admin_when_they_did_it(cast: Cast, role: str, answer: tuple[int, str]) -> None:
    dora = hired(cast, Role.ADMIN)
    entry = diary(cast, cast.bob).add()
    diary(cast, dora).put(entry, description="by Dora")
    cast.alice.put(member_path(cast, dora), {"role": role})

    assert undo(cast, dora).refused() == answer

    assert diary(cast, cast.bob).list()[0]["description"] == "by Dora"


def test_whoever_left_takes_nothing_back(cast: Cast) -> None:
    diary(cast, cast.bob).add()
    change = undo(cast).last()
    cast.alice.put(member_path(cast, cast.bob), {"inactive": True})

    assert undo(cast, cast.bob).refused(change) == (403, NO_ACCESS)


@pytest.mark.parametrize("kind", ["workspace", "workspace_user"])
def test_kinds_that_cannot_be_taken_back(cast: Cast, kind: str) -> None:
    cast.alice.put(cast.workspace, {"rounding_minutes": 15})
    cast.alice.put(member_path(cast, cast.bob), {"rate": 80})
    kinds = [row.kind for row in log(cast.world, cast.place.organization_id)]
    change = len(kinds) - kinds[::-1].index(kind)

    assert undo(cast).refused(change) == (400, "A change of this kind cannot be taken back.")


def test_what_was_made_together_with_other_kinds(cast: Cast) -> None:
    entry = diary(cast, cast.bob).start()
    cast.alice.put(member_path(cast, cast.bob), {"inactive": True})
    stop = undo(cast).changes()[0]

    assert (stop["entity_id"], stop["action"], stop["revertible"]) == (entry["id"], "updated", False)
    sentence = "It was made together with changes that cannot be taken back."
    assert undo(cast).refused(stop["id"]) == (400, sentence)


def test_what_has_changed_since(cast: Cast) -> None:
    entry = diary(cast).add(description="one")
    created = undo(cast).last()
    diary(cast).put(entry, description="two")
    changed = undo(cast).last()
    diary(cast).put(entry, description="three")

    assert undo(cast).refused(created) == undo(cast).refused(changed) == (409, SINCE)

    for _ in range(3):
        newest = next(one for one in undo(cast).changes() if one["user_id"])
        undo(cast).take_back(newest["id"])
        break
    assert diary(cast).list()[0]["description"] == "two"
    undo(cast).take_back(changed)
    undo(cast).take_back(created)
    assert diary(cast).list() == []


def test_a_running_entry_that_was_stopped_since(cast: Cast) -> None:
    entry = diary(cast).start()
    started = undo(cast).last()
    diary(cast).stop(entry)

    assert undo(cast).refused(started) == (409, SINCE)


def test_who_gave_their_entry_away_and_is_no_admin_any_more(cast: Cast) -> None:
    dora = hired(cast, Role.ADMIN)
    entry = diary(cast, dora).add()
    diary(cast, dora).put(entry, user_id=cast.bob.id)
    cast.alice.put(member_path(cast, dora), {"role": "user"})

    assert undo(cast, dora).refused() == (404, "Time entry not found")
    assert diary(cast, dora).list() == []
