"""What clients send and read of rates."""

from datetime import datetime

import msgspec
from msgspec import UNSET, UnsetType

from sundial.core.money import Money


class NewRate(msgspec.Struct):
    """A rate to be set, from a start or with a mode."""

    amount: Money | UnsetType | None = UNSET
    level: str | UnsetType | None = UNSET
    level_id: int | UnsetType | None = UNSET
    mode: str | UnsetType | None = UNSET
    start: str | UnsetType | None = UNSET
    type: str | UnsetType | None = UNSET


class Rate(msgspec.Struct):
    """A rate as clients read it. One of the five ids says what it is set for; no end: it is the last one."""

    id: int
    type: str
    amount: Money | None
    start: datetime | None
    end: datetime | None
    rate_change_mode: str | None
    workspace_id: int | None
    workspace_user_id: int | None
    project_id: int | None
    project_user_id: int | None
    planned_task_id: int | None
    creator_id: int | None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
