"""Detailed reports in few words."""

from typing import Any

from tests.cast import Cast
from tests.make import Answer, Person

AMOUNTS = ("billable_amount_in_cents", "hourly_rate_in_cents", "currency")
MARCH = {"start_date": "2026-03-01", "end_date": "2026-03-31"}


class Detail:
    """The detailed report of a workspace, as somebody reads it."""

    def __init__(self, reader: Person, workspace_id: int) -> None:
        self.reader = reader
        self.path = f"//reports/api/v3/workspace/{workspace_id}/search/time_entries"

    def post(self, **body: Any) -> Answer:
        """Send a request, by default for March 2026."""
        return self.reader.post(self.path, {**MARCH, **body})

    def rows(self, **body: Any) -> list[dict[str, Any]]:
        """The rows of a page."""
        answer = self.post(**body)
        assert answer.status == 200, answer
        return answer.json

    def ids(self, **body: Any) -> list[int]:
        """The ids of the entries of a page."""
        return [one["id"] for row in self.rows(**body) for one in row["time_entries"]]

    def pages(self, sent: tuple[str, ...] = (), **body: Any) -> list[list[dict[str, Any]]]:
        """All pages, following the headers. ``sent`` are the fields that go back, all three unless told otherwise."""
        found: list[list[dict[str, Any]]] = []
        following: dict[str, int] = {}
        while True:
            answer = self.post(**body, **following)
            assert answer.status == 200, answer
            found.append(answer.json)
            following = next_of(answer, sent)
            if not following:
                return found
            assert len(found) < 1000

    def file(self, extension: str, **body: Any) -> Answer:
        """A report as a file, by default of March 2026."""
        return self.reader.post(f"{self.path}.{extension}", {**MARCH, **body})


NEXT = {
    "first_id": "x-next-id",
    "first_row_number": "x-next-row-number",
    "first_timestamp": "x-next-timestamp",
}


def next_of(answer: Answer, sent: tuple[str, ...] = ()) -> dict[str, int]:
    """What asks for the next page; nothing where there is none."""
    there = [header in answer.headers for header in NEXT.values()]
    assert all(there) or not any(there), answer.headers
    return {field: int(answer.headers[NEXT[field]]) for field in sent or NEXT} if all(there) else {}


def detail(cast: Cast, reader: Person | None = None) -> Detail:
    """The report of Alice's workspace, as she or somebody else there reads it."""
    return Detail(reader or cast.alice, cast.place.workspace_id)


def one(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The only row."""
    (row,) = rows
    return row


def money(row: dict[str, Any]) -> tuple[Any, ...]:
    """What a row bills."""
    return tuple(row[name] for name in AMOUNTS)
