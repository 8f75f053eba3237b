"""Every read of organization users."""

from datetime import datetime

import msgspec
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    type_coerce,
)

from sundial.access.permissions import OrganizationRole, Role
from sundial.core.money import Money
from sundial.db.statement import Query, Written, scoped
from sundial.db.types import Choice, among
from sundial.groups.tables import group_user
from sundial.http.paging import SIZES
from sundial.invitations.tables import invitation
from sundial.organization_users.tables import owner_transfer
from sundial.organizations.queries import OrganizationUserRow
from sundial.organizations.tables import organization_user
from sundial.users.tables import user, user_organization
from sundial.workspaces.tables import workspace, workspace_user


class PersonRow(msgspec.Struct):
    """An organization user with their name."""

    id: int
    user_id: int
    organization_id: int
    name: str
    email: str
    joined: bool
    inactive: bool
    role: OrganizationRole


class PlaceRow(msgspec.Struct):
    """Somebody's place in a workspace."""

    user_id: int
    workspace_id: int
    workspace_name: str
    workspace_user_id: int
    joined: bool
    inactive: bool
    is_direct: bool
    role: Role
    default_currency: str
    rate: Money | None
    labor_cost: Money | None
    view_edit_billable_rates: bool | None
    view_edit_labor_costs: bool | None
    working_hours_in_minutes: int | None


class InvitationOf(msgspec.Struct):
    """The invitation that somebody has not answered."""

    recipient_id: int
    id: int


class Number(msgspec.Struct):
    """A count."""

    number: int


class OwnerRow(msgspec.Struct):
    """Who owns an organization."""

    user_id: int
    organization_id: int
    organization_user_id: int
    name: str
    email: str
    accounts_id: str
    created_at: datetime
    at: datetime


class TransferRow(msgspec.Struct):
    """An offer of ownership, whole."""

    organization_id: int
    id: int
    requester_id: int
    current_owner_id: int
    current_owner_accepted: bool | None
    current_owner_answered_at: datetime | None
    new_owner_id: int
    new_owner_accepted: bool | None
    new_owner_answered_at: datetime | None
    created_at: datetime
    finished_at: datetime | None
    outcome: str | None


_own = organization_user.c.organization_id == scoped("organization_id")
_present = organization_user.c.deleted_at.is_(None)


def page(size: int, *conditions: ColumnElement[bool], descending: bool) -> Written:
    """A page of the asker's organization's people: nothing more is read of those who are not on it."""
    by_name = _descending if descending else _ascending
    chosen = (
        select(organization_user.c.organization_id, organization_user.c.id)
        .where(_own, _present, *conditions)
        .order_by(*by_name)
        .limit(literal_column(str(size)))
        .offset(bindparam("first", type_=BigInteger()))
        .subquery("chosen")
    )
    return (
        select(
            organization_user.c.id,
            organization_user.c.user_id,
            organization_user.c.organization_id,
            user.c.fullname.label("name"),
            user.c.email,
            organization_user.c.joined,
            organization_user.c.inactive,
            type_coerce(organization_user.c.role, Choice(OrganizationRole)).label("role"),
        )
        .join(user, user.c.id == organization_user.c.user_id)
        .join(
            chosen,
            and_(
                chosen.c.organization_id == organization_user.c.organization_id, chosen.c.id == organization_user.c.id
            ),
        )
        .order_by(*by_name)
    )


def _switch(name: str) -> ColumnElement[bool]:
    return bindparam(name, type_=Integer()) == 1


