"""Alerts, whom they reach, how far each project has come, and what was told."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Table

from sundial.core.errors import Conflict
from sundial.db.types import big, instant, json, metadata, text, unique

alert = Table(
    "alerts",
    metadata,
    big("organization_id", primary_key=True),
    big("id", primary_key=True),
    big("workspace_id"),
    text("source_kind"),
    big("project_id", nullable=True),
    text("threshold_type"),
    json("thresholds", nullable=False),
    json("receiver_roles", nullable=False),
    big("creator_id", ForeignKey("users.id")),
    instant("created_at"),
    instant("at"),
    instant("deleted_at", nullable=True),
    ForeignKeyConstraint(["organization_id", "workspace_id"], ["workspaces.organization_id", "workspaces.id"]),
    ForeignKeyConstraint(["organization_id", "project_id"], ["projects.organization_id", "projects.id"]),
)
Index("ix_alerts_workspace", alert.c.organization_id, alert.c.workspace_id, alert.c.id)

alert_receiver = Table(
    "alert_receivers",
    metadata,
    big("organization_id", primary_key=True),
    big("alert_id", primary_key=True),
    big("user_id", ForeignKey("users.id"), primary_key=True),
    ForeignKeyConstraint(["organization_id", "alert_id"], ["alerts.organization_id", "alerts.id"]),
)

alert_level = Table(
    "alert_levels",
    metadata,
    big("organization_id", primary_key=True),
    big("alert_id", primary_key=True),
    big("project_id", primary_key=True),
    # The highest threshold that the project has reached; no row where it has reached none.
    big("reached"),
    instant("at"),
    ForeignKeyConstraint(["organization_id", "alert_id"], ["alerts.organization_id", "alerts.id"]),
)

alert_delivery = Table(
    "alert_deliveries",
    metadata,
    big("organization_id", primary_key=True),
    big("id", primary_key=True),
    big("workspace_id"),
    big("alert_id"),
    big("project_id"),
    # The change after which the crossing was seen.
    big("change_id"),
    text("threshold_type"),
    big("threshold"),
    # All that were crossed at once; the mail is for the highest.
    json("crossed", nullable=False),
    # Seconds, or hundredths of a currency's unit: what was measured, and the whole of which it is a share.
    text("unit"),
    big("measured"),
    big("whole", nullable=True),
    text("currency", nullable=True),
    big("user_id", ForeignKey("users.id")),
    big("mail_id"),
    instant("created_at"),
    ForeignKeyConstraint(["organization_id", "alert_id"], ["alerts.organization_id", "alerts.id"]),
    ForeignKeyConstraint(["organization_id", "mail_id"], ["outbox.organization_id", "outbox.id"]),
)
unique(
    "uq_alert_deliveries_crossing",
    alert_delivery.c.organization_id,
    alert_delivery.c.alert_id,
    alert_delivery.c.project_id,
    alert_delivery.c.change_id,
    alert_delivery.c.user_id,
    violated=Conflict("This crossing was told already."),
)
Index(
    "ix_alert_deliveries_alert",
    alert_delivery.c.organization_id,
    alert_delivery.c.alert_id,
    alert_delivery.c.created_at,
    alert_delivery.c.id,
)
# Whether a message may be forgotten.
Index("ix_alert_deliveries_mail", alert_delivery.c.organization_id, alert_delivery.c.mail_id)

# Which organizations have alerts, and up to which of its changes each was looked at.
alert_follower = Table(
    "alert_followers",
    metadata,
    big("organization_id", primary_key=True, autoincrement=False),
    big("last_change_id"),
    info={"global": True},
)
