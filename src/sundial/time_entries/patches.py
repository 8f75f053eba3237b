"""Bulk edits of time entries: several operations on up to a hundred entries, each entry on its own."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

import msgspec

from sundial.access.askers import Membership
from sundial.access.enter import Workspaces
from sundial.core.errors import Invalid
from sundial.core.patches import Patched, PatchOperation, check_operations
from sundial.db.transaction import Write
from sundial.projects.patches import each
from sundial.time_entries.actions import change, remove, restore
from sundial.time_entries.schemas import TimeEntryPayload, Wanted, wanted

REPLACE = frozenset({"replace"})
ALLOWED = {
    **dict.fromkeys(("description", "start", "stop", "duration", "user_id", "workspace_id"), REPLACE),
    **dict.fromkeys(("project_id", "task_id"), frozenset({"replace", "remove"})),
    "billable": frozenset({"replace", "add"}),
    "tags": frozenset({"add", "remove", "replace"}),
    "tag_ids": frozenset({"add", "remove", "replace"}),
    "shared_with_user_ids": frozenset({"add", "remove", "replace"}),
    "deleted_at": frozenset({"add", "remove"}),
}
NEVER_NULL = frozenset({"start", "stop", "duration", "user_id", "workspace_id", "billable"})
APART = "deleted_at"

Step = Wanted | PatchOperation
"""What is done at once: a change, or deleting and bringing back."""


def patch(
    tx: Write,
    asker: Membership,
    entry_ids: list[int],
    operations: Sequence[PatchOperation],
    now: datetime,
    places: Workspaces,
) -> Patched:
    """Take the operations on each entry: all or, where one is refused, none. Raises Invalid for unknown ones."""
    check_operations(operations, ALLOWED, NEVER_NULL)
    steps = _steps(operations)

    def take(entry_id: int) -> None:
        _take(tx, asker, entry_id, steps, now, places)

    return each(tx, entry_ids, take)


def _take(
    tx: Write, asker: Membership, entry_id: int, steps: Iterable[Step], now: datetime, places: Workspaces
) -> None:
    for step in steps:
        if isinstance(step, Wanted):
            changed = change(tx, asker, entry_id, step, now, places)
            if changed.workspace_id != asker.workspace_id:
                asker = places.enter(tx, asker.user, changed.workspace_id)
        elif step.op == "add":
            remove(tx, asker, entry_id, now)
        else:
            restore(tx, asker, entry_id, now)


def _steps(operations: Iterable[PatchOperation]) -> list[Step]:
    """The operations, those that follow each other and are about different things as one change.

    What is demanded of an entry then holds after all of them, and it is moved together with its new project.
    """
    steps: list[list[PatchOperation]] = []
    for one in operations:
        if steps and _goes_with(one, steps[-1]):
            steps[-1].append(one)
        else:
            steps.append([one])
    return [step[0] if step[0].field == APART else _wanted(step) for step in steps]


def _goes_with(one: PatchOperation, others: Iterable[PatchOperation]) -> bool:
    taken = {_subject(other) for other in others}
    return _subject(one) not in taken and APART not in (one.field, *taken)


def _subject(one: PatchOperation) -> str:
    return "tags" if one.field == "tag_ids" else one.field


def _wanted(operations: Iterable[PatchOperation]) -> Wanted:
    """Operations as a change. Raises Invalid for a value that its field cannot have."""
    said: dict[str, Any] = {}
    sharing_action = ""
    for one in operations:
        spoken = _said(one)
        try:
            msgspec.convert(spoken, TimeEntryPayload)
        except msgspec.ValidationError as error:
            raise Invalid(f"Invalid value for {one.path}") from error
        said |= spoken
        if one.field == "shared_with_user_ids" and one.op != "replace":
            sharing_action = one.op
    change = wanted(msgspec.convert(said, TimeEntryPayload))
    return msgspec.structs.replace(change, sharing_action=sharing_action)


def _said(one: PatchOperation) -> dict[str, Any]:
    """One operation as fields of a change. Tags and people may be named one by one or in a list, tags also by id."""
    value: object = one.value
    named = cast(list[Any], value) if isinstance(value, list) else [value]
    if one.field == "shared_with_user_ids":
        return {one.field: named}
    if one.field in ("tags", "tag_ids"):
        field = "tag_ids" if named and all(type(each) is int for each in named) else one.field
        return {field: named} if one.op == "replace" else {field: named, "tag_action": one.op}
    return {one.field: None if one.op == "remove" else one.value}
