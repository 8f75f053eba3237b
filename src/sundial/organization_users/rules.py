"""What may become of an organization user. The sentences are those of the API."""

from msgspec import UnsetType

from sundial.access.permissions import OrganizationRole, Role
from sundial.core.errors import Invalid
from sundial.organization_users.schemas import OrganizationUserChange, WorkspacePlace
from sundial.organizations.roles import ROLE_IDS
from sundial.users import rules as user_rules

BY_ID = {number: role for role, number in ROLE_IDS.items()}


def new_role(change: OrganizationUserChange, present: OrganizationRole) -> OrganizationRole:
    """The role that a change leaves. Raises Invalid."""
    if isinstance(change.role_id, int) and isinstance(change.organization_admin, bool):
        raise Invalid("Cannot use both admin flags and role_id.")
    if isinstance(change.role_id, int):
        wanted = _organization_role(change.role_id, present)
    elif isinstance(change.organization_admin, bool):
        wanted = OrganizationRole.ADMIN if change.organization_admin else OrganizationRole.MEMBER
        if present is OrganizationRole.OWNER and change.organization_admin:
            wanted = present
    else:
        return present
    if present is OrganizationRole.OWNER and wanted is not present:
        raise Invalid("Cannot remove admin privileges from owner.")
    return wanted


def _organization_role(role_id: int, present: OrganizationRole) -> OrganizationRole:
    if role_id not in BY_ID:
        raise Invalid("Invalid role_id.")
    role = BY_ID[role_id]
    if not isinstance(role, OrganizationRole) or (role is OrganizationRole.OWNER and role is not present):
        raise Invalid("Invalid organization role.")
    return role


def workspace_role(place: WorkspacePlace) -> Role:
    """The role in a workspace that is to be had. Raises Invalid."""
    if isinstance(place.role_id, int):
        if isinstance(place.admin, bool) or isinstance(place.role, str):
            raise Invalid("Cannot use both admin flags and role_id.")
        if place.role_id not in BY_ID:
            raise Invalid(f"Invalid role ID: {place.role_id}.")
        role = BY_ID[place.role_id]
        if not isinstance(role, Role):
            raise Invalid(f"Invalid workspace role with ID: {place.role_id}.")
        return role
    if isinstance(place.role, str):
        return Role(place.role)
    return Role.ADMIN if place.admin is True else Role.USER


def name(given: str | None) -> str:
    """A new name. Raises Invalid."""
    trimmed = (given or "").strip()
    if not trimmed:
        raise Invalid("Field 'name' cannot be empty.")
    return trimmed


def email(given: str | None) -> str:
    """A new e-mail address. Raises Invalid."""
    if not (given or "").strip():
        raise Invalid("Missing e-mail.")
    try:
        return user_rules.email(given or "")
    except Invalid as error:
        raise Invalid(f"Invalid e-mail: '{given}'") from error


def check_not_empty(change: OrganizationUserChange) -> None:
    """Raise Invalid when a change asks for nothing."""
    if all(isinstance(getattr(change, field), UnsetType) for field in change.__struct_fields__):
        raise Invalid("At least one field is required.")


def unique_ids(ids: list[int] | UnsetType | None) -> list[int]:
    """The ids of a removal. Raises Invalid when there are none or some twice."""
    if not isinstance(ids, list) or not ids:
        raise Invalid("At least one organization user ID must be supplied.")
    if len(set(ids)) != len(ids):
        raise Invalid("Organization user IDs must be unique.")
    return ids
