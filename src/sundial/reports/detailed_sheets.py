"""The detailed report as a file: one line for each time entry, with all names (`behaviour.md, 15`).

Amounts of one currency have it in their heading; of several, each has it in a column beside it. Who may not see amounts
gets a file without them. Times are in the time zone of whoever asks. The ids of all entries are read at once, in their
order; the entries themselves come from the database as they are written, some at a time.
"""

from array import array
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import select

from sundial.access.askers import Membership
from sundial.core.rounding import shown_amount
from sundial.db.statement import Query
from sundial.db.transaction import Read
from sundial.projects.tables import project
from sundial.reports import detailed_pages, rules, told, whose
from sundial.reports.appearance import style
from sundial.reports.detailed import amount
from sundial.reports.detailed_names import Names, names
from sundial.reports.detailed_order import order
from sundial.reports.detailed_pages import Entry
from sundial.reports.detailed_schemas import SearchExport
from sundial.reports.entries import Selection, Shape, conditions, selection
from sundial.reports.logo import logo
from sundial.reports.render import values
from sundial.reports.render.sheets import Cell, Column, Kind, Row, Sheet
from sundial.reports.rules import check_choice
from sundial.reports.sums import PROJECT_OF_ENTRY, Money
from sundial.time_entries.tables import time_entry
from sundial.users.queries import PREFERENCES

ROWS_AT_ONCE = 2_000
DATES, TIMES = ("Start date", "End date"), ("Start time", "End time")
DISPLAYED = {"date_only": TIMES, "time_only": DATES, "date_time": (), "date_and_time": ()}
"""The columns that pages leave out, by what they are told to display."""
NOT_ON_PAGES = ("Email",)
COLUMNS = (
    Column("User", width=2),
    Column("Email", width=2),
    Column("Client", width=2),
    Column("Project", width=2),
    Column("Task", width=2),
    Column("Description", width=4),
    Column("Billable", Kind.YES_NO),
    Column("Start date", Kind.DATE),
    Column("Start time", Kind.TIME),
    Column("End date", Kind.DATE),
    Column("End time", Kind.TIME),
    Column("Duration", Kind.DURATION),
    Column("Tags", width=2),
)


class Used(msgspec.Struct):
    """A currency of projects, null for the workspace's own."""

    currency: str | None


def sheet(tx: Read, asker: Membership, given: SearchExport, now: datetime, *, pages: bool = False) -> Sheet:
    """The report to be written; ``pages``: for people, with fewer columns. Raises Invalid with the API's sentences."""
    rules.require_any(given)
    check_choice("display_mode", given.display_mode or "date_time", DISPLAYED)
    ordered, selected = order(given), selection(tx, asker, given, now)
    look = style(given, tx.one(PREFERENCES, user_id=asker.user.id).preferences)
    lines = Lines(tx, asker, selected, _currencies(tx, asker, selected, given))
    hidden = (*NOT_ON_PAGES, *DISPLAYED[given.display_mode or "date_time"]) if pages else ()
    kept = [place for place, column in enumerate(lines.columns) if column.heading not in hidden]
    ids = array("q", detailed_pages.all_ids(tx, asker, selected, ordered))
    return Sheet(
        title="Detailed report",
        workspace=selected.workspace.name,
        period=f"{values.day(selected.range.first_day, look)} – {values.day(selected.range.last_day, look)}",
        columns=[lines.columns[place] for place in kept],
        rows=map(Row, (lines.of(ids) if not hidden else ([cells[place] for place in kept] for cells in lines.of(ids)))),
        filters=told.filters(tx, asker, given, selected, look) if pages else [],
        totals=lambda: [[cells[place] for place in kept] for cells in lines.totals()],
        logo=logo(tx, asker) if pages else None,
        style=look,
    )


