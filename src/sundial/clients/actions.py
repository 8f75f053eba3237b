"""Every write of clients, and what becomes of their projects."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import UnsetType
from sqlalchemy import bindparam, update

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.changes.log import Change, record
from sundial.clients import rules
from sundial.clients.project_rows import ProjectRow
from sundial.clients.queries import (
    BY_IDS_FOR_UPDATE,
    FOR_UPDATE,
    NAMES_TAKEN,
    OF_OTHERS,
    PROJECTS_FOR_UPDATE,
    ClientRow,
    missing,
)
from sundial.clients.schemas import Archived, ClientChange, Restoration
from sundial.clients.tables import client
from sundial.core.errors import Forbidden
from sundial.db.statement import Command, insertion, scoped
from sundial.db.transaction import Write
from sundial.projects.tables import project
from sundial.workspaces.queries import WORKSPACE

KIND, KIND_OF_PROJECTS = "client", "project"
CHANGING = ("name", "name_key", "archived", "notes", "external_reference", "at", "deleted_at")
CHANGING_WITH_CLIENT = ("client_id", "active", "at")

ADD = insertion(client)
SAVE = Command(
    update(client)
    .values({name: bindparam(name, type_=client.c[name].type) for name in CHANGING})
    .where(client.c.organization_id == scoped("organization_id"), client.c.id == bindparam("the_client"))
)
SAVE_PROJECT = Command(
    update(project)
    .values({name: bindparam(name, type_=project.c[name].type) for name in CHANGING_WITH_CLIENT})
    .where(project.c.organization_id == scoped("organization_id"), project.c.id == bindparam("the_project"))
)
# What is told of a project has its client's name in it.
TOUCH_PROJECTS = Command(
    update(project)
    .values(at=bindparam("now", type_=project.c.at.type))
    .where(
        project.c.organization_id == scoped("organization_id"),
        project.c.client_id == bindparam("the_client"),
        project.c.deleted_at.is_(None),
    )
)


def require_creator(tx: Write, asker: Membership) -> None:
    """Raise Forbidden for who may not create clients: the workspace's switch for projects is for clients too."""
    asker.require(Permission.CREATE_CLIENTS)
    only_managers = tx.one(WORKSPACE, asker.scope).only_admins_may_create_projects
    if only_managers and Permission.MANAGE_CLIENTS not in asker.permissions:
        raise Forbidden("Only admins may create projects in this workspace")


def require_editor(asker: Membership, row: ClientRow) -> None:
    """Raise Forbidden for who may not change a client: who manages clients may, and who has created this one."""
    own = row.creator_id == asker.user.id and Permission.CREATE_CLIENTS in asker.permissions
    if not own:
        asker.require(Permission.MANAGE_CLIENTS)


def create(tx: Write, asker: Membership, change: ClientChange, now: datetime) -> ClientRow:
    """Create a client. Raises Invalid and Forbidden with the API's sentences."""
    require_creator(tx, asker)
    notes = change.notes if isinstance(change.notes, str) else ""
    reference = change.external_reference if isinstance(change.external_reference, str) else None
    return add(tx, asker, rules.name(change.name), now, notes, reference)


def add(
    tx: Write, asker: Membership, name: str, now: datetime, notes: str = "", external_reference: str | None = None
) -> ClientRow:
    """Store a new client whose name is valid. Raises Invalid when the name is taken."""
    added = ClientRow(
        organization_id=asker.organization_id,
        id=tx.new_id(),
        workspace_id=asker.workspace_id,
        name=name,
        name_key=name.casefold(),
        archived=False,
        notes=notes,
        external_reference=external_reference,
        creator_id=asker.user.id,
        created_at=now,
        at=now,
        deleted_at=None,
    )
    values = msgspec.structs.asdict(added)
    del values["organization_id"]
    tx.run(ADD, asker.scope, **values)
    _record(tx, asker, "created", None, added)
    return added


def change(tx: Write, asker: Membership, client_id: int, wanted: ClientChange, now: datetime) -> ClientRow:
    """Change a client's fields. Raises NotFound, Invalid and Forbidden with the API's sentences."""
    present = tx.one(FOR_UPDATE, asker.scope, client_id=client_id)
    require_editor(asker, present)
    changed = msgspec.structs.replace(present)
    if not isinstance(wanted.name, UnsetType):
        changed.name = rules.name(wanted.name)
        changed.name_key = changed.name.casefold()
    if not isinstance(wanted.notes, UnsetType):
        changed.notes = wanted.notes or ""
    if not isinstance(wanted.external_reference, UnsetType):
        changed.external_reference = wanted.external_reference
    if changed != present:
        changed.at = now
        _save(tx, asker, present, changed)
    if changed.name != present.name:
        tx.run(TOUCH_PROJECTS, asker.scope, the_client=client_id, now=now)
    return changed


