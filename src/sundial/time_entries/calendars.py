"""The calendar feed: a member's latest entries in one workspace, for calendar applications (iCalendar, RFC 5545)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from icalendar import Calendar, Event, vText
from sqlalchemy import and_, bindparam, select

from sundial.access.plans import STARTER_OR_HIGHER
from sundial.access.queries import ENTER
from sundial.core.errors import Forbidden, NotFound
from sundial.db.statement import Query, Scope, scoped
from sundial.db.transaction import Read
from sundial.db.types import Instant
from sundial.time_entries.names import views
from sundial.time_entries.queries import MOST
from sundial.time_entries.rules import whole
from sundial.time_entries.schemas import TimeEntry
from sundial.time_entries.tables import time_entry
from sundial.timers.rows import WHOLE, TimeEntryRow
from sundial.users.tables import user
from sundial.workspaces.memberships import calendar_hash
from sundial.workspaces.tables import calendar_directory, workspace, workspace_user

SHOWN = timedelta(days=14)
MAKER = "-//Sundial//Time entries//EN"
UNNAMED = "Time entry"
# What a text in a calendar cannot hold: control characters, other than those that are escaped.
UNTOLD = dict.fromkeys((*range(0x20), 0x7F)) | {ord("\t"): "\t", ord("\n"): "\n"}
NOT_FOUND = NotFound("Not found")


class Place(msgspec.Struct):
    """Where a calendar is."""

    organization_id: int
    workspace_user_id: int


class Owner(msgspec.Struct):
    """Whose calendar it is, and of which workspace."""

    user_id: int
    workspace_id: int
    workspace_name: str


PLACE = Query(
    Place,
    select(calendar_directory.c.organization_id, calendar_directory.c.workspace_user_id).where(
        calendar_directory.c.token_hash == bindparam("the_hash")
    ),
    NOT_FOUND,
)
OWNER = Query(
    Owner,
    select(workspace_user.c.user_id, workspace_user.c.workspace_id, workspace.c.name.label("workspace_name"))
    .join(
        workspace,
        and_(
            workspace.c.organization_id == workspace_user.c.organization_id,
            workspace.c.id == workspace_user.c.workspace_id,
        ),
    )
    .join(user, user.c.id == workspace_user.c.user_id)
    .where(
        workspace_user.c.organization_id == scoped("organization_id"),
        workspace_user.c.id == bindparam("member_id"),
        workspace_user.c.ical_enabled,
        user.c.deleted_at.is_(None),
    ),
    NOT_FOUND,
)
LATEST = Query(
    TimeEntryRow,
    select(*WHOLE)
    .where(
        time_entry.c.organization_id == scoped("organization_id"),
        time_entry.c.workspace_id == scoped("workspace_id"),
        time_entry.c.user_id == scoped("user_id"),
        time_entry.c.deleted_at.is_(None),
        time_entry.c.start >= bindparam("first", type_=Instant()),
        time_entry.c.start <= bindparam("last", type_=Instant()),
    )
    .order_by(time_entry.c.start.desc(), time_entry.c.id.desc())
    .limit(MOST),
)


def feed(tx: Read, token: str, now: datetime) -> bytes:
    """The calendar that a token finds: the entries that started in the last 14 days, a running one up to now.

    Raises NotFound, the same whether there is no such token, the feed is off, or its owner has lost their place;
    Forbidden when the plan has no feeds.
    """
    place = tx.one(PLACE, the_hash=calendar_hash(token))
    scope = Scope(organization_id=place.organization_id)
    owner = tx.one(OWNER, scope, member_id=place.workspace_user_id)
    scope = Scope(organization_id=place.organization_id, workspace_id=owner.workspace_id, user_id=owner.user_id)
    entered = tx.find(ENTER, scope)
    if entered is None:
        raise NOT_FOUND.fresh()
    if entered.plan not in STARTER_OR_HIGHER:
        raise Forbidden("Paid feature")
    rows = tx.all(LATEST, scope, first=now - SHOWN, last=now)
    return written(owner.workspace_name, views(tx, scope, rows, meta=True), now)


def written(name: str, entries: Sequence[TimeEntry], now: datetime) -> bytes:
    """These entries as a calendar of this name."""
    calendar: Any = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _text(name))
    for entry in entries:
        calendar.add_component(_event(entry, now))
    return calendar.to_ical()


def _event(entry: TimeEntry, now: datetime) -> Event:
    event: Any = Event()
    changed, start, stop = (moment.astimezone(UTC) for moment in (entry.at, entry.start, entry.stop or whole(now)))
    event.add("uid", f"{entry.id}@sundial")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", start)
    # The end must be later; an event without one is over as soon as it starts.
    if stop > start:
        event.add("dtend", stop)
    event.add("summary", _text((entry.description or "").strip() or entry.project_name or UNNAMED))
    told = {
        "Project": entry.project_name,
        "Client": entry.client_name,
        "Task": entry.task_name,
        "Tags": ", ".join(entry.tags),
    }
    lines = [f"{what}: {name}" for what, name in told.items() if name]
    if lines:
        event.add("description", _text("\n".join(lines)))
    return event


def _text(text: str) -> vText:
    return vText(text.translate(UNTOLD))
