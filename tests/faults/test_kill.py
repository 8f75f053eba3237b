"""What was acknowledged stays, whatever is killed; and a repeated request changes nothing twice."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tests.cli.command import Installation
from tests.cli.server import Client, Gone, Server, await_true
from tests.postgres import Cluster

CLIENTS = 6
ENOUGH = 40


class Storm:
    """Clients that write as fast as they can, until they are told to stop or nobody answers.

    Each has a workspace of its own, which it renames again and again, and creates organizations in between.
    """

    def __init__(self, server: Server, token: str) -> None:
        self.server = server
        self.token = token
        self.over = threading.Event()
        self.statuses: list[int] = []
        self.names: dict[int, list[str]] = {}
        self.organizations: list[int] = []
        self._threads = [threading.Thread(target=self._write, args=(number,)) for number in range(CLIENTS)]

    def __enter__(self) -> "Storm":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self._threads:
            thread.join()

    def acknowledged(self) -> int:
        return self.statuses.count(200)

    def _write(self, number: int) -> None:
        client = self.server.client(self.token)
        turn = 0
        while not self.over.is_set():
            turn += 1
            with suppress(*Gone):
                self._write_once(client, number, turn)
                continue
            # Nobody answers. The server is gone for good, or only a connection is.
            if self.server.process.poll() is not None:
                break
        client.close()

    def _write_once(self, client: Client, number: int, turn: int) -> None:
        if not self.names.get(number) or turn % 8 == 0:
            new = {"name": f"Organization {number} {turn}", "workspace_name": f"{number} start"}
            answer = client.send("POST", "/api/v9/organizations", new)
            self.statuses.append(answer.status)
            if answer.status == 200:
                self.organizations.append(answer.json["id"])
                self.names.setdefault(answer.json["workspace_id"], [f"{number} start"])
                self._workspace_of[number] = answer.json["workspace_id"]
            return
