"""Groups over HTTP."""

from datetime import datetime

from sundial.access.askers import Membership, Officer
from sundial.access.permissions import Permission
from sundial.core.errors import Forbidden, Invalid, NotFound
from sundial.core.shapes import is_id
from sundial.db.statement import Scope
from sundial.db.transaction import Read, Write
from sundial.groups import actions
from sundial.groups.actions import place_of
from sundial.groups.queries import FOR_UPDATE, GROUPS, GROUPS_HERE, USERS_OF, WORKSPACE_GROUPS, WORKSPACES_OF, GroupRow
from sundial.groups.schemas import Group, GroupChange, GroupPatch, GroupUser, Patched, WorkspaceGroup
from sundial.http.operation import operation
from sundial.http.paging import like

NOT_JSON = "Invalid JSON input"
NO_ACCESS = Forbidden("User does not have access to this resource")
INVALID_GROUP = {"group_id": NotFound("Invalid group ID.")}
UNKNOWN_GROUP = {"group_id": NotFound("Group was not found")}


@operation(
    "GET", "/organizations/{organization_id}/groups", Permission.MANAGE_GROUPS, refused=NO_ACCESS, stranger=NO_ACCESS
)
def list_groups(tx: Read, asker: Officer, name: str = "", workspace: str = "") -> list[Group]:
    """The organization's groups, by name; those whose name contains `name`, those assigned to `workspace`."""
    rows = tx.all(GROUPS, asker.scope, name=like(name))
    if not workspace:
        return views(tx, asker.scope, rows)
    if not is_id(workspace):
        raise Invalid(f"Invalid number {workspace}")
    return [group for group in views(tx, asker.scope, rows) if int(workspace) in group.workspaces]


@operation(
    "POST",
    "/organizations/{organization_id}/groups",
    Permission.MANAGE_GROUPS,
    refused=NO_ACCESS,
    stranger=NO_ACCESS,
    not_json=NOT_JSON,
)
def create_group(tx: Write, asker: Officer, body: GroupChange, now: datetime) -> Group:
    """Create a group; its users come into its workspaces."""
    return _one(tx, asker.scope, actions.create(tx, place_of(asker), body, now))


@operation(
    "PUT",
    "/organizations/{organization_id}/groups/{group_id}",
    Permission.MANAGE_GROUPS,
    refused=Forbidden("Forbidden"),
    stranger=Forbidden("Forbidden"),
    not_json=NOT_JSON,
    invalid_ids=INVALID_GROUP,
)
def update_group(tx: Write, asker: Officer, group_id: int, body: GroupChange, now: datetime) -> Group:
    """Change a group; a list that is given replaces the present one."""
    actions.change(tx, place_of(asker), group_id, body, now)
    return _one(tx, asker.scope, group_id)


@operation(
    "PATCH",
    "/organizations/{organization_id}/groups/{group_id}",
    Permission.MANAGE_GROUPS,
    stranger=Forbidden(Permission.MANAGE_GROUPS.refusal),
    not_json=NOT_JSON,
    invalid_ids=INVALID_GROUP,
)
def patch_group(tx: Write, asker: Officer, group_id: int, body: list[GroupPatch], now: datetime) -> Patched:
    """Add users or workspaces to a group or remove them, step by step."""
    return actions.patch(tx, place_of(asker), group_id, body, now)


@operation(
    "DELETE",
    "/organizations/{organization_id}/groups/{group_id}",
    Permission.MANAGE_GROUPS,
    refused=NO_ACCESS,
    stranger=NO_ACCESS,
    invalid_ids=INVALID_GROUP,
)
def delete_group(tx: Write, asker: Officer, group_id: int, now: datetime) -> None:
    """Delete a group. Who was in a workspace through it alone leaves the workspace."""
    actions.remove(tx, place_of(asker), group_id, now)


@operation(
    "GET",
    "/organizations/{organization_id}/workspaces/{workspace_id}/groups",
    Permission.VIEW_MEMBERS,
    stranger=Forbidden("Forbidden"),
    mismatch=NotFound("Resource can not be found"),
)
def list_groups_of_workspace(tx: Read, asker: Membership) -> list[Group]:
    """The groups that are assigned to a workspace, by name, with their users."""
    return views(tx, asker.scope, tx.all(GROUPS_HERE, asker.scope))


@operation("GET", "/workspaces/{workspace_id}/groups", Permission.VIEW_MEMBERS, stranger=NO_ACCESS)
def list_workspace_groups(tx: Read, asker: Membership) -> list[WorkspaceGroup]:
    """The groups that are assigned to a workspace, by name."""
    return _workspace_groups(tx, asker)


@operation("POST", "/workspaces/{workspace_id}/groups", Permission.MANAGE_WORKSPACE_GROUPS, stranger=NO_ACCESS)
def create_workspace_group(tx: Write, asker: Membership, body: GroupChange, now: datetime) -> WorkspaceGroup:
    """Create a group, without users, that is assigned to this workspace."""
    wanted = GroupChange(name=body.name, workspaces=[asker.workspace_id])
    group_id = actions.create(tx, place_of(asker), wanted, now)
    return _one_here(tx, asker, group_id)


@operation(
    "PUT",
    "/workspaces/{workspace_id}/groups/{group_id}",
    Permission.MANAGE_WORKSPACE_GROUPS,
    stranger=NO_ACCESS,
    invalid_ids=UNKNOWN_GROUP,
)
def update_workspace_group(
    tx: Write, asker: Membership, group_id: int, body: GroupChange, now: datetime
) -> WorkspaceGroup:
    """Rename a group that belongs to this workspace alone."""
    actions.rename_in_workspace(tx, asker, group_id, body, now)
    return _one_here(tx, asker, group_id)


@operation(
    "DELETE",
    "/workspaces/{workspace_id}/groups/{group_id}",
    Permission.MANAGE_WORKSPACE_GROUPS,
    stranger=NO_ACCESS,
    invalid_ids=UNKNOWN_GROUP,
)
def delete_workspace_group(tx: Write, asker: Membership, group_id: int, now: datetime) -> None:
    """Take a group out of this workspace; a group that is nowhere else is deleted."""
    actions.remove_from_workspace(tx, asker, group_id, now)


def views(tx: Read, scope: Scope, rows: list[GroupRow]) -> list[Group]:
    """Groups with their users and workspaces, in two more statements however many they are."""
    groups = {row.id: Group(group_id=row.id, name=row.name, users=[], workspaces=[], at=row.at) for row in rows}
    for of in tx.all(USERS_OF, scope, group_ids=list(groups)):
        groups[of.group_id].users.append(GroupUser(of.user_id, of.name, of.joined, of.inactive))
    for of in tx.all(WORKSPACES_OF, scope, group_ids=list(groups)):
        groups[of.group_id].workspaces.append(of.workspace_id)
    return list(groups.values())


def _one(tx: Read, scope: Scope, group_id: int) -> Group:
    return views(tx, scope, [tx.one(FOR_UPDATE, scope, group_id=group_id)])[0]


def _workspace_groups(tx: Read, asker: Membership) -> list[WorkspaceGroup]:
    return [
        WorkspaceGroup(row.id, asker.workspace_id, row.name, row.has_users, row.at)
        for row in tx.all(WORKSPACE_GROUPS, asker.scope)
    ]


def _one_here(tx: Read, asker: Membership, group_id: int) -> WorkspaceGroup:
    return next(group for group in _workspace_groups(tx, asker) if group.id == group_id)
