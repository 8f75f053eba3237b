"""What tests about people prepare and look up: places by name, plans, the log of changes, requests at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier
from typing import Any

import msgspec
from sqlalchemy import select

from sundial.access.permissions import Role
from sundial.access.plans import Plan
from sundial.changes.tables import change
from sundial.db.statement import Query, Scope, scoped
from sundial.organizations import actions as organizations
from tests.cast import Cast
from tests.make import Answer, Person, Place, World, colleague, person

NO_ACCESS = "User does not have access to this resource."
NOBODY = 2**53 - 1
"""An id that nothing has."""
_numbers = count(1)


class Logged(msgspec.Struct):
    """A row of the log of changes."""

    workspace_id: int | None
    kind: str
    entity_id: int
    action: str
    before: Any
    after: Any
    user_id: int | None


LOG = Query(
    Logged,
    select(*(change.c[name] for name in Logged.__struct_fields__))
    .where(change.c.organization_id == scoped("organization_id"))
    .order_by(change.c.id),
)


def log(world: World, organization_id: int) -> list[Logged]:
    """What was logged in an organization, oldest first; in organization 0, of users themselves."""
    return world.server.database.read().all(LOG, Scope(organization_id=organization_id))


def put_on_plan(cast: Cast, plan: Plan) -> None:
    """Put the cast's organization on a plan."""
    with cast.world.server.database.write() as tx:
        organizations.set_plan(tx, cast.place.organization_id, plan, None, cast.world.clock())


def address(name: str) -> str:
    """An e-mail address that nobody has; whoever is invited by it is called ``name`` until they join."""
    return f"{name}@{next(_numbers)}.example"


def hire(cast: Cast, name: str, role: Role | None = Role.USER) -> Person:
    """A new person in the cast's organization, and in its workspace unless ``role`` is None."""
    return colleague(person(cast.world, name), cast.place, role)


def second_workspace(cast: Cast, name: str = "Second") -> Place:
    """Another workspace of the cast's organization, which Alice runs."""
    answer = cast.alice.post(f"{cast.organization}/workspaces", {"name": name})
    return Place(cast.place.organization_id, answer.json["id"])


def members(boss: Person, place: Place) -> dict[str, Any]:
    """The workspace users of a workspace by their names, as somebody sees them."""
    answer = boss.get(f"/workspaces/{place.workspace_id}/workspace_users?includeIndirect=true")
    assert answer.status == 200, answer
    return {member["name"]: member for member in answer.json}


def member_path(cast: Cast, somebody: Person) -> str:
    """The path of a workspace user in the cast's workspace."""
    return f"{cast.workspace}/workspace_users/{members(cast.alice, cast.place)[somebody.name]['id']}"


def officers(boss: Person, place: Place) -> dict[str, Any]:
    """The organization users of an organization by their names."""
    answer = boss.get(f"/organizations/{place.organization_id}/users")
    assert answer.status == 200, answer
    return {officer["name"]: officer for officer in answer.json}


def officer_path(cast: Cast, somebody: Person) -> str:
    """The path of an organization user of the cast's organization."""
    return f"{cast.organization}/users/{officers(cast.alice, cast.place)[somebody.name]['id']}"


def new_group(cast: Cast, name: str, users: list[Person], places: list[Place]) -> str:
    """Make a group and give its path."""
    body = {
        "name": name,
        "users": [user.id for user in users],
        "workspaces": [place.workspace_id for place in places],
    }
    answer = cast.alice.post(f"{cast.organization}/groups", body)
    assert answer.status == 200, answer
    return f"{cast.organization}/groups/{answer.json['group_id']}"


def invite(boss: Person, place: Place, *emails: str, **more: Any) -> Answer:
    """Invite people to a workspace as plain users; ``more`` are other fields of the body."""
    body = {"emails": list(emails), "workspaces": [{"workspace_id": place.workspace_id}], **more}
    return boss.post(f"/organizations/{place.organization_id}/invitations", body)


def at_once(world: World, *calls: Callable[[], Answer]) -> list[Answer]:
    """Send requests at the same moment, each from a thread of its own."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Answer]) -> Answer:
        try:
            start.wait()
            return call()
        finally:
            world.server.database.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))
