"""The first favorites of somebody who has none: what they track most."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta

import msgspec

from sundial.access.askers import Membership, User
from sundial.access.enter import Workspaces
from sundial.core.errors import Forbidden, Invalid
from sundial.db.statement import Scope
from sundial.db.transaction import Read, Write
from sundial.favorites import actions, rules
from sundial.favorites.queries import MOST_ENTRIES, TRACKED, TRACKED_HERE, FavoriteRow, Tracked, had_one, own_scopes
from sundial.favorites.schemas import FavoriteChange
from sundial.tags.queries import NAMES
from sundial.timers.rows import CLOCK

LOOKS_BACK = timedelta(days=90)
MOST = 3
# Of what can become no favorite any more, such as time for a deleted project, so much is passed over.
MOST_TRIED = 30


class Combination(msgspec.Struct, frozen=True):
    """What entries can have in common."""

    workspace_id: int
    description: str | None
    project_id: int | None
    task_id: int | None
    tag_ids: tuple[int, ...]
    billable: bool


def suggest(tx: Write, places: Workspaces, user: User, now: datetime) -> list[FavoriteRow]:
    """Make favorites of what a user has tracked most, wherever that was; none if they ever had one."""
    if not _first_time(tx, user):
        return []
    entries = [row for scope in own_scopes(tx, user.id) for row in tx.all(TRACKED, scope, since=now - LOOKS_BACK)]
    return _make(tx, places, user, entries, now)


def suggest_here(tx: Write, places: Workspaces, asker: Membership, now: datetime) -> list[FavoriteRow]:
    """The same of what they have tracked in a workspace. Raises Forbidden where there are no favorites."""
    rules.check_plan(asker.plan, f"User {asker.user.id}")
    if not _first_time(tx, asker.user):
        return []
    return _make(tx, places, asker.user, tx.all(TRACKED_HERE, asker.scope, since=now - LOOKS_BACK), now)


def _first_time(tx: Write, user: User) -> bool:
    # Asked twice at the same moment, the second waits here, and then finds the favorites of the first.
    tx.one(CLOCK, the_user=user.id)
    return not had_one(tx, user.id)


def _make(tx: Write, places: Workspaces, user: User, entries: list[Tracked], now: datetime) -> list[FavoriteRow]:
    made: list[FavoriteRow] = []
    for often in _most_frequent(tx, entries):
        wanted = FavoriteChange(
            description=often.description,
            project_id=often.project_id,
            task_id=often.task_id,
            tag_ids=list(often.tag_ids),
            billable=often.billable,
        )
        try:
            made.append(actions.create(tx, places.enter(tx, user, often.workspace_id), wanted, now))
        except (Invalid, Forbidden):
            continue
        if len(made) == MOST:
            break
    return made


def _most_frequent(tx: Read, entries: list[Tracked]) -> list[Combination]:
    """What entries have in common, the most frequent first; of equally frequent ones, the latest."""
    latest = sorted(entries, key=lambda entry: entry.start, reverse=True)[:MOST_ENTRIES]
    tags = _present_tags(tx, latest)
    counted = Counter(
        Combination(
            workspace_id=entry.workspace_id,
            description=entry.description or None,
            project_id=entry.project_id,
            task_id=entry.task_id,
            tag_ids=tuple(sorted(tags.intersection(entry.tag_ids or ()))),
            billable=entry.billable,
        )
        for entry in latest
        if entry.description or entry.project_id
    )
    return [combination for combination, _ in counted.most_common(MOST_TRIED)]


def _present_tags(tx: Read, entries: list[Tracked]) -> set[int]:
    """Those tags of entries that are not deleted: the others have disappeared from the entries."""
    used: defaultdict[int, set[int]] = defaultdict(set)
    for entry in entries:
        used[entry.organization_id].update(entry.tag_ids or ())
    return {
        tag.id
        for organization_id, tag_ids in used.items()
        for tag in tx.all(NAMES, Scope(organization_id=organization_id), tag_ids=tag_ids)
    }
