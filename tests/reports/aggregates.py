"""Summaries, totals and weeks in few words."""

from typing import Any

from tests.cast import Cast
from tests.make import Answer, Person
from tests.time_entries.diary import diary

MARCH = {"start_date": "2026-03-01", "end_date": "2026-03-31"}
WEEK = {"start_date": "2026-03-02", "end_date": "2026-03-08"}
SUMMARY, TOTALS, WEEKLY = "summary/time_entries", "search/time_entries/totals", "weekly/time_entries"


class Reports:
    """The reports of a workspace, as somebody reads them."""

    def __init__(self, reader: Person, workspace_id: int) -> None:
        self.reader = reader
        self.path = f"//reports/api/v3/workspace/{workspace_id}/"

    def post(self, report: str, **body: Any) -> Answer:
        """Send a request as it is."""
        return self.reader.post(self.path + report, body)

    def read(self, report: str, **body: Any) -> Any:
        """What a request reads, by default of March 2026."""
        answer = self.post(report, **{**(WEEK if report == WEEKLY else MARCH), **body})
        assert answer.status == 200, answer
        return answer.json

    def groups(self, grouping: str = "projects", sub_grouping: str = "time_entries", **body: Any) -> list[Any]:
        """The groups of a summary."""
        return self.read(SUMMARY, grouping=grouping, sub_grouping=sub_grouping, **body)["groups"]

    def seconds(self, grouping: str = "projects", sub_grouping: str = "time_entries", **body: Any) -> dict[Any, Any]:
        """The seconds of a summary by the names of its groups and the titles of its sub groups."""
        groups = self.groups(grouping, sub_grouping, **body)
        return {
            ", ".join(group["names"]): {sub["title"]: sub["seconds"] for sub in group["sub_groups"]} for group in groups
        }

    def file(self, report: str, extension: str, **body: Any) -> bytes:
        """A report as a file."""
        answer = self.post(f"{report}.{extension}", **{**(WEEK if report == WEEKLY else MARCH), **body})
        assert answer.status == 200, answer
        return answer.content


def reports(cast: Cast, reader: Person | None = None) -> Reports:
    """The reports of Alice's workspace, as she or somebody else there reads them."""
    return Reports(reader or cast.alice, cast.place.workspace_id)


def bill(cast: Cast, amount: float, level: str = "workspace", level_id: int = 0, kind: str = "billable_rates") -> None:
    """Have time billed, or cost, so much an hour, from ever on."""
    body = {
        "amount": amount,
        "level": level,
        "level_id": level_id or cast.place.workspace_id,
        "mode": "override-all",
        "type": kind,
    }
    answer = cast.alice.post(f"{cast.workspace}/rates", body)
    assert answer.status == 201, answer


def track(
    cast: Cast, who: Person, start: str, seconds: int, description: str | None = "Work", **fields: Any
) -> dict[str, Any]:
    """An entry of somebody's, that starts at this time of March 2, 2026, or at another one, in UTC."""
    start = f"2026-03-02T{start}:00Z" if len(start) == 5 else start
    return diary(cast, who).add(start=start, duration=seconds, description=description, **fields)


def rate(seconds: int, hourly: int | None, currency: str = "USD") -> dict[str, Any]:
    """A rate as a report has it."""
    return {"billable_seconds": seconds, "hourly_rate_in_cents": hourly, "currency": currency}
