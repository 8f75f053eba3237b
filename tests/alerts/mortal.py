"""A database that is cut off from its worker at some statement, or at which something happens meanwhile."""

from collections.abc import Callable
from typing import Any

import msgspec

from sundial.db.driver import Connection
from sundial.db.engine import Database
from sundial.wiring import Server
from tests.make import World


class Dead(BaseException):
    """The worker is gone. Nothing catches this."""


class WatchedDatabase(Database):
    """The same database, on connections of its own, that tells ``ran`` of each statement that was run.

    Nobody has heard yet what came of the statement: if it was a commit, it has happened.
    """

    def __init__(self, world: World, ran: Callable[[str], None]) -> None:
        super().__init__(world.server.database.url.render_as_string(hide_password=False))
        self.driver: Any = _Driver(self.driver, ran)


class _Driver:
    def __init__(self, driver: Any, ran: Callable[[str], None]) -> None:
        self._driver, self._ran = driver, ran

    def __getattr__(self, name: str) -> Any:
        return getattr(self._driver, name)

    def connect(self) -> Connection:
        return _Connection(self._driver.connect(), self._ran)


class _Connection:
    def __init__(self, connection: Any, ran: Callable[[str], None]) -> None:
        self._connection, self._ran = connection, ran

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, sql: Any, parameters: Any = (), /) -> Any:
        found = self._connection.execute(sql, parameters)
        self._ran(str(sql))
        return found

    def close(self) -> None:
        self._connection.close()


def server_with(world: World, ran: Callable[[str], None]) -> Server:
    """The server, on a database that is watched."""
    return msgspec.structs.replace(world.server, database=WatchedDatabase(world, ran))


def dying(life: int) -> Callable[[str], None]:
    """Ends a worker after so many statements of its first job, from when it takes it up until it has done it."""
    left, ending, ended = life, False, False

    def ran(sql: str) -> None:
        nonlocal left, ending, ended
        if ended or sql.startswith("ROLLBACK") or (left == life and not sql.startswith("UPDATE jobs")):
            return
        left -= 1
        if left == 0:
            raise Dead
        ending = ending or sql.startswith("DELETE FROM jobs")
        ended = ending and sql == "COMMIT"

    return ran


def once(part: str, do: Callable[[], object]) -> Callable[[str], None]:
    """Does something when a statement with this in it was run for the first time."""
    done = False

    def ran(sql: str) -> None:
        nonlocal done
        if not done and part in sql:
            done = True
            do()

    return ran
