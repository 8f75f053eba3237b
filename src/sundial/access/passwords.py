"""Passwords: Argon2id, and a short memory of those that were verified.

Clients that sign in with a password send it with every request. Verifying it costs some 20 ms by design, so a process
remembers for a minute which password belongs to which stored hash; a changed password is another hash, and forgotten.
"""

import threading
from time import monotonic

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

REMEMBER_SECONDS = 60.0
REMEMBER_AT_MOST = 10_000
SHORTEST = 6

# The parameters that OWASP recommends where memory is dear: 19 MiB, two passes.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# An unknown account is verified against this, so that it takes as long as a known one. It is made in the same way from
# something random, but not anew whenever a program starts.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$f8G++D10EBJXmYf2IAES6g$43R+nIZK2aJb6RiJOoasl9CGr/hyRW3oUMWaRPL8Kz8"


def hash_password(password: str) -> str:
    """The Argon2id hash to store."""
    return _hasher.hash(password)


def verify(stored: str | None, password: str) -> bool:
    """Whether the password is the one behind the stored hash; takes the same time when there is none."""
    try:
        return _hasher.verify(stored or _NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


class Remembered:
    """Which credentials this process verified lately."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until: dict[tuple[bytes, str], float] = {}

    def knows(self, fingerprint: bytes, stored: str) -> bool:
        """Whether these credentials were verified against this stored hash within the last minute."""
        until = self._until.get((fingerprint, stored))
        return until is not None and monotonic() < until

    def learn(self, fingerprint: bytes, stored: str) -> None:
        """Remember them for a minute."""
        with self._lock:
            if len(self._until) >= REMEMBER_AT_MOST:
                self._until.clear()
            self._until[fingerprint, stored] = monotonic() + REMEMBER_SECONDS
