"""The summary report as a table.

Tables of values have a line for each sub group; pages have one for each group with its parts below. There is a column
of amounts for each currency, so that all of them add up.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from sundial.access.askers import Membership
from sundial.db.transaction import Read
from sundial.reports import rules, told, whose
from sundial.reports.amounts import merged, shown_by_currency
from sundial.reports.appearance import style
from sundial.reports.audits import Groups
from sundial.reports.axes import Thing
from sundial.reports.logo import logo
from sundial.reports.render import values
from sundial.reports.render.sheets import Cell, Column, Kind, Row, Sheet
from sundial.reports.schemas import Rate
from sundial.reports.summary import Form, Summed, summed_up
from sundial.reports.summary_schemas import SubGroup, SummaryExport
from sundial.reports.totals import RESOLUTIONS
from sundial.users.queries import PREFERENCES

ORDERS, DIRECTIONS = ("title", "duration"), ("ASC", "DESC")
LEAST_PERCENT = 3
"""Collapsed are the groups with less of all time than this, if there are at least two of them."""
OTHER = Thing(None, "Other")
HEADINGS = {
    "projects": "Project",
    "clients": "Client",
    "users": "User",
    "tags": "Tags",
    "tasks": "Task",
    "time_entries": "Description",
}


class Look(msgspec.Struct, frozen=True):
    """Which columns a table has: ``currencies`` are those of its columns of amounts."""

    pages: bool
    form: Form
    rates: bool
    currencies: tuple[str, ...]


def sheet(tx: Read, asker: Membership, given: SummaryExport, now: datetime, *, pages: bool = False) -> Sheet:
    """The table that a request asks for. Raises Invalid and PaymentRequired."""
    rules.require_any(given)
    _check(given)
    shown = style(given, tx.one(PREFERENCES, user_id=asker.user.id).preferences)
    summed = summed_up(tx, asker, given, now)
    groups = ordered(given, collapsed(summed.groups) if given.collapse else summed.groups)
    look = _look(asker, given, summed, groups, pages)
    days = summed.selected.range
    return Sheet(
        title="Summary report",
        workspace=summed.selected.workspace.name,
        period=f"{values.day(days.first_day, shown)} – {values.day(days.last_day, shown)}",
        columns=_columns(look),
        rows=_pages(look, groups) if pages else _lines(look, groups),
        filters=told.filters(tx, asker, given, summed.selected, shown) if pages else [],
        totals=lambda: [_cells(look, ["Total"], [sub for _, subs in groups for sub in subs])],
        logo=logo(tx, asker) if pages else None,
        style=shown,
    )


def collapsed(groups: Groups) -> Groups:
    """The groups, with the small ones as one."""
    seconds = {thing: sum(sub.seconds for sub in subs) for thing, subs in groups}
    least = sum(seconds.values()) * LEAST_PERCENT
    small = [group for group in groups if seconds[group[0]] * 100 < least]
    if len(small) < 2:
        return groups
    parts = [sub for _, subs in small for sub in subs]
    return [*(group for group in groups if seconds[group[0]] * 100 >= least), (OTHER, [_together(parts)])]


def ordered(given: SummaryExport, groups: Groups) -> Groups:
    """The groups and their parts in the order that a request asks for, by title if it says none; Other comes last."""
    last = [group for group in groups if group[0] is OTHER]
    found = [(thing, list(subs)) for thing, subs in groups if thing is not OTHER]
    if given.order_by == "duration":
        down = given.order_dir != "ASC"
        found.sort(key=lambda group: sum(sub.seconds for sub in group[1]), reverse=down)
        for _, subs in found:
            subs.sort(key=lambda sub: sub.seconds, reverse=down)
    elif given.order_dir == "DESC":
        found.reverse()
        for _, subs in found:
            subs.reverse()
    return found + last


def _check(given: SummaryExport) -> None:
    for name, allowed in (("order_by", ORDERS), ("order_dir", DIRECTIONS), ("resolution", RESOLUTIONS)):
        value = getattr(given, name)
        if value is not None:
            rules.check_choice(name, value, allowed)


def _look(asker: Membership, given: SummaryExport, summed: Summed, groups: Groups, pages: bool) -> Look:
    sees_amounts = whose.sees_amounts(asker)
    used = {rate.currency for _, subs in groups for sub in subs for rate in sub.rates or ()}
    currencies = sorted(used) or [summed.selected.workspace.default_currency]
    return Look(
        pages,
        summed.form,
        sees_amounts and not given.hide_rates,
        tuple(currencies) if sees_amounts and not given.hide_amounts else (),
    )


def _columns(look: Look) -> list[Column]:
    group, part = HEADINGS[look.form.grouping], HEADINGS[look.form.sub_grouping]
    names = [f"{group}, {part.lower()}"] if look.pages else [group, part]
    columns = [Column(name, width=4) for name in names]
    if look.form.grouping == "projects":
        columns.insert(1, Column("Client", width=2))
    columns += [Column("Duration", Kind.DURATION), Column("Billable duration", Kind.DURATION)]
    if look.rates:
        columns.append(Column("Rate", Kind.RATE))
    return columns + [Column(f"Amount ({currency})", Kind.AMOUNT) for currency in look.currencies]


def _lines(look: Look, groups: Groups) -> Iterator[Row]:
    """A line for each sub group. A group without any has one, too."""
    for thing, subs in groups:
        names = _names(look, thing, thing.title)
        for sub in subs:
            yield Row(_cells(look, [*names, sub.title], [sub]))
        if not subs:
            yield Row(_cells(look, names, []))


def _pages(look: Look, groups: Groups) -> Iterator[Row]:
    """A line for each group, and below it one for each of its parts. Other things have no parts."""
    without = (f"Without {HEADINGS[kind].lower()}" for kind in (look.form.grouping, look.form.sub_grouping))
    no_group, no_part = without
    for thing, subs in groups:
        yield Row(_cells(look, _names(look, thing, _title(thing.id, thing.title, no_group)), subs), level=1)
        if thing is not OTHER:
            for sub in subs:
                yield Row(_cells(look, [_title(sub.id, sub.title, no_part)], [sub]), level=2)


def _title(thing_id: int | None, title: str | None, nothing: str) -> str:
    """A title, or words for what has none: nothing at all, or something that the reader must not know."""
    return title or (nothing if thing_id is None else f"#{thing_id}")


def _names(look: Look, thing: Thing, title: str | None) -> list[Cell]:
    if look.form.grouping != "projects":
        return [title]
    return [title, None if thing.seen_project is None else thing.seen_project.client_name]


def _cells(look: Look, names: Sequence[Cell], subs: Sequence[SubGroup]) -> list[Cell]:
    """A line about some sub groups together; names that are not given are empty."""
    most_names = (1 if look.pages else 2) + (look.form.grouping == "projects")
    together = subs[0] if len(subs) == 1 else _together(subs)
    cells: list[Cell] = [*names, *[None] * (most_names - len(names)), together.seconds, together.billable_seconds]
    rates = together.rates or []
    if look.rates:
        cells.append(rates[0].hourly_rate_in_cents if len(rates) == 1 else None)
    if look.currencies:
        amounts = shown_by_currency(rates)
        cells += [amounts.get(currency) for currency in look.currencies]
    return cells


def _together(subs: Sequence[SubGroup]) -> SubGroup:
    rates = merged(rate for sub in subs for rate in sub.rates or list[Rate]())
    seconds, billable = sum(sub.seconds for sub in subs), sum(sub.billable_seconds for sub in subs)
    return SubGroup(None, None, seconds, billable, None, rates)
