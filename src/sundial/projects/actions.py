"""Creating and changing projects."""

from datetime import datetime

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import bindparam, update

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.access.plans import STARTER_OR_HIGHER
from sundial.changes.log import Change, record
from sundial.core.errors import Forbidden
from sundial.core.money import Money
from sundial.core.periods import day_of
from sundial.db.statement import Command, insertion, scoped
from sundial.db.transaction import Write
from sundial.projects import rules, templates, users
from sundial.projects.chosen_client import chosen_client, without_read_name
from sundial.projects.queries import FOR_UPDATE, ProjectRow, ProjectSeen, require_editor, sees_all, sees_rates
from sundial.projects.schemas import ProjectChange
from sundial.projects.tables import project
from sundial.rates.actions import lock_if, set_rate
from sundial.rates.fields import are_said, mode_of, set_first
from sundial.rates.queries import Rated
from sundial.rates.rules import Level, RateType
from sundial.workspaces.queries import WORKSPACE, WorkspaceSeen

KIND = "project"
ONLY_ADMINS = "Only admins may create projects in this workspace"
ONLY_ADMINS_PRIVATE = "Only admins may create private projects in this workspace"

ADD = insertion(project)
# Seconds are counted by whatever changes an entry.
FIXED = ("organization_id", "id", "workspace_id", "tracked_seconds", "creator_id", "created_at")
SAVE = Command(
    update(project)
    .values({c.name: bindparam(c.name, type_=c.type) for c in project.c if c.name not in FIXED})
    .where(project.c.organization_id == scoped("organization_id"), project.c.id == bindparam("the_project"))
)


def create(tx: Write, asker: Membership, change: ProjectChange, now: datetime) -> int:
    """Create a project and give its id. Raises Invalid, Forbidden and PaymentRequired with the API's sentences.

    Whoever may not manage all projects becomes a manager of this one.
    """
    # A template brings the rates of its users.
    lock_if(tx, asker.scope, are_said(change.rate) or bool(change.template_id))
    workspace = tx.one(WORKSPACE, asker.scope)
    _require_creator(asker, workspace, change)
    rules.check_plan(change, asker.plan, workspace.default_currency)
    becomes_manager = Permission.MANAGE_PROJECTS not in asker.permissions
    change = _permitted(asker, becomes_manager, change)
    template = templates.find(tx, asker, change.template_id)
    blank = _blank(tx, asker, workspace, now)
    if template is not None:
        blank = msgspec.structs.replace(blank, **templates.values(asker, template))
    named = change if isinstance(change.name, str) else msgspec.structs.replace(change, name="")
    added = _changed(tx, asker, blank, named, now)
    values = msgspec.structs.asdict(added)
    del values["organization_id"]
    tx.run(ADD, asker.scope, **values)
    _record(tx, asker, "created", None, added)
    set_first(tx, asker, _rated(added), RateType.BILLABLE, added.rate, now)
    if template is not None:
        templates.copy_parts(tx, asker, template, added.id, now)
    if becomes_manager:
        _make_manager(tx, asker, added.id, now)
    return added.id


def change(tx: Write, asker: Membership, project_id: int, body: ProjectChange, now: datetime) -> None:
    """Change a project; a field that is absent stays.

    Raises NotFound, Invalid, Forbidden and PaymentRequired with the API's sentences.
    """
    lock_if(tx, asker.scope, are_said(body.rate))
    seen = locked(tx, asker, project_id)
    workspace = tx.one(WORKSPACE, asker.scope)
    rules.check_plan(body, asker.plan, workspace.default_currency)
    if body.is_private and not seen.is_private and _is_reserved(asker, workspace):
        raise Forbidden(ONLY_ADMINS_PRIVATE)
    present = seen.row()
    wanted = without_read_name(_permitted(asker, seen.manager, body))
    wanted = rules.without_default(wanted, present, workspace.default_currency)
    after = _changed(tx, asker, present, wanted, now)
    mode = mode_of(wanted.rate, wanted.rate_change_mode, present.rate)
    if mode is not None:
        after.rate = set_rate(tx, asker, _rated(present), RateType.BILLABLE, after.rate, mode, now)
        after.rate_last_updated = now
    if after != present:
        save(tx, asker, present, msgspec.structs.replace(after, at=now))


