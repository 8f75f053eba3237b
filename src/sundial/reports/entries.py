"""The time entries of a report: a statement's conditions from a request's filters.

Only what a request asks for is in the statement. Statements are built once for each *shape*, that is which filters
there are, and kept; values are bound.
"""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Boolean, Text, bindparam, exists, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from sundial.access.askers import Membership
from sundial.db.statement import Query, Written, scoped
from sundial.db.transaction import Read
from sundial.db.types import Flag, Instant, among, listed
from sundial.groups.queries import people_in_groups
from sundial.projects.tables import project
from sundial.reports import rules, whose
from sundial.reports.rules import Range, Rounding
from sundial.reports.schemas import Filters
from sundial.time_entries.tables import time_entry, time_entry_tag
from sundial.users.queries import PREFERENCES
from sundial.workspaces.tables import workspace

NARROWING = ("billable", "description", "shortest", "longest")
FIRST_INSTANT, END_INSTANT = (bindparam(name, type_=Instant()) for name in ("first_instant", "end_instant"))
ID_FILTERS = ("user_ids", "group_ids", "client_ids", "project_ids", "task_ids", "tag_ids", "time_entry_ids")


class Shape(msgspec.Struct, frozen=True):
    """Which conditions a report's statement has. ``ids`` and ``nulls`` are names of id filters."""

    sees_all: bool
    ids: frozenset[str]
    nulls: frozenset[str]
    billable: bool
    description: bool
    shortest: bool
    longest: bool
    rounded: bool
    currencies: bool


class Workspace(msgspec.Struct):
    """What reports need of a workspace's settings. ``currencies``: whether a project has one of its own."""

    name: str
    default_currency: str
    rounding: int
    rounding_minutes: int
    limit_public_project_data: bool
    currencies: bool


class Selection(msgspec.Struct):
    """The time entries of one report: the shape of its statements, what they bind, and the days."""

    shape: Shape
    values: dict[str, Any]
    range: Range
    rounding: Rounding
    workspace: Workspace


WORKSPACE = Query(
    Workspace,
    select(
        workspace.c.name,
        workspace.c.default_currency,
        workspace.c.rounding,
        workspace.c.rounding_minutes,
        workspace.c.limit_public_project_data,
        exists()
        .where(
            project.c.organization_id == scoped("organization_id"),
            project.c.workspace_id == scoped("workspace_id"),
            project.c.currency.is_not(None),
        )
        .label("currencies"),
    ).where(workspace.c.organization_id == scoped("organization_id"), workspace.c.id == scoped("workspace_id")),
)


class mentions(FunctionElement[bool]):
    """A text contains another one, without regard to case."""

    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> "mentions":
        return self


@compiles(mentions, "sqlite")
def _mentions_sqlite(element: mentions, compiler: Any, **options: Any) -> str:
    text, part = element.clauses
    return f"instr(casefold({compiler.process(text)}), casefold({compiler.process(part)})) > 0"


@compiles(mentions)
def _mentions_postgresql(element: mentions, compiler: Any, **options: Any) -> str:
    text, part = (_without_case(compiler.process(clause)) for clause in element.clauses)
    return f"strpos({text}, {part}) > 0"


def _without_case(text: str) -> str:
    """What PostgreSQL compares: these two letters have a capital that is not theirs alone."""
    return f"replace(replace(lower({text}), 'ß', 'ss'), 'ς', 'σ')"


def selection(tx: Read, asker: Membership, filters: Filters, now: datetime, days: Range | None = None) -> Selection:
    """The entries that a request is about. Raises Invalid."""
    place = tx.one(WORKSPACE, asker.scope)
    zone = asker.user.timezone
    if days is None:
        anywhere = bool(filters.time_entry_ids) and filters.start_date is None and filters.end_date is None
        days = rules.everything(zone) if anywhere else rules.period(filters, zone, now)
    preferences = tx.one(PREFERENCES, user_id=asker.user.id).preferences
    rounding = rules.rounding(filters, preferences, Rounding(place.rounding, place.rounding_minutes))
    # A client sends empty lists for what it does not filter by.
    ids = {name: given for name in ID_FILTERS if (given := getattr(filters, name))}
    shape = Shape(
        sees_all=whose.sees_all(asker),
        ids=frozenset(ids),
        nulls=frozenset(name for name, given in ids.items() if None in given),
        billable=filters.billable is not None,
        description=bool(filters.description),
        shortest=filters.min_duration_seconds is not None,
        longest=filters.max_duration_seconds is not None,
        rounded=rounding.minutes > 0,
        currencies=bool(place.currencies),
    )
    values = {
        **{name: sorted({one for one in given if one is not None}) for name, given in ids.items()},
        "first_instant": days.start,
        "end_instant": days.end,
        "sees_public": not place.limit_public_project_data,
        "is_billable": filters.billable,
        "mentioned": filters.description,
        "shortest": filters.min_duration_seconds,
        "longest": filters.max_duration_seconds,
        "step": rounding.minutes * 60,
        "added": {-1: 0, 0: rounding.minutes * 30, 1: max(rounding.minutes * 60 - 1, 0)}[rounding.direction],
    }
    return Selection(shape, values, days, rounding, place)


