"""The weekly report as a table: of time, or of what it bills.

Tables of values have a line for each person in each project; pages have one for each group with its parts below. Lines
of amounts are in one currency each, so that all of them add up: a group with several has several.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from sundial.access.askers import Membership
from sundial.core.periods import ONE_DAY
from sundial.core.rounding import shown_amount
from sundial.db.transaction import Read
from sundial.reports import axes, rules, told, whose
from sundial.reports.appearance import style
from sundial.reports.axes import Thing
from sundial.reports.logo import logo
from sundial.reports.render import values
from sundial.reports.render.sheets import Cell, Column, Kind, Row, Sheet, Style
from sundial.reports.weekly import DAYS, Line, Week, added, read
from sundial.reports.weekly_schemas import WeeklyExport
from sundial.users.queries import PREFERENCES

GROUPINGS, CALCULATIONS = ("projects", "users"), ("time", "amounts")


class Look(msgspec.Struct, frozen=True):
    """What a table shows."""

    by_user: bool
    by_task: bool
    amounts: bool
    sees_amounts: bool
    pages: bool


def sheet(tx: Read, asker: Membership, given: WeeklyExport, now: datetime, *, pages: bool = False) -> Sheet:
    """The table that a request asks for. Raises Invalid."""
    rules.require_any(given)
    for name, allowed in (("grouping", GROUPINGS), ("calculate", CALCULATIONS)):
        if (value := getattr(given, name)) is not None:
            rules.check_choice(name, value, allowed)
    shown = style(given, tx.one(PREFERENCES, user_id=asker.user.id).preferences)
    week = read(tx, asker, given, now)
    look = Look(
        given.grouping == "users",
        bool(given.group_by_task),
        given.calculate == "amounts",
        whose.sees_amounts(asker),
        pages,
    )
    table, last_day = Table(week, look), week.days.first_day + (DAYS - 1) * ONE_DAY
    return Sheet(
        title="Weekly report",
        workspace=week.selected.workspace.name,
        period=f"{values.day(week.days.first_day, shown)} – {values.day(last_day, shown)}",
        columns=table.columns(shown if pages else Style()),
        rows=table.pages() if pages else table.lines(),
        filters=told.filters(tx, asker, given, week.selected, shown) if pages else [],
        totals=table.totals,
        logo=logo(tx, asker) if pages else None,
        style=shown,
    )


class Table:
    """The lines of a week."""

    def __init__(self, week: Week, look: Look) -> None:
        self._week, self._look = week, look
        self._lines = week.lines
        if not look.by_user:
            self._lines = sorted(
                week.lines, key=lambda line: tuple(map(axes.order, (line.project, line.task, line.user)))
            )

    def columns(self, shown: Style) -> list[Column]:
        """The columns: names, the days, their sum, and the currency of amounts."""
        days = [self._week.days.first_day + number * ONE_DAY for number in range(DAYS)]
        kind = Kind.AMOUNT if self._look.amounts else Kind.DURATION
        of_days = [Column(f"{day:%a} {values.day(day, shown)}", kind) for day in days]
        currency = [Column("Currency")] if self._look.amounts else []
        return [Column(name, width=2) for name in self._names()] + of_days + [Column("Total", kind)] + currency

    def lines(self) -> Iterator[Row]:
        """A line for each person in each project."""
        for line in self._lines:
            project = line.project.seen_project
            client = None if project is None else project.client_name
            names: list[Cell] = [line.project.title, client, *([line.task.title] if self._look.by_task else [])]
            names = [line.user.title, *names] if self._look.by_user else [*names, line.user.title]
            yield from (Row([*names, *cells]) for cells in self._cells([line]))

    def pages(self) -> Iterator[Row]:
        """A line for each group, and below it one for each of its parts."""
        groups: defaultdict[Thing, list[Line]] = defaultdict(list)
        for line in self._lines:
            groups[line.user if self._look.by_user else line.project].append(line)
        for thing, lines in groups.items():
            title = _title(thing, "project")
            yield from (Row([title, *cells], level=1) for cells in self._cells(lines))
            for line in lines:
                yield from (Row([self._part(line), *cells], level=2) for cells in self._cells([line]))

    def totals(self) -> list[Sequence[Cell]]:
        """The sums of each day, in each currency where they are amounts."""
        names = ["Total", *[None] * (len(self._names()) - 1)]
        return [[*names, *cells] for cells in self._cells(self._lines)]

    def _names(self) -> list[str]:
        if self._look.pages:
            return ["User, project" if self._look.by_user else "Project, user"]
        of_project = ["Project", "Client", *(["Task"] if self._look.by_task else [])]
        return ["User", *of_project] if self._look.by_user else [*of_project, "User"]

    def _part(self, line: Line) -> str:
        first = _title(line.project, "project") if self._look.by_user else _title(line.user, "user")
        return f"{first} · {_title(line.task, 'task')}" if self._look.by_task else first

    def _cells(self, lines: Iterable[Line]) -> list[list[Cell]]:
        """What lines have together on each day and altogether: once, or for each currency that they bill in."""
        if not self._look.amounts:
            return [_with_sum(added(line.seconds for line in lines), int)]
        if not self._look.sees_amounts:
            return [[None] * (DAYS + 2)]
        by_currency: defaultdict[str, list[list[int]]] = defaultdict(list)
        for line in lines:
            by_currency[self._week.currency(line.project)].append(line.exact)
        found = by_currency or {self._week.selected.workspace.default_currency: list[list[int]]()}
        return [[*_with_sum(added(exact), shown_amount), currency] for currency, exact in sorted(found.items())]


def _with_sum(numbers: list[int], shown: Callable[[int], int]) -> list[Cell]:
    return [*map(shown, numbers), shown(sum(numbers))]


def _title(thing: Thing, kind: str) -> str:
    return thing.title or (f"Without {kind}" if thing.id is None else f"#{thing.id}")
