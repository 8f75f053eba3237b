"""The signed-in user over HTTP: who they are, what they work with, and signing in and out in a browser."""

from datetime import datetime

import msgspec

from sundial.access.askers import User
from sundial.access.gate import SESSION_LIFE, Gate
from sundial.access.plans import Plan
from sundial.access.queries import OWN_ORGANIZATIONS
from sundial.access.quotas import PERSONAL, Quotas
from sundial.access.secrets import Secrets
from sundial.clients.operations import list_my_clients
from sundial.core.settings import Settings
from sundial.db.statement import Scope
from sundial.db.transaction import Read, Write
from sundial.http.operation import Door, Reply, Visit, operation
from sundial.http.requests import cookie_name
from sundial.projects.lists_operations import list_my_projects
from sundial.tags.operations import list_my_tags
from sundial.tasks.operations import list_my_tasks
from sundial.time_entries.operations import list_my_time_entries
from sundial.users.features import Feature, features
from sundial.users.operations import me_fields
from sundial.users.queries import USER
from sundial.users.schemas import MeWithRelated, Quota
from sundial.workspaces.operations import list_my_workspaces
from sundial.workspaces.queries import WORKSPACES


class WorkspaceFeatures(msgspec.Struct):
    """What a workspace's plan includes."""

    workspace_id: int
    features: list[Feature]


@operation("GET", "/me", Door.SIGNED_IN)
def get_me(
    tx: Read, asker: User, now: datetime, secrets: Secrets, settings: Settings, with_related_data: bool = False
) -> MeWithRelated:
    """The caller; with `with_related_data`, also what they work with: workspaces, projects, their latest entries."""
    me = MeWithRelated(**me_fields(tx.one(USER, user_id=asker.id), secrets, settings))
    if with_related_data:
        me.workspaces = list(list_my_workspaces(tx, asker, settings)) or None
        me.clients = list(list_my_clients(tx, asker)) or None
        me.projects = list(list_my_projects(tx, asker, now)) or None
        me.tasks = list(list_my_tasks(tx, asker)) or None
        me.tags = list(list_my_tags(tx, asker)) or None
        me.time_entries = list(list_my_time_entries(tx, asker)) or None
    return me


@operation("POST", "/me/sessions", Door.SIGNED_IN, secret=True)
def create_session(
    tx: Write, asker: User, visit: Visit, now: datetime, gate: Gate, secrets: Secrets, settings: Settings
) -> Reply[MeWithRelated]:
    """Sign in with a password or a token and get a session cookie for 30 days. The answer is the caller."""
    token = gate.open_session(tx, asker.id, visit.user_agent, now)
    cookie = _cookie(token, int(SESSION_LIFE.total_seconds()), visit.secure)
    return Reply(get_me(tx, asker, now, secrets, settings), headers={"Set-Cookie": cookie})


@operation("DELETE", "/me/sessions", Door.SIGNED_IN)
def delete_session(tx: Write, visit: Visit, gate: Gate) -> Reply[None]:
    """Sign out: end the session of the cookie that is sent."""
    if visit.cookie is not None:
        gate.close_session(tx, visit.cookie)
    return Reply(None, headers={"Set-Cookie": _cookie("", 0, visit.secure)})


@operation("GET", "/me/features", Door.SIGNED_IN)
def list_my_features(tx: Read, asker: User) -> list[WorkspaceFeatures]:
    """What each of the caller's workspaces includes."""
    return [
        WorkspaceFeatures(workspace_id=row.id, features=list(features(Plan(row.plan))))
        for own in tx.all(OWN_ORGANIZATIONS, user_id=asker.id)
        for row in tx.all(WORKSPACES, Scope(organization_id=own.organization_id, user_id=asker.id))
    ]


@operation("GET", "/me/quota", Door.SIGNED_IN, unmetered=True)
def list_my_quotas(tx: Read, asker: User, now: datetime, quotas: Quotas) -> list[Quota]:
    """How many requests the caller may still send, for each organization and for `/me`. Asking costs none."""
    listed: list[Quota] = []
    for place in [PERSONAL, *(own.organization_id for own in tx.all(OWN_ORGANIZATIONS, user_id=asker.id))]:
        left = quotas.left(tx, Scope(organization_id=place, user_id=asker.id), now)
        listed.append(Quota(None if place == PERSONAL else place, left.remaining, left.resets_in, left.total))
    return listed


def _cookie(token: str, seconds: int, secure: bool) -> str:
    lock = "; Secure" if secure else ""
    return f"{cookie_name(secure)}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{lock}"
