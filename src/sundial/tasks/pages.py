"""Pages of a workspace's tasks, and what they can be filtered by."""

from datetime import UTC, datetime
from itertools import product
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Integer, and_, bindparam, func, literal_column, or_, select

from sundial.access.askers import Membership
from sundial.db.statement import Query, Written, scoped
from sundial.db.transaction import Read
from sundial.db.types import Instant, among
from sundial.http.paging import SIZES, Paging, like
from sundial.projects.queries import is_member, sees_all
from sundial.projects.tables import project
from sundial.tasks.queries import TaskSeen, changed, told, visible
from sundial.tasks.rules import EITHER
from sundial.tasks.tables import task
from sundial.workspaces.queries import Number

BEFORE_ALL, AFTER_ALL = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Filters(msgspec.Struct):
    """What the tasks of a list have in common. Lists that are empty and moments that are None exclude nothing."""

    search: str = ""
    active: int = EITHER
    only_me: bool = False
    templates_too: bool = True
    project_ids: list[int] = []
    task_ids: list[int] = []
    client_ids: list[int] = []
    created_from: datetime = BEFORE_ALL
    created_before: datetime = AFTER_ALL
    since: datetime | None = None

    def values(self) -> dict[str, Any]:
        """What is bound for them."""
        return {
            "name": like(self.search),
            "active": self.active,
            "only_me": int(self.only_me),
            "templates_too": int(self.templates_too),
            "by_project": len(self.project_ids),
            "project_ids": self.project_ids,
            "task_ids": self.task_ids,
            "by_client": len(self.client_ids),
            "client_ids": self.client_ids,
            "created_from": self.created_from,
            "created_before": self.created_before,
            "deleted_too": int(self.since is not None),
            "since": self.since or BEFORE_ALL,
        }


class Page(msgspec.Struct):
    """The tasks of a page, and how many there are on all pages."""

    rows: list[TaskSeen]
    total: int


def _switch(name: str) -> Any:
    # A number, since a null parameter has no type on PostgreSQL.
    return bindparam(name, type_=Integer())


_filtered = visible().where(
    # Known from the project already, but the index that they are chosen by begins with it.
    task.c.workspace_id == scoped("workspace_id"),
    or_(
        and_(task.c.deleted_at.is_(None), project.c.deleted_at.is_(None)),
        and_(_switch("deleted_too") == 1, task.c.deleted_at.is_not(None)),
    ),
    changed(),
    task.c.name_key.like(bindparam("name"), escape="\\"),
    or_(
        _switch("active") == EITHER,
        and_(_switch("active") == 1, task.c.active),
        and_(_switch("active") == 0, ~task.c.active),
    ),
    or_(_switch("only_me") == 0, is_member),
    or_(_switch("templates_too") == 1, ~project.c.template),
    or_(_switch("by_client") == 0, among(project.c.client_id, "client_ids")),
    task.c.created_at >= bindparam("created_from", type_=Instant()),
    task.c.created_at < bindparam("created_before", type_=Instant()),
)
_of_projects = among(task.c.project_id, "project_ids")
# Said apart, so that tasks are searched by the ids that are given.
_chosen: dict[str, Any] = {
    "any": _filtered,
    "of projects": _filtered.where(_of_projects),
    "these": _filtered.where(among(task.c.id, "task_ids"), or_(_switch("by_project") == 0, _of_projects)),
}
_ORDERS: dict[tuple[str, str], Any] = {
    ("name", "ASC"): (task.c.name_key, task.c.id),
    ("name", "DESC"): (task.c.name_key.desc(), task.c.id.desc()),
    ("created_at", "ASC"): (task.c.created_at, task.c.id),
    ("created_at", "DESC"): (task.c.created_at.desc(), task.c.id.desc()),
}


def _page(filtered: Any, size: int, order: Any) -> Written:
    """A page: chosen first, so that nothing more is read of the tasks that are not on it."""
    chosen = (
        filtered.with_only_columns(task.c.organization_id, task.c.id)
        .order_by(*order)
        .limit(literal_column(str(size)))
        .offset(bindparam("first", type_=BigInteger()))
        .subquery("chosen")
    )
    same = and_(chosen.c.organization_id == task.c.organization_id, chosen.c.id == task.c.id)
    return told().join(chosen, same).order_by(*order)


PAGES = {
    (how, size, key): Query(TaskSeen, _page(filtered, size, order))
    for (how, filtered), size, (key, order) in product(_chosen.items(), SIZES, _ORDERS.items())
}
COUNTS = {
    how: Query(Number, select(func.count().label("number")).select_from(filtered.subquery("filtered")))
    for how, filtered in _chosen.items()
}


def page(tx: Read, asker: Membership, filters: Filters, sorting: tuple[str, str], paging: Paging) -> Page:
    """The tasks of a page that the asker sees, and how many there are on all."""
    values = {**filters.values(), "sees_all": sees_all(asker)}
    how = "these" if filters.task_ids else "of projects" if filters.project_ids else "any"
    rows = tx.all(PAGES[how, paging.size, sorting], asker.scope, first=paging.first, **values)
    total = paging.records(len(rows), lambda: tx.one(COUNTS[how], asker.scope, **values).number)
    return Page(rows[: paging.per_page], total)
