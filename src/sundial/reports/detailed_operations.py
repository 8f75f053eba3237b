"""The detailed report over HTTP."""

from datetime import datetime

from sundial.access.askers import Membership
from sundial.db.transaction import Read
from sundial.http.operation import Reply
from sundial.reports import detailed, detailed_sheets
from sundial.reports.declared import report_operation
from sundial.reports.detailed_schemas import Row, Search, SearchExport
from sundial.reports.exports import PagesFile, ValuesFile, export, require_exportable

FILE = "time_entries"


@report_operation("/workspace/{workspace_id}/search/time_entries")
def search_time_entries(tx: Read, asker: Membership, body: Search, now: datetime) -> Reply[list[Row]]:
    """A page of the time entries that a report is about.

    Where there is a next page, three headers tell where it begins: send `X-Next-ID`, `X-Next-Row-Number` and
    `X-Next-Timestamp` back as `first_id`, `first_row_number` and `first_timestamp`, and the rest of the body unchanged.
    """
    found = detailed.search(tx, asker, body, now)
    return Reply(list(found.rows), headers=found.headers)


@report_operation("/workspace/{workspace_id}/search/time_entries.pdf")
def export_time_entries_as_pages(tx: Read, asker: Membership, body: SearchExport, now: datetime) -> PagesFile:
    """The time entries that a report is about, as PDF."""
    return export("pdf", detailed_sheets.sheet(tx, asker, body, now, pages=True), FILE)


@report_operation("/workspace/{workspace_id}/search/time_entries.{extension}")
def export_time_entries(tx: Read, asker: Membership, extension: str, body: SearchExport, now: datetime) -> ValuesFile:
    """All time entries that a report is about, as csv or xlsx: one line for each."""
    require_exportable(asker, extension)
    return export(extension, detailed_sheets.sheet(tx, asker, body, now), FILE)
