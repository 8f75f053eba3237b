"""What an organization may be."""

from msgspec import UnsetType

from sundial.access.plans import MAX_WORKSPACES, PREMIUM_OR_HIGHER, Plan
from sundial.core.errors import Invalid

LONGEST_NAME = 140


def name(given: str | UnsetType | None, empty: str) -> str:
    """A valid name, trimmed. Raises Invalid with ``empty`` when there is none, and when it is too long."""
    trimmed = given.strip() if isinstance(given, str) else ""
    if not trimmed:
        raise Invalid(empty)
    if len(trimmed) > LONGEST_NAME:
        raise Invalid("organization name too long, maximum length is 140")
    return trimmed


def most_workspaces(plan: Plan, multi_workspace: bool) -> int | None:
    """How many workspaces an organization may have, None for any number (`decisions.md, Plans`)."""
    if multi_workspace and plan not in PREMIUM_OR_HIGHER:
        return None
    return MAX_WORKSPACES[plan]
