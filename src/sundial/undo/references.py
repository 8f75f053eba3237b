"""What refers to what, after a batch was taken back: nothing that is there may refer to what is deleted."""

from typing import Any

import msgspec
from sqlalchemy import Table, or_, select, type_coerce

from sundial.clients.tables import client
from sundial.core.errors import Conflict, Invalid
from sundial.db.statement import Query, Written, scoped
from sundial.db.types import Flag, among
from sundial.projects.queries import is_member, sees_all
from sundial.projects.tables import project
from sundial.tags.tables import tag
from sundial.tasks.tables import task
from sundial.time_entries.queries import PROJECT_USE, Found
from sundial.time_entries.tables import time_entry
from sundial.undo.work import Work

IN_USE = "It is in use by now; take back the later changes first."
FIELDS = {
    "time_entry": (("project", "project_id"), ("task", "task_id"), ("tag", "tag_ids")),
    "task": (("project", "project_id"),),
    "project": (("client", "client_id"),),
}
"""By kind: what its rows refer to, and in which field."""

Reference = tuple[str, int]


class Open(msgspec.Struct):
    """A project, and whether the caller sees it even if they do not see all."""

    id: int
    open: bool


def _present(table: Table, *more: Any) -> Written:
    # As for a new entry: it is kept from being deleted until this is stored.
    return (
        select(table.c.id, *more)
        .where(
            table.c.organization_id == scoped("organization_id"), among(table.c.id, "ids"), table.c.deleted_at.is_(None)
        )
        .order_by(table.c.id)
        .with_for_update(of=table, read=True, key_share=True)
    )


PROJECTS = Query(Open, _present(project, type_coerce(or_(~project.c.is_private, is_member), Flag()).label("open")))
PRESENT = {kind: Query(Found, _present(table)) for kind, table in {"client": client, "task": task, "tag": tag}.items()}


def _using(table: Table, field: str) -> Query[Found]:
    return Query(
        Found,
        select(table.c.id)
        .where(
            table.c.organization_id == scoped("organization_id"),
            among(table.c[field], "ids"),
            table.c.deleted_at.is_(None),
        )
        .limit(1),
    )


# A deleted tag disappears from its entries, and comes back to them.
USING = {
    "project": (_using(time_entry, "project_id"), _using(task, "project_id")),
    "task": (_using(time_entry, "task_id"),),
    "client": (_using(project, "client_id"),),
}


class Outcome(msgspec.Struct):
    """A thing before the whole batch was taken back, and after."""

    kind: str
    before: Any
    after: Any


def check(work: Work) -> None:
    """Raise Conflict where what came back refers to what is deleted, or what is deleted is referred to.

    Raises Invalid for a project that an entry comes back to and that the asker does not see.
    """
    outcomes = _outcomes(work)
    _require_present(work, outcomes)
    _require_unused(work, outcomes)


def _outcomes(work: Work) -> list[Outcome]:
    found: dict[Reference, Outcome] = {}
    for step in work.steps:
        outcome = found.setdefault((step.kind, step.after.id), Outcome(step.kind, step.before, step.after))
        outcome.after = step.after
    return list(found.values())


def _require_present(work: Work, outcomes: list[Outcome]) -> None:
    wanted = {one for outcome in outcomes for one in _new(outcome)}
    missing: set[Reference] = set()
    for kind, query in PRESENT.items():
        ids = _of_kind(wanted, kind)
        there = {row.id for row in work.tx.all(query, work.asker.scope, ids=ids)} if ids else set[int]()
        missing.update((kind, number) for number in ids if number not in there)
    ids = _of_kind(wanted, "project")
    projects = {row.id: row for row in work.tx.all(PROJECTS, work.asker.scope, ids=ids)} if ids else {}
    missing.update(("project", number) for number in ids if number not in projects)
    if missing:
        named = ", ".join(f"{kind} {number}" for kind, number in sorted(missing))
        raise Conflict(f"It refers to what is deleted by now: {named}. Take that back first.")
    for outcome in outcomes:
        if outcome.kind == "time_entry":
            asker = work.asker_in(outcome.after.workspace_id)
            for number in _of_kind(_new(outcome), "project"):
                if not projects[number].open and not sees_all(asker):
                    raise Invalid(PROJECT_USE.missing.sentence)


def _require_unused(work: Work, outcomes: list[Outcome]) -> None:
    for kind, queries in USING.items():
        ids = sorted(one.after.id for one in outcomes if one.kind == kind and one.after.deleted_at is not None)
        if ids and any(work.tx.find(query, work.asker.scope, ids=ids) is not None for query in queries):
            raise Conflict(IN_USE)


def _new(outcome: Outcome) -> set[Reference]:
    """What a thing refers to now and did not before."""
    return _referred(outcome.kind, outcome.after) - _referred(outcome.kind, outcome.before)


def _referred(kind: str, row: Any) -> set[Reference]:
    if row.deleted_at is not None:
        return set()
    values: list[tuple[str, Any]] = [(to, getattr(row, field)) for to, field in FIELDS.get(kind, ())]
    single = {(to, value) for to, value in values if isinstance(value, int)}
    return single | {("tag", tag_id) for to, value in values if to == "tag" for tag_id in value or ()}


def _of_kind(references: set[Reference], kind: str) -> list[int]:
    return sorted(number for to, number in references if to == kind)
