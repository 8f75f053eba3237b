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
    sums = parts(tx, asker, entries.without_currencies(selected), Parts("project", "user"))
    for project_id, user_id, rate, seconds in zip(sums.one, sums.two, sums.rate, sums.seconds, strict=True):
        if project_id is None:
            continue
        time = found.setdefault((project_id, user_id), ProjectTime(project_id, user_id, 0, 0))
        time.tracked_seconds += seconds
        time.billable_seconds += 0 if rate is None else seconds
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
