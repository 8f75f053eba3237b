"""The locked period of a workspace, and the entries in it."""

import msgspec
from sqlalchemy import ColumnElement, bindparam, select

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.core.errors import Forbidden
from sundial.db.statement import Query, scoped
from sundial.db.transaction import Read
from sundial.time_entries.tables import time_entry
from sundial.workspaces.tables import workspace

LOCKED = "Entries can't be added or edited in this period. Contact your admin for details."


class Found(msgspec.Struct):
    """An entry that is there."""

    id: int


_locked_until = (
    select(workspace.c.report_locked_at)
    .where(workspace.c.organization_id == scoped("organization_id"), workspace.c.id == scoped("workspace_id"))
    .scalar_subquery()
)


def _locked_of(reference: ColumnElement[int]) -> Query[Found]:
    # A running entry may be changed in the period too: it has to be stopped somehow.
    return Query(
        Found,
        select(time_entry.c.id)
        .where(
            time_entry.c.organization_id == scoped("organization_id"),
            reference == bindparam("the_id"),
            time_entry.c.start < _locked_until,
            time_entry.c.stop.is_not(None),
            time_entry.c.deleted_at.is_(None),
        )
        .limit(1),
    )


LOCKED_OF = {"project": _locked_of(time_entry.c.project_id), "task": _locked_of(time_entry.c.task_id)}


def check_entries_of(tx: Read, asker: Membership, kind: str, number: int) -> None:
    """Raise Forbidden where a project or a task has an entry that the asker must leave as it is (`behaviour.md, 7`)."""
    if Permission.LOCK_TIME_ENTRIES in asker.permissions:
        return
    if tx.find(LOCKED_OF[kind], asker.scope, the_id=number) is not None:
        raise Forbidden(LOCKED)
