"""Every write of workspace users."""

from datetime import datetime

import msgspec

from sundial.access.askers import Membership
from sundial.access.enter import confirm
from sundial.access.permissions import OrganizationRole, Role
from sundial.core.errors import Error, Invalid, NotFound
from sundial.db.statement import Scope
from sundial.db.transaction import Write
from sundial.members import rules
from sundial.members.queries import ACTIVE_ADMINS, BY_USER_FOR_UPDATE, FOR_UPDATE, STANDING
from sundial.members.schemas import WorkspaceUserChange
from sundial.rates.actions import lock, set_rate
from sundial.rates.fields import mode_of
from sundial.rates.queries import Rated
from sundial.rates.rules import Level
from sundial.workspaces.memberships import WorkspaceUserRow, save
from sundial.workspaces.queries import FOR_UPDATE as WORKSPACE_FOR_UPDATE

NOT_FOUND = Invalid("Workspace user not found/accessible by user")
OWNER_STAYS = "Cannot remove the organization owner."


def change_by_id(tx: Write, asker: Membership, member_id: int, change: WorkspaceUserChange, now: datetime) -> int:
    """Change a workspace user by its own id, and give that id. Raises Invalid with the API's sentences."""
    _lock_for(tx, asker, change)
    present = tx.find(FOR_UPDATE, asker.scope, member_id=member_id)
    if present is None:
        raise NOT_FOUND.fresh()
    if tx.one(STANDING, asker.scope, the_user=present.user_id).deleted_at is not None:
        raise Invalid("User does not exist in the organization.")
    if present.deleted_at is not None:
        raise Invalid("User does not exist in the workspace.")
    return _change(tx, asker, present, change, now)


def change_by_user(tx: Write, asker: Membership, user_id: int, change: WorkspaceUserChange, now: datetime) -> int:
    """The same by the global user id. Raises NotFound when they are not in the workspace."""
    _lock_for(tx, asker, change)
    present = tx.find(BY_USER_FOR_UPDATE, asker.scope, the_user=user_id)
    if present is None:
        raise NotFound("Not Found")
    return _change(tx, asker, present, change, now)


def remove(tx: Write, asker: Membership, member_ids: list[int], missing: Error, now: datetime) -> None:
    """Remove workspace users: their access ends at once, their time stays (`decisions.md, Workspace users`).

    All or nothing. Raises ``missing`` for an id that is not in the workspace, Invalid for the owner or the last admin.
    """
    _lock(tx, asker)
    for member_id in member_ids:
        present = tx.find(FOR_UPDATE, asker.scope, member_id=member_id)
        if present is None or present.deleted_at is not None:
            raise missing.fresh()
        if is_owner(tx, asker.scope, present.user_id):
            raise Invalid(OWNER_STAYS)
        save(tx, present, removed(present, now), asker.user.id, now)
    _require_an_admin(tx, asker, "Cannot remove the last admin of the workspace.")


def removed(present: WorkspaceUserRow, now: datetime) -> WorkspaceUserRow:
    """A workspace user after their removal."""
    return msgspec.structs.replace(present, joined=False, is_direct=True, deleted_at=now)


def is_owner(tx: Write, scope: Scope, user_id: int) -> bool:
    """Whether somebody owns the organization."""
    return tx.one(STANDING, scope, the_user=user_id).role is OrganizationRole.OWNER


def _lock(tx: Write, asker: Membership) -> None:
    tx.one(WORKSPACE_FOR_UPDATE, asker.scope)
    confirm(tx, asker)


def _lock_for(tx: Write, asker: Membership, change: WorkspaceUserChange) -> None:
    if rules.rates_in(change):
        lock(tx, asker.scope)
    _lock(tx, asker)


def _change(tx: Write, asker: Membership, present: WorkspaceUserRow, change: WorkspaceUserChange, now: datetime) -> int:
    rules.check_plan(change, asker.plan)
    role = rules.new_role(change, Role(present.role))
    values = rules.new_values(change)
    saved = msgspec.structs.replace(present, role=role.value, **values)
    if is_owner(tx, asker.scope, present.user_id):
        _protect_owner(present, saved)
    _set_rates(tx, asker, saved, change, present, now)
    if saved != present:
        save(tx, present, saved, asker.user.id, now)
    _require_an_admin(tx, asker, "The workspace must keep at least one active admin.")
    return present.id


def _set_rates(
    tx: Write,
    asker: Membership,
    saved: WorkspaceUserRow,
    change: WorkspaceUserChange,
    present: WorkspaceUserRow,
    now: datetime,
) -> None:
    """Set what ``saved`` is to bill or cost, as far as the change says so, and have it say what is valid now."""
    rated = Rated(Level.WORKSPACE_USER, present.id, user_id=present.user_id)
    for field in rules.rates_in(change):
        mode = mode_of(getattr(saved, field), getattr(change, f"{field}_change_mode"), getattr(present, field))
        if mode is not None:
            amount = set_rate(tx, asker, rated, rules.RATES[field], getattr(saved, field), mode, now)
            setattr(saved, field, amount)
            setattr(saved, f"{field}_last_updated", now)


def _protect_owner(present: WorkspaceUserRow, saved: WorkspaceUserRow) -> None:
    if present.role == Role.ADMIN and saved.role != Role.ADMIN:
        raise Invalid("Cannot remove admin privileges from owner.")
    if saved.inactive and not present.inactive:
        raise Invalid("Cannot deactivate owner.")


def _require_an_admin(tx: Write, asker: Membership, sentence: str) -> None:
    if tx.one(ACTIVE_ADMINS, asker.scope).number == 0:
        raise Invalid(sentence)
