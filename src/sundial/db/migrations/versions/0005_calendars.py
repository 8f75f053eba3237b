"""The directory that finds a calendar by its token."""

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0005_calendars"
down_revision = "0004_time"

AT_ONCE = 1000


def upgrade() -> None:
    """Make the table, with what is there to be found."""
    directory = op.create_table(
        "calendar_directory",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_user_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_calendar_directory"),
    )
    members = sa.table(
        "workspace_users",
        sa.column("organization_id", sa.BigInteger),
        sa.column("id", sa.BigInteger),
        sa.column("ical_token", sa.Text),
    )
    # SQLAlchemy's databases have no function for this hash in common.
    found = [
        {"token_hash": sha256(token.encode()).digest(), "organization_id": organization_id, "workspace_user_id": number}
        for organization_id, number, token in op.get_bind().execute(sa.select(members))
    ]
    for first in range(0, len(found), AT_ONCE):
        op.bulk_insert(directory, found[first : first + AT_ONCE])
