"""Whose time somebody sees in reports, and whether they see what it is worth (`behaviour.md, 10 and 11`).

Who may view all time sees all of it. The others see their own, that of projects which they manage, and that of public
projects, unless the workspace keeps those from everybody but admins.
"""

from sqlalchemy import bindparam, or_, select

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.access.plans import PREMIUM_OR_HIGHER, STARTER_OR_HIGHER
from sundial.db.statement import Written, scoped
from sundial.db.types import Flag, listed
from sundial.projects.tables import project, project_user
from sundial.time_entries.tables import time_entry

_managed = select(project_user.c.project_id).where(
    project_user.c.organization_id == scoped("organization_id"),
    project_user.c.workspace_id == scoped("workspace_id"),
    project_user.c.user_id == scoped("user_id"),
    project_user.c.manager,
    project_user.c.deleted_at.is_(None),
)
_public = select(project.c.id).where(
    project.c.organization_id == scoped("organization_id"),
    project.c.workspace_id == scoped("workspace_id"),
    ~project.c.is_private,
    bindparam("sees_public", type_=Flag()),
)
seen: Written = or_(
    time_entry.c.user_id == scoped("user_id"),
    listed(time_entry.c.project_id, _managed.union_all(_public)),
)
"""The condition that somebody who may not view all time sees an entry."""


def sees_all(asker: Membership) -> bool:
    """Whether somebody sees everybody's time."""
    return Permission.VIEW_ALL_TIME in asker.permissions


def sees_amounts(asker: Membership) -> bool:
    """Whether somebody sees what time bills: not on a plan without rates."""
    return Permission.VIEW_RATES in asker.permissions and asker.plan in STARTER_OR_HIGHER


def sees_costs(asker: Membership) -> bool:
    """Whether somebody sees what time costs: not on a plan without labor costs."""
    return Permission.VIEW_LABOR_COSTS in asker.permissions and asker.plan in PREMIUM_OR_HIGHER
