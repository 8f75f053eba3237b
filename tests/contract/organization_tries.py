"""How each documented refusal about organization users, ownership and invitations is provoked."""

from collections.abc import Callable, Iterable
from typing import Any

from tests.contract.people_facts import (
    ACCEPT,
    CREATE_TRANSFER,
    GET_INVITATION,
    GET_OWNER,
    GET_TRANSFER,
    INVITE,
    LEAVE,
    LIST_OFFICERS,
    LIST_OFFICERS_DETAILED,
    LIST_TRANSFERS,
    LISTING,
    NO_ACCESS_HERE,
    REJECT,
    REMOVE_OFFICERS,
    RESEND,
    UPDATE_OFFICER,
    Documented,
)
from tests.contract.people_stage import Sent, Stage, Try
from tests.contract.people_tries import BOTH, BROKEN, refused
from tests.people.backstage import NOBODY, address

OWNER_ID = "Cannot remove the organization owner user with organization user ID='...'."
INACTIVE = "User with e-mail '...' is already an inactive member of the organization"


def lists(operation: Documented) -> Iterable[Try]:
    """What is wrong with the parameters of a list of organization users."""
    queries = (
        "active_status=gone",
        "only_admins=1",
        "page=two",
        "page=0",
        "per_page=two",
        "per_page=0",
        "sort_dir=down",
        "groups=a",
        "workspaces=a",
    )
    yield Try(operation, 400, LISTING[0], at={"organization_id": "acme"})
    for text, query in zip(LISTING[1:], queries, strict=True):
        yield Try(operation, 400, text, query=query)


def organization_user(
    text: str,
    body: Sent,
    at: dict[str, Any] | None = None,
    said: Callable[[Stage], str] | None = None,
    alone: bool = False,
) -> Try:
    return Try(UPDATE_OFFICER, 400, text, body=body, at=at, said=said, alone=alone)


def place(stage: Stage, **role: Any) -> dict[str, Any]:
    return {"workspaces": [{"workspace_id": stage.workspace_id, **role}]}


def invitation(stage: Stage, **more: Any) -> dict[str, Any]:
    return {"emails": [address("emil")], **place(stage), **more}


