"""What clients send and read of a project."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from sundial.core.money import Money
from sundial.core.shapes import Id, Whole
from sundial.members.schemas import ChangeMode

LONGEST_REFERENCE = 1000
MOST_HOURS = 999_999
MOST_IDS = 1000

Hours = Annotated[int, Meta(ge=0, le=MOST_HOURS)]
Seconds = Annotated[int, Meta(ge=0, le=MOST_HOURS * 3600)]
Ids = Annotated[list[Id], Meta(max_length=MOST_IDS)]
Reference = Annotated[str, Meta(max_length=LONGEST_REFERENCE)]


class RecurringPeriod(msgspec.Struct):
    """One period of a recurring project: its first and its last day."""

    start_date: str
    end_date: str


class RecurringProjectParameters(msgspec.Struct):
    """How a project recurs. ``custom_period`` is in days, for the period ``custom``."""

    period: str
    custom_period: int | None
    project_start_date: str
    parameter_start_date: str
    parameter_end_date: str | None
    estimated_seconds: int


class Project(msgspec.Struct):
    """A project. ``rate`` and ``fixed_fee`` are null for who may not see rates and does not manage the project.

    Times are those of finished entries. ``total_count`` is there in a page that was asked for, ``billable_amount``
    where amounts were: what finished entries bill, in the project's currency.
    """

    id: int
    workspace_id: int
    wid: int
    client_id: int | None
    name: str
    is_private: bool
    active: bool
    at: datetime
    created_at: datetime
    server_deleted_at: datetime | None
    color: str
    billable: bool
    template: bool
    auto_estimates: bool
    estimated_hours: int | None
    estimated_seconds: int | None
    rate: Money | None
    rate_last_updated: datetime | None
    currency: str
    recurring: bool
    template_id: int | None
    recurring_parameters: list[RecurringProjectParameters] | None
    current_period: RecurringPeriod | None
    fixed_fee: Money | None
    actual_hours: int
    actual_seconds: int
    can_track_time: bool
    start_date: str
    external_reference: str | None
    cid: int | UnsetType = UNSET
    client_name: str | UnsetType = UNSET
    end_date: str | UnsetType = UNSET
    status: str | UnsetType = UNSET
    pinned: bool | UnsetType = UNSET
    total_count: int | UnsetType = UNSET
    billable_amount: Money | UnsetType | None = UNSET
    permissions: list[str] | None = None
    integration_ext_id: str | None = None
    integration_ext_type: str | None = None
    integration_provider: str | None = None


class RecurringParameters(msgspec.Struct):
    """How a project is to recur: daily, weekly, monthly, quarterly, yearly, or every ``custom_period`` days."""

    period: str
    custom_period: Whole | UnsetType | None = UNSET
    project_start_date: str | UnsetType | None = UNSET


Recurrence = RecurringParameters | Annotated[list[RecurringParameters], Meta(max_length=1)]
"""An object, or what a project's own ``recurring_parameters`` are read as."""


class ProjectChange(msgspec.Struct):
    """A project to create, or a partial change of one.

    Null clears what can be null and leaves the rest as it is; ``cid`` is an older name of ``client_id``.
    """

    name: str | UnsetType | None = UNSET
    client_id: Id | UnsetType | None = UNSET
    cid: Id | UnsetType | None = UNSET
    client_name: str | UnsetType | None = UNSET
    is_private: bool | UnsetType | None = UNSET
    active: bool | UnsetType | None = UNSET
    color: str | UnsetType | None = UNSET
    billable: bool | UnsetType | None = UNSET
    template: bool | UnsetType | None = UNSET
    template_id: Id | UnsetType | None = UNSET
    auto_estimates: bool | UnsetType | None = UNSET
    estimated_hours: Hours | UnsetType | None = UNSET
    currency: str | UnsetType | None = UNSET
    rate: Money | UnsetType | None = UNSET
    rate_change_mode: ChangeMode | UnsetType | None = UNSET
    fixed_fee: Money | UnsetType | None = UNSET
    recurring: bool | UnsetType | None = UNSET
    recurring_parameters: Recurrence | UnsetType | None = UNSET
    start_date: str | UnsetType | None = UNSET
    end_date: str | UnsetType | None = UNSET
    external_reference: Reference | UnsetType | None = UNSET


class ProjectPatch(ProjectChange):
    """What a bulk edit changes: an estimate to the second besides."""

    estimated_seconds: Seconds | UnsetType | None = UNSET


class ProjectIds(msgspec.Struct):
    """Some projects."""

    project_ids: Ids


class ProjectCount(msgspec.Struct):
    """How many of something a project has."""

    project_id: int
    count: int


class ProjectStatistics(msgspec.Struct):
    """When the first and the last finished entry of a project start, null when there is none."""

    earliest_time_entry: datetime | None
    latest_time_entry: datetime | None


class Pin(msgspec.Struct):
    """Whether a project is to be at the top of the caller's list."""

    pin: bool
