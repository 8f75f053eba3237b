"""Identifiers: unique across threads, processes and failures, and small enough for every client."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from sundial.core.shapes import LARGEST_ID
from sundial.db.engine import Database
from sundial.db.ids import BLOCK
from tests.migrated import Migrated

TAKE = """
import sys
from sundial.db.engine import Database
from tests.migrated import Migrated

database = Database(sys.argv[1])
for _ in range(3):
    with database.write() as tx:
        print(*[tx.new_id() for _ in range(500)])
"""


class Undone(Exception):
    """A change that somebody gave up."""


@pytest.fixture(scope="module")
def url(engine: str, tmp_path_factory: pytest.TempPathFactory, migrated: Migrated) -> str:
    """The address of an up-to-date database of these tests' own."""
    return migrated.new(engine, tmp_path_factory.mktemp("ids"))


def in_threads(count: int, work: Callable[[int], list[int]]) -> list[int]:
    """Everything that these threads, started together, came back with."""
    together = threading.Barrier(count)

    def started(number: int) -> list[int]:
        together.wait()
        return work(number)

    with ThreadPoolExecutor(count) as threads:
        return [taken for batch in threads.map(started, range(count)) for taken in batch]


def test_threads_and_processes_never_get_the_same(url: str) -> None:
    database = Database(url)

    def take(number: int) -> list[int]:
        taken: list[int] = []
        for _ in range(3):
            with database.write() as tx:
                taken += [tx.new_id() for _ in range(BLOCK // 2 + number)]
        database.close()
        return taken

    others = [subprocess.Popen([sys.executable, "-c", TAKE, url], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    mine = in_threads(4, take)
    printed = [int(word) for other in others for word in other.communicate(timeout=60)[0].split()]
    taken = mine + printed

    assert len(printed) == 2 * 3 * 500
    assert len(set(taken)) == len(taken)
    assert 0 < min(taken) < max(taken) <= LARGEST_ID


def test_what_a_failed_change_took_is_nobody_elses_trouble(url: str) -> None:
    """A reserved block may go back with the transaction: whoever writes next must not go on with it."""
    database = Database(url)
    interval = sys.getswitchinterval()

    def take(number: int) -> list[int]:
        kept: list[int] = []
        for turn in range(60):
            try:
                with database.write() as tx:
                    taken = tx.new_id()
                    if (turn + number) % 2:
                        raise Undone
                kept.append(taken)
            except Undone:
                continue
        database.close()
        return kept

    sys.setswitchinterval(1e-6)
    try:
        kept = in_threads(4, take)
    finally:
        sys.setswitchinterval(interval)

    assert len(kept) == 4 * 30
    assert len(set(kept)) == len(kept)


def test_a_block_whose_transaction_failed_is_not_used(url: str) -> None:
    database, other = Database(url), Database(url)

    def give_up() -> None:
        with database.write() as tx:
            tx.new_id()
            raise Undone

    with pytest.raises(Undone):
        give_up()
    with other.write() as tx:
        theirs = [tx.new_id() for _ in range(3)]
    with database.write() as tx:
        mine = [tx.new_id() for _ in range(3)]

    assert not set(theirs) & set(mine)


def test_they_grow_within_a_process(url: str) -> None:
    database = Database(url)

    with database.write() as tx:
        taken = [tx.new_id() for _ in range(BLOCK + 2)]

    assert taken == sorted(taken)