class Lines:
    """The lines of a file, and what they add up to so far. ``currencies`` of the amounts; none: no amounts."""

    def __init__(self, tx: Read, asker: Membership, selected: Selection, currencies: Sequence[str]) -> None:
        self._tx, self._asker, self._selected = tx, asker, selected
        self._zone = ZoneInfo(asker.user.timezone)
        self._amounts, self._several = len(currencies) > 0, len(currencies) > 1
        self._seconds = self._billable_seconds = 0
        self._money = Money()
        self.columns = [*COLUMNS]
        if self._amounts:
            self.columns.append(Column("Amount" if self._several else f"Amount ({currencies[0]})", Kind.AMOUNT))
        if self._several:
            self.columns.append(Column("Currency", width=2))

    def of(self, ids: Sequence[int]) -> Iterator[list[Cell]]:
        """The line of each of these entries, in their order."""
        for first in range(0, len(ids), ROWS_AT_ONCE):
            entries = detailed_pages.by_ids(self._tx, self._asker, self._selected, ids[first : first + ROWS_AT_ONCE])
            currencies = self._selected.shape.currencies
            known = names(self._tx, self._asker, entries, whole=True, currencies=currencies)
            for entry in entries:
                yield self._line(entry, known)

    def totals(self) -> list[Sequence[Cell]]:
        """All time, the billable time, and the amount in each currency."""
        return [
            self._total("Total", self._seconds, *self._shown(0)),
            self._total("Billable", self._billable_seconds),
            *(self._total("Total", None, *self._shown(place)) for place in range(1, len(self._money.exact))),
        ]

    def _line(self, entry: Entry, known: Names) -> list[Cell]:
        person, project_ = known.person(entry), known.project(entry)
        start_day, start_time = self._local(entry.start)
        stop_day, stop_time = self._local(entry.stop)
        self._seconds += entry.seconds
        self._billable_seconds += entry.seconds if entry.billable else 0
        line: list[Cell] = [
            person.name,
            person.email if known.reads_email(entry) else None,
            project_.client_name,
            project_.name,
            known.task(entry),
            entry.description,
            entry.billable,
            start_day,
            start_time,
            stop_day,
            stop_time,
            entry.seconds,
            ", ".join(known.tags[tag_id] for tag_id in known.tag_ids(entry)),
        ]
        if self._amounts:
            line += self._amount(entry, known)
        return line

    def _amount(self, entry: Entry, known: Names) -> list[Cell]:
        currency = known.currency(entry) or self._selected.workspace.default_currency
        self._money.add(currency, entry.seconds, entry.rate)
        exact = amount([entry])
        shown = None if exact is None else shown_amount(exact)
        return [shown, currency] if self._several else [shown]

    def _local(self, moment: datetime) -> tuple[date, time]:
        local = moment.astimezone(self._zone)
        return local.date(), local.time()

    def _shown(self, place: int) -> tuple[Cell, Cell]:
        money = list(self._money.shown().items())
        return (money[place][1], money[place][0]) if place < len(money) else (None, None)

    def _total(self, label: str, seconds: int | None, amount: Cell = None, currency: Cell = None) -> Sequence[Cell]:
        cells: dict[str, Cell] = {"User": label, "Duration": seconds, "Currency": currency}
        if self._amounts:
            cells[self.columns[len(COLUMNS)].heading] = amount
        return [cells.get(column.heading) for column in self.columns]


def _currencies(tx: Read, asker: Membership, selected: Selection, given: SearchExport) -> list[str]:
    """The currencies of the report's entries, whether they bill anything or not; none where amounts are not shown."""
    default = selected.workspace.default_currency
    if given.hide_amounts or not whose.sees_amounts(asker):
        return []
    if not selected.shape.currencies:
        return [default]
    found = tx.all(_used(selected.shape), asker.scope, **selected.values)
    return sorted({one.currency or default for one in found}) or [default]


@lru_cache(maxsize=100)
def _used(shape: Shape) -> Query[Used]:
    written = select(project.c.currency).select_from(time_entry).outerjoin(project, PROJECT_OF_ENTRY)
    return Query(Used, written.where(*conditions(shape)).distinct())
