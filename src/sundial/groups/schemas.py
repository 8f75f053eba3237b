"""What clients send and read of a group."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from sundial.core.shapes import Id

Ids = Annotated[list[Id], Meta(max_length=10_000)]


class GroupUser(msgspec.Struct):
    """Somebody in a group."""

    user_id: int
    name: str
    joined: bool
    inactive: bool
    avatar_url: str = ""


class Group(msgspec.Struct):
    """A group of an organization."""

    group_id: int
    name: str
    users: list[GroupUser]
    workspaces: list[int]
    at: datetime
    permissions: list[str] = []


class WorkspaceGroup(msgspec.Struct):
    """A group, seen from one of its workspaces."""

    id: int
    workspace_id: int
    name: str
    has_users: bool
    at: datetime
    permissions: list[str] = []


class GroupChange(msgspec.Struct):
    """A group to create, or a partial change of one; a list replaces the present one."""

    name: str | UnsetType | None = UNSET
    users: Ids | UnsetType | None = UNSET
    workspaces: Ids | UnsetType | None = UNSET


class GroupPatch(msgspec.Struct):
    """One step of a patch: ``add`` or ``remove`` at ``/users`` or ``/workspaces``."""

    op: str
    path: str
    value: Ids = []


class FailedPatch(msgspec.Struct):
    """A step that was refused, and why."""

    patch: GroupPatch
    message: str


class Patched(msgspec.Struct):
    """What became of each step."""

    success: list[GroupPatch]
    failure: list[FailedPatch]
