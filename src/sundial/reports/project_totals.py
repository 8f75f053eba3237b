"""What was tracked in projects: by whom, and in one of them altogether."""

from datetime import datetime

from sundial.access.askers import Membership
from sundial.core.errors import Forbidden, Invalid, NotFound
from sundial.core.periods import day
from sundial.db.transaction import Read
from sundial.projects import queries as projects
from sundial.reports import entries, rules, totals
from sundial.reports.schemas import Filters, Period
from sundial.reports.sums import Parts, parts
from sundial.reports.totals_schemas import ProjectTime, Totals


def by_user(tx: Read, asker: Membership, wanted: Period, now: datetime) -> list[ProjectTime]:
    """The time of each person in each project. Raises Invalid."""
    rules.require_any(wanted)
    selected = entries.selection(tx, asker, _filters(wanted), now)
    found: dict[tuple[int, int], ProjectTime] = {}
    for row in parts(tx, asker, entries.without_currencies(selected), Parts("project", "user")):
        if row.one is None:
            continue
        time = found.setdefault((row.one, row.two), ProjectTime(row.one, row.two, 0, 0))
        time.tracked_seconds += row.seconds
        time.billable_seconds += 0 if row.rate is None else row.seconds
    return [found[key] for key in sorted(found)]


def of_project(tx: Read, asker: Membership, project_id: int, wanted: Period, now: datetime) -> Totals:
    """All time of a project, from a day on that must be named. Raises Invalid, and Forbidden for an unseen one."""
    try:
        projects.get(tx, asker, project_id)
    except NotFound as error:
        raise Forbidden("project not found or not accessible") from error
    if wanted.start_date is None:
        raise Invalid("The start_date parameter is required")
    for name, text in (("start_date", wanted.start_date), ("end_date", wanted.end_date)):
        if text is not None:
            _check_format(name, text)
    # A project's summary is about its whole life.
    days = rules.period(wanted, asker.user.timezone, now, most_days=None)
    filters = _filters(wanted)
    filters.project_ids = [project_id]
    return totals.of_selection(tx, asker, entries.selection(tx, asker, filters, now, days))


def _check_format(name: str, text: str) -> None:
    try:
        day(name, text[:10])
    except Invalid as error:
        raise Invalid(f"Invalid {name} format") from error


def _filters(wanted: Period) -> Filters:
    return Filters(
        start_date=wanted.start_date, end_date=wanted.end_date, startTime=wanted.startTime, endTime=wanted.endTime
    )
