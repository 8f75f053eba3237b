"""What the invited see of entries that others share with them, and their answers."""

from functools import partial
from typing import Any

import pytest

from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import Answer, Person, project
from tests.people.backstage import NOBODY, at_once, hire, log, second_workspace
from tests.time_entries.diary import diary

NOT_FOUND = (404, "Invitation not found")
LOCKED = "Entries can't be added or edited in this period. Contact your admin for details."


def waiting(cast: Cast, who: Person | None = None) -> list[Any]:
    """The invitations that wait for Bob, or for somebody else."""
    answer = (who or cast.bob).get(f"{cast.workspace}/time_entry_invitations")
    assert answer.status == 200, answer
    return answer.json


def share(cast: Cast, **fields: Any) -> int:
    """Have Alice share a new entry with Bob; the invitation's id."""
    diary(cast).add(**{"shared_with_user_ids": [cast.bob.id], **fields})
    return waiting(cast)[0]["time_entry_invitation_id"]


def reply(cast: Cast, invitation_id: object, action: str = "accept", who: Person | None = None) -> Answer:
    """Send somebody's answer, by default Bob's."""
    return (who or cast.bob).post(f"{cast.workspace}/time_entry_invitations/{invitation_id}/{action}")


def test_an_invitation_has_the_whole_entry(cast: Cast) -> None:
    project_id = project(cast.alice, cast.place)
    entry = diary(cast).add(
        description="Kick-off", project_id=project_id, tags=["a"], shared_with_user_ids=[cast.bob.id]
    )

    (invitation,) = waiting(cast)

    assert invitation == {
        "time_entry_invitation_id": invitation["time_entry_invitation_id"],
        "workspace_id": cast.place.workspace_id,
        "shared_by_user_id": cast.alice.id,
        "shared_by_user_name": "Alice",
        "time_entry": entry,
    }


def test_the_newest_comes_first_and_each_reads_their_own(cast: Cast, clock: SetClock) -> None:
    dora = hire(cast, "Dora")
    both = [cast.bob.id, dora.id]
    for name, people in (("first", both), ("second", both), ("third", [dora.id])):
        clock.forward(minutes=1)
        diary(cast).add(description=name, shared_with_user_ids=people)

    told = [[one["time_entry"]["description"] for one in waiting(cast, who)] for who in (cast.bob, dora, cast.alice)]

    assert told == [["second", "first"], ["third", "second", "first"], []]


def test_accepting_makes_an_entry_of_ones_own(cast: Cast, clock: SetClock) -> None:
    project_id = project(cast.alice, cast.place)
    task = cast.alice.post(f"{cast.workspace}/projects/{project_id}/tasks", {"name": "Design"}).json["id"]
    fields = {"description": "Ωmega", "project_id": project_id, "task_id": task, "tags": ["b", "a"], "billable": True}
    invitation_id = share(cast, **fields)
    accepted = clock.forward(hours=3)

    answer = reply(cast, invitation_id)

    assert (answer.status, answer.content) == (204, b"")
    (mine,), (theirs,) = diary(cast, cast.bob).list(), diary(cast).list("?include_sharing=true")
    assert theirs.pop("shared_with") == [{"user_id": cast.bob.id, "user_name": "Bob", "accepted": True}]
    own = {"id", "user_id", "uid", "at"}
    assert {name: mine[name] for name in mine if name not in own} == {
        name: theirs[name] for name in theirs if name not in own
    }
    assert (mine["user_id"], mine["at"][:19]) == (cast.bob.id, accepted.isoformat()[:19])
    assert waiting(cast) == []


def test_rejecting(cast: Cast) -> None:
    invitation_id = share(cast)

    answer = reply(cast, invitation_id, "reject")

    assert (answer.status, answer.content) == (204, b"")
    assert waiting(cast) == diary(cast, cast.bob).list() == []
    (theirs,) = diary(cast).list("?include_sharing=true")
    assert [one["accepted"] for one in theirs["shared_with"]] == [False]


def test_the_log_tells_of_the_answer_and_of_the_entry(cast: Cast) -> None:
    invitation_id = share(cast)
    reply(cast, invitation_id)

    made, answered = log(cast.world, cast.place.organization_id)[-2:]

    assert (made.kind, made.action, made.after["user_id"]) == ("time_entry", "created", cast.bob.id)
    assert (answered.kind, answered.action, answered.user_id) == ("time_entry_invitation", "updated", cast.bob.id)
    assert answered.entity_id == invitation_id
    assert (answered.before["accepted"], answered.after["accepted"]) == (None, True)


@pytest.mark.parametrize("action", ["accept", "reject"])
def test_an_answer_is_given_once_and_by_the_invited(cast: Cast, action: str) -> None:
    dora = hire(cast, "Dora")
    invitation_id = share(cast)

    for refused in (
        reply(cast, invitation_id, action, cast.alice),
        reply(cast, invitation_id, action, dora),
        reply(cast, NOBODY, action),
    ):
        assert (refused.status, refused.json) == NOT_FOUND
    assert reply(cast, invitation_id, action).status == 204
    for again in ("accept", "reject"):
        answer = reply(cast, invitation_id, again)
        assert (answer.status, answer.json) == NOT_FOUND
    assert len(diary(cast, cast.bob).list()) == (1 if action == "accept" else 0)


