"""Tags over HTTP."""

from datetime import datetime

from sundial.access.askers import Membership, User
from sundial.access.permissions import Permission
from sundial.core.errors import Invalid, NotFound
from sundial.core.patches import PatchOperation
from sundial.core.periods import since_moment
from sundial.core.shapes import is_id
from sundial.db.transaction import Read, Write
from sundial.http.operation import Door, operation
from sundial.http.paging import Paging, like
from sundial.tags import actions
from sundial.tags.queries import PAGE, TAGS, TagRow, mine
from sundial.tags.schemas import BulkDeletion, Tag, TagChange, TagsToDelete

NOT_JSON = "Invalid JSON input"
INVALID_TAG = {"tag_id": Invalid("Invalid tag ID")}
PAGE_SIZE = 50


@operation("GET", "/workspaces/{workspace_id}/tags", Permission.VIEW_WORKSPACE)
def list_tags(
    tx: Read, asker: Membership, page: int | None = None, per_page: int | None = None, search: str = ""
) -> list[Tag]:
    """The workspace's tags by name: all of them, or a page when one is asked for."""
    if page is None and per_page is None and not search:
        return [view(row) for row in tx.all(TAGS, asker.scope)]
    paging = Paging(1 if page is None else page, PAGE_SIZE if per_page is None else per_page)
    rows = tx.all(PAGE, asker.scope, name=like(search), size=paging.size, first=paging.first)
    return [view(row) for row in rows[: paging.per_page]]


@operation("POST", "/workspaces/{workspace_id}/tags", Permission.CREATE_TAGS, not_json=NOT_JSON)
def create_tag(tx: Write, asker: Membership, body: TagChange, now: datetime) -> Tag:
    """Create a tag."""
    return view(actions.create(tx, asker, body, now))


@operation(
    "PUT",
    "/workspaces/{workspace_id}/tags/{tag_id}",
    Permission.CREATE_TAGS,
    not_json=NOT_JSON,
    invalid_ids=INVALID_TAG,
)
def update_tag(tx: Write, asker: Membership, tag_id: int, body: TagChange, now: datetime) -> Tag:
    """Rename a tag."""
    return view(actions.rename(tx, asker, tag_id, body, now))


@operation(
    "DELETE",
    "/workspaces/{workspace_id}/tags/{tag_id}",
    Permission.CREATE_TAGS,
    invalid_ids={"tag_id": Invalid("Invalid tag ID.")},
)
def delete_tag(tx: Write, asker: Membership, tag_id: int, now: datetime) -> None:
    """Delete a tag; it disappears from the entries that have it."""
    actions.remove(tx, asker, [tag_id], NotFound("Tag was not found."), now)


@operation("PATCH", "/workspaces/{workspace_id}/tags", Permission.CREATE_TAGS, not_json=NOT_JSON)
def delete_tags(tx: Write, asker: Membership, body: BulkDeletion, now: datetime) -> None:
    """Delete several tags, all or none: a list of ids, `{"tag_ids": […]}`, or `remove` operations at `/{id}`."""
    actions.remove(tx, asker, _ids(body), Invalid("Some tag IDs do not belong to workspace."), now)


@operation("GET", "/me/tags", Door.SIGNED_IN)
def list_my_tags(tx: Read, asker: User, since: str = "") -> list[Tag]:
    """The tags of the caller's workspaces; with `since` (Unix time) those changed from then on, deleted ones too."""
    return [view(row) for row in mine(tx, asker.id, since_moment(since))]


def view(row: TagRow) -> Tag:
    """A tag as clients read it."""
    return Tag(row.id, row.workspace_id, row.name, row.at, row.creator_id, row.deleted_at)


def _ids(body: BulkDeletion) -> list[int]:
    if isinstance(body, TagsToDelete):
        return body.tag_ids
    return [_id(one) for one in body]


def _id(one: int | PatchOperation) -> int:
    if isinstance(one, int):
        return one
    if one.op != "remove" or not is_id(one.field):
        raise Invalid(f"Operation not supported ({one.op} {one.path})")
    return int(one.field)
