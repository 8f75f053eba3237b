"""What reports can be filtered by: lists of what somebody sees, in the order of ids, a page after the other."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import BigInteger, Text, and_, bindparam, func, literal_column, select, type_coerce

from sundial.access.askers import Membership
from sundial.clients.tables import client
from sundial.core.errors import Invalid
from sundial.core.money import Money
from sundial.db.statement import Query, Written, scoped
from sundial.db.transaction import Read
from sundial.db.types import Flag, among
from sundial.groups.tables import group
from sundial.http.paging import like
from sundial.organizations.tables import organization_user
from sundial.projects import groups as project_groups
from sundial.projects.queries import manages, may_see, sees_all
from sundial.projects.tables import project, project_group, project_user
from sundial.reports.filters_schemas import ClientFound, ProjectFound, ProjectGroupFound
from sundial.reports.things import project_currency
from sundial.tasks.queries import TaskSeen, told
from sundial.tasks.tables import task
from sundial.users.tables import user
from sundial.workspaces.tables import workspace_user

PAGE_SIZE = 201
SIZES = (PAGE_SIZE, 2000)
"""How many rows a statement reads: PostgreSQL plans badly for a limit that it is not told."""
MOST_IDS = 2000
MOST_USERS = 100
Row = TypeVar("Row", bound=msgspec.Struct)


class UserRow(msgspec.Struct):
    """Somebody who is or was in the workspace."""

    id: int
    workspace_user_id: int
    name: str
    email: str
    active: bool
    inactive: bool
    deleted_at: datetime | None


class ProjectUserRow(msgspec.Struct):
    """Somebody in a project. ``managed``: whether the caller manages it."""

    id: int
    project_id: int
    user_id: int
    rate: Money | None
    labor_cost: Money | None
    managed: bool


class Listing(Generic[Row]):
    """A list, and the conditions that a request may ask for, by the names of what they bind.

    A statement is built once for each set of conditions, and kept.
    """

    def __init__(self, row: type[Row], written: Written, number: Written, conditions: Mapping[str, Written]) -> None:
        """``number`` is the id that pages go by."""
        self._row = row
        self._written = written.order_by(number)
        self._conditions = {**conditions, "first_id": number >= bindparam("first_id", type_=BigInteger())}
        self._queries: dict[tuple[frozenset[str], int], Query[Row]] = {}

    def page(self, tx: Read, asker: Membership, size: int | None, values: Mapping[str, Any]) -> list[Row]:
        """The rows that meet the conditions that there are values for; 201 of them where no size is said.

        A client sends empty lists for what it does not filter by.
        """
        wanted = min(size or PAGE_SIZE, SIZES[-1])
        read = next(one for one in SIZES if one >= wanted)
        bound = {name: value for name, value in values.items() if value not in (None, [])}
        query = self._query(frozenset(bound), read)
        return tx.all(query, asker.scope, **bound, sees_all=sees_all(asker))[:wanted]

    def _query(self, names: frozenset[str], size: int) -> Query[Row]:
        if (names, size) not in self._queries:
            chosen = (self._conditions[name] for name in sorted(names))
            limited = self._written.where(*chosen).limit(literal_column(str(size)))
            self._queries[names, size] = Query(self._row, limited)
        return self._queries[names, size]


def _text(name: str) -> Any:
    return bindparam(name, type_=Text())


def _flag(name: str) -> Any:
    return bindparam(name, type_=Flag())


def _here(table: Any) -> tuple[Written, ...]:
    return (table.c.organization_id == scoped("organization_id"), table.c.workspace_id == scoped("workspace_id"))


_seen_projects = (*_here(project), project.c.deleted_at.is_(None), ~project.c.template, may_see())
# A null stands for no client.
_of_clients = among(func.coalesce(project.c.client_id, 0), "client_ids")
CLIENTS = Listing(
    ClientFound,
    select(client.c.id, client.c.name).where(*_here(client), client.c.deleted_at.is_(None)),
    client.c.id,
    {"ids": among(client.c.id, "ids"), "name": client.c.name_key.like(_text("name"), escape="\\")},
)
PROJECTS = Listing(
    ProjectFound,
    select(
        project.c.id,
        project.c.name,
        project.c.client_id,
        project.c.color,
        project_currency.label("currency"),
        project.c.active,
        project.c.billable,
    ).where(*_seen_projects),
    project.c.id,
    {
        "ids": among(project.c.id, "ids"),
        "client_ids": _of_clients,
        "currency": project_currency == _text("currency"),
        "is_active": project.c.active == _flag("is_active"),
        "is_billable": project.c.billable == _flag("is_billable"),
        "is_private": project.c.is_private == _flag("is_private"),
        "name": project.c.name_key.like(_text("name"), escape="\\"),
    },
)
_is_active = and_(
    workspace_user.c.joined,
    ~workspace_user.c.inactive,
    workspace_user.c.deleted_at.is_(None),
    organization_user.c.joined,
    ~organization_user.c.inactive,
)
USERS = Listing(
    UserRow,
    select(
        workspace_user.c.user_id.label("id"),
        workspace_user.c.id.label("workspace_user_id"),
        user.c.fullname.label("name"),
        user.c.email,
        type_coerce(_is_active, Flag()).label("active"),
        type_coerce(workspace_user.c.inactive | organization_user.c.inactive, Flag()).label("inactive"),
        workspace_user.c.deleted_at,
    )
    .join(user, user.c.id == workspace_user.c.user_id)
    .join(
        organization_user,
        and_(
            organization_user.c.organization_id == workspace_user.c.organization_id,
            organization_user.c.user_id == workspace_user.c.user_id,
        ),
    )
    .where(*_here(workspace_user)),
    workspace_user.c.user_id,
    {"ids": among(workspace_user.c.user_id, "ids"), "active": type_coerce(_is_active, Flag()) == _flag("active")},
)
PROJECT_USERS = Listing(
    ProjectUserRow,
    select(
        project_user.c.id,
        project_user.c.project_id,
        project_user.c.user_id,
        project_user.c.rate,
        project_user.c.labor_cost,
        type_coerce(manages, Flag()).label("managed"),
    )
    .join(
        project,
        and_(project.c.organization_id == project_user.c.organization_id, project.c.id == project_user.c.project_id),
    )
    .where(*_here(project_user), project_user.c.deleted_at.is_(None), *_seen_projects),
    project_user.c.id,
    {"project_ids": among(project_user.c.project_id, "project_ids"), "client_ids": _of_clients},
)
PROJECT_GROUPS = Listing(
    ProjectGroupFound,
    project_groups.visible()
    .with_only_columns(project_group.c.id, project_group.c.project_id, project_group.c.group_id, group.c.name)
    .join(
        group, and_(group.c.organization_id == project_group.c.organization_id, group.c.id == project_group.c.group_id)
    ),
    project_group.c.id,
    {
        "project_ids": among(project_group.c.project_id, "project_ids"),
        "group_ids": among(project_group.c.group_id, "group_ids"),
    },
)
TASKS = Listing(
    TaskSeen,
    told().where(*_here(task), task.c.deleted_at.is_(None), *_seen_projects),
    task.c.id,
    {
        "ids": among(task.c.id, "ids"),
        "project_ids": among(task.c.project_id, "project_ids"),
        "user_ids": among(task.c.user_id, "user_ids"),
        "active": task.c.active == _flag("active"),
        "project_active": project.c.active == _flag("project_active"),
        "name": task.c.name_key.like(_text("name"), escape="\\"),
    },
)


def check_ids(*lists: Iterable[int | None] | None, most: int = MOST_IDS) -> None:
    """Raise Invalid for a list of too many ids."""
    if any(len([*ids]) > most for ids in lists if ids is not None):
        raise Invalid(f"Maximum count of posted IDs is {most}")


def part(name: str | None) -> str | None:
    """What is bound for a part of a name; None for any name."""
    return None if name is None else like(name)


def client_ids(given: list[int | None] | None) -> list[int] | None:
    """What is bound for clients."""
    return None if given is None else [number or 0 for number in given]
