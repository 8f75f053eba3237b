"""Shapes that bodies are made of: whole numbers that every database and every client can hold."""

from typing import Annotated

from msgspec import Meta

from sundial.core.errors import Invalid

LARGEST_ID = 2**53 - 1

Id = Annotated[int, Meta(ge=0, le=LARGEST_ID)]
Whole = Annotated[int, Meta(ge=-LARGEST_ID, le=LARGEST_ID)]


def is_id(text: str) -> bool:
    """Whether a text from an address is an id: digits only, and no more than `LARGEST_ID`."""
    return text.isascii() and text.isdigit() and len(text) < 17 and int(text) <= LARGEST_ID


def ids_of(field: str, text: str, most: int = 1000) -> list[int]:
    """The ids in a text such as ``1,2,3``. Raises Invalid that names the field."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) > most:
        raise Invalid(f"{field} cannot exceed {most} elements.")
    if not all(is_id(part) for part in parts):
        raise Invalid(f"{field} must be ids separated by commas")
    return [int(part) for part in parts]
