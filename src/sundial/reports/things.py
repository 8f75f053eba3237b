"""The names of what reports add up by, as far as their reader sees it: ids of others find nothing."""

import msgspec
from sqlalchemy import Text, and_, bindparam, func, select

from sundial.access.askers import Membership
from sundial.clients.tables import client
from sundial.core.money import Money
from sundial.db.statement import Query, scoped
from sundial.db.transaction import Read
from sundial.db.types import among
from sundial.projects.queries import may_see, sees_all
from sundial.projects.tables import project
from sundial.reports.entries import WORKSPACE
from sundial.users.tables import user
from sundial.workspaces.tables import workspace, workspace_user


class Named(msgspec.Struct):
    """Something with a name."""

    id: int
    name: str


class NamedUser(msgspec.Struct):
    """A user with their names."""

    id: int
    name: str
    email: str


class NamedProject(msgspec.Struct):
    """A project with its client's name. ``currency`` is its own or the workspace's."""

    id: int
    name: str
    color: str
    client_name: str | None
    currency: str
    fixed_fee: Money | None


class FixedFee(msgspec.Struct):
    """A project's fixed fee."""

    id: int
    fixed_fee: Money


project_currency = func.coalesce(
    project.c.currency,
    select(workspace.c.default_currency)
    .where(workspace.c.organization_id == project.c.organization_id, workspace.c.id == project.c.workspace_id)
    .correlate(project)
    .scalar_subquery(),
)
"""The currency that the time of a project is in."""
PROJECTS = Query(
    NamedProject,
    select(
        project.c.id,
        project.c.name,
        project.c.color,
        client.c.name.label("client_name"),
        project_currency.label("currency"),
        project.c.fixed_fee,
    )
    .outerjoin_from(
        project,
        client,
        and_(client.c.organization_id == project.c.organization_id, client.c.id == project.c.client_id),
    )
    .where(
        project.c.organization_id == scoped("organization_id"),
        project.c.workspace_id == scoped("workspace_id"),
        project.c.deleted_at.is_(None),
        may_see(),
        among(project.c.id, "ids"),
    )
    .order_by(project.c.name_key, project.c.id),
)
FIXED_FEES = Query(
    FixedFee,
    select(project.c.id, project.c.fixed_fee).where(
        project.c.organization_id == scoped("organization_id"),
        project.c.workspace_id == scoped("workspace_id"),
        project.c.deleted_at.is_(None),
        project.c.fixed_fee.is_not(None),
        project_currency == bindparam("the_currency", type_=Text()),
    ),
)
CLIENTS = Query(
    Named,
    select(client.c.id, client.c.name)
    .where(
        client.c.organization_id == scoped("organization_id"),
        client.c.workspace_id == scoped("workspace_id"),
        client.c.deleted_at.is_(None),
        among(client.c.id, "ids"),
    )
    .order_by(client.c.name_key, client.c.id),
)
# Whoever has left keeps their name: their time is in reports still.
USERS = Query(
    NamedUser,
    select(user.c.id, user.c.fullname.label("name"), user.c.email)
    .join(workspace_user, workspace_user.c.user_id == user.c.id)
    .where(
        workspace_user.c.organization_id == scoped("organization_id"),
        workspace_user.c.workspace_id == scoped("workspace_id"),
        among(workspace_user.c.user_id, "ids"),
    )
    .order_by(workspace_user.c.name_key, user.c.id),
)


def projects(tx: Read, asker: Membership, ids: list[int]) -> list[NamedProject]:
    """Those of these projects that the asker sees, by name."""
    return tx.all(PROJECTS, asker.scope, ids=ids, sees_all=sees_all(asker))


def fixed_fees(tx: Read, asker: Membership, currency: str) -> dict[int, int]:
    """The fixed fees in a currency, in hundredths, by project. For who sees all projects and rates."""
    return {row.id: row.fixed_fee.hundredths for row in tx.all(FIXED_FEES, asker.scope, the_currency=currency)}


def clients(tx: Read, asker: Membership, ids: list[int]) -> list[Named]:
    """Those of these clients that the workspace has, by name."""
    return tx.all(CLIENTS, asker.scope, ids=ids)


def users(tx: Read, asker: Membership, ids: list[int]) -> list[NamedUser]:
    """Those of these users that are or were in the workspace, by name."""
    return tx.all(USERS, asker.scope, ids=ids)


def workspace_name(tx: Read, asker: Membership) -> str:
    """What the asker's workspace is called."""
    return tx.one(WORKSPACE, asker.scope).name
