"""The application over a database that tells how many statements it was asked to run."""

from collections.abc import Generator
from contextlib import contextmanager

from sundial.access.gate import Gate
from sundial.db.engine import Database
from sundial.db.transaction import Read, Write
from sundial.mail.outbox import Outbox
from sundial.wiring import Server, create_app
from tests.make import World


class WatchedDatabase(Database):
    """Remembers the transactions that it has opened."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._opened: list[Read] = []

    def read(self) -> Read:
        opened = super().read()
        self._opened.append(opened)
        return opened

    @contextmanager
    def write(self) -> Generator[Write]:
        with super().write() as opened:
            self._opened.append(opened)
            yield opened

    def statements(self) -> int:
        """How many statements were run since this was asked last."""
        number = sum(opened.statements for opened in self._opened)
        self._opened = []
        return number


@contextmanager
def watched(world: World) -> Generator[tuple[World, WatchedDatabase]]:
    """Another process over the world's database, watched."""
    server = world.server
    database = WatchedDatabase(server.database.url.render_as_string(hide_password=False))
    try:
        gate = Gate(database, server.secrets, Outbox(server.settings))
        process = Server(server.settings, database, server.secrets, gate)
        yield World(process, create_app(process, world.clock, chores=()), world.clock), database
    finally:
        database.close()
