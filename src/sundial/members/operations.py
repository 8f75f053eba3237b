"""Workspace users over HTTP."""

from datetime import datetime

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.core.errors import Forbidden, Invalid, NotFound
from sundial.core.shapes import Id
from sundial.db.transaction import Read, Write
from sundial.http.operation import Reply, operation
from sundial.http.paging import Paging, like
from sundial.members import actions, rules
from sundial.members.queries import (
    ALL,
    ALL_WITH_DELETED,
    BY_USER_IDS,
    COUNTS,
    ONE,
    PAGES,
)
from sundial.members.schemas import Removal, SimpleUser, WorkspaceUser, WorkspaceUserChange
from sundial.members.views import Views, simple_view

FORBIDDEN = Forbidden("Forbidden")
MISMATCH = NotFound("Resource can not be found")
MOST_USER_IDS = 150
NOBODY_HAS_ONE = 2


@operation(
    "GET",
    "/organizations/{organization_id}/workspaces/{workspace_id}/workspace_users",
    Permission.VIEW_MEMBERS,
    stranger=FORBIDDEN,
    mismatch=MISMATCH,
)
def list_workspace_users(
    tx: Read,
    asker: Membership,
    views: Views,
    page: int = 1,
    per_page: int = 50,
    custom_rates: bool | None = None,
    active: bool = False,
    name: str = "",
    search: str = "",
) -> Reply[list[WorkspaceUser]]:
    """The workspace's users, by name, in pages of 50 (at most 200)."""
    paging = Paging(page, per_page)
    filtered = active or bool(name) or bool(search) or custom_rates is not None
    filters = {
        "active": 1 if active else -1,
        "custom_rates": _rates_switch(asker, custom_rates),
        "name": like(name),
        "search": like(search),
        "by_email": int(Permission.VIEW_EMAILS in asker.permissions),
    }
    rows = tx.all(PAGES[paging.size, filtered], asker.scope, first=paging.first, **filters)
    number = paging.records(len(rows), lambda: tx.one(COUNTS[filtered], asker.scope, **filters).number)
    return Reply(views.workspace_users(tx, asker, rows[: paging.per_page]), headers=paging.headers(number))


@operation(
    "PATCH",
    "/organizations/{organization_id}/workspaces/{workspace_id}/workspace_users",
    Permission.UPDATE_MEMBERS,
    refused=FORBIDDEN,
    stranger=FORBIDDEN,
    mismatch=FORBIDDEN,
)
def remove_workspace_users(tx: Write, asker: Membership, body: Removal, now: datetime) -> None:
    """Remove several workspace users at once: all of them or none."""
    actions.remove(tx, asker, rules.unique_ids(body.delete), Invalid("Wrong workspace user IDs"), now)


@operation(
    "GET",
    "/workspaces/{workspace_id}/workspace_users",
    Permission.VIEW_MEMBERS,
    invalid_id=Invalid("Workspace not found"),
)
def list_all_workspace_users(
    tx: Read, asker: Membership, views: Views, includeIndirect: bool = False
) -> list[WorkspaceUser]:
    """All of the workspace's users, by name. Who is in it through a group only with `includeIndirect`."""
    rows = [row for row in tx.all(ALL, asker.scope) if row.is_direct or includeIndirect]
    return views.workspace_users(tx, asker, rows)


@operation(
    "PUT",
    "/workspaces/{workspace_id}/workspace_users/{workspace_user_id}",
    Permission.UPDATE_MEMBERS,
    invalid_id=Invalid("Workspace not found/accessible"),
    invalid_ids={"workspace_user_id": Invalid("User not found")},
    locks_place=True,
)
def update_workspace_user(
    tx: Write, asker: Membership, views: Views, workspace_user_id: int, body: WorkspaceUserChange, now: datetime
) -> WorkspaceUser:
    """Change a workspace user. A name in `postedFields` sets that field to null."""
    member_id = actions.change_by_id(tx, asker, workspace_user_id, body, now)
    return views.workspace_users(tx, asker, [tx.one(ONE, asker.scope, member_id=member_id)])[0]


@operation(
    "DELETE",
    "/workspaces/{workspace_id}/workspace_users/{workspace_user_id}",
    Permission.UPDATE_MEMBERS,
    invalid_id=Invalid("Bad Request"),
)
def remove_workspace_user(tx: Write, asker: Membership, workspace_user_id: int, now: datetime) -> None:
    """Remove a workspace user: their access ends at once, their time stays."""
    missing = Forbidden("Workspace user is not found or accessible")
    actions.remove(tx, asker, [workspace_user_id], missing, now)


@operation("GET", "/workspaces/{workspace_id}/users", Permission.VIEW_MEMBERS)
def list_users(tx: Read, asker: Membership, exclude_deleted: bool = False) -> list[SimpleUser]:
    """The workspace's users by their global id; those who were removed too, unless they are excluded."""
    rows = tx.all(ALL if exclude_deleted else ALL_WITH_DELETED, asker.scope)
    return [simple_view(asker, row) for row in rows]


@operation("POST", "/workspaces/{workspace_id}/users/data", Permission.VIEW_MEMBERS)
def list_users_by_id(tx: Read, asker: Membership, body: list[Id]) -> list[SimpleUser]:
    """Those of the workspace's users whose global ids are in the body."""
    if not body:
        raise Invalid("user_ids must not be empty")
    if len(body) > MOST_USER_IDS:
        raise Invalid("user_ids must not contain more than 150 elements")
    return [simple_view(asker, row) for row in tx.all(BY_USER_IDS, asker.scope, user_ids=body)]


@operation(
    "PUT",
    "/workspaces/{workspace_id}/users/{user_id}",
    Permission.UPDATE_MEMBERS,
    invalid_id=Invalid("Bad Request"),
    locks_place=True,
)
def update_user(
    tx: Write, asker: Membership, views: Views, user_id: int, body: WorkspaceUserChange, now: datetime
) -> WorkspaceUser:
    """Change a workspace user, addressed by their global id."""
    member_id = actions.change_by_user(tx, asker, user_id, body, now)
    return views.workspace_users(tx, asker, [tx.one(ONE, asker.scope, member_id=member_id)])[0]


def _rates_switch(asker: Membership, custom_rates: bool | None) -> int:
    """With rates 1, without 0, all -1; for who may not see rates, nobody has one."""
    if custom_rates is None:
        return -1
    if Permission.VIEW_RATES not in asker.permissions:
        return NOBODY_HAS_ONE if custom_rates else -1
    return int(custom_rates)
