"""Every write of time entries that somebody makes by hand: create, change, stop, delete."""

from datetime import datetime

import msgspec
from msgspec import UnsetType

from sundial.access.askers import Membership
from sundial.access.enter import Workspaces
from sundial.access.permissions import Permission
from sundial.access.queries import OWN_ORGANIZATIONS
from sundial.core.errors import Conflict, Forbidden, Invalid, NotFound
from sundial.db.statement import Scope
from sundial.db.transaction import Write
from sundial.tags.queries import NAMES as TAG_NAMES
from sundial.time_entries import constraints, moving, parts, rules, sharing
from sundial.time_entries.constraints import RUNNING_UNMET
from sundial.time_entries.queries import (
    ACTIVE_TASK,
    BY_ID,
    DELETED,
    DEMANDS,
    DEMANDS_IN,
    ENTRY,
    MEMBER,
    PROJECT_USE,
    Demands,
)
from sundial.time_entries.rules import Interval
from sundial.time_entries.schemas import Wanted
from sundial.timers import actions as timers
from sundial.timers.locks import LOCKED
from sundial.timers.rows import CLOCK, LONGEST, RUNNING, TimeEntryRow


def create(tx: Write, asker: Membership, wanted: Wanted, now: datetime) -> TimeEntryRow:
    """Create an entry; one that runs stops what ran before. Raises Invalid, Forbidden and PaymentRequired."""
    source = rules.created_with(wanted.created_with)
    rules.check_plan(wanted, asker.plan)
    if not moving.stays(asker, wanted):
        raise Invalid(moving.ELSEWHERE)
    interval = rules.new_interval(wanted, asker.user.timezone, now)
    user_id = _owner(tx, asker, wanted, asker.user.id)
    demands = tx.one(DEMANDS, asker.scope)
    check_lock(asker, demands, interval.start)
    if interval.stop is None:
        _take_clock(tx, asker, user_id, demands, now)
    project_id, task_id, used = parts.place(tx, asker, wanted, None, None)
    created = TimeEntryRow(
        organization_id=asker.organization_id,
        id=tx.new_id(),
        workspace_id=asker.workspace_id,
        user_id=user_id,
        project_id=project_id,
        task_id=task_id,
        description=rules.description(None if isinstance(wanted.description, UnsetType) else wanted.description),
        start=interval.start,
        stop=interval.stop,
        duration=interval.duration,
        billable=parts.billable(demands, used, wanted.billable is True),
        tag_ids=parts.tags(tx, asker, wanted, None, now),
        created_with=source,
        created_at=now,
        at=now,
        deleted_at=None,
    )
    check_constraints(tx, asker.scope, demands, created)
    timers.save(tx, None, created, asker.user.id)
    sharing.settle(tx, asker, None, created, wanted, now)
    return created


def change(
    tx: Write, asker: Membership, entry_id: int, wanted: Wanted, now: datetime, places: Workspaces
) -> TimeEntryRow:
    """Change an entry; what is not spoken of stays. Raises NotFound, Invalid, Forbidden and PaymentRequired.

    In another workspace it has the project, the task, the tags and the people there that the request names.
    """
    rules.check_plan(wanted, asker.plan)
    there = moving.target(tx, places, asker, wanted)
    user_id = _owner(tx, there, wanted, 0)
    moves = there is not asker
    runs = not isinstance(wanted.duration, UnsetType) and wanted.duration < 0
    if runs or user_id or moves:
        # The clock before the entry, as everybody locks them.
        tx.one(CLOCK, the_user=user_id or tx.one(BY_ID, asker.scope, entry_id=entry_id).user_id)
    present = locked(tx, asker, entry_id)
    demands = tx.one(DEMANDS, there.scope)
    changed = _changed(tx, there, moving.arrived(present, there), demands, wanted, now)
    if user_id:
        changed.user_id = user_id
    if changed != present:
        changed.at = now
        if moves:
            check_move(tx, asker, there, present, changed)
        elif not present.running or changed.start != present.start:
            check_lock(asker, demands, min(present.start, changed.start))
        if changed.running and (not present.running or changed.user_id != present.user_id):
            _take_clock(tx, there, changed.user_id, demands, now)
        check_constraints(tx, there.scope, demands, changed)
        timers.save(tx, present, changed, asker.user.id)
    sharing.settle(tx, there, present, changed, wanted, now)
    return changed


