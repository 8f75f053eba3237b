"""Who asks: a User who signed in, a Membership in a workspace, an Officer of an organization."""

import msgspec

from sundial.access.permissions import OrganizationRole, Permission, Role
from sundial.access.plans import Plan
from sundial.core.errors import Forbidden
from sundial.db.statement import Scope


class User(msgspec.Struct, frozen=True):
    """Somebody who signed in. ``session`` is the hash of the session's token when a browser's cookie was used."""

    id: int
    fullname: str
    timezone: str
    session: bytes | None = None


class Membership(msgspec.Struct, frozen=True):
    """A user's place in a workspace that they joined and are active in. Only ``enter`` makes one.

    ``lent``: somebody else reads in their place what they see, who need not know who they are.
    """

    user: User
    organization_id: int
    workspace_id: int
    workspace_user_id: int
    role: Role
    organization_role: OrganizationRole
    permissions: frozenset[Permission]
    plan: Plan
    scope: Scope
    lent: bool = False

    def require(self, permission: Permission) -> None:
        """Raise Forbidden with the permission's sentence unless they have it."""
        if permission not in self.permissions:
            raise Forbidden(permission.refusal)


class Officer(msgspec.Struct, frozen=True):
    """A user's place in an organization that they joined and are active in. Only ``enter_organization`` makes one."""

    user: User
    organization_id: int
    organization_user_id: int
    role: OrganizationRole
    permissions: frozenset[Permission]
    plan: Plan
    scope: Scope

    def require(self, permission: Permission) -> None:
        """Raise Forbidden with the permission's sentence unless they have it."""
        if permission not in self.permissions:
            raise Forbidden(permission.refusal)
