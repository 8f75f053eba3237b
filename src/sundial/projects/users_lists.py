"""Lists of project users, of the projects that the caller sees."""

from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, and_, bindparam, func, or_, select, type_coerce

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.core.errors import Invalid
from sundial.core.money import Money
from sundial.db.statement import Query, Written, scoped
from sundial.db.transaction import Read
from sundial.db.types import Flag, among
from sundial.groups.tables import group_user
from sundial.http.paging import Paging
from sundial.organizations.tables import organization_user
from sundial.projects.queries import may_see, people_in_groups, sees_all
from sundial.projects.tables import project, project_group, project_user
from sundial.projects.users import ProjectUserRow
from sundial.projects.users_schemas import MOST_PROJECTS, ProjectUser, ProjectUserWithMeta
from sundial.users.tables import user
from sundial.workspaces.tables import workspace_user


class InGroup(msgspec.Struct):
    """Somebody who is in a project through a group."""

    id: int
    project_id: int
    group_id: int
    user_id: int
    created_at: datetime


class ProjectUserMore(ProjectUserRow):
    """A project user with what is told of them in the workspace."""

    user_name: str
    is_active: bool
    workspace_user_id: int
    workspace_user_rate: Money | None
    workspace_user_labor_cost: Money | None


def _of_seen_projects(selected: Written, source: Written, of: Written) -> Written:
    """Rows of ``source`` that belong to projects of the workspace that the caller sees; ``of`` names the project."""
    in_project = and_(project.c.organization_id == of.c.organization_id, project.c.id == of.c.project_id)
    return selected.select_from(source.join(project, in_project)).where(
        of.c.organization_id == scoped("organization_id"),
        of.c.workspace_id == scoped("workspace_id"),
        project.c.deleted_at.is_(None),
        may_see(),
    )


def _of_one(user_id: Written) -> Written:
    return or_(bindparam("any_user", type_=Flag()), user_id == bindparam("the_user"))


# By the ids of projects apart, so that those are searched by.
_direct = (
    _of_seen_projects(select(project_user), project_user, project_user)
    .where(project_user.c.deleted_at.is_(None), _of_one(project_user.c.user_id))
    .order_by(project_user.c.id)
)
DIRECT = Query(ProjectUserRow, _direct)
DIRECT_OF = Query(ProjectUserRow, _direct.where(among(project_user.c.project_id, "project_ids")))
_in_groups = (
    _of_seen_projects(
        select(
            project_group.c.id,
            project_group.c.project_id,
            project_group.c.group_id,
            group_user.c.user_id,
            project_group.c.created_at,
        ),
        people_in_groups,
        project_group,
    )
    .where(_of_one(group_user.c.user_id))
    .order_by(project_group.c.id, group_user.c.user_id)
)
IN_GROUPS = Query(InGroup, _in_groups)
IN_GROUPS_OF = Query(InGroup, _in_groups.where(among(project_group.c.project_id, "project_ids")))

_in_workspace = (
    project_user.join(
        workspace_user,
        and_(
            workspace_user.c.organization_id == project_user.c.organization_id,
            workspace_user.c.workspace_id == project_user.c.workspace_id,
            workspace_user.c.user_id == project_user.c.user_id,
        ),
    )
    .join(
        organization_user,
        and_(
            organization_user.c.organization_id == project_user.c.organization_id,
            organization_user.c.user_id == project_user.c.user_id,
        ),
    )
    .join(user, user.c.id == project_user.c.user_id)
)
_is_active = and_(
    workspace_user.c.joined, ~workspace_user.c.inactive, organization_user.c.joined, ~organization_user.c.inactive
)
_numbered = (
    _of_seen_projects(
        select(
            project_user,
            user.c.fullname.label("user_name"),
            type_coerce(_is_active, Flag()).label("is_active"),
            workspace_user.c.id.label("workspace_user_id"),
            workspace_user.c.rate.label("workspace_user_rate"),
            workspace_user.c.labor_cost.label("workspace_user_labor_cost"),
            workspace_user.c.name_key,
            func.row_number()
            .over(partition_by=project_user.c.project_id, order_by=(workspace_user.c.name_key, project_user.c.id))
            .label("place"),
        ),
        _in_workspace,
        project_user,
    )
    .where(
        project_user.c.deleted_at.is_(None),
        workspace_user.c.deleted_at.is_(None),
        among(project_user.c.project_id, "project_ids"),
        or_(bindparam("inactive", type_=Flag()), _is_active),
    )
    .subquery("numbered")
)
PAGE = Query(
    ProjectUserMore,
    select(*(_numbered.c[name] for name in ProjectUserMore.__struct_fields__))
    .where(
        _numbered.c.place > bindparam("first", type_=BigInteger()),
        _numbered.c.place <= bindparam("last", type_=BigInteger()),
    )
    .order_by(_numbered.c.project_id, _numbered.c.place),
)
"""A page of the users of each project: the same numbers of each."""


