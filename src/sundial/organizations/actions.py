"""Every write of organizations."""

from datetime import datetime

import msgspec
from msgspec import UnsetType
from sqlalchemy import bindparam, update
from sqlalchemy.dialects.postgresql import insert

from sundial.access.askers import Officer
from sundial.access.enter import confirm
from sundial.access.permissions import OrganizationRole
from sundial.access.plans import Plan
from sundial.changes.log import Change, record
from sundial.core.errors import Invalid
from sundial.db.statement import Command, Scope, insertion, scoped
from sundial.db.transaction import Write
from sundial.organizations import rules
from sundial.organizations.queries import FOR_UPDATE, OF_USER, OrganizationUserRow, Plain
from sundial.organizations.schemas import OrganizationChange
from sundial.organizations.tables import organization, organization_user
from sundial.timers.actions import leave
from sundial.users.queries import NAMED
from sundial.users.tables import user_organization

CHANGING = ("name_key", "email_key", "role", "joined", "inactive", "at", "deleted_at")

ADD = insertion(organization)
ADD_USER = insertion(organization_user)
SAVE_USER = Command(
    update(organization_user)
    .values({name: bindparam(name, type_=organization_user.c[name].type) for name in CHANGING})
    .where(
        organization_user.c.organization_id == scoped("organization_id"),
        organization_user.c.id == bindparam("member_id"),
    )
)
LIST_FOR_USER = Command(
    insert(user_organization)
    .values(user_id=bindparam("user_id"), organization_id=bindparam("organization_id"))
    .on_conflict_do_nothing()
)
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
    join(tx, Joining(created.organization_id, owner_id, OrganizationRole.OWNER), owner_id, now)
    _record(tx, "created", None, created, owner_id, now)
    return created


def lock_organization(tx: Write, asker: Officer) -> None:
    """Have what depends on who is who in an organization decided one at a time."""
    tx.one(FOR_UPDATE, asker.scope)
    confirm(tx, asker)


class Joining(msgspec.Struct, frozen=True):
    """How somebody comes into an organization."""

    organization_id: int
    user_id: int
    role: OrganizationRole = OrganizationRole.MEMBER
    joined: bool = True


def join(tx: Write, joining: Joining, by: int | None, now: datetime) -> int:
    """Put a user into an organization and give the organization user's id; nothing happens to who is there already.

    Somebody who was removed gets their old place back, with the new role.
    """
    scope = Scope(organization_id=joining.organization_id)
    present = tx.find(OF_USER, scope, the_user=joining.user_id)
    if present is None:
        return _add_user(tx, scope, joining, by, now)
    if present.deleted_at is not None:
        # Whoever was away may have another name by now.
        person = tx.one(NAMED, user_id=joining.user_id)
        back = msgspec.structs.replace(
            present,
            name_key=person.fullname.casefold(),
            email_key=person.email_key,
            role=joining.role.value,
            joined=joining.joined,
            inactive=False,
            deleted_at=None,
        )
        save_user(tx, present, back, by, now)
        tx.run(LIST_FOR_USER, user_id=joining.user_id, organization_id=joining.organization_id)
    return present.id


def save_user(
    tx: Write, before: OrganizationUserRow, after: OrganizationUserRow, by: int | None, now: datetime
) -> None:
    """Store an organization user and log the change."""
    after.at = now
    tx.run(
        SAVE_USER,
        Scope(organization_id=after.organization_id),
        member_id=after.id,
        **{name: getattr(after, name) for name in CHANGING},
    )
    if before.joined and not before.inactive and (after.inactive or not after.joined):
        leave(tx, after.organization_id, None, after.user_id, by, now)
    action = "deleted" if after.deleted_at is not None and before.deleted_at is None else "updated"
    record(tx, Change(after.organization_id, None, "organization_user", after.id, action, before, after, by, now))


def _add_user(tx: Write, scope: Scope, joining: Joining, by: int | None, now: datetime) -> int:
    person = tx.one(NAMED, user_id=joining.user_id)
    added = OrganizationUserRow(
        organization_id=joining.organization_id,
        id=tx.new_id(),
        user_id=joining.user_id,
        name_key=person.fullname.casefold(),
        email_key=person.email_key,
        role=joining.role.value,
        joined=joining.joined,
        inactive=False,
        created_at=now,
        at=now,
        deleted_at=None,
    )
    values = msgspec.structs.asdict(added)
    del values["organization_id"]
    tx.run(ADD_USER, scope, **values)
    tx.run(LIST_FOR_USER, user_id=joining.user_id, organization_id=joining.organization_id)
    record(tx, Change(joining.organization_id, None, "organization_user", added.id, "created", None, added, by, now))
    return added.id


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
