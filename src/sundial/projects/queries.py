"""Reading projects: which of them somebody sees, and what they may do with each."""

from datetime import datetime

import msgspec
from sqlalchemy import and_, bindparam, exists, or_, select, type_coerce

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.core.errors import Forbidden, NotFound
from sundial.core.money import Money
from sundial.db.statement import Query, Written, scoped
from sundial.db.transaction import Read
from sundial.db.types import Flag
from sundial.groups.tables import group_user
from sundial.projects.tables import project, project_group, project_user


class ProjectRow(msgspec.Struct):
    """A project, whole."""

    organization_id: int
    id: int
    workspace_id: int
    client_id: int | None
    name: str
    name_key: str
    is_private: bool
    active: bool
    color: str
    billable: bool
    template: bool
    template_id: int | None
    auto_estimates: bool
    estimated_seconds: int | None
    currency: str | None
    rate: Money | None
    rate_last_updated: datetime | None
    fixed_fee: Money | None
    recurring: bool
    recurring_period: str | None
    recurring_custom_period: int | None
    recurring_start_date: str | None
    start_date: str
    end_date: str | None
    external_reference: str | None
    tracked_seconds: int
    creator_id: int | None
    created_at: datetime
    at: datetime
    deleted_at: datetime | None


class ProjectSeen(ProjectRow):
    """A project with the caller's place in it."""

    member: bool
    manager: bool

    def row(self) -> ProjectRow:
        """The project alone."""
        return ProjectRow(**{field: getattr(self, field) for field in ProjectRow.__struct_fields__})


_me = and_(
    project_user.c.organization_id == project.c.organization_id,
    project_user.c.project_id == project.c.id,
    project_user.c.user_id == scoped("user_id"),
    project_user.c.deleted_at.is_(None),
)
_by_group = (
    select(project_group.c.id)
    .join(
        group_user,
        and_(
            group_user.c.organization_id == project_group.c.organization_id,
            group_user.c.group_id == project_group.c.group_id,
        ),
    )
    .where(
        project_group.c.organization_id == project.c.organization_id,
        project_group.c.project_id == project.c.id,
        group_user.c.user_id == scoped("user_id"),
    )
    .exists()
)
is_member = or_(exists().where(_me), _by_group)
"""Whether the caller is a project user of ``project``, or in a group of it."""
manages = exists().where(_me, project_user.c.manager)


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
