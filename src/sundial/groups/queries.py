"""Every read of groups."""

from datetime import datetime

import msgspec
from sqlalchemy import and_, bindparam, exists, select, type_coerce

from sundial.core.errors import NotFound
from sundial.db.statement import Query, Written, scoped
from sundial.db.types import Flag, among
from sundial.groups.tables import group, group_user, group_workspace
from sundial.organizations.tables import organization_user
from sundial.users.tables import user
from sundial.workspaces.tables import workspace


class GroupRow(msgspec.Struct):
    """A group, whole."""

    organization_id: int
    id: int
    name: str
    name_key: str
    created_at: datetime
    at: datetime


class UserOf(msgspec.Struct):
    """Somebody's place in a group."""

    group_id: int
    user_id: int
    name: str
    joined: bool
    inactive: bool


class WorkspaceOf(msgspec.Struct):
    """A workspace that a group is assigned to."""

    group_id: int
    workspace_id: int


class WorkspaceGroupRow(msgspec.Struct):
    """A group, seen from one of its workspaces."""

    id: int
    name: str
    has_users: bool
    at: datetime


class Known(msgspec.Struct):
    """An id that exists."""

    id: int


def visible() -> Written:
    """The groups of the caller's organization."""
    return select(group).where(_own_groups)


_own_groups = group.c.organization_id == scoped("organization_id")
_own_users = group_user.c.organization_id == scoped("organization_id")
_own_workspaces = group_workspace.c.organization_id == scoped("organization_id")
_by_name = (group.c.name_key, group.c.id)
_assigned_here = exists().where(
    _own_workspaces,
    group_workspace.c.group_id == group.c.id,
    group_workspace.c.workspace_id == scoped("workspace_id"),
)

GROUPS = Query(GroupRow, visible().where(group.c.name_key.like(bindparam("name"), escape="\\")).order_by(*_by_name))
GROUPS_HERE = Query(GroupRow, visible().where(_assigned_here).order_by(*_by_name))
FOR_UPDATE = Query(
    GroupRow, visible().where(group.c.id == bindparam("group_id")).with_for_update(), NotFound("Invalid group ID.")
)
IN_WORKSPACE_FOR_UPDATE = Query(
    GroupRow,
    visible().where(_assigned_here, group.c.id == bindparam("group_id")).with_for_update(of=group),
    NotFound("Group was not found"),
)

USERS_OF = Query(
    UserOf,
    select(
        group_user.c.group_id,
        group_user.c.user_id,
        user.c.fullname.label("name"),
        organization_user.c.joined,
        organization_user.c.inactive,
    )
    .join(user, user.c.id == group_user.c.user_id)
    .join(
        organization_user,
        and_(
            organization_user.c.organization_id == group_user.c.organization_id,
            organization_user.c.user_id == group_user.c.user_id,
        ),
    )
    .where(_own_users, among(group_user.c.group_id, "group_ids"))
    .order_by(organization_user.c.name_key, group_user.c.user_id),
)
WORKSPACES_OF = Query(
    WorkspaceOf,
    select(group_workspace.c.group_id, group_workspace.c.workspace_id)
    .where(_own_workspaces, among(group_workspace.c.group_id, "group_ids"))
    .order_by(group_workspace.c.workspace_id),
)

WORKSPACE_GROUPS = Query(
    WorkspaceGroupRow,
    select(
        group.c.id,
        group.c.name,
        type_coerce(exists().where(_own_users, group_user.c.group_id == group.c.id), Flag()).label("has_users"),
        group.c.at,
    )
    .where(_own_groups, _assigned_here)
    .order_by(*_by_name),
)

KNOWN_USERS = Query(
    Known,
    select(organization_user.c.user_id.label("id")).where(
        organization_user.c.organization_id == scoped("organization_id"),
        organization_user.c.deleted_at.is_(None),
        among(organization_user.c.user_id, "user_ids"),
    ),
)
KNOWN_WORKSPACES = Query(
    Known,
    select(workspace.c.id).where(
        workspace.c.organization_id == scoped("organization_id"),
        workspace.c.deleted_at.is_(None),
        among(workspace.c.id, "workspace_ids"),
    ),
)
_of_its_group = and_(
    group_workspace.c.organization_id == group_user.c.organization_id,
    group_workspace.c.group_id == group_user.c.group_id,
)
COVERED = Query(
    Known,
    select(group_user.c.user_id.label("id"))
    .distinct()
    .join(group_workspace, _of_its_group)
    .where(
        _own_users,
        group_workspace.c.workspace_id == bindparam("in_workspace"),
        among(group_user.c.user_id, "user_ids"),
    ),
)
"""Those of these users whom some group brings into a workspace."""

GROUPS_OF_USERS = Query(
    UserOf,
    select(
        group_user.c.group_id,
        group_user.c.user_id,
        group.c.name,
        organization_user.c.joined,
        organization_user.c.inactive,
    )
    .join(group, and_(group.c.organization_id == group_user.c.organization_id, group.c.id == group_user.c.group_id))
    .join(
        organization_user,
        and_(
            organization_user.c.organization_id == group_user.c.organization_id,
            organization_user.c.user_id == group_user.c.user_id,
        ),
    )
    .where(_own_users, among(group_user.c.user_id, "user_ids"))
    .order_by(group.c.name_key, group.c.id),
)
"""The groups of these users; ``name`` is the group's."""


def people_in_groups() -> Written:
    """The ids of those who are in some of the groups ``group_ids``, as far as these are in the caller's workspace."""
    return (
        select(group_user.c.user_id)
        .join(group_workspace, _of_its_group)
        .where(
            _own_users,
            group_workspace.c.workspace_id == scoped("workspace_id"),
            among(group_user.c.group_id, "group_ids"),
        )
    )
