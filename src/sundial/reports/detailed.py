"""The detailed report: time entries one by one, or those that are alike together, page by page (`behaviour.md, 14`)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.core.rounding import exact_amount, shown_amount
from sundial.db.transaction import Read
from sundial.reports import detailed_groups, detailed_pages, rules, whose
from sundial.reports.detailed_names import Names, names
from sundial.reports.detailed_order import Order, order
from sundial.reports.detailed_pages import Entry, Page
from sundial.reports.detailed_schemas import Row, Search, Single
from sundial.reports.entries import Selection, selection


class Next(msgspec.Struct):
    """An entry of the row with which the next page begins."""

    id: int
    start: datetime


class Found(msgspec.Struct):
    """A page of a report, and the headers that tell which days it is about and where the next page begins."""

    rows: Sequence[Row]
    headers: dict[str, str]


def search(tx: Read, asker: Membership, given: Search, now: datetime) -> Found:
    """A page of the report. Raises Invalid with the API's sentences."""
    rules.require_any(given)
    ordered, wanted = order(given), detailed_pages.page(given)
    selected = selection(tx, asker, given, now)
    read = _grouped if given.grouped else _single
    rows, following = read(tx, asker, selected, ordered, wanted)
    shown = Shown(tx, asker, selected, [entry for row in rows for entry in row], given)
    return Found(
        [shown.row(entries, number) for number, entries in enumerate(rows, wanted.row_number)],
        _headers(selected, wanted, following),
    )


def amount(entries: Sequence[Entry]) -> int | None:
    """What entries of one rate bill, exactly; None where they bill nothing."""
    rate = entries[0].rate
    return None if rate is None else exact_amount(sum(entry.seconds for entry in entries), rate)


class Shown:
    """Turns entries into rows for one reader. ``whole``: with all names."""

    def __init__(
        self, tx: Read, asker: Membership, selected: Selection, entries: Sequence[Entry], given: Search
    ) -> None:
        self._zone = ZoneInfo(asker.user.timezone)
        self._default_currency = selected.workspace.default_currency
        # On a plan without rates there are no amounts, but there is a currency.
        self._sees_currency = Permission.VIEW_RATES in asker.permissions
        self._amounts = whose.sees_amounts(asker) and not given.hide_amounts
        self._whole = bool(given.enrich_response)
        self._names = names(tx, asker, entries, whole=self._whole, currencies=selected.shape.currencies)

    def row(self, entries: Sequence[Entry], number: int) -> Row:
        """The row of entries that are alike."""
        first, known = entries[0], self._names
        exact = amount(entries) if self._amounts else None
        # By position, for pages are long.
        fields: tuple[Any, ...] = (
            first.user_id,
            known.person(first).name,
            first.project_id,
            first.task_id,
            first.billable,
            first.description or "",
            known.tag_ids(first),
            None if exact is None else shown_amount(exact),
            first.rate if self._amounts else None,
            known.currency(first) or self._default_currency if self._sees_currency else None,
            [self._single(entry) for entry in entries],
            number,
        )
        return Row(*fields, **_names_of(first, known)) if self._whole else Row(*fields)

    def _single(self, entry: Entry) -> Single:
        return Single(
            entry.id,
            entry.seconds,
            entry.start.astimezone(self._zone).isoformat(timespec="seconds"),
            entry.stop.astimezone(self._zone).isoformat(timespec="seconds"),
            entry.at.isoformat(timespec="seconds"),
            entry.at.astimezone(self._zone).isoformat(timespec="seconds"),
        )


def _names_of(entry: Entry, known: Names) -> dict[str, Any]:
    person, project = known.person(entry), known.project(entry)
    return {
        "client_name": project.client_name,
        "project_name": project.name,
        "project_color": project.color,
        "project_hex": project.color,
        "task_name": known.task(entry),
        "tag_names": [known.tags[tag_id] for tag_id in known.tag_ids(entry)],
        "email": person.email if known.reads_email(entry) else None,
        "toggl_accounts_id": person.accounts_id if known.reads_email(entry) else None,
    }


Rows = tuple[list[list[Entry]], Next | None]


def _single(tx: Read, asker: Membership, selected: Selection, ordered: Order, wanted: Page) -> Rows:
    found = detailed_pages.entries(tx, asker, selected, ordered, wanted)
    following = found[wanted.size] if len(found) > wanted.size else None
    return [[entry] for entry in found[: wanted.size]], following and Next(following.id, following.start)


def _grouped(tx: Read, asker: Membership, selected: Selection, ordered: Order, wanted: Page) -> Rows:
    found = detailed_groups.groups(tx, asker, selected, ordered, wanted, rates=whose.sees_amounts(asker))
    following = found[wanted.size] if len(found) > wanted.size else None
    rows = detailed_groups.members(tx, asker, selected, ordered, found[: wanted.size])
    return rows, following and Next(following.id, following.start)


def _headers(selected: Selection, wanted: Page, following: Next | None) -> dict[str, str]:
    headers = {
        "X-Page-Size": str(wanted.size),
        "X-Range-Start": selected.range.first_day.isoformat(),
        "X-Range-End": selected.range.last_day.isoformat(),
    }
    if following is None:
        return headers
    return headers | {
        "X-Next-ID": str(following.id),
        "X-Next-Row-Number": str(wanted.row_number + wanted.size),
        "X-Next-Timestamp": str(int(following.start.timestamp())),
    }