def without_currencies(selected: Selection) -> Selection:
    """The same entries, to be added up without regard to currencies: by project, each of which has one."""
    return msgspec.structs.replace(selected, shape=msgspec.structs.replace(selected.shape, currencies=False))


def conditions(shape: Shape, since: Written = FIRST_INSTANT, until: Written = END_INSTANT) -> list[Written]:
    """The conditions that a report's entries meet, or those of a part of its time."""
    chosen: list[Written] = [
        time_entry.c.organization_id == scoped("organization_id"),
        time_entry.c.workspace_id == scoped("workspace_id"),
        time_entry.c.start >= since,
        time_entry.c.start < until,
        time_entry.c.deleted_at.is_(None),
        time_entry.c.stop.is_not(None),
    ]
    if not shape.sees_all:
        chosen.append(whose.seen)
    chosen += [_has(shape, name) for name in ID_FILTERS if name in shape.ids]
    if shape.billable:
        chosen.append(time_entry.c.billable == bindparam("is_billable", type_=Flag()))
    if shape.description:
        chosen.append(mentions(time_entry.c.description, bindparam("mentioned", type_=Text())))
    if shape.shortest:
        chosen.append(time_entry.c.duration >= bindparam("shortest", type_=BigInteger()))
    if shape.longest:
        chosen.append(time_entry.c.duration <= bindparam("longest", type_=BigInteger()))
    return chosen


def is_narrow(shape: Shape) -> bool:
    """Whether there may be few entries among all those of the workspace."""
    return not shape.sees_all or bool(shape.ids) or any(getattr(shape, name) for name in NARROWING)


def seconds(shape: Shape) -> Written:
    """The time of an entry as the report counts it."""
    if not shape.rounded:
        return time_entry.c.duration
    step = bindparam("step", type_=BigInteger())
    return (time_entry.c.duration + bindparam("added", type_=BigInteger())) // step * step


def _has(shape: Shape, name: str) -> Written:
    has = _CONDITIONS[name]()
    return or_(has, _NONE[name]()) if name in shape.nulls else has


def _in_groups() -> Written:
    return listed(time_entry.c.user_id, people_in_groups())


def _of_clients(*those: Written) -> Written:
    projects = select(project.c.id).where(
        project.c.organization_id == scoped("organization_id"), project.c.workspace_id == scoped("workspace_id"), *those
    )
    return listed(time_entry.c.project_id, projects)


def _tagged() -> Written:
    return exists().where(
        time_entry_tag.c.organization_id == scoped("organization_id"),
        time_entry_tag.c.time_entry_id == time_entry.c.id,
        among(time_entry_tag.c.tag_id, "tag_ids"),
    )


_CONDITIONS = {
    "user_ids": lambda: among(time_entry.c.user_id, "user_ids"),
    "group_ids": _in_groups,
    "client_ids": lambda: _of_clients(among(project.c.client_id, "client_ids")),
    "project_ids": lambda: among(time_entry.c.project_id, "project_ids"),
    "task_ids": lambda: among(time_entry.c.task_id, "task_ids"),
    "tag_ids": _tagged,
    "time_entry_ids": lambda: among(time_entry.c.id, "time_entry_ids"),
}
_NONE = {
    "client_ids": lambda: or_(time_entry.c.project_id.is_(None), _of_clients(project.c.client_id.is_(None))),
    "project_ids": lambda: time_entry.c.project_id.is_(None),
    "task_ids": lambda: time_entry.c.task_id.is_(None),
    "tag_ids": lambda: time_entry.c.tag_ids.is_(None),
}
