"""Track reminders, and what they told."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010_track_reminders"
down_revision = "0009_alerts"

INSTANT = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "track_reminders",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("frequency", sa.BigInteger(), nullable=False),
        sa.Column("threshold", sa.BigInteger(), nullable=False),
        sa.Column("email_reminder_enabled", sa.Boolean(), nullable=False),
        sa.Column("creator_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["creator_id"], ["users.id"], name="fk_track_reminders_creator_id"),
        sa.ForeignKeyConstraint(
            ["organization_id", "workspace_id"],
            ["workspaces.organization_id", "workspaces.id"],
            name="fk_track_reminders_organization_id_workspace_id",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_track_reminders"),
    )
    op.create_index(
        "ix_track_reminders_workspace", "track_reminders", ["organization_id", "workspace_id"], unique=False
    )
    op.create_table(
        "track_reminder_users",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("reminder_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "reminder_id"],
            ["track_reminders.organization_id", "track_reminders.id"],
            name="fk_track_reminder_users_organization_id_reminder_id",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_track_reminder_users_user_id"),
        sa.PrimaryKeyConstraint("organization_id", "reminder_id", "user_id", name="pk_track_reminder_users"),
    )
    op.create_index(
        "ix_track_reminder_users_user", "track_reminder_users", ["organization_id", "user_id"], unique=False
    )
    op.create_table(
        "track_reminder_groups",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("reminder_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "group_id"],
            ["groups.organization_id", "groups.id"],
            name="fk_track_reminder_groups_organization_id_group_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "reminder_id"],
            ["track_reminders.organization_id", "track_reminders.id"],
            name="fk_track_reminder_groups_organization_id_reminder_id",
        ),
        sa.PrimaryKeyConstraint("organization_id", "reminder_id", "group_id", name="pk_track_reminder_groups"),
    )
    op.create_index(
        "ix_track_reminder_groups_group", "track_reminder_groups", ["organization_id", "group_id"], unique=False
    )
    op.create_table(
        "track_reminder_directory",
        sa.Column("reminder_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("reminder_id", name="pk_track_reminder_directory"),
    )
    op.create_table(
        "track_reminder_rounds",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("reminder_id", sa.BigInteger(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("beginning_of_week", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "reminder_id"],
            ["track_reminders.organization_id", "track_reminders.id"],
            name="fk_track_reminder_rounds_organization_id_reminder_id",
        ),
        sa.PrimaryKeyConstraint(
            "organization_id", "reminder_id", "timezone", "beginning_of_week", "period", name="pk_track_reminder_rounds"
        ),
    )
    op.create_table(
        "track_reminder_deliveries",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("reminder_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("period", KEY, nullable=False),
        sa.Column("period_start", INSTANT, nullable=False),
        sa.Column("period_end", INSTANT, nullable=False),
        sa.Column("tracked_seconds", sa.BigInteger(), nullable=False),
        sa.Column("threshold_seconds", sa.BigInteger(), nullable=False),
        sa.Column("mail_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "reminder_id"],
            ["track_reminders.organization_id", "track_reminders.id"],
            name="fk_track_reminder_deliveries_organization_id_reminder_id",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_track_reminder_deliveries_user_id"),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_track_reminder_deliveries"),
    )
    op.create_index(
        "ix_track_reminder_deliveries_mail", "track_reminder_deliveries", ["organization_id", "mail_id"], unique=False
    )
    op.create_index(
        "ix_track_reminder_deliveries_reminder",
        "track_reminder_deliveries",
        ["organization_id", "reminder_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        "uq_track_reminder_deliveries_period",
        "track_reminder_deliveries",
        ["organization_id", "reminder_id", "user_id", "period"],
        unique=True,
    )
