"""Tags, clients, projects and tasks are what the specification says: every error text with its status, every field."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.contract import project_tries, time_facts, time_fields, time_tries
from tests.contract.facts import Fields
from tests.contract.people_facts import Documented
from tests.contract.people_stage import Try
from tests.contract.shapes import is_a
from tests.contract.time_facts import UNREACHABLE
from tests.contract.time_stage import TimeStage

TRIES = [*time_tries.TRIES, *project_tries.TRIES]
OPERATIONS = [fact for fact in vars(time_facts).values() if isinstance(fact, Documented)]
FULL: dict[str, Any] = {
    "end_date": "2099-12-31",
    "rate": 12.5,
    "fixed_fee": 100,
    "recurring": True,
    "recurring_parameters": {"period": "monthly"},
}
"""What makes every field of a project have a value."""


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: f"{operation.method} {operation.path}")
def test_the_documented_refusals_of_an_operation(cast: Cast, operation: Documented) -> None:
    stage = TimeStage(cast)
    for tried in TRIES:
        if tried.operation is operation and not tried.alone:
            tried.check(stage)


@pytest.mark.parametrize(
    "tried",
    [each for each in TRIES if each.alone],
    ids=lambda tried: f"{tried.operation.method} {tried.operation.path}: {tried.text}",
)
def test_a_documented_refusal_after_something_has_happened(cast: Cast, tried: Try) -> None:
    tried.check(TimeStage(cast))


def test_every_documented_refusal_is_tried_or_told_to_be_unreachable() -> None:
    documented = sorted(
        (operation.method, operation.path, status, text)
        for operation in OPERATIONS
        for status, texts in operation.errors.items()
        for text in texts
    )
    tried = {(each.operation.method, each.operation.path, each.status, each.text) for each in TRIES}
    unreachable = {
        (operation.method, operation.path, status, text)
        for operation, text, _ in UNREACHABLE
        for status, texts in operation.errors.items()
        if text in texts
    }

    assert len(OPERATIONS) == 50
    assert sorted([*tried, *unreachable]) == documented


def test_nobody_comes_in_without_signing_in(cast: Cast) -> None:
    for operation in OPERATIONS:
        names = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
        path = operation.path.format_map({**dict.fromkeys(names, "1"), "workspace_id": cast.place.workspace_id})

        answer = cast.world.send(operation.method, path, json=None if operation.method == "GET" else {})

        assert (answer.status, answer.content) == (401, b""), operation
        assert answer.headers["x-authorization-missing"] == "true"


@pytest.mark.parametrize(
    ("field", "said"),
    [("manager", "must be true or false or null"), ("rate", "must be a number"), ("labor_cost", "must be a number")],
)
def test_a_value_of_another_kind_in_a_bulk_edit_of_project_users(cast: Cast, field: str, said: str) -> None:
    number = TimeStage(cast).project_user_id

    answer = cast.alice.patch(f"{cast.workspace}/project_users/{number}", project_tries.step(f"/{field}", "much"))

    assert answer.status == 200
    assert answer.json == {"success": [], "failure": [{"id": number, "message": f"{field} {said}"}]}


@pytest.mark.parametrize(
    ("path", "fields", "more"),
    [
        ("/tags", time_fields.TAG, set[str]()),
        ("/clients?page=1", time_fields.CLIENT, set[str]()),
        ("/projects?page=1&name=Report", time_fields.PROJECT, set[str]()),
        ("/project_users", time_fields.PROJECT_USER, set[str]()),
        ("/project_groups?project_ids={project_id}", time_fields.PROJECT_GROUP, time_fields.TWICE),
        ("/tasks", time_fields.TASK, set[str]()),
    ],
    ids=["tag", "client", "project", "project user", "project group", "task"],
)
def test_an_answer_has_the_documented_fields(cast: Cast, path: str, fields: Fields, more: set[str]) -> None:
    stage = TimeStage(cast)
    for thing in ("tag_id", "client_id", "project_user_id", "project_group_id", "task_id"):
        stage.value(thing)
    cast.alice.put(f"{cast.workspace}/projects/{stage.project_id}", {"client_id": stage.client_id, **FULL})

    answer = cast.alice.get(f"{cast.workspace}{path.format(project_id=stage.project_id)}")

    assert answer.status == 200
    if "/tasks" in path:
        assert not wrong(answer.json, time_fields.TASK_PAGE, set())
    (one,) = answer.json["data"] if "/tasks" in path else answer.json
    assert not wrong(one, fields, more)


def test_a_page_of_project_users_has_the_documented_fields(cast: Cast) -> None:
    stage = TimeStage(cast)
    stage.value("project_user_id")

    answer = cast.alice.post(f"{cast.workspace}/project_users/paginated", {"project_ids": [stage.project_id]})

    assert not [each for one in answer.json for each in wrong(one, time_fields.PROJECT_USER_WITH_META, set())]


def wrong(value: dict[str, Any], fields: Fields, more: set[str]) -> list[str]:
    """Fields that are missing, not documented, or of another type."""
    missing = [f"{name} is missing" for name in fields if name not in value]
    unknown = [f"{name} is not documented" for name in value if name not in {*fields, *more, *time_fields.LEGACY}]
    kinds = [
        f"{name} is {value[name]!r}"
        for name in fields
        if name in value and not is_a(value[name], f"{fields[name]} or null")
    ]
    return missing + unknown + kinds
