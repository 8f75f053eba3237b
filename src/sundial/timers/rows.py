"""The row of a time entry, and finding it for a change."""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import bindparam, select

from sundial.db.statement import Query, Written, scoped
from sundial.time_entries.tables import time_entry
from sundial.users.tables import user

LONGEST = timedelta(hours=999)
"""How long an entry is at most (`behaviour.md, 12`)."""


# Nothing in it can lead back to it: without this, each long list has the collector walk through the whole program.
class TimeEntryRow(msgspec.Struct, gc=False):
    """A time entry, whole. ``duration`` is in seconds, 0 while it is running."""

    organization_id: int
    id: int
    workspace_id: int
    user_id: int
    project_id: int | None
    task_id: int | None
    description: str | None
    start: datetime
    stop: datetime | None
    duration: int
    billable: bool
    tag_ids: list[int] | None
    created_with: str
    created_at: datetime
    at: datetime
    deleted_at: datetime | None

    @property
    def running(self) -> bool:
        """Whether its clock runs."""
        return self.stop is None and self.deleted_at is None


class Clock(msgspec.Struct):
    """Whose clock it is."""

    id: int


CLOCK = Query(Clock, select(user.c.id).where(user.c.id == bindparam("the_user")).with_for_update(key_share=True))
"""Locks a person's clock: whatever makes an entry run, or ends their place somewhere, does so one at a time."""


WHOLE = [time_entry.c[name] for name in TimeEntryRow.__struct_fields__]
"""The columns of a row. What an entry is worth is none of its own (`rates/prices.py`)."""


def present() -> Written:
    """The time entries of the scope's organization that are not deleted, each for a change."""
    return (
        select(*WHOLE)
        .where(time_entry.c.organization_id == scoped("organization_id"), time_entry.c.deleted_at.is_(None))
        .with_for_update()
    )


RUNNING = Query(
    TimeEntryRow, present().where(time_entry.c.user_id == bindparam("the_user"), time_entry.c.stop.is_(None))
)
"""The running entry that somebody has in an organization."""
