"""Rows to write and read in tests of the database itself: organizations, by their names."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count

import msgspec
from sqlalchemy import bindparam, select, update

from sundial.db.engine import Database
from sundial.db.statement import Command, Query, Scope, insertion, scoped
from sundial.db.transaction import Write
from sundial.organizations.tables import organization

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
_numbers = count(10_000_000)


class Named(msgspec.Struct):
    name: str


class Undone(Exception):
    """A change that somebody gave up."""


ADD = insertion(organization)
NAME = Query(Named, select(organization.c.name).where(organization.c.organization_id == scoped("organization_id")))
LONGER = Command(
    update(organization)
    .values(name=organization.c.name + bindparam("more"))
    .where(organization.c.organization_id == scoped("organization_id"))
)


def new_scope() -> Scope:
    """An organization that does not exist yet."""
    return Scope(organization_id=next(_numbers))


def add(tx: Write, scope: Scope, name: str = "Acme") -> None:
    tx.run(ADD, scope, name=name, plan="free", multi_workspace=False, created_at=AT, at=AT, suspended_at=None)


def lengthen(tx: Write, scope: Scope, more: str) -> None:
    tx.run(LONGER, scope, more=more)


def name_of(database: Database, scope: Scope) -> str | None:
    found = database.read().find(NAME, scope)
    return None if found is None else found.name


def fail(database: Database, scope: Scope, *last: Callable[[Write], None]) -> None:
    """A change that adds an organization, does the last acts, and gives up if it comes so far."""
    with database.write() as tx:
        add(tx, scope)
        for act in last:
            act(tx)
        raise Undone
