"""Writing the log: `record` notes a change, and the transaction writes all of its notes as its last act.

Numbering locks one row per organization until the commit; done last, the lock is held for as short as can be and no
transaction waits for anything while it holds it.
"""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import BigInteger, bindparam
from sqlalchemy.dialects.postgresql import insert

from sundial.changes import tables
from sundial.db.statement import Query, Scope, insertion, scoped
from sundial.db.transaction import Write

NOTES = "changes"
PERSONAL = 0
"""The organization under which changes of a user's own data are logged: they belong to none."""


class Change(msgspec.Struct, frozen=True):
    """One change of one thing. ``before`` and ``after`` are what it was and became, None where it was not."""

    organization_id: int
    workspace_id: int | None
    kind: str
    entity_id: int
    action: str
    before: Any
    after: Any
    user_id: int | None
    at: datetime


class Numbered(msgspec.Struct):
    """The last number that an organization's changes have."""

    last_id: int


_counter = insert(tables.change_counter).values(
    organization_id=scoped("organization_id"), last_id=bindparam("count", type_=BigInteger())
)
NUMBER = Query(
    Numbered,
    _counter.on_conflict_do_update(
        index_elements=[tables.change_counter.c.organization_id],
        set_={"last_id": tables.change_counter.c.last_id + _counter.excluded.last_id},
    ).returning(tables.change_counter.c.last_id),
)
APPEND = insertion(tables.change)


def record(tx: Write, change: Change) -> None:
    """Note a change of this transaction. Secrets must not be in it."""
    notes: list[Change] | None = tx.noted.get(NOTES)
    if notes is None:
        notes = tx.noted[NOTES] = []
        tx.at_last(_write_notes)
    notes.append(change)


def _write_notes(tx: Write) -> None:
    by_organization: dict[int, list[Change]] = {}
    for noted in tx.noted.pop(NOTES):
        by_organization.setdefault(noted.organization_id, []).append(noted)
    # Always in the same order, so that two transactions cannot wait for each other.
    for organization_id in sorted(by_organization):
        _append(tx, Scope(organization_id=organization_id), by_organization[organization_id])


def _append(tx: Write, scope: Scope, notes: list[Change]) -> None:
    number = tx.one(NUMBER, scope, count=len(notes)).last_id - len(notes)
    batch_id = number + 1
    for noted in notes:
        number += 1
        tx.run(
            APPEND,
            scope,
            id=number,
            batch_id=batch_id,
            workspace_id=noted.workspace_id,
            kind=noted.kind,
            entity_id=noted.entity_id,
            action=noted.action,
            before=noted.before,
            after=noted.after,
            user_id=noted.user_id,
            at=noted.at,
        )
