"""Taking back changes of time entries."""

from sundial.access.askers import Membership
from sundial.core.errors import Invalid
from sundial.time_entries.actions import check_constraints, check_lock, check_move, require_changer
from sundial.time_entries.queries import MEMBER
from sundial.timers import actions as timers
from sundial.timers.rows import TimeEntryRow
from sundial.undo import clocks, rules
from sundial.undo.work import Item, Step, Work


def take_back(work: Work, item: Item) -> Step:
    """Make an entry what it was before a change.

    Raises NotFound and Forbidden for who could not do it by hand, Conflict when the entry has changed since or may not
    run now, Invalid when its workspace's constraints do not let it be so any more.
    """
    change = item.change
    present: TimeEntryRow = work.rows["time_entry"][change.entity_id]
    asker = work.asker_in(present.workspace_id)
    require_changer(asker, present)
    restored = rules.taken_back(present, change.action, item.before, item.after, work.now)
    there = work.asker_in(restored.workspace_id)
    demands = work.demands_in(restored.workspace_id)
    if there is asker:
        check_lock(asker, demands, min(present.start, restored.start))
    else:
        check_move(work.tx, asker, there, present, restored)
    if restored.user_id != present.user_id:
        _require_owner(work, there, restored)
    if restored.running and not (present.running and present.user_id == restored.user_id):
        clocks.require_free(work.tx, there, restored.user_id, but=(restored.id,))
    if present.deleted_at is None and restored.deleted_at is None:
        check_constraints(work.tx, there.scope, demands, restored)
    timers.save(work.tx, present, restored, asker.user.id)
    work.rows["time_entry"][restored.id] = restored
    return Step(change.kind, present, restored)


def _require_owner(work: Work, asker: Membership, restored: TimeEntryRow) -> None:
    require_changer(asker, restored)
    if work.tx.find(MEMBER, asker.scope, the_user=restored.user_id) is None:
        raise Invalid(f"User {restored.user_id} not exists in the workspace.")
