"""What clients send and read to fill the filters of reports. Where nothing is said, nothing is left out.

``start`` is the id from which a page begins. A page without a size has 201: a client that shows 200 sees whether there
are more, and where they begin.
"""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from sundial.core.money import Money
from sundial.core.shapes import LARGEST_ID, Id

PageSize = Annotated[int, Meta(ge=0, le=LARGEST_ID)]


class ClientsWanted(msgspec.Struct):
    """Which clients: these, or those whose name has a part."""

    ids: list[Id] | None = None
    name: str | None = None
    start: Id | None = None


class ClientFound(msgspec.Struct):
    """A client."""

    id: int
    name: str


class ProjectsWanted(msgspec.Struct):
    """Which projects. A null among ``client_ids`` stands for those without one."""

    client_ids: list[Id | None] | None = None
    currency: str | None = None
    ids: list[Id] | None = None
    is_active: bool | None = None
    is_billable: bool | None = None
    is_private: bool | None = None
    name: str | None = None
    page_size: PageSize | None = None
    start: Id | None = None


class ProjectFound(msgspec.Struct):
    """A project."""

    id: int
    name: str
    client_id: int | None
    color: str
    currency: str
    active: bool
    billable: bool


class UsersWanted(msgspec.Struct):
    """Which users: these, whether they are active or not, or those who are; with ``active`` false the others."""

    active: bool | None = None
    ids: list[Id] | None = None
    start: Id | None = None


class UserFound(msgspec.Struct):
    """Somebody who is in the workspace, or was until ``deleted_at``."""

    id: int
    name: str
    deleted_at: datetime | None


class WholeUser(msgspec.Struct):
    """The same with more. ``active``: has joined, and is neither deactivated nor removed. ``email`` may be empty."""

    id: int
    workspace_user_id: int
    fullname: str
    email: str
    avatar: str
    active: bool
    deactivated: bool
    deleted_at: datetime | None


class ProjectUsersWanted(msgspec.Struct):
    """Of which projects."""

    client_ids: list[Id | None] | None = None
    project_ids: list[Id] | None = None
    start_id: Id | None = None


class ProjectUserFound(msgspec.Struct):
    """Somebody in a project. ``hourly_rate`` is in currency units, ``labour_cost`` in hundredths, as the API has it.

    Both are null for none and for who may not see them. Who is in a project by a group alone is in `project_groups`.
    """

    id: int
    project_id: int
    user_id: int
    group_id: int | None
    hourly_rate: Money | None
    labour_cost: int | None


class ProjectGroupsWanted(msgspec.Struct):
    """Of which projects, or which groups."""

    group_ids: list[Id] | None = None
    project_ids: list[Id] | None = None
    start_id: Id | None = None


class ProjectGroupFound(msgspec.Struct):
    """A group in a project."""

    id: int
    project_id: int
    group_id: int
    name: str


class ProjectStatusWanted(msgspec.Struct):
    """Which projects."""

    active: bool | None = None
    ids: list[Id] | None = None


class TaskStatusWanted(msgspec.Struct):
    """Which tasks."""

    ids: list[Id] | None = None


class Status(msgspec.Struct):
    """What has been tracked for a project or a task so far, as far as the asker sees it, not rounded.

    ``billable_amount`` is in hundredths; it and the currency are null for who may not see rates.
    """

    id: int
    tracked_seconds: int
    billable_seconds: int
    estimated_seconds: int | None
    billable_amount: int | None
    currency: str | None


class TasksWanted(msgspec.Struct):
    """Which tasks."""

    active: bool | None = None
    ids: list[Id] | None = None
    name: str | None = None
    page_size: PageSize | None = None
    project_active: bool | None = None
    project_ids: list[Id] | None = None
    start: Id | None = None
    user_ids: list[Id] | None = None
