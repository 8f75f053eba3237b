"""Favorites over HTTP: in a workspace, and in all workspaces of the caller."""

from collections.abc import Sequence
from datetime import datetime

from sundial.access.askers import Membership, User
from sundial.access.enter import Workspaces
from sundial.access.permissions import Permission
from sundial.core.errors import Invalid
from sundial.core.periods import since_moment
from sundial.core.shapes import is_id
from sundial.db.transaction import Read, Write
from sundial.favorites import actions, rules
from sundial.favorites.queries import HERE, HERE_SINCE, FavoriteRow, mine, workspace_of
from sundial.favorites.schemas import Favorite, FavoriteChange, FavoriteSomewhere, FavoriteUpdates
from sundial.favorites.suggestions import suggest, suggest_here
from sundial.favorites.views import ranked, views
from sundial.http.operation import Door, Reply, operation

NOT_JSON = "we could not parse the provided parameters"


@operation("GET", "/workspaces/{workspace_id}/favorites", Permission.VIEW_WORKSPACE)
def list_favorites(tx: Read, asker: Membership, since: str = "", meta: bool = False) -> list[Favorite]:
    """The caller's favorites and the public ones of a workspace, by rank.

    With `since` (Unix time) those changed from then on, deleted ones too. `meta` tells the names of what they name.
    """
    rules.check_plan(asker.plan, "User")
    moment = since_moment(since)
    rows = tx.all(HERE, asker.scope) if moment is None else tx.all(HERE_SINCE, asker.scope, since=moment)
    return views(tx, asker.user.id, ranked(rows), meta)


@operation("POST", "/workspaces/{workspace_id}/favorites", Permission.TRACK_TIME, not_json=NOT_JSON)
def create_favorite(tx: Write, asker: Membership, body: FavoriteChange, now: datetime, meta: bool = False) -> Favorite:
    """Create a favorite: of a description, a project, or both."""
    return views(tx, asker.user.id, [actions.create(tx, asker, body, now)], meta)[0]


@operation("PUT", "/workspaces/{workspace_id}/favorites", Permission.TRACK_TIME, not_json=NOT_JSON)
def update_favorites(
    tx: Write, asker: Membership, body: FavoriteUpdates, now: datetime, meta: bool = False
) -> list[Favorite]:
    """Change several favorites, all or none. A name in `postedFields` sets that field to null."""
    return views(tx, asker.user.id, [actions.change(tx, asker, wanted, now) for wanted in body], meta)


@operation("DELETE", "/workspaces/{workspace_id}/favorites/{favorite_id}", Permission.TRACK_TIME)
def delete_favorite(tx: Write, asker: Membership, favorite_id: str, now: datetime) -> Reply[None]:
    """Delete a favorite."""
    actions.remove(tx, asker, _id(favorite_id), now)
    return Reply(None, status=204)


@operation("POST", "/workspaces/{workspace_id}/favorites/suggestions", Permission.TRACK_TIME)
def suggest_favorites(tx: Write, asker: Membership, places: Workspaces, now: datetime) -> Reply[list[Favorite] | None]:
    """Make favorites of what the caller tracks most in a workspace, if they never had one."""
    return _suggested(tx, asker.user, suggest_here(tx, places, asker, now))


@operation("GET", "/me/favorites", Door.SIGNED_IN)
def list_my_favorites(tx: Read, asker: User, since: str = "", meta: bool = False) -> list[Favorite]:
    """The caller's favorites and the public ones of all their workspaces, by rank.

    With `since` (Unix time) those changed from then on, deleted ones too. `meta` tells the names of what they name.
    """
    return views(tx, asker.id, ranked(mine(tx, asker.id, since_moment(since))), meta)


@operation("POST", "/me/favorites", Door.SIGNED_IN, not_json=NOT_JSON)
def create_my_favorite(
    tx: Write, asker: User, places: Workspaces, body: FavoriteSomewhere, now: datetime, meta: bool = False
) -> Favorite:
    """Create a favorite in the workspace `workspace_id`: of a description, a project, or both."""
    if not isinstance(body.workspace_id, int) or body.workspace_id == 0:
        raise Invalid("the parameter 'workspace_id' is invalid")
    here = places.enter(tx, asker, body.workspace_id)
    return views(tx, asker.id, [actions.create(tx, here, body, now)], meta)[0]


@operation("PUT", "/me/favorites", Door.SIGNED_IN, not_json=NOT_JSON)
def update_my_favorites(
    tx: Write, asker: User, places: Workspaces, body: FavoriteUpdates, now: datetime, meta: bool = False
) -> list[Favorite]:
    """Change several favorites, all or none. A name in `postedFields` sets that field to null."""
    rows = [actions.change(tx, _place_of(tx, asker, places, one.favorite_id), one, now) for one in body]
    return views(tx, asker.id, rows, meta)


@operation("DELETE", "/me/favorites/{favorite_id}", Door.SIGNED_IN)
def delete_my_favorite(tx: Write, asker: User, places: Workspaces, favorite_id: str, now: datetime) -> Reply[None]:
    """Delete a favorite."""
    number = _id(favorite_id)
    actions.remove(tx, _place_of(tx, asker, places, number), number, now)
    return Reply(None, status=204)


@operation("POST", "/me/favorites/suggestions", Door.SIGNED_IN)
def suggest_my_favorites(tx: Write, asker: User, places: Workspaces, now: datetime) -> Reply[list[Favorite] | None]:
    """Make favorites of what the caller tracks most, if they never had one."""
    return _suggested(tx, asker, suggest(tx, places, asker, now))


def _place_of(tx: Read, asker: User, places: Workspaces, favorite_id: int) -> Membership:
    return places.enter(tx, asker, workspace_of(tx, asker.id, favorite_id))


def _suggested(tx: Read, asker: User, rows: Sequence[FavoriteRow]) -> Reply[list[Favorite] | None]:
    return Reply(views(tx, asker.id, rows, meta=False), status=201) if rows else Reply(None, status=204)


def _id(text: str) -> int:
    if not is_id(text):
        raise Invalid(f"{text} given favorite ID is invalid")
    return int(text)
