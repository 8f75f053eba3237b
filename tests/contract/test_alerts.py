"""Alerts are what the specification says: every field with its type, every error text with its status."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.contract.facts import Documented, Fields
from tests.contract.shapes import mismatches
from tests.make import Answer
from tests.people.backstage import NOBODY

TEXTS = (
    "invalid workspace ID",
    "source kind can't be blank",
    "project can't be blank",
    "project not supported for this source kind",
    "threshold type can't be blank",
    "thresholds can't be blank",
    "receivers can't be blank",
    "alert type out of range",
    "receiver type out of range",
    "threshold out of range",
    "source kind out of range",
    "threshold type out of range",
    "receiver role out of range",
)
UNREACHABLE = {"alert type out of range", "receiver type out of range"}
"""Nothing can trigger these (`decisions.md, Errors`)."""
LIST = Documented("GET", "/workspaces/{workspace_id}/alerts", {})
CREATE = Documented("POST", "/workspaces/{workspace_id}/alerts", {400: TEXTS})
UPDATE = Documented("PUT", "/workspaces/{workspace_id}/alerts/{alert_id}", {400: TEXTS})
DELETE = Documented(
    "DELETE",
    "/workspaces/{workspace_id}/alerts/{alert_id}",
    {400: ("invalid 'alert_id' passed in URL",), 403: ("Alert not found or not accessible",)},
)
OPERATIONS = (LIST, CREATE, UPDATE, DELETE)
ALERT: Fields = {
    "billable": "boolean or null",
    "client_id": "integer or null",
    "client_name": "string or null",
    "errors": "list of object",
    "estimatedHours": "integer or null",
    "id": "integer",
    "isFixedFee": "boolean or null",
    "isPrivate": "boolean or null",
    "object_type": "integer",
    "project_color": "string or null",
    "project_id": "integer or null",
    "project_name": "string or null",
    "receiver_groups": "list of integer",
    "receiver_roles": "list of string",
    "receiver_users": "list of integer",
    "receiver_users_name": "list of string",
    "receivers": "integer",
    "source_kind": "string",
    "threshold": "integer",
    "threshold_type": "string",
    "thresholds": "list of integer",
    "wid": "integer",
}
ERROR: Fields = {"code": "string", "message": "string"}
WRONG: dict[str, dict[str, Any]] = {
    "source kind can't be blank": {"source_kind": ""},
    "project can't be blank": {"project_id": NOBODY},
    "project not supported for this source kind": {"source_kind": "workspace"},
    "threshold type can't be blank": {"threshold_type": None},
    "thresholds can't be blank": {"thresholds": []},
    "receivers can't be blank": {"receiver_users": [], "receiver_roles": []},
    "threshold out of range": {"thresholds": [0]},
    "source kind out of range": {"source_kind": "everything"},
    "threshold type out of range": {"threshold_type": "days"},
    "receiver role out of range": {"receiver_roles": ["boss"]},
}


@pytest.fixture
def body(cast: Cast) -> dict[str, Any]:
    """What makes an alert, with every documented field."""
    project = cast.alice.post(f"{cast.workspace}/projects", {"name": "Atlas"}).json
    return {
        "project_id": project["id"],
        "receiver_roles": ["admin"],
        "receiver_users": [cast.bob.id],
        "source_kind": "project",
        "threshold_type": "percentage",
        "thresholds": [80],
    }


def send(cast: Cast, operation: Documented, body: dict[str, Any] | None, **at: Any) -> Answer:
    path = operation.path.format_map({"workspace_id": cast.place.workspace_id, **at})
    return cast.alice.send(operation.method, path, json=body)


@pytest.mark.parametrize("operation", [CREATE, UPDATE], ids=["create", "update"])
@pytest.mark.parametrize("text", [text for text in TEXTS if text not in UNREACHABLE])
def test_a_documented_refusal(cast: Cast, body: dict[str, Any], operation: Documented, text: str) -> None:
    alert = send(cast, CREATE, body).json["id"]
    at = {"workspace_id": "main"} if text == "invalid workspace ID" else {}

    answer = send(cast, operation, {**body, **WRONG.get(text, {})}, **{"alert_id": alert, **at})

    assert (answer.status, answer.json) == (400, text)
    assert answer.headers["content-type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize(("alert", "status"), [("first", 400), (NOBODY, 403)])
def test_a_documented_refusal_to_delete(cast: Cast, alert: Any, status: int) -> None:
    answer = send(cast, DELETE, None, alert_id=alert)

    assert (answer.status, answer.json) == (status, DELETE.errors[status][0])


def test_every_answer_has_the_documented_fields(cast: Cast, body: dict[str, Any]) -> None:
    created = send(cast, CREATE, body)
    answers = [
        created.json,
        send(cast, UPDATE, body, alert_id=created.json["id"]).json,
        send(cast, CREATE, {**body, "source_kind": "workspace", "project_id": None}).json,
        *send(cast, LIST, None).json,
    ]
    deleted = send(cast, DELETE, None, alert_id=created.json["id"])

    assert len(answers) == 5
    for value in answers:
        assert mismatches(value, ALERT) == []
        assert [mismatches(error, ERROR) for error in value["errors"]] == [[]] * len(value["errors"])
    assert (deleted.status, deleted.content) == (200, b"")


def test_nobody_comes_in_without_signing_in(cast: Cast) -> None:
    for operation in OPERATIONS:
        path = operation.path.format(workspace_id=cast.place.workspace_id, alert_id=1)

        answer = cast.world.send(operation.method, path, json=None if operation.method == "GET" else {})

        assert (answer.status, answer.content) == (401, b""), operation
        assert answer.headers["x-authorization-missing"] == "true"
