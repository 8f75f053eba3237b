"""Putting people into workspaces: the row of a workspace user, whole, made or woken up again."""

from datetime import datetime
from hashlib import sha256
from secrets import token_hex

import msgspec
from sqlalchemy import bindparam, select, update

from sundial.access.permissions import Role
from sundial.access.queries import OWN_ORGANIZATIONS
from sundial.changes.log import Change, record
from sundial.core.money import Money
from sundial.db.statement import Command, Query, Scope, insertion, scoped
from sundial.db.transaction import Write
from sundial.timers.actions import leave
from sundial.users.queries import NAMED
from sundial.users.tables import user
from sundial.workspaces.project_places import end_places
from sundial.workspaces.queries import WORKSPACES
from sundial.workspaces.tables import calendar_directory, workspace_user

KIND = "workspace_user"


class WorkspaceUserRow(msgspec.Struct):
    """A workspace user, whole."""

    organization_id: int
    id: int
    workspace_id: int
    user_id: int
    name_key: str
    email_key: str
    role: str
    joined: bool
    inactive: bool
    is_direct: bool
    view_edit_billable_rates: bool | None
    view_edit_labor_costs: bool | None
    working_hours_in_minutes: int | None
    rate: Money | None
    rate_last_updated: datetime | None
    labor_cost: Money | None
    labor_cost_last_updated: datetime | None
    ical_enabled: bool
    ical_token: str
    created_at: datetime
    at: datetime
    deleted_at: datetime | None


class Logged(msgspec.Struct):
    """What the log of changes holds of a workspace user: not the secret address of their calendar."""

    id: int
    workspace_id: int
    user_id: int
    role: str
    joined: bool
    inactive: bool
    is_direct: bool
    view_edit_billable_rates: bool | None
    view_edit_labor_costs: bool | None
    working_hours_in_minutes: int | None
    rate: Money | None
    labor_cost: Money | None
    ical_enabled: bool
    deleted_at: datetime | None


class Joining(msgspec.Struct, frozen=True):
    """How somebody comes into a workspace."""

    organization_id: int
    workspace_id: int
    user_id: int
    role: Role = Role.USER
    joined: bool = True
    is_direct: bool = True


_own = workspace_user.c.organization_id == scoped("organization_id")

OF_USER = Query(
    WorkspaceUserRow,
    select(workspace_user)
    .where(
        _own,
        workspace_user.c.workspace_id == bindparam("in_workspace"),
        workspace_user.c.user_id == bindparam("the_user"),
    )
    .with_for_update(),
)
ADD = insertion(workspace_user)
ADD_CALENDAR = insertion(calendar_directory)
FIXED = ("organization_id", "id", "workspace_id", "user_id", "created_at", "ical_token")
SAVE = Command(
    update(workspace_user)
    .values({c.name: bindparam(c.name, type_=c.type) for c in workspace_user.c if c.name not in FIXED})
    .where(_own, workspace_user.c.id == bindparam("member_id"))
)
DEFAULT_WORKSPACE = Command(
    update(user)
    .values(default_workspace_id=bindparam("workspace_id"))
    .where(user.c.id == bindparam("user_id"), user.c.default_workspace_id.is_(None))
)
OTHER_DEFAULT = Command(
    update(user)
    .values(default_workspace_id=bindparam("other"))
    .where(user.c.id == bindparam("user_id"), user.c.default_workspace_id == bindparam("workspace_id"))
)


def join(tx: Write, joining: Joining, by: int | None, now: datetime) -> int:
    """Put a user of the organization into a workspace and give the workspace user's id.

    Somebody who was removed gets their old place back, with the new role. Nothing happens to who is there already,
    except that who was there through a group only may become a direct member.
    """
    scope = Scope(organization_id=joining.organization_id)
    present = tx.find(OF_USER, scope, in_workspace=joining.workspace_id, the_user=joining.user_id)
    if present is None:
        return _add(tx, scope, joining, by, now)
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
            is_direct=joining.is_direct,
            deleted_at=None,
        )
        save(tx, present, back, by, now)
    elif joining.is_direct and not present.is_direct:
        save(tx, present, msgspec.structs.replace(present, is_direct=True), by, now)
    return present.id


