"""With whom an entry is shared: who may be named, what the lists tell, and what ends it."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.make import Person, colleague, person
from tests.people.backstage import hire, log, member_path
from tests.rights.watched import watched
from tests.time_entries.diary import START, Diary, diary

SHARING = "?include_sharing=true"


def shared_with(cast: Cast, entry: dict[str, Any]) -> dict[int, bool | None]:
    """With whom Alice's entry is shared, and their answers."""
    answer = cast.alice.get(f"/me/time_entries/{entry['id']}{SHARING}")
    assert answer.status == 200, answer
    return {one["user_id"]: one["accepted"] for one in answer.json["shared_with"]}


def patch(op: str, value: Any) -> dict[str, Any]:
    return {"op": op, "path": "/shared_with_user_ids", "value": value}


def changes(cast: Cast) -> list[Any]:
    """What was logged of invitations."""
    return [row for row in log(cast.world, cast.place.organization_id) if row.kind == "time_entry_invitation"]


def test_whoever_is_named_is_invited(cast: Cast) -> None:
    entry = diary(cast).add(shared_with_user_ids=[cast.bob.id, cast.bob.id])

    assert "shared_with" not in entry
    shown = {"user_id": cast.bob.id, "user_name": "Bob", "accepted": None}
    assert cast.alice.get(f"/me/time_entries/{entry['id']}{SHARING}").json == {**entry, "shared_with": [shown]}
    assert diary(cast).list(SHARING) == [{**entry, "shared_with": [shown]}]


def test_the_people_of_a_change_take_the_place_of_the_others(cast: Cast) -> None:
    dora = hire(cast, "Dora")
    entry = diary(cast).add(shared_with_user_ids=[cast.bob.id])

    path = f"{cast.workspace}/time_entries/{entry['id']}{SHARING}"
    changed = cast.alice.put(path, {"description": "x", "shared_with_user_ids": [dora.id]}).json

    assert [one["user_name"] for one in changed["shared_with"]] == ["Dora"]
    assert cast.alice.put(path, {"description": "y"}).json["shared_with"] == changed["shared_with"]
    assert cast.alice.put(path, {"shared_with_user_ids": None}).json["shared_with"] == changed["shared_with"]
    assert cast.alice.put(path, {"shared_with_user_ids": []}).json["shared_with"] == []
    assert "shared_with" not in diary(cast).put(entry, shared_with_user_ids=[dora.id]).json


def test_who_stays_keeps_their_answer(cast: Cast) -> None:
    dora = hire(cast, "Dora")
    entry = diary(cast).add(shared_with_user_ids=[cast.bob.id])
    (waiting,) = cast.bob.get(f"{cast.workspace}/time_entry_invitations").json
    cast.bob.post(f"{cast.workspace}/time_entry_invitations/{waiting['time_entry_invitation_id']}/reject")

    diary(cast).put(entry, shared_with_user_ids=[dora.id, cast.bob.id])
    assert shared_with(cast, entry) == {cast.bob.id: False, dora.id: None}

    diary(cast).put(entry, shared_with_user_ids=[])
    diary(cast).put(entry, shared_with_user_ids=[cast.bob.id])
    assert shared_with(cast, entry) == {cast.bob.id: None}


def test_in_bulk(cast: Cast) -> None:
    dora, emil = hire(cast, "Dora"), hire(cast, "Emil")
    entries = [diary(cast).add(shared_with_user_ids=[cast.bob.id]) for _ in range(2)]

    for operation, people in (
        (patch("add", [dora.id, cast.bob.id]), {cast.bob.id, dora.id}),
        (patch("add", emil.id), {cast.bob.id, dora.id, emil.id}),
        (patch("remove", [cast.bob.id, cast.charlie.id]), {dora.id, emil.id}),
        (patch("remove", emil.id), {dora.id}),
        (patch("replace", [emil.id]), {emil.id}),
        (patch("replace", []), set[int]()),
    ):
        assert diary(cast).patch(entries, operation).json["failure"] == []
        assert [set(shared_with(cast, entry)) for entry in entries] == [people, people], operation


def test_the_log_tells_of_invitations(cast: Cast) -> None:
    entry = diary(cast).add(shared_with_user_ids=[cast.bob.id])
    diary(cast).put(entry, shared_with_user_ids=[])

    made, ended = changes(cast)

    assert (made.action, made.workspace_id, made.user_id) == ("created", cast.place.workspace_id, cast.alice.id)
    assert (made.before, made.after["time_entry_id"], made.after["user_id"]) == (None, entry["id"], cast.bob.id)
    assert (ended.action, ended.entity_id, ended.before, ended.after) == (
        "deleted",
        made.entity_id,
        made.after,
        None,
    )


