"""Every write of workspaces."""

from datetime import datetime

import msgspec
from sqlalchemy import bindparam, update

from sundial.access.askers import Membership, Officer, User
from sundial.access.enter import Workspaces, confirm
from sundial.access.permissions import OrganizationRole, Role
from sundial.access.plans import Plan
from sundial.access.queries import OWN_ORGANIZATIONS
from sundial.changes.log import Change, record
from sundial.core.errors import Invalid, NotFound
from sundial.db.statement import Command, Scope, insertion, scoped
from sundial.db.transaction import Read, Write
from sundial.organizations import actions as organizations
from sundial.organizations import rules as organization_rules
from sundial.organizations.queries import FOR_UPDATE as ORGANIZATION_FOR_UPDATE
from sundial.organizations.schemas import NewOrganization
from sundial.rates.actions import lock, set_rate
from sundial.rates.fields import are_said, mode_of, set_first
from sundial.rates.queries import Rated
from sundial.rates.rules import Level, RateType
from sundial.users.queries import USER_FOR_UPDATE
from sundial.workspaces import rules
from sundial.workspaces.memberships import OF_USER, Joining, join
from sundial.workspaces.memberships import save as save_member
from sundial.workspaces.queries import (
    FOR_UPDATE,
    IN_ORGANIZATION,
    MEMBERS_BY_USER,
    ORGANIZATION_USERS,
    OWN_ACTIVE_MEMBERSHIPS,
    OWN_MEMBERSHIPS,
    WORKSPACE,
    WorkspaceRow,
    WorkspaceSeen,
)
from sundial.workspaces.schemas import Constraints, WorkspaceChange
from sundial.workspaces.tables import workspace, workspace_directory

ADD = insertion(workspace)
ADD_TO_DIRECTORY = insertion(workspace_directory)
SAVE = Command(
    update(workspace)
    .values(
        {
            column.name: bindparam(column.name, type_=column.type)
            for column in workspace.c
            if column.name not in ("organization_id", "id", "created_at")
        }
    )
    .where(
        workspace.c.organization_id == scoped("organization_id"),
        workspace.c.id == scoped("workspace_id"),
    )
)


class Founded(msgspec.Struct):
    """An organization that was created, its first workspace, and its owner's place there."""

    organization_id: int
    organization_name: str
    workspace_id: int
    workspace_name: str
    workspace_user_id: int


def found_organization(tx: Write, asker: User, body: NewOrganization, now: datetime) -> Founded:
    """Create an organization with one workspace; the asker owns both. Raises Invalid with the API's sentences."""
    name = organization_rules.name(body.name, "Field 'name' cannot be empty.")
    if not isinstance(body.workspace_name, str):
        raise Invalid("workspace name must be provided")
    settings = rules.Settings(name=rules.name(body.workspace_name))
    _take_places(tx, {asker.id})
    created = organizations.create(tx, asker.id, name, Plan.ENTERPRISE, now)
    scope = Scope(organization_id=created.organization_id)
    first = _add(tx, scope, created.organization_id, asker.id, settings, now)
    member_id = join(tx, Joining(created.organization_id, first.id, asker.id, Role.ADMIN), asker.id, now)
    return Founded(created.organization_id, name, first.id, settings.name, member_id)


def create(tx: Write, asker: Officer, change: WorkspaceChange, now: datetime) -> WorkspaceSeen:
    """Create a workspace in an organization; the asker and the named admins administer it.

    Raises Invalid, PaymentRequired and NotFound with the API's sentences (`decisions.md, Workspaces`).
    """
    rules.check_plan(change, asker.plan, rules.Settings(name="").default_currency)
    settings = rules.created(change)
    organization = tx.one(ORGANIZATION_FOR_UPDATE, asker.scope)
    if asker.role is not OrganizationRole.OWNER and tx.one(OWN_ACTIVE_MEMBERSHIPS, asker.scope).number == 0:
        raise NotFound("Workspace not found/accessible")
    rules.check_room(
        organization.name, asker.plan, organization.multi_workspace, tx.one(IN_ORGANIZATION, asker.scope).number
    )
    admins = {asker.user.id} if not isinstance(change.admins, list) else {asker.user.id, *change.admins}
    _require_in_organization(tx, asker.scope, admins)
    _take_places(tx, admins)
    added = _add(tx, asker.scope, asker.organization_id, asker.user.id, settings, now)
    for user_id in sorted(admins):
        join(tx, Joining(asker.organization_id, added.id, user_id, Role.ADMIN), asker.user.id, now)
    if added.default_hourly_rate is not None:
        founder = Workspaces().enter(tx, asker.user, added.id)
        set_first(tx, founder, _rated(added), RateType.BILLABLE, added.default_hourly_rate, now)
    seen = Scope(organization_id=asker.organization_id, workspace_id=added.id, user_id=asker.user.id)
    return tx.one(WORKSPACE, seen)


