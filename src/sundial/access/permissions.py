"""What a role may do: one table. `docs/permissions.md` is generated from it (`decisions.md, Workspace users`)."""

from enum import StrEnum

NO_ACCESS = "User does not have access to this resource."


class Role(StrEnum):
    """A person's role in a workspace."""

    ADMIN = "admin"
    PROJECTLEAD = "projectlead"
    TEAMLEAD = "teamlead"
    USER = "user"


class OrganizationRole(StrEnum):
    """A person's role in an organization. No value is also a workspace role's: both are keys of one table."""

    OWNER = "owner"
    ADMIN = "organization_admin"
    MEMBER = "organization_user"


class Permission(StrEnum):
    """Something that can be allowed. The value is its name on the wire; ``refusal`` is what a refused caller reads."""

    refusal: str

    def __new__(cls, name: str, refusal: str = NO_ACCESS) -> "Permission":
        member = str.__new__(cls, name)
        member._value_ = name
        member.refusal = refusal
        return member

    VIEW_WORKSPACE = "workspace_view"
    UPDATE_WORKSPACE = "workspace_update"
    UPDATE_CONSTRAINTS = "time_entry_constraints_update", "Admin permissions required"
    LOCK_TIME_ENTRIES = "time_entries_lock", "Permission required to update time entries lock setting."

    VIEW_ORGANIZATION = "organization_view"
    UPDATE_ORGANIZATION = "organization_update", "User is not authorized to update the organization"
    CREATE_WORKSPACE = "workspace_create", "Forbidden"


EVERY_MEMBER = {Permission.VIEW_WORKSPACE}
WORKSPACE_SETTINGS = {Permission.UPDATE_WORKSPACE, Permission.UPDATE_CONSTRAINTS, Permission.LOCK_TIME_ENTRIES}
ORGANIZATION_SETTINGS = {Permission.UPDATE_ORGANIZATION, Permission.CREATE_WORKSPACE}

GRANTS: dict[Role | OrganizationRole, frozenset[Permission]] = {
    Role.ADMIN: frozenset(EVERY_MEMBER | WORKSPACE_SETTINGS),
    Role.PROJECTLEAD: frozenset(EVERY_MEMBER),
    Role.TEAMLEAD: frozenset(EVERY_MEMBER),
    Role.USER: frozenset(EVERY_MEMBER),
    OrganizationRole.OWNER: frozenset({Permission.VIEW_ORGANIZATION} | ORGANIZATION_SETTINGS | WORKSPACE_SETTINGS),
    OrganizationRole.ADMIN: frozenset({Permission.VIEW_ORGANIZATION} | ORGANIZATION_SETTINGS | WORKSPACE_SETTINGS),
    OrganizationRole.MEMBER: frozenset({Permission.VIEW_ORGANIZATION}),
}
"""A member of a workspace has what their role there grants, and what their role in the organization grants besides."""

IN_WORKSPACE: dict[tuple[Role, OrganizationRole], frozenset[Permission]] = {
    (role, place): frozenset(GRANTS[role] | GRANTS[place]) for role in Role for place in OrganizationRole
}
NAMES: dict[frozenset[Permission], tuple[str, ...]] = {
    granted: tuple(sorted(permission.value for permission in granted))
    for granted in {*IN_WORKSPACE.values(), *GRANTS.values()}
}