OFFICERS = [
    *lists(LIST_OFFICERS),
    *lists(LIST_OFFICERS_DETAILED),
    Try(
        LIST_OFFICERS_DETAILED,
        400,
        "user cannot access specified workspace id.",
        query=f"workspaces={NOBODY}",
    ),
    *refused(403, "User is not authorized to list the organization users", "bob", LIST_OFFICERS),
    *refused(403, "Forbidden", "bob", LIST_OFFICERS_DETAILED),
    Try(REMOVE_OFFICERS, 400, "Missing or invalid organization_id", at={"organization_id": "acme"}, body={}),
    Try(REMOVE_OFFICERS, 400, "At least one organization user ID must be supplied.", body={"delete": []}),
    Try(REMOVE_OFFICERS, 400, "Organization user IDs must be unique.", body={"delete": [1, 1]}),
    Try(
        REMOVE_OFFICERS,
        400,
        "The following organization user IDs do not belong to this organization: '...'.",
        body={"delete": [1, 2]},
        said=lambda stage: "The following organization user IDs do not belong to this organization: '1, 2'.",
    ),
    Try(
        REMOVE_OFFICERS,
        400,
        OWNER_ID,
        body=lambda stage: {"delete": [stage.owner()]},
        said=lambda stage: OWNER_ID.replace("...", str(stage.owner())),
    ),
    *refused(403, "User is not authorized to delete the organization user", "bob", REMOVE_OFFICERS),
    Try(LEAVE, 400, "The user does not belong to the organization.", who="charlie"),
    Try(LEAVE, 400, "Cannot remove the organization owner."),
    organization_user("Missing or invalid organization_id.", {}, at={"organization_id": "acme"}),
    organization_user("Invalid role_id.", {"role_id": 99}),
    organization_user(BOTH, {"role_id": 7, "organization_admin": True}),
    organization_user(
        "User does not exist in the organization.", {"inactive": True}, at={"organization_user_id": "=nobody"}
    ),
    organization_user("At least one field is required.", {}),
    organization_user("Field 'name' cannot be empty.", {"name": ""}),
    organization_user("Missing e-mail.", {"email": ""}),
    organization_user("Invalid e-mail: '...'", {"email": "bob@"}, said=lambda stage: "Invalid e-mail: 'bob@'"),
    organization_user("Email already exists.", lambda stage: {"email": stage.cast.charlie.email}),
    organization_user(
        "Group '...' is not in Organization '...'.",
        {"groups": [NOBODY]},
        said=lambda stage: f"Group '{NOBODY}' is not in Organization '{stage.organization_id}'.",
    ),
    organization_user(
        "Workspace '...' is not in Organization '...'.",
        {"workspaces": [{"workspace_id": NOBODY}]},
        said=lambda stage: f"Workspace '{NOBODY}' is not in Organization '{stage.organization_id}'.",
    ),
    organization_user(
        "Cannot remove admin privileges from owner.",
        {"organization_admin": False},
        at={"organization_user_id": "=owner"},
    ),
    organization_user("Cannot deactivate owner.", {"inactive": True}, at={"organization_user_id": "=owner"}),
    organization_user(
        "User has multiple organizations.",
        {"name": "Robert"},
        at={"organization_user_id": "=somebody_with_two_organizations"},
        alone=True,
    ),
    organization_user("Invalid organization role.", {"role_id": 1}),
    organization_user("Invalid role ID: 1234.", lambda stage: place(stage, role_id=1234)),
    organization_user(
        "Invalid workspace role with ID: 1234.",
        lambda stage: place(stage, role_id=7),
        said=lambda stage: "Invalid workspace role with ID: 7.",
    ),
    *refused(403, "User is not authorized to update the organization user", "bob", UPDATE_OFFICER),
    Try(UPDATE_OFFICER, 404, "Invalid organization user ID.", at={"organization_user_id": "bob"}, body={}),
    *refused(403, NO_ACCESS_HERE, "bob", GET_OWNER, LIST_TRANSFERS, CREATE_TRANSFER, GET_TRANSFER),
    Try(LIST_TRANSFERS, 400, "'ongoing' parameter can be true or false only", query="ongoing=yes"),
    Try(GET_TRANSFER, 404, "Transfer not found in the organization", at={"transfer_id": "=nobody"}),
]

INVITATIONS = [
    Try(INVITE, 400, "Invalid JSON input", body=BROKEN),
    Try(INVITE, 400, "Invalid organization id", at={"organization_id": "acme"}, body={}),
    Try(INVITE, 400, "at least one email is required", body={}),
    Try(INVITE, 400, "at least one workspace is required", body={"emails": ["emil@example.com"]}),
    Try(INVITE, 400, "Missing e-mail", body=lambda stage: invitation(stage, emails=[" "])),
    Try(
        INVITE,
        400,
        "Invalid e-mail: '...'",
        body=lambda stage: invitation(stage, emails=["emil"]),
        said=lambda stage: "Invalid e-mail: 'emil'",
    ),
    Try(
        INVITE,
        400,
        "invalid workspace ID",
        body=lambda stage: invitation(stage, workspaces=[{"workspace_id": stage.their_workspace}]),
    ),
    Try(
        INVITE,
        400,
        "Active user limit is 5. Upgrade to add more active users",
        body=lambda stage: invitation(stage, emails=[address("emil") for _ in range(4)]),
        before="free_plan",
        alone=True,
    ),
    Try(
        INVITE,
        400,
        INACTIVE,
        body=lambda stage: invitation(stage, emails=[stage.cast.bob.email]),
        said=lambda stage: INACTIVE.replace("...", stage.cast.bob.email),
        before="bob_is_inactive",
        alone=True,
    ),
    *refused(403, "Forbidden", "bob", INVITE, ACCEPT, REJECT),
    Try(
        RESEND,
        400,
        "Organization ID and invitation organization ID mismatch",
        at={"invitation_id": "=invitation_of_another_organization_of_alice"},
    ),
    Try(RESEND, 404, "Invitation code not found", at={"invitation_id": "=nobody"}),
    Try(GET_INVITATION, 404, "Invitation not found", at={"invitation_code": "nonsense"}),
    *[
        Try(operation, 404, "Invalid invitation code", who="newcomer", at={"invitation_code": "nonsense"})
        for operation in (ACCEPT, REJECT)
    ],
]

TRIES = [*OFFICERS, *INVITATIONS]