def change_settings(tx: Write, asker: Membership, change: WorkspaceChange, now: datetime) -> WorkspaceSeen:
    """Change a workspace's settings and the set of its admins; a field that is absent stays.

    Raises Invalid and PaymentRequired with the API's sentences (`decisions.md, Workspaces`).
    """
    if are_said(change.default_hourly_rate):
        lock(tx, asker.scope)
    present = tx.one(FOR_UPDATE, asker.scope)
    rules.check_plan(change, asker.plan, present.default_currency)
    settings = rules.changed(_settings(present), change)
    saved = msgspec.structs.replace(
        present, name_key=rules.name_key(settings.name), at=now, **msgspec.structs.asdict(settings)
    )
    if isinstance(change.admins, list):
        _set_admins(tx, asker, set(change.admins), now)
    mode = mode_of(change.default_hourly_rate, change.rate_change_mode, present.default_hourly_rate)
    if mode is not None:
        wanted = saved.default_hourly_rate
        saved.default_hourly_rate = set_rate(tx, asker, _rated(present), RateType.BILLABLE, wanted, mode, now)
        saved.rate_last_updated = now
    save(tx, asker, present, saved, now)
    return tx.one(WORKSPACE, asker.scope)


def set_constraints(tx: Write, asker: Membership, constraints: Constraints, now: datetime) -> None:
    """Set which fields a time entry must have; what is absent in the request is no (`decisions.md, Constraints`)."""
    present = tx.one(FOR_UPDATE, asker.scope)
    saved = msgspec.structs.replace(present, at=now, **msgspec.structs.asdict(constraints))
    save(tx, asker, present, saved, now)


def save(tx: Write, asker: Membership, before: WorkspaceRow, after: WorkspaceRow, now: datetime) -> None:
    """Store a workspace's settings and log the change."""
    values = msgspec.structs.asdict(after)
    for fixed in ("organization_id", "id", "created_at"):
        del values[fixed]
    tx.run(SAVE, asker.scope, **values)
    record(
        tx,
        Change(asker.organization_id, after.id, "workspace", after.id, "updated", before, after, asker.user.id, now),
    )


def _rated(row: WorkspaceRow) -> Rated:
    return Rated(Level.WORKSPACE, row.id)


def _settings(row: WorkspaceRow) -> rules.Settings:
    return rules.Settings(**{field: getattr(row, field) for field in rules.Settings.__struct_fields__})


def _add(
    tx: Write, scope: Scope, organization_id: int, by: int, settings: rules.Settings, now: datetime
) -> WorkspaceRow:
    added = WorkspaceRow(
        organization_id=organization_id,
        id=tx.new_id(),
        name_key=rules.name_key(settings.name),
        rate_last_updated=None if settings.default_hourly_rate is None else now,
        hide_start_end_times=False,
        disable_approvals=False,
        disable_expenses=False,
        disable_timesheet_view=False,
        logo_digest=None,
        report_locked_at=None,
        calendar_suggestion_start_date=None,
        working_hours_in_minutes=None,
        created_at=now,
        at=now,
        suspended_at=None,
        deleted_at=None,
        **msgspec.structs.asdict(settings),
        **msgspec.structs.asdict(Constraints()),
    )
    values = msgspec.structs.asdict(added)
    del values["organization_id"]
    tx.run(ADD_TO_DIRECTORY, workspace_id=added.id, organization_id=organization_id)
    tx.run(ADD, scope, **values)
    record(tx, Change(organization_id, added.id, "workspace", added.id, "created", None, added, by, now))
    return added


def _take_places(tx: Write, user_ids: set[int]) -> None:
    """Raise Invalid when one of these users is in as many workspaces as anybody may be.

    Their rows are locked, so that no other organization counts the same user's places meanwhile.
    """
    for user_id in sorted(user_ids):
        tx.one(USER_FOR_UPDATE, user_id=user_id)
        rules.check_memberships(_memberships(tx, user_id))


def _memberships(tx: Read, user_id: int) -> int:
    return sum(
        tx.one(OWN_MEMBERSHIPS, Scope(organization_id=own.organization_id), user_id=user_id).number
        for own in tx.all(OWN_ORGANIZATIONS, user_id=user_id)
    )


def _require_in_organization(tx: Read, scope: Scope, user_ids: set[int]) -> None:
    known = {person.user_id for person in tx.all(ORGANIZATION_USERS, scope, user_ids=sorted(user_ids))}
    for user_id in sorted(user_ids - known):
        raise Invalid(f"User with id {user_id} does not exist.")


def _set_admins(tx: Write, asker: Membership, wanted: set[int], now: datetime) -> None:
    """Make exactly these members admins; the others who were become users. The owner and somebody always stay."""
    confirm(tx, asker)
    _require_in_organization(tx, asker.scope, wanted)
    members = tx.all(MEMBERS_BY_USER, asker.scope, user_ids=sorted(wanted))
    active = {member.user_id for member in members if member.joined and not member.inactive}
    for user_id in sorted(wanted - active):
        raise Invalid(f"User {user_id} not exists in the workspace.")
    if not wanted:
        raise Invalid("The last admin of a workspace cannot be removed.")
    for member in members:
        role = Role.ADMIN if member.user_id in wanted else Role.USER
        if member.role == role:
            continue
        if role is Role.USER and member.organization_role == OrganizationRole.OWNER:
            raise Invalid("Cannot remove admin privileges from owner.")
        present = tx.one(OF_USER, asker.scope, in_workspace=asker.workspace_id, the_user=member.user_id)
        save_member(tx, present, msgspec.structs.replace(present, role=role.value), asker.user.id, now)
