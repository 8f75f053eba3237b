"""The row of a project, whole: also for what happens to the projects of a client."""

from datetime import datetime

import msgspec

from sundial.core.money import Money


class ProjectRow(msgspec.Struct):
    """A project, whole."""

    organization_id: int
    id: int
    workspace_id: int
    client_id: int | None
    name: str
    name_key: str
    is_private: bool
    active: bool
    color: str
    billable: bool
    template: bool
    template_id: int | None
    auto_estimates: bool
    estimated_seconds: int | None
    currency: str | None
    rate: Money | None
    rate_last_updated: datetime | None
    fixed_fee: Money | None
    recurring: bool
    recurring_period: str | None
    recurring_custom_period: int | None
    recurring_start_date: str | None
    start_date: str
    end_date: str | None
    external_reference: str | None
    tracked_seconds: int
    creator_id: int | None
    created_at: datetime
    at: datetime
    deleted_at: datetime | None
