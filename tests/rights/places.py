"""Organizations with somebody in every place, and with things whose ids operations take."""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from functools import cache
from itertools import count
from typing import Any

import msgspec
from sqlalchemy import select

from sundial.access.askers import Membership, Officer, User
from sundial.access.enter import Workspaces, enter_organization
from sundial.access.passwords import hash_password
from sundial.access.permissions import Role
from sundial.changes.log import NOTES, Numbered
from sundial.changes.tables import change_counter
from sundial.clients import actions as clients
from sundial.clients.schemas import ClientChange
from sundial.core.shapes import LARGEST_ID
from sundial.db.statement import Query, Scope, scoped
from sundial.db.transaction import Write
from sundial.favorites import actions as favorites
from sundial.favorites.schemas import FavoriteChange
from sundial.groups import actions as groups
from sundial.groups.schemas import GroupChange
from sundial.invitations import actions as invitations
from sundial.invitations.schemas import NewInvitations
from sundial.members import actions as members
from sundial.members.schemas import WorkspaceUserChange
from sundial.organization_users import ownership
from sundial.organization_users.schemas import WorkspacePlace
from sundial.organizations import actions as organizations
from sundial.organizations.schemas import NewOrganization
from sundial.projects import actions as projects
from sundial.projects import groups as project_groups
from sundial.projects import users_actions as project_users
from sundial.projects.schemas import ProjectChange
from sundial.projects.users_schemas import NewProjectUser
from sundial.reports import saved_actions as saved_reports
from sundial.reports.saved_schemas import SavedReportChange
from sundial.tags import actions as tags
from sundial.tags.schemas import TagChange
from sundial.tasks import actions as tasks
from sundial.tasks.schemas import TaskChange
from sundial.time_entries import actions as time_entries
from sundial.time_entries import sharing
from sundial.time_entries.schemas import Wanted
from sundial.users import actions as users
from sundial.users.queries import USER
from sundial.workspaces import actions as workspaces
from sundial.workspaces import memberships
from sundial.workspaces.memberships import Joining
from sundial.workspaces.schemas import WorkspaceChange
from tests.make import PASSWORD, Person, World
from tests.rights.actors import OWNER, Actor
from tests.rights.endings import end
from tests.rights.told import a_reminder, an_alert

_numbers = count(1)
LAST_CHANGE = Query(
    Numbered, select(change_counter.c.last_id).where(change_counter.c.organization_id == scoped("organization_id"))
)
TEXTS = {"action": "cancel", "client": "web", "extension": "csv", "file": "profile.png", "level": "project"}
"""Path parameters that are no ids."""


class Place:
    """An organization with two workspaces, and things in them that are made when they are first asked for."""

    def __init__(self, world: World, owner: Person, word: str) -> None:
        """``word`` is in every name and address here."""
        self.world = world
        self.owner = owner
        self.word = word
        with world.server.database.write() as tx:
            names = NewOrganization(name=f"{word} Inc", workspace_name=f"{word} first")
            founded = workspaces.found_organization(tx, user(owner), names, world.clock())
            self.organization_id, self.workspace_id = founded.organization_id, founded.workspace_id
            self.other_workspace_id = workspaces.create(
                tx, self.officer(tx), WorkspaceChange(name=f"{word} second"), world.clock()
            ).id
        self._made: dict[str, Any] = {}

    def beside(self) -> "Place":
        """The same organization, with the other workspace for the first."""
        other = copy(self)
        other.workspace_id, other.other_workspace_id = self.other_workspace_id, self.workspace_id
        other._made = {}
        return other

    def officer(self, tx: Write) -> Officer:
        """The owner, in the organization."""
        return enter_organization(tx, user(self.owner), self.organization_id)

    def admin(self, tx: Write) -> Membership:
        """The owner, in the workspace."""
        return Workspaces().enter(tx, user(self.owner), self.workspace_id)

    def value(self, name: str, unknown: str = str(LARGEST_ID)) -> str:
        """A path parameter: the id of something that is here, by the parameter's name."""
        if name in ("organization_id", "workspace_id"):
            return str(getattr(self, name))
        return str(self.thing(name)) if name in THINGS else TEXTS.get(name, unknown)

    def thing(self, name: str) -> Any:
        """Something that is here, by the path parameter that takes its id."""
        if name not in self._made:
            with self.world.server.database.write() as tx:
                self._made |= THINGS[name](self, tx)
        return self._made[name]

    def ids(self) -> dict[str, int]:
        """The ids of all that can be here."""
        things = {name: self.thing(name) for name in THINGS}
        places = {name: getattr(self, name) for name in ("organization_id", "workspace_id", "other_workspace_id")}
        return {name: number for name, number in {**places, **things}.items() if isinstance(number, int)}


