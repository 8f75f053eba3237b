"""Organization users and ownership over HTTP."""

from datetime import datetime

from sundial.access.askers import Officer
from sundial.access.permissions import Permission
from sundial.core.errors import Forbidden, Invalid, NotFound
from sundial.core.shapes import is_id
from sundial.db.transaction import Read, Write
from sundial.groups.queries import KNOWN_WORKSPACES
from sundial.http.operation import Reply, operation
from sundial.http.paging import Paging, like
from sundial.organization_users import actions, ownership, rules
from sundial.organization_users.queries import COUNTS, OWNER, PAGES, TRANSFER_SEEN, TRANSFERS
from sundial.organization_users.schemas import (
    NewTransfer,
    OrganizationUser,
    OrganizationUserChange,
    OrganizationUserRemoval,
    Owner,
    PlacesChange,
    Transfer,
)
from sundial.organization_users.views import organization_users, transfer_view

LISTING = Forbidden(Permission.VIEW_ORGANIZATION_USERS.refusal)
UPDATING = Forbidden(Permission.UPDATE_ORGANIZATION_USERS.refusal)
DELETING = Forbidden("User is not authorized to delete the organization user")
NO_ACCESS = Forbidden("User does not have access to this resource")
BAD_ID = Invalid("Missing or invalid organization_id.")
STATUSES = ("active", "inactive", "invited")


@operation(
    "GET",
    "/organizations/{organization_id}/users",
    Permission.VIEW_ORGANIZATION_USERS,
    stranger=LISTING,
    invalid_id=BAD_ID,
)
def list_organization_users(
    tx: Read,
    asker: Officer,
    filter: str = "",
    active_status: str = "",
    only_admins: str = "",
    groups: str = "",
    workspaces: str = "",
    page: str = "1",
    per_page: str = "50",
    sort_dir: str = "asc",
) -> Reply[list[OrganizationUser]]:
    """The organization's people, by name, in pages of 50 (at most 200)."""
    if sort_dir not in ("asc", "desc"):
        raise Invalid("sort_dir parameter can contain only 'asc' or 'desc'.")
    paging = Paging(_number("page", page), _number("per_page", per_page), descending=sort_dir == "desc")
    filtered = any((filter, active_status, only_admins, groups, workspaces))
    filters = _filters(filter, active_status, only_admins, groups, workspaces) if filtered else {}
    rows = tx.all(PAGES[paging.size, paging.descending, filtered], asker.scope, first=paging.first, **filters)
    number = paging.records(len(rows), lambda: tx.one(COUNTS[filtered], asker.scope, **filters).number)
    return Reply(organization_users(tx, asker.scope, rows[: paging.per_page]), headers=paging.headers(number))


@operation(
    "GET",
    "/organizations/{organization_id}/users/detailed",
    Permission.VIEW_ORGANIZATION_USERS,
    refused=Forbidden("Forbidden"),
    stranger=Forbidden("Forbidden"),
    invalid_id=BAD_ID,
)
def list_organization_users_detailed(
    tx: Read,
    asker: Officer,
    filter: str = "",
    active_status: str = "",
    only_admins: str = "",
    groups: str = "",
    workspaces: str = "",
    page: str = "1",
    per_page: str = "50",
    sort_dir: str = "asc",
) -> Reply[list[OrganizationUser]]:
    """The same list under its other name; it refuses a workspace that is not in the organization."""
    wanted = set(_ids("workspaces", workspaces))
    if wanted != {known.id for known in tx.all(KNOWN_WORKSPACES, asker.scope, workspace_ids=sorted(wanted))}:
        raise Invalid("user cannot access specified workspace id.")
    return list_organization_users(
        tx, asker, filter, active_status, only_admins, groups, workspaces, page, per_page, sort_dir
    )


@operation(
    "PATCH",
    "/organizations/{organization_id}/users",
    Permission.UPDATE_ORGANIZATION_USERS,
    refused=DELETING,
    stranger=DELETING,
)
def remove_organization_users(tx: Write, asker: Officer, body: OrganizationUserRemoval, now: datetime) -> None:
    """Remove people from the organization and all its workspaces: all of them or none."""
    actions.remove(tx, asker, rules.unique_ids(body.delete), now)


@operation(
    "DELETE",
    "/organizations/{organization_id}/users/leave",
    Permission.VIEW_ORGANIZATION,
    stranger=Invalid("The user does not belong to the organization."),
)
def leave_organization(tx: Write, asker: Officer, now: datetime) -> None:
    """Leave the organization."""
    actions.leave(tx, asker, now)


@operation(
    "PUT",
    "/organizations/{organization_id}/users/{organization_user_id}",
    Permission.UPDATE_ORGANIZATION_USERS,
    stranger=UPDATING,
    invalid_id=BAD_ID,
    invalid_ids={"organization_user_id": NotFound("Invalid organization user ID.")},
)
def update_organization_user(
    tx: Write, asker: Officer, organization_user_id: int, body: OrganizationUserChange, now: datetime
) -> None:
    """Change an organization user; a list that is given replaces the present one."""
    actions.change(tx, asker, organization_user_id, body, now)


