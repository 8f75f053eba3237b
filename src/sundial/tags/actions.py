"""Every write of tags."""

from datetime import datetime

import msgspec
from sqlalchemy import bindparam, update

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.changes.log import Change, record
from sundial.core.errors import Error, Invalid
from sundial.db.statement import Command, insertion, scoped
from sundial.db.transaction import Write
from sundial.tags import rules
from sundial.tags.queries import BY_IDS, BY_NAME, FOR_UPDATE, TagRow
from sundial.tags.schemas import TagChange
from sundial.tags.tables import tag
from sundial.workspaces.queries import WORKSPACE

KIND = "tag"

ADD = insertion(tag)
SAVE = Command(
    update(tag)
    .values({name: bindparam(name, type_=tag.c[name].type) for name in ("name", "name_key", "at", "deleted_at")})
    .where(tag.c.organization_id == scoped("organization_id"), tag.c.id == bindparam("the_tag"))
)


def require_manager(tx: Write, asker: Membership) -> None:
    """Raise Forbidden for who may not change tags: while the workspace's switch is on, only who manages them may."""
    only_managers = tx.one(WORKSPACE, asker.scope).only_admins_may_create_tags
    asker.require(Permission.MANAGE_TAGS if only_managers else Permission.CREATE_TAGS)


def create(tx: Write, asker: Membership, change: TagChange, now: datetime) -> TagRow:
    """Create a tag. Raises Invalid and Forbidden with the API's sentences."""
    require_manager(tx, asker)
    name = rules.name(change.name)
    require_free(tx, asker, name)
    return add(tx, asker, name, now)


def add(tx: Write, asker: Membership, name: str, now: datetime) -> TagRow:
    """Store a new tag whose name is valid and free."""
    added = TagRow(
        organization_id=asker.organization_id,
        id=tx.new_id(),
        workspace_id=asker.workspace_id,
        name=name,
        name_key=name.casefold(),
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


def resolve(tx: Write, asker: Membership, names: list[str], now: datetime) -> list[TagRow]:
    """The tags of these names, in their order; unknown ones are created. Raises Invalid and Forbidden."""
    return [_resolved(tx, asker, name, now) for name in dict.fromkeys(rules.name(given) for given in names)]


def known(tx: Write, asker: Membership, names: list[str]) -> list[TagRow]:
    """Those of these names that are tags."""
    found = [tx.find(BY_NAME, asker.scope, the_name=name.strip()) for name in names]
    return [row for row in found if row is not None]


def _resolved(tx: Write, asker: Membership, name: str, now: datetime) -> TagRow:
    present = tx.find(BY_NAME, asker.scope, the_name=name)
    if present is not None:
        return present
    require_manager(tx, asker)
    try:
        with tx.attempt():
            return add(tx, asker, name, now)
    except Invalid:
        # Somebody else has just created it.
        return tx.one(BY_NAME, asker.scope, the_name=name)


def rename(tx: Write, asker: Membership, tag_id: int, change: TagChange, now: datetime) -> TagRow:
    """Rename a tag. Raises NotFound, Invalid and Forbidden with the API's sentences."""
    require_manager(tx, asker)
    present = tx.one(FOR_UPDATE, asker.scope, tag_id=tag_id)
    name = rules.name(change.name)
    if name != present.name:
        require_free(tx, asker, name)
    renamed = msgspec.structs.replace(present, name=name, name_key=name.casefold(), at=now)
    save(tx, asker, present, renamed)
    return renamed


def remove(tx: Write, asker: Membership, tag_ids: list[int], missing: Error, now: datetime) -> None:
    """Delete tags, all of them or none; they disappear from the entries that have them. Raises ``missing``."""
    require_manager(tx, asker)
    if len(tx.all(BY_IDS, asker.scope, tag_ids=tag_ids)) < len(set(tag_ids)):
        raise missing.fresh()
    for tag_id in sorted(set(tag_ids)):
        present = tx.one(FOR_UPDATE, asker.scope, tag_id=tag_id)
        save(tx, asker, present, msgspec.structs.replace(present, at=now, deleted_at=now))


def save(tx: Write, asker: Membership, before: TagRow, after: TagRow) -> None:
    """Store a tag as it became, and log the change."""
    tx.run(
        SAVE,
        asker.scope,
        the_tag=after.id,
        name=after.name,
        name_key=after.name_key,
        at=after.at,
        deleted_at=after.deleted_at,
    )
    _record(tx, asker, "updated" if after.deleted_at is None else "deleted", before, after)


def require_free(tx: Write, asker: Membership, name: str) -> None:
    """Raise Invalid for a name that a tag of the workspace has."""
    if tx.find(BY_NAME, asker.scope, the_name=name) is not None:
        raise Invalid(f"a tag with the name '{name}' already exists")


def _record(tx: Write, asker: Membership, action: str, before: TagRow | None, after: TagRow) -> None:
    record(
        tx,
        Change(
            asker.organization_id, asker.workspace_id, KIND, after.id, action, before, after, asker.user.id, after.at
        ),
    )
