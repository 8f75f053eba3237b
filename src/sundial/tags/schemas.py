"""What clients send and read of a tag."""

from datetime import datetime

import msgspec
from msgspec import UNSET, UnsetType

from sundial.core.patches import PatchOperation
from sundial.core.shapes import Id


class Tag(msgspec.Struct):
    """A tag."""

    id: int
    workspace_id: int
    name: str
    at: datetime
    creator_id: int | None
    deleted_at: datetime | None
    permissions: list[str] | None = None
    integration_ext_id: str | None = None
    integration_ext_type: str | None = None
    integration_provider: str | None = None


class TagChange(msgspec.Struct):
    """A tag to create, or its new name."""

    name: str | UnsetType | None = UNSET


class TagsToDelete(msgspec.Struct):
    """The tags that a bulk deletion takes."""

    tag_ids: list[Id]


# Existing clients send a list of ids, the ids in an object, or operations as for other bulk edits.
BulkDeletion = list[Id | PatchOperation] | TagsToDelete
