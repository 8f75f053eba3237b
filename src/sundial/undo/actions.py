"""Taking changes back."""

from datetime import datetime

from sundial.access.askers import Membership
from sundial.access.enter import Workspaces
from sundial.core.errors import Invalid
from sundial.db.transaction import Write
from sundial.undo import deletions, entries, queries, references, rules, things
from sundial.undo.queries import Logged
from sundial.undo.schemas import Reversal, Reverted
from sundial.undo.work import Work

IRREVERTIBLE = "A change of this kind cannot be taken back."
IRREVERTIBLE_TOGETHER = "It was made together with changes that cannot be taken back."


class _Tried(Exception):
    """Leaves an attempt whose outcome is only wanted to be known."""


def revert(tx: Write, asker: Membership, places: Workspaces, change_id: int, dry_run: bool, now: datetime) -> Reversal:
    """Take back a change and all that were made with it, or nothing; with ``dry_run`` only tell what that would do.

    Raises NotFound for a change that the asker may not know of, Invalid for one that cannot be taken back, Forbidden
    for who could not do by hand what that does, Conflict when something has changed since.
    """
    changes = _to_take_back(tx, asker, queries.get(tx, asker, change_id))
    if not dry_run:
        return Reversal(_take_back(Work(tx, asker, places, now, changes)), False)
    work = Work(tx, asker, places, now, changes)
    reverted: list[Reverted] = []
    try:
        with tx.attempt():
            reverted = _take_back(work)
            raise _Tried
    except _Tried:
        return Reversal(reverted, True)


def _to_take_back(tx: Write, asker: Membership, chosen: Logged) -> list[Logged]:
    if chosen.kind not in rules.REVERTIBLE:
        raise Invalid(IRREVERTIBLE)
    together = queries.batch(tx, asker, chosen)
    made = {(one.kind, one.action) for one in together}
    if not rules.revertible(made) or any(rules.sets_rate(one.before, one.after) for one in together):
        raise Invalid(IRREVERTIBLE_TOGETHER)
    return [one for one in together if one.kind in rules.REVERTIBLE and (one.id == chosen.id or not _stays(one))]


def _stays(one: Logged) -> bool:
    """A tag that was made on the way: others may use it by now."""
    return one.kind == "tag" and one.action == "created"


def _take_back(work: Work) -> list[Reverted]:
    for item in work.items:
        take_back = entries.take_back if item.change.kind == "time_entry" else things.take_back
        work.steps.append(take_back(work, item))
    references.check(work)
    deletions.recount(work)
    return [
        Reverted(step.kind, step.after.id, rules.what_was_done(step.before, step.after), step.time_entries)
        for step in work.steps
    ]
