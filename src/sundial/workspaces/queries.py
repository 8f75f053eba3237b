"""Every read of workspaces."""

from datetime import datetime

import msgspec
from sqlalchemy import and_, bindparam, exists, func, select, type_coerce

from sundial.access.permissions import NO_ACCESS, OrganizationRole, Role
from sundial.access.plans import Plan
from sundial.access.queries import OWN_ORGANIZATIONS
from sundial.core.errors import Forbidden
from sundial.core.money import Money
from sundial.db.statement import Query, Scope, Written, scoped
from sundial.db.transaction import Read
from sundial.db.types import Choice, Instant, among
from sundial.groups.tables import group_workspace
from sundial.organizations.tables import organization, organization_user
from sundial.users.tables import user
from sundial.workspaces.tables import workspace, workspace_logo, workspace_user


class WorkspaceRow(msgspec.Struct):
    """A workspace, whole."""

    organization_id: int
    id: int
    name: str
    name_key: str
    default_currency: str
    default_hourly_rate: Money | None
    rate_last_updated: datetime | None
    rounding: int
    rounding_minutes: int
    only_admins_may_create_projects: bool
    only_admins_may_create_tags: bool
    only_admins_see_team_dashboard: bool
    projects_billable_by_default: bool
    projects_private_by_default: bool
    projects_enforce_billable: bool
    limit_public_project_data: bool
    reports_collapse: bool
    hide_start_end_times: bool
    disable_approvals: bool
    disable_expenses: bool
    disable_timesheet_view: bool
    description_present: bool
    project_present: bool
    tag_present: bool
    task_present: bool
    time_entry_constraints_enabled: bool
    logo_digest: str | None
    report_locked_at: datetime | None
    calendar_suggestion_start_date: datetime | None
    working_hours_in_minutes: int | None
    created_at: datetime
    at: datetime
    suspended_at: datetime | None
    deleted_at: datetime | None


class WorkspaceSeen(WorkspaceRow):
    """A workspace with the caller's place in it."""

    role: Role
    view_edit_billable_rates: bool | None
    view_edit_labor_costs: bool | None
    ical_enabled: bool
    ical_token: str
    organization_role: OrganizationRole
    plan: Plan


class Number(msgspec.Struct):
    """A count."""

    number: int


class Person(msgspec.Struct):
    """Somebody, by id and name."""

    user_id: int
    name: str


class MemberRow(msgspec.Struct):
    """A workspace user, as far as roles are concerned."""

    id: int
    user_id: int
    role: str
    joined: bool
    inactive: bool
    organization_role: str


class LogoRow(msgspec.Struct):
    """A logo's picture."""

    png: bytes


_of_organization = workspace.c.organization_id == scoped("organization_id")


def visible() -> Written:
    """The workspaces of the caller's organization in which they are joined and active, seen by them."""
    return (
        select(
            workspace,
            type_coerce(workspace_user.c.role, Choice(Role)).label("role"),
            workspace_user.c.view_edit_billable_rates,
            workspace_user.c.view_edit_labor_costs,
            workspace_user.c.ical_enabled,
            workspace_user.c.ical_token,
            type_coerce(organization_user.c.role, Choice(OrganizationRole)).label("organization_role"),
            type_coerce(organization.c.plan, Choice(Plan)).label("plan"),
        )
        .join(
            workspace_user,
            and_(
                workspace_user.c.organization_id == workspace.c.organization_id,
                workspace_user.c.workspace_id == workspace.c.id,
            ),
        )
        .join(
            organization_user,
            and_(
                organization_user.c.organization_id == workspace.c.organization_id,
                organization_user.c.user_id == workspace_user.c.user_id,
            ),
        )
        .join(organization, organization.c.organization_id == workspace.c.organization_id)
        .where(
            _of_organization,
            workspace.c.deleted_at.is_(None),
            workspace_user.c.user_id == scoped("user_id"),
            workspace_user.c.joined,
            ~workspace_user.c.inactive,
            organization_user.c.joined,
            ~organization_user.c.inactive,
        )
    )


WORKSPACE = Query(WorkspaceSeen, visible().where(workspace.c.id == scoped("workspace_id")), Forbidden(NO_ACCESS))

_by_name = visible().order_by(workspace.c.name_key, workspace.c.id)
_anybody = workspace_user.alias("anybody")
_since = bindparam("since", type_=Instant())
_member_changed = exists().where(
    _anybody.c.organization_id == workspace.c.organization_id,
    _anybody.c.workspace_id == workspace.c.id,
    _anybody.c.at >= _since,
)
WORKSPACES = Query(WorkspaceSeen, _by_name)
WORKSPACES_SINCE = Query(WorkspaceSeen, _by_name.where((workspace.c.at >= _since) | _member_changed))

