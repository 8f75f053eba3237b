"""Profitability: what projects, and the people who work, earn and cost.

A report is about one currency: time in another one is not in it. A project with a fixed fee earns the fee, whole, as
soon as it has time in the range, and nothing by the hour; steps and people share it in proportion to that time.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

import msgspec

from sundial.access.askers import Membership
from sundial.core.rounding import shown_amount
from sundial.db.transaction import Read
from sundial.reports import things
from sundial.reports.buckets import Resolution
from sundial.reports.entries import selection
from sundial.reports.graphs import Graph, Sentences, currency_of, graph, span
from sundial.reports.insights_schemas import (
    EmployeesWanted,
    ProfitabilityGraph,
    ProfitabilityReport,
    ProfitabilityRow,
    ProfitabilityStep,
    ProfitabilityWanted,
)
from sundial.reports.margins import Balance, parts
from sundial.reports.schemas import Filters, Period
from sundial.reports.sums import Grouping, Sum, sums
from sundial.reports.totals import RESOLUTIONS

EMPLOYEE_STEPS = (*RESOLUTIONS, Resolution.QUARTER)


class Projects(msgspec.Struct):
    """What each project with time earned and cost, by name, and what each step of the graph did."""

    currency: str
    drawn: Graph
    rows: list[tuple[things.NamedProject, Balance]]
    steps: list[Balance]


class Employees(msgspec.Struct):
    """What each person with time earned and cost, by step and name. Without a resolution all days are one step."""

    currency: str
    drawn: Graph
    rows: list[tuple[int, things.NamedUser, Balance]]


def of_projects(tx: Read, asker: Membership, wanted: ProfitabilityWanted, now: datetime, say: Sentences) -> Projects:
    """The projects that are in the wanted currency. Raises Invalid."""
    currency = currency_of(wanted.currency, say)
    days = span(Period(wanted.start_date, wanted.end_date), asker.user.timezone, now, say)
    drawn = graph(tx, asker, days, wanted.resolution, say)
    filters = _filters(wanted)
    filters.billable, filters.client_ids = wanted.billable, wanted.client_ids
    filters.project_ids = None if wanted.project_ids is None else [*wanted.project_ids]
    grouping = Grouping(one="project", by_day=True, costs=True)
    rows: dict[int | None, list[Sum]] = defaultdict(list)
    for row in sums(tx, asker, selection(tx, asker, filters, now, days), grouping):
        rows[row.one].append(row)
    named = things.projects(tx, asker, [number for number in rows if number is not None])
    steps = [Balance() for _ in drawn.steps.dates]
    balances = [(one, _balance(one, rows[one.id], drawn, steps)) for one in named if one.currency == currency]
    return Projects(currency, drawn, balances, steps)


def report(found: Projects) -> ProfitabilityReport:
    """The report of projects as clients read it."""
    steps = [
        ProfitabilityStep(day.isoformat(), shown_amount(step.earnings), shown_amount(step.costs))
        for day, step in zip(found.drawn.steps.dates, found.steps, strict=True)
    ]
    table = [
        ProfitabilityRow(
            project_id=one.id,
            name=one.name,
            color=one.color,
            currency=one.currency,
            earnings=shown_amount(balance.earnings),
            labour_cost=shown_amount(balance.costs),
            billable_seconds=balance.billable_seconds,
            total_seconds=balance.total_seconds,
        )
        for one, balance in found.rows
    ]
    return ProfitabilityReport(found.currency, ProfitabilityGraph(found.drawn.resolution, steps), table)


def of_employees(tx: Read, asker: Membership, wanted: EmployeesWanted, now: datetime, say: Sentences) -> Employees:
    """The people who tracked time in the wanted currency. Raises Invalid."""
    currency = currency_of(wanted.currency, say)
    days = span(Period(wanted.start_date, wanted.end_date), asker.user.timezone, now, say)
    drawn = graph(tx, asker, days, wanted.resolution, say, EMPLOYEE_STEPS)
    filters = _filters(wanted)
    filters.user_ids, filters.group_ids = wanted.user_ids, wanted.group_ids
    selected = selection(tx, asker, filters, now, days)
    fees = things.fixed_fees(tx, asker, currency)
    grouping = Grouping(one="user", two="project" if fees else None, by_day=wanted.resolution is not None, costs=True)
    default = selected.workspace.default_currency
    found = [row for row in sums(tx, asker, selected, grouping) if (row.currency or default) == currency]
    cells: dict[tuple[int, int], Balance] = defaultdict(Balance)
    for row in found:
        rate = None if row.two in fees else row.rate
        cells[_step(row, drawn), row.one].add(row.seconds, row.billable, rate, row.cost)
    if fees:
        everybody = _filters(wanted)
        everybody.project_ids = [*fees]
        _share(fees, sums(tx, asker, selection(tx, asker, everybody, now, days), grouping), drawn, cells)
    people = things.users(tx, asker, list({user_id for _, user_id in cells}))
    rows = [
        (step, one, cells[step, one.id])
        for step in range(len(drawn.steps.dates))
        for one in people
        if (step, one.id) in cells
    ]
    return Employees(currency, drawn, rows)


def _filters(wanted: ProfitabilityWanted | EmployeesWanted) -> Filters:
    return Filters(rounding=wanted.rounding, rounding_minutes=wanted.rounding_minutes)


def _step(row: Sum, drawn: Graph) -> int:
    return drawn.steps.bucket_of(row.day or 0)


def _balance(one: things.NamedProject, rows: Iterable[Sum], drawn: Graph, steps: list[Balance]) -> Balance:
    """What a project earned and cost; each step of the graph gets its part."""
    fee = None if one.fixed_fee is None else one.fixed_fee.hundredths
    own = [Balance() for _ in steps]
    for row in rows:
        own[_step(row, drawn)].add(row.seconds, row.billable, row.rate if fee is None else None, row.cost)
    if fee is not None:
        for step, part in zip(own, parts(fee, [step.total_seconds for step in own]), strict=True):
            step.add_fee(part)
    whole = Balance()
    for step, part in zip(steps, own, strict=True):
        step.merge(part)
        whole.merge(part)
    return whole


def _share(fees: dict[int, int], everybody: Iterable[Sum], drawn: Graph, cells: dict[tuple[int, int], Balance]) -> None:
    """Give each cell its part of the fixed fees. Whoever is not in the report has a part too, which is not shown."""
    seconds: dict[int, dict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
    for row in everybody:
        seconds[row.two][_step(row, drawn), row.one] += row.seconds
    for number, times in seconds.items():
        places = sorted(times)
        for place, part in zip(places, parts(fees[number], [times[one] for one in places]), strict=True):
            if place in cells:
                cells[place].add_fee(part)
