"""The projects that somebody sees in all of their workspaces, whatever organization those are of."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, literal_column, or_, select, type_coerce

from sundial.access.permissions import GRANTS, OrganizationRole, Permission, Role, in_workspace
from sundial.access.queries import OWN_ORGANIZATIONS
from sundial.core.errors import Invalid
from sundial.db.statement import Query, Scope, Written, scoped
from sundial.db.transaction import Read
from sundial.db.types import Choice, Flag, Instant
from sundial.organizations.tables import organization_user
from sundial.projects.lists import BEGINNING, ProjectListed, told
from sundial.projects.queries import came_to_caller, is_member, manages
from sundial.projects.schemas import Project
from sundial.projects.tables import project
from sundial.projects.views import listed_view
from sundial.workspaces.tables import workspace, workspace_user

LARGEST_PAGE = 201


class ProjectMine(ProjectListed):
    """A project with what its reader is in the workspace: that decides what they read of it."""

    role: Role
    organization_role: OrganizationRole
    view_edit_billable_rates: bool | None

    @property
    def sees_rates(self) -> bool:
        """Whether the reader may know what the project earns."""
        granted = in_workspace(self.role, self.organization_role, self.view_edit_billable_rates)
        return self.manager or Permission.VIEW_RATES in granted


def _sees_all() -> Written:
    """Whether a role in the workspace or in the organization shows private projects to those who are not in them."""
    granting = [role for role, granted in GRANTS.items() if Permission.VIEW_ALL_PROJECTS in granted]
    columns = {Role: workspace_user.c.role, OrganizationRole: organization_user.c.role}
    return or_(*(columns[type(role)] == role.value for role in granting))


_workspace_roles = (
    type_coerce(workspace_user.c.role, Choice(Role)).label("role"),
    type_coerce(organization_user.c.role, Choice(OrganizationRole)).label("organization_role"),
    workspace_user.c.view_edit_billable_rates,
)
_seen = (
    told(select(project, type_coerce(is_member, Flag()).label("member"), type_coerce(manages, Flag()).label("manager")))
    .add_columns(*_workspace_roles)
    .join(
        workspace_user,
        and_(
            workspace_user.c.organization_id == project.c.organization_id,
            workspace_user.c.workspace_id == project.c.workspace_id,
        ),
    )
    .join(
        organization_user,
        and_(
            organization_user.c.organization_id == project.c.organization_id,
            organization_user.c.user_id == workspace_user.c.user_id,
        ),
    )
    .join(
        workspace,
        and_(workspace.c.organization_id == project.c.organization_id, workspace.c.id == project.c.workspace_id),
    )
    .where(
        project.c.organization_id == scoped("organization_id"),
        workspace.c.deleted_at.is_(None),
        workspace_user.c.user_id == scoped("user_id"),
        workspace_user.c.joined,
        ~workspace_user.c.inactive,
        organization_user.c.joined,
        ~organization_user.c.inactive,
        ~project.c.template,
        or_(~project.c.is_private, _sees_all(), is_member),
    )
)
_present = project.c.deleted_at.is_(None)
_since = or_(project.c.at >= bindparam("since", type_=Instant()), came_to_caller())
_by_name = (project.c.name_key, project.c.id)
MINE = Query(
    ProjectMine,
    _seen.where(_present, or_(project.c.active, bindparam("archived", type_=Flag()))).order_by(*_by_name),
)
MINE_SINCE = Query(ProjectMine, _seen.where(_since).order_by(*_by_name))
NEXT = Query(
    ProjectMine,
    _seen.where(project.c.id >= bindparam("first_id"), _since, or_(_present, bindparam("deleted", type_=Flag())))
    .order_by(project.c.id)
    .limit(literal_column(str(LARGEST_PAGE))),
)


def mine(tx: Read, user_id: int, archived: bool, since: datetime | None, today: date) -> list[Project]:
    """What somebody sees; with ``since`` all that changed from then on, archived and deleted ones too."""
    query, values = (MINE, {"archived": archived}) if since is None else (MINE_SINCE, {"since": since})
    return _views(_found(tx, user_id, query, **values), today)


def mine_from(
    tx: Read, user_id: int, first_id: int, per_page: int, since: datetime | None, today: date
) -> list[Project]:
    """What somebody sees, archived ones too, by id from ``first_id`` on. Raises Invalid for a page of no size.

    The page's last project may be given as the first of the next.
    """
    if per_page < 1:
        raise Invalid("per_page parameter must contain values > 0.")
    values = {"first_id": first_id, "since": since or BEGINNING, "deleted": since is not None}
    rows = sorted(_found(tx, user_id, NEXT, **values), key=lambda row: row.id)
    return _views(rows[: min(per_page, LARGEST_PAGE)], today)


def _found(tx: Read, user_id: int, query: Query[ProjectMine], **values: Any) -> list[ProjectMine]:
    return [
        row
        for own in tx.all(OWN_ORGANIZATIONS, user_id=user_id)
        for row in tx.all(query, Scope(organization_id=own.organization_id, user_id=user_id), **values)
    ]


def _views(rows: Iterable[ProjectMine], today: date) -> list[Project]:
    return [listed_view(row, row.sees_rates, today) for row in rows]
