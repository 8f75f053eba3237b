"""The same installation otherwise: as another process serves it, or as it is reached from some address."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import Any, cast

import msgspec

from sundial.http.app import App
from sundial.wiring import create_app, open_server
from tests.make import World


@contextmanager
def another(world: World, **settings: Any) -> Generator[World]:
    """A second process over the world's database, with other settings where some are given."""
    server = open_server(msgspec.structs.replace(world.server.settings, **settings))
    try:
        yield World(server, create_app(server, world.clock), world.clock)
    finally:
        server.database.close()


def reached_from(world: World, address: str) -> World:
    """The same process, as connections from this address reach it."""
    app: Any = world.app

    def connected(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return app({**environ, "REMOTE_ADDR": address}, start_response)

    return World(world.server, cast(App, connected), world.clock)
