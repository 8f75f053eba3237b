"""A cast for tests that change nothing."""

import pytest

from tests.cast import Cast, gather
from tests.make import World


@pytest.fixture(scope="module")
def crew(world: World) -> Cast:
    """The cast, shared by the tests of a file: whoever changes something takes a fresh one."""
    return gather(world)
