"""Throttling of failed sign-ins, per account and per address, shared by all processes through the database.

After ten wrong passwords within five minutes an account takes no password for five minutes: not even the right one, and
whether the account exists or not. API tokens and sessions go on working, so a guesser cannot lock anybody out of their
tools. An address is refused after a hundred failures of any kind.
"""

from datetime import datetime, timedelta

from sundial.access.queries import (
    ADD_FAILURE,
    FAILURES,
    FAILURES_FOR_UPDATE,
    FORGET_FAILURES,
    FORGET_OLD_FAILURES,
    SET_FAILURES,
    Failures,
)
from sundial.core.errors import TooManyRequests
from sundial.db.transaction import Read, Write

WINDOW = timedelta(minutes=5)
ACCOUNT_LIMIT = 10
ADDRESS_LIMIT = 100
SIGNING_IN = "failed attempts to sign in"


def check(tx: Read, key: bytes, now: datetime, what: str = SIGNING_IN) -> None:
    """Raise TooManyRequests while this account or address is locked. ``what`` there were too many of."""
    failures = tx.find(FAILURES, key_=key)
    if failures is not None and failures.locked_until is not None and now < failures.locked_until:
        raise locked(failures.locked_until, now, what)


def count(tx: Write, key: bytes, limit: int, now: datetime) -> Failures:
    """Count one failure; gives all that were counted. At ``limit`` the lock closes."""
    tx.run(FORGET_OLD_FAILURES, before=now - 2 * WINDOW)
    tx.run(ADD_FAILURE, key_=key, now=now)
    known = tx.one(FAILURES_FOR_UPDATE, key_=key)
    counted = _counted(known, limit, now)
    tx.run(SET_FAILURES, key_=key, count_=counted.count, first_at_=counted.first_at, locked_until_=counted.locked_until)
    return counted


def forget(tx: Write, key: bytes) -> None:
    """Forget the failures of an account that has signed in."""
    tx.run(FORGET_FAILURES, key_=key)


def locked(until: datetime, now: datetime, what: str = SIGNING_IN) -> TooManyRequests:
    """The answer while the lock holds."""
    seconds = str(max(1, int((until - now).total_seconds()) + 1))
    return TooManyRequests(
        f"Too many {what}. Please try again in {seconds} seconds.",
        {"Retry-After": seconds, "X-Remaining-Login-Attempts": "0"},
    )


def _counted(known: Failures, limit: int, now: datetime) -> Failures:
    if now - known.first_at >= WINDOW:
        return Failures(count=1, first_at=now, locked_until=None)
    number = min(known.count + 1, limit)
    return Failures(count=number, first_at=known.first_at, locked_until=now + WINDOW if number >= limit else None)
