"""Alerts, and what they told."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009_alerts"
down_revision = "0008_jobs_and_mail"

INSTANT = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "alerts",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("source_kind", sa.Text(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("threshold_type", sa.Text(), nullable=False),
        sa.Column("thresholds", sa.Text(), nullable=False),
        sa.Column("receiver_roles", sa.Text(), nullable=False),
        sa.Column("creator_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["creator_id"], ["users.id"], name="fk_alerts_creator_id"),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["projects.organization_id", "projects.id"],
            name="fk_alerts_organization_id_project_id",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "workspace_id"],
            ["workspaces.organization_id", "workspaces.id"],
            name="fk_alerts_organization_id_workspace_id",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_alerts"),
    )
    op.create_index("ix_alerts_workspace", "alerts", ["organization_id", "workspace_id", "id"], unique=False)
    op.create_table(
        "alert_receivers",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("alert_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "alert_id"],
            ["alerts.organization_id", "alerts.id"],
            name="fk_alert_receivers_organization_id_alert_id",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_alert_receivers_user_id"),
        sa.PrimaryKeyConstraint("organization_id", "alert_id", "user_id", name="pk_alert_receivers"),
    )
    op.create_table(
        "alert_levels",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("alert_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("reached", sa.BigInteger(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "alert_id"],
            ["alerts.organization_id", "alerts.id"],
            name="fk_alert_levels_organization_id_alert_id",
        ),
        sa.PrimaryKeyConstraint("organization_id", "alert_id", "project_id", name="pk_alert_levels"),
    )
    op.create_table(
        "alert_deliveries",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("alert_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.Column("threshold_type", sa.Text(), nullable=False),
        sa.Column("threshold", sa.BigInteger(), nullable=False),
        sa.Column("crossed", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("measured", sa.BigInteger(), nullable=False),
        sa.Column("whole", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("mail_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "alert_id"],
            ["alerts.organization_id", "alerts.id"],
            name="fk_alert_deliveries_organization_id_alert_id",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "mail_id"],
            ["outbox.organization_id", "outbox.id"],
            name="fk_alert_deliveries_organization_id_mail_id",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_alert_deliveries_user_id"),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_alert_deliveries"),
    )
    op.create_index(
        "ix_alert_deliveries_alert",
        "alert_deliveries",
        ["organization_id", "alert_id", "created_at", "id"],
        unique=False,
    )
    op.create_index("ix_alert_deliveries_mail", "alert_deliveries", ["organization_id", "mail_id"], unique=False)
    op.create_index(
        "uq_alert_deliveries_crossing",
        "alert_deliveries",
        ["organization_id", "alert_id", "project_id", "change_id", "user_id"],
        unique=True,
    )
    op.create_table(
        "alert_followers",
        sa.Column("organization_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last_change_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", name="pk_alert_followers"),
    )
