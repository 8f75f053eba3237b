"""Time entries over HTTP."""

from datetime import datetime

from sundial.access.askers import Membership, User
from sundial.access.enter import Workspaces
from sundial.access.permissions import Permission
from sundial.core.errors import Error, Forbidden, Invalid, NotFound
from sundial.core.patches import Patched, PatchOperation, patched_ids
from sundial.db.transaction import Read, Write
from sundial.http.operation import Door, operation
from sundial.time_entries import actions, lists
from sundial.time_entries.names import view
from sundial.time_entries.patches import patch
from sundial.time_entries.queries import BY_ID, UNMET, scopes
from sundial.time_entries.schemas import Preview, TimeEntry, TimeEntryPayload, wanted
from sundial.timers.rows import TimeEntryRow

HERE = "/workspaces/{workspace_id}/time_entries"
INVALID_ENTRY = {"time_entry_id": Invalid("Invalid or missing time_entry_id")}
NOT_FOUND = NotFound("Time entry not found")


@operation("POST", HERE, Permission.TRACK_TIME)
def create_time_entry(
    tx: Write, asker: Membership, body: TimeEntryPayload, now: datetime, meta: bool = False
) -> TimeEntry:
    """Create an entry. A negative duration makes it run, and stops what the person has running anywhere."""
    return view(tx, asker.scope, actions.create(tx, asker, wanted(body), now), meta)


@operation("PUT", HERE + "/{time_entry_id}", Permission.TRACK_TIME, invalid_ids=INVALID_ENTRY)
def update_time_entry(
    tx: Write,
    asker: Membership,
    time_entry_id: int,
    body: TimeEntryPayload,
    now: datetime,
    places: Workspaces,
    meta: bool = False,
    include_sharing: bool = False,
) -> TimeEntry:
    """Change an entry; a field that is absent stays. Another `workspace_id` of the organization moves it there."""
    changed = actions.change(tx, asker, time_entry_id, wanted(body), now, places)
    return view(tx, asker.scope, changed, meta, include_sharing)


@operation("PATCH", HERE + "/{time_entry_id}/stop", Permission.TRACK_TIME, invalid_ids=INVALID_ENTRY)
def stop_time_entry(tx: Write, asker: Membership, time_entry_id: int, now: datetime) -> TimeEntry:
    """Stop a running entry."""
    return view(tx, asker.scope, actions.stop(tx, asker, time_entry_id, now))


@operation("DELETE", HERE + "/{time_entry_id}", Permission.TRACK_TIME, invalid_ids=INVALID_ENTRY)
def delete_time_entry(tx: Write, asker: Membership, time_entry_id: int, now: datetime) -> None:
    """Delete an entry."""
    actions.remove(tx, asker, time_entry_id, now)


@operation("PATCH", HERE + "/{time_entry_id}", Permission.TRACK_TIME)
def patch_time_entries(
    tx: Write, asker: Membership, time_entry_id: str, body: list[PatchOperation], now: datetime, places: Workspaces
) -> Patched:
    """Change up to 100 entries, ids separated by commas. An entry that cannot be changed does not keep others back."""
    return patch(tx, asker, patched_ids(time_entry_id, "Invalid value as time entry IDs"), body, now, places)


@operation("DELETE", "/time_entries/{time_entry_id}", Door.SIGNED_IN, invalid_ids=INVALID_ENTRY)
def delete_my_time_entry(tx: Write, asker: User, time_entry_id: int, now: datetime, places: Workspaces) -> None:
    """Delete an entry of which only the id is known."""
    membership, row = _find(tx, asker, time_entry_id, places, NOT_FOUND)
    actions.remove(tx, membership, row.id, now)


@operation("GET", "/me/time_entries", Door.SIGNED_IN)
def list_my_time_entries(
    tx: Read,
    asker: User,
    since: str = "",
    before: str = "",
    start_date: str = "",
    end_date: str = "",
    meta: bool = False,
    include_sharing: bool = False,
) -> list[TimeEntry]:
    """The caller's latest entries, newest start first: at most 1,000, of the days or the time that are asked for.

    A day is one in the caller's time zone; `end_date` and `before` are not included. `since` (Unix time) gives all
    that changed from then on, deleted ones too.
    """
    wish = lists.Wish(since, before, start_date, end_date, meta, include_sharing)
    return lists.mine(tx, asker, wish)


@operation("GET", "/me/time_entries/current", Door.SIGNED_IN)
def get_my_current_time_entry(tx: Read, asker: User, meta: bool = False) -> TimeEntry | None:
    """The caller's running entry, or null."""
    return lists.current(tx, asker, meta)


@operation(
    "GET",
    "/me/time_entries/{time_entry_id}",
    Door.SIGNED_IN,
    invalid_id=NotFound("Resource can not be found"),
)
def get_my_time_entry(
    tx: Read, asker: User, time_entry_id: int, places: Workspaces, meta: bool = False, include_sharing: bool = False
) -> TimeEntry:
    """An entry of the caller's, or of somebody whose time they may see."""
    missing = NotFound("Resource can not be found")
    membership, row = _find(tx, asker, time_entry_id, places, missing)
    if row.user_id != asker.id and Permission.VIEW_ALL_TIME not in membership.permissions:
        raise missing
    return view(tx, membership.scope, row, meta, include_sharing)


@operation("GET", "/workspaces/{workspace_id}/time_entry_constraints/preview", Permission.UPDATE_CONSTRAINTS)
def preview_time_entry_constraints(
    tx: Read,
    asker: Membership,
    description_present: bool = False,
    project_present: bool = False,
    task_present: bool = False,
    tag_present: bool = False,
) -> Preview:
    """How many finished entries these constraints would not allow if they were saved now. Nothing is changed."""
    counts = tx.one(
        UNMET,
        asker.scope,
        wants_description=description_present,
        wants_project=project_present,
        wants_task=task_present,
        wants_tag=tag_present,
    )
    return Preview(**{field: getattr(counts, field) for field in Preview.__struct_fields__})


def _find(tx: Read, asker: User, entry_id: int, places: Workspaces, missing: Error) -> tuple[Membership, TimeEntryRow]:
    """An entry in a workspace that the caller is in; nothing is said yet of whether they may see it."""
    for scope in scopes(tx, asker.id):
        row = tx.find(BY_ID, scope, entry_id=entry_id)
        if row is not None:
            try:
                return places.enter(tx, asker, row.workspace_id), row
            except Forbidden:
                # Whether there is such an entry is nobody's business outside of the workspace.
                raise missing.fresh() from None
    raise missing.fresh()
