"""What clients send and read of a favorite."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from sundial.core.shapes import Id, Whole

Text = str | UnsetType | None
Flag = bool | UnsetType | None
Number = Id | UnsetType | None


class Favorite(msgspec.Struct):
    """A favorite. What it names is told by name too where `meta` is asked for."""

    favorite_id: int
    workspace_id: int
    user_id: int
    description: str | None
    project_id: int | None
    task_id: int | None
    tag_ids: list[int]
    tags: list[str]
    billable: bool
    public: bool
    rank: int | None
    created_at: datetime
    was_public_at: datetime | None
    deleted_at: datetime | None
    permissions: list[str] | None = None
    project_name: Text = UNSET
    project_color: Text = UNSET
    project_active: Flag = UNSET
    project_billable: Flag = UNSET
    project_private: Flag = UNSET
    client_name: Text = UNSET
    task_name: Text = UNSET


class FavoriteChange(msgspec.Struct, kw_only=True):
    """What a favorite is made of. An id of 0 is none."""

    description: Text = UNSET
    project_id: Number = UNSET
    task_id: Number = UNSET
    tag_ids: list[Id] | UnsetType | None = UNSET
    billable: Flag = UNSET
    public: Flag = UNSET
    rank: Whole | UnsetType | None = UNSET


class FavoriteSomewhere(FavoriteChange):
    """A favorite to create in the workspace that it names."""

    workspace_id: Number = UNSET


class FavoriteUpdate(FavoriteChange):
    """A partial change of a favorite. ``postedFields`` names fields that are to become null."""

    favorite_id: Id
    posted_fields: Annotated[list[str], Meta(max_length=100)] | UnsetType | None = msgspec.field(
        name="postedFields", default=UNSET
    )


FavoriteUpdates = Annotated[list[FavoriteUpdate], Meta(max_length=1000)]
