"""How often work that fails is tried again, and when periodic work is due."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_PAUSES = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60, 120, 240, 480, 720)]
MOST_ATTEMPTS = len(_PAUSES) + 1


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: a minute at first, half a day in the end, some 28 hours in all."""
    return _PAUSES[min(attempts, len(_PAUSES)) - 1]


def slot(now: datetime, every: timedelta) -> datetime:
    """The last time, not after ``now``, at which work that is due so often was due: full hours for an hour."""
    return now - (now - EPOCH) % every
