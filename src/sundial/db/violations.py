"""Broken constraints, told in the caller's words.

A constraint that a caller can break carries its error in ``info["violated"]`` (`types.unique`). This is the one place
that finds it: by the beginning of the name, since a sharded PostgreSQL appends to names.
"""

from collections.abc import Iterator

from sqlalchemy import Index, UniqueConstraint

from sundial.core.errors import Error
from sundial.db.types import metadata


class BrokenConstraint(Exception):
    """A constraint broke that no caller should be able to break: a bug."""


def violation(name: str) -> Exception:
    """The error to raise for the violated constraint of this name."""
    for known, error in _declared():
        if name.startswith(known):
            return error.fresh()
    return BrokenConstraint(name)


def constraint_over(columns: str) -> str:
    """The name of the unique constraint over ``table.a, table.b``: SQLite tells only the columns."""
    wanted = frozenset(columns.split(", "))
    for table in metadata.tables.values():
        for item in [*table.indexes, *table.constraints]:
            if isinstance(item, (Index, UniqueConstraint)):
                mine = frozenset(f"{table.name}.{column.name}" for column in item.columns)
                if mine == wanted:
                    return str(item.name)
    return columns


def _declared() -> Iterator[tuple[str, Error]]:
    for table in metadata.tables.values():
        for index in table.indexes:
            if "violated" in index.info:
                yield str(index.name), index.info["violated"]
