"""Bulk edits: operations in the manner of JSON Patch on several things at once, each on its own."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec

from sundial.core.errors import Invalid
from sundial.core.shapes import is_id

MOST = 100


class PatchOperation(msgspec.Struct):
    """One step: ``op`` (add, remove, replace) at a ``path`` such as ``/description``."""

    op: str
    path: str
    value: Any = None

    @property
    def field(self) -> str:
        """The path without its slash."""
        return self.path.removeprefix("/")


class PatchFailure(msgspec.Struct):
    """A thing that was not changed, and why."""

    id: int
    message: str


class Patched(msgspec.Struct):
    """Which things were changed, and which were not."""

    success: list[int]
    failure: list[PatchFailure]


def patched_ids(text: str, invalid: str) -> list[int]:
    """The ids in a path, separated by commas, each once. Raises Invalid: ``invalid`` for what is no id."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        raise Invalid("PATCH expects at least one ID")
    if len(parts) > MOST:
        raise Invalid(f"PATCH request is limited to {MOST} entries at once")
    if not all(is_id(part) for part in parts):
        raise Invalid(invalid)
    return list(dict.fromkeys(int(part) for part in parts))


def check_operations(
    operations: Sequence[PatchOperation], allowed: Mapping[str, frozenset[str]], never_null: Collection[str] = ()
) -> None:
    """Refuse what nothing could be changed by. Raises Invalid.

    ``allowed`` are the operations of each field, ``never_null`` are the fields that must get a value.
    """
    if not operations:
        raise Invalid("No patchable fields defined")
    for one in operations:
        if one.op not in ("add", "remove", "replace"):
            raise Invalid(f"Invalid op: {one.op}")
        if not one.path.startswith("/") or not one.field:
            raise Invalid(f"Invalid path format: {one.path}")
        if one.field not in allowed:
            raise Invalid(f"Path not found: {one.path}")
        if one.op not in allowed[one.field]:
            raise Invalid(f"Operation not supported ({one.op} {one.path})")
        if one.value is None and one.op != "remove" and one.field in never_null:
            raise Invalid(f"Invalid value for {one.path}")
