"""What clients send and read of a project user."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from sundial.core.money import Money
from sundial.core.shapes import Id
from sundial.members.schemas import ChangeMode

MOST_PROJECTS = 200


class ProjectUser(msgspec.Struct):
    """Somebody in a project. Who is in it through a group has the group's id, and the project group's for their own.

    What the caller may not see is null.
    """

    id: int
    project_id: int
    user_id: int
    workspace_id: int
    manager: bool
    rate: Money | None
    rate_last_updated: datetime | None
    labor_cost: Money | None
    labor_cost_last_updated: datetime | None
    group_id: int | None
    gid: int | None
    at: datetime


class ProjectUserWithMeta(ProjectUser):
    """A project user with what is told of them in the workspace."""

    user_name: str
    avatar_url: str
    is_active: bool
    workspace_user_id: int
    workspace_user_rate: Money | None
    workspace_user_labor_cost: Money | None


class ProjectUserChange(msgspec.Struct):
    """A partial change of a project user."""

    manager: bool | UnsetType | None = UNSET
    rate: Money | UnsetType | None = UNSET
    rate_change_mode: ChangeMode | UnsetType | None = UNSET
    labor_cost: Money | UnsetType | None = UNSET
    labor_cost_change_mode: ChangeMode | UnsetType | None = UNSET


class NewProjectUser(ProjectUserChange):
    """Somebody to put into a project."""

    project_id: Id | UnsetType | None = UNSET
    user_id: Id | UnsetType | None = UNSET


ProjectIds = Annotated[list[Id], Meta(max_length=10_000)]


class OfProjects(msgspec.Struct):
    """The projects whose users are wanted."""

    project_ids: ProjectIds


# The list alone, or in an object as for other counts of projects.
WantedProjects = ProjectIds | OfProjects
