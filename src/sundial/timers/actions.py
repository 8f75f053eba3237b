"""Storing time entries: the row, its tags, what is counted for its project and task, and the change in the log."""

from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, Table, bindparam, delete, insert, update

from sundial.changes.log import Change, record
from sundial.db.statement import Command, Scope, insertion, scoped
from sundial.db.transaction import Write
from sundial.projects.tables import project
from sundial.rates import prices
from sundial.tasks.tables import task
from sundial.time_entries.tables import time_entry, time_entry_tag
from sundial.timers.rows import CLOCK, LONGEST, RUNNING, WHOLE, TimeEntryRow

KIND = "time_entry"
COUNTED = "tracked seconds"
FIXED = ("organization_id", "id", "created_at", "created_with")

ADD = Command(
    insert(time_entry).values(
        {column.name: bindparam(column.name, type_=column.type) for column in WHOLE}
        | {"organization_id": scoped("organization_id"), **prices.OF_NEW}
    )
)
_save = (
    update(time_entry)
    .values({column.name: bindparam(column.name, type_=column.type) for column in WHOLE if column.name not in FIXED})
    .where(time_entry.c.organization_id == scoped("organization_id"), time_entry.c.id == bindparam("the_entry"))
)
SAVE = Command(_save)
# A rate that is set meanwhile has priced the entry as it stays: only what the price depends on is reason for a new one.
SAVE_PRICED = Command(_save.values(prices.OF_NEW))
ADD_TAG = insertion(time_entry_tag)
REMOVE_TAGS = Command(
    delete(time_entry_tag).where(
        time_entry_tag.c.organization_id == scoped("organization_id"),
        time_entry_tag.c.time_entry_id == bindparam("the_entry"),
    )
)


def _count(table: Table) -> Command:
    seconds = bindparam("seconds", type_=BigInteger())
    return Command(
        update(table)
        .values(tracked_seconds=table.c.tracked_seconds + seconds)
        .where(table.c.organization_id == scoped("organization_id"), table.c.id == bindparam("the_id"))
    )


COUNT = {"project": _count(project), "task": _count(task)}


def save(tx: Write, before: TimeEntryRow | None, after: TimeEntryRow, by: int | None) -> None:
    """Store an entry, new or changed, as of ``after.at``. Whoever calls has locked the entry and checked the change."""
    scope = Scope(organization_id=after.organization_id)
    values = msgspec.structs.asdict(after)
    del values["organization_id"]
    if before is None:
        tx.run(ADD, scope, **values, **prices.bound(after))
    else:
        for fixed in FIXED[1:]:
            del values[fixed]
        if prices.bound(before) == prices.bound(after):
            tx.run(SAVE, scope, the_entry=after.id, **values)
        else:
            tx.run(SAVE_PRICED, scope, the_entry=after.id, **values, **prices.bound(after))
    _save_tags(tx, scope, before, after)
    for row, sign in ((before, -1), (after, 1)):
        if row is not None and row.deleted_at is None and row.duration:
            count(tx, row, sign * row.duration)
    action = "created" if before is None else "updated" if after.deleted_at is None else "deleted"
    record(tx, Change(after.organization_id, after.workspace_id, KIND, after.id, action, before, after, by, after.at))


def stop(tx: Write, row: TimeEntryRow, at: datetime, by: int | None) -> TimeEntryRow:
    """Stop a running entry at this moment, in whole seconds; one that starts later is over at once.

    One that was forgotten ends where the longest entry does: to refuse would keep it running for ever.
    """
    moment = min(max(at.replace(microsecond=0), row.start), row.start + LONGEST)
    duration = int((moment - row.start).total_seconds())
    stopped = msgspec.structs.replace(row, stop=moment, duration=duration, at=at)
    save(tx, row, stopped, by)
    return stopped


def leave(
    tx: Write, organization_id: int, workspace_id: int | None, user_id: int, by: int | None, at: datetime
) -> None:
    """Stop what somebody has running in a workspace, or in all of an organization, that they lose their place in.

    Constraints do not keep it running: nobody could complete it any more (`decisions.md, Workspace users`).
    """
    tx.one(CLOCK, the_user=user_id)
    running = tx.find(RUNNING, Scope(organization_id=organization_id), the_user=user_id)
    if running is not None and workspace_id in (None, running.workspace_id):
        stop(tx, running, at, by)


def count(tx: Write, row: TimeEntryRow, seconds: int) -> None:
    """Note seconds for the project and the task of an entry, written together before the commit.

    Several entries of one project then take one statement, and transactions wait for each other in one order.
    """
    noted: dict[tuple[int, str, int], int] | None = tx.noted.get(COUNTED)
    if noted is None:
        noted = tx.noted[COUNTED] = {}
        tx.before_commit(write_counts)
    for kind, number in (("project", row.project_id), ("task", row.task_id)):
        if number is not None:
            key = (row.organization_id, kind, number)
            noted[key] = noted.get(key, 0) + seconds


def write_counts(tx: Write) -> None:
    """Write the seconds that were noted until now."""
    noted: dict[tuple[int, str, int], int] = tx.noted.pop(COUNTED, {})
    for (organization_id, kind, number), seconds in sorted(noted.items()):
        if seconds:
            tx.run(COUNT[kind], Scope(organization_id=organization_id), the_id=number, seconds=seconds)


def _save_tags(tx: Write, scope: Scope, before: TimeEntryRow | None, after: TimeEntryRow) -> None:
    if before is not None and before.tag_ids == after.tag_ids:
        return
    if before is not None and before.tag_ids:
        tx.run(REMOVE_TAGS, scope, the_entry=after.id)
    for tag_id in after.tag_ids or ():
        tx.run(ADD_TAG, scope, time_entry_id=after.id, tag_id=tag_id)
