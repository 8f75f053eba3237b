"""What clients send for a week, and what they read."""

import msgspec

from sundial.reports.schemas import Filters


class WeeklyPost(Filters):
    """Which entries, and whether the tasks of a project are told apart."""

    group_by_task: bool | None = None


class WeeklyExport(WeeklyPost):
    """How a week is written as a table: of time or of amounts, by project or by user.

    CSV knows nothing of separators and formats of days. The logo is the workspace's, whatever ``logo_url`` says.
    """

    calculate: str | None = None
    grouping: str | None = None
    logo_url: str | None = None
    duration_format: str | None = None
    date_format: str | None = None
    hour_format: str | None = None
    cents_separator: str | None = None


class WeeklyRow(msgspec.Struct, gc=False):
    """The time of one person in one project, on each of the seven days.

    ``hourly_rate_in_cents`` is null where there is none, or more than one. Whoever does not see rates gets null for it,
    for the amounts and for the currency.
    """

    user_id: int
    user_name: str | None
    project_id: int | None
    project_name: str | None
    project_color: str | None
    project_hex_color: str | None
    client_name: str | None
    planned_task_id: int | None
    task_name: str | None
    currency: str | None
    hourly_rate_in_cents: int | None
    seconds: list[int]
    billable_seconds: list[int]
    billable_amounts_in_cents: list[int] | None
