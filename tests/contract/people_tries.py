"""How each documented refusal about people is provoked."""

from collections.abc import Iterable
from typing import Any

from tests.contract.people_facts import (
    CREATE_GROUP,
    CREATE_WORKSPACE_GROUP,
    DELETE_GROUP,
    DELETE_WORKSPACE_GROUP,
    GROUP_NAME,
    LIST_ALL_MEMBERS,
    LIST_GROUPS,
    LIST_GROUPS_HERE,
    LIST_MEMBERS,
    LIST_USERS,
    LIST_USERS_BY_ID,
    LIST_WORKSPACE_GROUPS,
    NO_ACCESS,
    NO_ACCESS_HERE,
    PATCH_GROUP,
    REMOVE_MEMBER,
    REMOVE_MEMBERS,
    UPDATE_GROUP,
    UPDATE_MEMBER,
    UPDATE_USER,
    UPDATE_WORKSPACE_GROUP,
    Documented,
)
from tests.contract.people_stage import Sent, Stage, Try
from tests.people.backstage import NOBODY

BROKEN = b'{"name": '
USER, WORKSPACE = (
    "User {user} not exists in the organization {org}",
    "Workspace {ws} not exists in the organization {org}",
)
BODIES: tuple[Sent, ...] = ({}, [], None)
BOTH = "Cannot use both admin flags and role_id."


def no_user(stage: Stage) -> str:
    return f"User {stage.cast.charlie.id} not exists in the organization {stage.organization_id}"


def no_workspace(stage: Stage) -> str:
    return f"Workspace {stage.their_workspace} not exists in the organization {stage.organization_id}"


def their_user(stage: Stage) -> dict[str, Any]:
    return {"name": "New", "users": [stage.cast.charlie.id]}


def their_workspace(stage: Stage) -> dict[str, Any]:
    return {"name": "New", "workspaces": [stage.their_workspace]}


def refused(status: int, text: str, who: str, *operations: Documented) -> Iterable[Try]:
    """Operations that refuse somebody with one and the same text."""
    for operation in operations:
        yield Try(operation, status, text, who=who, body=None if operation.method in ("GET", "DELETE") else {})


def names(operation: Documented) -> Iterable[Try]:
    """What is wrong with the name of a group."""
    for text, name in zip(GROUP_NAME, (" ", "x" * 201, "taken"), strict=True):
        yield Try(operation, 400, text, body={"name": name}, before="another_group")


def step(path: str, *value: int, op: str = "add") -> dict[str, Any]:
    return {"op": op, "path": path, "value": list(value)}


MEMBERS = [
    *refused(403, "Forbidden", "charlie", LIST_MEMBERS, REMOVE_MEMBERS),
    Try(LIST_MEMBERS, 404, "Resource can not be found", at={"organization_id": "=their_organization"}),
    Try(REMOVE_MEMBERS, 400, "JSON is not valid", body=BROKEN),
    Try(REMOVE_MEMBERS, 400, "At least one workspace user ID must be supplied.", body={"delete": []}),
    Try(REMOVE_MEMBERS, 400, "Workspace user IDs must be unique", body={"delete": [1, 1]}),
    Try(REMOVE_MEMBERS, 400, "Wrong workspace user IDs", body={"delete": [NOBODY]}),
    Try(LIST_ALL_MEMBERS, 400, "Workspace not found", at={"workspace_id": "main"}),
    Try(UPDATE_MEMBER, 400, "Workspace not found/accessible", at={"workspace_id": "main"}, body={}),
    Try(UPDATE_MEMBER, 400, "User not found", at={"workspace_user_id": "bob"}, body={}),
    Try(
        UPDATE_MEMBER,
        400,
        "Workspace user not found/accessible by user",
        at={"workspace_user_id": "=nobody"},
        body={},
    ),
    Try(UPDATE_MEMBER, 400, "Working hours must be positive or null", body={"working_hours_in_minutes": 0}),
    Try(UPDATE_MEMBER, 400, "Invalid role_id.", body={"role_id": 99}),
    Try(UPDATE_MEMBER, 400, BOTH, body={"role_id": 1, "admin": True}),
    Try(
        UPDATE_MEMBER,
        400,
        "User does not exist in the organization.",
        at={"workspace_user_id": "=who_left_the_organization"},
        body={},
        alone=True,
    ),
    Try(
        UPDATE_MEMBER,
        400,
        "User does not exist in the workspace.",
        at={"workspace_user_id": "=who_left_the_workspace"},
        body={},
        alone=True,
    ),
    *refused(403, NO_ACCESS, "outsider", LIST_ALL_MEMBERS, LIST_USERS, LIST_USERS_BY_ID),
    *refused(403, NO_ACCESS, "bob", UPDATE_MEMBER, UPDATE_USER),
    Try(REMOVE_MEMBER, 400, "Bad Request", at={"workspace_user_id": "bob"}),
    Try(REMOVE_MEMBER, 403, "Workspace user is not found or accessible", at={"workspace_user_id": "=nobody"}),
    Try(LIST_USERS_BY_ID, 400, "user_ids must not be empty", body=[]),
    Try(LIST_USERS_BY_ID, 400, "user_ids must not contain more than 150 elements", body=[1] * 151),
    Try(UPDATE_USER, 400, "Bad Request", at={"user_id": "bob"}, body={}),
    Try(UPDATE_USER, 404, "Not Found", at={"user_id": "=nobody"}, body={}),
]

