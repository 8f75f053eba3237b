"""The filters of a report in words, for the head of its pages.

Only what is in the workspace and what the reader may see has a name: an id from elsewhere says nothing.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import and_, select

from sundial.access.askers import Membership
from sundial.clients.tables import client
from sundial.db.statement import Query, Written, scoped
from sundial.db.transaction import Read
from sundial.db.types import among
from sundial.groups.tables import group, group_workspace
from sundial.projects.queries import may_see, sees_all
from sundial.projects.tables import project
from sundial.reports.entries import Selection
from sundial.reports.render.sheets import Style
from sundial.reports.render.values import duration
from sundial.reports.schemas import Filters
from sundial.tags.tables import tag
from sundial.tasks.tables import task
from sundial.users.tables import user
from sundial.workspaces.tables import workspace_user

MOST_NAMES = 20
NONE = "(none)"
DIRECTIONS = {-1: "down", 0: "to the nearest", 1: "up"}


class Name(msgspec.Struct):
    """A name."""

    name: str


def _here(table: Any) -> Written:
    return and_(table.c.organization_id == scoped("organization_id"), table.c.workspace_id == scoped("workspace_id"))


def _names(written: Any, column: Any) -> Query[Name]:
    return Query(Name, written.where(among(column, "ids")).order_by("name").limit(MOST_NAMES + 1))


_NAMES: Mapping[str, tuple[str, Query[Name]]] = {
    "user_ids": (
        "Users",
        _names(
            select(user.c.fullname.label("name"))
            .join(workspace_user, workspace_user.c.user_id == user.c.id)
            .where(_here(workspace_user)),
            user.c.id,
        ),
    ),
    "group_ids": (
        "Groups",
        _names(
            select(group.c.name)
            .join(
                group_workspace,
                and_(
                    group_workspace.c.organization_id == group.c.organization_id,
                    group_workspace.c.group_id == group.c.id,
                ),
            )
            .where(_here(group_workspace)),
            group.c.id,
        ),
    ),
    "client_ids": ("Clients", _names(select(client.c.name).where(_here(client)), client.c.id)),
    "project_ids": ("Projects", _names(select(project.c.name).where(_here(project), may_see()), project.c.id)),
    "task_ids": (
        "Tasks",
        _names(
            select(task.c.name)
            .join(project, and_(project.c.organization_id == task.c.organization_id, project.c.id == task.c.project_id))
            .where(_here(task), may_see()),
            task.c.id,
        ),
    ),
    "tag_ids": ("Tags", _names(select(tag.c.name).where(_here(tag), tag.c.deleted_at.is_(None)), tag.c.id)),
}


def filters(tx: Read, asker: Membership, given: Filters, selected: Selection, style: Style) -> list[tuple[str, str]]:
    """Each filter with what it lets through."""
    told = [
        (label, _list(tx, asker, ids, query))
        for name, (label, query) in _NAMES.items()
        if (ids := getattr(given, name))
    ]
    if given.time_entry_ids:
        told.append(("Time entries", str(len(given.time_entry_ids))))
    if given.billable is not None:
        told.append(("Billable", "Yes" if given.billable else "No"))
    if given.description:
        told.append(("Description", given.description))
    if given.min_duration_seconds is not None:
        told.append(("Duration at least", duration(given.min_duration_seconds, style)))
    if given.max_duration_seconds is not None:
        told.append(("Duration at most", duration(given.max_duration_seconds, style)))
    if selected.rounding.minutes:
        told.append(("Rounding", f"{DIRECTIONS[selected.rounding.direction]}, {selected.rounding.minutes} min"))
    return told


def _list(tx: Read, asker: Membership, ids: list[int | None], query: Query[Name]) -> str:
    wanted = [one for one in ids if one is not None]
    found = [one.name for one in tx.all(query, asker.scope, ids=wanted, sees_all=sees_all(asker))] if wanted else []
    more = ["…"] if len(found) > MOST_NAMES else []
    return ", ".join(([NONE] if None in ids else []) + found[:MOST_NAMES] + more)
