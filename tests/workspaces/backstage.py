"""What tests prepare and look up behind the front door: plans, memberships, the log of changes, requests at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import msgspec
from sqlalchemy import bindparam, select, update

from sundial.access.askers import Officer, User
from sundial.access.permissions import GRANTS, OrganizationRole
from sundial.access.plans import Plan
from sundial.changes.tables import change
from sundial.db.statement import Command, Query, Scope, scoped
from sundial.organizations import actions as organizations
from sundial.workspaces import actions as workspaces
from sundial.workspaces.schemas import WorkspaceChange
from sundial.workspaces.tables import workspace_user
from tests.make import Answer, Person, Place, World


class Logged(msgspec.Struct):
    """A row of the log of changes."""

    id: int
    workspace_id: int | None
    kind: str
    entity_id: int
    action: str
    before: Any
    after: Any
    user_id: int | None


_in_order = select(*(change.c[name] for name in Logged.__struct_fields__)).order_by(change.c.id)
LOG = Query(Logged, _in_order.where(change.c.organization_id == scoped("organization_id")))
PLACE = Command(
    update(workspace_user)
    .values(joined=bindparam("is_joined"), inactive=bindparam("is_inactive"))
    .where(
        workspace_user.c.organization_id == scoped("organization_id"),
        workspace_user.c.workspace_id == scoped("workspace_id"),
        workspace_user.c.user_id == scoped("user_id"),
    )
)


def log(world: World, place: Place) -> list[Logged]:
    """What was logged in an organization, oldest first."""
    return world.server.database.read().all(LOG, Scope(organization_id=place.organization_id))


def put_on_plan(world: World, place: Place, plan: Plan, multi_workspace: bool | None = None) -> None:
    """Put an organization on a plan."""
    with world.server.database.write() as tx:
        organizations.set_plan(tx, place.organization_id, plan, multi_workspace, world.clock())


def set_place(person: Person, place: Place, *, joined: bool = True, inactive: bool = False) -> None:
    """Make a workspace user invited (``joined=False``), switched off (``inactive=True``), or neither."""
    scope = Scope(organization_id=place.organization_id, workspace_id=place.workspace_id, user_id=person.id)
    with person.world.server.database.write() as tx:
        tx.run(PLACE, scope, is_joined=joined, is_inactive=inactive)


def add_workspaces(owner: Person, place: Place, count: int) -> None:
    """Give an organization many more workspaces, in one transaction; its owner is in all of them."""
    now = owner.world.clock()
    asker = Officer(
        user=User(id=owner.id, fullname=owner.name, timezone="UTC"),
        organization_id=place.organization_id,
        organization_user_id=0,
        role=OrganizationRole.OWNER,
        permissions=GRANTS[OrganizationRole.OWNER],
        plan=Plan.ENTERPRISE,
        scope=Scope(organization_id=place.organization_id, user_id=owner.id),
    )
    with owner.world.server.database.write() as tx:
        for number in range(count):
            workspaces.create(tx, asker, WorkspaceChange(name=f"Room {number}"), now)


def at_once(world: World, *calls: Callable[[], Answer]) -> list[Answer]:
    """Send requests at the same time, each from a thread of its own."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Answer]) -> Answer:
        try:
            start.wait()
            return call()
        finally:
            world.server.database.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))
