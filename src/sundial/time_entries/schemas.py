"""What clients send and read of a time entry. Legacy names (`wid`, `pid`, `tid`, `uid`) live and die here."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from sundial.core.shapes import Id, Whole

Ids = Annotated[list[Id], Meta(max_length=1000)]
Names = Annotated[list[str], Meta(max_length=1000)]


class SharedWith(msgspec.Struct):
    """Somebody with whom an entry is shared; ``accepted`` is null until they answer."""

    user_id: int
    user_name: str
    accepted: bool | None


# Of the row, too, the collector knows nothing.
class TimeEntry(msgspec.Struct, gc=False):
    """A time entry. ``duration`` is in seconds; of a running one it is minus the Unix time of its start."""

    id: int
    workspace_id: int
    project_id: int | None
    task_id: int | None
    billable: bool
    start: datetime
    stop: datetime | None
    duration: int
    description: str | None
    tags: list[str]
    tag_ids: list[int]
    at: datetime
    server_deleted_at: datetime | None
    user_id: int
    uid: int
    wid: int
    pid: int | UnsetType = UNSET
    tid: int | UnsetType = UNSET
    duronly: bool = True
    permissions: list[str] | None = None
    expense_ids: list[int] = []
    client_id: int | UnsetType | None = UNSET
    client_name: str | UnsetType | None = UNSET
    project_name: str | UnsetType | None = UNSET
    project_color: str | UnsetType | None = UNSET
    project_active: bool | UnsetType | None = UNSET
    project_billable: bool | UnsetType | None = UNSET
    task_name: str | UnsetType | None = UNSET
    user_name: str | UnsetType = UNSET
    user_avatar_url: str | UnsetType = UNSET
    shared_with: list[SharedWith] | UnsetType = UNSET


class EntryInvitation(msgspec.Struct):
    """An invitation that waits for an answer, with the entry that somebody shares."""

    time_entry_invitation_id: int
    workspace_id: int
    shared_by_user_id: int
    shared_by_user_name: str
    time_entry: TimeEntry


class SharingRequest(msgspec.Struct):
    """An entry whose sharing is asked for."""

    workspace_id: Id
    time_entry_id: Id


SharingRequests = Annotated[list[SharingRequest], Meta(max_length=1000)]


class Sharing(msgspec.Struct):
    """Somebody with whom an entry is shared; ``is_accepted`` is null until they answer."""

    time_entry_invitation_id: int
    workspace_id: int
    time_entry_id: int
    user_id: int
    user_name: str
    is_accepted: bool | None


class TimeEntryPayload(msgspec.Struct):
    """A time entry to create, or a partial change of one: a field that is absent stays, as does a null."""

    billable: bool | UnsetType | None = UNSET
    created_with: str | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET
    duration: Whole | UnsetType | None = UNSET
    start: str | UnsetType | None = UNSET
    start_date: str | UnsetType | None = UNSET
    stop: str | UnsetType | None = UNSET
    tag_action: str | UnsetType | None = UNSET
    tags: Names | UnsetType | None = UNSET
    tag_ids: Ids | UnsetType | None = UNSET
    project_id: Id | UnsetType | None = UNSET
    pid: Id | UnsetType | None = UNSET
    task_id: Id | UnsetType | None = UNSET
    tid: Id | UnsetType | None = UNSET
    user_id: Id | UnsetType | None = UNSET
    uid: Id | UnsetType | None = UNSET
    workspace_id: Id | UnsetType | None = UNSET
    wid: Id | UnsetType | None = UNSET
    shared_with_user_ids: Ids | UnsetType | None = UNSET


class Wanted(msgspec.Struct, frozen=True):
    """What a request wants of an entry, with one name for each thing.

    UNSET is what it does not speak of. For ``project_id`` and ``task_id`` None takes away what is there; elsewhere a
    null says nothing, but for the description. ``sharing_action`` tells what the people do who are named: come (add),
    go (remove), or take the place of all others.
    """

    billable: bool | UnsetType = UNSET
    created_with: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    duration: int | UnsetType = UNSET
    start: str | UnsetType = UNSET
    start_date: str | UnsetType = UNSET
    stop: str | UnsetType = UNSET
    tag_action: str | UnsetType = UNSET
    tags: list[str] | UnsetType = UNSET
    tag_ids: list[int] | UnsetType = UNSET
    project_id: int | UnsetType | None = UNSET
    task_id: int | UnsetType | None = UNSET
    user_id: int | UnsetType = UNSET
    workspace_id: int | UnsetType = UNSET
    shared_with_user_ids: list[int] | UnsetType = UNSET
    sharing_action: str = ""


PLAIN = (
    "billable",
    "created_with",
    "duration",
    "start",
    "start_date",
    "stop",
    "tag_action",
    "tags",
    "tag_ids",
    "shared_with_user_ids",
)


def wanted(body: TimeEntryPayload) -> Wanted:
    """A request in one name for each thing; 0 for an id means none."""
    plain = {field: _said(getattr(body, field)) for field in PLAIN}
    return Wanted(
        description=body.description,
        project_id=_either(body.project_id, body.pid),
        task_id=_either(body.task_id, body.tid),
        user_id=_either(body.user_id, body.uid) or UNSET,
        workspace_id=_either(body.workspace_id, body.wid) or UNSET,
        **plain,
    )


def _said(value: Any) -> Any:
    return UNSET if value is None else value


def _either(value: int | UnsetType | None, legacy: int | UnsetType | None) -> int | UnsetType | None:
    chosen = legacy if isinstance(value, UnsetType) else value
    return chosen if isinstance(chosen, UnsetType) else chosen or None


class Preview(msgspec.Struct):
    """How many finished entries some constraints would not allow if they were saved now, and for want of what."""

    time_entries: int
    unmet: int
    description: int
    project: int
    task: int
    tag: int
