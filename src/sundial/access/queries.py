"""The statements behind signing in and entering."""

from datetime import datetime

import msgspec
from sqlalchemy import Table, and_, bindparam, delete, exists, or_, select, type_coerce, update
from sqlalchemy.dialects.postgresql import insert

from sundial.access.permissions import GRANTS, OrganizationRole, Permission, Role
from sundial.access.plans import Plan
from sundial.access.tables import failed_sign_in, session
from sundial.db.statement import Command, Query, Written, insertion, scoped
from sundial.db.types import Choice, Flag
from sundial.organizations.tables import organization, organization_user
from sundial.users.tables import user, user_organization
from sundial.workspaces.tables import workspace, workspace_directory, workspace_user


class Identity(msgspec.Struct):
    """What signing in reads of a user."""

    id: int
    fullname: str
    timezone: str
    password_hash: str | None


class Owner(msgspec.Struct):
    """Whose an account is."""

    id: int
    fullname: str
    email: str


class Entrance(msgspec.Struct):
    """What entering a workspace reads."""

    workspace_user_id: int
    role: Role
    organization_role: OrganizationRole
    view_edit_billable_rates: bool | None
    view_edit_labor_costs: bool | None
    plan: Plan


class Office(msgspec.Struct):
    """What entering an organization reads."""

    organization_user_id: int
    role: OrganizationRole
    runs_a_workspace: bool
    plan: Plan


class Whose(msgspec.Struct):
    """The organization of a workspace."""

    organization_id: int


class Failures(msgspec.Struct):
    """Failed sign-ins of one account or address."""

    count: int
    first_at: datetime
    locked_until: datetime | None


_IDENTITY = select(user.c.id, user.c.fullname, user.c.timezone, user.c.password_hash).where(user.c.deleted_at.is_(None))

BY_TOKEN = Query(Identity, _IDENTITY.where(user.c.api_token_hash == bindparam("token_hash")))
BY_EMAIL = Query(Identity, _IDENTITY.where(user.c.email_key == bindparam("email_key")))
OWNER = Query(
    Owner,
    select(user.c.id, user.c.fullname, user.c.email).where(
        user.c.email_key == bindparam("email_key"), user.c.deleted_at.is_(None), user.c.password_hash.is_not(None)
    ),
)
"""Who can sign in with a password under an address."""
BY_SESSION = Query(
    Identity,
    _IDENTITY.join(session, session.c.user_id == user.c.id).where(
        session.c.token_hash == bindparam("token_hash"), session.c.expires_at > bindparam("now")
    ),
)

OWN_ORGANIZATIONS = Query(
    Whose,
    select(user_organization.c.organization_id)
    .where(user_organization.c.user_id == bindparam("user_id"))
    .order_by(user_organization.c.organization_id),
)

DIRECTORY = Query(
    Whose,
    select(workspace_directory.c.organization_id).where(
        workspace_directory.c.workspace_id == bindparam("workspace_id")
    ),
)

_places = (
    select(
        workspace_user.c.id.label("workspace_user_id"),
        type_coerce(workspace_user.c.role, Choice(Role)).label("role"),
        type_coerce(organization_user.c.role, Choice(OrganizationRole)).label("organization_role"),
        workspace_user.c.view_edit_billable_rates,
        workspace_user.c.view_edit_labor_costs,
        type_coerce(organization.c.plan, Choice(Plan)).label("plan"),
    )
    .join(
        organization_user,
        and_(
            organization_user.c.organization_id == workspace_user.c.organization_id,
            organization_user.c.user_id == workspace_user.c.user_id,
        ),
    )
    .join(organization, organization.c.organization_id == workspace_user.c.organization_id)
    .join(
        workspace,
        and_(
            workspace.c.organization_id == workspace_user.c.organization_id,
            workspace.c.id == workspace_user.c.workspace_id,
        ),
    )
    .where(
        workspace_user.c.organization_id == scoped("organization_id"),
        workspace_user.c.user_id == scoped("user_id"),
        workspace_user.c.joined,
        ~workspace_user.c.inactive,
        organization_user.c.joined,
        ~organization_user.c.inactive,
        workspace.c.deleted_at.is_(None),
    )
)
_place = _places.where(workspace_user.c.workspace_id == scoped("workspace_id"))
ENTER = Query(Entrance, _place)
# Whoever sets a rate locks the workspace whole: no entry is priced by what was valid before and stored after.
ENTER_TO_WRITE = Query(Entrance, _place.with_for_update(of=workspace, read=True, key_share=True))


def in_own_workspaces(table: Table, permission: Permission | None = None) -> Written:
    """The condition that a row of a table belongs to a workspace of the organization that the user may enter.

    With a permission: to one in which their role grants it.
    """
    places = _places if permission is None else _places.where(_grants(permission))
    return table.c.workspace_id.in_(places.with_only_columns(workspace_user.c.workspace_id))


def _grants(permission: Permission) -> Written:
    columns = {Role: workspace_user.c.role, OrganizationRole: organization_user.c.role}
    return or_(*(columns[type(role)] == role.value for role, granted in GRANTS.items() if permission in granted))


ENTER_ORGANIZATION = Query(
    Office,
    select(
        organization_user.c.id.label("organization_user_id"),
        type_coerce(organization_user.c.role, Choice(OrganizationRole)).label("role"),
        type_coerce(
            exists().where(
                workspace_user.c.organization_id == scoped("organization_id"),
                workspace_user.c.user_id == scoped("user_id"),
                workspace_user.c.role == Role.ADMIN.value,
                workspace_user.c.joined,
                ~workspace_user.c.inactive,
            ),
            Flag(),
        ).label("runs_a_workspace"),
        type_coerce(organization.c.plan, Choice(Plan)).label("plan"),
    )
    .join(organization, organization.c.organization_id == organization_user.c.organization_id)
    .where(
        organization_user.c.organization_id == scoped("organization_id"),
        organization_user.c.user_id == scoped("user_id"),
        organization_user.c.joined,
        ~organization_user.c.inactive,
    ),
)

ADD_SESSION = insertion(session)
END_SESSION = Command(delete(session).where(session.c.token_hash == bindparam("token_hash")))
END_OTHER_SESSIONS = Command(
    delete(session).where(session.c.user_id == bindparam("user_id"), session.c.token_hash != bindparam("kept"))
)
END_OLD_SESSIONS = Command(delete(session).where(session.c.expires_at <= bindparam("now")))

_failures = select(failed_sign_in.c.count, failed_sign_in.c.first_at, failed_sign_in.c.locked_until).where(
    failed_sign_in.c.key == bindparam("key_")
)
FAILURES = Query(Failures, _failures)
FAILURES_FOR_UPDATE = Query(Failures, _failures.with_for_update())
ADD_FAILURE = Command(
    insert(failed_sign_in)
    .values(key=bindparam("key_"), count=0, first_at=bindparam("now"), locked_until=None)
    .on_conflict_do_nothing()
)
SET_FAILURES = Command(
    update(failed_sign_in)
    .values(count=bindparam("count_"), first_at=bindparam("first_at_"), locked_until=bindparam("locked_until_"))
    .where(failed_sign_in.c.key == bindparam("key_"))
)
FORGET_FAILURES = Command(delete(failed_sign_in).where(failed_sign_in.c.key == bindparam("key_")))
FORGET_OLD_FAILURES = Command(delete(failed_sign_in).where(failed_sign_in.c.first_at < bindparam("before")))
