"""What the tests of rights share."""

from collections.abc import Iterator

import pytest

from tests.make import World
from tests.rights.rows import Reader


@pytest.fixture(scope="session")
def rows(world: World) -> Iterator[Reader]:
    """Reads the rows of the world's organizations."""
    reader = Reader(world)
    yield reader
    reader.close()
