"""How each documented refusal about projects, project users and project groups is provoked."""

from collections.abc import Iterable
from typing import Any

from tests.contract.people_facts import NO_ACCESS, Documented
from tests.contract.people_stage import Sent, Stage, Try
from tests.contract.people_tries import refused
from tests.contract.time_facts import (
    COUNT_TASKS,
    COUNT_USERS,
    CREATE_PROJECT,
    CREATE_PROJECT_GROUP,
    CREATE_PROJECT_USER,
    DELETE_PROJECT,
    DELETE_PROJECT_GROUP,
    DELETE_PROJECT_USER,
    GET_PROJECT,
    GET_STATISTICS,
    LIST_MY_PROJECTS,
    LIST_PERIODS,
    LIST_PROJECT_GROUPS,
    LIST_PROJECT_USERS,
    LIST_PROJECT_USERS_PAGINATED,
    LIST_PROJECTS,
    LIST_TEMPLATES,
    PATCH_PROJECT_USERS,
    PIN_PROJECT,
    UPDATE_PROJECT,
    UPDATE_PROJECT_USER,
)
from tests.contract.time_tries import instead, no_ids
from tests.people.backstage import NOBODY

COLOR = "Error in validating color '{color}'. Project color must be a hex value in the form of #[0-9a-f]{6}."
CLIENT = "Client with the ID {client ID} isn't present in workspace {workspace ID}"
UNSUPPORTED = "Operation not supported ({patch_operation} {patch_path})"
LIMIT = "PATCH request is limited to %d entries at once"


def no_client(stage: Stage) -> str:
    return f"Client with the ID {NOBODY} isn't present in workspace {stage.workspace_id}"


def no_workspace(*operations: Documented) -> Iterable[Try]:
    """A workspace whose id is none."""
    for operation in operations:
        body: Sent = None if operation.method in ("GET", "DELETE") else {}
        yield Try(operation, 400, "Workspace not found", at={"workspace_id": "main"}, body=body)


def project_user(project_id: int | None = None, user_id: int | None = None) -> Sent:
    """Bob in a project, or somebody or something else where an id is given."""
    return lambda stage: {
        "project_id": project_id or stage.value("project_id"),
        "user_id": user_id or stage.cast.bob.id,
    }


def step(path: str, value: Any = None, op: str = "replace") -> list[dict[str, Any]]:
    return [{"op": op, "path": path, "value": value}]


def edits() -> Iterable[Try]:
    """What is wrong with a bulk edit of project users."""
    words = {
        "Invalid op: ": step("/manager", True, op="move"),
        "Invalid path format: ": step("manager", True),
        "Path not found: ": step("/user_id", 1),
    }
    for text, body in words.items():
        blank = body[0]["op"] if text == "Invalid op: " else body[0]["path"]
        yield Try(PATCH_PROJECT_USERS, 400, text, body=body, said=instead(f"{text}{blank}"))
    said = instead("Operation not supported (add /rate)")
    yield Try(PATCH_PROJECT_USERS, 400, UNSUPPORTED, body=step("/rate", op="add"), said=said)
    for field in ("labor_cost", "rate", "manager"):
        text = f"Operation not supported (add /{field})"
        yield Try(PATCH_PROJECT_USERS, 400, text, body=step(f"/{field}", op="add"))


MANAGER = step("/manager", True)
IDS = ",".join(["1"] * 201)
MANY = ",".join(str(number) for number in range(1, 102))

