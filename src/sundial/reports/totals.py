"""Totals: all time of a report, and how it lies in days, weeks or months."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, select

from sundial.access.askers import Membership
from sundial.core.periods import ONE_DAY
from sundial.db.statement import Query
from sundial.db.transaction import Read
from sundial.reports import entries, rules, tracked_days, whose
from sundial.reports.amounts import billed, merged, shown_sum
from sundial.reports.buckets import Buckets, Resolution, buckets
from sundial.reports.entries import Selection
from sundial.reports.rules import Range
from sundial.reports.schemas import Rate
from sundial.reports.sums import Grouping, Money, Sum, sums
from sundial.reports.totals_schemas import Step, Totals, TotalsPost
from sundial.users.tables import user

RESOLUTIONS = (Resolution.DAY, Resolution.WEEK, Resolution.MONTH)
DAYS_IN_DAYS, DAYS_IN_WEEKS = 35, 183
"""How many days at most are shown as days, and as weeks, where nothing is said: as in the hosted service."""


class Beginning(msgspec.Struct):
    """On which day somebody's week begins."""

    beginning_of_week: int


BEGINNING = Query(Beginning, select(user.c.beginning_of_week).where(user.c.id == bindparam("user_id")))


def totals(tx: Read, asker: Membership, wanted: TotalsPost, now: datetime) -> Totals:
    """The totals that a request asks for. Raises Invalid."""
    rules.require_any(wanted)
    resolution = _wanted(wanted)
    selected = entries.selection(tx, asker, wanted, now)
    return of_selection(tx, asker, selected, resolution, with_graph=bool(wanted.with_graph))


def of_selection(
    tx: Read, asker: Membership, selected: Selection, resolution: Resolution | None = None, *, with_graph: bool = False
) -> Totals:
    """The totals of some entries, with steps as long as suits the range where nothing is said."""
    chosen = resolution or usual(selected.range)
    divided = steps(tx, asker, selected.range, chosen) if with_graph else None
    rows, days = _read(tx, asker, selected, divided, by_day=with_graph and chosen is Resolution.DAY)
    default = selected.workspace.default_currency
    rates, sees_amounts = rates_of(rows, default), whose.sees_amounts(asker)
    return Totals(
        seconds=sum(row.seconds for row in rows),
        billable_seconds=sum(rate.billable_seconds for rate in rates),
        tracked_days=days,
        billable_amount_in_cents=billed(rates) if sees_amounts else None,
        labour_cost_in_cents=cost_of(rows, default) if whose.sees_costs(asker) else None,
        rates=rates if sees_amounts else None,
        resolution=chosen,
        graph=None if divided is None else Graph(asker, selected, divided).of(rows),
    )


def _read(
    tx: Read, asker: Membership, selected: Selection, divided: Buckets | None, *, by_day: bool
) -> tuple[list[Sum], int]:
    """What to add up, by the steps that time is divided into, and on how many days there is any.

    Of narrow filters the database adds up each day: to look for the first entry of each would take longer.
    """
    if by_day or entries.is_narrow(selected.shape):
        rows = sums(tx, asker, selected, Grouping(by_day=True, costs=True))
        days = len({row.day for row in rows if row.seconds > 0})
        if divided is not None:
            for row in rows:
                row.day = divided.bucket_of(row.day or 0)
        return rows, days
    day_starts = selected.range.day_starts()
    starts = [] if divided is None else [day_starts[number] for number in divided.starts]
    return sums(tx, asker, selected, Grouping(costs=True), starts), tracked_days.count(tx, asker, selected)


def usual(days: Range) -> Resolution:
    """How long the steps of a range are where nothing is said."""
    number = (days.last_day - days.first_day) // ONE_DAY + 1
    if number <= DAYS_IN_DAYS:
        return Resolution.DAY
    return Resolution.WEEK if number <= DAYS_IN_WEEKS else Resolution.MONTH


def rates_of(rows: Iterable[Sum], default_currency: str) -> list[Rate]:
    """The rates of the billable time among these sums."""
    return merged(Rate(row.seconds, row.rate, row.currency or default_currency) for row in rows if row.billable)


def cost_of(rows: Iterable[Sum], default_currency: str) -> int | None:
    """What the time costs that these sums are of; None where currencies would have to be added up."""
    money = Money()
    for row in rows:
        money.add(row.currency or default_currency, row.seconds, row.cost)
    return shown_sum(money.exact)


class Graph:
    """The steps of a graph."""

    def __init__(self, asker: Membership, selected: Selection, steps: Buckets) -> None:
        self._steps, self._default = steps, selected.workspace.default_currency
        self._sees_amounts, self._sees_costs = whose.sees_amounts(asker), whose.sees_costs(asker)

    def of(self, rows: Iterable[Sum]) -> list[Step]:
        """All steps in their order, those without time as well."""
        by_step: defaultdict[int, list[Sum]] = defaultdict(list)
        for row in rows:
            assert row.day is not None
            by_step[row.day].append(row)
        return [self._step(number, by_step[number]) for number in range(len(self._steps.dates))]

    def _step(self, number: int, rows: list[Sum]) -> Step:
        rates = rates_of(rows, self._default)
        return Step(
            date=self._steps.dates[number],
            seconds=sum(row.seconds for row in rows),
            billable_seconds=sum(rate.billable_seconds for rate in rates),
            billable_amount_in_cents=billed(rates) if self._sees_amounts else None,
            labour_cost_in_cents=cost_of(rows, self._default) if self._sees_costs else None,
            by_rate=_by_rate(rates) if self._sees_amounts else None,
        )


def _by_rate(rates: Iterable[Rate]) -> dict[str, int]:
    seconds: dict[str, int] = {}
    for rate in rates:
        # All billable time is here: clients add it up.
        key = str(rate.hourly_rate_in_cents or 0)
        seconds[key] = seconds.get(key, 0) + rate.billable_seconds
    return seconds


def _wanted(wanted: TotalsPost) -> Resolution | None:
    for name in ("resolution", "granularity"):
        given = getattr(wanted, name)
        if given is not None:
            rules.check_choice(name, given, RESOLUTIONS)
    given = wanted.granularity or wanted.resolution
    return None if given is None else Resolution(given)


def steps(tx: Read, asker: Membership, days: Range, resolution: Resolution) -> Buckets:
    """The steps of a range, with weeks as the asker begins them."""
    beginning = tx.one(BEGINNING, user_id=asker.user.id).beginning_of_week if resolution is Resolution.WEEK else 0
    return buckets(days, resolution, beginning)
