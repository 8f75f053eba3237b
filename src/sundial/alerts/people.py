"""Whom alerts reach: people whom they name, people with a role in the workspace, managers of a project."""

from collections.abc import Collection, Iterable, Sequence

import msgspec
from sqlalchemy import ColumnElement, and_, bindparam, or_, select, type_coerce

from sundial.access.permissions import OrganizationRole, Permission, Role, in_workspace
from sundial.alerts.queries import AlertRow
from sundial.alerts.rules import PROJECT_MANAGER, SourceKind
from sundial.db.statement import Query, Scope, scoped
from sundial.db.transaction import Read
from sundial.db.types import Choice, Flag, among
from sundial.groups.tables import group_user
from sundial.organizations.tables import organization_user
from sundial.projects.queries import people_in_groups
from sundial.projects.tables import project, project_group, project_user
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
        return self._may(Permission.VIEW_RATES)

    @property
    def sees_all_projects(self) -> bool:
        """Whether they see private projects that they are not in."""
        return self._may(Permission.VIEW_ALL_PROJECTS)

    def _may(self, permission: Permission) -> bool:
        return permission in in_workspace(self.role, self.organization_role, self.view_edit_billable_rates)


class PersonOf(msgspec.Struct):
    """That somebody manages a project, or is in it."""

    project_id: int
    user_id: int


class Somebody(msgspec.Struct):
    """A person, by id."""

    user_id: int


class Wanted(msgspec.Struct, frozen=True):
    """Whom an alert is for, and whether it is about a single project."""

    roles: tuple[str, ...]
    user_ids: frozenset[int]
    of_one_project: bool

    @classmethod
    def of(cls, alert: AlertRow, user_ids: Iterable[int]) -> "Wanted":
        """Whom an alert is for that names these people."""
        return cls(tuple(alert.receiver_roles), frozenset(user_ids), alert.source_kind is SourceKind.PROJECT)

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
    PersonOf,
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
INSIDERS = Query(
    PersonOf,
    select(project_user.c.project_id, project_user.c.user_id)
    .where(
        project_user.c.organization_id == scoped("organization_id"),
        project_user.c.deleted_at.is_(None),
        among(project_user.c.project_id, "project_ids"),
    )
    .union(
        select(project_group.c.project_id, group_user.c.user_id)
        .select_from(people_in_groups)
        .where(
            project_group.c.organization_id == scoped("organization_id"),
            among(project_group.c.project_id, "project_ids"),
        )
    ),
)
"""Whoever is in one of these projects, by themselves or in a group."""


class People:
    """The people of a workspace whom some alerts are for: read in a number of statements that is always the same.

    ``project_ids`` are the projects of whose managers is asked, ``all_projects`` asks of those of all active ones.
    ``private_ids`` are the projects that are private, of those that are asked about.
    """

    def __init__(
        self,
        tx: Read,
        scope: Scope,
        wanted: Collection[Wanted],
        project_ids: Sequence[int],
        private_ids: Iterable[int],
        all_projects: bool = False,
    ) -> None:
        self._managers: dict[int | None, set[int]] = {}
        self._read_managers(tx, scope, project_ids, all_projects)
        self._insiders = {project_id: set[int]() for project_id in private_ids}
        for one in tx.all(INSIDERS, scope, project_ids=sorted(self._insiders)) if self._insiders else ():
            self._insiders[one.project_id].add(one.user_id)
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

    def why_not(self, person: Person, wanted: Wanted, project_id: int) -> str | None:
        """Why somebody gets no mail about a project, None for who does.

        Whoever names people for a private project wants them to know of it. A role and an alert of all projects do not.
        """
        named = wanted.of_one_project and person.user_id in wanted.user_ids
        insiders = self._insiders.get(project_id)
        sees = insiders is None or person.sees_all_projects or person.user_id in insiders
        return person.why_not or (None if sees or named else "does not see the project")

    def of(self, wanted: Wanted, project_id: int) -> list[Person]:
        """Whom an alert is for where it is about a project, by name; those who get no mail are among them."""
        extra = self._named(wanted, project_id)
        return [person for person in self._people if person.role.value in wanted.roles or person.user_id in extra]

    def number(self, wanted: Wanted, project_id: int | None) -> int:
        """How many people an alert reaches now, each once; without a project, in all active ones."""
        if project_id in self._insiders:
            return sum(self.why_not(one, wanted, project_id) is None for one in self.of(wanted, project_id))
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
