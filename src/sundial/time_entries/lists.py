"""The entries of one person over all organizations that they are in."""

from datetime import datetime

import msgspec

from sundial.access.askers import User
from sundial.core import periods
from sundial.core.errors import Invalid
from sundial.db.transaction import Read
from sundial.time_entries.names import view, views
from sundial.time_entries.queries import BETWEEN, CURRENT, EVER, MOST, SINCE, scopes
from sundial.time_entries.schemas import TimeEntry


class Wish(msgspec.Struct, frozen=True):
    """Which entries are asked for, as the address says it."""

    since: str = ""
    before: str = ""
    start_date: str = ""
    end_date: str = ""
    meta: bool = False
    include_sharing: bool = False


def mine(tx: Read, asker: User, wish: Wish) -> list[TimeEntry]:
    """A person's entries, newest start first. Raises Invalid with the API's sentences."""
    since = periods.since_moment(wish.since)
    first, last = _between(wish, asker.timezone)
    found: list[TimeEntry] = []
    own = scopes(tx, asker.id)
    for scope in own:
        if since is not None:
            rows = tx.all(SINCE, scope, since=since)
        else:
            rows = tx.all(BETWEEN, scope, first=first, last=last)
        found += views(tx, scope, rows, wish.meta, wish.include_sharing)
    if len(own) > 1:
        found.sort(key=lambda entry: (entry.start, entry.id), reverse=True)
    return found if since is not None else found[:MOST]


def current(tx: Read, asker: User, meta: bool) -> TimeEntry | None:
    """A person's running entry."""
    for scope in scopes(tx, asker.id):
        row = tx.find(CURRENT, scope)
        if row is not None:
            return view(tx, scope, row, meta)
    return None


def _between(wish: Wish, zone: str) -> tuple[datetime, datetime]:
    for name in ("before", "start_date", "end_date"):
        if wish.since and getattr(wish, name):
            raise Invalid(f"'since' and '{name}' can not be present simultaneously")
    first = periods.moment("start_date", wish.start_date, zone) if wish.start_date else EVER[0]
    last = periods.moment("end_date", wish.end_date, zone) if wish.end_date else EVER[1]
    if last < first:
        raise Invalid("end_date must not be before start_date")
    if wish.before:
        last = min(last, periods.moment("before", wish.before, zone))
    return first, last
