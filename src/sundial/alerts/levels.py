"""How far each project has come for each alert: what is reached already does not cross its threshold again."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import BigInteger, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from sundial.alerts.measures import Figures, Measure, Measures, of_ids, of_workspace
from sundial.alerts.queries import AlertRow
from sundial.alerts.rules import SourceKind, crossed, reached
from sundial.alerts.tables import alert_level
from sundial.db.statement import Command, Query, Scope, scoped
from sundial.db.transaction import Read, Write
from sundial.db.types import Instant, among


class Level(msgspec.Struct):
    """The highest threshold that a project has reached, and since when that is known."""

    alert_id: int
    project_id: int
    reached: int
    at: datetime


Levels = dict[tuple[int, int], Level]

_own = alert_level.c.organization_id == scoped("organization_id")
_alert_id, _project_id = (bindparam(name, type_=BigInteger()) for name in ("the_alert", "the_project"))
_set = insert(alert_level).values(
    organization_id=scoped("organization_id"),
    alert_id=_alert_id,
    project_id=_project_id,
    reached=bindparam("level", type_=BigInteger()),
    at=bindparam("now", type_=Instant()),
)
LEVELS = Query(
    Level,
    select(alert_level.c.alert_id, alert_level.c.project_id, alert_level.c.reached, alert_level.c.at).where(
        _own, among(alert_level.c.alert_id, "alert_ids"), among(alert_level.c.project_id, "project_ids")
    ),
)
SET = Command(
    _set.on_conflict_do_update(
        index_elements=[alert_level.c.organization_id, alert_level.c.alert_id, alert_level.c.project_id],
        set_={"reached": _set.excluded.reached, "at": _set.excluded.at},
    )
)
CLEAR = Command(
    delete(alert_level).where(_own, alert_level.c.alert_id == _alert_id, alert_level.c.project_id == _project_id)
)
FORGET = Command(delete(alert_level).where(_own, alert_level.c.alert_id == _alert_id))


def levels(tx: Read, scope: Scope, alert_ids: Iterable[int], project_ids: Iterable[int]) -> Levels:
    """What these projects have reached for these alerts."""
    found = tx.all(LEVELS, scope, alert_ids=sorted(set(alert_ids)), project_ids=sorted(set(project_ids)))
    return {(one.alert_id, one.project_id): one for one in found}


def before(level: Level | None, measure: Measure | None) -> int:
    """The highest threshold that counts as reached before, 0 for none: not what an earlier period had reached."""
    if level is None or (measure is not None and measure.since is not None and level.at < measure.since):
        return 0
    return level.reached


def put(tx: Write, scope: Scope, alert_id: int, project_id: int, level: int, now: datetime) -> None:
    """Note what a project has reached."""
    if level:
        tx.run(SET, scope, the_alert=alert_id, the_project=project_id, level=level, now=now)
    else:
        tx.run(CLEAR, scope, the_alert=alert_id, the_project=project_id)


def take(tx: Write, scope: Scope, row: AlertRow, kept: Sequence[int], now: datetime) -> None:
    """Have all that is reached now count as told: an alert that is new tells nothing old.

    But for the thresholds that it had before and has ``kept``: what has crossed them unseen is to be told yet.
    """
    for projects in projects_of(tx, scope, row):
        measures = Measures(tx, scope, projects, [(row.threshold_type, row.timezone)], now)
        known = levels(tx, scope, [row.id], (one.id for one in projects))
        for one in projects:
            measure = measures.of(one, row.threshold_type, row.timezone)
            told, level = known.get((row.id, one.id)), 0
            if measure is not None:
                unseen = crossed(kept, before(told, measure), measure.value)
                level = reached([each for each in row.thresholds if not unseen or each < unseen[0]], measure.value)
            if level or told is not None:
                put(tx, scope, row.id, one.id, level, now)


def projects_of(tx: Read, scope: Scope, row: AlertRow) -> Iterator[Sequence[Figures]]:
    """The projects that an alert is about, archived ones too."""
    if row.source_kind is SourceKind.PROJECT and row.project_id is not None:
        return of_ids(tx, scope, [row.project_id])
    return of_workspace(tx, scope, row.workspace_id)
