"""The log of changes over HTTP, and taking changes back."""

from datetime import datetime

from sundial.access.askers import Membership
from sundial.access.enter import Workspaces
from sundial.access.permissions import Permission
from sundial.db.transaction import Read, Write
from sundial.http.operation import operation
from sundial.undo import actions, rules, views
from sundial.undo.queries import Wish
from sundial.undo.schemas import ChangeSeen, Reversal

PAGE_SIZE = 50


@operation("GET", "/workspaces/{workspace_id}/changes", Permission.VIEW_WORKSPACE)
def list_changes(
    tx: Read,
    asker: Membership,
    before: int = 0,
    per_page: int = PAGE_SIZE,
    kind: str = "",
    entity_id: int = 0,
    user_id: int = 0,
) -> list[ChangeSeen]:
    """The workspace's changes, newest first: all for who may view all, else those that the caller made.

    `before` gives those with smaller ids; `per_page` is 50 unless told, and 200 at most. `kind` is that of what was
    changed, `entity_id` its id, `user_id` is who changed it.
    """
    return views.changes(tx, asker, Wish(before, rules.known_kind(kind) if kind else "", entity_id, user_id), per_page)


@operation("POST", "/workspaces/{workspace_id}/changes/{change_id}/revert", Permission.VIEW_WORKSPACE)
def revert_change(
    tx: Write, asker: Membership, places: Workspaces, change_id: int, now: datetime, dry_run: bool = False
) -> Reversal:
    """Take back a change with all that were made in the same request: all of it or nothing.

    It takes the rights that doing so by hand would take, and can be taken back as well. `dry_run` changes nothing.
    """
    return actions.revert(tx, asker, places, change_id, dry_run, now)
