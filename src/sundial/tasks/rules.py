"""What a task may be, and how lists of tasks are asked for. The sentences are those of the API."""

from typing import Any

from msgspec import UnsetType

from sundial.core.errors import Invalid
from sundial.core.patches import PatchOperation
from sundial.tasks.schemas import TaskChange

LONGEST_NAME = 255
REPLACED = frozenset({"replace"})
CLEARED = frozenset({"replace", "remove"})
PATCHABLE = {
    "active": REPLACED,
    "name": REPLACED,
    "estimated_seconds": CLEARED,
    "user_id": CLEARED,
    "rate": CLEARED,
    "rate_change_mode": REPLACED,
}
NEVER_NULL = frozenset({"active", "name", "rate_change_mode"})
EITHER = -1
SWITCHES = {"both": EITHER, "true": 1, "1": 1, "false": 0, "0": 0}


def name(given: str | UnsetType | None) -> str:
    """A valid name, trimmed. Raises Invalid."""
    trimmed = given.strip() if isinstance(given, str) else ""
    if not trimmed:
        raise Invalid("Task name must not be empty")
    if len(trimmed) > LONGEST_NAME:
        raise Invalid(f"Maximum length for task name ({LONGEST_NAME} chars) exceeded")
    return trimmed


def new_values(change: TaskChange) -> dict[str, Any]:
    """The columns that a change sets. Raises Invalid for a name or a rate that cannot be."""
    values: dict[str, Any] = {}
    if not isinstance(change.name, UnsetType):
        values["name"] = name(change.name)
        values["name_key"] = values["name"].casefold()
    if isinstance(change.active, bool):
        values["active"] = change.active
    if not isinstance(change.user_id, UnsetType):
        values["user_id"] = change.user_id or None
    for field in ("estimated_seconds", "external_reference", "rate"):
        if not isinstance(value := getattr(change, field), UnsetType):
            values[field] = value
    if values.get("rate") is not None and values["rate"].hundredths < 0:
        raise Invalid("rate must be at least 0")
    return values


def patched_values(operations: list[PatchOperation]) -> dict[str, Any]:
    """What checked operations set, field by field: what is removed becomes null."""
    return {one.field: None if one.op == "remove" else one.value for one in operations}


def active_switch(text: str) -> int:
    """1 for active tasks, 0 for those that are done, -1 for both. Raises Invalid."""
    if text.lower() not in SWITCHES:
        raise Invalid("active must be true, false or both")
    return SWITCHES[text.lower()]


def sorting(field: str, order: str) -> tuple[str, str]:
    """By what a list is sorted, and in which order. Raises Invalid."""
    if field not in ("name", "created_at"):
        raise Invalid("sort_field must be name or created_at")
    if order.upper() not in ("ASC", "DESC"):
        raise Invalid("sort_order must be ASC or DESC")
    return field, order.upper()


def include_not_active(text: str) -> bool | None:
    """Whether done tasks are wanted, None where it is not said. Raises Invalid."""
    if text not in ("", "true", "false"):
        raise Invalid("Invalid include_not_active")
    return None if not text else text == "true"
