"""How many statements a reading operation runs does not depend on how much there is to read."""

from collections.abc import Iterator
from typing import Any

import pytest

from sundial.access.permissions import OrganizationRole, Role
from sundial.alerts import actions as alerts
from sundial.alerts.schemas import AlertChange
from sundial.clients import actions as clients
from sundial.clients.schemas import ClientChange
from sundial.core.money import Money
from sundial.db.transaction import Write
from sundial.favorites import actions as favorites
from sundial.favorites.schemas import FavoriteChange
from sundial.groups import actions as groups
from sundial.groups.schemas import GroupChange
from sundial.http.binding import Binding
from sundial.invitations import actions as invitations
from sundial.invitations.schemas import NewInvitations
from sundial.organization_users import ownership
from sundial.organization_users.schemas import WorkspacePlace
from sundial.projects import actions as projects
from sundial.projects import groups as project_groups
from sundial.projects import users_actions as project_users
from sundial.projects.schemas import ProjectChange
from sundial.projects.users_schemas import NewProjectUser
from sundial.tags import actions as tags
from sundial.tags.schemas import TagChange
from sundial.tasks import actions as tasks
from sundial.tasks.schemas import TaskChange
from sundial.track_reminders import actions as track_reminders
from sundial.track_reminders.schemas import TrackReminderChange
from sundial.wiring import described
from sundial.workspaces import actions as workspaces
from sundial.workspaces.schemas import WorkspaceChange
from tests.make import Answer, World
from tests.rights.actors import Actor
from tests.rights.places import Place, people, put_all
from tests.rights.requests import QUERY_VALUES, request
from tests.rights.watched import WatchedDatabase, watched

FEW, MANY = 2, 30
COUNTING = 1
"""Behind a page that is full, the list is counted."""
ADMIN = Actor("an admin", OrganizationRole.ADMIN, Role.ADMIN)
READING = [binding for binding in described() if binding.transaction is not None and not binding.writes]

LISTS = (
    "/workspaces/{workspace_id}/workspace_users",
    "/organizations/{organization_id}/workspaces/{workspace_id}/workspace_users",
    "/workspaces/{workspace_id}/groups",
    "/organizations/{organization_id}/workspaces/{workspace_id}/groups",
    "/organizations/{organization_id}/groups",
    "/organizations/{organization_id}/users",
    "/organizations/{organization_id}/workspaces/statistics",
    "/organizations/{organization_id}/owner/transfer",
    "/workspaces/{workspace_id}/projects",
    "/workspaces/{workspace_id}/project_users?with_group_members=true",
    "/me/projects",
    "/me/workspaces",
    "/me/tasks",
    "/workspaces/{workspace_id}/projects/{project_id}/tasks",
    "/workspaces/{workspace_id}/clients",
    "/me/clients",
    "/workspaces/{workspace_id}/favorites",
    "/me/favorites",
    "/workspaces/{workspace_id}/track_reminders",
    "/me/track_reminders",
    "/workspaces/{workspace_id}/alerts",
)


class Sizes:
    """An organization with few of everything and one with many, and a process that counts its statements."""

    def __init__(self, world: World, database: WatchedDatabase) -> None:
        self._world, self._database = world, database
        self.few, self.many = _place(world, FEW), _place(world, MANY)

    def get(self, place: Place, path: str) -> Any:
        """What its owner reads."""
        names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
        return place.owner.get(path.format_map({name: place.value(name) for name in names})).json

    def ask(self, place: Place, binding: Binding, query: dict[str, str]) -> tuple[Answer, int]:
        """The answer to the owner, and the statements that it took."""
        body = [person["user_id"] for person in self.get(place, LISTS[0])]
        sent = request(binding, place.value, body, query)
        # A process looks up once whose a workspace is.
        sent.send(self._world, place.owner)
        self._database.statements()
        return sent.send(self._world, place.owner), self._database.statements()


