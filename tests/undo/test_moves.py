"""Taking back a move to another workspace: the entry goes where it was, if it could go there by hand."""

from typing import Any

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.make import Place, colleague, project
from tests.people.backstage import hire, member_path, second_workspace
from tests.time_entries.diary import diary
from tests.undo.backstage import Undo

LOCKED = (403, "Entries can't be added or edited in this period. Contact your admin for details.")


def moved(cast: Cast, there: Place, entry: dict[str, Any]) -> Undo:
    """Have an entry moved there, for it to be taken back there."""
    assert diary(cast).put(entry, workspace_id=there.workspace_id).status == 200
    return Undo(cast.alice, f"/workspaces/{there.workspace_id}")


def test_it_comes_back_with_what_it_had(cast: Cast) -> None:
    there = second_workspace(cast)
    entry = diary(cast).add(project_id=project(cast.alice, cast.place), tags=["a"])

    moved(cast, there, entry).take_back()

    (back,) = diary(cast).list()
    assert {**back, "at": ""} == {**entry, "at": ""}


def test_locks_and_constraints_of_where_it_was_hold(cast: Cast) -> None:
    there, dora = second_workspace(cast), hire(cast, "Dora")
    colleague(dora, there)
    entry = diary(cast, dora).add()
    assert diary(cast, dora).put(entry, workspace_id=there.workspace_id).status == 200
    change = Undo(dora, f"/workspaces/{there.workspace_id}")
    demanded = {"description_present": True, "time_entry_constraints_enabled": True}

    cast.alice.post(f"{cast.workspace}/time_entry_constraints", demanded)
    assert change.refused() == (400, "This entry can't be saved - please add a description")
    cast.alice.post(f"{cast.workspace}/preferences", {"report_locked_at": "2026-03-15"})
    assert change.refused() == LOCKED
    assert diary(cast, dora).list()[0]["workspace_id"] == there.workspace_id


def test_nothing_comes_back_to_where_its_owner_is_no_more(cast: Cast) -> None:
    there = second_workspace(cast)
    colleague(cast.bob, there)
    running = diary(cast, cast.bob).start()
    change = moved(cast, there, running)
    cast.alice.put(member_path(cast, cast.bob), {"inactive": True})

    assert change.refused() == (400, f"User {cast.bob.id} not exists in the workspace.")
    assert (diary(cast, cast.bob).current() or {})["workspace_id"] == there.workspace_id


def test_of_others_only_by_who_edits_their_time_where_it_was(cast: Cast) -> None:
    there, dora = second_workspace(cast), hire(cast, "Dora")
    colleague(dora, there, Role.ADMIN)
    colleague(cast.bob, there)
    moved(cast, there, diary(cast, cast.bob).add())

    refused = Undo(dora, f"/workspaces/{there.workspace_id}").refused()

    assert refused == (403, "Only admins may change the time entries of others.")


def test_who_was_invited_there_is_not_invited_to_it_any_more(cast: Cast) -> None:
    there = second_workspace(cast)
    colleague(cast.bob, there)
    entry = diary(cast).add()
    change = moved(cast, there, entry)
    moving = change.last()
    path = f"/workspaces/{there.workspace_id}/time_entries/{entry['id']}"
    cast.alice.put(path, {"shared_with_user_ids": [cast.bob.id]})
    invitations = f"/workspaces/{there.workspace_id}/time_entry_invitations"
    (invitation,) = cast.bob.get(invitations).json

    change.take_back(moving)

    assert cast.bob.get(invitations).json == []
    assert cast.bob.post(f"{invitations}/{invitation['time_entry_invitation_id']}/accept").status == 404
