"""A stage for each test."""

import pytest

from tests.alerts.stage import Stage
from tests.cast import Cast
from tests.conftest import SetClock


@pytest.fixture
def stage(cast: Cast, clock: SetClock) -> Stage:
    """A workspace with a project, on a Monday in March; what the other tests left is done."""
    clock.set(2026, 3, 9, 12)
    return Stage(cast)
