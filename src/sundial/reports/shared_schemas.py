"""What clients send to open a saved report by its token, and what they read."""

from typing import Any

import msgspec

from sundial.core.shapes import Whole
from sundial.reports.schemas import Ids, IdsOrNone


class SharedPost(msgspec.Struct):
    """Which part of a shared report to read. What would show more than the report does, counts for nothing."""

    start_date: str | None = None
    end_date: str | None = None
    user_ids: Ids = None
    group_ids: Ids = None
    client_ids: IdsOrNone = None
    project_ids: IdsOrNone = None
    task_ids: IdsOrNone = None
    tag_ids: IdsOrNone = None
    description: str | None = None
    billable: bool | None = None
    rounding: Whole | None = None
    rounding_minutes: Whole | None = None
    grouped: bool | None = None
    grouping: str | None = None
    sub_grouping: str | None = None
    order_by: str | None = None
    order_dir: str | None = None
    page_size: Whole | None = None
    first_id: Whole | None = None
    first_row_number: Whole | None = None
    first_timestamp: Whole | None = None
    display_mode: str | None = None


class Named(msgspec.Struct):
    """A thing with a name."""

    id: int
    name: str


class NamedProject(msgspec.Struct):
    """A project."""

    id: int
    name: str
    color: str
    client_id: int | None
    currency: str | None


class NamedTask(msgspec.Struct):
    """A task."""

    id: int
    name: str
    project_id: int


class NamedUser(msgspec.Struct):
    """A person; their address for readers who may know it."""

    id: int
    name: str
    email: str | None


class Dictionaries(msgspec.Struct):
    """The names of what appears in a report, by id."""

    clients: dict[int, Named] = {}
    projects: dict[int, NamedProject] = {}
    tags: dict[int, Named] = {}
    tasks: dict[int, NamedTask] = {}
    users: dict[int, NamedUser] = {}
    user_groups: dict[int, Named] = {}


class Results(msgspec.Struct):
    """A report of one kind, and what its time adds up to."""

    report: Any
    totals: Any


class SharedReport(msgspec.Struct):
    """A saved report as it is now. Of the three kinds of results the one of its type is there."""

    report_name: str
    report_type: str
    public: bool
    fixed_daterange: bool
    hide_amounts: bool
    input_params: dict[str, Any]
    saved_params: dict[str, Any]
    dictionaries: Dictionaries
    detailed_results: Results | None
    summary_results: Results | None
    weekly_results: Results | None
    workspace_logo: str
    features: dict[str, bool]
    is_commenting_enabled: bool = False
