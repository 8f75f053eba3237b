"""Organizations over HTTP."""

from datetime import datetime

from sundial.access.askers import Officer, User
from sundial.access.permissions import GRANTS, OrganizationRole, Permission, names
from sundial.access.plans import PLAN_IDS, PREMIUM_OR_HIGHER, Plan
from sundial.access.queries import OWN_ORGANIZATIONS
from sundial.core.errors import Forbidden, Invalid, NotFound
from sundial.db.statement import Scope
from sundial.db.transaction import Read, Write
from sundial.http.operation import Door, operation
from sundial.organizations import actions
from sundial.organizations.queries import MINE, OrganizationRow
from sundial.organizations.roles import roles
from sundial.organizations.rules import most_workspaces
from sundial.organizations.schemas import (
    Organization,
    OrganizationChange,
    RoleView,
    Subscription,
    TrialInfo,
)

AMPLE_WORKSPACES = 1_000_000


@operation("GET", "/me/organizations", Door.SIGNED_IN)
def list_my_organizations(tx: Read, asker: User) -> list[Organization]:
    """The organizations that the caller is in."""
    return [
        organization_view(row)
        for own in tx.all(OWN_ORGANIZATIONS, user_id=asker.id)
        for row in tx.all(MINE, Scope(organization_id=own.organization_id, user_id=asker.id))
    ]


@operation(
    "GET",
    "/organizations/{organization_id}",
    Permission.VIEW_ORGANIZATION,
    stranger=NotFound("User not part of organization"),
    invalid_id=NotFound("Invalid organization ID"),
)
def get_organization(tx: Read, asker: Officer) -> Organization:
    """An organization's name and plan."""
    return organization_view(tx.one(MINE, asker.scope))


@operation(
    "PUT",
    "/organizations/{organization_id}",
    Permission.UPDATE_ORGANIZATION,
    stranger=Forbidden(Permission.UPDATE_ORGANIZATION.refusal),
    invalid_id=Invalid("Invalid organization ID"),
)
def update_organization(tx: Write, asker: Officer, body: OrganizationChange, now: datetime) -> None:
    """Change an organization's name. The answer is empty."""
    actions.rename(tx, asker, body, now)


@operation(
    "GET",
    "/organizations/{organization_id}/roles",
    Permission.VIEW_ORGANIZATION,
    stranger=Forbidden("User does not have access to the organization"),
)
def list_organization_roles(asker: Officer) -> list[RoleView]:
    """The roles that people can have, with the ids that membership operations take."""
    return roles()


def organization_view(row: OrganizationRow) -> Organization:
    """An organization as the person whose role is in the row sees it."""
    plan, role = Plan(row.plan), OrganizationRole(row.role)
    return Organization(
        id=row.organization_id,
        name=row.name,
        pricing_plan_id=PLAN_IDS[plan],
        pricing_plan_name=plan.value.capitalize(),
        pricing_plan_enterprise=plan is Plan.ENTERPRISE,
        created_at=row.created_at,
        at=row.at,
        is_multi_workspace_enabled=row.multi_workspace or plan in PREMIUM_OR_HIGHER,
        max_workspaces=most_workspaces(plan, row.multi_workspace) or AMPLE_WORKSPACES,
        admin=role is not OrganizationRole.MEMBER,
        owner=role is OrganizationRole.OWNER,
        user_count=row.user_count,
        permissions=list(names(GRANTS[role])),
        suspended_at=row.suspended_at,
        subscription=Subscription(
            plan=plan.value,
            plan_name=plan.value.capitalize(),
            enterprise=plan is Plan.ENTERPRISE,
            state="free" if plan is Plan.FREE else "active",
        ),
        trial_info=TrialInfo(),
    )
