"""What clients send for totals, and what they read."""

from datetime import date

import msgspec

from sundial.reports.schemas import Filters, Rate


class TotalsPost(Filters):
    """Which entries, and into which steps of time they are divided. ``granularity`` wins over ``resolution``."""

    grouped: bool | None = None
    granularity: str | None = None
    resolution: str | None = None
    withInlineRates: bool | None = None
    with_graph: bool | None = None


class Step(msgspec.Struct):
    """A step of a graph: a day, a week or a month, from its first day in the range.

    ``by_rate`` has the billable seconds by the rate in hundredths an hour, ``0`` for time without one. Amounts are null
    for those who do not see them, and where currencies would have to be added up.
    """

    date: date
    seconds: int
    billable_seconds: int
    billable_amount_in_cents: int | None
    labour_cost_in_cents: int | None
    by_rate: dict[str, int] | None


class Totals(msgspec.Struct):
    """All time of a report. Amounts as in `Step`: what each currency has is told by ``rates``."""

    seconds: int
    billable_seconds: int
    tracked_days: int
    billable_amount_in_cents: int | None
    labour_cost_in_cents: int | None
    rates: list[Rate] | None
    resolution: str
    graph: list[Step] | None


class ProjectTime(msgspec.Struct):
    """The time of one person in one project."""

    project_id: int
    user_id: int
    tracked_seconds: int
    billable_seconds: int
