"""The summary report: time in groups and sub groups, each with what it bills at which rates.

What is read is what the database added up; everything here runs once for each of its rows, of which there may be a
hundred thousand.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import UNSET

from sundial.access.askers import Membership
from sundial.db.transaction import Read
from sundial.reports import audits, axes, entries, rules, whose
from sundial.reports.amounts import billed, merged
from sundial.reports.audits import Groups
from sundial.reports.axes import Axis, Thing
from sundial.reports.entries import Selection
from sundial.reports.schemas import Rate
from sundial.reports.summary_schemas import Group, SubGroup, Summary, SummaryPost
from sundial.reports.sums import NO_RATE, Columns, Parts, parts

GROUPINGS: Mapping[str, str] = {"projects": "project", "clients": "client", "users": "user", "tags": "tags"}
SUB_GROUPINGS: Mapping[str, str] = {
    "time_entries": "description",
    "tasks": "task",
    "users": "user",
    "projects": "project",
    "clients": "client",
}
"""What clients call the things that a summary has groups and sub groups of, and what `sums` calls them."""


class Form(msgspec.Struct, frozen=True):
    """What a summary has groups and sub groups of, in the words of clients."""

    grouping: str
    sub_grouping: str


class Summed(msgspec.Struct):
    """A summary before it is shown: its groups in their order, with the things that they are of."""

    form: Form
    selected: Selection
    groups: Groups


def form(wanted: SummaryPost) -> Form:
    """The form that a request asks for. Raises Invalid."""
    grouping, sub_grouping = wanted.grouping or "projects", wanted.sub_grouping or "time_entries"
    rules.check_choice("grouping", grouping, GROUPINGS)
    rules.check_choice("sub_grouping", sub_grouping, SUB_GROUPINGS)
    return Form(grouping, sub_grouping)


def summary(tx: Read, asker: Membership, wanted: SummaryPost, now: datetime) -> tuple[Form, Summary]:
    """The summary that a request asks for, and its form. Raises Invalid and PaymentRequired."""
    rules.require_any(wanted)
    summed = summed_up(tx, asker, wanted, now)
    return summed.form, Summary([_group(summed.form, *of_thing) for of_thing in summed.groups])


def summed_up(tx: Read, asker: Membership, wanted: SummaryPost, now: datetime) -> Summed:
    """The groups of a summary, as audited. Raises Invalid and PaymentRequired."""
    chosen = form(wanted)
    audits.check(asker, wanted.audit)
    selected = entries.selection(tx, asker, wanted, now)
    sums, one, two = _read(tx, asker, selected, chosen, wanted)
    default, sees_amounts = selected.workspace.default_currency, whose.sees_amounts(asker)
    groups = _fold(sums, one, two, bool(wanted.distinguish_rates) and sees_amounts, default)
    if not sees_amounts:
        _hide_amounts(groups)
    groups = audits.audited(tx, asker, wanted, chosen.grouping, default, groups)
    return Summed(chosen, selected, groups)


def _read(
    tx: Read, asker: Membership, selected: Selection, chosen: Form, wanted: SummaryPost
) -> tuple[Columns, Axis, Axis]:
    kinds = GROUPINGS[chosen.grouping], SUB_GROUPINGS[chosen.sub_grouping]
    # A project tells its client and its currency: to look at projects here is cheaper than to join them to entries.
    one, two = ("project" if kind == "client" else kind for kind in kinds)
    by_project = "project" in (one, two)
    entries_of = entries.without_currencies(selected) if by_project else selected
    sums = parts(tx, asker, entries_of, Parts(one, two, ids=bool(wanted.include_time_entry_ids)))
    values = set(sums.one), set(sums.two)
    known = axes.projects(tx, asker, values[0 if one == "project" else 1]) if by_project else {}
    if by_project and selected.shape.currencies:
        own = {one.id: one.currency for one in known.values()}
        currency = list(map(own.get, sums.one if one == "project" else sums.two))
        sums = msgspec.structs.replace(sums, currency=currency)
    first, second = (axes.axis(tx, asker, kind, found, known) for kind, found in zip(kinds, values, strict=True))
    return sums, first, second


def _fold(sums: Columns, one: Axis, two: Axis, distinct: bool, default: str) -> Groups:
    """The groups and sub groups of these sums, in their order; one for each rate where these are told apart."""
    folded: list[dict[Any, SubGroup]] = [{} for _ in one.things]
    subs_of = [folded[one.places[value]] for value in sums.one]
    places: list[int] = list(map(two.places.__getitem__, sums.two))
    currencies = [own or default for own in sums.currency] if sums.currency else [default] * len(places)
    keys: Sequence[Any] = list(zip(places, map(_rate, sums.rate, currencies), strict=True)) if distinct else places
    where = zip(subs_of, keys, places, strict=True)
    for (subs, key, place), rate, seconds, currency in zip(where, sums.rate, sums.seconds, currencies, strict=True):
        sub = subs.get(key)
        if sub is None:
            thing = two.things[place]
            sub = subs[key] = SubGroup(thing.id, thing.title, 0, 0, 0, [])
        sub.seconds += seconds
        if rate is not None:
            assert sub.rates is not None
            sub.billable_seconds += seconds
            sub.rates.append(Rate(seconds, None if rate == NO_RATE else rate, currency))
    if sums.ids:
        for subs, key, ids in zip(subs_of, keys, sums.ids, strict=True):
            sub = subs[key]
            sub.ids = ids if sub.ids is UNSET else [*sub.ids, *ids]
    return [(thing, _in_order(subs)) for thing, subs in zip(one.things, folded, strict=True)]


def _rate(rate: int | None, currency: str) -> tuple[str, int]:
    """What tells sub groups of one thing apart; first comes what is not billable, then what has no rate."""
    return ("", NO_RATE) if rate is None else (currency, rate)


def _in_order(subs: Mapping[Any, SubGroup]) -> list[SubGroup]:
    """Sub groups by what they are of, with what they bill now that all their rates are known."""
    ordered = [subs[key] for key in sorted(subs)]
    for sub in ordered:
        if rates := sub.rates:
            if len(rates) > 1:
                rates = sub.rates = merged(rates)
            sub.billable_amount_in_cents = billed(rates)
        if sub.ids is not UNSET:
            sub.ids.sort()
    return ordered


def _hide_amounts(groups: Groups) -> None:
    for _, subs in groups:
        for sub in subs:
            sub.rates = sub.billable_amount_in_cents = None


def _group(chosen: Form, thing: Thing, subs: list[SubGroup]) -> Group:
    group = Group(thing.id, thing.names, sum(sub.seconds for sub in subs), subs)
    if chosen.grouping == "tags":
        group.ids = thing.ids
    if thing.seen_project is not None:
        group.project_color = group.project_hex_color = thing.seen_project.color
    return group
