"""What clients send and read of a client."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from sundial.core.shapes import Id

LONGEST_NOTES = 5000
LONGEST_REFERENCE = 255

Notes = Annotated[str, Meta(max_length=LONGEST_NOTES)]
Reference = Annotated[str, Meta(max_length=LONGEST_REFERENCE)]
ClientIds = Annotated[list[Id], Meta(max_length=1000)]


class Client(msgspec.Struct):
    """A client. ``total_count`` is how many a list has in all, told where a page of it is asked for."""

    id: int
    wid: int
    name: str
    notes: str
    archived: bool
    at: datetime
    creator_id: int | None
    external_reference: str | None
    server_deleted_at: datetime | None
    permissions: list[str] | None = None
    integration_ext_id: str | None = None
    integration_ext_type: str | None = None
    integration_provider: str | None = None
    total_count: int | UnsetType = UNSET


class ClientChange(msgspec.Struct):
    """A client to create, or a partial change of one."""

    name: str | UnsetType | None = UNSET
    notes: Notes | UnsetType | None = UNSET
    external_reference: Reference | UnsetType | None = UNSET


class Restoration(msgspec.Struct):
    """Which of its projects come back with a client."""

    projects: ClientIds | UnsetType | None = UNSET
    restore_all_projects: bool | UnsetType | None = UNSET


class Archived(msgspec.Struct):
    """Which clients were archived, and which projects with them."""

    client_ids: list[int]
    project_ids: list[int]
