"""Track reminders are what the specification says: every field with its type, every refusal with its words."""

import pytest

from tests.cast import Cast
from tests.contract.facts import Fields
from tests.contract.people_facts import IN_WORKSPACE, NO_ACCESS, Documented
from tests.contract.people_stage import Stage, Try
from tests.contract.people_tries import refused
from tests.contract.shapes import mismatches

REMINDERS = f"{IN_WORKSPACE}/track_reminders"
REMINDER = f"{REMINDERS}/{{reminder_id}}"
LIST = Documented("GET", REMINDERS, {403: (NO_ACCESS,)})
CREATE = Documented("POST", REMINDERS, {403: (NO_ACCESS,)})
UPDATE = Documented("PUT", REMINDER, {403: (NO_ACCESS,)})
DELETE = Documented("DELETE", REMINDER, {403: (NO_ACCESS,)})
OPERATIONS = (LIST, CREATE, UPDATE, DELETE)

FIELDS: Fields = {
    "created_at": "time",
    "email_reminder_enabled": "boolean",
    "frequency": "integer",
    "group_ids": "list of integer",
    "reminder_id": "integer",
    "slack_reminder_enabled": "boolean",
    "threshold": "integer",
    "user_ids": "list of integer",
    "workspace_id": "integer",
}
TRIES = [each for who in ("outsider", "bob") for each in refused(403, NO_ACCESS, who, *OPERATIONS)]


class ReminderStage(Stage):
    """The cast, with a reminder."""

    def reminder_id(self) -> int:
        body = {"frequency": 1, "threshold": 8, "user_ids": [self.cast.bob.id]}
        return self.cast.alice.post(f"{self.cast.workspace}/track_reminders", body).json["reminder_id"]


@pytest.mark.parametrize("tried", TRIES, ids=lambda tried: f"{tried.operation.method} by {tried.who}")
def test_a_documented_refusal(cast: Cast, tried: Try) -> None:
    tried.check(ReminderStage(cast))


def test_an_answer_has_the_documented_fields(cast: Cast) -> None:
    body = {"frequency": 7, "threshold": 40, "user_ids": [cast.bob.id], "group_ids": [Stage(cast).group_id()]}
    path = f"{cast.workspace}/track_reminders"

    created = cast.alice.post(path, body).json
    changed = cast.alice.put(f"{path}/{created['reminder_id']}", {"threshold": 30}).json

    for answer in (created, changed, cast.alice.get(path).json[0], cast.bob.get("/me/track_reminders").json[0]):
        assert mismatches(answer, FIELDS) == []


def test_nobody_comes_in_without_signing_in(cast: Cast) -> None:
    for operation in (*OPERATIONS, Documented("GET", "/me/track_reminders", {})):
        path = operation.path.format(workspace_id=cast.place.workspace_id, reminder_id=1)

        answer = cast.world.send(operation.method, path, json=None if operation.method == "GET" else {})

        assert (answer.status, answer.content) == (401, b""), operation
