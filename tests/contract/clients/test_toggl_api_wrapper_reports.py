"""The published client library `toggl-api-wrapper`, unchanged, reading reports of a real server.

It sends empty lists for what it does not filter by.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from toggl_api import ProjectBody, ProjectEndpoint, TrackerBody, TrackerEndpoint
from toggl_api.meta import TogglEndpoint
from toggl_api.meta.cache import JSONCache
from toggl_api.reports import (
    DetailedReportEndpoint,
    PaginationOptions,
    ReportBody,
    ReportEndpoint,
    SummaryReportEndpoint,
    WeeklyReportEndpoint,
)

from tests.contract.clients.conftest import Served

MONDAY = date(2024, 3, 4)
SUNDAY = MONDAY + timedelta(days=6)
HOURS = 3
WEEK = ReportBody(MONDAY, SUNDAY)


class Site:
    """The library's view of a running server, with an entry of an hour on each of three days."""

    def __init__(self, served: Served, cache: Path) -> None:
        workspace_id = served.account.workspace_id
        auth = httpx.BasicAuth(served.account.api_token, "api_token")
        trackers = TrackerEndpoint(workspace_id, auth, retries=0)
        self.project: int = (
            ProjectEndpoint(workspace_id, auth, JSONCache(cache), retries=0).add(ProjectBody("Harbour")).id
        )
        for day in range(HOURS):
            start = datetime(2024, 3, 4 + day, 9, 0, tzinfo=UTC)
            trackers.add(
                TrackerBody(
                    "Plans", start=start, stop=start + timedelta(hours=1), project_id=self.project, tags=["sea"]
                )
            )
        self.detailed = DetailedReportEndpoint(workspace_id, auth, retries=0)
        self.summary = SummaryReportEndpoint(workspace_id, auth, retries=0)
        self.weekly = WeeklyReportEndpoint(workspace_id, auth, retries=0)


@pytest.fixture(scope="module")
def site(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server whose base URLs the library uses."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TogglEndpoint, "BASE_ENDPOINT", f"{served.url}/api/v9/")
        patch.setattr(ReportEndpoint, "BASE_ENDPOINT", f"{served.url}/reports/api/v3/")
        yield Site(served, tmp_path_factory.mktemp("cache"))


def test_it_reads_a_detailed_report_page_by_page(site: Site) -> None:
    first = site.detailed.search_time_entries(WEEK, PaginationOptions(2))
    second = site.detailed.search_time_entries(WEEK, first.next_options(2))

    pages: list[list[dict[str, Any]]] = [first.result, second.result]
    assert [len(page) for page in pages] == [2, 1]
    rows = [row for page in pages for row in page]
    assert {row["description"] for row in rows} == {"Plans"}
    assert len({entry["id"] for row in rows for entry in row["time_entries"]}) == HOURS
    assert sum(entry["seconds"] for row in rows for entry in row["time_entries"]) == HOURS * 3600
    assert (second.next_id, second.next_row) == (None, None)


def test_it_reads_totals(site: Site) -> None:
    totals = site.detailed.totals_report(WEEK)

    assert (totals["seconds"], totals["tracked_days"]) == (HOURS * 3600, HOURS)


def test_it_reads_a_summary(site: Site) -> None:
    found: Any = site.summary.search_time_entries(WEEK)

    (group,) = found["groups"]
    (sub_group,) = group["sub_groups"]
    assert (group["id"], sub_group["title"], sub_group["seconds"]) == (site.project, "Plans", HOURS * 3600)
    assert len(sub_group["ids"]) == HOURS


def test_it_reads_summaries_of_projects(site: Site) -> None:
    (row,) = site.summary.project_summaries(MONDAY, SUNDAY)
    one = site.summary.project_summary(site.project, MONDAY, SUNDAY)

    assert (row["project_id"], row["tracked_seconds"]) == (site.project, HOURS * 3600)
    assert one["seconds"] == HOURS * 3600


def test_it_reads_a_week(site: Site) -> None:
    (row,) = site.weekly.search_time_entries(WEEK)

    assert (row["project_id"], row["seconds"]) == (site.project, [3600] * HOURS + [0] * (7 - HOURS))


def test_it_exports(site: Site) -> None:
    detailed, summary = site.detailed.export_report(WEEK, "csv").result, site.summary.export_report(WEEK, "csv")
    weekly = site.weekly.export_report(WEEK, "csv")
    pages = site.summary.export_report(WEEK, "pdf")

    assert detailed.count(b"Plans") == HOURS
    assert b"Harbour" in summary
    assert b"Harbour" in weekly
    assert pages.startswith(b"%PDF")
