"""Bulk edits of time entries: several operations on up to a hundred entries, each entry on its own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

import msgspec

from sundial.access.askers import Membership
from sundial.core.errors import Error, Invalid
from sundial.core.patches import Patched, PatchFailure, PatchOperation, check_operations
from sundial.db.transaction import Write
from sundial.time_entries.actions import change, remove, restore
from sundial.time_entries.schemas import TimeEntryPayload, wanted

REPLACE = frozenset({"replace"})
ALLOWED = {
    **dict.fromkeys(("description", "start", "stop", "duration", "user_id", "workspace_id"), REPLACE),
    **dict.fromkeys(("project_id", "task_id"), frozenset({"replace", "remove"})),
    "billable": frozenset({"replace", "add"}),
    "tags": frozenset({"add", "remove", "replace"}),
    "tag_ids": frozenset({"add", "remove", "replace"}),
    "deleted_at": frozenset({"add", "remove"}),
}


def patch(
    tx: Write, asker: Membership, entry_ids: Sequence[int], operations: Sequence[PatchOperation], now: datetime
) -> Patched:
    """Take the operations on each entry: all or, where one is refused, none. Raises Invalid for unknown ones."""
    check_operations(operations, ALLOWED)
    bodies = [(one, _body(one)) for one in operations]
    failed: dict[int, str] = {}
    # In one order, so that two bulk edits cannot wait for each other.
    for entry_id in sorted(entry_ids):
        try:
            with tx.attempt():
                for one, body in bodies:
                    _take(tx, asker, entry_id, one, body, now)
        except Error as error:
            failed[entry_id] = error.sentence
    return Patched(
        success=[entry_id for entry_id in entry_ids if entry_id not in failed],
        failure=[PatchFailure(entry_id, failed[entry_id]) for entry_id in entry_ids if entry_id in failed],
    )


def _take(
    tx: Write, asker: Membership, entry_id: int, one: PatchOperation, body: TimeEntryPayload, now: datetime
) -> None:
    if one.field != "deleted_at":
        change(tx, asker, entry_id, wanted(body), now)
    elif one.op == "add":
        remove(tx, asker, entry_id, now)
    else:
        restore(tx, asker, entry_id, now)


def _body(one: PatchOperation) -> TimeEntryPayload:
    """One operation as the body of a change. Raises Invalid for a value that its field cannot have."""
    if one.field == "deleted_at":
        return TimeEntryPayload()
    said: dict[str, Any] = {one.field: None if one.op == "remove" else one.value}
    if one.field in ("tags", "tag_ids"):
        said = _tags(one)
    try:
        return msgspec.convert(said, TimeEntryPayload)
    except msgspec.ValidationError as error:
        raise Invalid(f"Invalid value for {one.path}") from error


def _tags(one: PatchOperation) -> dict[str, Any]:
    """Tags may be named one by one or in a list, by name or by id."""
    value: object = one.value
    named = cast(list[Any], value) if isinstance(value, list) else [value]
    field = "tag_ids" if named and all(type(each) is int for each in named) else one.field
    return {field: named} if one.op == "replace" else {field: named, "tag_action": one.op}