PROJECT_TRIES = [
    *refused(403, NO_ACCESS, "outsider", LIST_PROJECTS, LIST_TEMPLATES, COUNT_TASKS, COUNT_USERS),
    *refused(403, NO_ACCESS, "outsider", GET_PROJECT, LIST_PERIODS, GET_STATISTICS),
    *refused(403, NO_ACCESS, "reader", CREATE_PROJECT),
    *refused(403, NO_ACCESS, "bob", UPDATE_PROJECT, DELETE_PROJECT),
    *[each for operation in (GET_PROJECT, DELETE_PROJECT) for each in no_ids(operation, "project_id")],
    *[each for operation in (LIST_PERIODS, GET_STATISTICS) for each in no_ids(operation, "project_id")],
    Try(UPDATE_PROJECT, 400, CLIENT, body={"client_id": NOBODY}, said=no_client),
    Try(UPDATE_PROJECT, 400, COLOR, body={"color": "red"}, said=instead(COLOR.replace("{color}", "red"))),
    Try(
        UPDATE_PROJECT,
        403,
        "Only admins may create private projects in this workspace",
        "bob",
        body={"is_private": True},
        before="bob_manages_while_only_admins_create",
        alone=True,
    ),
    Try(PIN_PROJECT, 404, "Project not found/accessible", at={"project_id": "=nobody"}, body={"pin": True}),
    Try(
        PIN_PROJECT,
        403,
        "Cannot pin more projects: Max 100 pins for paid plans",
        body={"pin": True},
        before="all_pins_are_taken",
        alone=True,
    ),
    Try(
        PIN_PROJECT,
        403,
        "Cannot pin more projects: Max 1 pin for free plans",
        body={"pin": True},
        before="a_free_plan_with_a_pin",
        alone=True,
    ),
    Try(LIST_MY_PROJECTS, 404, "Invalid include_archived", query="include_archived=maybe"),
]

USER_TRIES = [
    *no_workspace(LIST_PROJECT_USERS, CREATE_PROJECT_USER, UPDATE_PROJECT_USER, DELETE_PROJECT_USER),
    *refused(403, NO_ACCESS, "outsider", LIST_PROJECT_USERS),
    Try(CREATE_PROJECT_USER, 403, NO_ACCESS, "bob", body=project_user()),
    Try(UPDATE_PROJECT_USER, 403, NO_ACCESS, "bob", body={"manager": True}),
    *refused(403, NO_ACCESS, "bob", DELETE_PROJECT_USER),
    Try(PATCH_PROJECT_USERS, 403, NO_ACCESS, "reader", body=MANAGER),
    Try(LIST_PROJECT_USERS, 400, "project_ids cannot exceed 200 elements.", query=f"project_ids={IDS}"),
    Try(LIST_PROJECT_USERS, 400, "Invalid user_id", query="user_id=bob"),
    Try(CREATE_PROJECT_USER, 400, "Invalid project_id", body=project_user(project_id=NOBODY)),
    Try(CREATE_PROJECT_USER, 400, "Invalid user_id", body=project_user(user_id=NOBODY)),
    Try(CREATE_PROJECT_USER, 400, "Project user already exists", body=project_user(), before="project_user_id"),
    Try(
        LIST_PROJECT_USERS_PAGINATED,
        400,
        "Bad Request",
        body={},
        said=instead("project_ids is required"),
    ),
    Try(UPDATE_PROJECT_USER, 400, "Missing data", body={}),
    Try(DELETE_PROJECT_USER, 400, "Project user not found/accessible", at={"project_user_id": "=nobody"}),
    Try(PATCH_PROJECT_USERS, 400, "Invalid value as user IDs", at={"project_user_ids": "1,bob"}, body=MANAGER),
    Try(PATCH_PROJECT_USERS, 400, "PATCH expects at least one ID", at={"project_user_ids": ","}, body=MANAGER),
    Try(
        PATCH_PROJECT_USERS,
        400,
        LIMIT,
        at={"project_user_ids": MANY},
        body=MANAGER,
        said=instead(LIMIT.replace("%d", "100")),
    ),
    Try(PATCH_PROJECT_USERS, 400, "No patchable fields defined", body=[]),
    *edits(),
]

GROUP_TRIES = [
    Try(LIST_PROJECT_GROUPS, 403, NO_ACCESS, "outsider", query="project_ids=1"),
    Try(
        CREATE_PROJECT_GROUP,
        403,
        NO_ACCESS,
        "bob",
        body=lambda stage: {"project_id": stage.value("project_id"), "group_id": stage.value("group_here")},
    ),
    *refused(403, NO_ACCESS, "bob", DELETE_PROJECT_GROUP),
]

TRIES = [*PROJECT_TRIES, *USER_TRIES, *GROUP_TRIES]
