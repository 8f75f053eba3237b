"""The first schema: users and sign-in, organizations, workspaces and their members, the log of changes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001_start"
down_revision = None

INSTANT = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "change_counters",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", name="pk_change_counters"),
    )
    op.create_table(
        "changes",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_changes"),
    )
    op.create_index("ix_changes_entity", "changes", ["organization_id", "kind", "entity_id", "id"], unique=False)
    op.create_table(
        "failed_sign_ins",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("first_at", INSTANT, nullable=False),
        sa.Column("locked_until", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_failed_sign_ins"),
    )
    op.create_index("ix_failed_sign_ins_first_at", "failed_sign_ins", ["first_at"], unique=False)
    op.create_table(
        "id_counter",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("next_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_id_counter_one_row"),
        sa.PrimaryKeyConstraint("id", name="pk_id_counter"),
    )
    op.create_table(
        "kept_answers",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request_digest", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "user_id", "key", name="pk_kept_answers"),
    )
    op.create_index("ix_kept_answers_at", "kept_answers", ["organization_id", "user_id", "at"], unique=False)
    op.create_table(
        "organizations",
        sa.Column("organization_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("multi_workspace", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("suspended_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("organization_id", name="pk_organizations"),
    )
    op.create_table(
        "request_quotas",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "user_id", name="pk_request_quotas"),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("fullname", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("api_token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("api_token_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("accounts_id", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("beginning_of_week", sa.BigInteger(), nullable=False),
        sa.Column("country_id", sa.BigInteger(), nullable=True),
        sa.Column("default_workspace_id", sa.BigInteger(), nullable=True),
        sa.Column("preferences", sa.Text(), nullable=False),
        sa.Column("authorization_updated_at", INSTANT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
    )
    op.create_index("uq_users_api_token", "users", ["api_token_hash"], unique=True)
    op.create_index("uq_users_email", "users", ["email_key"], unique=True)
    op.create_table(
        "workspace_directory",
        sa.Column("workspace_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", name="pk_workspace_directory"),
    )
    op.create_table(
        "organization_users",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("email_key", KEY, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("joined", sa.Boolean(), nullable=False),
        sa.Column("inactive", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.organization_id"], name="fk_organization_users_organization_id"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_organization_users_user_id"),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_organization_users"),
    )
    op.create_index(
        "ix_organization_users_name",
        "organization_users",
        ["organization_id", "name_key", "id", "email_key", "deleted_at"],
        unique=False,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "ix_organization_users_role", "organization_users", ["organization_id", "deleted_at", "role"], unique=False
    )
    op.create_index("uq_organization_users_user", "organization_users", ["organization_id", "user_id"], unique=True)
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("user_agent", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_sessions_user_id"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
    )
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"], unique=False)
    op.create_table(
        "user_organizations",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_user_organizations_user_id"),
        sa.PrimaryKeyConstraint("user_id", "organization_id", name="pk_user_organizations"),
    )
    op.create_table(
        "workspaces",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("default_currency", sa.Text(), nullable=False),
        sa.Column("default_hourly_rate", sa.BigInteger(), nullable=True),
        sa.Column("rate_last_updated", INSTANT, nullable=True),
        sa.Column("rounding", sa.BigInteger(), nullable=False),
        sa.Column("rounding_minutes", sa.BigInteger(), nullable=False),
        sa.Column("only_admins_may_create_projects", sa.Boolean(), nullable=False),
        sa.Column("only_admins_may_create_tags", sa.Boolean(), nullable=False),
        sa.Column("only_admins_see_team_dashboard", sa.Boolean(), nullable=False),
        sa.Column("projects_billable_by_default", sa.Boolean(), nullable=False),
        sa.Column("projects_private_by_default", sa.Boolean(), nullable=False),
        sa.Column("projects_enforce_billable", sa.Boolean(), nullable=False),
        sa.Column("limit_public_project_data", sa.Boolean(), nullable=False),
        sa.Column("reports_collapse", sa.Boolean(), nullable=False),
        sa.Column("hide_start_end_times", sa.Boolean(), nullable=False),
        sa.Column("disable_approvals", sa.Boolean(), nullable=False),
        sa.Column("disable_expenses", sa.Boolean(), nullable=False),
        sa.Column("disable_timesheet_view", sa.Boolean(), nullable=False),
        sa.Column("description_present", sa.Boolean(), nullable=False),
        sa.Column("project_present", sa.Boolean(), nullable=False),
        sa.Column("tag_present", sa.Boolean(), nullable=False),
        sa.Column("task_present", sa.Boolean(), nullable=False),
        sa.Column("time_entry_constraints_enabled", sa.Boolean(), nullable=False),
        sa.Column("logo_digest", sa.Text(), nullable=True),
        sa.Column("report_locked_at", INSTANT, nullable=True),
        sa.Column("calendar_suggestion_start_date", INSTANT, nullable=True),
        sa.Column("working_hours_in_minutes", sa.BigInteger(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("suspended_at", INSTANT, nullable=True),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.organization_id"], name="fk_workspaces_organization_id"
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_workspaces"),
    )
    op.create_index(
        "uq_workspaces_name",
        "workspaces",
        ["organization_id", "name_key"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "workspace_logos",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "workspace_id"],
            ["workspaces.organization_id", "workspaces.id"],
            name="fk_workspace_logos_organization_id_workspace_id",
        ),
        sa.PrimaryKeyConstraint("organization_id", "workspace_id", name="pk_workspace_logos"),
    )
    op.create_table(
        "workspace_users",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("email_key", KEY, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("joined", sa.Boolean(), nullable=False),
        sa.Column("inactive", sa.Boolean(), nullable=False),
        sa.Column("is_direct", sa.Boolean(), nullable=False),
        sa.Column("view_edit_billable_rates", sa.Boolean(), nullable=True),
        sa.Column("view_edit_labor_costs", sa.Boolean(), nullable=True),
        sa.Column("working_hours_in_minutes", sa.BigInteger(), nullable=True),
        sa.Column("rate", sa.BigInteger(), nullable=True),
        sa.Column("rate_last_updated", INSTANT, nullable=True),
        sa.Column("labor_cost", sa.BigInteger(), nullable=True),
        sa.Column("labor_cost_last_updated", INSTANT, nullable=True),
        sa.Column("ical_enabled", sa.Boolean(), nullable=False),
        sa.Column("ical_token", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id", "user_id"],
            ["organization_users.organization_id", "organization_users.user_id"],
            name="fk_workspace_users_organization_id_user_id",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "workspace_id"],
            ["workspaces.organization_id", "workspaces.id"],
            name="fk_workspace_users_organization_id_workspace_id",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_workspace_users_user_id"),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_workspace_users"),
    )
    op.create_index(
        "ix_workspace_users_name",
        "workspace_users",
        ["organization_id", "workspace_id", "name_key", "id", "email_key", "deleted_at"],
        unique=False,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "ix_workspace_users_role",
        "workspace_users",
        ["organization_id", "workspace_id", "deleted_at", "role"],
        unique=False,
    )
    op.create_index("ix_workspace_users_user", "workspace_users", ["organization_id", "user_id"], unique=False)
    op.create_index(
        "uq_workspace_users_user", "workspace_users", ["organization_id", "workspace_id", "user_id"], unique=True
    )
    op.execute("INSERT INTO id_counter (id, next_id) VALUES (1, 1000001)")