@pytest.mark.parametrize("who", ["a stranger", "herself", "nobody", "switched off", "invited to the organization only"])
def test_only_active_members_other_than_the_owner(cast: Cast, who: str) -> None:
    dora = hire(cast, "Dora", None if who == "invited to the organization only" else Role.USER)
    if who == "switched off":
        cast.alice.put(member_path(cast, dora), {"inactive": True})
    user_id = {"a stranger": cast.charlie.id, "herself": cast.alice.id, "nobody": 0}.get(who, dora.id)
    sentence = f"User {user_id} not exists in the workspace."
    entry = diary(cast).add(shared_with_user_ids=[cast.bob.id])

    for refused in (
        diary(cast).post(start=START, duration=60, shared_with_user_ids=[cast.bob.id, user_id]),
        diary(cast).put(entry, description="x", shared_with_user_ids=[cast.bob.id, user_id]),
    ):
        assert (refused.status, refused.json) == (400, sentence)
    failure = [{"id": entry["id"], "message": sentence}]
    assert diary(cast).patch([entry], patch("add", user_id)).json == {"success": [], "failure": failure}
    assert diary(cast).list() == [entry]
    assert shared_with(cast, entry) == {cast.bob.id: None}


def test_no_more_than_a_hundred(cast: Cast) -> None:
    entry = diary(cast).add(shared_with_user_ids=[cast.bob.id])
    sentence = "A time entry can be shared with at most 100 people."

    answer = diary(cast).put(entry, shared_with_user_ids=list(range(1, 102)))

    assert (answer.status, answer.json) == (400, sentence)
    failure = [{"id": entry["id"], "message": sentence}]
    assert diary(cast).patch([entry], patch("add", list(range(1, 101)))).json["failure"] == failure


@pytest.mark.parametrize("value", ["Bob", None, -1, [None], {"id": 1}, 2**53])
def test_what_is_no_person(cast: Cast, value: Any) -> None:
    entry = diary(cast).add()

    answer = diary(cast).patch([entry], patch("add", value))

    assert (answer.status, answer.json) == (400, "Invalid value for /shared_with_user_ids")


def test_only_of_entries_that_one_may_change(cast: Cast) -> None:
    entry = diary(cast).add()
    lead = colleague(person(cast.world, "Dora"), cast.place, Role.TEAMLEAD)

    refused = [diary(cast, who).put(entry, shared_with_user_ids=[who.id]) for who in (cast.bob, lead)]

    assert [answer.status for answer in refused] == [404, 403]
    assert shared_with(cast, entry) == {}


def test_an_admin_shares_the_entry_of_a_member(cast: Cast) -> None:
    dora = hire(cast, "Dora")
    bobs = diary(cast).add(user_id=cast.bob.id, shared_with_user_ids=[cast.alice.id])

    assert diary(cast).put(bobs, shared_with_user_ids=[cast.bob.id]).status == 400
    assert diary(cast).put(bobs, shared_with_user_ids=[cast.alice.id, dora.id]).status == 200
    assert shared_with(cast, bobs) == {cast.alice.id: None, dora.id: None}


def test_whom_an_entry_is_given_to_needs_no_invitation(cast: Cast) -> None:
    dora = hire(cast, "Dora")
    entry = diary(cast).add(shared_with_user_ids=[cast.bob.id, dora.id])

    assert diary(cast).put(entry, user_id=cast.bob.id).status == 200

    assert shared_with(cast, entry) == {dora.id: None}
    assert invitations(cast, cast.bob) == []


def test_lists_tell_it_only_when_asked(cast: Cast) -> None:
    entry = diary(cast).add(shared_with_user_ids=[cast.bob.id])

    assert [diary(cast).list(query) for query in ("", "?include_sharing=false")] == [[entry], [entry]]


def test_a_whole_list_takes_one_statement_more(cast: Cast) -> None:
    for _ in range(8):
        diary(cast).add(shared_with_user_ids=[cast.bob.id])
    with watched(cast.world) as (process, database):
        alice = Person(process, "Alice", cast.alice.email, cast.alice.id, cast.alice.token)
        counts: list[int] = []
        for query in ("", SHARING):
            database.statements()
            assert len(Diary(alice, cast.workspace).list(query)) == 8
            counts.append(database.statements())

    assert counts[1] - counts[0] == 1


def test_a_deleted_entry_waits_for_nobody(cast: Cast) -> None:
    entry = diary(cast).add(shared_with_user_ids=[cast.bob.id])
    assert len(invitations(cast, cast.bob)) == 1

    diary(cast).delete(entry)
    assert invitations(cast, cast.bob) == []

    diary(cast).patch([entry], {"op": "remove", "path": "/deleted_at"})
    assert len(invitations(cast, cast.bob)) == 1


def invitations(cast: Cast, who: Person) -> list[Any]:
    """The invitations that wait for somebody."""
    answer = who.get(f"{cast.workspace}/time_entry_invitations")
    assert answer.status == 200, answer
    return answer.json