def stop(tx: Write, asker: Membership, entry_id: int, now: datetime) -> TimeEntryRow:
    """Stop a running entry. Raises NotFound, Conflict when it is over, Invalid when it lacks what is demanded."""
    present = locked(tx, asker, entry_id)
    if not present.running:
        raise Conflict("Time entry already stopped")
    demands = tx.one(DEMANDS, asker.scope)
    check_constraints(tx, asker.scope, demands, msgspec.structs.replace(present, stop=now))
    return timers.stop(tx, present, now, asker.user.id)


def remove(tx: Write, asker: Membership, entry_id: int, now: datetime) -> None:
    """Delete an entry. Raises NotFound and Forbidden."""
    present = locked(tx, asker, entry_id)
    if not present.running:
        check_lock(asker, tx.one(DEMANDS, asker.scope), present.start)
    timers.save(tx, present, msgspec.structs.replace(present, at=now, deleted_at=now), asker.user.id)


def check_constraints(tx: Write, scope: Scope, demands: Demands, row: TimeEntryRow) -> None:
    """Raise Invalid for a finished entry that lacks what its workspace demands."""

    def has_tasks(project_id: int) -> bool:
        return tx.find(ACTIVE_TASK, scope, project_id=project_id) is not None

    def has_tags() -> bool:
        return tx.find(TAG_NAMES, scope, tag_ids=row.tag_ids) is not None

    constraints.check(demands, row, has_tasks, has_tags)


def locked(tx: Write, asker: Membership, entry_id: int) -> TimeEntryRow:
    """An entry that the asker may change. Raises NotFound for what they cannot see, Forbidden for what they can."""
    found = tx.one(ENTRY, asker.scope, entry_id=entry_id)
    require_changer(asker, found)
    return found


def _owner(tx: Write, asker: Membership, wanted: Wanted, otherwise: int) -> int:
    """Whose the entry is to be. Raises Forbidden and Invalid for somebody else's."""
    user_id = wanted.user_id
    if isinstance(user_id, UnsetType):
        return otherwise
    if user_id != asker.user.id:
        asker.require(Permission.EDIT_ALL_TIME)
        if tx.find(MEMBER, asker.scope, the_user=user_id) is None:
            raise Invalid(f"User {user_id} not exists in the workspace.")
    return user_id


def check_lock(asker: Membership, demands: Demands, start: datetime) -> None:
    """Raise Forbidden for a change in a locked period, but for those who may lock (`behaviour.md, 7`)."""
    locked = demands.report_locked_at
    if locked is not None and start < locked and Permission.LOCK_TIME_ENTRIES not in asker.permissions:
        raise Forbidden(LOCKED)


def check_move(tx: Write, asker: Membership, there: Membership, present: TimeEntryRow, changed: TimeEntryRow) -> None:
    """Raise Forbidden and Invalid for an entry that must not leave where it is, or must not come where it is to be."""
    if not present.running:
        check_lock(asker, tx.one(DEMANDS, asker.scope), present.start)
    check_lock(there, tx.one(DEMANDS, there.scope), changed.start)
    if present.user_id != asker.user.id:
        there.require(Permission.EDIT_ALL_TIME)
    if tx.find(MEMBER, there.scope, the_user=changed.user_id) is None:
        raise Invalid(f"User {changed.user_id} not exists in the workspace.")