def populated(world: World, people: Mapping[Actor, Person]) -> Place:
    """A place with everybody in it as the actors describe it."""
    place = Place(world, people[OWNER], "Acme")
    with world.server.database.write() as tx:
        for actor, person in people.items():
            if actor is not OWNER and actor.place is not None:
                _put(tx, place, actor, person.id)
    return place


def put_all(place: Place, actor: Actor, persons: Iterable[Person]) -> None:
    """Put people into a place as the actor describes them."""
    with place.world.server.database.write() as tx:
        for person in persons:
            _put(tx, place, actor, person.id)


def people(world: World, names: Iterable[str]) -> list[Person]:
    """People with accounts. Their password is hashed once for all of them: that is what costs time."""
    with world.server.database.write() as tx:
        return [_person(tx, world, name) for name in names]


def user(person: Person) -> User:
    """Somebody as they sign in."""
    return User(id=person.id, fullname=person.name, timezone="UTC")


@cache
def _password_hash() -> str:
    return hash_password(PASSWORD)


def _person(tx: Write, world: World, name: str) -> Person:
    email = f"{name.lower().replace(' ', '.')}.{next(_numbers)}@example.net"
    row = tx.one(USER, user_id=users.create_invited(tx, world.server.secrets, email, world.clock()))
    users.save(tx, msgspec.structs.replace(row, fullname=name, password_hash=_password_hash()))
    return Person(world, name, email, row.id, world.server.secrets.unseal(row.api_token_sealed, row.id))


def _put(tx: Write, place: Place, actor: Actor, user_id: int) -> None:
    now = place.world.clock()
    joined = actor.ended != "invited"
    assert actor.place is not None
    number = organizations.join(
        tx, organizations.Joining(place.organization_id, user_id, actor.place, joined), None, now
    )
    for workspace_id, role in ((place.workspace_id, actor.role), (place.other_workspace_id, actor.elsewhere)):
        if role is not None:
            memberships.join(tx, Joining(place.organization_id, workspace_id, user_id, role, joined), None, now)
    if actor.rates is not None or actor.costs is not None:
        flags = WorkspaceUserChange(view_edit_billable_rates=actor.rates, view_edit_labor_costs=actor.costs)
        members.change_by_user(tx, place.admin(tx), user_id, flags, now)
    if actor.ended:
        end(tx, actor.ended, place.admin(tx), place.officer(tx), user_id, number, now)


def _a_member(place: Place, tx: Write) -> dict[str, Any]:
    now, user_id = place.world.clock(), _person(tx, place.world, f"{place.word} spare").id
    return {
        "user_id": user_id,
        "organization_user_id": organizations.join(
            tx, organizations.Joining(place.organization_id, user_id), None, now
        ),
        "workspace_user_id": memberships.join(
            tx, Joining(place.organization_id, place.workspace_id, user_id, Role.USER), None, now
        ),
    }


def _a_group(place: Place, tx: Write) -> dict[str, Any]:
    shape = GroupChange(name=f"{place.word} group {next(_numbers)}", workspaces=[place.workspace_id])
    officer = place.officer(tx)
    return {"group_id": groups.create(tx, groups.place_of(officer), shape, place.world.clock())}


def _an_invitation(place: Place, tx: Write) -> dict[str, Any]:
    body = NewInvitations(
        emails=[f"{place.word}.invited.{next(_numbers)}@example.net"],
        workspaces=[WorkspacePlace(workspace_id=place.workspace_id)],
    )
    secrets = place.world.server.secrets
    made = invitations.invite(tx, secrets, place.officer(tx), body, place.world.clock()).made[0].invitation
    return {"invitation_id": made.id, "invitation_code": secrets.unseal(made.code_sealed, made.id)}


def _a_transfer(place: Place, tx: Write) -> dict[str, Any]:
    heir_id = _a_member(place, tx)["user_id"]
    return {"transfer_id": ownership.offer(tx, place.officer(tx), heir_id, place.world.clock()).id}


def _a_tag(place: Place, tx: Write) -> dict[str, Any]:
    name = f"{place.word} tag {next(_numbers)}"
    return {"tag_id": tags.create(tx, place.admin(tx), TagChange(name=name), place.world.clock()).id}


