"""What a user may be: names, addresses, passwords. The sentences are those of the API."""

from typing import TypeVar

from msgspec import UnsetType

from sundial.core.addresses import is_address
from sundial.core.errors import Invalid

Value = TypeVar("Value")

SHORTEST_PASSWORD = 6
LONGEST_PASSWORD = 1024
LONGEST_NAME = 255


def email(given: str) -> str:
    """A valid e-mail address, trimmed. Raises Invalid ``Invalid email``."""
    trimmed = given.strip()
    if not is_address(trimmed):
        raise Invalid("Invalid email")
    return trimmed


def fullname(given: str) -> str:
    """A valid full name, trimmed. Raises Invalid ``Invalid fullname``."""
    trimmed = given.strip()
    if not trimmed or len(trimmed) > LONGEST_NAME or not trimmed.isprintable():
        raise Invalid("Invalid fullname")
    return trimmed


def password(given: str) -> str:
    """A valid password. Raises Invalid with the API's sentence when it is too short."""
    if len(given) < SHORTEST_PASSWORD:
        raise Invalid("Password should be at least 6 characters")
    if len(given) > LONGEST_PASSWORD:
        raise Invalid(f"Password should be at most {LONGEST_PASSWORD} characters")
    return given


def beginning_of_week(given: int) -> int:
    """A day of the week, Sunday 0 to Saturday 6. Raises Invalid ``Invalid beginning_of_week``."""
    if not 0 <= given <= 6:
        raise Invalid("Invalid beginning_of_week")
    return given


def chosen(value: Value | UnsetType | None, present: Value, name: str) -> Value:
    """The value that a partial change leaves. Raises Invalid ``Invalid {name}`` for an explicit null."""
    if isinstance(value, UnsetType):
        return present
    if value is None:
        raise Invalid(f"Invalid {name}")
    return value
