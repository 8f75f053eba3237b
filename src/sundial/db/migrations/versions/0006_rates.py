"""Rates over time; what an entry bills and costs an hour, in its row and in the index that reports read."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006_rates"
down_revision = "0005_calendars"

INSTANT = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
AT_ONCE = 1000

# Table, level, the columns of an amount and of when it was set; what an entry is found by.
HELD = (
    ("workspaces", "workspace", "default_hourly_rate", "rate_last_updated", "billable_rates", ()),
    ("workspace_users", "workspace_user", "rate", "rate_last_updated", "billable_rates", ("user_id",)),
    ("workspace_users", "workspace_user", "labor_cost", "labor_cost_last_updated", "labor_costs", ("user_id",)),
    ("projects", "project", "rate", "rate_last_updated", "billable_rates", ("id",)),
    ("project_users", "project_user", "rate", "rate_last_updated", "billable_rates", ("project_id", "user_id")),
    (
        "project_users",
        "project_user",
        "labor_cost",
        "labor_cost_last_updated",
        "labor_costs",
        ("project_id", "user_id"),
    ),
    ("tasks", "task", "rate", "rate_last_updated", "billable_rates", ("id",)),
)
STRENGTH: dict[str, Any] = {
    "billable_rate": ("billable_rates", ("task_id",), ("project_id", "user_id"), ("project_id",), ("user_id",), ()),
    "labor_cost": ("labor_costs", ("project_id", "user_id"), ("user_id",)),
}


def upgrade() -> None:
    """Make the tables; what things bill and cost now they always did."""
    rates = op.create_table(
        "rates",
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("level_id", sa.BigInteger(), nullable=False),
        sa.Column("task_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("start", INSTANT, nullable=False),
        sa.Column("rate_change_mode", sa.Text(), nullable=True),
        sa.Column("creator_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["creator_id"], ["users.id"], name="fk_rates_creator_id"),
        sa.ForeignKeyConstraint(
            ["organization_id", "workspace_id"],
            ["workspaces.organization_id", "workspaces.id"],
            name="fk_rates_organization_id_workspace_id",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name="pk_rates"),
    )
    op.create_index(
        "uq_rates_start",
        "rates",
        ["organization_id", "workspace_id", "type", "task_id", "project_id", "user_id", "start"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "planned_rates",
        sa.Column("start", INSTANT, nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("rate_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("start", "organization_id", "rate_id", name="pk_planned_rates"),
    )
    _keep_rates(rates)
    op.add_column("time_entries", sa.Column("billable_rate", sa.BigInteger(), nullable=True))
    op.add_column("time_entries", sa.Column("labor_cost", sa.BigInteger(), nullable=True))
    _price_entries(rates)
    op.create_index(
        "ix_time_entries_report",
        "time_entries",
        [
            "organization_id",
            "workspace_id",
            "start",
            "id",
            "user_id",
            "duration",
            "billable",
            "project_id",
            "billable_rate",
            "task_id",
            "labor_cost",
        ],
        unique=False,
        sqlite_where=sa.text("deleted_at IS NULL AND stop IS NOT NULL"),
        postgresql_where=sa.text("deleted_at IS NULL AND stop IS NOT NULL"),
    )
    if op.get_bind().dialect.name == "postgresql":
        # A workspace's entries are its organization's: taken for a coincidence, a year would seem to be a row or two.
        op.execute(
            "CREATE STATISTICS st_time_entries_place (dependencies) ON organization_id, workspace_id FROM time_entries"
        )
    op.drop_index("ix_time_entries_workspace_start", "time_entries")
    op.create_index(
        "ix_projects_currency",
        "projects",
        ["organization_id", "workspace_id"],
        unique=False,
        sqlite_where=sa.text("currency IS NOT NULL"),
        postgresql_where=sa.text("currency IS NOT NULL"),
    )


def _keep_rates(rates: sa.Table) -> None:
    database = op.get_bind()
    kept = [rate for held in HELD for rate in _held(database, *held)]
    counter = sa.table("id_counter", sa.column("next_id", sa.BigInteger))
    first: Any = database.execute(sa.select(counter.c.next_id)).scalar() or 1
    for number, rate in enumerate(kept, first):
        rate["id"] = number
    if kept:
        database.execute(sa.update(counter).values(next_id=first + len(kept)))
    for begin in range(0, len(kept), AT_ONCE):
        op.bulk_insert(rates, kept[begin : begin + AT_ONCE])


def _held(
    database: sa.Connection,
    table_name: str,
    level: str,
    amount: str,
    updated: str,
    kind: str,
    found_by: tuple[str, ...],
) -> list[dict[str, Any]]:
    names = {"organization_id", "id", "workspace_id", *found_by} - ({"workspace_id"} if level == "workspace" else set())
    columns = [sa.column(name, sa.BigInteger) for name in sorted(names)]
    instants = [sa.column(updated, INSTANT), sa.column("at", INSTANT)]
    table = sa.table(
        table_name, *columns, sa.column(amount, sa.BigInteger), *instants, sa.column("deleted_at", INSTANT)
    )
    found = database.execute(sa.select(table).where(table.c[amount].is_not(None))).mappings().all()
    # Whoever was taken out of a project has had no price there since.
    ended = [row for row in found if level == "project_user" and row["deleted_at"] is not None]
    periods = [(row, row[amount], _beginning(database)) for row in found]
    periods += [(row, None, row["deleted_at"]) for row in ended]
    return [
        {
            "organization_id": row["organization_id"],
            "workspace_id": row["id"] if level == "workspace" else row["workspace_id"],
            "type": kind,
            "level": level,
            "level_id": row["id"],
            "task_id": row["id"] if level == "task" else 0,
            "project_id": row["id"] if level == "project" else row.get("project_id", 0),
            "user_id": row.get("user_id", 0),
            "amount": valid,
            "start": start,
            "rate_change_mode": None,
            "creator_id": None,
            "created_at": row[updated] or row["at"],
            "updated_at": row[updated] or row["at"],
            "deleted_at": None,
        }
        for row, valid, start in periods
    ]


def _beginning(database: sa.Connection) -> Any:
    beginning = datetime(1, 1, 1, tzinfo=UTC)
    if database.dialect.name == "postgresql":
        return beginning
    return int((beginning - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * 1_000_000


def _price_entries(rates: sa.Table) -> None:
    names = ("organization_id", "workspace_id", "task_id", "project_id", "user_id")
    numbers = (sa.column(name, sa.BigInteger) for name in (*names, *STRENGTH))
    entries = sa.table("time_entries", *numbers, sa.column("start", INSTANT))

    def valid(kind: str, level: tuple[str, ...]) -> Any:
        rate = rates.alias()
        same = [rate.c[name] == entries.c[name] for name in names[:2]]
        meant = [rate.c[name] == (entries.c[name] if name in level else 0) for name in names[2:]]
        started = sa.select(rate.c.amount).where(rate.c.type == kind, *same, *meant, rate.c.start <= entries.c.start)
        return started.order_by(rate.c.start.desc()).limit(1).scalar_subquery()

    for column, (kind, *levels) in STRENGTH.items():
        op.execute(sa.update(entries).values({column: sa.func.coalesce(*(valid(kind, one) for one in levels), None)}))
