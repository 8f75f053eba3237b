"""Rates as clients read them."""

from collections.abc import Sequence
from datetime import datetime

from sundial.rates.queries import RateRow
from sundial.rates.rules import BEGINNING, Level, ends
from sundial.rates.schemas import Rate


def rates(rows: Sequence[RateRow]) -> list[Rate]:
    """The rates of one thing, in order: each ends where the next one starts."""
    return [_rate(row, end) for row, end in zip(rows, ends([row.start for row in rows]), strict=True)]


def _rate(row: RateRow, end: datetime | None) -> Rate:
    def set_for(level: Level) -> int | None:
        return row.level_id if row.level is level else None

    return Rate(
        id=row.id,
        type=row.type.value,
        amount=row.amount,
        start=None if row.start == BEGINNING else row.start,
        end=end,
        rate_change_mode=row.rate_change_mode,
        workspace_id=set_for(Level.WORKSPACE),
        workspace_user_id=set_for(Level.WORKSPACE_USER),
        project_id=set_for(Level.PROJECT),
        project_user_id=set_for(Level.PROJECT_USER),
        planned_task_id=set_for(Level.TASK),
        creator_id=row.creator_id,
        created_at=row.created_at,
        updated_at=row.updated_at,
        deleted_at=row.deleted_at,
    )
