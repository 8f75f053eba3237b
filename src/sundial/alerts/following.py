"""Following the log of changes: what has moved is measured, and what is crossed is told, each crossing once.

An organization is looked at from the change up to which it was looked at before. What was found, and how far that was,
is one transaction that only one worker can win: whatever ends a worker before it has changed nothing, and after it
nothing is left to do.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain

import msgspec
from sqlalchemy import BigInteger, bindparam, select, update

from sundial.alerts.letters import Crossing
from sundial.alerts.levels import before, levels, put
from sundial.alerts.measures import Figures, Measure, Measures, of_ids, of_workspace
from sundial.alerts.queries import BY_IDS_FOR_UPDATE, CONCERNED, AlertRow
from sundial.alerts.rules import SourceKind, crossed, reached
from sundial.alerts.tables import alert_follower
from sundial.alerts.telling import tell
from sundial.alerts.touched import MOST_CHANGES, Touched, last_change, touched
from sundial.core.clock import Clock
from sundial.db.engine import Database
from sundial.db.statement import Command, Query, Scope
from sundial.db.transaction import Read, Write
from sundial.jobs.queue import Claim, Job, Patience, enqueue
from sundial.jobs.tables import job
from sundial.jobs.worker import Poll, Task
from sundial.mail.outbox import Outbox

KIND = "alerts"
# What cannot be told now is told later: it is never given up.
PATIENCE = Patience(longest_pause=timedelta(minutes=5), gives_up=False)


class Follower(msgspec.Struct):
    """An organization with alerts, and the change up to which it was looked at."""

    organization_id: int
    last_change_id: int


class Waiting(msgspec.Struct):
    """A job that is there."""

    id: int


class Moved(msgspec.Struct):
    """A project that has reached something else for an alert than before."""

    alert: AlertRow
    project: Figures
    measure: Measure | None


_followers = select(alert_follower.c.organization_id, alert_follower.c.last_change_id)
_organization = alert_follower.c.organization_id == bindparam("of_organization", type_=BigInteger())
FOLLOWERS = Query(Follower, _followers.order_by(alert_follower.c.organization_id))
FOLLOWER = Query(Follower, _followers.where(_organization))
ADVANCE = Command(
    update(alert_follower)
    .values(last_change_id=bindparam("until_id", type_=BigInteger()))
    .where(_organization, alert_follower.c.last_change_id == bindparam("from_id", type_=BigInteger()))
)
WAITING = Query(Waiting, select(job.c.id).where(job.c.kind == KIND, job.c.subject == bindparam("the_subject")))


def look(database: Database, clock: Clock) -> None:
    """Ask for work where something has changed."""
    read = database.read()
    for one in read.all(FOLLOWERS):
        subject = str(one.organization_id)
        if last_change(read, Scope(organization_id=one.organization_id)) <= one.last_change_id:
            continue
        if read.find(WAITING, the_subject=subject) is None:
            with database.write() as tx:
                enqueue(tx, KIND, subject, [], clock())


POLL = Poll(look, timedelta(seconds=5))


def task(outbox: Outbox) -> Task:
    """The work: looking at an organization's changes."""

    def follow(claim: Claim) -> None:
        for one in claim.jobs:
            while _look_further(claim, one, outbox):
                pass

    return Task(KIND, follow, patience=PATIENCE)


def _look_further(claim: Claim, one: Job, outbox: Outbox) -> bool:
    """Look at the next changes, and tell whether there may be more."""
    read, scope = claim.database.read(), Scope(organization_id=int(one.subject))
    follower = read.find(FOLLOWER, of_organization=int(one.subject))
    last = last_change(read, scope)
    if follower is None or follower.last_change_id >= last:
        with claim.step(one) as tx:
            claim.done(tx, one)
        return False
    until = min(last, follower.last_change_id + MOST_CHANGES)
    now = claim.clock()
    changes = touched(read, scope, follower.last_change_id, until)
    moved = _moved(read, scope, changes, now)
    with claim.step(one) as tx:
        won = tx.run(ADVANCE, **_between(follower, until))
        if won:
            _write(tx, outbox, scope, moved, until, now)
        if until == last or not won:
            claim.done(tx, one)
            return False
    return True


