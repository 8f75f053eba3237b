"""A storm of writes: clients that write as fast as they can, and remember what was acknowledged."""

import threading
from collections.abc import Sequence

import msgspec

from tests.cli.server import Client, Gone, Server
from tests.make import Answer

ORGANIZATIONS_EACH = 6


class Renaming(msgspec.Struct):
    """A workspace of which one client counts up the name."""

    workspace_id: int
    tried: int = 0
    acknowledged: int = 0


class Creation(msgspec.Struct):
    """An organization that one client wanted created, and the answer if there was one."""

    name: str
    answer: Answer | None = None

    def send(self, client: Client) -> Answer:
        body = {"name": self.name, "workspace_name": "Main"}
        return client.send("POST", "/api/v9/organizations", body, {"Idempotency-Key": f"create {self.name}"})


class Storm:
    """Use it in a ``with`` block, at the end of which the clients stop."""

    def __init__(self, server: Server, token: str, workspaces: Sequence[int]) -> None:
        self.renamings = [Renaming(workspace_id) for workspace_id in workspaces]
        self.creations: list[Creation] = []
        self.statuses: list[int] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(server, token, mine)) for mine in self.renamings]

    def __enter__(self) -> "Storm":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def acknowledged(self) -> int:
        """How many writes succeeded so far."""
        return self.statuses.count(200)

    def _write(self, server: Server, token: str, mine: Renaming) -> None:
        client = server.client(token)
        while not self._over.is_set():
            try:
                self._rename(client, mine)
                if mine.tried % 5 == 0 and mine.tried <= 5 * ORGANIZATIONS_EACH:
                    self._create(client, Creation(f"{server.port} {mine.workspace_id} {mine.tried}"))
            except Gone:
                # Told apart from any status; whether the write happened is not known.
                self.statuses.append(0)
        client.close()

    def _rename(self, client: Client, mine: Renaming) -> None:
        mine.tried += 1
        answer = client.send("PUT", f"/api/v9/workspaces/{mine.workspace_id}", {"name": f"Name {mine.tried}"})
        self.statuses.append(answer.status)
        if answer.status == 200:
            mine.acknowledged = mine.tried

    def _create(self, client: Client, creation: Creation) -> None:
        self.creations.append(creation)
        answer = creation.send(client)
        self.statuses.append(answer.status)
        if answer.status == 200:
            creation.answer = answer
