"""Every read of workspace users."""

from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, ColumnElement, Integer, and_, bindparam, func, literal_column, select, type_coerce

from sundial.access.permissions import OrganizationRole, Role
from sundial.core.money import Money
from sundial.db.statement import Query, Written, scoped
from sundial.db.types import Choice, Flag, among
from sundial.groups.tables import group_user, group_workspace
from sundial.http.paging import SIZES
from sundial.invitations.tables import invitation
from sundial.organizations.tables import organization_user
from sundial.users.tables import user
from sundial.workspaces.memberships import WorkspaceUserRow
from sundial.workspaces.tables import workspace_user


class MemberRow(msgspec.Struct):
    """A workspace user with their name and their role in the organization."""

    id: int
    user_id: int
    workspace_id: int
    name: str
    email: str
    timezone: str
    joined: bool
    inactive: bool
    role: Role
    organization_role: OrganizationRole
    is_direct: bool
    rate: Money | None
    rate_last_updated: datetime | None
    labor_cost: Money | None
    labor_cost_last_updated: datetime | None
    view_edit_billable_rates: bool | None
    view_edit_labor_costs: bool | None
    working_hours_in_minutes: int | None
    at: datetime
    deleted_at: datetime | None


class Standing(msgspec.Struct):
    """What somebody is in the organization."""

    role: OrganizationRole
    deleted_at: datetime | None


class Number(msgspec.Struct):
    """A count."""

    number: int


class InGroup(msgspec.Struct):
    """Somebody's place in a group."""

    user_id: int
    group_id: int


def visible() -> Written:
    """The workspace users of the caller's workspace, those who were removed included."""
    return _told().where(*_here)


def page(size: int, *conditions: ColumnElement[bool]) -> Written:
    """A page of them: chosen from an index, so that nothing more is read of those who are not on it."""
    source = workspace_user.join(organization_user, _same_person) if conditions else workspace_user
    chosen = (
        select(workspace_user.c.organization_id, workspace_user.c.id)
        .select_from(source)
        .where(*_here, _present, *conditions)
        .order_by(*_by_name)
        .limit(literal_column(str(size)))
        .offset(bindparam("first", type_=BigInteger()))
        .subquery("chosen")
    )
    return (
        _told()
        .join(
            chosen,
            and_(chosen.c.organization_id == workspace_user.c.organization_id, chosen.c.id == workspace_user.c.id),
        )
        .order_by(*_by_name)
    )


def _told() -> Written:
    return (
        select(
            workspace_user.c.id,
            workspace_user.c.user_id,
            workspace_user.c.workspace_id,
            user.c.fullname.label("name"),
            user.c.email,
            user.c.timezone,
            workspace_user.c.joined,
            type_coerce(workspace_user.c.inactive | organization_user.c.inactive, Flag()).label("inactive"),
            type_coerce(workspace_user.c.role, Choice(Role)).label("role"),
            type_coerce(organization_user.c.role, Choice(OrganizationRole)).label("organization_role"),
            workspace_user.c.is_direct,
            workspace_user.c.rate,
            workspace_user.c.rate_last_updated,
            workspace_user.c.labor_cost,
            workspace_user.c.labor_cost_last_updated,
            workspace_user.c.view_edit_billable_rates,
            workspace_user.c.view_edit_labor_costs,
            workspace_user.c.working_hours_in_minutes,
            workspace_user.c.at,
            workspace_user.c.deleted_at,
        )
        .join(user, user.c.id == workspace_user.c.user_id)
        .join(organization_user, _same_person)
    )


_same_person = and_(
    organization_user.c.organization_id == workspace_user.c.organization_id,
    organization_user.c.user_id == workspace_user.c.user_id,
)
_here = (
    workspace_user.c.organization_id == scoped("organization_id"),
    workspace_user.c.workspace_id == scoped("workspace_id"),
)
_present = workspace_user.c.deleted_at.is_(None)
_active = (
    workspace_user.c.joined,
    ~workspace_user.c.inactive,
    organization_user.c.joined,
    ~organization_user.c.inactive,
)
_by_name = (workspace_user.c.name_key, workspace_user.c.id)


