"""What an alert may be: every refusal in the documented words, in the documented order."""

from typing import Any

import pytest

from tests.alerts.stage import Stage
from tests.people.backstage import NOBODY

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"source_kind": ""}, "source kind can't be blank"),
    ({"source_kind": None}, "source kind can't be blank"),
    ({"project_id": 0}, "project can't be blank"),
    ({"project_id": NOBODY}, "project can't be blank"),
    ({"source_kind": "workspace"}, "project not supported for this source kind"),
    ({"threshold_type": ""}, "threshold type can't be blank"),
    ({"thresholds": []}, "thresholds can't be blank"),
    ({"receiver_users": []}, "receivers can't be blank"),
    ({"thresholds": [0]}, "threshold out of range"),
    ({"thresholds": [80, -1]}, "threshold out of range"),
    ({"thresholds": [1001]}, "threshold out of range"),
    ({"threshold_type": "hours", "thresholds": [1_000_001]}, "threshold out of range"),
    ({"threshold_type": "amount", "thresholds": [1_000_001]}, "threshold out of range"),
    ({"source_kind": "client"}, "source kind out of range"),
    ({"threshold_type": "days"}, "threshold type out of range"),
    ({"receiver_roles": ["owner"]}, "receiver role out of range"),
    ({"receiver_roles": ["admin", ""]}, "receiver role out of range"),
    ({"thresholds": [80, 80]}, "thresholds must be 1 to 10 different numbers"),
    ({"thresholds": list(range(1, 12))}, "thresholds must be 1 to 10 different numbers"),
    ({"receiver_users": [NOBODY]}, f"User {NOBODY} not exists in the workspace."),
    ({"thresholds": "80"}, "thresholds must be a list or null"),
    ({"thresholds": [80.5]}, "thresholds[0] must be an integer"),
    ({"thresholds": [None]}, "thresholds[0] must be an integer"),
    ({"receiver_users": ["Alice"]}, "receiver_users[0] must be an integer"),
    ({"receiver_roles": [1]}, "receiver_roles[0] must be a string"),
    ({"source_kind": 1}, "source_kind must be a string or null"),
    ({"project_id": "Atlas"}, "project_id must be an integer or null"),
]
IN_ORDER: list[tuple[dict[str, Any], str]] = [
    ({"source_kind": "project"}, "project can't be blank"),
    ({"source_kind": "client"}, "threshold type can't be blank"),
    ({"threshold_type": "days"}, "thresholds can't be blank"),
    ({"thresholds": [0, 0]}, "receivers can't be blank"),
    ({"receiver_roles": ["owner"]}, "threshold out of range"),
    ({"thresholds": [80, 80]}, "source kind out of range"),
    ({"source_kind": "workspace"}, "threshold type out of range"),
    ({"threshold_type": "hours"}, "receiver role out of range"),
    ({"receiver_roles": ["admin"]}, "thresholds must be 1 to 10 different numbers"),
]
"""Mended one after the other."""


def test_every_wrong_field_is_refused_in_its_words(stage: Stage) -> None:
    alert = stage.alert(80)
    for wrong, text in WRONG:
        body = {**stage.body(80), **wrong}
        for answer in (stage.cast.alice.post(stage.alerts, body), stage.put(alert, **body)):
            assert (answer.status, answer.json) == (400, text)
    assert len(stage.cast.alice.get(stage.alerts).json) == 1


@pytest.mark.parametrize("path", ["alerts", "alerts/preview"])
def test_the_first_thing_that_is_wrong_is_told(stage: Stage, path: str) -> None:
    body: dict[str, Any] = {}
    assert stage.cast.alice.post(f"{stage.workspace}/{path}", body).json == "source kind can't be blank"

    for mended, text in IN_ORDER:
        body |= mended
        answer = stage.cast.alice.post(f"{stage.workspace}/{path}", body)
        assert (answer.status, answer.json) == (400, text)


def test_ids_that_are_none(stage: Stage) -> None:
    alice = stage.cast.alice
    for method, path in (("GET", ""), ("POST", ""), ("PUT", "/1"), ("DELETE", "/1"), ("POST", "/preview")):
        answer = alice.send(method, f"/workspaces/main/alerts{path}", json=None if method == "GET" else {})
        assert (answer.status, answer.json) == (400, "invalid workspace ID")
    for method, path in (("PUT", ""), ("DELETE", ""), ("GET", "/deliveries"), ("POST", "/preview")):
        answer = alice.send(method, f"{stage.alerts}/first{path}", json={} if method == "PUT" else None)
        assert (answer.status, answer.json) == (400, "invalid 'alert_id' passed in URL")


def test_bodies_that_are_none(stage: Stage) -> None:
    for body in (b"", b"[]", b'{"source_kind": "project"'):
        assert stage.cast.alice.post(stage.alerts, body=body).status == 400
    nul = stage.cast.alice.post(stage.alerts, body=b'{"source_kind": "pro\\u0000ject"}')
    assert (nul.status, nul.json) == (400, "source_kind must not contain NUL characters")


def test_other_peoples_ids_in_a_body(stage: Stage) -> None:
    charlie, elsewhere = stage.cast.charlie, stage.cast.elsewhere
    theirs = charlie.post(f"/workspaces/{elsewhere.workspace_id}/projects", {"name": "Theirs"}).json["id"]
    alert = stage.alert(80)

    for wrong, text in (
        ({"project_id": theirs}, "project can't be blank"),
        ({"receiver_users": [stage.cast.alice.id, charlie.id]}, f"User {charlie.id} not exists in the workspace."),
    ):
        body = {**stage.body(80), **wrong}
        for answer in (stage.cast.alice.post(stage.alerts, body), stage.put(alert, **wrong)):
            assert (answer.status, answer.json) == (400, text)


def test_a_project_of_another_workspace(stage: Stage) -> None:
    made = stage.cast.alice.post(f"{stage.cast.organization}/workspaces", {"name": "Second"}).json
    other = stage.cast.alice.post(f"/workspaces/{made['id']}/projects", {"name": "Other"}).json["id"]

    answer = stage.post(80, project_id=other)

    assert (answer.status, answer.json) == (400, "project can't be blank")


def test_an_alert_of_another_place(stage: Stage) -> None:
    alert = stage.alert(80)
    second = stage.cast.alice.post(f"{stage.cast.organization}/workspaces", {"name": "Second"}).json["id"]
    places = [(stage.cast.alice, second), (stage.cast.charlie, stage.cast.elsewhere.workspace_id)]

    for somebody, workspace_id in places:
        for method, path in (("PUT", ""), ("DELETE", ""), ("GET", "/deliveries"), ("POST", "/preview")):
            where = f"/workspaces/{workspace_id}/alerts/{alert}{path}"
            answer = somebody.send(method, where, json={} if method == "PUT" else None)
            assert (answer.status, answer.json) == (403, "Alert not found or not accessible")
        assert somebody.get(f"/workspaces/{workspace_id}/alerts").json == []


def test_a_deleted_alert_is_not_found(stage: Stage) -> None:
    alert = stage.alert(80)
    stage.cast.alice.delete(f"{stage.alerts}/{alert}")

    for answer in (stage.put(alert, thresholds=[90]), stage.cast.alice.delete(f"{stage.alerts}/{alert}")):
        assert (answer.status, answer.json) == (403, "Alert not found or not accessible")