def project_users(
    tx: Read, asker: Membership, project_ids: list[int], user_id: int | None, with_group_members: bool
) -> list[ProjectUser]:
    """The users of these projects, or of all that the asker sees; of one user, when one is given."""
    these = {
        "project_ids": project_ids,
        "any_user": user_id is None,
        "the_user": user_id or 0,
        "sees_all": sees_all(asker),
    }
    found = [view(asker, row) for row in tx.all(DIRECT_OF if project_ids else DIRECT, asker.scope, **these)]
    if with_group_members:
        found += [
            _in_group(asker, row) for row in tx.all(IN_GROUPS_OF if project_ids else IN_GROUPS, asker.scope, **these)
        ]
    return found


def pages(
    tx: Read, asker: Membership, project_ids: list[int], paging: Paging, show_inactive: bool
) -> list[ProjectUserWithMeta]:
    """A page of the users of each of these projects, by name. Raises Invalid for too many projects."""
    if len(project_ids) > MOST_PROJECTS:
        raise Invalid(f"project_ids cannot exceed {MOST_PROJECTS} elements.")
    rows = tx.all(
        PAGE,
        asker.scope,
        project_ids=project_ids,
        inactive=show_inactive,
        first=paging.first,
        last=paging.first + paging.per_page,
        sees_all=sees_all(asker),
    )
    return [_with_meta(asker, row) for row in rows]


def view(asker: Membership, row: ProjectUserRow) -> ProjectUser:
    """A project user as the asker may see them."""
    rates = Permission.VIEW_RATES in asker.permissions
    costs = Permission.VIEW_LABOR_COSTS in asker.permissions
    return ProjectUser(
        id=row.id,
        project_id=row.project_id,
        user_id=row.user_id,
        workspace_id=row.workspace_id,
        manager=row.manager,
        rate=row.rate if rates else None,
        rate_last_updated=row.rate_last_updated if rates else None,
        labor_cost=row.labor_cost if costs else None,
        labor_cost_last_updated=row.labor_cost_last_updated if costs else None,
        group_id=None,
        gid=None,
        at=row.at,
    )


def _in_group(asker: Membership, row: InGroup) -> ProjectUser:
    return ProjectUser(
        id=row.id,
        project_id=row.project_id,
        user_id=row.user_id,
        workspace_id=asker.workspace_id,
        manager=False,
        rate=None,
        rate_last_updated=None,
        labor_cost=None,
        labor_cost_last_updated=None,
        group_id=row.group_id,
        gid=row.group_id,
        at=row.created_at,
    )


def _with_meta(asker: Membership, row: ProjectUserMore) -> ProjectUserWithMeta:
    rates = Permission.VIEW_RATES in asker.permissions
    costs = Permission.VIEW_LABOR_COSTS in asker.permissions
    return ProjectUserWithMeta(
        **msgspec.structs.asdict(view(asker, row)),
        user_name=row.user_name,
        avatar_url="",
        is_active=row.is_active,
        workspace_user_id=row.workspace_user_id,
        workspace_user_rate=row.workspace_user_rate if rates else None,
        workspace_user_labor_cost=row.workspace_user_labor_cost if costs else None,
    )
