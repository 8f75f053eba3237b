"""The only place that asks what time it is. Everybody else is told."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)
