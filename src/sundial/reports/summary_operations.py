"""Summaries over HTTP."""

from datetime import datetime

from sundial.access.askers import Membership
from sundial.db.transaction import Read
from sundial.http.operation import Reply
from sundial.reports import summary, summary_sheets
from sundial.reports.declared import report_operation
from sundial.reports.exports import PagesFile, ValuesFile, export, require_exportable
from sundial.reports.summary_schemas import Summary, SummaryExport, SummaryPost

PATH = "/workspace/{workspace_id}/summary/time_entries"
FILE = "summary_report"


@report_operation(PATH)
def search_summary_report(tx: Read, asker: Membership, body: SummaryPost, now: datetime) -> Reply[Summary]:
    """Time in groups and sub groups, with what it bills at which rates."""
    form, found = summary.summary(tx, asker, body, now)
    return Reply(found, headers={"X-Grouping": form.grouping, "X-Sub-Grouping": form.sub_grouping})


@report_operation(f"{PATH}.pdf")
def export_summary_report_as_pages(tx: Read, asker: Membership, body: SummaryExport, now: datetime) -> PagesFile:
    """The summary as PDF, for people."""
    return export("pdf", summary_sheets.sheet(tx, asker, body, now, pages=True), FILE)


@report_operation(f"{PATH}.{{extension}}")
def export_summary_report(
    tx: Read, asker: Membership, extension: str, body: SummaryExport, now: datetime
) -> ValuesFile:
    """The summary as csv or xlsx: a line for each sub group."""
    require_exportable(asker, extension)
    return export(extension, summary_sheets.sheet(tx, asker, body, now), FILE)