def test_an_invitation_is_found_in_its_own_workspace_only(cast: Cast) -> None:
    invitation_id, other = share(cast), second_workspace(cast)
    cast.alice.post(
        f"{cast.organization}/invitations",
        {"emails": [cast.bob.email], "workspaces": [{"workspace_id": other.workspace_id}]},
    )
    theirs = f"/workspaces/{other.workspace_id}/time_entry_invitations"

    assert cast.bob.get(theirs).json == []
    answer = cast.bob.post(f"{theirs}/{invitation_id}/accept")
    assert (answer.status, answer.json) == NOT_FOUND
    charlies = f"/workspaces/{cast.elsewhere.workspace_id}/time_entry_invitations"
    assert cast.charlie.post(f"{charlies}/{invitation_id}/accept").status == 404
    assert cast.charlie.get(f"{cast.workspace}/time_entry_invitations").status == 403
    assert len(waiting(cast)) == 1


@pytest.mark.parametrize("ended", ["deleted", "taken off", "moved"])
def test_what_is_no_longer_shared_is_not_accepted(cast: Cast, ended: str) -> None:
    entry = diary(cast).add(shared_with_user_ids=[cast.bob.id])
    invitation_id = waiting(cast)[0]["time_entry_invitation_id"]
    if ended == "deleted":
        diary(cast).delete(entry)
    elif ended == "taken off":
        diary(cast).put(entry, shared_with_user_ids=[])
    else:
        diary(cast).put(entry, workspace_id=second_workspace(cast).workspace_id)

    for action in ("accept", "reject"):
        answer = reply(cast, invitation_id, action)
        assert (answer.status, answer.json) == NOT_FOUND
    assert waiting(cast) == []


def test_what_is_no_answer(cast: Cast) -> None:
    invitation_id = share(cast)

    answer = reply(cast, invitation_id, "ignore")
    assert (answer.status, answer.json) == (400, "action must be accept or reject")
    answer = reply(cast, "x")
    assert (answer.status, answer.json) == (400, "invalid time_entry_invitation_id")


def test_a_running_entry_is_accepted_when_it_is_over(cast: Cast) -> None:
    entry = diary(cast).start(shared_with_user_ids=[cast.bob.id])
    (invitation,) = waiting(cast)
    refused = reply(cast, invitation["time_entry_invitation_id"])

    assert invitation["time_entry"]["stop"] is None
    assert (refused.status, refused.json) == (409, "The time entry is still running.")
    diary(cast).stop(entry)
    assert reply(cast, invitation["time_entry_invitation_id"]).status == 204


def test_what_they_may_not_use_is_left_out(cast: Cast) -> None:
    private = project(cast.alice, cast.place, is_private=True)
    task = cast.alice.post(f"{cast.workspace}/projects/{private}/tasks", {"name": "Design"}).json["id"]
    client_id = cast.alice.post(f"{cast.workspace}/clients", {"name": "Initech"}).json["id"]
    archived = project(cast.alice, cast.place, client_id=client_id)
    for fields in ({"project_id": private, "task_id": task}, {"project_id": archived, "tags": ["gone", "kept"]}):
        diary(cast).add(**fields, shared_with_user_ids=[cast.bob.id])
    tags = {tag["name"]: tag["id"] for tag in cast.alice.get(f"{cast.workspace}/tags").json}
    cast.alice.delete(f"{cast.workspace}/tags/{tags['gone']}")
    assert cast.alice.post(f"{cast.workspace}/clients/{client_id}/archive").status == 200

    answers = [reply(cast, one["time_entry_invitation_id"]).status for one in waiting(cast)]

    assert answers == [204, 204]
    mine = diary(cast, cast.bob).list()
    assert [(entry["project_id"], entry["task_id"]) for entry in mine] == [(None, None)] * 2
    assert sorted(entry["tags"] for entry in mine) == [[], ["kept"]]


def test_constraints_and_locks_hold(cast: Cast) -> None:
    invitation_id = share(cast)
    demanded = {"description_present": True, "time_entry_constraints_enabled": True}
    cast.alice.post(f"{cast.workspace}/time_entry_constraints", demanded)
    unmet = reply(cast, invitation_id)
    cast.alice.post(f"{cast.workspace}/time_entry_constraints", {})
    cast.alice.post(f"{cast.workspace}/preferences", {"report_locked_at": "2026-03-15"})
    locked = reply(cast, invitation_id)

    assert (unmet.status, unmet.json) == (400, "This entry can't be saved - please add a description")
    assert (locked.status, locked.json) == (403, LOCKED)
    assert len(waiting(cast)) == 1
    assert reply(cast, invitation_id, "reject").status == 204


def test_of_several_answers_at_once_one_counts(cast: Cast) -> None:
    for _ in range(5):
        invitation_id = share(cast)
        before = len(diary(cast, cast.bob).list())

        answers = at_once(
            cast.world,
            *[partial(reply, cast, invitation_id)] * 3,
            *[partial(reply, cast, invitation_id, "reject")] * 2,
        )

        assert sorted(answer.status for answer in answers) == [204, 404, 404, 404, 404]
        accepted = 204 in [answer.status for answer in answers[:3]]
        assert len(diary(cast, cast.bob).list()) - before == accepted
