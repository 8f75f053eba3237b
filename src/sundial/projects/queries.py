"""Reading projects: which of them somebody sees, and what they may do with each."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import and_, bindparam, exists, or_, select, type_coerce

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.access.queries import in_own_workspaces
from sundial.clients.project_rows import ProjectRow
from sundial.core.errors import Error, Forbidden, NotFound
from sundial.db.statement import Query, Written, scoped
from sundial.db.transaction import Read, Write
from sundial.db.types import Flag, Instant
from sundial.groups.tables import group_user, group_workspace
from sundial.projects.tables import project, project_group, project_user


class ProjectSeen(ProjectRow):
    """A project with the caller's place in it."""

    member: bool
    manager: bool

    def row(self) -> ProjectRow:
        """The project alone."""
        return ProjectRow(**{field: getattr(self, field) for field in ProjectRow.__struct_fields__})


# A group that is no longer assigned to the workspace brings nobody into its projects.
assigned_groups = project_group.join(
    group_workspace,
    and_(
        group_workspace.c.organization_id == project_group.c.organization_id,
        group_workspace.c.group_id == project_group.c.group_id,
        group_workspace.c.workspace_id == project_group.c.workspace_id,
    ),
)
people_in_groups = assigned_groups.join(
    group_user,
    and_(
        group_user.c.organization_id == project_group.c.organization_id,
        group_user.c.group_id == project_group.c.group_id,
    ),
)


def has(user_is: Callable[[Any], Any]) -> Written:
    """The condition that ``project`` has a user, or somebody in a group, of whose id ``user_is`` is true."""
    return or_(_by_themselves(user_is(project_user.c.user_id)), _by_group(user_is))


def _by_themselves(*conditions: Any) -> Written:
    # Compared with the scope: where PostgreSQL reads all of somebody's projects at once, an index then gives them.
    return (
        exists()
        .where(
            project_user.c.organization_id == scoped("organization_id"),
            project_user.c.project_id == project.c.id,
            project_user.c.deleted_at.is_(None),
            *conditions,
        )
        .correlate(project)
    )


def _by_group(user_is: Callable[[Any], Any]) -> Written:
    return (
        select(project_group.c.id)
        .select_from(people_in_groups)
        .where(
            project_group.c.organization_id == scoped("organization_id"),
            project_group.c.project_id == project.c.id,
            user_is(group_user.c.user_id),
        )
        .correlate(project)
        .exists()
    )


def _is_caller(user_id: Any) -> Any:
    return user_id == scoped("user_id")


is_member = has(_is_caller)
"""Whether the caller is a project user of ``project``, or in a group of it."""
manages = _by_themselves(_is_caller(project_user.c.user_id), project_user.c.manager)
"""Whether the caller is a manager of ``project``."""


sees = or_(in_own_workspaces(project, Permission.VIEW_ALL_PROJECTS), ~project.c.is_private, is_member)
"""Whether the caller sees ``project``, in whichever workspace of the organization it is."""


def came_to_caller() -> Written:
    """The condition that the caller's place in ``project`` has changed from ``since`` on: they may see it only now."""
    since = bindparam("since", type_=Instant())
    by_themselves = select(project_user.c.project_id).where(
        project_user.c.organization_id == scoped("organization_id"),
        _is_caller(project_user.c.user_id),
        project_user.c.at >= since,
    )
    by_group = (
        select(project_group.c.project_id)
        .select_from(people_in_groups)
        .where(
            project_group.c.organization_id == scoped("organization_id"),
            _is_caller(group_user.c.user_id),
            project_group.c.created_at >= since,
        )
    )
    # Each is read once for a whole list.
    return or_(project.c.id.in_(by_themselves), project.c.id.in_(by_group))


def may_see() -> Written:
    """The condition that the caller sees a project; ``sees_all`` is bound to whether they see private ones too."""
    return or_(bindparam("sees_all", type_=Flag()), ~project.c.is_private, is_member)


def visible() -> Written:
    """The projects of the caller's workspace that they see, deleted ones included."""
    return select(
        project, type_coerce(is_member, Flag()).label("member"), type_coerce(manages, Flag()).label("manager")
    ).where(
        project.c.organization_id == scoped("organization_id"),
        project.c.workspace_id == scoped("workspace_id"),
        may_see(),
    )


_one = visible().where(project.c.deleted_at.is_(None), project.c.id == bindparam("project_id"))
_missing = NotFound("Resource can not be found")
PROJECT = Query(ProjectSeen, _one, _missing)
FOR_UPDATE = Query(ProjectSeen, _one.with_for_update(of=project), _missing)
# Whoever adds a task needs the project to stay, and not for itself alone.
FOR_SHARE = Query(ProjectSeen, _one.with_for_update(of=project, read=True, key_share=True), _missing)


def sees_all(asker: Membership) -> bool:
    """Whether somebody sees the private projects that they are not in."""
    return Permission.VIEW_ALL_PROJECTS in asker.permissions


def sees_rates(asker: Membership, manager: bool) -> bool:
    """Whether somebody may know what a project earns: who sees all rates, or manages it."""
    return manager or Permission.VIEW_RATES in asker.permissions


def get(tx: Read, asker: Membership, project_id: int) -> ProjectSeen:
    """A project that the asker sees. Raises NotFound."""
    return tx.one(PROJECT, asker.scope, project_id=project_id, sees_all=sees_all(asker))


def may_edit(asker: Membership, seen: ProjectSeen) -> bool:
    """Whether somebody may change a project: who manages all projects, or this one."""
    return seen.manager or Permission.MANAGE_PROJECTS in asker.permissions


def require_editor(asker: Membership, seen: ProjectSeen) -> None:
    """Raise Forbidden for who may not change the project."""
    if not may_edit(asker, seen):
        raise Forbidden(Permission.MANAGE_PROJECTS.refusal)


def editable(tx: Write, asker: Membership, project_id: int, missing: Error) -> ProjectSeen:
    """A project that the asker may change, kept from being deleted meanwhile. Raises ``missing`` and Forbidden."""
    seen = tx.find(FOR_SHARE, asker.scope, project_id=project_id, sees_all=sees_all(asker))
    if seen is None:
        raise missing.fresh()
    require_editor(asker, seen)
    return seen
