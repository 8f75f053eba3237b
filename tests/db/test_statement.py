"""Statements: none runs over an organization's data without that organization, and all of ours compile everywhere."""

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

import msgspec
import pytest
from sqlalchemy import and_, bindparam, delete, exists, func, insert, not_, or_, select, text, true, union_all, update

import sundial
from sundial.db.postgresql import PostgresqlDriver
from sundial.db.sqlite import SqliteDriver
from sundial.db.statement import Compiled, Query, Scope, Statement, insertion, scoped
from sundial.db.tenancy import Unscoped
from sundial.organizations.tables import organization, organization_user
from sundial.users.tables import user, user_organization
from sundial.workspaces.tables import workspace, workspace_user

DIALECTS = (SqliteDriver.dialect, PostgresqlDriver.dialect)

HERE = scoped("organization_id")
OF_WORKSPACE = workspace.c.organization_id == HERE
OF_MEMBER = workspace_user.c.organization_id == HERE
SAME = workspace_user.c.organization_id == workspace.c.organization_id
PLACE = organization.c.organization_id == workspace.c.organization_id
OTHER = organization_user.alias()


class Numbered(msgspec.Struct):
    id: int


def declared() -> list[tuple[str, Statement]]:
    """Every statement that a module of ours keeps, with its name."""
    found: dict[int, tuple[str, Statement]] = {}
    for module in pkgutil.walk_packages(sundial.__path__, "sundial."):
        if not module.name.startswith("sundial.db.migrations"):
            for name, thing in vars(import_module(module.name)).items():
                if isinstance(thing, Statement):
                    found.setdefault(id(thing), (f"{module.name}.{name}", thing))
    return list(found.values())


UNSAFE: dict[str, Callable[[], Any]] = {
    "a read of everything": lambda: select(workspace.c.id),
    "a count of everything": lambda: select(func.count()).select_from(workspace),
    "only another column": lambda: select(workspace.c.id).where(workspace.c.id == scoped("workspace_id")),
    "a parameter that anybody can pass": lambda: select(workspace.c.id).where(
        workspace.c.organization_id == bindparam("organization_id")
    ),
    "such a parameter beside the scope's": lambda: (
        select(workspace.c.id)
        .join(workspace_user, workspace_user.c.workspace_id == workspace.c.id)
        .where(OF_MEMBER, workspace.c.organization_id == bindparam("organization_id"))
    ),
    "a fixed organization beside the scope's": lambda: (
        select(workspace.c.id)
        .join(workspace_user, workspace_user.c.workspace_id == workspace.c.id)
        .where(OF_MEMBER, workspace.c.organization_id == 1)
    ),
    "a second table that is not tied": lambda: (
        select(workspace.c.id)
        .join(workspace_user, workspace_user.c.workspace_id == workspace.c.id)
        .where(OF_WORKSPACE)
    ),
    "two tables tied to each other only": lambda: (
        select(workspace.c.id).join(workspace_user, SAME).join(organization, organization.c.organization_id == HERE)
    ),
    "an alias that is not tied": lambda: (
        select(OTHER.c.id).join(organization_user, OTHER.c.user_id == organization_user.c.user_id).where(
            organization_user.c.organization_id == HERE
        )
    ),
    "a tie through a global table": lambda: (
        select(workspace.c.id)
        .join(user_organization, user_organization.c.organization_id == workspace.c.organization_id)
        .where(user_organization.c.user_id == scoped("user_id"), scoped("organization_id") == 1)
    ),
    "one of two alternatives": lambda: select(workspace.c.id).where(or_(OF_WORKSPACE, workspace.c.name == "")),
    "everything but the organization": lambda: select(workspace.c.id).where(not_(OF_WORKSPACE)),
    "a comparison that is only shown": lambda: select(OF_WORKSPACE.label("id"), workspace.c.name),
    "a comparison in an outer join's condition": lambda: select(workspace.c.id).outerjoin(
        workspace_user, and_(OF_WORKSPACE, SAME)
    ),
    "a subquery": lambda: select(user.c.id).where(
        exists(select(workspace.c.id).where(workspace.c.id == user.c.default_workspace_id))
    ),
    "half of a union": lambda: union_all(
        select(workspace.c.id).where(OF_WORKSPACE), select(workspace_user.c.id)
    ),
    "a derived table": lambda: select(select(workspace.c.id).subquery().c.id).where(
        exists(select(workspace_user.c.id).where(OF_MEMBER))
    ),
    "an update of everything": lambda: update(workspace).values(name=bindparam("name")),
    "an update with another table": lambda: (
        update(workspace).values(name=workspace_user.c.role).where(OF_WORKSPACE, workspace_user.c.id == workspace.c.id)
    ),
    "a delete of everything": lambda: delete(workspace),
    "an insert": lambda: insert(workspace).values(organization_id=bindparam("organization_id"), id=bindparam("id")),
    "an insert from everybody's rows": lambda: insert(organization_user).from_select(
        ["organization_id", "id"], select(HERE, workspace.c.id)
    ),
    "text that nobody can check": lambda: select(workspace.c.id).where(OF_WORKSPACE, text("1 = 1")),
}  # fmt: skip

