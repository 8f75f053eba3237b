"""What a tag may be. The sentences are those of the API."""

from msgspec import UnsetType

from sundial.core.errors import Invalid

LONGEST_NAME = 255


def name(given: str | UnsetType | None) -> str:
    """A valid name, trimmed. Raises Invalid."""
    trimmed = given.strip() if isinstance(given, str) else ""
    if not trimmed:
        raise Invalid("tag name can't be blank")
    if len(trimmed) > LONGEST_NAME:
        raise Invalid(f"Maximum length for tag name ({LONGEST_NAME} chars) exceeded")
    return trimmed
