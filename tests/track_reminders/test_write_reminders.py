"""Creating, changing and deleting track reminders."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.contract.people_facts import NO_ACCESS
from tests.make import Person, colleague, person
from tests.people.backstage import hire, invite, new_group, second_workspace

FREQUENCY = "frequency should be either 1 or 7"
NOT_HOURS = "threshold must be a number of hours, more than 0"
NOBODY = "user_ids or group_ids must be provided"


def path(cast: Cast) -> str:
    return f"{cast.workspace}/track_reminders"


def group(cast: Cast, *users: Person, name: str = "Design") -> int:
    """A group of the cast's workspace."""
    return int(new_group(cast, name, list(users), [cast.place]).rpartition("/")[2])


def made(cast: Cast, **fields: Any) -> dict[str, Any]:
    """A reminder for Bob."""
    answer = cast.alice.post(path(cast), {"frequency": 1, "threshold": 8, "user_ids": [cast.bob.id], **fields})
    assert answer.status == 200, answer
    return answer.json


def test_a_reminder_is_created_and_listed(cast: Cast) -> None:
    group_id = group(cast, cast.bob)

    answer = cast.alice.post(
        path(cast),
        {"frequency": 7, "threshold": 37.5, "user_ids": [cast.bob.id, cast.alice.id] * 2, "group_ids": [group_id]},
    )

    assert answer.status == 200
    assert answer.json == {
        "reminder_id": answer.json["reminder_id"],
        "workspace_id": cast.place.workspace_id,
        "created_at": answer.json["created_at"],
        "frequency": 7,
        "threshold": 37.5,
        "user_ids": sorted([cast.alice.id, cast.bob.id]),
        "group_ids": [group_id],
        "email_reminder_enabled": True,
        "slack_reminder_enabled": False,
    }
    assert cast.alice.get(path(cast)).json == [answer.json]


@pytest.mark.parametrize("sent", ["8", "8.0", "8.00", "8e0", "80e-1"])
def test_whole_hours_are_answered_as_an_integer(cast: Cast, sent: str) -> None:
    body = f'{{"frequency": 1, "threshold": {sent}, "user_ids": [{cast.bob.id}]}}'.encode()

    answer = cast.alice.post(path(cast), body=body)

    assert b'"threshold":8,' in answer.content


