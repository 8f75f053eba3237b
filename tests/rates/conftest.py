"""The stages of tests of rates: something at each level that can have one."""

import pytest

from tests.cast import Cast
from tests.conftest import SetClock
from tests.rates.backstage import Stage
from tests.rates.firm import Firm


@pytest.fixture
def stage(cast: Cast, clock: SetClock) -> Stage:
    """A workspace with something at each level, on the tenth of March 2026 at noon in UTC."""
    clock.set(2026, 3, 10, 12)
    return Stage(cast)


@pytest.fixture
def firm(cast: Cast) -> Firm:
    """Alice's workspace, with a project and a task."""
    return Firm(cast)
