"""Clients over HTTP."""

from datetime import datetime

import msgspec

from sundial.access.askers import Membership, User
from sundial.access.permissions import Permission
from sundial.clients import actions, queries
from sundial.clients.queries import BY_IDS, COUNTS, LISTS, PAGES, ClientRow, mine
from sundial.clients.schemas import Archived, Client, ClientChange, ClientIds, Restoration
from sundial.core.errors import Invalid
from sundial.core.periods import since_moment
from sundial.db.transaction import Read, Write
from sundial.http.operation import Door, Reply, operation
from sundial.http.paging import Paging, like

INVALID_CLIENT = {"client_id": Invalid("We're expecting an integer as part of the url for client_id")}
PAGE_SIZE = 50


@operation("GET", "/workspaces/{workspace_id}/clients", Permission.VIEW_WORKSPACE)
def list_clients(
    tx: Read,
    asker: Membership,
    status: str = "active",
    name: str = "",
    page: int | None = None,
    per_page: int | None = None,
) -> Reply[list[Client]]:
    """The workspace's clients by name: all of them, or a page when one is asked for.

    `status` is `active`, `archived` or `both`; `name` is a part of the name.
    """
    if status not in LISTS:
        raise Invalid("Client status is invalid")
    part = like(name)
    if page is None and per_page is None:
        return Reply([view(row) for row in tx.all(LISTS[status], asker.scope, name=part)])
    paging = Paging(1 if page is None else page, PAGE_SIZE if per_page is None else per_page)
    rows = tx.all(PAGES[status, paging.size], asker.scope, name=part, first=paging.first)
    number = paging.records(len(rows), lambda: tx.one(COUNTS[status], asker.scope, name=part).number)
    seen = [msgspec.structs.replace(view(row), total_count=number) for row in rows[: paging.per_page]]
    return Reply(seen, headers=paging.headers(number))


@operation("POST", "/workspaces/{workspace_id}/clients", Permission.CREATE_CLIENTS)
def create_client(tx: Write, asker: Membership, body: ClientChange, now: datetime) -> Client:
    """Create a client."""
    return view(actions.create(tx, asker, body, now))


@operation("POST", "/workspaces/{workspace_id}/clients/data", Permission.VIEW_WORKSPACE)
def list_clients_by_id(tx: Read, asker: Membership, body: ClientIds) -> list[Client]:
    """Those of the workspace's clients whose ids are in the body, by name; archived ones too."""
    return [view(row) for row in tx.all(BY_IDS, asker.scope, client_ids=body)]


@operation("POST", "/workspaces/{workspace_id}/clients/archive", Permission.CREATE_CLIENTS)
def archive_clients(tx: Write, asker: Membership, body: ClientIds, now: datetime) -> Archived:
    """Archive several clients with their active projects: all of them or none."""
    return actions.archive(tx, asker, body, now)


@operation("POST", "/workspaces/{workspace_id}/clients/delete", Permission.CREATE_CLIENTS)
def delete_clients(tx: Write, asker: Membership, body: ClientIds, now: datetime) -> None:
    """Delete several clients, all of them or none; their projects stay, without a client."""
    actions.remove(tx, asker, body, now)


@operation(
    "GET", "/workspaces/{workspace_id}/clients/{client_id}", Permission.VIEW_WORKSPACE, invalid_ids=INVALID_CLIENT
)
def get_client(tx: Read, asker: Membership, client_id: int) -> Client:
    """A client."""
    return view(queries.get(tx, asker, client_id))


@operation(
    "PUT", "/workspaces/{workspace_id}/clients/{client_id}", Permission.CREATE_CLIENTS, invalid_ids=INVALID_CLIENT
)
def update_client(tx: Write, asker: Membership, client_id: int, body: ClientChange, now: datetime) -> Client:
    """Change a client: who manages clients may, and who has created it."""
    return view(actions.change(tx, asker, client_id, body, now))


@operation(
    "DELETE", "/workspaces/{workspace_id}/clients/{client_id}", Permission.CREATE_CLIENTS, invalid_ids=INVALID_CLIENT
)
def delete_client(tx: Write, asker: Membership, client_id: int, now: datetime) -> int:
    """Delete a client; its projects stay, without a client. The answer is the client's id."""
    actions.remove(tx, asker, [client_id], now)
    return client_id


@operation(
    "POST",
    "/workspaces/{workspace_id}/clients/{client_id}/archive",
    Permission.CREATE_CLIENTS,
    invalid_ids=INVALID_CLIENT,
)
def archive_client(tx: Write, asker: Membership, client_id: int, now: datetime) -> list[int]:
    """Archive a client with its active projects. The answer is the ids of these projects."""
    return actions.archive(tx, asker, [client_id], now).project_ids


@operation(
    "POST",
    "/workspaces/{workspace_id}/clients/{client_id}/restore",
    Permission.CREATE_CLIENTS,
    invalid_ids=INVALID_CLIENT,
    body_optional=True,
)
def restore_client(tx: Write, asker: Membership, client_id: int, body: Restoration, now: datetime) -> Client:
    """Take a client out of the archive, with the archived projects in `projects` or with all of them."""
    return view(actions.restore(tx, asker, client_id, body, now))


@operation("GET", "/me/clients", Door.SIGNED_IN)
def list_my_clients(tx: Read, asker: User, since: str = "") -> list[Client]:
    """The clients of the caller's workspaces, archived ones too.

    With `since` (Unix time) those changed from then on, deleted ones too.
    """
    return [view(row) for row in mine(tx, asker.id, since_moment(since))]


def view(row: ClientRow) -> Client:
    """A client as clients read it."""
    return Client(
        id=row.id,
        wid=row.workspace_id,
        name=row.name,
        notes=row.notes,
        archived=row.archived,
        at=row.at,
        creator_id=row.creator_id,
        external_reference=row.external_reference,
        server_deleted_at=row.deleted_at,
    )
