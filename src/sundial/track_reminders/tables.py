"""Track reminders, whom they are for, which periods were looked at, and what was told."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Table

from sundial.core.errors import Conflict
from sundial.db.types import big, flag, instant, key, metadata, text, unique

track_reminder = Table(
    "track_reminders",
    metadata,
    big("organization_id", primary_key=True),
    big("id", primary_key=True),
    big("workspace_id"),
    # In days, of which there are 1 or 7.
    big("frequency"),
    # Hundredths of an hour.
    big("threshold"),
    flag("email_reminder_enabled"),
    big("creator_id", ForeignKey("users.id")),
    instant("created_at"),
    # Nothing that was due before it is told: when it was made, switched on, or got other people or days.
    instant("since"),
    instant("at"),
    instant("deleted_at", nullable=True),
    ForeignKeyConstraint(["organization_id", "workspace_id"], ["workspaces.organization_id", "workspaces.id"]),
)
Index("ix_track_reminders_workspace", track_reminder.c.organization_id, track_reminder.c.workspace_id)

track_reminder_user = Table(
    "track_reminder_users",
    metadata,
    big("organization_id", primary_key=True),
    big("reminder_id", primary_key=True),
    big("user_id", ForeignKey("users.id"), primary_key=True),
    ForeignKeyConstraint(["organization_id", "reminder_id"], ["track_reminders.organization_id", "track_reminders.id"]),
)
Index("ix_track_reminder_users_user", track_reminder_user.c.organization_id, track_reminder_user.c.user_id)

track_reminder_group = Table(
    "track_reminder_groups",
    metadata,
    big("organization_id", primary_key=True),
    big("reminder_id", primary_key=True),
    big("group_id", primary_key=True),
    ForeignKeyConstraint(["organization_id", "reminder_id"], ["track_reminders.organization_id", "track_reminders.id"]),
    ForeignKeyConstraint(["organization_id", "group_id"], ["groups.organization_id", "groups.id"], ondelete="CASCADE"),
)
Index("ix_track_reminder_groups_group", track_reminder_group.c.organization_id, track_reminder_group.c.group_id)

# Which reminders there are anywhere, for whoever looks at the clock.
track_reminder_directory = Table(
    "track_reminder_directory",
    metadata,
    big("reminder_id", primary_key=True, autoincrement=False),
    big("organization_id"),
    info={"global": True},
)

# A period was looked at for everybody in a time zone whose week begins on that day.
track_reminder_round = Table(
    "track_reminder_rounds",
    metadata,
    big("organization_id", primary_key=True),
    big("reminder_id", primary_key=True),
    text("timezone", primary_key=True),
    big("beginning_of_week", primary_key=True),
    # Its day, or its first and its last one.
    text("period", primary_key=True),
    instant("at"),
    ForeignKeyConstraint(["organization_id", "reminder_id"], ["track_reminders.organization_id", "track_reminders.id"]),
)

track_reminder_delivery = Table(
    "track_reminder_deliveries",
    metadata,
    big("organization_id", primary_key=True),
    big("id", primary_key=True),
    big("workspace_id"),
    big("reminder_id"),
    big("user_id", ForeignKey("users.id")),
    key("period"),
    instant("period_start"),
    instant("period_end"),
    big("tracked_seconds"),
    big("threshold_seconds"),
    # No reference: PostgreSQL would check it by reading all of the outbox, as long as it takes it for a small table.
    big("mail_id"),
    instant("created_at"),
    ForeignKeyConstraint(["organization_id", "reminder_id"], ["track_reminders.organization_id", "track_reminders.id"]),
)
unique(
    "uq_track_reminder_deliveries_period",
    track_reminder_delivery.c.organization_id,
    track_reminder_delivery.c.reminder_id,
    track_reminder_delivery.c.user_id,
    track_reminder_delivery.c.period,
    violated=Conflict("This person was reminded of this period already."),
)
Index(
    "ix_track_reminder_deliveries_reminder",
    track_reminder_delivery.c.organization_id,
    track_reminder_delivery.c.reminder_id,
    track_reminder_delivery.c.created_at,
    track_reminder_delivery.c.id,
)
Index("ix_track_reminder_deliveries_mail", track_reminder_delivery.c.organization_id, track_reminder_delivery.c.mail_id)
