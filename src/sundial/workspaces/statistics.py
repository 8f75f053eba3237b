"""Who runs the workspaces of an organization and how many are in them."""

import msgspec
from sqlalchemy import and_, func, select

from sundial.access.askers import Officer
from sundial.access.permissions import Permission, Role
from sundial.db.statement import Query, scoped
from sundial.db.transaction import Read
from sundial.groups.tables import group_workspace
from sundial.users.tables import user
from sundial.workspaces.schemas import Administrator, Statistics
from sundial.workspaces.tables import workspace, workspace_user


class Counted(msgspec.Struct):
    """A number of something in a workspace."""

    workspace_id: int
    number: int


class AdminOf(msgspec.Struct):
    """Somebody who runs a workspace."""

    workspace_id: int
    user_id: int
    name: str


_active = (workspace_user.c.joined, ~workspace_user.c.inactive)
ALL_WORKSPACES = Query(
    Counted,
    select(workspace.c.id.label("workspace_id"), func.count(workspace_user.c.id).label("number"))
    .outerjoin(
        workspace_user,
        and_(
            workspace_user.c.organization_id == workspace.c.organization_id,
            workspace_user.c.workspace_id == workspace.c.id,
            *_active,
        ),
    )
    .where(workspace.c.organization_id == scoped("organization_id"), workspace.c.deleted_at.is_(None))
    .group_by(workspace.c.id)
    .order_by(workspace.c.id),
)
"""All workspaces of an organization with the number of their active members."""

ALL_GROUPS_COUNTS = Query(
    Counted,
    select(group_workspace.c.workspace_id, func.count().label("number"))
    .where(group_workspace.c.organization_id == scoped("organization_id"))
    .group_by(group_workspace.c.workspace_id),
)
ALL_ADMINS = Query(
    AdminOf,
    select(workspace_user.c.workspace_id, workspace_user.c.user_id, user.c.fullname.label("name"))
    .join(user, user.c.id == workspace_user.c.user_id)
    .where(
        workspace_user.c.organization_id == scoped("organization_id"),
        workspace_user.c.role == Role.ADMIN.value,
        *_active,
    )
    .order_by(user.c.fullname, user.c.id),
)
OWN_WORKSPACE_IDS = Query(
    Counted,
    select(workspace_user.c.workspace_id, workspace_user.c.id.label("number")).where(
        workspace_user.c.organization_id == scoped("organization_id"),
        workspace_user.c.user_id == scoped("user_id"),
        *_active,
    ),
)


def of_all(tx: Read, asker: Officer) -> dict[int, Statistics]:
    """Statistics by workspace id: of all workspaces for who runs the organization, of their own for others."""
    groups = {count.workspace_id: count.number for count in tx.all(ALL_GROUPS_COUNTS, asker.scope)}
    found = {
        count.workspace_id: Statistics([], groups.get(count.workspace_id, 0), count.number)
        for count in tx.all(ALL_WORKSPACES, asker.scope)
    }
    for admin in tx.all(ALL_ADMINS, asker.scope):
        if admin.workspace_id in found:
            found[admin.workspace_id].admins.append(Administrator(admin.user_id, admin.name))
    if Permission.VIEW_ORGANIZATION_USERS in asker.permissions:
        return found
    own = {place.workspace_id for place in tx.all(OWN_WORKSPACE_IDS, asker.scope)}
    return {workspace_id: figures for workspace_id, figures in found.items() if workspace_id in own}
