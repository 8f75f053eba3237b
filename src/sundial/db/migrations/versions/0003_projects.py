"""Tags, clients, projects and who is in them, and tasks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003_projects"
down_revision = "0002_people"

INSTANT = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "clients",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("external_reference", sa.Text(), nullable=True),
        sa.Column("creator_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["creator_id"], ["users.id"], name="fk_clients_creator_id"),
        sa.ForeignKeyConstraint(
            ["organization_id", "workspace_id"],
            ["workspaces.organization_id", "workspaces.id"],
            name="fk_clients_organization_id_workspace_id",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_clients"),
    )
    op.create_index(
        "ix_clients_name_key", "clients", ["organization_id", "workspace_id", "name_key", "id"], unique=False
    )
    op.create_index(
        "uq_clients_name",
        "clients",
        ["organization_id", "workspace_id", "name"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "tags",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("creator_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["creator_id"], ["users.id"], name="fk_tags_creator_id"),
        sa.ForeignKeyConstraint(
            ["organization_id", "workspace_id"],
            ["workspaces.organization_id", "workspaces.id"],
            name="fk_tags_organization_id_workspace_id",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_tags"),
    )
    op.create_index("ix_tags_name_key", "tags", ["organization_id", "workspace_id", "name_key", "id"], unique=False)
    op.create_index(
        "uq_tags_name",
        "tags",
        ["organization_id", "workspace_id", "name"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "projects",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("client_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("color", sa.Text(), nullable=False),
        sa.Column("billable", sa.Boolean(), nullable=False),
        sa.Column("template", sa.Boolean(), nullable=False),
        sa.Column("template_id", sa.BigInteger(), nullable=True),
        sa.Column("auto_estimates", sa.Boolean(), nullable=False),
        sa.Column("estimated_seconds", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("rate", sa.BigInteger(), nullable=True),
        sa.Column("rate_last_updated", INSTANT, nullable=True),
        sa.Column("fixed_fee", sa.BigInteger(), nullable=True),
        sa.Column("recurring", sa.Boolean(), nullable=False),
        sa.Column("recurring_period", sa.Text(), nullable=True),
        sa.Column("recurring_custom_period", sa.BigInteger(), nullable=True),
        sa.Column("recurring_start_date", sa.Text(), nullable=True),
        sa.Column("start_date", sa.Text(), nullable=False),
        sa.Column("end_date", sa.Text(), nullable=True),
        sa.Column("external_reference", sa.Text(), nullable=True),
        sa.Column("tracked_seconds", sa.BigInteger(), nullable=False),
        sa.Column("creator_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["creator_id"], ["users.id"], name="fk_projects_creator_id"),
        sa.ForeignKeyConstraint(
            ["organization_id", "client_id"],
            ["clients.organization_id", "clients.id"],
            name="fk_projects_organization_id_client_id",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "workspace_id"],
            ["workspaces.organization_id", "workspaces.id"],
            name="fk_projects_organization_id_workspace_id",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_projects"),
    )
    op.create_index("ix_projects_client", "projects", ["organization_id", "client_id"], unique=False)
    op.create_index(
        "ix_projects_name_key", "projects", ["organization_id", "workspace_id", "name_key", "id"], unique=False
    )
    op.create_index(
        "uq_projects_name_alone",
        "projects",
        ["organization_id", "workspace_id", "name"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL AND client_id IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL AND client_id IS NULL"),
    )
    op.create_index(
        "uq_projects_name_of_client",
        "projects",
        ["organization_id", "workspace_id", "client_id", "name"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "project_groups",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "group_id"],
            ["groups.organization_id", "groups.id"],
            name="fk_project_groups_organization_id_group_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["projects.organization_id", "projects.id"],
            name="fk_project_groups_organization_id_project_id",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "workspace_id"],
            ["workspaces.organization_id", "workspaces.id"],
            name="fk_project_groups_organization_id_workspace_id",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_project_groups"),
    )
    op.create_index("ix_project_groups_of_group", "project_groups", ["organization_id", "group_id"], unique=False)
    op.create_index(
        "uq_project_groups_group", "project_groups", ["organization_id", "project_id", "group_id"], unique=True
    )
    op.create_table(
        "project_pins",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["projects.organization_id", "projects.id"],
            name="fk_project_pins_organization_id_project_id",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_project_pins_user_id"),
        sa.PrimaryKeyConstraint("organization_id", "user_id", "project_id", name="pk_project_pins"),
    )
    op.create_table(
        "project_users",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("manager", sa.Boolean(), nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=True),
        sa.Column("rate_last_updated", INSTANT, nullable=True),
        sa.Column("labor_cost", sa.BigInteger(), nullable=True),
        sa.Column("labor_cost_last_updated", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["projects.organization_id", "projects.id"],
            name="fk_project_users_organization_id_project_id",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "user_id"],
            ["organization_users.organization_id", "organization_users.user_id"],
            name="fk_project_users_organization_id_user_id",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "workspace_id"],
            ["workspaces.organization_id", "workspaces.id"],
            name="fk_project_users_organization_id_workspace_id",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_project_users"),
    )
    op.create_index(
        "ix_project_users_of_user", "project_users", ["organization_id", "user_id", "project_id"], unique=False
    )
    op.create_index("uq_project_users_user", "project_users", ["organization_id", "project_id", "user_id"], unique=True)
    op.create_table(
        "tasks",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("estimated_seconds", sa.BigInteger(), nullable=True),
        sa.Column("rate", sa.BigInteger(), nullable=True),
        sa.Column("rate_last_updated", INSTANT, nullable=True),
        sa.Column("external_reference", sa.Text(), nullable=True),
        sa.Column("tracked_seconds", sa.BigInteger(), nullable=False),
        sa.Column("creator_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["creator_id"], ["users.id"], name="fk_tasks_creator_id"),
        sa.ForeignKeyConstraint(
            ["organization_id", "project_id"],
            ["projects.organization_id", "projects.id"],
            name="fk_tasks_organization_id_project_id",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "workspace_id"],
            ["workspaces.organization_id", "workspaces.id"],
            name="fk_tasks_organization_id_workspace_id",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_tasks_user_id"),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_tasks"),
    )
    op.create_index("ix_tasks_project", "tasks", ["organization_id", "project_id", "name_key", "id"], unique=False)
    op.create_index("ix_tasks_workspace", "tasks", ["organization_id", "workspace_id", "name_key", "id"], unique=False)
    op.create_index(
        "uq_tasks_name",
        "tasks",
        ["organization_id", "project_id", "name"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
