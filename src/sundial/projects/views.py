"""How a stored project becomes the one that a client reads."""

from datetime import date

from msgspec import UNSET

from sundial.projects import rules
from sundial.projects.lists import ProjectListed
from sundial.projects.queries import ProjectRow
from sundial.projects.recurrence import Period, period_of, periods
from sundial.projects.schemas import Project, RecurringPeriod, RecurringProjectParameters


def project_view(row: ProjectListed, sees_rates: bool, today: date) -> Project:
    """A project as of a day. Rates are null for who may not see them."""
    estimate = row.task_seconds if row.auto_estimates else row.estimated_seconds
    return Project(
        id=row.id,
        workspace_id=row.workspace_id,
        wid=row.workspace_id,
        client_id=row.client_id,
        cid=UNSET if row.client_id is None else row.client_id,
        client_name=UNSET if row.client_name is None else row.client_name,
        name=row.name,
        is_private=row.is_private,
        active=row.active,
        at=row.at,
        created_at=row.created_at,
        server_deleted_at=row.deleted_at,
        color=row.color,
        billable=row.billable,
        template=row.template,
        template_id=row.template_id,
        auto_estimates=row.auto_estimates,
        estimated_hours=None if estimate is None else estimate // 3600,
        estimated_seconds=estimate,
        rate=row.rate if sees_rates else None,
        rate_last_updated=row.rate_last_updated if sees_rates else None,
        fixed_fee=row.fixed_fee if sees_rates else None,
        currency=row.currency or row.default_currency,
        recurring=row.recurring,
        recurring_parameters=_parameters(row, estimate),
        current_period=_current_period(row, today),
        actual_hours=row.tracked_seconds // 3600,
        actual_seconds=row.tracked_seconds,
        can_track_time=row.active and row.deleted_at is None and not row.template,
        start_date=row.start_date,
        end_date=UNSET if row.end_date is None else row.end_date,
        status=rules.status(row, today.isoformat()),
        external_reference=row.external_reference,
    )


def listed_view(row: ProjectListed, sees_rates: bool, today: date, total: int | None = None) -> Project:
    """A project in a list, with how many there are in all where that is told."""
    view = project_view(row, sees_rates, today)
    view.pinned = row.pinned
    if total is not None:
        view.total_count = total
    return view


def periods_between(row: ProjectRow, first: str, last: str, today: date) -> list[RecurringPeriod]:
    """The periods of a recurring project between two days; without them, all up to today. Raises Invalid."""
    start_day = rules.project_day("start_date", first) if first else None
    last_day = rules.project_day("end_date", last) if last else today
    if row.recurring_period is None or row.recurring_start_date is None:
        return []
    start = date.fromisoformat(row.recurring_start_date)
    found = periods(row.recurring_period, row.recurring_custom_period, start, start_day or start, last_day)
    return [_period(period) for period in found]


def _current_period(row: ProjectRow, today: date) -> RecurringPeriod | None:
    if row.recurring_period is None or row.recurring_start_date is None:
        return None
    start = date.fromisoformat(row.recurring_start_date)
    period = period_of(row.recurring_period, row.recurring_custom_period, start, today)
    return None if period is None else _period(period)


def _parameters(row: ProjectRow, estimate: int | None) -> list[RecurringProjectParameters] | None:
    if row.recurring_period is None or row.recurring_start_date is None:
        return None
    return [
        RecurringProjectParameters(
            period=row.recurring_period,
            custom_period=row.recurring_custom_period,
            project_start_date=row.recurring_start_date,
            parameter_start_date=row.recurring_start_date,
            parameter_end_date=None,
            estimated_seconds=estimate or 0,
        )
    ]


def _period(period: Period) -> RecurringPeriod:
    return RecurringPeriod(period[0].isoformat(), period[1].isoformat())