def _a_client(place: Place, tx: Write) -> dict[str, Any]:
    name = f"{place.word} client {next(_numbers)}"
    return {"client_id": clients.create(tx, place.admin(tx), ClientChange(name=name), place.world.clock()).id}


def _a_time_entry(place: Place, tx: Write) -> dict[str, Any]:
    wanted = Wanted(created_with="tests", start="2026-01-05T09:00:00Z", duration=60, description=place.word)
    return {"time_entry_id": time_entries.create(tx, place.admin(tx), wanted, place.world.clock()).id}


def _a_shared_time_entry(place: Place, tx: Write) -> dict[str, Any]:
    invited, asker = _a_member(place, tx)["user_id"], place.admin(tx)
    wanted = Wanted(created_with="tests", start="2026-01-05T09:00:00Z", duration=60, shared_with_user_ids=[invited])
    entry = time_entries.create(tx, asker, wanted, place.world.clock())
    return {"time_entry_invitation_id": tx.one(sharing.OF_ENTRY, asker.scope, entry_id=entry.id).id}


def _a_favorite(place: Place, tx: Write) -> dict[str, Any]:
    wanted = FavoriteChange(description=f"{place.word} favorite", public=True)
    return {"favorite_id": favorites.create(tx, place.admin(tx), wanted, place.world.clock()).id}


def _a_saved_report(place: Place, tx: Write) -> dict[str, Any]:
    name, secrets = f"{place.word} report {next(_numbers)}", place.world.server.secrets
    body = SavedReportChange(name=name, params={"report_type": "summary"}, public=False, fixed_daterange=False)
    row = saved_reports.create(tx, secrets, place.admin(tx), body, place.world.clock())
    return {"report_id": row.id, "report_token": secrets.unseal(row.token_sealed, row.id)}


def _a_project(place: Place, tx: Write) -> dict[str, Any]:
    now, asker = place.world.clock(), place.admin(tx)
    body = ProjectChange(name=f"{place.word} project {next(_numbers)}", is_private=True)
    project_id = projects.create(tx, asker, body, now)
    task = TaskChange(name=f"{place.word} task {next(_numbers)}")
    return {"project_id": project_id, "task_id": tasks.create(tx, asker, project_id, task, now).id}


def _a_rated_project(place: Place, tx: Write) -> dict[str, Any]:
    return {"level_id": _a_project(place, tx)["project_id"]}


def _a_project_user(place: Place, tx: Write) -> dict[str, Any]:
    project_id, user_id = _a_project(place, tx)["project_id"], _a_member(place, tx)["user_id"]
    body = NewProjectUser(project_id=project_id, user_id=user_id)
    return {"project_user_id": project_users.create(tx, place.admin(tx), body, place.world.clock()).id}


def _a_project_group(place: Place, tx: Write) -> dict[str, Any]:
    project_id, group_id = _a_project(place, tx)["project_id"], _a_group(place, tx)["group_id"]
    added = project_groups.add(tx, place.admin(tx), project_id, group_id, place.world.clock())
    return {"project_group_id": added.id}


def _a_change(place: Place, tx: Write) -> dict[str, Any]:
    """The creation of a tag, by the number that it gets in the log when this transaction commits."""
    _a_tag(place, tx)
    logged = tx.one(LAST_CHANGE, Scope(organization_id=place.organization_id)).last_id
    return {"change_id": logged + len(tx.noted[NOTES])}


THINGS: dict[str, Callable[[Place, Write], dict[str, Any]]] = {
    "user_id": _a_member,
    "workspace_user_id": _a_member,
    "organization_user_id": _a_member,
    "group_id": _a_group,
    "invitation_id": _an_invitation,
    "invitation_code": _an_invitation,
    "transfer_id": _a_transfer,
    "tag_id": _a_tag,
    "time_entry_id": _a_time_entry,
    "time_entry_invitation_id": _a_shared_time_entry,
    "client_id": _a_client,
    "favorite_id": _a_favorite,
    "project_id": _a_project,
    "level_id": _a_rated_project,
    "task_id": _a_project,
    "project_user_id": _a_project_user,
    "project_group_id": _a_project_group,
    "report_id": _a_saved_report,
    "report_token": _a_saved_report,
    "change_id": _a_change,
    "reminder_id": lambda place, tx: a_reminder(tx, place.admin(tx), place.world.clock(), **_a_member(place, tx)),
    "alert_id": lambda place, tx: an_alert(tx, place.admin(tx), place.world.clock(), **_a_project(place, tx)),
}
"""What makes the thing that a path parameter names. One that is not here is asked for by an unknown id."""