_in_groups = exists().where(
    group_user.c.organization_id == organization_user.c.organization_id,
    group_user.c.user_id == organization_user.c.user_id,
    among(group_user.c.group_id, "group_ids"),
)
_in_workspaces = exists().where(
    workspace_user.c.organization_id == organization_user.c.organization_id,
    workspace_user.c.user_id == organization_user.c.user_id,
    workspace_user.c.deleted_at.is_(None),
    among(workspace_user.c.workspace_id, "workspace_ids"),
)
_filtered = (
    organization_user.c.name_key.like(bindparam("filter"), escape="\\")
    | organization_user.c.email_key.like(bindparam("filter"), escape="\\"),
    (_switch("active") & organization_user.c.joined & ~organization_user.c.inactive)
    | (_switch("inactive") & organization_user.c.joined & organization_user.c.inactive)
    | (_switch("invited") & ~organization_user.c.joined),
    _switch("everybody") | (organization_user.c.role != OrganizationRole.MEMBER.value),
    _switch("any_group") | _in_groups,
    _switch("any_workspace") | _in_workspaces,
)
_ascending = (organization_user.c.name_key, organization_user.c.id)
_descending = (organization_user.c.name_key.desc(), organization_user.c.id.desc())

PAGES = {
    (size, descending, filtered): Query(PersonRow, page(size, *(_filtered if filtered else ()), descending=descending))
    for size in SIZES
    for descending in (False, True)
    for filtered in (False, True)
}
COUNTS = {
    filtered: Query(
        Number,
        select(func.count().label("number"))
        .select_from(organization_user)
        .where(_own, _present, *(_filtered if filtered else ())),
    )
    for filtered in (False, True)
}
FOR_UPDATE = Query(
    OrganizationUserRow,
    select(organization_user)
    .where(_own, _present, organization_user.c.id == bindparam("organization_user_id"))
    .with_for_update(),
)
PLACES = Query(
    PlaceRow,
    select(
        workspace_user.c.user_id,
        workspace_user.c.workspace_id,
        workspace.c.name.label("workspace_name"),
        workspace_user.c.id.label("workspace_user_id"),
        workspace_user.c.joined,
        workspace_user.c.inactive,
        workspace_user.c.is_direct,
        type_coerce(workspace_user.c.role, Choice(Role)).label("role"),
        workspace.c.default_currency,
        workspace_user.c.rate,
        workspace_user.c.labor_cost,
        workspace_user.c.view_edit_billable_rates,
        workspace_user.c.view_edit_labor_costs,
        workspace_user.c.working_hours_in_minutes,
    )
    .join(
        workspace,
        and_(
            workspace.c.organization_id == workspace_user.c.organization_id,
            workspace.c.id == workspace_user.c.workspace_id,
        ),
    )
    .where(
        workspace_user.c.organization_id == scoped("organization_id"),
        workspace_user.c.deleted_at.is_(None),
        workspace.c.deleted_at.is_(None),
        among(workspace_user.c.user_id, "user_ids"),
    )
    .order_by(workspace.c.name_key, workspace.c.id),
)
INVITATIONS_OF = Query(
    InvitationOf,
    select(invitation.c.recipient_id, invitation.c.id).where(
        invitation.c.organization_id == scoped("organization_id"),
        invitation.c.status == "pending",
        among(invitation.c.recipient_id, "user_ids"),
    ),
)
ORGANIZATIONS_OF = Query(
    Number,
    select(func.count().label("number"))
    .select_from(user_organization)
    .where(user_organization.c.user_id == bindparam("user_id")),
)

OWNER = Query(
    OwnerRow,
    select(
        organization_user.c.user_id,
        organization_user.c.organization_id,
        organization_user.c.id.label("organization_user_id"),
        user.c.fullname.label("name"),
        user.c.email,
        user.c.accounts_id,
        organization_user.c.created_at,
        organization_user.c.at,
    )
    .join(user, user.c.id == organization_user.c.user_id)
    .where(_own, _present, organization_user.c.role == OrganizationRole.OWNER.value),
    "Organization owner not found",
)
_own_transfers = owner_transfer.c.organization_id == scoped("organization_id")
TRANSFERS = Query(TransferRow, select(owner_transfer).where(_own_transfers).order_by(owner_transfer.c.id.desc()))
_transfer = select(owner_transfer).where(_own_transfers, owner_transfer.c.id == bindparam("transfer_id"))
NO_TRANSFER = "Transfer not found in the organization"
TRANSFER = Query(TransferRow, _transfer.with_for_update(), NO_TRANSFER)
TRANSFER_SEEN = Query(TransferRow, _transfer, NO_TRANSFER)
