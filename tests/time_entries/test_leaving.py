"""Whoever loses their place in a workspace has their running entry stopped; their time stays."""

from collections.abc import Callable

import pytest

from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import colleague
from tests.people.backstage import second_workspace
from tests.time_entries.diary import Diary, diary


def _deactivate(cast: Cast) -> None:
    number = _member(cast)
    cast.alice.put(f"{cast.workspace}/workspace_users/{number}", {"inactive": True})


def _remove(cast: Cast) -> None:
    cast.alice.delete(f"{cast.workspace}/workspace_users/{_member(cast)}")


def _deactivate_everywhere(cast: Cast) -> None:
    cast.alice.put(f"{cast.organization}/users/{_officer(cast)}", {"inactive": True})


def _remove_everywhere(cast: Cast) -> None:
    cast.alice.patch(f"{cast.organization}/users", {"delete": [_officer(cast)]})


def _leave(cast: Cast) -> None:
    cast.bob.delete(f"{cast.organization}/users/leave")


def _member(cast: Cast) -> int:
    members = cast.alice.get(f"{cast.workspace}/workspace_users").json
    return next(member["id"] for member in members if member["user_id"] == cast.bob.id)


def _officer(cast: Cast) -> int:
    people = cast.alice.get(f"{cast.organization}/users").json
    return next(one["id"] for one in people if one["user_id"] == cast.bob.id)


@pytest.mark.parametrize(
    "end", [_deactivate, _remove, _deactivate_everywhere, _remove_everywhere, _leave], ids=lambda end: end.__name__
)
def test_the_running_entry_ends_with_the_place(cast: Cast, clock: SetClock, end: Callable[[Cast], None]) -> None:
    cast.alice.post(
        f"{cast.workspace}/time_entry_constraints",
        {"description_present": True, "time_entry_constraints_enabled": True},
    )
    clock.set(2026, 3, 2, 9, 0)
    entry = diary(cast, cast.bob).start()
    clock.forward(minutes=20)

    end(cast)

    stopped = cast.alice.get(f"/me/time_entries/{entry['id']}").json
    assert (stopped["stop"], stopped["duration"]) == ("2026-03-02T09:20:00Z", 1200)
    assert diary(cast, cast.bob).current() is None
    assert diary(cast, cast.bob).post(duration=-1).status == 403


def test_what_runs_elsewhere_goes_on(cast: Cast) -> None:
    other = second_workspace(cast)
    colleague(cast.bob, other)
    entry = Diary(cast.bob, f"/workspaces/{other.workspace_id}").start()

    _deactivate(cast)

    assert diary(cast, cast.bob).current() == entry
