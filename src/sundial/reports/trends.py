"""Data trends: the time and the earnings of a few projects, clients or users, step by step."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar

from sundial.access.askers import Membership
from sundial.core.errors import Invalid
from sundial.core.rounding import exact_amount, shown_amount
from sundial.db.transaction import Read
from sundial.reports import things, whose
from sundial.reports.entries import selection
from sundial.reports.graphs import Graph, Sentences, currency_of, graph, span
from sundial.reports.insights_schemas import (
    ClientTrend,
    ClientTrendsGraph,
    ClientTrendsReport,
    ClientTrendsStep,
    ProjectTrend,
    ProjectTrendsGraph,
    ProjectTrendsReport,
    ProjectTrendsStep,
    TrendsWanted,
    UserTrend,
    UserTrendsGraph,
    UserTrendsReport,
    UserTrendsStep,
)
from sundial.reports.schemas import Filters, Period
from sundial.reports.sums import Grouping, Sum, sums

MOST_IDS = 5
Thing = TypeVar("Thing", things.Named, things.NamedUser, things.NamedProject)
SENTENCES = Sentences(malformed="Invalid date format")


class Cell:
    """What one thing has in one step."""

    __slots__ = ("billable_seconds", "exact", "total_seconds")

    def __init__(self) -> None:
        self.total_seconds = 0
        self.billable_seconds = 0
        self.exact = 0


class Trends:
    """The cells of a report, by step and id."""

    def __init__(self, drawn: Graph, currency: str, sees_amounts: bool) -> None:
        self.currency = currency
        self.sees_amounts = sees_amounts
        self._drawn = drawn
        self._cells: defaultdict[tuple[int, int], Cell] = defaultdict(Cell)

    @property
    def resolution(self) -> str:
        """How long a step is."""
        return self._drawn.resolution

    def steps(self) -> Iterator[tuple[int, str]]:
        """The number and the first day of each step."""
        return enumerate(day.isoformat() for day in self._drawn.steps.dates)

    def add(self, row: Sum, currency: str) -> None:
        """Add some time, which is in a currency: what it earns counts if that is the report's."""
        cell = self._cells[self._drawn.steps.bucket_of(row.day or 0), row.one]
        cell.total_seconds += row.seconds
        if row.billable:
            cell.billable_seconds += row.seconds
            if row.rate is not None and currency == self.currency:
                cell.exact += exact_amount(row.seconds, row.rate)

    def figures(self, step: int, number: int) -> tuple[int, int, int | None]:
        """The seconds of one thing in one step, the billable ones, and what they earn."""
        cell = self._cells[step, number]
        return cell.total_seconds, cell.billable_seconds, shown_amount(cell.exact) if self.sees_amounts else None


def of_projects(tx: Read, asker: Membership, wanted: TrendsWanted, now: datetime) -> ProjectTrendsReport:
    """The trends of projects that the asker sees. Raises Invalid and PaymentRequired."""
    found = _trends(tx, asker, wanted, "project", now)
    named = _in_order(things.projects(tx, asker, wanted.ids or []), wanted)
    steps = [ProjectTrendsStep(date, [_project(one, found, step) for one in named]) for step, date in found.steps()]
    return ProjectTrendsReport(found.currency, ProjectTrendsGraph(found.resolution, steps))


def of_clients(tx: Read, asker: Membership, wanted: TrendsWanted, now: datetime) -> ClientTrendsReport:
    """The trends of clients. Raises Invalid and PaymentRequired."""
    found = _trends(tx, asker, wanted, "client", now)
    named = _in_order(things.clients(tx, asker, wanted.ids or []), wanted)
    steps = [
        ClientTrendsStep(date, [ClientTrend(one.id, one.name, *found.figures(step, one.id)) for one in named])
        for step, date in found.steps()
    ]
    return ClientTrendsReport(found.currency, ClientTrendsGraph(found.resolution, steps))


def of_users(tx: Read, asker: Membership, wanted: TrendsWanted, now: datetime) -> UserTrendsReport:
    """The trends of users, as far as the asker sees their time. Raises Invalid and PaymentRequired."""
    found = _trends(tx, asker, wanted, "user", now)
    named = _in_order(things.users(tx, asker, wanted.ids or []), wanted)
    steps = [
        UserTrendsStep(date, [UserTrend(one.id, one.name, *found.figures(step, one.id)) for one in named])
        for step, date in found.steps()
    ]
    return UserTrendsReport(found.currency, UserTrendsGraph(found.resolution, steps))


def _trends(tx: Read, asker: Membership, wanted: TrendsWanted, kind: str, now: datetime) -> Trends:
    currency = currency_of(wanted.currency, SENTENCES)
    if not wanted.ids:
        raise Invalid("At least 1 id required")
    if len(wanted.ids) > MOST_IDS:
        raise Invalid(f"Maximum {MOST_IDS} ids allowed")
    days = span(Period(wanted.start_date, wanted.end_date), asker.user.timezone, now, SENTENCES)
    trends = Trends(graph(tx, asker, days, wanted.resolution, SENTENCES), currency, whose.sees_amounts(asker))
    filters = Filters(billable=wanted.billable, rounding=wanted.rounding, rounding_minutes=wanted.rounding_minutes)
    setattr(filters, f"{kind}_ids", wanted.ids)
    selected = selection(tx, asker, filters, now, days)
    for row in sums(tx, asker, selected, Grouping(one=kind, by_day=True)):
        trends.add(row, row.currency or selected.workspace.default_currency)
    return trends


def _project(one: things.NamedProject, found: Trends, step: int) -> ProjectTrend:
    currency = one.currency if found.sees_amounts else None
    return ProjectTrend(one.id, one.name, one.color, currency, *found.figures(step, one.id))


def _in_order(named: list[Thing], wanted: TrendsWanted) -> list[Thing]:
    by_id = {one.id: one for one in named}
    return [by_id[number] for number in dict.fromkeys(wanted.ids or []) if number in by_id]
