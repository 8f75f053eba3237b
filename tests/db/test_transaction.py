"""Read and Write: all or nothing, and one at a time where it matters."""

import threading
from typing import Any

import msgspec
import pytest
from sqlalchemy import bindparam, select

from sundial.core.errors import NotFound
from sundial.db.engine import Database
from sundial.db.statement import Query, Scope, insertion
from sundial.db.transaction import Write
from sundial.db.violations import BrokenConstraint
from sundial.workspaces.tables import workspace_directory, workspace_user
from tests.cast import Cast
from tests.db.rows import AT, NAME, Undone, add, fail, lengthen, name_of, new_scope
from tests.make import World


class Place(msgspec.Struct):
    organization_id: int


FIND = Query(
    Place,
    select(workspace_directory.c.organization_id).where(
        workspace_directory.c.workspace_id == bindparam("workspace_id")
    ),
    "There is no such workspace.",
)


@pytest.fixture
def database(world: World) -> Database:
    return world.server.database


@pytest.fixture
def scope() -> Scope:
    return new_scope()


def seen_elsewhere(database: Database, scope: Scope) -> str | None:
    """The organization's name as another thread reads it, which has a connection of its own."""
    seen: list[str | None] = []

    def look() -> None:
        seen.append(name_of(database, scope))
        database.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join(30)
    return seen[0]


def test_a_change_is_there_for_others_when_it_is_whole(database: Database, scope: Scope) -> None:
    with database.write() as tx:
        add(tx, scope)
        assert tx.one(NAME, scope).name == "Acme"
        assert seen_elsewhere(database, scope) is None

    assert seen_elsewhere(database, scope) == "Acme"


def test_a_change_that_raises_is_taken_back_whole(database: Database, scope: Scope) -> None:
    with pytest.raises(Undone):
        fail(database, scope)

    assert name_of(database, scope) is None


def test_the_last_act_belongs_to_the_change(database: Database, scope: Scope) -> None:
    def add_and_refuse(tx: Write) -> None:
        add(tx, scope)
        raise Undone

    with pytest.raises(Undone), database.write() as tx:
        tx.before_commit(add_and_refuse)
    assert name_of(database, scope) is None

    with database.write() as tx:
        tx.before_commit(lambda tx: add(tx, scope, "Last"))
        assert tx.find(NAME, scope) is None
    assert name_of(database, scope) == "Last"


def test_a_refused_statement_leaves_the_thread_able_to_work(database: Database, scope: Scope) -> None:
    with database.write() as tx:
        add(tx, scope)

    with pytest.raises(BrokenConstraint):
        fail(database, scope)
    with database.write() as tx:
        lengthen(tx, scope, "!")

    assert name_of(database, scope) == "Acme!"


def test_a_broken_reference_is_a_bug_and_not_the_callers_fault(database: Database, scope: Scope) -> None:
    row: dict[str, Any] = {column.name: 1 for column in workspace_user.c if column.name != "organization_id"}
    row |= {"role": "user", "ical_token": "", "created_at": AT, "at": AT}
    row |= {"joined": True, "inactive": False, "is_direct": True, "ical_enabled": True}
    row |= dict.fromkeys(("rate", "labor_cost", "rate_last_updated", "labor_cost_last_updated", "deleted_at"))
    row |= {"name_key": "", "email_key": "", "view_edit_billable_rates": None, "view_edit_labor_costs": None}

    with pytest.raises(BrokenConstraint), database.write() as tx:
        tx.run(insertion(workspace_user), scope, **row)


def test_what_is_missing_is_told_in_the_querys_words(database: Database) -> None:
    tx = database.read()

    with pytest.raises(NotFound, match="There is no such workspace") as first:
        tx.one(FIND, workspace_id=-1)
    with pytest.raises(NotFound) as second:
        tx.one(FIND, workspace_id=-1)

    assert first.value is not second.value


def test_a_change_within_a_change_is_refused(database: Database, scope: Scope) -> None:
    with database.write() as tx:
        add(tx, scope)
        with pytest.raises(RuntimeError), database.write():
            pass

    assert name_of(database, scope) == "Acme"


def test_changes_of_one_row_wait_for_each_other(database: Database, scope: Scope) -> None:
    with database.write() as tx:
        add(tx, scope, "")

    def lengthen_often() -> None:
        for _ in range(20):
            with database.write() as tx:
                lengthen(tx, scope, "x")
        database.close()

    threads = [threading.Thread(target=lengthen_often) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert name_of(database, scope) == "x" * 80


def test_named_violations_tell_their_sentence(cast: Cast) -> None:
    """The two engines tell of a broken constraint in different ways: its name, or its columns."""
    email = cast.alice.put("/me", {"email": cast.bob.email.upper()})
    name = cast.alice.post(f"{cast.organization}/workspaces", {"name": "MAIN"})

    assert (email.status, email.json) == (400, "user with this email already exists")
    assert (name.status, name.json) == (400, "another workspace with same name exists in organization")
