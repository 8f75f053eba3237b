"""In which workspaces of an organization somebody is: set, and ended, by those who run the organization."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from sundial.access.permissions import OrganizationRole, Role
from sundial.core.errors import Invalid
from sundial.db.statement import Scope
from sundial.db.transaction import Write
from sundial.groups.queries import COVERED, KNOWN_WORKSPACES
from sundial.members.actions import OWNER_STAYS, removed
from sundial.members.queries import ACTIVE_ADMINS
from sundial.organization_users.queries import PLACES
from sundial.organizations.queries import OrganizationUserRow
from sundial.workspaces.memberships import OF_USER, Joining, join, save
from sundial.workspaces.queries import FOR_UPDATE as WORKSPACE_FOR_UPDATE


def set_places(tx: Write, person: OrganizationUserRow, wanted: Mapping[int, Role], by: int, now: datetime) -> None:
    """Have somebody in exactly these workspaces, with these roles; where a group has them they stay.

    Raises Invalid for a workspace of another organization, and when a workspace would lose its last admin.
    """
    scope = Scope(organization_id=person.organization_id)
    known = {found.id for found in tx.all(KNOWN_WORKSPACES, scope, workspace_ids=sorted(wanted))}
    for workspace_id in wanted:
        if workspace_id not in known:
            raise Invalid(f"Workspace '{workspace_id}' is not in Organization '{person.organization_id}'.")
    present = {place.workspace_id for place in tx.all(PLACES, scope, user_ids=[person.user_id])}
    for workspace_id in sorted(present | known):
        _set_place(tx, person, workspace_id, wanted.get(workspace_id), by, now)


def end_places(tx: Write, person: OrganizationUserRow, by: int, now: datetime) -> None:
    """Take somebody out of all workspaces. Raises Invalid when a workspace would lose its last admin."""
    scope = Scope(organization_id=person.organization_id)
    for place in sorted(tx.all(PLACES, scope, user_ids=[person.user_id]), key=lambda place: place.workspace_id):
        here = _lock(tx, person.organization_id, place.workspace_id)
        row = tx.one(OF_USER, here, in_workspace=place.workspace_id, the_user=person.user_id)
        save(tx, row, removed(row, now), by, now)
        require_an_admin(tx, here)


def check_admins_remain(tx: Write, person: OrganizationUserRow) -> None:
    """Raise Invalid when a workspace that somebody ran has no active admin left."""
    scope = Scope(organization_id=person.organization_id)
    for place in sorted(tx.all(PLACES, scope, user_ids=[person.user_id]), key=lambda place: place.workspace_id):
        if place.role is Role.ADMIN:
            require_an_admin(tx, _lock(tx, person.organization_id, place.workspace_id))


def require_an_admin(tx: Write, here: Scope) -> None:
    """Raise Invalid when a workspace has no active admin."""
    if tx.one(ACTIVE_ADMINS, here).number == 0:
        raise Invalid("The workspace must keep at least one active admin.")


def _set_place(
    tx: Write, person: OrganizationUserRow, workspace_id: int, role: Role | None, by: int, now: datetime
) -> None:
    here = _lock(tx, person.organization_id, workspace_id)
    if role is not None:
        join(tx, Joining(person.organization_id, workspace_id, person.user_id, role, joined=person.joined), by, now)
    row = tx.one(OF_USER, here, in_workspace=workspace_id, the_user=person.user_id)
    if role is not None and row.role != role:
        _protect_owner(person, row.role)
        save(tx, row, msgspec.structs.replace(row, role=role.value), by, now)
    elif role is None and row.is_direct:
        _protect_owner(person, row.role)
        if person.role == OrganizationRole.OWNER:
            raise Invalid(OWNER_STAYS)
        covered = tx.all(COVERED, here, in_workspace=workspace_id, user_ids=[person.user_id])
        after = msgspec.structs.replace(row, is_direct=False) if covered else removed(row, now)
        save(tx, row, after, by, now)
    require_an_admin(tx, here)


def _protect_owner(person: OrganizationUserRow, role: str) -> None:
    if person.role == OrganizationRole.OWNER and role == Role.ADMIN:
        raise Invalid("Cannot remove admin privileges from owner.")


def _lock(tx: Write, organization_id: int, workspace_id: int) -> Scope:
    here = Scope(organization_id=organization_id, workspace_id=workspace_id)
    tx.one(WORKSPACE_FOR_UPDATE, here)
    return here
