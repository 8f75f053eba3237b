"""Identifiers: integers below 2^53 that a process takes from one counter row in blocks.

They grow, but not in the order of creation across processes. A block that a process took and did not use is lost;
there are enough.
"""

import threading
from collections.abc import Callable

from sqlalchemy import CheckConstraint, Table

from sundial.db.types import big, metadata

BLOCK = 1000

id_counter = Table(
    "id_counter",
    metadata,
    big("id", primary_key=True, autoincrement=False),
    big("next_id"),
    CheckConstraint("id = 1", name="one_row"),
)


class Ids:
    """This process's present block."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next = 0
        self._end = 0

    def take(self, reserve: Callable[[], int]) -> int:
        """The next identifier; ``reserve`` is asked for the start of a new block when this one is used up."""
        with self._lock:
            if self._next == self._end:
                self._next = reserve()
                self._end = self._next + BLOCK
            taken = self._next
            self._next += 1
            return taken

    def forget(self) -> None:
        """Drop the block: the transaction that reserved it was taken back, so somebody else will get it."""
        with self._lock:
            self._next = self._end = 0
