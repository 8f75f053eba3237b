"""What alerts would tell now, of which projects, to whom, and why not."""

from collections.abc import Sequence
from datetime import datetime

from sundial.access.askers import Membership
from sundial.access.permissions import Permission
from sundial.alerts.actions import drafted, row_of
from sundial.alerts.levels import Level, before, levels
from sundial.alerts.measures import PAGES, Figures, Measure, Measures, of_ids
from sundial.alerts.people import People, Wanted
from sundial.alerts.queries import AlertRow, get, named
from sundial.alerts.rules import Draft, SourceKind, crossed, reached
from sundial.alerts.schemas import AlertChange, Candidate, ProjectPreview
from sundial.alerts.words import progress, threshold
from sundial.core.money import Money
from sundial.db.transaction import Read
from sundial.http.paging import Paging

NOT_STORED = 0


def of_alert(tx: Read, asker: Membership, alert_id: int, paging: Paging, now: datetime) -> list[ProjectPreview]:
    """What an alert would tell of each of its projects. Raises Forbidden."""
    row = get(tx, asker, alert_id)
    users = [one.user_id for one in named(tx, asker.scope, [row])[row.id]]
    projects = _projects(tx, asker, row, paging)
    known = levels(tx, asker.scope, [row.id], (one.id for one in projects))
    told = {one.id: known.get((row.id, one.id)) for one in projects}
    return _previews(tx, asker, row, users, projects, told, now)


def of_draft(tx: Read, asker: Membership, wanted: AlertChange, paging: Paging, now: datetime) -> list[ProjectPreview]:
    """What an alert would tell if it were made now. Raises Invalid and Forbidden as making it does."""
    draft = drafted(tx, asker, Draft(), wanted)
    row = row_of(asker, NOT_STORED, draft, now)
    return _previews(tx, asker, row, draft.receiver_users, _projects(tx, asker, row, paging), None, now)


def _projects(tx: Read, asker: Membership, row: AlertRow, paging: Paging) -> Sequence[Figures]:
    if row.source_kind is SourceKind.WORKSPACE:
        found = tx.all(PAGES[paging.size], asker.scope, in_workspace=row.workspace_id, first=paging.first)
        return found[: paging.per_page]
    assert row.project_id is not None
    return [one for chunk in of_ids(tx, asker.scope, [row.project_id]) for one in chunk] if paging.page == 1 else []


def _previews(
    tx: Read,
    asker: Membership,
    row: AlertRow,
    users: list[int],
    projects: Sequence[Figures],
    told: dict[int, Level | None] | None,
    now: datetime,
) -> list[ProjectPreview]:
    """``told`` is what each project had reached before, None for an alert that is new."""
    wanted = Wanted.of(row, users)
    private = [one.id for one in projects if one.is_private]
    people = People(tx, asker.scope, [wanted], [one.id for one in projects] if wanted.managers else [], private)
    measures = Measures(tx, asker.scope, projects, [(row.threshold_type, row.timezone)], now)
    found: list[ProjectPreview] = []
    for one in projects:
        measure = measures.of(one, row.threshold_type, row.timezone)
        known = _level(row, measure) if told is None else before(told[one.id], measure)
        candidates = [
            Candidate(who.user_id, who.name, people.why_not(who, wanted, one.id)) for who in people.of(wanted, one.id)
        ]
        found.append(_preview(row, one, measure, known, candidates, Permission.VIEW_RATES in asker.permissions))
    return found


def _level(row: AlertRow, measure: Measure | None) -> int:
    return 0 if measure is None else reached(row.thresholds, measure.value)


def _preview(
    row: AlertRow,
    project: Figures,
    measure: Measure | None,
    known: int,
    candidates: list[Candidate],
    sees_rates: bool,
) -> ProjectPreview:
    value = 0 if measure is None else measure.value
    now_crossed = crossed(row.thresholds, known, value)
    why_not = _why_not(row, project, measure, now_crossed, candidates, sees_rates)
    is_time = measure is not None and measure.unit == "seconds"
    is_money = measure is not None and not is_time and sees_rates
    measured, whole = (None, None) if measure is None else (measure.measured, measure.of)
    return ProjectPreview(
        project_id=project.id,
        project_name=project.name,
        client_name=project.client_name,
        measured_seconds=measured if is_time else None,
        whole_seconds=whole if is_time else None,
        measured_amount=Money(measured) if is_money and measured is not None else None,
        whole_amount=Money(whole) if is_money and whole is not None else None,
        currency=project.currency if is_money else None,
        share=None if measure is None or measure.whole is None else measure.value,
        reached=[one for one in row.thresholds if one <= value],
        reached_before=known or None,
        next_threshold=next((one for one in row.thresholds if one > value), None),
        would_send=why_not is None,
        threshold=now_crossed[-1] if why_not is None else None,
        why_not=why_not,
        receivers=candidates,
    )


def _why_not(
    row: AlertRow,
    project: Figures,
    measure: Measure | None,
    now_crossed: list[int],
    candidates: list[Candidate],
    sees_rates: bool,
) -> str | None:
    """Why no mail would be sent; None where one would."""
    if project.deleted_at is not None:
        return "deleted"
    if not project.active:
        return "archived"
    if project.template:
        return "a template"
    if measure is None:
        return "no estimate and no fixed fee"
    if measure.value < row.thresholds[0]:
        below = f"below {threshold(row.threshold_type, row.thresholds[0], project.currency)}"
        shown = measure.unit == "seconds" or sees_rates
        return f"{below}: {progress(measure, project.currency)}" if shown else below
    if not now_crossed:
        return "reached already"
    return None if any(one.why_not is None for one in candidates) else "nobody to tell"
