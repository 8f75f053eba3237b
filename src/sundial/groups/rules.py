"""What a group may be. The sentences are those of the API."""

from collections.abc import Sequence

from msgspec import UnsetType

from sundial.core.errors import Invalid
from sundial.groups.schemas import GroupPatch

LONGEST_NAME = 200
MOST_PATCHES = 100
MOST_VALUES = 100


def name(given: str | UnsetType | None) -> str:
    """A valid group name, trimmed. Raises Invalid."""
    trimmed = given.strip() if isinstance(given, str) else ""
    if not trimmed:
        raise Invalid("Group name must be present")
    if len(trimmed) > LONGEST_NAME:
        raise Invalid("Group name too long, maximum length is 200")
    return trimmed


def check_patches(patches: Sequence[GroupPatch]) -> None:
    """Raise Invalid for what makes a whole patch unreadable; single steps may still fail on their own."""
    if len(patches) > MOST_PATCHES:
        raise Invalid("Too many operations")
    for patch in patches:
        if patch.op not in ("add", "remove") or patch.path not in ("/users", "/workspaces"):
            raise Invalid("Unsupported operation")
        if not patch.value or len(patch.value) > MOST_VALUES:
            raise Invalid("Value not present, or too many per patch operation")
