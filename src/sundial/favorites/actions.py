"""Every write of favorites."""

from collections.abc import Collection
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, update

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.changes.log import Change, record
from sundial.core.errors import Forbidden, Invalid, NotFound
from sundial.db.statement import Command, insertion, scoped
from sundial.db.transaction import Read, Write
from sundial.favorites import rules
from sundial.favorites.queries import FOR_UPDATE, TASK, FavoriteRow
from sundial.favorites.schemas import FavoriteChange, FavoriteUpdate
from sundial.favorites.tables import favorite
from sundial.projects import queries as projects
from sundial.tags.queries import BY_IDS as TAGS_BY_IDS

KIND = "favorite"
FIXED = ("organization_id", "id", "workspace_id", "user_id", "created_at")

ADD = insertion(favorite)
SAVE = Command(
    update(favorite)
    .values({c.name: bindparam(c.name, type_=c.type) for c in favorite.c if c.name not in FIXED})
    .where(favorite.c.organization_id == scoped("organization_id"), favorite.c.id == bindparam("the_favorite"))
)


def create(tx: Write, asker: Membership, wanted: FavoriteChange, now: datetime) -> FavoriteRow:
    """Create a favorite of the asker. Raises Invalid and Forbidden with the API's sentences."""
    _require(asker)
    values = rules.new_values(wanted)
    nothing = FavoriteRow(
        organization_id=asker.organization_id,
        id=0,
        workspace_id=asker.workspace_id,
        user_id=asker.user.id,
        description=None,
        project_id=None,
        task_id=None,
        tag_ids=None,
        billable=False,
        public=False,
        was_public_at=None,
        rank=None,
        created_at=now,
        at=now,
        deleted_at=None,
    )
    created = msgspec.structs.replace(nothing, **values)
    _check(tx, asker, created, values)
    created.id = tx.new_id()
    stored = msgspec.structs.asdict(created)
    del stored["organization_id"]
    tx.run(ADD, asker.scope, **stored)
    _record(tx, asker, "created", None, created)
    return created


def change(tx: Write, asker: Membership, wanted: FavoriteUpdate, now: datetime) -> FavoriteRow:
    """Change a favorite of the asker in this workspace. Raises Invalid and Forbidden with the API's sentences."""
    _require(asker)
    present = _own(tx, asker, wanted.favorite_id)
    posted = wanted.posted_fields if isinstance(wanted.posted_fields, list) else []
    values = rules.new_values(wanted, posted)
    changed = msgspec.structs.replace(present, **values)
    if changed.project_id != present.project_id and "task_id" not in values:
        # A task is a part of one project.
        changed.task_id = None
    _check(tx, asker, changed, values)
    if changed == present:
        return present
    if changed.public != present.public:
        changed.was_public_at = None if changed.public else now
    changed.at = now
    _save(tx, asker, present, changed)
    return changed


def remove(tx: Write, asker: Membership, favorite_id: int, now: datetime) -> None:
    """Delete a favorite of the asker in this workspace. Raises Forbidden."""
    _require(asker)
    present = _own(tx, asker, favorite_id)
    _save(tx, asker, present, msgspec.structs.replace(present, at=now, deleted_at=now))


def _require(asker: Membership) -> None:
    asker.require(Permission.TRACK_TIME)
    rules.check_plan(asker.plan, f"user {asker.user.id}")


def _own(tx: Write, asker: Membership, favorite_id: int) -> FavoriteRow:
    found = tx.find(FOR_UPDATE, asker.scope, favorite_id=favorite_id)
    if found is None:
        raise rules.not_the_owner(asker.user.id, favorite_id)
    return found


def _check(tx: Read, asker: Membership, row: FavoriteRow, given: Collection[str]) -> None:
    """Raise Invalid or Forbidden for a favorite that cannot be; only what was given must be seen by the asker now."""
    rules.check(row.description, row.project_id, row.tag_ids)
    unseen: list[str] = []
    if "project_id" in given and row.project_id is not None and not _sees_project(tx, asker, row.project_id):
        unseen.append("project_id")
    task = None if row.task_id is None else tx.find(TASK, asker.scope, task_id=row.task_id)
    if "task_id" in given and row.task_id is not None and task is None:
        unseen.append("task_id")
    if (
        "tag_ids" in given
        and row.tag_ids
        and len(tx.all(TAGS_BY_IDS, asker.scope, tag_ids=row.tag_ids)) < len(row.tag_ids)
    ):
        unseen.append("tag_ids")
    if unseen:
        raise Forbidden(f"user {asker.user.id} has no access to all resources: {', '.join(unseen)}")
    if task is not None and task.project_id != row.project_id:
        raise Invalid("favorite constraints were not met: task_id")


def _sees_project(tx: Read, asker: Membership, project_id: int) -> bool:
    try:
        projects.get(tx, asker, project_id)
    except NotFound:
        return False
    return True


def _save(tx: Write, asker: Membership, before: FavoriteRow, after: FavoriteRow) -> None:
    values = {name: value for name, value in msgspec.structs.asdict(after).items() if name not in FIXED}
    tx.run(SAVE, asker.scope, the_favorite=after.id, **values)
    _record(tx, asker, "updated" if after.deleted_at is None else "deleted", before, after)


def _record(tx: Write, asker: Membership, action: str, before: FavoriteRow | None, after: FavoriteRow) -> None:
    place, by = (asker.organization_id, asker.workspace_id), asker.user.id
    record(tx, Change(*place, KIND, after.id, action, before, after, by, after.at))
