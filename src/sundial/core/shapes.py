"""Shapes that bodies are made of: whole numbers that every database and every client can hold."""

from typing import Annotated

from msgspec import Meta

LARGEST_ID = 2**53 - 1

Id = Annotated[int, Meta(ge=0, le=LARGEST_ID)]
Whole = Annotated[int, Meta(ge=-LARGEST_ID, le=LARGEST_ID)]


def is_id(text: str) -> bool:
    """Whether a text from an address is an id: digits only, and no more than `LARGEST_ID`."""
    return text.isascii() and text.isdigit() and len(text) < 17 and int(text) <= LARGEST_ID
