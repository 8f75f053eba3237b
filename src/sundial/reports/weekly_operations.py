"""Weeks over HTTP."""

from datetime import datetime

from sundial.access.askers import Membership
from sundial.db.transaction import Read
from sundial.reports import weekly, weekly_sheets
from sundial.reports.declared import report_operation
from sundial.reports.exports import PagesFile, ValuesFile, export, require_exportable
from sundial.reports.weekly_schemas import WeeklyExport, WeeklyPost, WeeklyRow

PATH = "/workspace/{workspace_id}/weekly/time_entries"
FILE = "weekly_report"


@report_operation(PATH)
def search_weekly_report(tx: Read, asker: Membership, body: WeeklyPost, now: datetime) -> list[WeeklyRow]:
    """The time of each person in each project, on each of seven days."""
    return weekly.weekly(tx, asker, body, now)


@report_operation(f"{PATH}.pdf")
def export_weekly_report_as_pages(tx: Read, asker: Membership, body: WeeklyExport, now: datetime) -> PagesFile:
    """The week as PDF, for people."""
    return export("pdf", weekly_sheets.sheet(tx, asker, body, now, pages=True), FILE)


@report_operation(f"{PATH}.{{extension}}")
def export_weekly_report(tx: Read, asker: Membership, extension: str, body: WeeklyExport, now: datetime) -> ValuesFile:
    """The week as csv or xlsx: a line for each person in each project."""
    require_exportable(asker, extension)
    return export(extension, weekly_sheets.sheet(tx, asker, body, now), FILE)
