"""Groups, invitations, and offers of ownership."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002_people"
down_revision = "0001_start"

INSTANT = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "invitation_directory",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("invitation_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name="pk_invitation_directory"),
    )
    op.create_table(
        "groups",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.organization_id"], name="fk_groups_organization_id"
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_groups"),
    )
    op.create_index("uq_groups_name", "groups", ["organization_id", "name_key"], unique=True)
    op.create_table(
        "owner_transfers",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("requester_id", sa.BigInteger(), nullable=False),
        sa.Column("current_owner_id", sa.BigInteger(), nullable=False),
        sa.Column("current_owner_accepted", sa.Boolean(), nullable=True),
        sa.Column("current_owner_answered_at", INSTANT, nullable=True),
        sa.Column("new_owner_id", sa.BigInteger(), nullable=False),
        sa.Column("new_owner_accepted", sa.Boolean(), nullable=True),
        sa.Column("new_owner_answered_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["current_owner_id"], ["users.id"], name="fk_owner_transfers_current_owner_id"),
        sa.ForeignKeyConstraint(["new_owner_id"], ["users.id"], name="fk_owner_transfers_new_owner_id"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.organization_id"], name="fk_owner_transfers_organization_id"
        ),
        sa.ForeignKeyConstraint(["requester_id"], ["users.id"], name="fk_owner_transfers_requester_id"),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_owner_transfers"),
    )
    op.create_index(
        "uq_owner_transfers_open",
        "owner_transfers",
        ["organization_id"],
        unique=True,
        sqlite_where=sa.text("finished_at IS NULL"),
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.create_table(
        "group_users",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "group_id"],
            ["groups.organization_id", "groups.id"],
            name="fk_group_users_organization_id_group_id",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "user_id"],
            ["organization_users.organization_id", "organization_users.user_id"],
            name="fk_group_users_organization_id_user_id",
        ),
        sa.PrimaryKeyConstraint("organization_id", "group_id", "user_id", name="pk_group_users"),
    )
    op.create_index("ix_group_users_user", "group_users", ["organization_id", "user_id", "group_id"], unique=False)
    op.create_table(
        "group_workspaces",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "group_id"],
            ["groups.organization_id", "groups.id"],
            name="fk_group_workspaces_organization_id_group_id",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "workspace_id"],
            ["workspaces.organization_id", "workspaces.id"],
            name="fk_group_workspaces_organization_id_workspace_id",
        ),
        sa.PrimaryKeyConstraint("organization_id", "group_id", "workspace_id", name="pk_group_workspaces"),
    )
    op.create_index(
        "ix_group_workspaces_workspace", "group_workspaces", ["organization_id", "workspace_id"], unique=False
    )
    op.create_table(
        "invitations",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("email_key", KEY, nullable=False),
        sa.Column("sender_id", sa.BigInteger(), nullable=False),
        sa.Column("recipient_id", sa.BigInteger(), nullable=False),
        sa.Column("code_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id", "recipient_id"],
            ["organization_users.organization_id", "organization_users.user_id"],
            name="fk_invitations_organization_id_recipient_id",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.organization_id"], name="fk_invitations_organization_id"
        ),
        sa.ForeignKeyConstraint(["recipient_id"], ["users.id"], name="fk_invitations_recipient_id"),
        sa.ForeignKeyConstraint(["sender_id"], ["users.id"], name="fk_invitations_sender_id"),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_invitations"),
    )
    op.create_index(
        "ix_invitations_recipient", "invitations", ["organization_id", "recipient_id", "status"], unique=False
    )
