"""Favorites and time entries; which changes belong together."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004_time"
down_revision = "0003_projects"

INSTANT = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.add_column("changes", sa.Column("batch_id", sa.BigInteger(), nullable=True))
    op.create_index("ix_changes_batch", "changes", ["organization_id", "batch_id"], unique=False)
    op.create_index("ix_changes_user", "changes", ["organization_id", "workspace_id", "user_id", "id"], unique=False)
    op.create_index("ix_changes_workspace", "changes", ["organization_id", "workspace_id", "id"], unique=False)
    op.create_table(
        "favorites",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("task_id", sa.BigInteger(), nullable=True),
        sa.Column("tag_ids", sa.Text(), nullable=True),
        sa.Column("billable", sa.Boolean(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("was_public_at", INSTANT, nullable=True),
        sa.Column("rank", sa.BigInteger(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["projects.organization_id", "projects.id"],
            name="fk_favorites_organization_id_project_id",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "task_id"],
            ["tasks.organization_id", "tasks.id"],
            name="fk_favorites_organization_id_task_id",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "workspace_id"],
            ["workspaces.organization_id", "workspaces.id"],
            name="fk_favorites_organization_id_workspace_id",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_favorites_user_id"),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_favorites"),
    )
    op.create_index("ix_favorites_user", "favorites", ["organization_id", "user_id"], unique=False)
    op.create_index("ix_favorites_workspace", "favorites", ["organization_id", "workspace_id"], unique=False)
    op.create_table(
        "time_entries",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("task_id", sa.BigInteger(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("start", INSTANT, nullable=False),
        sa.Column("stop", INSTANT, nullable=True),
        sa.Column("duration", sa.BigInteger(), nullable=False),
        sa.Column("billable", sa.Boolean(), nullable=False),
        sa.Column("tag_ids", sa.Text(), nullable=True),
        sa.Column("created_with", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["projects.organization_id", "projects.id"],
            name="fk_time_entries_organization_id_project_id",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "task_id"],
            ["tasks.organization_id", "tasks.id"],
            name="fk_time_entries_organization_id_task_id",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "workspace_id"],
            ["workspaces.organization_id", "workspaces.id"],
            name="fk_time_entries_organization_id_workspace_id",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_time_entries_user_id"),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_time_entries"),
    )
    op.create_index(
        "ix_time_entries_project",
        "time_entries",
        ["organization_id", "project_id", "start"],
        unique=False,
        sqlite_where=sa.text("project_id IS NOT NULL"),
        postgresql_where=sa.text("project_id IS NOT NULL"),
    )
    op.create_index(
        "ix_time_entries_task",
        "time_entries",
        ["organization_id", "task_id"],
        unique=False,
        sqlite_where=sa.text("task_id IS NOT NULL"),
        postgresql_where=sa.text("task_id IS NOT NULL"),
    )
    op.create_index("ix_time_entries_user_at", "time_entries", ["organization_id", "user_id", "at"], unique=False)
    op.create_index(
        "ix_time_entries_user_start", "time_entries", ["organization_id", "user_id", "start", "id"], unique=False
    )
    op.create_index(
        "ix_time_entries_workspace_start", "time_entries", ["organization_id", "workspace_id", "start"], unique=False
    )
    op.create_index(
        "uq_time_entries_running",
        "time_entries",
        ["organization_id", "user_id"],
        unique=True,
        sqlite_where=sa.text("stop IS NULL AND deleted_at IS NULL"),
        postgresql_where=sa.text("stop IS NULL AND deleted_at IS NULL"),
    )
    op.create_table(
        "time_entry_invitations",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("time_entry_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("shared_by_id", sa.BigInteger(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "time_entry_id"],
            ["time_entries.organization_id", "time_entries.id"],
            name="fk_time_entry_invitations_organization_id_time_entry_id",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "workspace_id"],
            ["workspaces.organization_id", "workspaces.id"],
            name="fk_time_entry_invitations_organization_id_workspace_id",
        ),
        sa.ForeignKeyConstraint(["shared_by_id"], ["users.id"], name="fk_time_entry_invitations_shared_by_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_time_entry_invitations_user_id"),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_time_entry_invitations"),
    )
    op.create_index(
        "ix_time_entry_invitations_of_user", "time_entry_invitations", ["organization_id", "user_id"], unique=False
    )
    op.create_index(
        "uq_time_entry_invitations_user",
        "time_entry_invitations",
        ["organization_id", "time_entry_id", "user_id"],
        unique=True,
    )
    op.create_table(
        "time_entry_tags",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("tag_id", sa.BigInteger(), nullable=False),
        sa.Column("time_entry_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "tag_id"],
            ["tags.organization_id", "tags.id"],
            name="fk_time_entry_tags_organization_id_tag_id",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "time_entry_id"],
            ["time_entries.organization_id", "time_entries.id"],
            name="fk_time_entry_tags_organization_id_time_entry_id",
        ),
        sa.PrimaryKeyConstraint("organization_id", "tag_id", "time_entry_id", name="pk_time_entry_tags"),
    )
    op.create_index("ix_time_entry_tags_entry", "time_entry_tags", ["organization_id", "time_entry_id"], unique=False)
