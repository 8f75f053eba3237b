"""Saved reports over HTTP. What is in them is at their tokens: see `shared_operations`."""

from datetime import datetime

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.access.secrets import Secrets
from sundial.core.errors import Invalid, NotFound
from sundial.db.transaction import Read, Write
from sundial.http.operation import operation
from sundial.http.paging import Paging
from sundial.reports import saved_actions as actions
from sundial.reports.saved_queries import INVALID_PARAMETER, PAGE_SIZE, SavedReportRow, Wanted, listed, seen
from sundial.reports.saved_rules import check_plan
from sundial.reports.saved_schemas import SavedReport, SavedReportChange, SavedReportChanges, SavedReportsToDelete

REPORTS = "/workspaces/{workspace_id}/reports/shared"
REPORT = f"{REPORTS}/{{report_id}}"
STRANGER = NotFound("Workspace not found/accessible.")


@operation("GET", REPORTS, Permission.VIEW_WORKSPACE, stranger=STRANGER, invalid_query=INVALID_PARAMETER)
def list_saved_reports(
    tx: Read,
    asker: Membership,
    secrets: Secrets,
    name: str = "",
    public: bool | None = None,
    fixed_dates: bool | None = None,
    scheduled: bool | None = None,
    page: int | None = None,
    per_page: int | None = None,
    sort_field: str = "",
    sort_direction: str = "",
) -> list[SavedReport]:
    """The caller's saved reports and the public ones, admins' all: all of them, or a page when one is asked for.

    `sort_field` is `name`, `updated_at`, `public` or `fixed_daterange`, `sort_direction` is `asc` or `desc`.
    """
    check_plan(asker.plan)
    wanted = Wanted(name, public, fixed_dates, scheduled, sort_field, sort_direction)
    return [view(row, secrets) for row in listed(tx, asker, wanted, _paging(page, per_page))]


@operation("POST", REPORTS, Permission.VIEW_WORKSPACE, stranger=STRANGER, secret=True)
def create_saved_report(
    tx: Write, asker: Membership, body: SavedReportChange, now: datetime, secrets: Secrets
) -> SavedReport:
    """Save a report: the parameters of a summary, a detailed or a weekly one. Public ones only admins save."""
    return view(actions.create(tx, secrets, asker, body, now), secrets)


@operation("PUT", REPORTS, Permission.VIEW_WORKSPACE, stranger=STRANGER, secret=True)
def update_saved_reports(
    tx: Write, asker: Membership, body: SavedReportChanges, now: datetime, secrets: Secrets
) -> SavedReport:
    """Change several saved reports, all or none. The answer is the first of them."""
    return view(actions.change_all(tx, secrets, asker, body, now)[0], secrets)


@operation("PATCH", f"{REPORTS}/bulk_delete", Permission.VIEW_WORKSPACE, stranger=STRANGER, secret=True)
def delete_saved_reports(
    tx: Write, asker: Membership, body: SavedReportsToDelete, now: datetime, secrets: Secrets
) -> list[SavedReport]:
    """Delete several saved reports, all or none."""
    return [view(row, secrets) for row in actions.remove_all(tx, secrets, asker, body.ids, now)]


@operation("GET", REPORT, Permission.VIEW_WORKSPACE, stranger=STRANGER)
def get_saved_report(tx: Read, asker: Membership, report_id: int, secrets: Secrets) -> SavedReport:
    """A saved report."""
    check_plan(asker.plan)
    return view(seen(tx, asker, report_id), secrets)


@operation("PUT", REPORT, Permission.VIEW_WORKSPACE, stranger=STRANGER, secret=True)
def update_saved_report(
    tx: Write, asker: Membership, report_id: int, body: SavedReportChange, now: datetime, secrets: Secrets
) -> SavedReport:
    """Change a saved report. With `regenerate_token` it gets a new token, and the old one finds nothing any more."""
    return view(actions.change(tx, secrets, asker, report_id, body, now), secrets)


@operation("DELETE", REPORT, Permission.VIEW_WORKSPACE, stranger=STRANGER, secret=True)
def delete_saved_report(tx: Write, asker: Membership, report_id: int, now: datetime, secrets: Secrets) -> SavedReport:
    """Delete a saved report; its token finds nothing any more."""
    return view(actions.remove(tx, secrets, asker, report_id, now), secrets)


def view(row: SavedReportRow, secrets: Secrets) -> SavedReport:
    """A saved report as clients read it. Whoever sees it may also open it, so they are told its token."""
    return SavedReport(
        id=row.id,
        name=row.name,
        params=row.params,
        public=row.public,
        fixed_daterange=row.fixed_daterange,
        token=secrets.unseal(row.token_sealed, row.id),
        uid=row.user_id,
        updated_at=row.at,
        updated_by=row.updated_by_id,
        deleted_at=row.deleted_at,
    )


def _paging(page: int | None, per_page: int | None) -> Paging | None:
    if page is None and per_page is None:
        return None
    for name, given in (("page", page), ("per_page", per_page)):
        if given is not None and given < 1:
            raise Invalid(INVALID_PARAMETER.format(parameter_name=name))
    return Paging(1 if page is None else page, PAGE_SIZE if per_page is None else per_page)
