"""A database that goes away, is full, or is locked: nothing is half done, and work goes on when it is back."""

import threading
from pathlib import Path

import msgspec
import psycopg
import pytest
from sqlalchemy import func, select

from sundial.core.errors import Unavailable
from sundial.db.driver import Again, Lost
from sundial.db.engine import Database
from sundial.db.ids import BLOCK
from sundial.db.statement import Query, Scope
from sundial.db.transaction import Write
from tests.db.rows import add, fail, lengthen, name_of, new_scope
from tests.migrated import Migrated


class Backend(msgspec.Struct):
    pid: int


BACKEND = Query(Backend, select(func.pg_backend_pid().label("pid")))


@pytest.fixture
def scope() -> Scope:
    return new_scope()


@pytest.fixture(scope="module")
def postgresql(migrated: Migrated, tmp_path_factory: pytest.TempPathFactory) -> Database:
    return Database(migrated.new("postgresql", tmp_path_factory.mktemp("database")))


@pytest.fixture(scope="module")
def sqlite(migrated: Migrated, tmp_path_factory: pytest.TempPathFactory) -> Database:
    return Database(migrated.new("sqlite", tmp_path_factory.mktemp("database")))


def end(database: Database, pid: int) -> None:
    """Have the server end one of its connections."""
    with psycopg.connect(database.url.render_as_string(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))


def test_a_read_whose_connection_died_may_be_tried_again(postgresql: Database) -> None:
    tx = postgresql.read()
    end(postgresql, tx.one(BACKEND).pid)

    with pytest.raises(Again):
        tx.one(BACKEND)

    assert postgresql.read().one(BACKEND).pid > 0


def test_a_change_that_did_not_begin_may_be_tried_again(postgresql: Database, scope: Scope) -> None:
    end(postgresql, postgresql.read().one(BACKEND).pid)

    with pytest.raises(Again), postgresql.write():
        raise AssertionError("this must not run")
    with postgresql.write() as tx:
        add(tx, scope)

    assert name_of(postgresql, scope) == "Acme"


def test_a_change_whose_connection_dies_is_lost_whole(postgresql: Database, scope: Scope) -> None:
    def end_this(tx: Write) -> None:
        end(postgresql, tx.one(BACKEND).pid)

    def add_and_end(tx: Write) -> None:
        add(tx, scope)
        end_this(tx)

    with pytest.raises(Lost):
        fail(postgresql, scope, end_this, lambda tx: lengthen(tx, scope, "!"))
    assert name_of(postgresql, scope) is None

    with pytest.raises(Lost), postgresql.write() as tx:
        tx.before_commit(add_and_end)
    assert name_of(postgresql, scope) is None


def test_ids_that_cannot_be_reserved_are_a_lost_connection(postgresql: Database, scope: Scope) -> None:
    def use_up(tx: Write) -> None:
        for _ in range(BLOCK + 1):
            tx.new_id()

    other = Database(str(postgresql.url))
    with other.write() as tx:
        add(tx, scope)
    allow(postgresql, False)
    try:
        with pytest.raises(Lost):
            fail(other, new_scope(), use_up)
    finally:
        allow(postgresql, True)

    with other.write() as tx:
        assert tx.new_id() > 0


def allow(database: Database, connections: bool) -> None:
    """Let the server take connections to this database, or not."""
    name = database.url.database
    with psycopg.connect(database.url.set(database="postgres").render_as_string(), autocommit=True) as other:
        other.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {connections}".encode())


def test_a_deadlock_may_be_tried_again(postgresql: Database) -> None:
    scopes = [new_scope(), new_scope()]
    with postgresql.write() as tx:
        for scope in scopes:
            add(tx, scope, "")
    both_hold_one = threading.Barrier(2)
    ended: list[str] = []

    def lengthen_both(first: Scope, second: Scope) -> None:
        try:
            with postgresql.write() as tx:
                lengthen(tx, first, "x")
                both_hold_one.wait(30)
                lengthen(tx, second, "x")
            ended.append("done")
        except Again:
            ended.append("again")
        finally:
            postgresql.close()

    threads = [threading.Thread(target=lengthen_both, args=(scopes[n], scopes[1 - n])) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(ended) == ["again", "done"]
    assert [name_of(postgresql, scope) for scope in scopes] == ["x", "x"]


def test_a_server_that_only_reads_now_is_lost(postgresql: Database, scope: Scope) -> None:
    """As a primary does that was demoted: the next connection may find the new one."""
    postgresql.run_aside("SET default_transaction_read_only = on")

    with pytest.raises(Lost):
        fail(postgresql, scope)
    with postgresql.write() as tx:
        add(tx, scope)

    assert name_of(postgresql, scope) == "Acme"


def test_a_statement_that_the_server_cuts_short_is_busy(postgresql: Database, scope: Scope) -> None:
    other = Database(str(postgresql.url))
    with postgresql.write() as tx:
        add(tx, scope)
    other.run_aside("SET lock_timeout = 1")

    def lengthen_too() -> None:
        with other.write() as tx:
            lengthen(tx, scope, "!")

    with postgresql.write() as tx:
        lengthen(tx, scope, "?")
        with pytest.raises(Unavailable) as refused:
            lengthen_too()

    assert refused.value.headers == {"Retry-After": "1"}
    assert name_of(postgresql, scope) == "Acme?"


def test_a_full_disk_loses_nothing(sqlite: Database, scope: Scope) -> None:
    sqlite.run_aside("PRAGMA max_page_count = 1")

    with pytest.raises(Unavailable, match="full"):
        fail(sqlite, scope, lambda tx: lengthen(tx, scope, "x" * 10_000_000))
    with sqlite.write() as tx:
        add(tx, scope)

    assert name_of(sqlite, scope) == "Acme"


def test_a_file_that_is_read_only_is_told(sqlite: Database, scope: Scope) -> None:
    sqlite.run_aside("PRAGMA query_only = on")

    with pytest.raises(Again, match="readonly"), sqlite.write():
        raise AssertionError("this must not run")
    with sqlite.write() as tx:
        add(tx, scope)

    assert name_of(sqlite, scope) == "Acme"


def test_a_file_that_somebody_else_locks_is_busy(sqlite: Database, scope: Scope) -> None:
    other = Database(str(sqlite.url))
    other.run_aside("PRAGMA busy_timeout = 1")

    with sqlite.write() as tx:
        add(tx, scope)
        with pytest.raises(Unavailable) as refused, other.write():
            raise AssertionError("this must not run")

    assert refused.value.headers == {"Retry-After": "1"}
    assert name_of(sqlite, scope) == "Acme"


@pytest.mark.parametrize("content", [b"This is no database, but it is long enough. " * 100, b"SQLite format 3\0" * 500])
def test_a_file_that_is_no_database_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)

    with pytest.raises(Lost, match=r"notes\.txt"):
        Database(f"sqlite:///{path}").read()

    assert path.read_bytes() == content
