"""The floor: the measured operations with only the necessary work, by hand.

It signs in, enters, runs Sundial's own statements in Sundial's order and builds the same bodies, on the same web
server. It validates nothing, measures nothing, and an error ends the request. ``python -m benchmarks.floor PORT``
serves it, with Sundial's settings from the environment.

The statements' texts come from Sundial's queries, and `servers.check_equal` compares the answers: neither can drift.
"""

import os
import sys
from base64 import b64decode
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import msgspec
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from sqlalchemy import make_url

from benchmarks.answers import me, workspace
from benchmarks.floor_sql import Engine, Sql, Values
from benchmarks.floor_time import TimeFloor
from sundial.access.queries import BY_TOKEN, DIRECTORY, ENTER
from sundial.access.secrets import Secrets, load_key
from sundial.changes.log import APPEND, NUMBER
from sundial.cli.context import settings_from
from sundial.core.clock import now
from sundial.core.encoding import encoder
from sundial.core.settings import Settings
from sundial.users.queries import USER, UserRow
from sundial.workspaces.actions import SAVE
from sundial.workspaces.queries import FOR_UPDATE, WORKSPACE, WorkspaceRow, WorkspaceSeen


class Floor:
    """The WSGI application."""

    def __init__(self, engine: Engine, secrets: Secrets, public_url: str) -> None:
        self._engine = engine
        self._secrets = secrets
        self._public_url = public_url
        self._organization_of: dict[int, int] = {}
        statements = (BY_TOKEN, DIRECTORY, ENTER, USER, WORKSPACE, FOR_UPDATE, SAVE, NUMBER, APPEND)
        (
            self._by_token,
            self._directory,
            self._enter,
            self._user,
            self._workspace,
            self._for_update,
            self._save,
            self._number,
            self._append,
        ) = (Sql(statement, engine.dialect) for statement in statements)
        self._read_user = engine.reader(USER)
        self._read_workspace = engine.reader(WORKSPACE)
        self._read_for_update = engine.reader(FOR_UPDATE)
        self._time = TimeFloor(engine, self._scope)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        path: str = environ["PATH_INFO"]
        body = b"" if path == "/healthz" else self._answer(environ, path)
        headers = [("Content-Type", "application/json; charset=utf-8"), ("Content-Length", str(len(body)))]
        start_response("200 OK", headers)
        return [body]

    def _answer(self, environ: WSGIEnvironment, path: str) -> bytes:
        connection = self._engine.connection()
        token = b64decode(environ["HTTP_AUTHORIZATION"][6:]).decode().partition(":")[0]
        user_id: int = self._by_token.run(connection, {"token_hash": self._secrets.fingerprint(token)}).fetchone()[0]
        if path == "/api/v9/me/logged":
            return b""
        if path == "/api/v9/me":
            return self._get_me(connection, user_id)
        if "/time_entries" in path:
            return self._time.answer(connection, user_id, environ, path)
        workspace_id = int(path[len("/api/v9/workspaces/") :])
        if environ["REQUEST_METHOD"] == "GET":
            return self._get_workspace(connection, self._scope(connection, user_id, workspace_id))
        return self._put_workspace(connection, user_id, workspace_id, environ["wsgi.input"].read())

    def _scope(self, connection: Any, user_id: int, workspace_id: int) -> Values:
        organization_id = self._organization_of.get(workspace_id)
        if organization_id is None:
            organization_id = self._directory.run(connection, {"workspace_id": workspace_id}).fetchone()[0]
            self._organization_of[workspace_id] = organization_id
        scope = {
            "scope_organization_id": organization_id,
            "scope_workspace_id": workspace_id,
            "scope_user_id": user_id,
        }
        self._enter.run(connection, scope).fetchone()
        return scope

    def _get_me(self, connection: Any, user_id: int) -> bytes:
        row = UserRow(*self._read_user(self._user.run(connection, {"user_id": user_id}).fetchone()))
        token = self._secrets.unseal(row.api_token_sealed, row.id)
        return encoder.encode(me(row, token, self._public_url))

    def _get_workspace(self, connection: Any, scope: Values) -> bytes:
        row = self._workspace.run(connection, scope).fetchone()
        return encoder.encode(workspace(WorkspaceSeen(*self._read_workspace(row)), self._public_url))

    def _put_workspace(self, connection: Any, user_id: int, workspace_id: int, content: bytes) -> bytes:
        at = now()
        given = msgspec.json.decode(content)
        given["name_key"] = given["name"].casefold()
        self._engine.begin(connection)
        scope = self._scope(connection, user_id, workspace_id)
        stored = self._for_update.run(connection, scope).fetchone()
        row = WorkspaceRow(*self._read_for_update(stored))
        before = encoder.encode(row).decode()
        row.name, row.name_key, row.rounding_minutes = given["name"], given["name_key"], given["rounding_minutes"]
        row.at = at
        columns = dict(zip(WorkspaceRow.__struct_fields__, stored, strict=True))
        self._save.run(connection, {**columns, **given, "at": self._engine.stored(at), **scope})
        body = self._get_workspace(connection, scope)
        self._log(connection, scope, before, encoder.encode(row).decode(), at)
        self._engine.commit(connection)
        return body

    def _log(self, connection: Any, scope: Values, before: str, after: str, at: datetime) -> None:
        number = self._number.run(connection, {**scope, "count": 1}).fetchone()[0]
        entry = {
            **scope,
            "id": number,
            "batch_id": number,
            "workspace_id": scope["scope_workspace_id"],
            "kind": "workspace",
            "entity_id": scope["scope_workspace_id"],
            "action": "updated",
            "before": before,
            "after": after,
            "user_id": scope["scope_user_id"],
            "at": self._engine.stored(at),
        }
        self._append.run(connection, entry)


def create(settings: Settings) -> Floor:
    """The floor over the installation of these settings."""
    backend = make_url(settings.database).get_backend_name()
    engine: Engine = import_module(f"benchmarks.floor_{backend}").open_engine(settings.database)
    secrets = Secrets(load_key(Path(settings.data_dir), settings.secret_key))
    return Floor(engine, secrets, settings.public_url)


def main(port: int) -> None:
    """Serve the floor as Sundial serves itself, until told to stop."""
    settings = settings_from(os.environ)
    server = Granian(
        "floor",
        address=settings.host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        websockets=False,
        log_level=LogLevels.error,
    )
    server.serve(target_loader=lambda: create(settings), wrap_loader=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))
