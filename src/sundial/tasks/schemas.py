"""What clients send and read of a task."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from sundial.clients.schemas import Reference
from sundial.core.money import Money
from sundial.core.shapes import LARGEST_ID, Id
from sundial.members.schemas import ChangeMode

# They are told in milliseconds too, which clients must be able to hold.
Seconds = Annotated[int, Meta(ge=0, le=LARGEST_ID // 1000)]
Ids = Annotated[list[Id], Meta(max_length=1000)]


class Task(msgspec.Struct):
    """A task. ``tracked_seconds`` is in milliseconds, as the API has it; rates are null for who may not see them."""

    id: int
    name: str
    workspace_id: int
    wid: int
    project_id: int
    pid: int
    user_id: int | None
    active: bool
    at: datetime
    server_deleted_at: datetime | None
    estimated_seconds: int | None
    tracked_seconds: int
    rate: Money | None
    rate_last_updated: datetime | None
    external_reference: str | None
    recurring: bool = False
    toggl_accounts_id: str | None = None
    permissions: list[str] | None = None
    integration_ext_id: str | None = None
    integration_ext_type: str | None = None
    integration_provider: str | None = None
    uid: int | UnsetType = UNSET
    # Of other things, where they are asked for.
    client_id: int | UnsetType | None = UNSET
    client_name: str | UnsetType | None = UNSET
    project_name: str | UnsetType = UNSET
    project_color: str | UnsetType = UNSET
    project_billable: bool | UnsetType = UNSET
    project_is_private: bool | UnsetType = UNSET
    user_name: str | UnsetType | None = UNSET
    avatar_url: str | UnsetType | None = UNSET


class TaskPage(msgspec.Struct):
    """A page of a workspace's tasks."""

    data: list[Task]
    page: int
    per_page: int
    sort_field: str
    sort_order: str
    total_count: int


class TaskChange(msgspec.Struct):
    """A task to create, or what is to change of one."""

    name: str | UnsetType | None = UNSET
    active: bool | UnsetType | None = UNSET
    estimated_seconds: Seconds | UnsetType | None = UNSET
    user_id: Id | UnsetType | None = UNSET
    external_reference: Reference | UnsetType | None = UNSET
    rate: Money | UnsetType | None = UNSET
    rate_change_mode: ChangeMode | UnsetType | None = UNSET


class TasksWanted(msgspec.Struct):
    """Which tasks to list: those of these projects, these ones."""

    project_ids: Ids | None = None
    task_ids: Ids | None = None
