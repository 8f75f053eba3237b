"""The list of roles with their ids (`decisions.md, Workspace users`), from the one table of what they may do."""

from functools import cache

from sundial.access.permissions import GRANTS, OrganizationRole, Permission, Role
from sundial.organizations.schemas import RolePermission, RoleView

ROLE_IDS: dict[Role | OrganizationRole, int] = {
    Role.ADMIN: 1,
    Role.PROJECTLEAD: 2,
    Role.TEAMLEAD: 3,
    Role.USER: 4,
    OrganizationRole.OWNER: 5,
    OrganizationRole.ADMIN: 6,
    OrganizationRole.MEMBER: 7,
}

_WORDS: dict[Role | OrganizationRole, tuple[str, str, str]] = {
    Role.ADMIN: ("Workspace admin", "May do everything in the workspace.", "admin"),
    Role.PROJECTLEAD: ("Project lead", "Manages projects, clients, tags, tasks and rates.", "manager"),
    Role.TEAMLEAD: ("Team lead", "Reads everything, changes nothing but their own time.", "manager"),
    Role.USER: ("Workspace user", "Tracks time and sees what is public or their own.", "guest"),
    OrganizationRole.OWNER: ("Organization owner", "Owns the organization.", "owner"),
    OrganizationRole.ADMIN: ("Organization admin", "Manages the organization, its people and workspaces.", "admin"),
    OrganizationRole.MEMBER: ("Organization user", "Is in the organization.", "guest"),
}
_PERMISSION_IDS = {permission: number for number, permission in enumerate(Permission, start=1)}


@cache
def roles() -> list[RoleView]:
    """All roles, by id."""
    return [_view(role, role_id) for role, role_id in ROLE_IDS.items()]


def _view(role: Role | OrganizationRole, role_id: int) -> RoleView:
    name, description, kind = _WORDS[role]
    entity = "workspace" if isinstance(role, Role) else "organization"
    return RoleView(
        role_id=role_id,
        code=role.value,
        name=name,
        description=description,
        entity=entity,
        type=kind,
        privilege_level=len(GRANTS[role]),
        permissions=[
            RolePermission(
                permission_id=_PERMISSION_IDS[permission], name=permission.value, description="", entity=entity
            )
            for permission in sorted(GRANTS[role])
        ],
    )