def _take_clock(tx: Write, asker: Membership, user_id: int, demands: Demands, now: datetime) -> None:
    """Have nothing of somebody's run, in any workspace, for a new entry to run. Raises Invalid.

    ``demands`` are those of the asker's workspace, where the clock mostly runs already.
    Raises Forbidden when they lost their place meanwhile: whoever ends it takes the same lock.
    """
    tx.one(CLOCK, the_user=user_id)
    if tx.find(MEMBER, asker.scope, the_user=user_id) is None:
        raise Forbidden(Permission.TRACK_TIME.refusal)
    for own in tx.all(OWN_ORGANIZATIONS, user_id=user_id):
        scope = Scope(organization_id=own.organization_id)
        running = tx.find(RUNNING, scope, the_user=user_id)
        if running is not None:
            is_here = running.workspace_id == asker.workspace_id
            there = demands if is_here else tx.one(DEMANDS_IN, scope, in_workspace=running.workspace_id)
            _check_running(tx, scope, running, there, now)
            # Nobody of another organization learns who started what here.
            by = asker.user.id if own.organization_id == asker.organization_id else user_id
            timers.stop(tx, running, now, by)


def _check_running(tx: Write, scope: Scope, running: TimeEntryRow, demands: Demands, now: datetime) -> None:
    try:
        check_constraints(tx, scope, demands, msgspec.structs.replace(running, stop=now))
    except Invalid as unmet:
        raise Invalid(RUNNING_UNMET) from unmet


def _changed(
    tx: Write, asker: Membership, present: TimeEntryRow, demands: Demands, wanted: Wanted, now: datetime
) -> TimeEntryRow:
    interval = rules.changed_interval(Interval(present.start, present.stop), wanted, asker.user.timezone)
    project_id, task_id, used = parts.place(tx, asker, wanted, present.project_id, present.task_id)
    if used is None and project_id is not None and demands.projects_enforce_billable:
        used = tx.find(PROJECT_USE, asker.scope, project_id=project_id, sees_all=True)
    billable = present.billable if isinstance(wanted.billable, UnsetType) else wanted.billable
    said = wanted.description
    return msgspec.structs.replace(
        present,
        project_id=project_id,
        task_id=task_id,
        description=present.description if isinstance(said, UnsetType) else rules.description(said),
        start=interval.start,
        stop=interval.stop,
        duration=interval.duration,
        billable=parts.billable(demands, used, billable),
        tag_ids=parts.tags(tx, asker, wanted, present.tag_ids, now),
    )


def restore(tx: Write, asker: Membership, entry_id: int, now: datetime) -> TimeEntryRow:
    """Bring a deleted entry back, without a project or task that is not there any more.

    One that ran when it was deleted stays stopped at that moment, and must be whole.
    Raises NotFound, Forbidden, Invalid.
    """
    deleted = tx.one(DELETED, asker.scope, entry_id=entry_id)
    require_changer(asker, deleted)
    demands = tx.one(DEMANDS, asker.scope)
    check_lock(asker, demands, deleted.start)
    project_id, task_id, used = parts.still_there(tx, asker, deleted.project_id, deleted.task_id)
    billable = parts.billable(demands, used, deleted.billable)
    back = msgspec.structs.replace(
        deleted, project_id=project_id, task_id=task_id, billable=billable, at=now, deleted_at=None
    )
    if back.stop is None and deleted.deleted_at is not None:
        back.stop = min(max(rules.whole(deleted.deleted_at), back.start), back.start + LONGEST)
        back.duration = Interval(back.start, back.stop).duration
        check_constraints(tx, asker.scope, demands, back)
    timers.save(tx, deleted, back, asker.user.id)
    return back


def require_changer(asker: Membership, row: TimeEntryRow) -> None:
    """Raise NotFound for an entry that the asker cannot see, Forbidden for one that they may not change."""
    if row.user_id != asker.user.id and Permission.EDIT_ALL_TIME not in asker.permissions:
        if Permission.VIEW_ALL_TIME not in asker.permissions:
            raise NotFound(ENTRY.missing.sentence)
        raise Forbidden(Permission.EDIT_ALL_TIME.refusal)
