"""What clients send and read of a project group."""

import msgspec
from msgspec import UNSET, UnsetType

from sundial.core.shapes import Id


class ProjectGroup(msgspec.Struct):
    """A group's place in a project."""

    id: int
    group_id: int
    pid: int
    wid: int
    project_id: int
    workspace_id: int


class NewProjectGroup(msgspec.Struct):
    """A group to put into a project."""

    project_id: Id | UnsetType | None = UNSET
    group_id: Id | UnsetType | None = UNSET
