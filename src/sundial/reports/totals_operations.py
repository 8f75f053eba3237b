"""Totals over HTTP."""

from datetime import datetime

from sundial.access.askers import Membership
from sundial.db.transaction import Read
from sundial.reports import project_totals, totals
from sundial.reports.declared import report_operation
from sundial.reports.schemas import Period
from sundial.reports.totals_schemas import ProjectTime, Totals, TotalsPost


@report_operation("/workspace/{workspace_id}/search/time_entries/totals")
def load_report_totals(tx: Read, asker: Membership, body: TotalsPost, now: datetime) -> Totals:
    """All time of a report, with ``with_graph`` also how it lies in days, weeks or months."""
    return totals.totals(tx, asker, body, now)


@report_operation("/workspace/{workspace_id}/projects/summary")
def list_project_time(tx: Read, asker: Membership, body: Period, now: datetime) -> list[ProjectTime]:
    """The time of each person in each project."""
    return project_totals.by_user(tx, asker, body, now)


@report_operation("/workspace/{workspace_id}/projects/{project_id}/summary")
def load_project_summary(tx: Read, asker: Membership, project_id: int, body: Period, now: datetime) -> Totals:
    """All time of a project from ``start_date`` on."""
    return project_totals.of_project(tx, asker, project_id, body, now)
