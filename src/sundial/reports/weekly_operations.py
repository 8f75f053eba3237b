"""Weeks over HTTP."""

from datetime import datetime

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.core.errors import Forbidden, Invalid
from sundial.db.transaction import Read
from sundial.http.operation import REPORTS, operation
from sundial.reports import weekly, weekly_sheets
from sundial.reports.exports import PagesFile, ValuesFile, export, require_exportable
from sundial.reports.weekly_schemas import WeeklyExport, WeeklyPost, WeeklyRow

NO_WORKSPACE = Forbidden("Workspace not found/accessible")
INVALID_IDS = {"workspace_id": Invalid("Invalid workspace id")}
PATH = "/workspace/{workspace_id}/weekly/time_entries"
FILE = "weekly_report"


@operation(
    "POST",
    PATH,
    Permission.VIEW_WORKSPACE,
    base=REPORTS,
    stranger=NO_WORKSPACE,
    invalid_ids=INVALID_IDS,
    body_optional=True,
)
def search_weekly_report(tx: Read, asker: Membership, body: WeeklyPost, now: datetime) -> list[WeeklyRow]:
    """The time of each person in each project, on each of seven days."""
    return weekly.weekly(tx, asker, body, now)


@operation(
    "POST",
    f"{PATH}.pdf",
    Permission.VIEW_WORKSPACE,
    base=REPORTS,
    stranger=NO_WORKSPACE,
    invalid_ids=INVALID_IDS,
    body_optional=True,
)
def export_weekly_report_as_pages(tx: Read, asker: Membership, body: WeeklyExport, now: datetime) -> PagesFile:
    """The week as PDF, for people."""
    return export("pdf", weekly_sheets.sheet(tx, asker, body, now, pages=True), FILE)


@operation(
    "POST",
    f"{PATH}.{{extension}}",
    Permission.VIEW_WORKSPACE,
    base=REPORTS,
    stranger=NO_WORKSPACE,
    invalid_ids=INVALID_IDS,
    body_optional=True,
)
def export_weekly_report(tx: Read, asker: Membership, extension: str, body: WeeklyExport, now: datetime) -> ValuesFile:
    """The week as csv or xlsx: a line for each person in each project."""
    require_exportable(asker, extension)
    return export(extension, weekly_sheets.sheet(tx, asker, body, now), FILE)