@pytest.mark.parametrize("hours", ["0.01", "7.5", "7.35", "23.99", "24"])
def test_hours_are_kept_exactly(cast: Cast, hours: str) -> None:
    body = f'{{"frequency": 1, "threshold": {hours}, "user_ids": [{cast.bob.id}]}}'.encode()

    answer = cast.alice.post(path(cast), body=body)

    assert f'"threshold":{hours},'.encode() in answer.content


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no frequency": ({"frequency": ...}, FREQUENCY),
    "null frequency": ({"frequency": None}, FREQUENCY),
    "frequency of 0": ({"frequency": 0}, FREQUENCY),
    "frequency of 2": ({"frequency": 2}, FREQUENCY),
    "frequency of -7": ({"frequency": -7}, FREQUENCY),
    "frequency in words": ({"frequency": "1"}, "frequency must be an integer or null"),
    "no threshold": ({"threshold": ...}, NOT_HOURS),
    "null threshold": ({"threshold": None}, NOT_HOURS),
    "threshold of 0": ({"threshold": 0}, NOT_HOURS),
    "negative threshold": ({"threshold": -0.01}, NOT_HOURS),
    "threshold in words": ({"threshold": "8"}, "threshold must be a number"),
    "true threshold": ({"threshold": True}, "threshold must be a number"),
    "three decimals": ({"threshold": 7.125}, "threshold must have at most two decimals"),
    "more than a day": ({"threshold": 24.01}, "threshold must be at most 24 hours where frequency is 1"),
    "more than a week": (
        {"frequency": 7, "threshold": 168.01},
        "threshold must be at most 168 hours where frequency is 7",
    ),
    "very much": ({"threshold": 1e30}, "threshold must not be more than 10000000"),
    "nobody": ({"user_ids": ...}, NOBODY),
    "null": ({"user_ids": None, "group_ids": None}, NOBODY),
    "empty lists": ({"user_ids": [], "group_ids": []}, NOBODY),
    "people in words": ({"user_ids": ["Bob"]}, "user_ids[0] must be an integer"),
    "unknown people": ({"user_ids": [3, 2, 3]}, "Users 2, 3 not exist in the workspace."),
    "an unknown person": ({"user_ids": [0]}, "User 0 not exists in the workspace."),
    "an unknown group": ({"group_ids": [5]}, "Group 5 not exists in the workspace."),
    "a switch in words": ({"email_reminder_enabled": "yes"}, "email_reminder_enabled must be true or false or null"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused(cast: Cast, case: str) -> None:
    given, text = REFUSED[case]
    body = {"frequency": 1, "threshold": 8, "user_ids": [cast.bob.id], **given}

    answer = cast.alice.post(path(cast), {name: value for name, value in body.items() if value is not ...})

    assert (answer.status, answer.json) == (400, text)
    assert cast.alice.get(path(cast)).json == []


def test_nulls_mean_none_where_something_is_created(cast: Cast) -> None:
    reminder = made(cast, group_ids=None, email_reminder_enabled=None, slack_reminder_enabled=True)

    assert (reminder["group_ids"], reminder["email_reminder_enabled"]) == ([], True)
    assert reminder["slack_reminder_enabled"] is False


def test_people_and_groups_of_others_are_refused_by_their_ids(cast: Cast) -> None:
    theirs = cast.charlie.post(f"/organizations/{cast.elsewhere.organization_id}/groups", {"name": "Theirs"}).json
    second = second_workspace(cast)
    beside = int(new_group(cast, "Beside", [], [second]).rpartition("/")[2])
    dora = colleague(person(cast.world, "Dora"), cast.place, None)
    invite(cast.alice, second, dora.email)

    for field, number, kind in (
        ("user_ids", cast.charlie.id, "User"),
        ("user_ids", dora.id, "User"),
        ("group_ids", theirs["group_id"], "Group"),
        ("group_ids", beside, "Group"),
    ):
        body = {"frequency": 1, "threshold": 8, "user_ids": [cast.bob.id], field: [number]}
        created, reminder = cast.alice.post(path(cast), body), made(cast)
        changed = cast.alice.put(f"{path(cast)}/{reminder['reminder_id']}", {field: [number]})

        for answer in (created, changed):
            assert (answer.status, answer.json) == (400, f"{kind} {number} not exists in the workspace.")


def test_a_change_is_partial(cast: Cast) -> None:
    reminder, group_id = made(cast), group(cast)
    one = f"{path(cast)}/{reminder['reminder_id']}"
    steps: list[dict[str, Any]] = [
        {"threshold": 7.25},
        {"group_ids": [group_id]},
        {"user_ids": []},
        {"user_ids": [cast.alice.id], "group_ids": None},
        {"email_reminder_enabled": False},
        {"frequency": 7, "threshold": 40},
        {"slack_reminder_enabled": True},
        {},
    ]

    for step in steps:
        for name, value in step.items():
            reminder[name] = [] if value is None else value
        reminder["slack_reminder_enabled"] = False
        answer = cast.alice.put(one, step)
        assert (answer.status, answer.json) == (200, reminder), step

    assert cast.alice.get(path(cast)).json == [reminder]


@pytest.mark.parametrize(
    ("step", "text"),
    [
        ({"threshold": 100}, "threshold must be at most 24 hours where frequency is 1"),
        ({"frequency": 2}, FREQUENCY),
        ({"frequency": None}, FREQUENCY),
        ({"threshold": None}, NOT_HOURS),
        ({"user_ids": []}, NOBODY),
        ({"user_ids": None}, NOBODY),
        ({"email_reminder_enabled": None}, "email_reminder_enabled must be true or false"),
    ],
)
def test_the_whole_must_be_right_after_a_change(cast: Cast, step: dict[str, Any], text: str) -> None:
    reminder = made(cast)

    answer = cast.alice.put(f"{path(cast)}/{reminder['reminder_id']}", step)

    assert (answer.status, answer.json) == (400, text)
    assert cast.alice.get(path(cast)).json == [reminder]


def test_a_week_of_many_hours_cannot_become_a_day(cast: Cast) -> None:
    reminder = made(cast, frequency=7, threshold=100)

    answer = cast.alice.put(f"{path(cast)}/{reminder['reminder_id']}", {"frequency": 1})

    assert (answer.status, answer.json) == (400, "threshold must be at most 24 hours where frequency is 1")


def test_a_deleted_reminder_is_gone(cast: Cast) -> None:
    one, other = made(cast), made(cast)

    answer = cast.alice.delete(f"{path(cast)}/{one['reminder_id']}")

    assert (answer.status, answer.content) == (200, b"")
    assert cast.alice.get(path(cast)).json == [other]
    for method, end in (("PUT", ""), ("DELETE", ""), ("GET", "/deliveries"), ("POST", "/preview")):
        again = cast.alice.send(method, f"{path(cast)}/{one['reminder_id']}{end}", json={})
        assert (again.status, again.json) == (403, NO_ACCESS)


def test_a_reminder_of_another_workspace_is_not_there(cast: Cast) -> None:
    reminder = made(cast)["reminder_id"]
    second = f"/workspaces/{second_workspace(cast).workspace_id}/track_reminders"
    theirs = f"/workspaces/{cast.elsewhere.workspace_id}/track_reminders"

    for somebody, at in ((cast.alice, second), (cast.charlie, theirs), (cast.alice, path(cast))):
        number: Any = "first" if at == path(cast) else reminder
        for method, end in (("PUT", ""), ("DELETE", ""), ("GET", "/deliveries"), ("POST", "/preview")):
            answer = somebody.send(method, f"{at}/{number}{end}", json={})
            assert (answer.status, answer.json) == (403, NO_ACCESS), (method, end)
    assert [one["reminder_id"] for one in cast.alice.get(path(cast)).json] == [reminder]


@pytest.mark.parametrize("role", [Role.PROJECTLEAD, Role.TEAMLEAD, Role.USER])
def test_only_admins_manage_reminders(cast: Cast, role: Role) -> None:
    dora, reminder = hire(cast, "Dora", role), made(cast)
    one = f"{path(cast)}/{reminder['reminder_id']}"
    body = {"frequency": 1, "threshold": 8, "user_ids": [dora.id]}

    answers = [
        dora.get(path(cast)),
        dora.post(path(cast), body),
        dora.post(f"{path(cast)}/preview", body),
        dora.put(one, {"threshold": 1}),
        dora.get(f"{one}/deliveries"),
        dora.post(f"{one}/preview"),
        dora.delete(one),
    ]

    assert [(answer.status, answer.json) for answer in answers] == [(403, NO_ACCESS)] * 7
    assert cast.alice.get(path(cast)).json == [reminder]
