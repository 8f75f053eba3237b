"""Saved reports, and the directory that finds one by its token."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Table

from sundial.db.types import big, binary, flag, instant, key, metadata, text

report_directory = Table(
    "report_directory",
    metadata,
    binary("token_hash", primary_key=True),
    big("organization_id"),
    big("workspace_id"),
    big("report_id"),
    info={"global": True},
)

saved_report = Table(
    "saved_reports",
    metadata,
    big("organization_id", primary_key=True),
    big("id", primary_key=True),
    big("workspace_id"),
    big("user_id", ForeignKey("users.id")),
    text("name"),
    key("name_key"),
    text("params"),
    flag("public"),
    flag("fixed_daterange"),
    binary("token_sealed"),
    big("updated_by_id", ForeignKey("users.id")),
    instant("created_at"),
    instant("at"),
    instant("deleted_at", nullable=True),
    ForeignKeyConstraint(["organization_id", "workspace_id"], ["workspaces.organization_id", "workspaces.id"]),
)
Index(
    "ix_saved_reports_name_key",
    saved_report.c.organization_id,
    saved_report.c.workspace_id,
    saved_report.c.name_key,
    saved_report.c.id,
)
