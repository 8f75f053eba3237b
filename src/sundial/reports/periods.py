"""Trends of projects: the time of each day of a period, beside that of an earlier one of the same length."""

from collections import defaultdict
from datetime import datetime

import msgspec

from sundial.access.askers import Membership
from sundial.core.periods import ONE_DAY, end_of_day, start_of_day
from sundial.db.transaction import Read
from sundial.reports import things
from sundial.reports.entries import selection
from sundial.reports.graphs import Sentences, span
from sundial.reports.insights_schemas import PeriodsWanted, ProjectPeriods
from sundial.reports.margins import percent
from sundial.reports.render.sheets import Cell, Column, Kind, Row, Sheet
from sundial.reports.rules import Range, require_any
from sundial.reports.schemas import Filters, Period
from sundial.reports.sums import Grouping, sums


class Tracked(msgspec.Struct):
    """The seconds that each project has in each day of a period, and who tracked them, as far as that was asked."""

    days: Range
    seconds: dict[int, list[int]]
    users: dict[int, set[int]]


def of_projects(
    tx: Read, asker: Membership, wanted: PeriodsWanted, now: datetime, say: Sentences
) -> list[ProjectPeriods]:
    """The two periods of every project that has time in one of them, by id. Raises Invalid."""
    current, previous = _both(tx, asker, wanted, now, say)
    nothing = [0] * len(current.days.days)
    return [
        ProjectPeriods(
            project_id=number,
            user_ids=sorted(current.users.get(number, ())),
            start=current.days.first_day.isoformat(),
            end=current.days.last_day.isoformat(),
            previousStart=previous.days.first_day.isoformat(),
            current_period_seconds=current.seconds.get(number, nothing),
            previous_period_seconds=previous.seconds.get(number, nothing),
        )
        for number in sorted({*current.seconds, *previous.seconds})
    ]


def sheet(tx: Read, asker: Membership, wanted: PeriodsWanted, now: datetime, say: Sentences) -> Sheet:
    """The same as a sheet, by name: the sums of both periods, and by how much they differ."""
    current, previous = _both(tx, asker, wanted, now, say)
    rows: list[Row] = []
    totals = [0, 0]
    for one in things.projects(tx, asker, list({*current.seconds, *previous.seconds})):
        seconds = [sum(period.seconds.get(one.id, ())) for period in (current, previous)]
        totals = [total + more for total, more in zip(totals, seconds, strict=True)]
        members = len(current.users.get(one.id, ()))
        rows.append(Row([one.name, one.client_name, members, *seconds, _change(*seconds)]))
    total: list[Cell] = ["Total", None, None, *totals, _change(*totals)]
    return Sheet(
        title="Project trends",
        workspace=things.workspace_name(tx, asker),
        period=f"{current.days.first_day} - {current.days.last_day}",
        columns=[
            Column("Project", width=3),
            Column("Client", width=2),
            Column("Members", Kind.NUMBER),
            Column("Current period", Kind.DURATION),
            Column("Previous period", Kind.DURATION),
            Column("Change", Kind.PERCENT),
        ],
        rows=rows,
        filters=[("Previous period", f"{previous.days.first_day} - {previous.days.last_day}")],
        totals=lambda: [total],
    )


def _change(current: int, previous: int) -> int | None:
    return percent(current - previous, previous)


def _both(tx: Read, asker: Membership, wanted: PeriodsWanted, now: datetime, say: Sentences) -> tuple[Tracked, Tracked]:
    require_any(wanted)
    days = span(Period(wanted.start_date, wanted.end_date), asker.user.timezone, now, say)
    before = _previous(wanted.previous_period_start, days, now, say)
    return _tracked(tx, asker, wanted, days, now, users=True), _tracked(tx, asker, wanted, before, now, users=False)


def _previous(start: str | None, current: Range, now: datetime, say: Sentences) -> Range:
    """As many days from a start on, or those just before the current ones."""
    length = current.last_day - current.first_day
    if start is None:
        first = current.first_day - length - ONE_DAY
    else:
        first = span(Period(start, start), current.zone, now, say).first_day
    last = first + length
    return Range(first, last, start_of_day(first, current.zone), end_of_day(last, current.zone), current.zone)


def _tracked(tx: Read, asker: Membership, wanted: PeriodsWanted, days: Range, now: datetime, *, users: bool) -> Tracked:
    filters = Filters(billable=wanted.billable, rounding=wanted.rounding, rounding_minutes=wanted.rounding_minutes)
    filters.project_ids = None if wanted.project_ids is None else [*wanted.project_ids]
    number = len(days.days)
    seconds: dict[int, list[int]] = defaultdict(lambda: [0] * number)
    by_project: dict[int, set[int]] = defaultdict(set)
    selected = selection(tx, asker, filters, now, days)
    for row in sums(tx, asker, selected, Grouping(one="project", by_day=True, rates=False)):
        if row.one is not None:
            seconds[row.one][row.day or 0] += row.seconds
    # Apart: people in each day would be as many rows as there are entries.
    if users:
        for row in sums(tx, asker, selected, Grouping(one="project", two="user", rates=False)):
            if row.one is not None:
                by_project[row.one].add(row.two)
    return Tracked(days, seconds, by_project)
