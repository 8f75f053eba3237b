"""The log of changes as people read it."""

from sundial.access.askers import Membership
from sundial.db.transaction import Read
from sundial.time_entries.queries import USER_NAMES
from sundial.undo import queries, rules
from sundial.undo.queries import MADE, Logged, Wish
from sundial.undo.schemas import ChangeSeen


def changes(tx: Read, asker: Membership, wish: Wish, per_page: int) -> list[ChangeSeen]:
    """The changes that the asker may know of, newest first. Raises Invalid."""
    rows = queries.page(tx, asker, wish, per_page)
    user_ids = sorted({row.user_id for row in rows if row.user_id is not None})
    names = {one.id: one.name for one in tx.all(USER_NAMES, user_ids=user_ids)} if user_ids else {}
    made = _made(tx, asker, rows)
    return [_view(asker, row, names, made) for row in rows]


def _made(tx: Read, asker: Membership, rows: list[Logged]) -> dict[int, set[tuple[str, str]]]:
    """The kinds and actions of each batch."""
    batch_ids = sorted({row.batch_id for row in rows if row.batch_id is not None})
    made: dict[int, set[tuple[str, str]]] = {}
    for one in tx.all(MADE, asker.scope, batch_ids=batch_ids) if batch_ids else ():
        made.setdefault(one.batch_id, set()).add((one.kind, one.action))
    return made


def _view(asker: Membership, row: Logged, names: dict[int, str], made: dict[int, set[tuple[str, str]]]) -> ChangeSeen:
    together = {(row.kind, row.action)} if row.batch_id is None else made[row.batch_id]
    return ChangeSeen(
        id=row.id,
        batch_id=row.batch_id,
        kind=row.kind,
        entity_id=row.entity_id,
        action=row.action,
        at=row.at,
        user_id=row.user_id,
        user_name=None if row.user_id is None else names.get(row.user_id),
        before=rules.shown(row.before, asker.permissions),
        after=rules.shown(row.after, asker.permissions),
        revertible=row.kind in rules.REVERTIBLE
        and rules.revertible(together)
        and not rules.sets_rate(row.before, row.after),
    )