GROUPS = [
    Try(LIST_GROUPS, 400, "Invalid number ...", query="workspace=main", said=lambda stage: "Invalid number main"),
    *[Try(operation, 400, "Invalid JSON input", body=BROKEN) for operation in (CREATE_GROUP, UPDATE_GROUP)],
    Try(PATCH_GROUP, 400, "Invalid JSON input", body=b'[{"op": '),
    *[each for operation in (CREATE_GROUP, UPDATE_GROUP) for each in names(operation)],
    *[each for operation in (CREATE_WORKSPACE_GROUP, UPDATE_WORKSPACE_GROUP) for each in names(operation)],
    *[
        Try(operation, 400, text, said=said, body=ids)
        for operation in (CREATE_GROUP, UPDATE_GROUP)
        for text, said, ids in ((USER, no_user, their_user), (WORKSPACE, no_workspace, their_workspace))
    ],
    Try(PATCH_GROUP, 400, "Unsupported operation", body=[step("/users", 1, op="replace")]),
    Try(PATCH_GROUP, 400, "Value not present, or too many per patch operation", body=[step("/users")]),
    Try(PATCH_GROUP, 400, "Too many operations", body=[step("/users", 1)] * 101),
    Try(PATCH_GROUP, 400, "Unknown group at organization", at={"group_id": "=their_group"}, body=[step("/users", 1)]),
    *refused(403, NO_ACCESS_HERE, "bob", CREATE_GROUP, DELETE_GROUP, CREATE_WORKSPACE_GROUP),
    *refused(403, NO_ACCESS_HERE, "bob", UPDATE_WORKSPACE_GROUP, DELETE_WORKSPACE_GROUP),
    *refused(403, NO_ACCESS_HERE, "charlie", LIST_WORKSPACE_GROUPS),
    *refused(403, "Forbidden", "charlie", LIST_GROUPS_HERE, UPDATE_GROUP),
    *refused(403, "User does not have permission to manage user groups.", "bob", PATCH_GROUP),
    *[
        Try(operation, 404, "Invalid group ID.", at={"group_id": "design"}, body=body)
        for operation, body in zip((UPDATE_GROUP, PATCH_GROUP, DELETE_GROUP), BODIES, strict=True)
    ],
    Try(LIST_GROUPS_HERE, 404, "Resource can not be found", at={"organization_id": "=their_organization"}),
    Try(UPDATE_WORKSPACE_GROUP, 404, "Group was not found", at={"group_id": "=their_group"}, body={"name": "New"}),
    Try(DELETE_WORKSPACE_GROUP, 404, "Group was not found", at={"group_id": "=their_group"}),
]

TRIES = [*MEMBERS, *GROUPS]