def archive(tx: Write, asker: Membership, client_ids: Sequence[int], now: datetime) -> Archived:
    """Archive clients and their active projects, all of them or none.

    Raises PaymentRequired, NotFound and Forbidden with the API's sentences.
    """
    rules.check_plan(asker.plan)
    for present in _locked(tx, asker, client_ids):
        if not present.archived:
            _save(tx, asker, present, msgspec.structs.replace(present, archived=True, at=now))
    active = [row for row in tx.all(PROJECTS_FOR_UPDATE, asker.scope, client_ids=client_ids) if row.active]
    for row in active:
        _save_project(tx, asker, row, msgspec.structs.replace(row, active=False, at=now))
    return Archived(list(dict.fromkeys(client_ids)), [row.id for row in active])


def restore(tx: Write, asker: Membership, client_id: int, wanted: Restoration, now: datetime) -> ClientRow:
    """Take a client, and those of its projects that are wanted, out of the archive.

    Raises NotFound, Invalid and Forbidden with the API's sentences.
    """
    (present,) = _locked(tx, asker, [client_id])
    projects = rules.restored(tx.all(PROJECTS_FOR_UPDATE, asker.scope, client_ids=[client_id]), wanted)
    for row in projects:
        _save_project(tx, asker, row, msgspec.structs.replace(row, active=True, at=now))
    if not present.archived:
        return present
    restored = msgspec.structs.replace(present, archived=False, at=now)
    _save(tx, asker, present, restored)
    return restored


def remove(tx: Write, asker: Membership, client_ids: Sequence[int], now: datetime) -> None:
    """Delete clients, all of them or none; their projects stay, without a client.

    Raises NotFound and Forbidden with the API's sentences, Invalid where two projects would have one name.
    """
    clients = _locked(tx, asker, client_ids)
    projects = tx.all(PROJECTS_FOR_UPDATE, asker.scope, client_ids=client_ids)
    rules.check_names(projects, (taken.name for taken in tx.all(NAMES_TAKEN, asker.scope, client_ids=client_ids)))
    for row in projects:
        _save_project(tx, asker, row, msgspec.structs.replace(row, client_id=None, at=now))
    for present in clients:
        _save(tx, asker, present, msgspec.structs.replace(present, at=now, deleted_at=now))


def _locked(tx: Write, asker: Membership, client_ids: Sequence[int]) -> list[ClientRow]:
    """Clients that the asker may change together with their projects."""
    found = {row.id: row for row in tx.all(BY_IDS_FOR_UPDATE, asker.scope, client_ids=client_ids)}
    for client_id in client_ids:
        if client_id not in found:
            raise missing(client_id)
    for row in found.values():
        require_editor(asker, row)
    # Their projects change with them: having created a client gives nobody those of others.
    if Permission.MANAGE_CLIENTS not in asker.permissions and tx.find(OF_OTHERS, asker.scope, client_ids=client_ids):
        raise Forbidden(Permission.MANAGE_CLIENTS.refusal)
    return list(found.values())


def _save(tx: Write, asker: Membership, before: ClientRow, after: ClientRow) -> None:
    tx.run(SAVE, asker.scope, the_client=after.id, **{name: getattr(after, name) for name in CHANGING})
    _record(tx, asker, "updated" if after.deleted_at is None else "deleted", before, after)


def _save_project(tx: Write, asker: Membership, before: ProjectRow, after: ProjectRow) -> None:
    values = {name: getattr(after, name) for name in CHANGING_WITH_CLIENT}
    tx.run(SAVE_PROJECT, asker.scope, the_project=after.id, **values)
    place, by = (asker.organization_id, asker.workspace_id), asker.user.id
    record(tx, Change(*place, KIND_OF_PROJECTS, after.id, "updated", before, after, by, after.at))


def _record(tx: Write, asker: Membership, action: str, before: ClientRow | None, after: ClientRow) -> None:
    place, by = (asker.organization_id, asker.workspace_id), asker.user.id
    record(tx, Change(*place, KIND, after.id, action, before, after, by, after.at))
