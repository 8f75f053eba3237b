"""The detailed report as version 2 of the reports had it: a view of the same entries, for older clients.

It has numbered pages of fifty, milliseconds, amounts in whole units, and the totals of all pages.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.core.errors import Invalid
from sundial.core.money import Money as Units
from sundial.core.rounding import shown_amount
from sundial.core.shapes import ids_of
from sundial.db.transaction import Read
from sundial.reports import detailed_pages, whose
from sundial.reports.detailed import amount
from sundial.reports.detailed_names import Names, names
from sundial.reports.detailed_order import order
from sundial.reports.detailed_pages import USUAL_SIZE, Entry, Page
from sundial.reports.detailed_schemas import Search
from sundial.reports.entries import Selection, selection
from sundial.reports.rules import check_choice
from sundial.reports.sums import Grouping, billed, sums

SWITCH = {"on": True, "off": False}
BILLABLE = {"both": None, "yes": True, "no": False}
MILLISECONDS = 1000
LARGEST_PAGE = 10_000_000
MOST_IDS = 2000
TOO_MANY_GROUPS = "or_members_of_group_ids cannot be combined with other users or groups"


class Wish(msgspec.Struct, frozen=True):
    """What an address asks for. Ids are separated by commas, 0 among them for none."""

    since: str = ""
    until: str = ""
    billable: str = ""
    client_ids: str = ""
    project_ids: str = ""
    user_ids: str = ""
    members_of_group_ids: str = ""
    or_members_of_group_ids: str = ""
    tag_ids: str = ""
    task_ids: str = ""
    time_entry_ids: str = ""
    description: str = ""
    order_field: str = ""
    order_desc: str = ""
    rounding: str = ""
    page: int = 1


class CurrencyAmount(msgspec.Struct):
    """An amount and its currency; both are null for who may not see amounts."""

    currency: str | None
    amount: Units | None


class Detail(msgspec.Struct, gc=False):
    """One time entry. ``dur`` is in milliseconds; ``billable`` is the amount."""

    id: int
    pid: int | None
    tid: int | None
    uid: int
    description: str
    start: str
    end: str
    updated: str
    dur: int
    user: str
    use_stop: bool
    client: str | None
    project: str | None
    project_color: str | None
    project_hex_color: str | None
    task: str | None
    billable: Units | None
    is_billable: bool
    cur: str | None
    tags: list[str]


class Details(msgspec.Struct):
    """A page, and the totals of all: time in milliseconds."""

    total_grand: int
    total_billable: int
    total_currencies: list[CurrencyAmount]
    total_count: int
    per_page: int
    data: list[Detail]


def details(tx: Read, asker: Membership, wish: Wish, now: datetime) -> Details:
    """A page of the report. Raises Invalid."""
    given = search_of(wish)
    if not 1 <= wish.page <= LARGEST_PAGE:
        raise Invalid("page must be a number from 1")
    selected, ordered = selection(tx, asker, given, now), order(given)
    wanted = Page(USUAL_SIZE, (wish.page - 1) * USUAL_SIZE + 1, None, None)
    entries = detailed_pages.entries(tx, asker, selected, ordered, wanted)[:USUAL_SIZE]
    known = names(tx, asker, entries, whole=True, currencies=selected.shape.currencies)
    found = sums(tx, asker, selected, Grouping())
    money = billed(found, selected.workspace.default_currency).shown() if whose.sees_amounts(asker) else None
    return Details(
        total_grand=sum(one.seconds for one in found) * MILLISECONDS,
        total_billable=sum(one.seconds for one in found if one.billable) * MILLISECONDS,
        total_currencies=[CurrencyAmount(currency, Units(one)) for currency, one in money.items()]
        if money
        else [CurrencyAmount(None, None)],
        total_count=sum(one.entries for one in found),
        per_page=USUAL_SIZE,
        data=[_detail(asker, selected, entry, known) for entry in entries],
    )


def search_of(wish: Wish) -> Search:
    """What an address asks for, as the newer version would ask for it. Raises Invalid."""
    for name, value, allowed in (
        ("billable", wish.billable, BILLABLE),
        ("order_desc", wish.order_desc, SWITCH),
        ("rounding", wish.rounding, SWITCH),
    ):
        if value:
            check_choice(name, value, allowed)
    groups = wish.members_of_group_ids or wish.or_members_of_group_ids
    if wish.or_members_of_group_ids and (wish.user_ids or wish.members_of_group_ids):
        raise Invalid(TOO_MANY_GROUPS)
    rounded = SWITCH.get(wish.rounding, False)
    return Search(
        start_date=wish.since or None,
        end_date=wish.until or None,
        billable=BILLABLE.get(wish.billable),
        client_ids=_ids_or_none("client_ids", wish.client_ids),
        project_ids=_ids_or_none("project_ids", wish.project_ids),
        task_ids=_ids_or_none("task_ids", wish.task_ids),
        tag_ids=_ids_or_none("tag_ids", wish.tag_ids),
        user_ids=ids_of("user_ids", wish.user_ids, MOST_IDS),
        group_ids=ids_of("members_of_group_ids", groups, MOST_IDS),
        time_entry_ids=ids_of("time_entry_ids", wish.time_entry_ids, MOST_IDS),
        description=wish.description or None,
        order_by=wish.order_field or None,
        order_dir="ASC" if wish.order_desc == "off" else "DESC",
        rounding=None if rounded else 0,
    )


def _ids_or_none(field: str, text: str) -> list[int | None]:
    return [one or None for one in ids_of(field, text, MOST_IDS)]


def _detail(asker: Membership, selected: Selection, entry: Entry, known: Names) -> Detail:
    project, zone = known.project(entry), ZoneInfo(asker.user.timezone)
    start, end, updated = (
        moment.astimezone(zone).isoformat(timespec="seconds") for moment in (entry.start, entry.stop, entry.at)
    )
    currency = known.currency(entry) or selected.workspace.default_currency
    return Detail(
        id=entry.id,
        pid=entry.project_id,
        tid=entry.task_id,
        uid=entry.user_id,
        description=entry.description or "",
        start=start,
        end=end,
        updated=updated,
        dur=entry.seconds * MILLISECONDS,
        user=known.person(entry).name,
        use_stop=True,
        client=project.client_name,
        project=project.name,
        project_color=project.color,
        project_hex_color=project.color,
        task=known.task(entry),
        billable=Units(shown_amount(amount([entry]) or 0)) if whose.sees_amounts(asker) else None,
        is_billable=entry.billable,
        cur=currency if Permission.VIEW_RATES in asker.permissions else None,
        tags=[known.tags[tag_id] for tag_id in known.tag_ids(entry)],
    )
