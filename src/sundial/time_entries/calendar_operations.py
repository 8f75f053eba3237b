"""The calendar feed over HTTP: its address is its key, since calendar applications cannot sign in."""

from datetime import datetime
from typing import Annotated

from sundial.db.transaction import Read
from sundial.http.operation import Door, Reply, operation
from sundial.time_entries import calendars

ADDRESS = "/ical/workspace_user/{calendar_token}"
MEDIA_TYPE = "text/calendar; charset=utf-8"


@operation("GET", ADDRESS, Door.PUBLIC)
def get_calendar(tx: Read, calendar_token: str, now: datetime) -> Reply[Annotated[bytes, "text/calendar"]]:
    """A member's entries of the last 14 days in one workspace, as an iCalendar file. The token is in `ical_url`."""
    return Reply(calendars.feed(tx, calendar_token, now), media_type=MEDIA_TYPE)


@operation("GET", ADDRESS, Door.PUBLIC, base="", hidden=True)
def get_calendar_by_its_url(tx: Read, calendar_token: str, now: datetime) -> Reply[bytes]:
    """The same at the address that `ical_url` tells."""
    return Reply(calendars.feed(tx, calendar_token, now), media_type=MEDIA_TYPE)
