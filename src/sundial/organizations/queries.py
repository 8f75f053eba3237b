"""Every read of organizations."""

from datetime import datetime

import msgspec
from sqlalchemy import and_, bindparam, func, select

from sundial.db.statement import Query, Scope, scoped
from sundial.db.transaction import Read
from sundial.organizations.tables import organization, organization_user
from sundial.users.tables import user_organization


class OrganizationRow(msgspec.Struct):
    """An organization, whole, with the caller's role in it and the number of its people."""

    organization_id: int
    name: str
    plan: str
    multi_workspace: bool
    created_at: datetime
    at: datetime
    suspended_at: datetime | None
    role: str
    user_count: int


class Plain(msgspec.Struct):
    """An organization's own row."""

    organization_id: int
    name: str
    plan: str
    multi_workspace: bool
    created_at: datetime
    at: datetime
    suspended_at: datetime | None


class OrganizationUserRow(msgspec.Struct):
    """An organization user, whole."""

    organization_id: int
    id: int
    user_id: int
    name_key: str
    email_key: str
    role: str
    joined: bool
    inactive: bool
    created_at: datetime
    at: datetime
    deleted_at: datetime | None


class Listed(msgspec.Struct):
    """A line of the list of all organizations."""

    id: int
    name: str
    plan: str
    users: int


class Known(msgspec.Struct):
    """An organization's id."""

    organization_id: int


_people = organization_user.alias("people")

MINE = Query(
    OrganizationRow,
    select(
        organization,
        organization_user.c.role,
        select(func.count())
        .select_from(_people)
        .where(
            _people.c.organization_id == scoped("organization_id"), _people.c.deleted_at.is_(None), ~_people.c.inactive
        )
        .scalar_subquery()
        .label("user_count"),
    )
    .join(
        organization_user,
        and_(
            organization_user.c.organization_id == organization.c.organization_id,
            organization_user.c.user_id == scoped("user_id"),
        ),
    )
    .where(
        organization.c.organization_id == scoped("organization_id"),
        organization_user.c.joined,
        ~organization_user.c.inactive,
    ),
    "User not part of organization",
)

OF_USER = Query(
    OrganizationUserRow,
    select(organization_user)
    .where(
        organization_user.c.organization_id == scoped("organization_id"),
        organization_user.c.user_id == bindparam("the_user"),
    )
    .with_for_update(),
)

# Locked, so that what depends on the organization as a whole (the number of its workspaces) is decided one at a time.
FOR_UPDATE = Query(
    Plain,
    select(organization).where(organization.c.organization_id == scoped("organization_id")).with_for_update(),
    "There is no organization with this id.",
)

KNOWN = Query(
    Known,
    select(user_organization.c.organization_id).distinct().order_by(user_organization.c.organization_id),
)
LISTED = Query(
    Listed,
    select(
        organization.c.organization_id.label("id"),
        organization.c.name,
        organization.c.plan,
        func.count().label("users"),
    )
    .join(organization_user, organization_user.c.organization_id == organization.c.organization_id)
    .where(
        organization.c.organization_id == scoped("organization_id"),
        organization_user.c.joined,
        ~organization_user.c.inactive,
    )
    .group_by(organization.c.organization_id, organization.c.name, organization.c.plan),
)


def every(tx: Read) -> list[Listed]:
    """All organizations, one after the other: no statement reads two tenants' rows."""
    return [tx.one(LISTED, Scope(organization_id=known.organization_id)) for known in tx.all(KNOWN)]
