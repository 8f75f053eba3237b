"""What clients send for a summary, and what they read."""

import msgspec
from msgspec import UNSET, UnsetType

from sundial.core.shapes import Whole
from sundial.reports.schemas import Filters, Rate


class GroupFilter(msgspec.Struct):
    """Which groups an audit is about, by all their time or by what it bills in one currency."""

    currency: str | None = None
    min_amount_cents: Whole | None = None
    max_amount_cents: Whole | None = None
    min_duration_seconds: Whole | None = None
    max_duration_seconds: Whole | None = None


class Audit(msgspec.Struct):
    """Groups that are remarkable: with much or little time, or with none at all."""

    group_filter: GroupFilter | None = None
    show_empty_groups: bool | None = None
    show_tracked_groups: bool | None = None


class SummaryPost(Filters):
    """Which entries, and in which groups."""

    grouping: str | None = None
    sub_grouping: str | None = None
    distinguish_rates: bool | None = None
    include_time_entry_ids: bool | None = None
    audit: Audit | None = None


class SummaryExport(SummaryPost):
    """How a summary is written as a table. CSV knows nothing of separators and formats of days."""

    collapse: bool | None = None
    hide_amounts: bool | None = None
    hide_rates: bool | None = None
    order_by: str | None = None
    order_dir: str | None = None
    resolution: str | None = None
    duration_format: str | None = None
    date_format: str | None = None
    hour_format: str | None = None
    cents_separator: str | None = None


class SubGroup(msgspec.Struct, gc=False):
    """A part of a group.

    ``billable_amount_in_cents`` is null where more than one currency would have to be added up: ``rates`` tell then.
    Both are null for those who do not see rates. ``ids`` are those of the time entries, when they were asked for.
    """

    id: int | None
    title: str | None
    seconds: int
    billable_seconds: int
    billable_amount_in_cents: int | None
    rates: list[Rate] | None
    ids: list[int] | UnsetType = UNSET


class Group(msgspec.Struct, gc=False):
    """A group. ``ids`` are those of the tags that all its entries have."""

    id: int | None
    names: tuple[str, ...]
    seconds: int
    sub_groups: list[SubGroup]
    ids: tuple[int, ...] | UnsetType = UNSET
    project_color: str | UnsetType = UNSET
    project_hex_color: str | UnsetType = UNSET


class Summary(msgspec.Struct):
    """A summary."""

    groups: list[Group]
