"""Insights over HTTP: trends, comparisons, profitability. Those under ``/insights`` have words of their own."""

from datetime import datetime
from functools import partial

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.access.plans import PREMIUM_OR_HIGHER, STARTER_OR_HIGHER, Plan
from sundial.core.errors import Error, Forbidden, Invalid, PaymentRequired
from sundial.db.transaction import Read
from sundial.http.operation import INSIGHTS, REPORTS, operation
from sundial.reports import periods, profitability, profitability_sheets, trends
from sundial.reports.comparative import comparative
from sundial.reports.exports import ValuesFile, check_extension, export
from sundial.reports.graphs import Sentences
from sundial.reports.insights_schemas import (
    ClientTrendsReport,
    ComparativeReport,
    ComparativeWanted,
    EmployeesWanted,
    PeriodsWanted,
    ProfitabilityReport,
    ProfitabilityWanted,
    ProjectPeriods,
    ProjectTrendsReport,
    TrendsWanted,
    UserTrendsReport,
)

FORMATS = ("csv", "xlsx")
NOT_ACCESSIBLE = Forbidden("Workspace not found/accessible")
ADMINS_ONLY = Forbidden("Admin permissions required")
NO_ADMIN = Forbidden("User has no access to workspace or is not admin")
INVALID_WORKSPACE = {"workspace_id": Invalid("Invalid workspace id")}
BAD = "Invalid parameters"
ON_PROFITABILITY = Sentences("Wrong format date", backwards="Invalid date span", long="Invalid date span")
ON_PROFITABILITY_FILES = Sentences(BAD, outside=BAD, backwards=BAD, long=BAD, resolution=BAD, currency=BAD)
ON_PERIODS = Sentences("Wrong format date")
ON_PERIODS_FILES = Sentences("wrong format date", backwards="start should come after end")

report = partial(operation, "POST", base=REPORTS, stranger=NOT_ACCESSIBLE, body_optional=True)
insight = partial(operation, "POST", base=INSIGHTS, body_optional=True)


@report("/workspace/{workspace_id}/comparative", needs=Permission.VIEW_WORKSPACE, invalid_ids=INVALID_WORKSPACE)
def load_comparative_report(tx: Read, asker: Membership, body: ComparativeWanted, now: datetime) -> ComparativeReport:
    """The time of each day, week or month of a range: at most 366 of them."""
    _require_plan(asker, STARTER_OR_HIGHER)
    return comparative(tx, asker, body, now)


@report(
    "/workspace/{workspace_id}/data_trends/projects", needs=Permission.VIEW_WORKSPACE, invalid_ids=INVALID_WORKSPACE
)
def load_project_trends(tx: Read, asker: Membership, body: TrendsWanted, now: datetime) -> ProjectTrendsReport:
    """The time and the earnings of up to five projects, by day, week or month."""
    _require_plan(asker, STARTER_OR_HIGHER)
    return trends.of_projects(tx, asker, body, now)


@report("/workspace/{workspace_id}/data_trends/clients", needs=Permission.VIEW_WORKSPACE, invalid_ids=INVALID_WORKSPACE)
def load_client_trends(tx: Read, asker: Membership, body: TrendsWanted, now: datetime) -> ClientTrendsReport:
    """The time and the earnings of up to five clients, by day, week or month."""
    _require_plan(asker, STARTER_OR_HIGHER)
    return trends.of_clients(tx, asker, body, now)


@report("/workspace/{workspace_id}/data_trends/users", needs=Permission.VIEW_WORKSPACE, invalid_ids=INVALID_WORKSPACE)
def load_user_trends(tx: Read, asker: Membership, body: TrendsWanted, now: datetime) -> UserTrendsReport:
    """The time and the earnings of up to five users, by day, week or month."""
    _require_plan(asker, STARTER_OR_HIGHER)
    return trends.of_users(tx, asker, body, now)


