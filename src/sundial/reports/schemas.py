"""What clients send for reports, and the parts of the answers that several reports have in common."""

from typing import Annotated

import msgspec
from msgspec import Meta

from sundial.core.shapes import Id, Whole

Ids = Annotated[list[Id], Meta(max_length=2000)] | None
IdsOrNone = Annotated[list[Id | None], Meta(max_length=2000)] | None
"""With a null among them: things that have none."""


class Period(msgspec.Struct):
    """Which days. A time of day narrows the first or the last of them."""

    start_date: str | None = None
    end_date: str | None = None
    startTime: str | None = None
    endTime: str | None = None


class Filters(Period):
    """Which time entries a report is about, and how their time is rounded."""

    user_ids: Ids = None
    group_ids: Ids = None
    client_ids: IdsOrNone = None
    project_ids: IdsOrNone = None
    task_ids: IdsOrNone = None
    tag_ids: IdsOrNone = None
    time_entry_ids: Ids = None
    billable: bool | None = None
    description: str | None = None
    min_duration_seconds: Whole | None = None
    max_duration_seconds: Whole | None = None
    rounding: Whole | None = None
    rounding_minutes: Whole | None = None


class Rate(msgspec.Struct, gc=False):
    """The billable time at one rate. ``hourly_rate_in_cents`` is null for time that has no rate."""

    billable_seconds: int
    hourly_rate_in_cents: int | None
    currency: str