def _between(follower: Follower, until: int) -> dict[str, int]:
    return {"of_organization": follower.organization_id, "from_id": follower.last_change_id, "until_id": until}


def _moved(read: Read, scope: Scope, changes: Touched, now: datetime) -> list[Moved]:
    """Which projects have reached something else for an alert than before, as far as these changes may have done it."""
    found = read.all(
        CONCERNED,
        scope,
        project_ids=sorted(changes.project_ids),
        workspace_ids=sorted(changes.workspace_ids),
        alert_ids=sorted(changes.alert_ids),
    )
    if not found:
        return []
    alerts = Alerts(found)
    moved: dict[tuple[int, int], Moved] = {}
    for projects in _projects(read, scope, changes, found):
        for one in _compared(read, scope, alerts, projects, now):
            moved[one.alert.id, one.project.id] = one
    return list(moved.values())


class Alerts:
    """Alerts, found by what they look at."""

    def __init__(self, alerts: Iterable[AlertRow]) -> None:
        self._of_project: dict[int, list[AlertRow]] = {}
        self._of_workspace: dict[int, list[AlertRow]] = {}
        for one in alerts:
            if one.source_kind is SourceKind.WORKSPACE:
                self._of_workspace.setdefault(one.workspace_id, []).append(one)
            elif one.project_id is not None:
                self._of_project.setdefault(one.project_id, []).append(one)

    def about(self, project: Figures) -> list[AlertRow]:
        """Those that look at a project."""
        return [*self._of_project.get(project.id, ()), *self._of_workspace.get(project.workspace_id, ())]


def _projects(read: Read, scope: Scope, changes: Touched, alerts: Sequence[AlertRow]) -> Iterator[Sequence[Figures]]:
    whole = [one for one in alerts if one.id in changes.alert_ids or one.workspace_id in changes.workspace_ids]
    single = {one.project_id for one in whole if one.project_id is not None}
    scanned = sorted({one.workspace_id for one in whole if one.source_kind is SourceKind.WORKSPACE})
    return chain(
        of_ids(read, scope, changes.project_ids | single),
        chain.from_iterable(of_workspace(read, scope, workspace_id) for workspace_id in scanned),
    )


def _compared(read: Read, scope: Scope, alerts: Alerts, projects: Sequence[Figures], now: datetime) -> Iterator[Moved]:
    pairs = [(alert, one) for one in projects if one.followed for alert in alerts.about(one)]
    if not pairs:
        return
    chosen = list({one.id: one for _, one in pairs}.values())
    measures = Measures(read, scope, chosen, {(alert.threshold_type, alert.timezone) for alert, _ in pairs}, now)
    known = levels(read, scope, (alert.id for alert, _ in pairs), (one.id for one in chosen))
    for alert, one in pairs:
        measure = measures.of(one, alert.threshold_type, alert.timezone)
        if _level(alert, measure) != before(known.get((alert.id, one.id)), measure):
            yield Moved(alert, one, measure)


def _level(alert: AlertRow, measure: Measure | None) -> int:
    return 0 if measure is None else reached(alert.thresholds, measure.value)


def _write(tx: Write, outbox: Outbox, scope: Scope, moved: Sequence[Moved], until: int, now: datetime) -> None:
    """Note what was reached, and tell what was crossed. An alert that has changed meanwhile has a change of its own."""
    if not moved:
        return
    present = {row.id: row for row in tx.all(BY_IDS_FOR_UPDATE, scope, alert_ids=sorted({m.alert.id for m in moved}))}
    known = levels(tx, scope, (one.alert.id for one in moved), (one.project.id for one in moved))
    crossings: list[Crossing] = []
    for one in moved:
        if present.get(one.alert.id) != one.alert:
            continue
        was = before(known.get((one.alert.id, one.project.id)), one.measure)
        put(tx, scope, one.alert.id, one.project.id, _level(one.alert, one.measure), now)
        if one.measure is not None and (now_crossed := crossed(one.alert.thresholds, was, one.measure.value)):
            crossings.append(Crossing(one.alert, one.project, one.measure, now_crossed))
    if crossings:
        tell(tx, outbox, scope, crossings, until, now)