# The switches are numbers, since a null parameter has no type on PostgreSQL: negative is "does not matter".
_filtered = (
    (bindparam("active", type_=Integer()) < 0) | and_(*_active),
    (bindparam("custom_rates", type_=Integer()) < 0)
    | (workspace_user.c.rate.is_not(None) & (bindparam("custom_rates", type_=Integer()) == 1))
    | (workspace_user.c.rate.is_(None) & (bindparam("custom_rates", type_=Integer()) == 0)),
    workspace_user.c.name_key.like(bindparam("name"), escape="\\"),
    workspace_user.c.name_key.like(bindparam("search"), escape="\\")
    | (
        (bindparam("by_email", type_=Integer()) == 1)
        & workspace_user.c.email_key.like(bindparam("search"), escape="\\")
    ),
)
PAGES = {
    (size, filtered): Query(MemberRow, page(size, *(_filtered if filtered else ())))
    for size in SIZES
    for filtered in (False, True)
}
_count = select(func.count().label("number")).select_from(workspace_user).where(*_here, _present)
COUNTS = {
    False: Query(Number, _count),
    True: Query(Number, _count.join(organization_user, _same_person).where(*_filtered)),
}

ALL = Query(MemberRow, visible().where(_present).order_by(*_by_name))
ALL_WITH_DELETED = Query(MemberRow, visible().order_by(*_by_name))
BY_USER_IDS = Query(
    MemberRow, visible().where(_present, among(workspace_user.c.user_id, "user_ids")).order_by(*_by_name)
)
ONE = Query(MemberRow, visible().where(workspace_user.c.id == bindparam("member_id")))

# Whatever depends on who else runs a workspace is decided one at a time: the workspace is locked first.
FOR_UPDATE = Query(
    WorkspaceUserRow,
    select(workspace_user).where(*_here, workspace_user.c.id == bindparam("member_id")).with_for_update(),
)
BY_USER_FOR_UPDATE = Query(
    WorkspaceUserRow,
    select(workspace_user).where(*_here, _present, workspace_user.c.user_id == bindparam("the_user")).with_for_update(),
)
STANDING = Query(
    Standing,
    select(
        type_coerce(organization_user.c.role, Choice(OrganizationRole)).label("role"),
        organization_user.c.deleted_at,
    ).where(
        organization_user.c.organization_id == scoped("organization_id"),
        organization_user.c.user_id == bindparam("the_user"),
    ),
)
ACTIVE_ADMINS = Query(
    Number,
    select(func.count().label("number"))
    .select_from(workspace_user)
    .join(organization_user, _same_person)
    .where(*_here, _present, *_active, workspace_user.c.role == Role.ADMIN.value),
)

GROUPS_OF = Query(
    InGroup,
    select(group_user.c.user_id, group_user.c.group_id)
    .join(
        group_workspace,
        and_(
            group_workspace.c.organization_id == group_user.c.organization_id,
            group_workspace.c.group_id == group_user.c.group_id,
        ),
    )
    .where(
        group_user.c.organization_id == scoped("organization_id"),
        group_workspace.c.workspace_id == scoped("workspace_id"),
        among(group_user.c.user_id, "user_ids"),
    )
    .order_by(group_user.c.user_id, group_user.c.group_id),
)
"""Which of the workspace's groups these users are in."""


class PendingRow(msgspec.Struct):
    """An invitation that waits for its answer."""

    id: int
    sender_id: int
    recipient_id: int
    code_sealed: bytes


PENDING = Query(
    PendingRow,
    select(invitation.c.id, invitation.c.sender_id, invitation.c.recipient_id, invitation.c.code_sealed).where(
        invitation.c.organization_id == scoped("organization_id"),
        invitation.c.status == "pending",
        among(invitation.c.recipient_id, "user_ids"),
    ),
)
