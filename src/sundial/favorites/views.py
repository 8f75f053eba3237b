"""Favorites as people read them."""

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from sundial.db.statement import Scope
from sundial.db.transaction import Read
from sundial.favorites.queries import PROJECTS_TOLD, TASKS_TOLD, FavoriteRow, ProjectTold
from sundial.favorites.schemas import Favorite
from sundial.tags.queries import NAMES


class Names(msgspec.Struct):
    """What the favorites of an organization name, by id: as far as the reader sees it."""

    tags: dict[int, str] = {}
    projects: dict[int, ProjectTold] = {}
    tasks: dict[int, str] = {}


def ranked(rows: Sequence[FavoriteRow]) -> list[FavoriteRow]:
    """Favorites in the order in which they are listed: by rank, those without one at last, then as they were made."""
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.created_at, row.id))


def views(tx: Read, user_id: int, rows: Sequence[FavoriteRow], meta: bool) -> list[Favorite]:
    """Favorites as somebody reads them; with ``meta``, what they name is told by name too."""
    by_organization: defaultdict[int, list[FavoriteRow]] = defaultdict(list)
    for row in rows:
        by_organization[row.organization_id].append(row)
    names = {
        number: _names(tx, Scope(organization_id=number, user_id=user_id), some, meta)
        for number, some in by_organization.items()
    }
    return [
        _view(row, names[row.organization_id], meta) if row.public or row.user_id == user_id else _withdrawn(row)
        for row in rows
    ]


def _names(tx: Read, scope: Scope, rows: Sequence[FavoriteRow], meta: bool) -> Names:
    names = Names()
    if tag_ids := {tag_id for row in rows for tag_id in row.tag_ids or ()}:
        names.tags = {tag.id: tag.name for tag in tx.all(NAMES, scope, tag_ids=tag_ids)}
    if not meta:
        return names
    if project_ids := {row.project_id for row in rows if row.project_id is not None}:
        names.projects = {told.id: told for told in tx.all(PROJECTS_TOLD, scope, project_ids=project_ids)}
    if task_ids := {row.task_id for row in rows if row.task_id is not None}:
        names.tasks = {told.id: told.name for told in tx.all(TASKS_TOLD, scope, task_ids=task_ids)}
    return names


def _view(row: FavoriteRow, names: Names, meta: bool) -> Favorite:
    tag_ids = [tag_id for tag_id in row.tag_ids or () if tag_id in names.tags]
    seen = Favorite(
        favorite_id=row.id,
        workspace_id=row.workspace_id,
        user_id=row.user_id,
        description=row.description,
        project_id=row.project_id,
        task_id=row.task_id,
        tag_ids=tag_ids,
        tags=[names.tags[tag_id] for tag_id in tag_ids],
        billable=row.billable,
        public=row.public,
        rank=row.rank,
        created_at=row.created_at,
        was_public_at=row.was_public_at,
        deleted_at=row.deleted_at,
    )
    if meta:
        _tell(seen, names)
    return seen


def _tell(seen: Favorite, names: Names) -> None:
    seen.project_name = seen.project_color = seen.client_name = None
    seen.project_active = seen.project_billable = seen.project_private = None
    seen.task_name = names.tasks.get(seen.task_id or 0)
    told = names.projects.get(seen.project_id or 0)
    if told is not None:
        seen.project_name, seen.project_color, seen.client_name = told.name, told.color, told.client_name
        seen.project_active, seen.project_billable = told.active, told.billable
        seen.project_private = told.is_private


def _withdrawn(row: FavoriteRow) -> Favorite:
    """One of somebody else that is not public any more: to whoever kept it, it is deleted, and nothing else is told."""
    return Favorite(
        favorite_id=row.id,
        workspace_id=row.workspace_id,
        user_id=row.user_id,
        description=None,
        project_id=None,
        task_id=None,
        tag_ids=[],
        tags=[],
        billable=False,
        public=False,
        rank=None,
        created_at=row.created_at,
        was_public_at=row.was_public_at,
        deleted_at=row.was_public_at,
    )
