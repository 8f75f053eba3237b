"""The weekly report: the time of each person in each project, on each of seven days."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from sundial.access.askers import Membership
from sundial.core.errors import Invalid
from sundial.core.periods import ONE_DAY
from sundial.core.rounding import exact_amount, shown_amount
from sundial.db.transaction import Read
from sundial.reports import axes, entries, rules, whose
from sundial.reports.axes import NOTHING, Axis, Thing
from sundial.reports.entries import Selection
from sundial.reports.rules import LAST_DAY, Range
from sundial.reports.schemas import Period
from sundial.reports.sums import NO_RATE, Part, Parts, parts
from sundial.reports.weekly_schemas import WeeklyPost, WeeklyRow

DAYS = 7
NO_TASK = Axis([NOTHING], {None: 0})
Key = tuple[int, int | None, int | None, int | None]
"""A user, a project, a task, and a rate."""
NONE = [0] * DAYS
"""What no day has anything of. Many rows share it: nobody changes it."""


class Line(msgspec.Struct, gc=False):
    """The time of one person in one project, and in one task where tasks are told apart: the seconds of each day.

    They are by rate, None for time that is not billable and NO_RATE for billable time without one.
    """

    user: Thing
    project: Thing
    task: Thing
    by_rate: list[tuple[int | None, list[int]]]

    @property
    def seconds(self) -> list[int]:
        """All time of each day."""
        return added(days for _, days in self.by_rate)

    @property
    def exact(self) -> list[int]:
        """What each day bills, in 3600ths of a hundredth."""
        priced = [(rate, days) for rate, days in self.by_rate if rate is not None and rate != NO_RATE]
        return added([exact_amount(seconds, rate) for seconds in days] for rate, days in priced)


class Week(msgspec.Struct):
    """A week: its lines by user, project and task."""

    selected: Selection
    days: Range
    lines: list[Line]

    def currency(self, line: Line) -> str:
        """The currency that a line is in: its project's."""
        project = line.project.project
        own = None if project is None else project.currency
        return self.selected.workspace.default_currency if own is None else own


def weekly(tx: Read, asker: Membership, wanted: WeeklyPost, now: datetime) -> list[WeeklyRow]:
    """The week that a request asks for. Raises Invalid."""
    rules.require_any(wanted)
    week, sees_amounts = read(tx, asker, wanted, now), whose.sees_amounts(asker)
    rows = [_row(line, week.currency(line)) for line in week.lines]
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
    sums = _by_rate(parts(tx, asker, entries.without_currencies(selected), by))
    user_ids, project_ids, task_ids = ({key[place] for key in sums} for place in range(3))
    known = axes.projects(tx, asker, project_ids)
    users = axes.axis(tx, asker, "user", user_ids, known)
    projects = axes.axis(tx, asker, "project", project_ids, known)
    tasks = axes.axis(tx, asker, "task", task_ids, known) if by_task else NO_TASK
    return Week(selected, days, _lines(sums, users, projects, tasks))


def added(lines: Iterable[list[int]]) -> list[int]:
    """The sums of each day."""
    return [sum(of_day) for of_day in zip(*lines, strict=True)] or NONE


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


def _by_rate(found: Iterable[Part]) -> dict[Key, list[int]]:
    """The seconds of each day by user, project, task and rate. This is done for every entry of the week."""
    sums: dict[Key, list[int]] = {}
    for entry in found:
        key = entry.one, entry.two, entry.three, entry.rate
        days = sums.get(key)
        if days is None:
            days = sums[key] = [0] * DAYS
        days[entry.day or 0] += entry.seconds
    return sums


def _lines(sums: dict[Key, list[int]], users: Axis, projects: Axis, tasks: Axis) -> list[Line]:
    lines: dict[int, Line] = {}
    most_projects, most_tasks = len(projects.things), len(tasks.things)
    for (user_id, project_id, task_id, rate), days in sums.items():
        user, project, task = users.places[user_id], projects.places[project_id], tasks.places[task_id]
        # One number for the three, in the order of the lines.
        place = (user * most_projects + project) * most_tasks + task
        line = lines.get(place)
        if line is None:
            lines[place] = Line(users.things[user], projects.things[project], tasks.things[task], [(rate, days)])
        else:
            line.by_rate.append((rate, days))
    return [lines[place] for place in sorted(lines)]


def _row(line: Line, currency: str) -> WeeklyRow:
    user, thing, task, project = line.user, line.project, line.task, line.project.seen_project
    assert user.id is not None
    if project is None:
        color = client = None
    else:
        color, client = project.color, project.client_name
    return WeeklyRow(
        user.id,
        user.title,
        thing.id,
        thing.title,
        color,
        color,
        client,
        task.id,
        task.title,
        currency,
        *(_of_one_rate(*line.by_rate[0]) if len(line.by_rate) == 1 else _of_rates(line)),
    )


def _of_one_rate(rate: int | None, seconds: list[int]) -> tuple[int | None, list[int], list[int], list[int]]:
    """The rate, the seconds, the billable ones and the amounts of a line, as nearly all of them are."""
    if rate is None:
        return None, seconds, NONE, NONE
    if rate == NO_RATE:
        return None, seconds, seconds, NONE
    return rate, seconds, seconds, [shown_amount(exact_amount(of_day, rate)) if of_day else 0 for of_day in seconds]


def _of_rates(line: Line) -> tuple[int | None, list[int], list[int], list[int]]:
    billable = [(rate, days) for rate, days in line.by_rate if rate is not None]
    rate = billable[0][0] if len(billable) == 1 and billable[0][0] != NO_RATE else None
    return rate, line.seconds, added(days for _, days in billable), list(map(shown_amount, line.exact))