@report(
    "/workspace/{workspace_id}/profitability/projects",
    needs=Permission.VIEW_LABOR_COSTS,
    refused=ADMINS_ONLY,
    invalid_ids=INVALID_WORKSPACE,
)
def load_project_profitability(
    tx: Read, asker: Membership, body: ProfitabilityWanted, now: datetime
) -> ProfitabilityReport:
    """What the projects of a currency earn and cost: who may see all time, all rates and all costs reads it."""
    _require_sight(asker, ADMINS_ONLY)
    _require_plan(asker, PREMIUM_OR_HIGHER)
    return profitability.report(profitability.of_projects(tx, asker, body, now, ON_PROFITABILITY))


@insight(
    "/workspace/{workspace_id}/profitability/projects.{extension}",
    needs=Permission.VIEW_LABOR_COSTS,
    refused=NO_ADMIN,
    stranger=NO_ADMIN,
    invalid_ids={"workspace_id": Invalid("Invalid workspace ID")},
)
def export_project_profitability(
    tx: Read, asker: Membership, extension: str, body: ProfitabilityWanted, now: datetime
) -> ValuesFile:
    """What the projects of a currency earn and cost, as a file: csv or xlsx."""
    _require_sight(asker, NO_ADMIN)
    _require_plan(asker, PREMIUM_OR_HIGHER)
    check_extension(extension, FORMATS)
    found = profitability.of_projects(tx, asker, body, now, ON_PROFITABILITY_FILES)
    return export(extension, profitability_sheets.of_projects(tx, asker, found), "project_profitability")


@insight(
    "/workspace/{workspace_id}/profitability/employees.{extension}",
    needs=Permission.VIEW_LABOR_COSTS,
    refused=NO_ADMIN,
    stranger=NO_ADMIN,
    invalid_ids=INVALID_WORKSPACE,
)
def export_employee_profitability(
    tx: Read, asker: Membership, extension: str, body: EmployeesWanted, now: datetime
) -> ValuesFile:
    """What people earn and cost, as a file: csv or xlsx. With a resolution, a line for each of their steps."""
    _require_sight(asker, NO_ADMIN)
    _require_plan(asker, PREMIUM_OR_HIGHER)
    check_extension(extension, FORMATS)
    found = profitability.of_employees(tx, asker, body, now, ON_PROFITABILITY_FILES)
    sheet = profitability_sheets.of_employees(tx, asker, found, stepped=body.resolution is not None)
    return export(extension, sheet, "employee_profitability")


@insight(
    "/workspace/{workspace_id}/data_trends/projects",
    needs=Permission.VIEW_ALL_TIME,
    refused=ADMINS_ONLY,
    stranger=NOT_ACCESSIBLE,
    invalid_ids=INVALID_WORKSPACE,
)
def load_project_periods(tx: Read, asker: Membership, body: PeriodsWanted, now: datetime) -> list[ProjectPeriods]:
    """The time of each day of a period and of an earlier one, for every project that has any."""
    _require_plan(asker, STARTER_OR_HIGHER, "Workspace needs to have the report_data_trends feature enabled")
    return periods.of_projects(tx, asker, body, now, ON_PERIODS)


@insight(
    "/workspace/{workspace_id}/trends/projects.{extension}",
    needs=Permission.VIEW_ALL_TIME,
    refused=Forbidden("user has no required access to asked workspace"),
    stranger=NOT_ACCESSIBLE,
    invalid_ids=INVALID_WORKSPACE,
)
def export_project_periods(
    tx: Read, asker: Membership, extension: str, body: PeriodsWanted, now: datetime
) -> ValuesFile:
    """The time of a period and of an earlier one, for every project that has any, as a file: csv or xlsx."""
    _require_plan(asker, STARTER_OR_HIGHER, "Workspace needs to have the report_data_trends feature enabled")
    check_extension(extension, FORMATS)
    return export(extension, periods.sheet(tx, asker, body, now, ON_PERIODS_FILES), "project_trends")


def _require_sight(asker: Membership, refused: Error) -> None:
    """Raise Forbidden for who sees costs, but not all of the rest that profitability is made of."""
    if not {Permission.VIEW_RATES, Permission.VIEW_ALL_TIME} <= asker.permissions:
        raise refused.fresh()


def _require_plan(
    asker: Membership, plans: frozenset[Plan], sentence: str = "Workspace needs to have this feature enabled"
) -> None:
    if asker.plan not in plans:
        raise PaymentRequired(sentence)