def save(tx: Write, before: WorkspaceUserRow, after: WorkspaceUserRow, by: int | None, now: datetime) -> None:
    """Store a workspace user, whole, and log the change; whoever is removed loses their places in projects."""
    after.at = now
    values = msgspec.structs.asdict(after)
    for fixed in FIXED:
        del values[fixed]
    tx.run(SAVE, Scope(organization_id=after.organization_id), member_id=after.id, **values)
    if _is_in(before) is not _is_in(after):
        _set_default(tx, after)
    if _is_in(before) and not _is_in(after):
        leave(tx, after.organization_id, after.workspace_id, after.user_id, by, now)
    removed = after.deleted_at is not None and before.deleted_at is None
    if removed:
        end_places(tx, after.organization_id, after.workspace_id, after.user_id, by, now)
    _record(tx, "deleted" if removed else "updated", before, after, by, now)


def publish_calendar(tx: Write, row: WorkspaceUserRow) -> None:
    """Have a workspace user found by the token of their calendar."""
    tx.run(
        ADD_CALENDAR,
        token_hash=calendar_hash(row.ical_token),
        organization_id=row.organization_id,
        workspace_user_id=row.id,
    )


def calendar_hash(token: str) -> bytes:
    """What a calendar is found by: how long the search takes tells nothing of the token.

    It is made without the installation's key, which would protect nothing: the workspace user's row has the token.
    """
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def _is_in(row: WorkspaceUserRow) -> bool:
    return row.joined and not row.inactive


def _set_default(tx: Write, row: WorkspaceUserRow) -> None:
    """Have the person's default workspace be one that they are in: this one if they have none, another if they left."""
    if _is_in(row):
        tx.run(DEFAULT_WORKSPACE, user_id=row.user_id, workspace_id=row.workspace_id)
        return
    others = [
        own.id
        for place in tx.all(OWN_ORGANIZATIONS, user_id=row.user_id)
        for own in tx.all(WORKSPACES, Scope(organization_id=place.organization_id, user_id=row.user_id))
    ]
    tx.run(OTHER_DEFAULT, user_id=row.user_id, workspace_id=row.workspace_id, other=next(iter(others), None))


def _add(tx: Write, scope: Scope, joining: Joining, by: int | None, now: datetime) -> int:
    person = tx.one(NAMED, user_id=joining.user_id)
    added = WorkspaceUserRow(
        organization_id=joining.organization_id,
        id=tx.new_id(),
        workspace_id=joining.workspace_id,
        user_id=joining.user_id,
        name_key=person.fullname.casefold(),
        email_key=person.email_key,
        role=joining.role.value,
        joined=joining.joined,
        inactive=False,
        is_direct=joining.is_direct,
        view_edit_billable_rates=None,
        view_edit_labor_costs=None,
        working_hours_in_minutes=None,
        rate=None,
        rate_last_updated=None,
        labor_cost=None,
        labor_cost_last_updated=None,
        ical_enabled=True,
        ical_token=token_hex(16),
        created_at=now,
        at=now,
        deleted_at=None,
    )
    values = msgspec.structs.asdict(added)
    del values["organization_id"]
    tx.run(ADD, scope, **values)
    publish_calendar(tx, added)
    if _is_in(added):
        _set_default(tx, added)
    _record(tx, "created", None, added, by, now)
    return added.id


def _record(
    tx: Write, action: str, before: WorkspaceUserRow | None, after: WorkspaceUserRow, by: int | None, now: datetime
) -> None:
    was = None if before is None else _logged(before)
    record(
        tx,
        Change(after.organization_id, after.workspace_id, KIND, after.id, action, was, _logged(after), by, now),
    )


def _logged(row: WorkspaceUserRow) -> Logged:
    return Logged(**{field: getattr(row, field) for field in Logged.__struct_fields__})
