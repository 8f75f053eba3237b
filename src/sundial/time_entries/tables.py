"""Time entries, their tags, and with whom they are shared."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Table, and_

from sundial.core.errors import Conflict, Invalid
from sundial.db.types import big, flag, instant, json, metadata, text, unique

time_entry = Table(
    "time_entries",
    metadata,
    big("organization_id", primary_key=True),
    big("id", primary_key=True),
    big("workspace_id"),
    big("user_id", ForeignKey("users.id")),
    big("project_id", nullable=True),
    big("task_id", nullable=True),
    text("description", nullable=True),
    instant("start"),
    instant("stop", nullable=True),
    # In seconds, 0 while it is running: sums need no arithmetic with instants.
    big("duration"),
    flag("billable"),
    # The same as the rows of time_entry_tags, so that a list of entries is one statement; null when there are none.
    json("tag_ids", nullable=True),
    text("created_with"),
    instant("created_at"),
    instant("at"),
    instant("deleted_at", nullable=True),
    # In hundredths an hour, null for none: the rates that are valid at its start. Every statement that changes an
    # entry sets them (`timers/prices.py`), and so does every change of a rate: reports only multiply.
    big("billable_rate", nullable=True),
    big("labor_cost", nullable=True),
    ForeignKeyConstraint(["organization_id", "workspace_id"], ["workspaces.organization_id", "workspaces.id"]),
    ForeignKeyConstraint(["organization_id", "project_id"], ["projects.organization_id", "projects.id"]),
    ForeignKeyConstraint(["organization_id", "task_id"], ["tasks.organization_id", "tasks.id"]),
)
_running = time_entry.c.stop.is_(None) & time_entry.c.deleted_at.is_(None)
unique(
    "uq_time_entries_running",
    time_entry.c.organization_id,
    time_entry.c.user_id,
    where=_running,
    violated=Conflict("Another time entry was started at the same moment."),
)
Index(
    "ix_time_entries_user_start",
    time_entry.c.organization_id,
    time_entry.c.user_id,
    time_entry.c.start,
    # A list is in this order to the last: nothing is left to sort.
    time_entry.c.id,
)
Index("ix_time_entries_user_at", time_entry.c.organization_id, time_entry.c.user_id, time_entry.c.at)
# All that a report adds up, so that it reads no rows: entries that have ended, in the order of a detailed report. What
# may be null comes last, since PostgreSQL finds what is behind a null more slowly.
_reported = and_(time_entry.c.deleted_at.is_(None), time_entry.c.stop.is_not(None))
Index(
    "ix_time_entries_report",
    time_entry.c.organization_id,
    time_entry.c.workspace_id,
    time_entry.c.start,
    time_entry.c.id,
    time_entry.c.user_id,
    time_entry.c.duration,
    time_entry.c.billable,
    time_entry.c.project_id,
    time_entry.c.billable_rate,
    time_entry.c.task_id,
    time_entry.c.labor_cost,
    sqlite_where=_reported,
    postgresql_where=_reported,
)
_with_project, _with_task = time_entry.c.project_id.is_not(None), time_entry.c.task_id.is_not(None)
Index(
    "ix_time_entries_project",
    time_entry.c.organization_id,
    time_entry.c.project_id,
    time_entry.c.start,
    sqlite_where=_with_project,
    postgresql_where=_with_project,
)
Index(
    "ix_time_entries_task",
    time_entry.c.organization_id,
    time_entry.c.task_id,
    sqlite_where=_with_task,
    postgresql_where=_with_task,
)

time_entry_tag = Table(
    "time_entry_tags",
    metadata,
    big("organization_id", primary_key=True),
    big("tag_id", primary_key=True),
    big("time_entry_id", primary_key=True),
    ForeignKeyConstraint(["organization_id", "tag_id"], ["tags.organization_id", "tags.id"]),
    ForeignKeyConstraint(["organization_id", "time_entry_id"], ["time_entries.organization_id", "time_entries.id"]),
)
Index("ix_time_entry_tags_entry", time_entry_tag.c.organization_id, time_entry_tag.c.time_entry_id)

time_entry_invitation = Table(
    "time_entry_invitations",
    metadata,
    big("organization_id", primary_key=True),
    big("id", primary_key=True),
    big("workspace_id"),
    big("time_entry_id"),
    big("user_id", ForeignKey("users.id")),
    big("shared_by_id", ForeignKey("users.id")),
    # Null until it is answered.
    flag("accepted", nullable=True),
    instant("created_at"),
    instant("at"),
    ForeignKeyConstraint(["organization_id", "workspace_id"], ["workspaces.organization_id", "workspaces.id"]),
    ForeignKeyConstraint(["organization_id", "time_entry_id"], ["time_entries.organization_id", "time_entries.id"]),
)
unique(
    "uq_time_entry_invitations_user",
    time_entry_invitation.c.organization_id,
    time_entry_invitation.c.time_entry_id,
    time_entry_invitation.c.user_id,
    violated=Invalid("The time entry is shared with this user already."),
)
Index("ix_time_entry_invitations_of_user", time_entry_invitation.c.organization_id, time_entry_invitation.c.user_id)
