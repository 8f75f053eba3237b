"""Every key of an organization's table begins with the organization, so that a tenant's rows lie together."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from sundial.db.types import is_tenant, metadata
from sundial.wiring import TABLES

# What belongs to no organization: people, their sign-in, and where to find which organization's data.
GLOBAL = {
    "alert_followers",
    "calendar_directory",
    "failed_sign_ins",
    "id_counter",
    "invitation_directory",
    "jobs",
    "password_resets",
    "periodic_jobs",
    "planned_rates",
    "report_directory",
    "sessions",
    "track_reminder_directory",
    "user_organizations",
    "users",
    "workspace_directory",
}

# PostgreSQL cuts longer ones off.
LONGEST_NAME = 63


def tables() -> list[Table]:
    assert TABLES, "the modules of tables fill the metadata"
    return list(metadata.tables.values())


def organizations_tables() -> list[Table]:
    return [table for table in tables() if is_tenant(table)]


def keys(table: Table) -> Iterator[tuple[str, list[str]]]:
    """Name and columns of everything that orders or refers to the table's rows."""
    for item in [*table.indexes, *table.constraints]:
        if isinstance(item, (Index, PrimaryKeyConstraint, UniqueConstraint)):
            yield str(item.name), [column.name for column in item.columns]


def foreign_keys(table: Table) -> Iterator[ForeignKeyConstraint]:
    for item in table.constraints:
        if isinstance(item, ForeignKeyConstraint):
            yield item


def test_the_global_tables_are_these() -> None:
    assert {table.name for table in tables() if not is_tenant(table)} == GLOBAL


def test_every_key_and_index_begins_with_the_organization() -> None:
    wrong = [
        (table.name, name, columns)
        for table in organizations_tables()
        for name, columns in keys(table)
        if columns[0] != "organization_id"
    ]

    assert wrong == []
    assert all(len(table.primary_key.columns) > 0 for table in tables())


def test_a_reference_within_an_organization_carries_the_organization() -> None:
    for table in organizations_tables():
        for key in foreign_keys(table):
            if is_tenant(key.referred_table):
                pairs = [(element.parent.name, element.column.name) for element in key.elements]
                assert pairs[0] == ("organization_id", "organization_id"), (table.name, key.name)


def test_a_global_table_refers_to_global_tables_only() -> None:
    for table in tables():
        if not is_tenant(table):
            assert not [key.name for key in foreign_keys(table) if is_tenant(key.referred_table)], table.name


def test_the_organization_is_never_null() -> None:
    assert not [table.name for table in organizations_tables() if table.c.organization_id.nullable]


def test_no_table_numbers_its_rows_itself() -> None:
    for table in tables():
        assert table.autoincrement_column is None or table.autoincrement_column.autoincrement is not True, table.name


def test_every_name_is_explicit_and_fits() -> None:
    names: list[str] = []
    for table in tables():
        items: list[Any] = [*table.indexes, *table.constraints]
        kept = [item for item in items if not (isinstance(item, CheckConstraint) and item.name is None)]
        names.extend(str(item.name) for item in kept)

    assert not [name for name in names if len(name) > LONGEST_NAME]
    assert len(names) == len(set(names))


def test_a_violated_constraint_cannot_be_taken_for_another() -> None:
    told = [str(index.name) for table in tables() for index in table.indexes if "violated" in index.info]
    others = [name for table in tables() for name, _ in keys(table)]

    assert all(name.startswith("uq_") for name in told)
    assert not [(name, other) for name in told for other in others if other != name and other.startswith(name)]


def test_unique_indexes_differ_in_their_columns() -> None:
    """SQLite tells of a violation only the columns, so that two over the same ones could not be told apart."""
    for table in tables():
        columns = [tuple(sorted(column.name for column in index.columns)) for index in table.indexes if index.unique]
        assert len(columns) == len(set(columns)), table.name
