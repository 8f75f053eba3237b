"""Every read of clients, and of the projects that change with them."""

from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, bindparam, exists, func, literal_column, select

from sundial.access.askers import Membership
from sundial.access.queries import OWN_ORGANIZATIONS, in_own_workspaces
from sundial.clients.project_rows import ProjectRow
from sundial.clients.tables import client
from sundial.core.errors import NotFound
from sundial.db.statement import Query, Scope, Written, scoped
from sundial.db.transaction import Read
from sundial.db.types import Instant, among
from sundial.http.paging import SIZES
from sundial.projects.tables import project, project_user
from sundial.workspaces.queries import Number


class ClientRow(msgspec.Struct):
    """A client, whole."""

    organization_id: int
    id: int
    workspace_id: int
    name: str
    name_key: str
    archived: bool
    notes: str
    external_reference: str | None
    creator_id: int | None
    created_at: datetime
    at: datetime
    deleted_at: datetime | None


class Found(msgspec.Struct):
    """An id that exists."""

    id: int


class ProjectName(msgspec.Struct):
    """A project's name."""

    name: str


_of_organization = client.c.organization_id == scoped("organization_id")
_here = (_of_organization, client.c.workspace_id == scoped("workspace_id"), client.c.deleted_at.is_(None))


def visible() -> Written:
    """The clients of the caller's workspace that are not deleted."""
    return select(client).where(*_here)


_by_name = (client.c.name_key, client.c.id)
_named = client.c.name_key.like(bindparam("name"), escape="\\")
_of_status = {"active": (_named, ~client.c.archived), "archived": (_named, client.c.archived), "both": (_named,)}

LISTS = {
    status: Query(ClientRow, visible().where(*conditions).order_by(*_by_name))
    for status, conditions in _of_status.items()
}
"""By status: the clients whose name has a part."""
PAGES = {
    (status, size): Query(
        ClientRow,
        visible()
        .where(*conditions)
        .order_by(*_by_name)
        .limit(literal_column(str(size)))
        .offset(bindparam("first", type_=BigInteger())),
    )
    for status, conditions in _of_status.items()
    for size in SIZES
}
COUNTS = {
    status: Query(Number, select(func.count().label("number")).select_from(client).where(*_here, *conditions))
    for status, conditions in _of_status.items()
}

CLIENT = Query(ClientRow, visible().where(client.c.id == bindparam("client_id")))
FOR_UPDATE = Query(
    ClientRow,
    visible().where(client.c.id == bindparam("client_id")).with_for_update(),
    NotFound("Client doesn't exist in the workspace."),
)
BY_IDS = Query(ClientRow, visible().where(among(client.c.id, "client_ids")).order_by(*_by_name))
BY_IDS_FOR_UPDATE = Query(
    ClientRow, visible().where(among(client.c.id, "client_ids")).order_by(client.c.id).with_for_update()
)

_mine = select(client).where(_of_organization, in_own_workspaces(client)).order_by(*_by_name)
MINE = Query(ClientRow, _mine.where(client.c.deleted_at.is_(None)))
MINE_SINCE = Query(ClientRow, _mine.where(client.c.at >= bindparam("since", type_=Instant())))

_of_clients = (
    project.c.organization_id == scoped("organization_id"),
    project.c.workspace_id == scoped("workspace_id"),
    among(project.c.client_id, "client_ids"),
    project.c.deleted_at.is_(None),
)
PROJECTS_FOR_UPDATE = Query(
    ProjectRow, select(project).where(*_of_clients).order_by(project.c.id).with_for_update(of=project)
)
"""All projects of these clients, also those that the caller does not see: they change with their client."""
OF_OTHERS = Query(
    Found,
    select(project.c.id)
    .where(
        *_of_clients,
        ~exists().where(
            project_user.c.organization_id == scoped("organization_id"),
            project_user.c.project_id == project.c.id,
            project_user.c.user_id == scoped("user_id"),
            project_user.c.manager,
            project_user.c.deleted_at.is_(None),
        ),
    )
    .limit(1),
)
"""A project of these clients that the caller does not manage."""

_alone = project.alias("alone")
NAMES_TAKEN = Query(
    ProjectName,
    select(_alone.c.name)
    .join(
        project,
        (project.c.organization_id == _alone.c.organization_id)
        & (project.c.workspace_id == _alone.c.workspace_id)
        & (project.c.name == _alone.c.name),
    )
    .where(*_of_clients, _alone.c.client_id.is_(None), _alone.c.deleted_at.is_(None))
    .distinct(),
)
"""The names of projects of these clients that a project without a client has too."""


def get(tx: Read, asker: Membership, client_id: int) -> ClientRow:
    """A client of the asker's workspace. Raises NotFound."""
    found = tx.find(CLIENT, asker.scope, client_id=client_id)
    if found is None:
        raise missing(client_id)
    return found


def missing(client_id: int) -> NotFound:
    """What is told of a client that is not there."""
    return NotFound(f"No client with ID {client_id} was found")


def mine(tx: Read, user_id: int, since: datetime | None) -> list[ClientRow]:
    """The clients of a user's workspaces; with ``since`` those that changed from then on, deleted ones included."""
    found: list[ClientRow] = []
    for own in tx.all(OWN_ORGANIZATIONS, user_id=user_id):
        scope = Scope(organization_id=own.organization_id, user_id=user_id)
        found += tx.all(MINE, scope) if since is None else tx.all(MINE_SINCE, scope, since=since)
    return found
