"""Builders with sensible values, and people who send requests."""

import base64
import json as jsonlib
from datetime import datetime
from itertools import count
from typing import Any

import falcon.testing
import msgspec

from sundial.access.askers import User
from sundial.access.passwords import hash_password
from sundial.access.permissions import OrganizationRole, Role
from sundial.db.statement import Scope, insertion
from sundial.db.transaction import Write
from sundial.http.app import App
from sundial.organizations import actions as organizations
from sundial.organizations.schemas import NewOrganization
from sundial.projects import tables as projects
from sundial.users import actions as users
from sundial.users.queries import USER
from sundial.wiring import Server
from sundial.workspaces import actions as workspaces
from sundial.workspaces import memberships
from sundial.workspaces.memberships import Joining

PASSWORD = "correct horse"
# Made once: hashing is slow by design, and most tests sign in with tokens.
PASSWORD_HASH = hash_password(PASSWORD)
_numbers = count(1)
_ADD_PROJECT = insertion(projects.project)


class Answer:
    """What came back."""

    def __init__(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.status = status
        self.headers = headers
        self.content = content

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return jsonlib.loads(self.content)

    def __repr__(self) -> str:
        return f"<{self.status} {self.content[:500]!r}>"


class World:
    """The application under test and its parts."""

    def __init__(self, server: Server, app: App, clock: Any) -> None:
        self.server = server
        self.app = app
        self.clock = clock
        self._client = falcon.testing.TestClient(app)

    def send(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send a request. A path is under ``/api/v9`` unless it begins with ``//`` or with an API's own beginning."""
        if path.startswith("//"):
            path = path.removeprefix("/")
        elif not path.startswith(("/api/", "/reports/api/", "/insights/api/")):
            path = f"/api/v9{path}"
        content = jsonlib.dumps(json).encode() if json is not None else body
        path, _, query = path.partition("?")
        sent = {"Content-Type": "application/json", **(headers or {})} if json is not None else headers
        result = self._client.simulate_request(method, path, query_string=query, body=content, headers=sent)
        return Answer(
            result.status_code, {name.lower(): value for name, value in result.headers.items()}, result.content
        )


class Person:
    """Somebody with an account, who sends requests with their API token."""

    def __init__(self, world: World, name: str, email: str, user_id: int, token: str) -> None:
        self.world = world
        self.name = name
        self.email = email
        self.id = user_id
        self.token = token

    @property
    def basic(self) -> dict[str, str]:
        """The header that signs them in."""
        return basic(self.token, "api_token")

    def send(self, method: str, path: str, **request: Any) -> Answer:
        """Send a request as this person."""
        headers = {**self.basic, **request.pop("headers", {})}
        return self.world.send(method, path, headers=headers, **request)

    def get(self, path: str, **request: Any) -> Answer:
        return self.send("GET", path, **request)

    def post(self, path: str, json: Any = None, **request: Any) -> Answer:
        return self.send("POST", path, json=json, **request)

    def put(self, path: str, json: Any = None, **request: Any) -> Answer:
        return self.send("PUT", path, json=json, **request)

    def patch(self, path: str, json: Any = None, **request: Any) -> Answer:
        return self.send("PATCH", path, json=json, **request)

    def delete(self, path: str, **request: Any) -> Answer:
        return self.send("DELETE", path, **request)


def basic(name: str, password: str) -> dict[str, str]:
    """A Basic header."""
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


def person(world: World, name: str = "Somebody", timezone: str = "UTC") -> Person:
    """A person who is in no organization."""
    email = f"{name.lower()}{next(_numbers)}@example.com"
    secrets = world.server.secrets
    with world.server.database.write() as tx:
        user_id = users.create_invited(tx, secrets, email, world.clock())
        row = tx.one(USER, user_id=user_id)
        users.save(tx, msgspec.structs.replace(row, fullname=name, timezone=timezone, password_hash=PASSWORD_HASH))
    return Person(world, name, email, user_id, secrets.unseal(row.api_token_sealed, user_id))


class Place:
    """An organization with its first workspace."""

    def __init__(self, organization_id: int, workspace_id: int) -> None:
        self.organization_id = organization_id
        self.workspace_id = workspace_id


def organization(owner: Person, name: str = "Acme", workspace: str = "Main") -> Place:
    """An organization with one workspace, owned by this person."""
    asker = User(id=owner.id, fullname=owner.name, timezone="UTC")
    body = NewOrganization(name=name, workspace_name=workspace)
    with owner.world.server.database.write() as tx:
        founded = workspaces.found_organization(tx, asker, body, owner.world.clock())
    return Place(founded.organization_id, founded.workspace_id)


def colleague(
    somebody: Person,
    place: Place,
    role: Role | None = Role.USER,
    place_role: OrganizationRole = OrganizationRole.MEMBER,
) -> Person:
    """Put a person into an organization, and into its workspace unless ``role`` is None."""
    world = somebody.world
    with world.server.database.write() as tx:
        organizations.join(
            tx, organizations.Joining(place.organization_id, somebody.id, place_role), None, world.clock()
        )
        if role is not None:
            joining = Joining(place.organization_id, place.workspace_id, somebody.id, role)
            memberships.join(tx, joining, None, world.clock())
    return somebody


def project(somebody: Person, place: Place, **fields: Any) -> int:
    """A public, active project in the place's workspace, made by this person; ``fields`` are columns of it."""
    world, scope = somebody.world, Scope(organization_id=place.organization_id)
    with world.server.database.write() as tx:
        return add_project(tx, scope, place.workspace_id, world.clock(), creator_id=somebody.id, **fields)


def add_project(tx: Write, scope: Scope, workspace_id: int, now: datetime, **fields: Any) -> int:
    """The same as part of a change."""
    project_id, name = tx.new_id(), fields.pop("name", f"Project {next(_numbers)}")
    values: dict[str, Any] = {column.name: None for column in projects.project.c if column.name != "organization_id"}
    values |= {
        "id": project_id,
        "workspace_id": workspace_id,
        "name": name,
        "name_key": name.casefold(),
        "color": "#0b83d9",
        "start_date": now.date().isoformat(),
        "active": True,
        "tracked_seconds": 0,
        "created_at": now,
        "at": now,
        **dict.fromkeys(("is_private", "billable", "template", "auto_estimates", "recurring"), False),
        **fields,
    }
    tx.run(_ADD_PROJECT, scope, **values)
    return project_id