SAFE: dict[str, Callable[[], Any]] = {
    "the organization": lambda: select(workspace.c.id).where(OF_WORKSPACE, workspace.c.id == bindparam("id")),
    "the organization among conditions": lambda: select(workspace.c.id).where(and_(true(), and_(OF_WORKSPACE, true()))),
    "joins tied in a row": lambda: select(workspace.c.id).join(workspace_user, SAME).join(organization, PLACE).where(
        OF_MEMBER
    ),
    "an outer join tied on its right": lambda: select(workspace.c.id).outerjoin(workspace_user, SAME).where(
        OF_WORKSPACE
    ),
    "an alias alone": lambda: select(OTHER.c.id).where(OTHER.c.organization_id == HERE),
    "a correlated subquery": lambda: select(workspace.c.id).where(OF_WORKSPACE, exists().where(SAME)),
    "a derived table that hands the organization on": lambda: select(workspace.c.id).where(
        workspace.c.organization_id
        == select(workspace_user.c.organization_id).where(OF_MEMBER).subquery().c.organization_id
    ),
    "global tables only": lambda: select(user.c.id).where(user.c.id == bindparam("id")),
    "an update": lambda: update(workspace).values(name=bindparam("name")).where(OF_WORKSPACE),
    "a delete": lambda: delete(workspace).where(OF_WORKSPACE),
    "an insert": lambda: insertion(workspace).written,
    "an insert from the organization's rows": lambda: insert(organization_user).from_select(
        ["organization_id", "id"], select(workspace.c.organization_id, workspace.c.id).where(OF_WORKSPACE)
    ),
}  # fmt: skip


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("name", UNSAFE)
def test_a_statement_that_could_touch_another_organization_is_refused(name: str, dialect: Any) -> None:
    with pytest.raises(Unscoped):
        Compiled(UNSAFE[name](), dialect)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("name", SAFE)
def test_a_statement_of_one_organization_compiles(name: str, dialect: Any) -> None:
    assert Compiled(SAFE[name](), dialect).sql


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_every_statement_of_ours_compiles(dialect: Any) -> None:
    statements = declared()

    for name, statement in statements:
        compiled = Compiled(statement.written, dialect)
        assert "organization_id=" not in compiled.sql, f"{name} changes a row's organization"

    assert len(statements) > 30


def test_the_scope_cannot_be_passed_by_hand() -> None:
    compiled = Compiled(select(workspace.c.id).where(OF_WORKSPACE), SqliteDriver.dialect)

    with pytest.raises(Unscoped):
        compiled.parameters(None, {"scope_organization_id": 1})


def test_a_query_that_selects_other_columns_than_its_struct_has_is_refused() -> None:
    with pytest.raises(TypeError, match="Numbered"):
        Query(Numbered, select(user.c.id, user.c.email))


def test_a_missing_value_is_an_error() -> None:
    compiled = Compiled(SAFE["an update"](), SqliteDriver.dialect)

    with pytest.raises(KeyError):
        compiled.parameters(Scope(organization_id=1), {})
