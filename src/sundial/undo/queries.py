"""Reading the log of changes."""

from datetime import datetime
from itertools import combinations
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Text, bindparam, literal_column, or_, select, type_coerce

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.changes.tables import change
from sundial.core.errors import NotFound
from sundial.core.shapes import LARGEST_ID
from sundial.db.statement import Query, scoped
from sundial.db.transaction import Read
from sundial.db.types import among
from sundial.http.paging import SIZES, Paging
from sundial.undo.rules import LISTED

FILTERS = {
    "kind": change.c.kind == bindparam("the_kind", type_=Text()),
    "entity_id": change.c.entity_id == bindparam("the_entity", type_=BigInteger()),
    "user_id": change.c.user_id == bindparam("the_user", type_=BigInteger()),
}


class Logged(msgspec.Struct):
    """A change as the log holds it; the documents as their text."""

    id: int
    batch_id: int | None
    workspace_id: int | None
    kind: str
    entity_id: int
    action: str
    at: datetime
    user_id: int | None
    before: str | None
    after: str | None


class Made(msgspec.Struct):
    """Something that was done in a batch."""

    batch_id: int
    kind: str
    action: str


class Wish(msgspec.Struct, frozen=True):
    """Which changes are asked for; 0 and an empty kind mean all."""

    before: int = 0
    kind: str = ""
    entity_id: int = 0
    user_id: int = 0


_of_organization = change.c.organization_id == scoped("organization_id")
_here = change.c.workspace_id == scoped("workspace_id")
_logged = select(
    *(change.c[name] for name in Logged.__struct_fields__[:-2]),
    type_coerce(change.c.before, Text()).label("before"),
    type_coerce(change.c.after, Text()).label("after"),
).where(_of_organization)
_listed = or_(*(change.c.kind == kind for kind in LISTED))


def _page(filters: tuple[str, ...], size: int) -> Query[Logged]:
    kinds: Any = [] if "kind" in filters else [_listed]
    return Query(
        Logged,
        _logged.where(
            _here,
            change.c.id < bindparam("before_id", type_=BigInteger()),
            *kinds,
            *(FILTERS[name] for name in filters),
        )
        .order_by(change.c.id.desc())
        .limit(literal_column(str(size))),
    )


PAGES = {
    (filters, size): _page(filters, size)
    for number in range(len(FILTERS) + 1)
    for filters in combinations(FILTERS, number)
    for size in SIZES
}
"""By what they are filtered by, and how many are read."""
CHANGE = Query(
    Logged,
    _logged.where(_here, change.c.id == bindparam("change_id", type_=BigInteger())),
    NotFound("Change not found"),
)
BATCH = Query(
    Logged,
    _logged.where(change.c.batch_id == bindparam("the_batch", type_=BigInteger())),
)
"""What was done in one transaction; also in other workspaces of the organization.

Sorted by whoever reads it: to have it in order, SQLite would read the whole log.
"""
MADE = Query(
    Made,
    select(change.c.batch_id, change.c.kind, change.c.action)
    .where(_of_organization, among(change.c.batch_id, "batch_ids"))
    .distinct(),
)


def page(tx: Read, asker: Membership, wish: Wish, per_page: int) -> list[Logged]:
    """The changes that the asker may know of, newest first. Raises Invalid for a page without a size."""
    paging = Paging(1, per_page)
    user_id = wish.user_id
    if Permission.VIEW_ALL_CHANGES not in asker.permissions:
        if user_id not in (0, asker.user.id):
            return []
        user_id = asker.user.id
    wanted = {"kind": wish.kind, "entity_id": wish.entity_id, "user_id": user_id}
    query = PAGES[tuple(name for name in FILTERS if wanted[name]), paging.size]
    rows = tx.all(
        query,
        asker.scope,
        before_id=wish.before or LARGEST_ID,
        the_kind=wish.kind,
        the_entity=wish.entity_id,
        the_user=user_id,
    )
    return rows[: paging.per_page]


def get(tx: Read, asker: Membership, change_id: int) -> Logged:
    """A change that the asker may know of. Raises NotFound."""
    found = tx.one(CHANGE, asker.scope, change_id=change_id)
    if found.user_id != asker.user.id and Permission.VIEW_ALL_CHANGES not in asker.permissions:
        raise CHANGE.missing.fresh()
    return found


def batch(tx: Read, asker: Membership, chosen: Logged) -> list[Logged]:
    """A change with all that were made with it, newest first."""
    if chosen.batch_id is None:
        return [chosen]
    return sorted(tx.all(BATCH, asker.scope, the_batch=chosen.batch_id), key=lambda one: one.id, reverse=True)
