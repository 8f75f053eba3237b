"""What clients send for a detailed report, and its rows as they read them (`behaviour.md, 14`)."""

import msgspec
from msgspec import UNSET, UnsetType

from sundial.core.shapes import Whole
from sundial.reports.schemas import Filters

Name = str | UnsetType | None


class Search(Filters):
    """Which entries, in which order, and which page of them. An order that is empty is the usual one."""

    order_by: str | None = None
    order_dir: str | None = None
    grouped: bool | None = None
    hide_amounts: bool | None = None
    enrich_response: bool | None = None
    page_size: Whole | None = None
    first_id: Whole | None = None
    first_row_number: Whole | None = None
    first_timestamp: Whole | None = None


class SearchExport(Search):
    """The same for a file, with how its values are shown. A file holds all pages, one line for each time entry."""

    duration_format: str | None = None
    date_format: str | None = None
    hour_format: str | None = None
    cents_separator: str | None = None
    display_mode: str | None = None


# Nothing in these can lead back to them: without this, long pages have the collector walk through the whole program.
class Single(msgspec.Struct, gc=False):
    """One time entry of a row. All times are in the reader's time zone, but ``at`` is in UTC."""

    id: int
    seconds: int
    start: str
    stop: str
    at: str
    at_tz: str


class Row(msgspec.Struct, gc=False):
    """One row: a time entry, or all that are alike. Amounts are null for who may not see them, or when hidden.

    The names of what it refers to are there when they are asked for: null for what there is none of, or what the
    reader does not see.
    """

    user_id: int
    username: str
    project_id: int | None
    task_id: int | None
    billable: bool
    description: str
    tag_ids: list[int]
    billable_amount_in_cents: int | None
    hourly_rate_in_cents: int | None
    currency: str | None
    time_entries: list[Single]
    row_number: int
    client_name: Name = UNSET
    project_name: Name = UNSET
    project_color: Name = UNSET
    project_hex: Name = UNSET
    task_name: Name = UNSET
    tag_names: list[str] | UnsetType = UNSET
    email: Name = UNSET
    toggl_accounts_id: Name = UNSET
