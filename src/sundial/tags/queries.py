"""Every read of tags."""

from datetime import datetime

import msgspec
from sqlalchemy import bindparam, select

from sundial.access.queries import OWN_ORGANIZATIONS, in_own_workspaces
from sundial.core.errors import NotFound
from sundial.db.statement import Query, Scope, Written, scoped
from sundial.db.transaction import Read
from sundial.db.types import Instant, among
from sundial.tags.tables import tag


class TagRow(msgspec.Struct):
    """A tag, whole."""

    organization_id: int
    id: int
    workspace_id: int
    name: str
    name_key: str
    creator_id: int | None
    created_at: datetime
    at: datetime
    deleted_at: datetime | None


class TagName(msgspec.Struct):
    """A tag's name."""

    id: int
    name: str


_of_organization = tag.c.organization_id == scoped("organization_id")


def visible() -> Written:
    """The tags of the caller's workspace that are not deleted."""
    return select(tag).where(_of_organization, tag.c.workspace_id == scoped("workspace_id"), tag.c.deleted_at.is_(None))


_by_name = (tag.c.name_key, tag.c.id)

TAGS = Query(TagRow, visible().order_by(*_by_name))
PAGE = Query(
    TagRow,
    visible()
    .where(tag.c.name_key.like(bindparam("name"), escape="\\"))
    .order_by(*_by_name)
    .limit(bindparam("size"))
    .offset(bindparam("first")),
)
FOR_UPDATE = Query(
    TagRow, visible().where(tag.c.id == bindparam("tag_id")).with_for_update(), NotFound("Tag was not found")
)
BY_NAME = Query(TagRow, visible().where(tag.c.name == bindparam("the_name")))
BY_IDS = Query(TagRow, visible().where(among(tag.c.id, "tag_ids")).order_by(*_by_name))

_mine = select(tag).where(_of_organization, in_own_workspaces(tag)).order_by(*_by_name)
MINE = Query(TagRow, _mine.where(tag.c.deleted_at.is_(None)))
MINE_SINCE = Query(TagRow, _mine.where(tag.c.at >= bindparam("since", type_=Instant())))

NAMES = Query(
    TagName,
    select(tag.c.id, tag.c.name).where(_of_organization, tag.c.deleted_at.is_(None), among(tag.c.id, "tag_ids")),
)
"""The names of those of these tags that are not deleted."""


def mine(tx: Read, user_id: int, since: datetime | None) -> list[TagRow]:
    """The tags of a user's workspaces; with ``since`` those that changed from then on, deleted ones included."""
    found: list[TagRow] = []
    for own in tx.all(OWN_ORGANIZATIONS, user_id=user_id):
        scope = Scope(organization_id=own.organization_id, user_id=user_id)
        found += tx.all(MINE, scope) if since is None else tx.all(MINE_SINCE, scope, since=since)
    return found
