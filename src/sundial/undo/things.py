"""Taking back changes of what time is tracked for: projects, tasks, clients, tags."""

from typing import Any

import msgspec
from sqlalchemy import Table, bindparam, update

from sundial.changes.log import Change, record
from sundial.clients.tables import client
from sundial.db.statement import Command, scoped
from sundial.projects.queries import ProjectSeen
from sundial.projects.tables import project
from sundial.tags.tables import tag
from sundial.tasks.tables import task
from sundial.undo import deletions, rights, rules
from sundial.undo.work import Item, Step, Work

FIXED = ("organization_id", "id", "workspace_id", "tracked_seconds", "creator_id", "created_at")
TABLES = {"project": project, "task": task, "client": client, "tag": tag}


def _saving(table: Table) -> Command:
    return Command(
        update(table)
        .values({c.name: bindparam(c.name, type_=c.type) for c in table.c if c.name not in FIXED})
        .where(table.c.organization_id == scoped("organization_id"), table.c.id == bindparam("the_id"))
    )


SAVE = {kind: _saving(table) for kind, table in TABLES.items()}


def take_back(work: Work, item: Item) -> Step:
    """Make a thing what it was before a change.

    Raises NotFound and Forbidden for who could not do it by hand, Conflict when it has changed since, Invalid when its
    name is taken by now.
    """
    change = item.change
    found: Any = work.rows[change.kind][change.entity_id]
    restored = rules.taken_back(found, change.action, item.before, item.after, work.now)
    rights.require(work, work.asker_in(found.workspace_id), change.kind, found, restored)
    values = msgspec.structs.asdict(_alone(restored))
    work.tx.run(
        SAVE[change.kind],
        work.asker.scope,
        the_id=restored.id,
        **{name: value for name, value in values.items() if name not in FIXED},
    )
    work.rows[change.kind][restored.id] = restored
    step = Step(change.kind, _alone(found), _alone(restored))
    if item.entries is not None:
        step.time_entries = deletions.follow(work, change.kind, restored, item.entries)
    _record(work, item, step)
    return step


def _alone(row: Any) -> Any:
    return row.row() if isinstance(row, ProjectSeen) else row


def _record(work: Work, item: Item, step: Step) -> None:
    before, after = step.before, step.after
    action = "updated" if after.deleted_at is None else "deleted"
    if item.entries is not None:
        # In the words of a deletion, so that this can be taken back as well.
        if action == "updated":
            before = {**msgspec.structs.asdict(before), **item.entries.document}
        else:
            after = {"deleted_at": after.deleted_at, **item.entries.document}
    place, by = (step.after.organization_id, step.after.workspace_id), work.asker.user.id
    record(work.tx, Change(*place, step.kind, step.after.id, action, before, after, by, work.now))