@operation(
    "DELETE",
    "/organizations/{organization_id}/users/{organization_user_id}",
    Permission.UPDATE_ORGANIZATION_USERS,
    refused=DELETING,
    stranger=DELETING,
    invalid_id=BAD_ID,
    invalid_ids={"organization_user_id": NotFound("Invalid organization user ID.")},
)
def remove_organization_user(tx: Write, asker: Officer, organization_user_id: int, now: datetime) -> None:
    """Remove somebody from the organization and all its workspaces."""
    actions.remove(tx, asker, [organization_user_id], now)


@operation(
    "PUT",
    "/organizations/{organization_id}/users/{organization_user_id}/workspaces",
    Permission.UPDATE_ORGANIZATION_USERS,
    stranger=UPDATING,
    invalid_id=BAD_ID,
    invalid_ids={"organization_user_id": NotFound("Invalid organization user ID.")},
)
def set_organization_user_workspaces(
    tx: Write, asker: Officer, organization_user_id: int, body: PlacesChange, now: datetime
) -> None:
    """Have somebody in exactly these workspaces, with these roles."""
    actions.set_workspaces(tx, asker, organization_user_id, body.workspaces, now)


@operation(
    "GET",
    "/organizations/{organization_id}/owner",
    Permission.VIEW_ORGANIZATION_USERS,
    refused=NO_ACCESS,
    stranger=NO_ACCESS,
)
def get_owner(tx: Read, asker: Officer) -> Owner:
    """Who owns the organization."""
    row = tx.one(OWNER, asker.scope)
    return Owner(
        id=row.user_id,
        user_id=row.user_id,
        organization_id=row.organization_id,
        organization_user_id=row.organization_user_id,
        name=row.name,
        email=row.email,
        accounts_id=row.accounts_id,
        organization_user_created_at=row.created_at,
        organization_user_updated_at=row.at,
    )


@operation(
    "GET",
    "/organizations/{organization_id}/owner/transfer",
    Permission.VIEW_ORGANIZATION_USERS,
    refused=NO_ACCESS,
    stranger=NO_ACCESS,
)
def list_owner_transfers(tx: Read, asker: Officer, ongoing: str = "false") -> list[Transfer]:
    """The offers of ownership, newest first; with `ongoing`, the one that waits for its answer."""
    if ongoing not in ("true", "false"):
        raise Invalid("'ongoing' parameter can be true or false only")
    rows = tx.all(TRANSFERS, asker.scope)
    return [transfer_view(row) for row in rows if ongoing == "false" or row.finished_at is None]


@operation(
    "POST",
    "/organizations/{organization_id}/owner/transfer",
    Permission.TRANSFER_OWNERSHIP,
    stranger=NO_ACCESS,
)
def create_owner_transfer(tx: Write, asker: Officer, body: NewTransfer, now: datetime) -> Transfer:
    """Offer the organization to one of its people (`new_owner_id`), who must accept."""
    return transfer_view(ownership.offer(tx, asker, body.new_owner_id, now))


@operation(
    "GET",
    "/organizations/{organization_id}/owner/transfer/{transfer_id}",
    Permission.VIEW_ORGANIZATION_USERS,
    refused=NO_ACCESS,
    stranger=NO_ACCESS,
)
def get_owner_transfer(tx: Read, asker: Officer, transfer_id: int) -> Transfer:
    """One offer of ownership."""
    return transfer_view(tx.one(TRANSFER_SEEN, asker.scope, transfer_id=transfer_id))


@operation(
    "POST",
    "/organizations/{organization_id}/owner/transfer/{transfer_id}/{action}",
    Permission.VIEW_ORGANIZATION,
    stranger=NO_ACCESS,
)
def answer_owner_transfer(tx: Write, asker: Officer, transfer_id: int, action: str, now: datetime) -> Transfer:
    """Answer an offer: the new owner with `accept` or `reject`, the present one with `cancel`."""
    return transfer_view(ownership.answer(tx, asker, transfer_id, action, now))


def _number(name: str, text: str) -> int:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 17):
        raise Invalid(f"Invalid value sent for '{name}'.")
    return int(text)


def _filters(part: str, statuses: str, only_admins: str, groups: str, workspaces: str) -> dict[str, object]:
    wanted = {status.strip() for status in statuses.split(",") if status.strip()} or set(STATUSES)
    if not wanted <= set(STATUSES):
        raise Invalid("active_status parameter can contain only 'active', 'inactive' or 'invited'.")
    if only_admins not in ("", "true", "false"):
        raise Invalid("only_admins parameter can contain only 'true' or 'false'.")
    group_ids, workspace_ids = _ids("groups", groups), _ids("workspaces", workspaces)
    return {
        "filter": like(part),
        **{status: int(status in wanted) for status in STATUSES},
        "everybody": int(only_admins != "true"),
        "any_group": int(not group_ids),
        "group_ids": group_ids,
        "any_workspace": int(not workspace_ids),
        "workspace_ids": workspace_ids,
    }


def _ids(name: str, text: str) -> list[int]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(map(is_id, parts)):
        raise Invalid(f"Invalid value sent for '{name}'.")
    return [int(part) for part in parts]
