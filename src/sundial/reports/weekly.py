"""The weekly report: the time of each person in each project, on each of seven days."""

from collections.abc import Iterable
from datetime import datetime
from itertools import repeat
from operator import add, attrgetter

import msgspec

from sundial.access.askers import Membership
from sundial.core.errors import Invalid
from sundial.core.periods import ONE_DAY
from sundial.core.rounding import exact_amount, shown_amounts
from sundial.db.transaction import Read
from sundial.reports import axes, entries, rules, whose
from sundial.reports.axes import NOTHING, Axis, Thing
from sundial.reports.entries import Selection
from sundial.reports.rules import LAST_DAY, Range
from sundial.reports.schemas import Period
from sundial.reports.sums import NO_RATE, Columns, Parts, parts
from sundial.reports.weekly_schemas import WeeklyPost, WeeklyRow

DAYS = 7
Key = tuple[int, int | None, int | None]
"""A user, a project and a task."""
NO_TASK = Axis([NOTHING], {None: 0})
SEVERAL = -2
"""Stands for the rate of billable time at more than one."""
NONE = [0] * DAYS
"""What no day has anything of. Many rows share it: nobody changes it."""


class Line(msgspec.Struct, gc=False):
    """The time of one person in one project, and in one task where tasks are told apart: on each day.

    ``place`` is its own in the order of the lines. ``exact`` is what it bills, in 3600ths of a hundredth. ``rate``:
    null where no time is billable, maybe NO_RATE or SEVERAL.
    """

    place: int
    user: Thing
    project: Thing
    task: Thing
    seconds: list[int]
    billable: list[int]
    exact: list[int]
    rate: int | None = None


class Week(msgspec.Struct):
    """A week: its lines by user, project and task."""

    selected: Selection
    days: Range
    lines: list[Line]

    def currency(self, thing: Thing) -> str:
        """The currency that time in a project is in."""
        own = None if thing.project is None else thing.project.currency
        return self.selected.workspace.default_currency if own is None else own


def weekly(tx: Read, asker: Membership, wanted: WeeklyPost, now: datetime) -> list[WeeklyRow]:
    """The week that a request asks for. Raises Invalid."""
    rules.require_any(wanted)
    week, sees_amounts = read(tx, asker, wanted, now), whose.sees_amounts(asker)
    things = {line.project.id: line.project for line in week.lines}
    shown = {project_id: _shown(thing, week.currency(thing)) for project_id, thing in things.items()}
    rows = [_row(line, *shown[line.project.id]) for line in week.lines]
    if not sees_amounts:
        for row in rows:
            row.currency = row.hourly_rate_in_cents = row.billable_amounts_in_cents = None
    return rows


def read(tx: Read, asker: Membership, wanted: WeeklyPost, now: datetime) -> Week:
    """The lines of a week. Raises Invalid."""
    days = _seven_days(wanted, asker.user.timezone, now)
    selected = entries.selection(tx, asker, wanted, now, days)
    by_task = bool(wanted.group_by_task)
    by = Parts("user", "project", "task" if by_task else None, by_day=True, single=True)
    found = parts(tx, asker, entries.without_currencies(selected), by)
    user_ids, project_ids = set(found.one), set(found.two)
    known = axes.projects(tx, asker, project_ids)
    users = axes.axis(tx, asker, "user", user_ids, known)
    projects = axes.axis(tx, asker, "project", project_ids, known)
    tasks = axes.axis(tx, asker, "task", set(found.three), known) if by_task else NO_TASK
    return Week(selected, days, _lines(found, users, projects, tasks))


def added(lines: Iterable[list[int]]) -> list[int]:
    """The sums of each day."""
    sums = NONE
    for days in lines:
        sums = days if sums is NONE else list(map(add, sums, days))
    return sums


def _seven_days(wanted: Period, zone: str, now: datetime) -> Range:
    """The days of a week: seven from the first on, of which those after ``end_date`` have nothing.

    Raises Invalid, also for more than seven: the answer has no place for them.
    """
    if wanted.start_date is not None and wanted.end_date is None:
        first = rules.period(Period(wanted.start_date), zone, now, most_days=None).first_day
        last = min(first + (DAYS - 1) * ONE_DAY, LAST_DAY)
        wanted = Period(wanted.start_date, last.isoformat(), wanted.startTime, wanted.endTime)
    days = rules.period(wanted, zone, now)
    if (days.last_day - days.first_day) // ONE_DAY >= DAYS:
        raise Invalid("The 'end_date' parameter is not supported: a weekly report is about 7 days from start_date on")
    return days


def _lines(found: Columns, users: Axis, projects: Axis, tasks: Axis) -> list[Line]:
    """The lines in their order. This goes through every entry of the week."""
    lines: dict[Key, Line] = {}
    most_projects, most_tasks = len(projects.things), len(tasks.things)
    keys: Iterable[Key] = zip(found.one, found.two, found.three or repeat(None), strict=False)
    for key, rate, day, seconds in zip(keys, found.rate, found.day, found.seconds, strict=True):
        line = lines.get(key)
        if line is None:
            user, project, task = users.places[key[0]], projects.places[key[1]], tasks.places[key[2]]
            # One number for the three, in the order of the lines.
            place = (user * most_projects + project) * most_tasks + task
            things = users.things[user], projects.things[project], tasks.things[task]
            line = lines[key] = Line(place, *things, NONE.copy(), NONE.copy(), NONE.copy())
        line.seconds[day] += seconds
        if rate is not None:
            line.billable[day] += seconds
            if rate != line.rate:
                line.rate = rate if line.rate is None else SEVERAL
            if rate != NO_RATE:
                line.exact[day] += exact_amount(seconds, rate)
    return sorted(lines.values(), key=attrgetter("place"))


def _shown(thing: Thing, currency: str) -> tuple[str | None, str | None, str]:
    """What rows show of a project besides its name: its color, its client, and the currency that its time is in."""
    project = thing.seen_project
    return (None, None, currency) if project is None else (project.color, project.client_name, currency)


def _row(line: Line, color: str | None, client: str | None, currency: str) -> WeeklyRow:
    user, project, task, rate = line.user, line.project, line.task, line.rate
    assert user.id is not None
    return WeeklyRow(
        user.id,
        user.title,
        project.id,
        project.title,
        color,
        color,
        client,
        task.id,
        task.title,
        currency,
        None if rate in (NO_RATE, SEVERAL) else rate,
        line.seconds,
        line.billable,
        NONE if rate is None else shown_amounts(line.exact),
    )
