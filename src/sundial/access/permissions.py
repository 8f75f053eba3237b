"""What a role may do: one table. `docs/permissions.md` is generated from it (`decisions.md, Workspace users`)."""

from enum import StrEnum
from itertools import product

NO_ACCESS = "User does not have access to this resource."
ONLY_ADMINS_MANAGE_TAGS = "Only organization or workspace administrators may manage tags in this workspace."


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
    VIEW_MEMBERS = "workspace_users_view"
    VIEW_EMAILS = "emails_view"
    VIEW_RATES = "billable_rates_view", "User cannot access billable rate(s)."
    VIEW_LABOR_COSTS = "labor_costs_view", "User cannot access labor cost(s)."
    MANAGE_RATES = "rates_manage", "User cannot access billable rate(s)."
    VIEW_INVITATIONS = "invitations_view"
    UPDATE_WORKSPACE = "workspace_update"
    UPDATE_CONSTRAINTS = "time_entry_constraints_update", "Admin permissions required"
    LOCK_TIME_ENTRIES = "time_entries_lock", "Permission required to update time entries lock setting."
    UPDATE_MEMBERS = "workspace_users_update"
    MANAGE_WORKSPACE_GROUPS = "workspace_groups_manage", "User does not have access to this resource"

    TRACK_TIME = "time_entries_track"
    VIEW_ALL_TIME = "time_entries_view_all"
    EDIT_ALL_TIME = "time_entries_edit_all", "Only admins may change the time entries of others."
    VIEW_ALL_PROJECTS = "private_projects_view"
    CREATE_PROJECTS = "projects_create"
    MANAGE_PROJECTS = "projects_manage"
    CREATE_CLIENTS = "clients_create"
    MANAGE_CLIENTS = "clients_manage"
    CREATE_TAGS = "tags_create", ONLY_ADMINS_MANAGE_TAGS
    MANAGE_TAGS = "tags_manage", ONLY_ADMINS_MANAGE_TAGS
    MANAGE_ALERTS = "alerts_manage"
    MANAGE_REPORTS = "reports_manage", "Public reports can be saved only by admins."
    VIEW_ALL_CHANGES = "changes_view_all"
    MANAGE_TRACK_REMINDERS = "track_reminders_manage"

    VIEW_ORGANIZATION = "organization_view"
    UPDATE_ORGANIZATION = "organization_update", "User is not authorized to update the organization"
    CREATE_WORKSPACE = "workspace_create", "Forbidden"
    VIEW_ORGANIZATION_USERS = "organization_users_view", "User is not authorized to list the organization users"
    UPDATE_ORGANIZATION_USERS = "organization_users_update", "User is not authorized to update the organization user"
    INVITE = "invitations_create", "Forbidden"
    MANAGE_GROUPS = "groups_manage", "User does not have permission to manage user groups."
    TRANSFER_OWNERSHIP = "ownership_transfer", "User does not have access to this resource"


P = Permission

EVERY_MEMBER = {P.VIEW_WORKSPACE, P.VIEW_MEMBERS, P.TRACK_TIME}
READING_ALL = EVERY_MEMBER | {
    P.VIEW_EMAILS,
    P.VIEW_RATES,
    P.VIEW_LABOR_COSTS,
    P.VIEW_ALL_TIME,
    P.VIEW_ALL_PROJECTS,
}
CREATING = {P.CREATE_PROJECTS, P.CREATE_CLIENTS, P.CREATE_TAGS}
RUNNING_PROJECTS = CREATING | {P.MANAGE_PROJECTS, P.MANAGE_CLIENTS, P.MANAGE_TAGS, P.MANAGE_RATES, P.MANAGE_ALERTS}
RUNNING_A_WORKSPACE = RUNNING_PROJECTS | {
    P.EDIT_ALL_TIME,
    P.MANAGE_REPORTS,
    P.VIEW_ALL_CHANGES,
    P.MANAGE_TRACK_REMINDERS,
    P.VIEW_INVITATIONS,
    P.UPDATE_WORKSPACE,
    P.UPDATE_CONSTRAINTS,
    P.LOCK_TIME_ENTRIES,
    P.UPDATE_MEMBERS,
    P.MANAGE_WORKSPACE_GROUPS,
}
RUNNING_AN_ORGANIZATION = {
    P.UPDATE_ORGANIZATION,
    P.CREATE_WORKSPACE,
    P.VIEW_ORGANIZATION_USERS,
    P.UPDATE_ORGANIZATION_USERS,
    P.INVITE,
    P.MANAGE_GROUPS,
}

GRANTS: dict[Role | OrganizationRole, frozenset[Permission]] = {
    Role.ADMIN: frozenset(READING_ALL | RUNNING_A_WORKSPACE),
    Role.PROJECTLEAD: frozenset(READING_ALL | RUNNING_PROJECTS),
    Role.TEAMLEAD: frozenset(READING_ALL),
    Role.USER: frozenset(EVERY_MEMBER | CREATING),
    OrganizationRole.OWNER: frozenset(
        {P.VIEW_ORGANIZATION, P.TRANSFER_OWNERSHIP} | RUNNING_AN_ORGANIZATION | READING_ALL | RUNNING_A_WORKSPACE
    ),
    OrganizationRole.ADMIN: frozenset(
        {P.VIEW_ORGANIZATION} | RUNNING_AN_ORGANIZATION | READING_ALL | RUNNING_A_WORKSPACE
    ),
    OrganizationRole.MEMBER: frozenset({P.VIEW_ORGANIZATION}),
}
"""A member of a workspace has what their role there grants, and what their role in the organization grants besides."""

BY_RUNNING_A_WORKSPACE = frozenset({P.INVITE})
"""What an admin of some workspace may do in the organization besides, as far as that workspace is concerned."""

CONDITIONAL = frozenset({Role.PROJECTLEAD, Role.TEAMLEAD})
"""The roles from which ``view_edit_billable_rates`` and ``view_edit_labor_costs`` can take something away."""


def in_workspace(
    role: Role, place: OrganizationRole, rates: bool | None = None, costs: bool | None = None
) -> frozenset[Permission]:
    """What somebody may do in a workspace. ``rates`` and ``costs`` are their two flags, null: their role's own."""
    return _IN_WORKSPACE[role, place, rates, costs]


def _worked_out(role: Role, place: OrganizationRole, rates: bool | None, costs: bool | None) -> frozenset[Permission]:
    own = set(GRANTS[role])
    if role in CONDITIONAL and rates is False:
        own.discard(P.VIEW_RATES)
    if role in CONDITIONAL and costs is False:
        own.discard(P.VIEW_LABOR_COSTS)
    return frozenset(own | GRANTS[place])


_IN_WORKSPACE = {
    case: _worked_out(*case) for case in product(Role, OrganizationRole, (None, True, False), (None, True, False))
}
_NAMES = {
    granted: tuple(sorted(permission.value for permission in granted))
    for granted in {*_IN_WORKSPACE.values(), *GRANTS.values(), *(GRANTS[r] | BY_RUNNING_A_WORKSPACE for r in GRANTS)}
}


def names(granted: frozenset[Permission]) -> tuple[str, ...]:
    """The names of permissions as clients read them, sorted."""
    return _NAMES[granted]
