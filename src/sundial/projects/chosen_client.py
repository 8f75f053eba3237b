"""The client that a project is for: known by id, or by a name that is made when nobody has it yet."""

from datetime import datetime

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import bindparam, select

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.clients import rules
from sundial.clients.actions import add
from sundial.clients.queries import ClientRow
from sundial.clients.tables import client
from sundial.core.errors import Invalid
from sundial.db.statement import Query, scoped
from sundial.db.transaction import Write
from sundial.projects.schemas import ProjectChange
from sundial.workspaces.queries import WORKSPACE

# Shared, so that nobody deletes the client meanwhile.
_here = (
    select(client)
    .where(
        client.c.organization_id == scoped("organization_id"),
        client.c.workspace_id == scoped("workspace_id"),
        client.c.deleted_at.is_(None),
    )
    .with_for_update(read=True)
)
BY_ID = Query(ClientRow, _here.where(client.c.id == bindparam("client_id")))
BY_NAME = Query(ClientRow, _here.where(client.c.name == bindparam("the_name")))


def chosen_client(tx: Write, asker: Membership, change: ProjectChange, now: datetime) -> int | UnsetType | None:
    """The client that a change chooses, null for none, unset where it does not say.

    An id wins over a name. Raises Invalid for a client that is not in the workspace.
    """
    given = change.cid if isinstance(change.client_id, UnsetType) else change.client_id
    if given:
        if tx.find(BY_ID, asker.scope, client_id=given) is None:
            raise Invalid(f"Client with the ID {given} isn't present in workspace {asker.workspace_id}")
        return given
    name = change.client_name.strip() if isinstance(change.client_name, str) else ""
    if name:
        return _named(tx, asker, name, now)
    return given if isinstance(given, UnsetType) else None


def without_read_name(change: ProjectChange) -> ProjectChange:
    """The change of a project that may be sent back whole: beside an id, also one that is cleared, a name says nothing.

    It may be the name of the client that the project had when it was read.
    """
    if isinstance(change.client_id, UnsetType) and isinstance(change.cid, UnsetType):
        return change
    return msgspec.structs.replace(change, client_name=UNSET)


def _named(tx: Write, asker: Membership, name: str, now: datetime) -> int:
    known = tx.find(BY_NAME, asker.scope, the_name=name)
    if known is not None:
        return known.id
    only_managers = tx.one(WORKSPACE, asker.scope).only_admins_may_create_projects
    asker.require(Permission.MANAGE_CLIENTS if only_managers else Permission.CREATE_CLIENTS)
    rules.name(name)
    try:
        with tx.attempt():
            return add(tx, asker, name, now).id
    except Invalid:
        # Somebody else has just created it.
        return tx.one(BY_NAME, asker.scope, the_name=name).id
