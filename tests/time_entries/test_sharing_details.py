"""POST /me/time_entries_shared_with: with whom entries are shared, for who owns them or is invited to them."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.make import Answer, Person, colleague, organization, person
from tests.people.backstage import NOBODY, hire, second_workspace
from tests.rights.watched import watched
from tests.time_entries.diary import Diary, diary


def ask(who: Person, *pairs: tuple[int, int]) -> Answer:
    """Ask for entries, each named by its workspace and its id."""
    body = [{"workspace_id": workspace_id, "time_entry_id": entry_id} for workspace_id, entry_id in pairs]
    return who.post("/me/time_entries_shared_with", body)


def pair(entry: dict[str, Any]) -> tuple[int, int]:
    return entry["workspace_id"], entry["id"]


def people(answer: Answer) -> set[tuple[int, int]]:
    """Which entries are shared with whom, by an answer."""
    assert answer.status == 200, answer
    return {(one["time_entry_id"], one["user_id"]) for one in answer.json}


def test_the_details(cast: Cast) -> None:
    dora = hire(cast, "Dora")
    entry = diary(cast).add(shared_with_user_ids=[cast.bob.id, dora.id])
    path = f"{cast.workspace}/time_entry_invitations"
    (invitation,) = dora.get(path).json
    dora.post(f"{path}/{invitation['time_entry_invitation_id']}/accept")

    told = {one["user_id"]: one for one in ask(cast.alice, pair(entry)).json}

    assert told[dora.id] == {
        "time_entry_invitation_id": invitation["time_entry_invitation_id"],
        "workspace_id": cast.place.workspace_id,
        "time_entry_id": entry["id"],
        "user_id": dora.id,
        "user_name": "Dora",
        "is_accepted": True,
    }
    assert told[cast.bob.id]["is_accepted"] is None
    assert len(told) == 2


def test_the_owner_and_the_invited_read_them(cast: Cast) -> None:
    dora = hire(cast, "Dora")
    lead = colleague(person(cast.world, "Emil"), cast.place, Role.TEAMLEAD)
    entry, other = diary(cast).add(shared_with_user_ids=[cast.bob.id]), diary(cast).add()

    for who, expected in (
        (cast.alice, {(entry["id"], cast.bob.id)}),
        (cast.bob, {(entry["id"], cast.bob.id)}),
        (dora, set[tuple[int, int]]()),
        (lead, set[tuple[int, int]]()),
    ):
        assert people(ask(who, pair(entry), pair(other), pair(entry))) == expected


def test_what_is_not_there_is_not_told(cast: Cast) -> None:
    entry, other = diary(cast).add(shared_with_user_ids=[cast.bob.id]), second_workspace(cast)
    gone = diary(cast).add(shared_with_user_ids=[cast.bob.id])
    diary(cast).delete(gone)

    pairs = [pair(gone), (other.workspace_id, entry["id"]), (cast.place.workspace_id, NOBODY)]

    assert ask(cast.alice, *pairs).json == []
    assert ask(cast.alice).json == []


def test_of_all_organizations(cast: Cast) -> None:
    place = organization(cast.alice, "Side job")
    colleague(cast.bob, place)
    there = Diary(cast.alice, f"/workspaces/{place.workspace_id}").add(shared_with_user_ids=[cast.bob.id])
    here = diary(cast).add(shared_with_user_ids=[cast.bob.id])

    expected = {(there["id"], cast.bob.id), (here["id"], cast.bob.id)}

    assert (
        people(ask(cast.bob, pair(here), pair(there))) == people(ask(cast.alice, pair(there), pair(here))) == expected
    )


def test_a_workspace_of_others(cast: Cast) -> None:
    entry, other = diary(cast).add(shared_with_user_ids=[cast.bob.id]), second_workspace(cast)

    for refused in (
        ask(cast.charlie, pair(entry)),
        ask(cast.alice, pair(entry), (cast.elsewhere.workspace_id, entry["id"])),
        ask(cast.bob, pair(entry), (other.workspace_id, entry["id"])),
        ask(cast.alice, (NOBODY, entry["id"])),
        ask(cast.alice, (0, 0)),
    ):
        assert (refused.status, refused.json) == (400, "Invalid workspace")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "body must be a list"),
        ([{"time_entry_id": 1}], "workspace_id is required"),
        ([{"workspace_id": "x", "time_entry_id": 1}], "[0].workspace_id must be an integer"),
        ([{"workspace_id": 1, "time_entry_id": 1}] * 1001, "body must have at most 1000 items"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_no_request(cast: Cast, body: Any, sentence: str) -> None:
    answer = cast.alice.post("/me/time_entries_shared_with", body)

    assert (answer.status, answer.json) == (400, sentence)


def test_more_entries_and_workspaces_take_no_more_statements(cast: Cast) -> None:
    pairs = [pair(diary(cast).add(shared_with_user_ids=[cast.bob.id]))]
    counts: list[int] = []
    with watched(cast.world) as (process, database):
        alice = Person(process, "Alice", cast.alice.email, cast.alice.id, cast.alice.token)
        for number in range(2):
            database.statements()
            assert len(people(ask(alice, *pairs))) == len(pairs)
            counts.append(database.statements())
            place = second_workspace(cast, f"Room {number}")
            colleague(cast.bob, place)
            there = Diary(cast.alice, f"/workspaces/{place.workspace_id}")
            pairs += [pair(there.add(shared_with_user_ids=[cast.bob.id])) for _ in range(5)]

    assert counts[0] == counts[1]