FOR_UPDATE = Query(
    WorkspaceRow,
    select(workspace)
    .where(_of_organization, workspace.c.id == scoped("workspace_id"), workspace.c.deleted_at.is_(None))
    # Others may refer to the workspace meanwhile: whoever starts an entry must not wait for who changes a setting.
    .with_for_update(key_share=True),
    Forbidden(NO_ACCESS),
)

IN_ORGANIZATION = Query(
    Number,
    select(func.count().label("number"))
    .select_from(workspace)
    .where(_of_organization, workspace.c.deleted_at.is_(None)),
)
"""How many workspaces an organization has."""

_member_of_organization = (workspace_user.c.organization_id == scoped("organization_id"),)

OWN_MEMBERSHIPS = Query(
    Number,
    select(func.count().label("number"))
    .select_from(workspace_user)
    .where(
        *_member_of_organization,
        workspace_user.c.user_id == bindparam("user_id"),
        workspace_user.c.deleted_at.is_(None),
    ),
)
"""How many of an organization's workspaces a user is in, invited or switched off included."""

OWN_ACTIVE_MEMBERSHIPS = Query(
    Number,
    select(func.count().label("number"))
    .select_from(workspace_user)
    .where(
        *_member_of_organization,
        workspace_user.c.user_id == scoped("user_id"),
        workspace_user.c.joined,
        ~workspace_user.c.inactive,
    ),
)

MEMBERS_BY_USER = Query(
    MemberRow,
    select(
        workspace_user.c.id,
        workspace_user.c.user_id,
        workspace_user.c.role,
        workspace_user.c.joined,
        workspace_user.c.inactive,
        organization_user.c.role.label("organization_role"),
    )
    .join(
        organization_user,
        and_(
            organization_user.c.organization_id == workspace_user.c.organization_id,
            organization_user.c.user_id == workspace_user.c.user_id,
        ),
    )
    .where(
        *_member_of_organization,
        workspace_user.c.workspace_id == scoped("workspace_id"),
        (workspace_user.c.role == Role.ADMIN.value) | among(workspace_user.c.user_id, "user_ids"),
    )
    .order_by(workspace_user.c.user_id),
)
"""A workspace's admins and the members among these users."""

ORGANIZATION_USERS = Query(
    Person,
    select(organization_user.c.user_id, user.c.fullname.label("name"))
    .join(user, user.c.id == organization_user.c.user_id)
    .where(
        organization_user.c.organization_id == scoped("organization_id"),
        organization_user.c.joined,
        ~organization_user.c.inactive,
        among(organization_user.c.user_id, "user_ids"),
    ),
)
"""Those of these users who are joined and active in the organization."""

_same_person = and_(
    organization_user.c.organization_id == workspace_user.c.organization_id,
    organization_user.c.user_id == workspace_user.c.user_id,
)
_active_here = (
    *_member_of_organization,
    workspace_user.c.workspace_id == scoped("workspace_id"),
    workspace_user.c.joined,
    ~workspace_user.c.inactive,
    organization_user.c.joined,
    ~organization_user.c.inactive,
)
ADMINS = Query(
    Person,
    select(workspace_user.c.user_id, user.c.fullname.label("name"))
    .join(organization_user, _same_person)
    .join(user, user.c.id == workspace_user.c.user_id)
    .where(*_active_here, workspace_user.c.role == Role.ADMIN.value),
)
MEMBERS_COUNT = Query(
    Number,
    select(func.count().label("number"))
    .select_from(workspace_user)
    .join(organization_user, _same_person)
    .where(*_active_here),
)
GROUPS_COUNT = Query(
    Number,
    select(func.count().label("number"))
    .select_from(group_workspace)
    .where(
        group_workspace.c.organization_id == scoped("organization_id"),
        group_workspace.c.workspace_id == scoped("workspace_id"),
    ),
)

LOGO = Query(
    LogoRow,
    select(workspace_logo.c.png).where(
        workspace_logo.c.organization_id == scoped("organization_id"),
        workspace_logo.c.workspace_id == scoped("workspace_id"),
        workspace_logo.c.digest == bindparam("digest"),
    ),
    "Logo not found",
)


def mine(tx: Read, user_id: int, since: datetime | None) -> list[WorkspaceSeen]:
    """A user's workspaces in all organizations; with ``since`` those that, or whose members, changed from then on."""
    found: list[WorkspaceSeen] = []
    for own in tx.all(OWN_ORGANIZATIONS, user_id=user_id):
        scope = Scope(organization_id=own.organization_id, user_id=user_id)
        found += tx.all(WORKSPACES, scope) if since is None else tx.all(WORKSPACES_SINCE, scope, since=since)
    return found


def admins(tx: Read, scope: Scope) -> list[Person]:
    """A workspace's active admins by name, then id; sorted here because each database sorts letters its own way."""
    return sorted(tx.all(ADMINS, scope), key=lambda admin: (admin.name.casefold(), admin.user_id))
