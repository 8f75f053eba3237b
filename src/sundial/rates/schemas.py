"""What clients send and read of rates."""

from datetime import datetime

import msgspec
from msgspec import UNSET, UnsetType

from sundial.core.money import Money
from sundial.core.shapes import Id


class NewRate(msgspec.Struct):
    """A rate to be set, from a start or with a mode."""

    amount: Money | UnsetType | None = UNSET
    level: str | UnsetType | None = UNSET
    level_id: Id | UnsetType | None = UNSET
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


class AmountChange(msgspec.Struct):
    """What is worth something else, in one currency. ``seconds`` are rounded as the workspace rounds."""

    currency: str
    entries: int
    seconds: int
    before: Money
    after: Money


class PartChange(AmountChange):
    """The same for one project or one person. No id: entries without a project."""

    id: int | None
    name: str | None


class FutureRate(msgspec.Struct):
    """A rate as it would be. No id: a new one."""

    id: int | None
    amount: Money | None
    start: datetime | None
    end: datetime | None


class RatePreview(msgspec.Struct):
    """What a rate would change. ``people`` is null for who does not see everybody's time."""

    entries: int
    seconds: int
    first_start: datetime | None
    last_start: datetime | None
    rounding: int
    rounding_minutes: int
    amounts: list[AmountChange]
    projects: list[PartChange]
    people: list[PartChange] | None
    history: list[FutureRate]


class ExplainedEntry(msgspec.Struct):
    """The entry whose amounts are explained. ``seconds`` are those until now while it runs."""

    id: int
    user_id: int
    user_name: str
    project_id: int | None
    project_name: str | None
    task_id: int | None
    task_name: str | None
    start: datetime
    local_start: datetime
    timezone: str
    running: bool
    seconds: int
    rounding: int
    rounding_minutes: int
    rounded_seconds: int
    billable: bool


class ExplainedRate(msgspec.Struct):
    """The rate of a level that is valid when the entry starts. No start: always; no amount: it was cleared."""

    id: int
    amount: Money | None
    start: datetime | None
    end: datetime | None
    rate_change_mode: str | None
    creator_id: int | None
    creator_name: str | None
    created_at: datetime


class ExplainedLevel(msgspec.Struct):
    """A level that could price the entry, and why it does not. What it is set for: ``level_id`` and ``name``."""

    level: str
    level_id: int | None
    name: str | None
    rate: ExplainedRate | None
    applies: bool
    why: str | None


class ExplainedAmount(msgspec.Struct):
    """What the entry is worth, and why. ``exact`` is a fraction of hundredths of the currency's unit."""

    levels: list[ExplainedLevel]
    rate: Money | None
    currency: str
    currency_from: str
    exact: str | None
    numerator: int | None
    denominator: int | None
    amount: Money | None
    note: str | None


class RateExplanation(msgspec.Struct):
    """Why an entry is worth what it is. A part is null for who may not see it."""

    time_entry: ExplainedEntry
    billable_rate: ExplainedAmount | None
    labor_cost: ExplainedAmount | None
