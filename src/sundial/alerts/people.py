"""Whom alerts reach: people whom they name, people with a role in the workspace, managers of a project."""

from collections.abc import Collection, Iterable, Sequence

import msgspec
from sqlalchemy import ColumnElement, and_, bindparam, or_, select, type_coerce

from sundial.access.permissions import OrganizationRole, Permission, Role, in_workspace
from sundial.alerts.rules import PROJECT_MANAGER
from sundial.db.statement import Query, Scope, scoped
from sundial.db.transaction import Read
from sundial.db.types import Choice, Flag, among
from sundial.organizations.tables import organization_user
from sundial.projects.tables import project, project_user
from sundial.users.tables import user
from sundial.workspaces.tables import workspace_user


class Person(msgspec.Struct):
    """Somebody in a workspace, as far as letters to them are concerned."""

    user_id: int
    name: str
    email: str
    role: Role
    organization_role: OrganizationRole
    joined: bool
    inactive: bool
    view_edit_billable_rates: bool | None

    @property
    def why_not(self) -> str | None:
        """Why they get no mail, None for who does."""
        if self.inactive:
            return "inactive"
        return None if self.joined else "not joined"

    @property
    def sees_rates(self) -> bool:
        """Whether they may know what projects of the workspace earn."""
        granted = in_workspace(self.role, self.organization_role, self.view_edit_billable_rates)
        return Permission.VIEW_RATES in granted


class Managing(msgspec.Struct):
    """That somebody manages a project."""

    project_id: int
    user_id: int


class Somebody(msgspec.Struct):
    """A person, by id."""

    user_id: int


class Wanted(msgspec.Struct, frozen=True):
    """Whom an alert is for."""

    roles: tuple[str, ...]
    user_ids: frozenset[int]

    @property
    def managers(self) -> bool:
        """Whether the managers of each project are among them."""
        return PROJECT_MANAGER in self.roles


def _of_role(role: Role) -> ColumnElement[bool]:
    return and_(bindparam(f"any_{role.value}", type_=Flag()), workspace_user.c.role == role.value)


_its_people = (
    project_user.c.organization_id == scoped("organization_id"),
    project_user.c.workspace_id == scoped("workspace_id"),
    project_user.c.manager,
    project_user.c.deleted_at.is_(None),
)
PEOPLE = Query(
    Person,
    select(
        workspace_user.c.user_id,
        user.c.fullname.label("name"),
        user.c.email,
        type_coerce(workspace_user.c.role, Choice(Role)).label("role"),
        type_coerce(organization_user.c.role, Choice(OrganizationRole)).label("organization_role"),
        type_coerce(workspace_user.c.joined & organization_user.c.joined, Flag()).label("joined"),
        type_coerce(workspace_user.c.inactive | organization_user.c.inactive, Flag()).label("inactive"),
        workspace_user.c.view_edit_billable_rates,
    )
    .join(user, user.c.id == workspace_user.c.user_id)
    .join(
        organization_user,
        and_(
            organization_user.c.organization_id == workspace_user.c.organization_id,
            organization_user.c.user_id == workspace_user.c.user_id,
        ),
    )
    .where(
        workspace_user.c.organization_id == scoped("organization_id"),
        workspace_user.c.workspace_id == scoped("workspace_id"),
        workspace_user.c.deleted_at.is_(None),
        user.c.deleted_at.is_(None),
        or_(*(_of_role(role) for role in Role), among(workspace_user.c.user_id, "user_ids")),
    )
    .order_by(workspace_user.c.name_key, workspace_user.c.id),
)
MANAGERS = Query(
    Managing,
    select(project_user.c.project_id, project_user.c.user_id).where(
        *_its_people, among(project_user.c.project_id, "project_ids")
    ),
)
MANAGERS_OF_ALL = Query(
    Somebody,
    select(project_user.c.user_id)
    .join(
        project,
        and_(project.c.organization_id == project_user.c.organization_id, project.c.id == project_user.c.project_id),
    )
    .where(*_its_people, project.c.active, ~project.c.template, project.c.deleted_at.is_(None))
    .distinct(),
)
"""Whoever manages some active project of the workspace."""


class People:
    """The people of a workspace whom some alerts are for: read in a number of statements that is always the same.

    ``project_ids`` are the projects of whose managers is asked, ``all_projects`` asks of those of all active ones.
    """

    def __init__(
        self, tx: Read, scope: Scope, wanted: Collection[Wanted], project_ids: Sequence[int], all_projects: bool
    ) -> None:
        self._managers: dict[int | None, set[int]] = {}
        self._read_managers(tx, scope, project_ids, all_projects)
        ids = {user_id for one in wanted for user_id in one.user_ids}
        if any(one.managers for one in wanted):
            ids.update(*self._managers.values())
        roles = {role for one in wanted for role in one.roles}
        flags = {f"any_{role.value}": role.value in roles for role in Role}
        self._people = tx.all(PEOPLE, scope, user_ids=sorted(ids), **flags)
        self._by_role: dict[tuple[str, ...], frozenset[int]] = {}
        self._by_id = {person.user_id: person for person in self._people}

    def manages(self, person: Person, project_id: int) -> bool:
        """Whether somebody manages a project."""
        return person.user_id in self._managers.get(project_id, ())

    def of(self, wanted: Wanted, project_id: int) -> list[Person]:
        """Whom an alert is for where it is about a project, by name; those who get no mail are among them."""
        extra = self._named(wanted, project_id)
        return [person for person in self._people if person.role.value in wanted.roles or person.user_id in extra]

    def number(self, wanted: Wanted, project_id: int | None) -> int:
        """How many people an alert reaches now, each once; without a project, in all active ones."""
        by_role = self._active(wanted.roles)
        return len(by_role) + len(self._reachable(self._named(wanted, project_id)) - by_role)

    def _named(self, wanted: Wanted, project_id: int | None) -> frozenset[int]:
        managers = self._managers.get(project_id, set[int]()) if wanted.managers else set[int]()
        return wanted.user_ids | managers

    def _active(self, roles: tuple[str, ...]) -> frozenset[int]:
        if roles not in self._by_role:
            in_roles = (person.user_id for person in self._people if person.role.value in roles)
            self._by_role[roles] = frozenset(self._reachable(in_roles))
        return self._by_role[roles]

    def _reachable(self, ids: Iterable[int]) -> set[int]:
        return {one for one in ids if one in self._by_id and self._by_id[one].why_not is None}

    def _read_managers(self, tx: Read, scope: Scope, project_ids: Sequence[int], all_projects: bool) -> None:
        for one in tx.all(MANAGERS, scope, project_ids=list(project_ids)) if project_ids else ():
            self._managers.setdefault(one.project_id, set()).add(one.user_id)
        if all_projects:
            self._managers[None] = {one.user_id for one in tx.all(MANAGERS_OF_ALL, scope)}