def locked(tx: Write, asker: Membership, project_id: int) -> ProjectSeen:
    """A project that the asker may change, locked. Raises NotFound and Forbidden."""
    seen = tx.one(FOR_UPDATE, asker.scope, project_id=project_id, sees_all=sees_all(asker))
    require_editor(asker, seen)
    return seen


def save(tx: Write, asker: Membership, before: ProjectRow, after: ProjectRow) -> None:
    """Store a project as it became, and log the change."""
    values = msgspec.structs.asdict(after)
    for fixed in FIXED:
        del values[fixed]
    tx.run(SAVE, asker.scope, the_project=after.id, **values)
    _record(tx, asker, "updated", before, after)


def _require_creator(asker: Membership, workspace: WorkspaceSeen, change: ProjectChange) -> None:
    if _is_reserved(asker, workspace):
        raise Forbidden(ONLY_ADMINS_PRIVATE if change.is_private is True else ONLY_ADMINS)


def _is_reserved(asker: Membership, workspace: WorkspaceSeen) -> bool:
    """Whether making projects is left to others than the asker."""
    return workspace.only_admins_may_create_projects and Permission.MANAGE_PROJECTS not in asker.permissions


def _permitted(asker: Membership, manager: bool, change: ProjectChange) -> ProjectChange:
    """The change without the amounts that the asker can read only as null. Raises Forbidden where they set one."""
    if sees_rates(asker, manager):
        return change
    if isinstance(change.rate, Money) or isinstance(change.fixed_fee, Money):
        raise Forbidden(Permission.VIEW_RATES.refusal)
    return msgspec.structs.replace(change, rate=UNSET, fixed_fee=UNSET)


def _changed(tx: Write, asker: Membership, present: ProjectRow, change: ProjectChange, now: datetime) -> ProjectRow:
    values = rules.new_values(change, present)
    client_id = chosen_client(tx, asker, change, now)
    if not isinstance(client_id, UnsetType):
        values["client_id"] = client_id
    if "rate" in values and values["rate"] != present.rate:
        values["rate_last_updated"] = now
    return rules.checked(msgspec.structs.replace(present, **values))


def _rated(row: ProjectRow) -> Rated:
    return Rated(Level.PROJECT, row.id, project_id=row.id)


def _blank(tx: Write, asker: Membership, workspace: WorkspaceSeen, now: datetime) -> ProjectRow:
    project_id = tx.new_id()
    return ProjectRow(
        organization_id=asker.organization_id,
        id=project_id,
        workspace_id=asker.workspace_id,
        client_id=None,
        name="",
        name_key="",
        is_private=workspace.projects_private_by_default,
        active=True,
        color=rules.default_color(project_id),
        billable=workspace.projects_billable_by_default and asker.plan in STARTER_OR_HIGHER,
        template=False,
        template_id=None,
        auto_estimates=False,
        estimated_seconds=None,
        currency=None,
        rate=None,
        rate_last_updated=None,
        fixed_fee=None,
        recurring=False,
        recurring_period=None,
        recurring_custom_period=None,
        recurring_start_date=None,
        start_date=day_of(now, asker.user.timezone).isoformat(),
        end_date=None,
        external_reference=None,
        tracked_seconds=0,
        creator_id=asker.user.id,
        created_at=now,
        at=now,
        deleted_at=None,
    )


def _make_manager(tx: Write, asker: Membership, project_id: int, now: datetime) -> None:
    present = tx.find(users.OF_USER_FOR_UPDATE, asker.scope, project_id=project_id, the_user=asker.user.id)
    if present is None:
        new = users.new(tx, asker, project_id, asker.user.id, now)
        users.add(tx, asker, msgspec.structs.replace(new, manager=True))
    elif not present.manager:
        users.save(tx, asker, present, msgspec.structs.replace(present, manager=True))


def _record(tx: Write, asker: Membership, action: str, before: ProjectRow | None, after: ProjectRow) -> None:
    change = Change(
        asker.organization_id, asker.workspace_id, KIND, after.id, action, before, after, asker.user.id, after.at
    )
    record(tx, change)
