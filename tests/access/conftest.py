"""Visitors: people at addresses of their own, so that no test locks the address of another."""

from itertools import count
from typing import Any

import pytest

from tests.another import reached_from
from tests.make import Answer, World, basic

_numbers = count(1)


class Visitor:
    """Somebody at an address that nobody else has."""

    def __init__(self, world: World) -> None:
        self.address = "10.{}.{}.{}".format(*next(_numbers).to_bytes(3, "big"))
        self.world = reached_from(world, self.address)

    def send(self, method: str, path: str, headers: dict[str, str] | None = None, **request: Any) -> Answer:
        """Send a request from this address."""
        return self.world.send(method, path, headers=headers, **request)

    def sign_in(self, name: str, password: str) -> Answer:
        """Check credentials."""
        return self.send("GET", "/me/logged", basic(name, password))


@pytest.fixture
def visitor(world: World) -> Visitor:
    """Somebody who has not been here before."""
    return Visitor(world)