@pytest.fixture(scope="module")
def sizes(world: World) -> Iterator[Sizes]:
    """Two organizations."""
    with watched(world) as (process, database):
        yield Sizes(process, database)


def test_there_is_more_to_read(sizes: Sizes) -> None:
    for path in LISTS:
        assert len(sizes.get(sizes.many, path)) >= MANY, path
        assert len(sizes.get(sizes.few, path)) <= 3 * FEW, path


@pytest.mark.parametrize("binding", READING, ids=lambda binding: binding.operation.name)
def test_more_rows_take_no_more_statements(sizes: Sizes, binding: Binding) -> None:
    queries = [{}, *({wanted.name: QUERY_VALUES[wanted.kind]} for wanted in binding.query)]

    for query in queries:
        (few, least), (many, most) = (sizes.ask(place, binding, query) for place in (sizes.few, sizes.many))

        assert few.status == many.status
        assert most <= least + COUNTING, f"{query}: {least} statements for few, {most} for many"


def test_the_count_is_not_nothing(sizes: Sizes) -> None:
    counts = [sizes.ask(sizes.few, binding, {})[1] for binding in READING if binding.entrance]

    assert min(counts) >= 2


def _place(world: World, number: int) -> Place:
    """An organization with about this many of everything."""
    owner, *others = people(world, ["Owner", *(f"Member {n}" for n in range(number))])
    place = Place(world, owner, "Acme")
    now = world.clock()
    put_all(place, ADMIN, others)
    project_id = place.thing("project_id")
    with world.server.database.write() as tx:
        officer = place.officer(tx)
        for n, person in enumerate(others):
            workspaces.create(tx, officer, WorkspaceChange(name=f"Workspace {n}"), now)
            shape = GroupChange(
                name=f"Group {n}", users=[other.id for other in others], workspaces=[place.workspace_id]
            )
            group_id = groups.create(tx, groups.place_of(officer), shape, now)
            offer = ownership.offer(tx, officer, person.id, now)
            ownership.answer(tx, officer, offer.id, "cancel", now)
            tasks.create(tx, place.admin(tx), project_id, TaskChange(name=f"Task {n}", user_id=person.id), now)
            clients.create(tx, place.admin(tx), ClientChange(name=f"Client {n}"), now)
            known = tags.create(tx, place.admin(tx), TagChange(name=f"Tag {n}"), now)
            favorites.create(tx, place.admin(tx), FavoriteChange(description=f"Work {n}", tag_ids=[known.id]), now)
            _project(tx, place, f"Project {n}", person.id, group_id)
            _tellers(tx, place, person.id, group_id)
        invited = NewInvitations(
            emails=[f"invited.{place.organization_id}.{n}@example.net" for n in range(number)],
            workspaces=[WorkspacePlace(workspace_id=place.workspace_id)],
        )
        invitations.invite(tx, world.server.secrets, officer, invited, now)
    return place


def _project(tx: Write, place: Place, name: str, user_id: int, group_id: int) -> None:
    """A project with a client, and with somebody in it."""
    admin, now = place.admin(tx), place.world.clock()
    change = ProjectChange(name=name, client_name=f"Client of {name}", auto_estimates=True)
    project_id = projects.create(tx, admin, change, now)
    project_users.create(tx, admin, NewProjectUser(project_id=project_id, user_id=user_id), now)
    if name == "Project 0":
        project_groups.add(tx, admin, project_id, group_id, now)


def _tellers(tx: Write, place: Place, user_id: int, group_id: int) -> None:
    """An alert and a track reminder."""
    admin, now = place.admin(tx), place.world.clock()
    wanted = AlertChange(
        source_kind="workspace",
        threshold_type="percentage",
        thresholds=[80],
        receiver_roles=["user", "project_manager"],
        receiver_users=[user_id],
    )
    alerts.create(tx, admin, wanted, now)
    named = TrackReminderChange(frequency=1, threshold=Money(800), user_ids=[place.owner.id], group_ids=[group_id])
    track_reminders.create(tx, admin, named, now)
