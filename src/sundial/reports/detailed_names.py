"""The names of what the rows of a detailed report refer to: a few statements, however many rows there are."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import select

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.db.statement import Query, scoped
from sundial.db.transaction import Read
from sundial.db.types import among
from sundial.projects.tables import project
from sundial.reports.detailed_pages import Entry
from sundial.tags.queries import NAMES as TAG_NAMES
from sundial.tasks.tables import task
from sundial.time_entries.names import HIDDEN, PROJECT_NAMES
from sundial.time_entries.queries import Name, ProjectName
from sundial.users.tables import user


class UserName(msgspec.Struct):
    """A person."""

    id: int
    name: str
    email: str
    accounts_id: str


class Currency(msgspec.Struct):
    """The currency of a project that has one of its own."""

    id: int
    currency: str


USER_NAMES = Query(
    UserName,
    select(user.c.id, user.c.fullname.label("name"), user.c.email, user.c.accounts_id).where(
        among(user.c.id, "user_ids")
    ),
)
CURRENCIES = Query(
    Currency,
    select(project.c.id, project.c.currency).where(
        project.c.organization_id == scoped("organization_id"),
        project.c.currency.is_not(None),
        among(project.c.id, "project_ids"),
    ),
)
# Who sees a project sees its tasks: to ask again for each task takes PostgreSQL longer to plan than to do.
TASK_NAMES = Query(
    Name,
    select(task.c.id, task.c.name).where(
        task.c.organization_id == scoped("organization_id"),
        among(task.c.project_id, "project_ids"),
        among(task.c.id, "task_ids"),
    ),
)


class Names:
    """The names that some entries need."""

    def __init__(self, asker: Membership) -> None:
        self._reader = None if asker.lent else asker.user.id
        self._reads_emails = Permission.VIEW_EMAILS in asker.permissions
        self.users: dict[int, UserName] = {}
        self.projects: dict[int, ProjectName] = {}
        self.tasks: dict[int, str] = {}
        self.currencies: dict[int, str] = {}
        self.tags: dict[int, str] = {}

    def person(self, entry: Entry) -> UserName:
        """Whose entry it is. Their address is for who may read it only: see `reads_email`."""
        return self.users[entry.user_id]

    def reads_email(self, entry: Entry) -> bool:
        """Whether the reader may know the address of whose entry it is."""
        return self._reads_emails or entry.user_id == self._reader

    def project(self, entry: Entry) -> ProjectName:
        """Its project, without names where there is none that the reader sees."""
        return self.projects.get(entry.project_id or 0, HIDDEN)

    def task(self, entry: Entry) -> str | None:
        """Its task."""
        return self.tasks.get(entry.task_id or 0)

    def currency(self, entry: Entry) -> str | None:
        """The currency of its project, None for the workspace's."""
        return self.currencies.get(entry.project_id or 0)

    def tag_ids(self, entry: Entry) -> list[int]:
        """Its tags, without those that were deleted."""
        return [tag_id for tag_id in entry.tag_ids if tag_id in self.tags] if entry.tag_ids else []


def names(tx: Read, asker: Membership, entries: Sequence[Entry], *, whole: bool, currencies: bool) -> Names:
    """The names that these entries need: those of people and tags, ``whole`` also those of projects and tasks.

    ``currencies``: whether projects may have one of their own.
    """
    found, scope = Names(asker), asker.scope
    found.users = {one.id: one for one in tx.all(USER_NAMES, user_ids=_ids(entries, "user_id"))}
    if tag_ids := {tag_id for entry in entries if entry.tag_ids for tag_id in entry.tag_ids}:
        found.tags = {one.id: one.name for one in tx.all(TAG_NAMES, scope, tag_ids=sorted(tag_ids))}
    project_ids = _ids(entries, "project_id")
    if project_ids and currencies:
        found.currencies = {one.id: one.currency for one in tx.all(CURRENCIES, scope, project_ids=project_ids)}
    if project_ids and whole:
        found.projects = {one.id: one for one in tx.all(PROJECT_NAMES, scope, project_ids=project_ids)}
        if task_ids := _ids(entries, "task_id"):
            tasks = tx.all(TASK_NAMES, scope, task_ids=task_ids, project_ids=sorted(found.projects))
            found.tasks = {one.id: one.name for one in tasks}
    return found


def _ids(entries: Iterable[Entry], field: str) -> list[int]:
    present: set[Any] = {getattr(entry, field) for entry in entries}
    return sorted(present - {None})
