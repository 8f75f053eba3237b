"""Every write of organizations."""

from datetime import datetime

import msgspec
from msgspec import UnsetType
from sqlalchemy import bindparam, update

from sundial.access.askers import Officer
from sundial.access.permissions import OrganizationRole
from sundial.access.plans import Plan
from sundial.changes.log import Change, record
from sundial.core.errors import Invalid
from sundial.db.statement import Command, Scope, insertion, scoped
from sundial.db.transaction import Write
from sundial.organizations import rules
from sundial.organizations.queries import FOR_UPDATE, Plain
from sundial.organizations.schemas import OrganizationChange
from sundial.organizations.tables import organization, organization_user
from sundial.users.tables import user_organization

ADD = insertion(organization)
ADD_USER = insertion(organization_user)
LIST_FOR_USER = insertion(user_organization)
SAVE = Command(
    update(organization)
    .values(
        name=bindparam("name"), plan=bindparam("plan"), multi_workspace=bindparam("multi_workspace"), at=bindparam("at")
    )
    .where(organization.c.organization_id == scoped("organization_id"))
)


def create(tx: Write, owner_id: int, name: str, plan: Plan, now: datetime) -> Plain:
    """Create an organization without a workspace, owned by this user."""
    created = Plain(
        organization_id=tx.new_id(),
        name=name,
        plan=plan,
        multi_workspace=False,
        created_at=now,
        at=now,
        suspended_at=None,
    )
    tx.run(ADD, Scope(organization_id=created.organization_id), **_columns(created))
    join(tx, created.organization_id, owner_id, OrganizationRole.OWNER, now)
    _record(tx, "created", None, created, owner_id, now)
    return created


def join(tx: Write, organization_id: int, user_id: int, role: OrganizationRole, now: datetime) -> int:
    """Put a user into an organization and give the organization user's id."""
    organization_user_id = tx.new_id()
    tx.run(
        ADD_USER,
        Scope(organization_id=organization_id),
        id=organization_user_id,
        user_id=user_id,
        role=role.value,
        joined=True,
        inactive=False,
        created_at=now,
        at=now,
    )
    tx.run(LIST_FOR_USER, user_id=user_id, organization_id=organization_id)
    return organization_user_id


def rename(tx: Write, asker: Officer, change: OrganizationChange, now: datetime) -> None:
    """Change an organization's name. Raises Invalid with the API's sentences."""
    if isinstance(change.name, UnsetType):
        raise Invalid("At least one field is required")
    name = rules.name(change.name, "field 'name' cannot be empty")
    present = tx.one(FOR_UPDATE, asker.scope)
    _save(tx, asker.scope, present, msgspec.structs.replace(present, name=name, at=now), asker.user.id, now)


def set_plan(tx: Write, organization_id: int, plan: Plan, multi_workspace: bool | None, now: datetime) -> None:
    """Put an organization on a plan; ``multi_workspace`` allows several workspaces on the small plans, None leaves it.

    Raises NotFound when there is no such organization.
    """
    scope = Scope(organization_id=organization_id)
    present = tx.one(FOR_UPDATE, scope)
    several = present.multi_workspace if multi_workspace is None else multi_workspace
    saved = msgspec.structs.replace(present, plan=plan.value, multi_workspace=several, at=now)
    _save(tx, scope, present, saved, None, now)


def _save(tx: Write, scope: Scope, before: Plain, after: Plain, by: int | None, now: datetime) -> None:
    tx.run(SAVE, scope, name=after.name, plan=after.plan, multi_workspace=after.multi_workspace, at=after.at)
    _record(tx, "updated", before, after, by, now)


def _columns(row: Plain) -> dict[str, object]:
    columns = msgspec.structs.asdict(row)
    del columns["organization_id"]
    return columns


def _record(tx: Write, action: str, before: Plain | None, after: Plain, by: int | None, now: datetime) -> None:
    organization_id = after.organization_id
    record(tx, Change(organization_id, None, "organization", organization_id, action, before, after, by, now))
