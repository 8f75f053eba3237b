"""Pages of a list: what a client asks for, and the headers that tell where it is."""

from collections.abc import Callable

from sundial.core.errors import Invalid

LARGEST_PAGE = 200
SIZES = (50, LARGEST_PAGE)
"""How many rows a statement for a page reads; a smaller page is cut from what it gives.

PostgreSQL takes a limit that it is not told for a tenth of the table, and then reads the whole table.
"""
LARGEST_NUMBER = 1_000_000_000
LONGEST_PART = 1000
"""Longer than any name or address; SQLite refuses patterns that are longer by far."""


class Paging:
    """Page ``page`` (from 1) of ``per_page`` rows (at most 200). Raises Invalid for numbers out of range."""

    def __init__(self, page: int, per_page: int, descending: bool = False) -> None:
        if not 1 <= page <= LARGEST_NUMBER:
            raise Invalid("page parameter must contain values > 0.")
        if per_page < 1:
            raise Invalid("per_page parameter must contain values > 0.")
        self.page = page
        self.per_page = min(per_page, LARGEST_PAGE)
        self.descending = descending

    @property
    def size(self) -> int:
        """The smallest of `SIZES` that holds the page."""
        return next(size for size in SIZES if size >= self.per_page)

    @property
    def first(self) -> int:
        """How many rows are before the page."""
        return (self.page - 1) * self.per_page

    def records(self, read: int, count: Callable[[], int]) -> int:
        """How many records there are in all, if so many were read: counted only where a last page does not tell."""
        tells = read < self.size and (read > 0 or self.page == 1)
        return self.first + read if tells else count()

    def headers(self, records: int) -> dict[str, str]:
        """The paging headers for a list of so many records in all."""
        return {
            "X-Page": str(self.page),
            "X-Page-Size": str(self.per_page),
            "X-Pages": str(-(-records // self.per_page)),
            "X-Records": str(records),
            "X-Sort-Order": "desc" if self.descending else "asc",
        }


def like(part: str) -> str:
    """A pattern for LIKE (escape ``\\``) that matches texts with this part, without regard to case."""
    escaped = part.casefold()[:LONGEST_PART].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
