"""Moving an entry to another workspace of its organization."""

import msgspec
from msgspec import UnsetType

from sundial.access.askers import Membership
from sundial.access.enter import Workspaces
from sundial.core.errors import Forbidden, Invalid
from sundial.db.transaction import Write
from sundial.time_entries.schemas import Wanted
from sundial.timers.rows import TimeEntryRow

ELSEWHERE = "Missing or invalid workspace_id"


def target(tx: Write, places: Workspaces, asker: Membership, wanted: Wanted) -> Membership:
    """The asker in the workspace that an entry is to be in: where they are, or another one of the organization.

    Raises Invalid for a workspace of another organization, or one that they are not in.
    """
    if stays(asker, wanted):
        return asker
    assert not isinstance(wanted.workspace_id, UnsetType)
    try:
        there = places.enter(tx, asker.user, wanted.workspace_id)
    except Forbidden as error:
        raise Invalid(ELSEWHERE) from error
    if there.organization_id != asker.organization_id:
        raise Invalid(ELSEWHERE)
    return there


def arrived(row: TimeEntryRow, there: Membership) -> TimeEntryRow:
    """An entry as it comes into a workspace: without what is of another one."""
    if row.workspace_id == there.workspace_id:
        return row
    return msgspec.structs.replace(row, workspace_id=there.workspace_id, project_id=None, task_id=None, tag_ids=None)


def stays(asker: Membership, wanted: Wanted) -> bool:
    """Whether a request names no workspace but the asker's."""
    return isinstance(wanted.workspace_id, UnsetType) or wanted.workspace_id == asker.workspace_id
