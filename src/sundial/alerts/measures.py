"""What projects have reached: their tracked time, and what they bill, exactly, as lists of projects show them.

A share is of the project's fixed fee, else of its estimate. The estimate of a recurring project is for each of its
periods, and so is the time that is compared with it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Literal

import msgspec
from sqlalchemy import BigInteger, bindparam, case, cast, func, literal_column, select

from sundial.alerts.rules import ThresholdType
from sundial.clients.tables import client
from sundial.core.money import Money
from sundial.core.periods import day_of, end_of_day, start_of_day
from sundial.core.rounding import HOUR, exact_amount, shown_amount
from sundial.db.statement import Query, Scope, scoped
from sundial.db.transaction import Read
from sundial.db.types import Instant, among
from sundial.http.paging import SIZES
from sundial.projects.figures import BILLED
from sundial.projects.lists import default_currency, its_client, task_seconds
from sundial.projects.recurrence import period_of
from sundial.projects.tables import project
from sundial.time_entries.tables import time_entry

AT_ONCE = 500
"""How many projects are measured by one statement."""
HUNDREDTHS = 100

Unit = Literal["seconds", "hundredths"]


class Figures(msgspec.Struct):
    """A project, as far as alerts are concerned."""

    id: int
    workspace_id: int
    name: str
    client_id: int | None
    color: str
    is_private: bool
    active: bool
    billable: bool
    template: bool
    auto_estimates: bool
    estimated_seconds: int | None
    fixed_fee: Money | None
    recurring_period: str | None
    recurring_custom_period: int | None
    recurring_start_date: str | None
    tracked_seconds: int
    deleted_at: datetime | None
    client_name: str | None
    default_currency: str
    own_currency: str | None
    task_seconds: int | None

    @property
    def estimate(self) -> int | None:
        """The estimate in seconds, where there is one: its tasks', if the project is estimated by them."""
        return (self.task_seconds if self.auto_estimates else self.estimated_seconds) or None

    @property
    def currency(self) -> str:
        """The currency of its money."""
        return self.own_currency or self.default_currency

    @property
    def followed(self) -> bool:
        """Whether anything of it is told."""
        return self.active and self.deleted_at is None and not self.template


class Measure(msgspec.Struct, frozen=True):
    """How far a project has come, in the unit of its thresholds, rounded down.

    ``exact`` is in seconds, or in 3600ths of hundredths of a currency's unit, and so is the ``whole`` of which it is a
    share. ``since`` is when what is measured began, where it begins anew now and then.
    """

    value: int
    unit: Unit
    exact: int
    whole: int | None
    since: datetime | None = None

    @property
    def measured(self) -> int:
        """What was measured, in whole units: seconds or hundredths."""
        return self.exact if self.unit == "seconds" else shown_amount(self.exact)

    @property
    def of(self) -> int | None:
        """The whole, in whole units."""
        return self.whole if self.whole is None or self.unit == "seconds" else shown_amount(self.whole)


class Tracked(msgspec.Struct):
    """The seconds of a project's finished entries in a period."""

    project_id: int
    seconds: int


class Window(msgspec.Struct, frozen=True):
    """The present period of a recurring project."""

    first: datetime
    end: datetime


_figures = (
    select(
        *(project.c[name] for name in Figures.__struct_fields__[:-4]),
        client.c.name.label("client_name"),
        default_currency.label("default_currency"),
        project.c.currency.label("own_currency"),
        case((project.c.auto_estimates, task_seconds)).label("task_seconds"),
    )
    .outerjoin_from(project, client, its_client)
    .where(project.c.organization_id == scoped("organization_id"))
)
BY_IDS = Query(Figures, _figures.where(among(project.c.id, "project_ids")).order_by(project.c.id))
OF_WORKSPACE = Query(
    Figures,
    _figures.where(
        project.c.workspace_id == bindparam("in_workspace", type_=BigInteger()),
        project.c.id > bindparam("after", type_=BigInteger()),
        project.c.deleted_at.is_(None),
        ~project.c.template,
    )
    .order_by(project.c.id)
    .limit(literal_column(str(AT_ONCE))),
)
PAGES = {
    size: Query(
        Figures,
        _figures.where(
            project.c.workspace_id == bindparam("in_workspace", type_=BigInteger()),
            project.c.deleted_at.is_(None),
            project.c.active,
            ~project.c.template,
        )
        .order_by(project.c.name_key, project.c.id)
        .limit(literal_column(str(size)))
        .offset(bindparam("first", type_=BigInteger())),
    )
    for size in SIZES
}
"""The active projects of a workspace, by name."""
IN_PERIOD = Query(
    Tracked,
    select(time_entry.c.project_id, cast(func.sum(time_entry.c.duration), BigInteger()).label("seconds"))
    .where(
        time_entry.c.organization_id == scoped("organization_id"),
        among(time_entry.c.project_id, "project_ids"),
        time_entry.c.start >= bindparam("first", type_=Instant()),
        time_entry.c.start < bindparam("end", type_=Instant()),
        time_entry.c.stop.is_not(None),
        time_entry.c.deleted_at.is_(None),
    )
    .group_by(time_entry.c.project_id),
)


def of_ids(tx: Read, scope: Scope, project_ids: Iterable[int]) -> Iterator[Sequence[Figures]]:
    """These projects, as many at once as are measured together."""
    ids = sorted(set(project_ids))
    for first in range(0, len(ids), AT_ONCE):
        yield tx.all(BY_IDS, scope, project_ids=ids[first : first + AT_ONCE])


def of_workspace(tx: Read, scope: Scope, workspace_id: int) -> Iterator[Sequence[Figures]]:
    """All projects of a workspace, archived ones too, as many at once as are measured together."""
    after = 0
    while found := tx.all(OF_WORKSPACE, scope, in_workspace=workspace_id, after=after):
        yield found
        after = found[-1].id


class Measures:
    """What some projects have reached: read in a number of statements that does not depend on how many they are.

    ``wanted`` says in which ways they are measured, and in whose time zones their periods begin.
    """

    def __init__(
        self,
        tx: Read,
        scope: Scope,
        projects: Sequence[Figures],
        wanted: Iterable[tuple[ThresholdType, str]],
        now: datetime,
    ) -> None:
        self._tx, self._scope, self._now = tx, scope, now
        kinds = set(wanted)
        types = {kind for kind, _ in kinds}
        self._exact = self._billed(projects, types)
        self._windows: dict[tuple[int, str], Window | None] = {}
        self._in_period: dict[tuple[int, Window], int] = {}
        for zone in sorted({zone for kind, zone in kinds if kind is ThresholdType.PERCENTAGE}):
            self._read_periods(projects, zone)

    def of(self, one: Figures, kind: ThresholdType, zone: str) -> Measure | None:
        """How far a project has come; None where there is nothing of which it could be a share."""
        if kind is ThresholdType.HOURS:
            return Measure(one.tracked_seconds // HOUR, "seconds", one.tracked_seconds, None)
        exact = self._exact.get(one.id, 0)
        if kind is ThresholdType.AMOUNT:
            return Measure(exact // (HUNDREDTHS * HOUR), "hundredths", exact, None)
        if one.fixed_fee is not None:
            return _share("hundredths", exact, exact_amount(HOUR, one.fixed_fee.hundredths))
        if one.estimate is None:
            return None
        if (one.id, zone) not in self._windows:
            return _share("seconds", one.tracked_seconds, one.estimate)
        window = self._windows[one.id, zone]
        if window is None:
            return _share("seconds", 0, one.estimate)
        return _share("seconds", self._in_period.get((one.id, window), 0), one.estimate, window.first)

    def _billed(self, projects: Sequence[Figures], types: set[ThresholdType]) -> dict[int, int]:
        everything, shares = ThresholdType.AMOUNT in types, ThresholdType.PERCENTAGE in types
        ids = [one.id for one in projects if everything or (shares and one.fixed_fee is not None)]
        exact: dict[int, int] = {}
        for billed in self._tx.all(BILLED, self._scope, project_ids=ids) if ids else ():
            exact[billed.project_id] = exact.get(billed.project_id, 0) + exact_amount(billed.seconds, billed.rate)
        return exact

    def _read_periods(self, projects: Sequence[Figures], zone: str) -> None:
        ids: dict[Window, list[int]] = {}
        for one in projects:
            if one.recurring_period is None or one.fixed_fee is not None or one.estimate is None:
                continue
            window = self._windows[one.id, zone] = _window(one, zone, self._now)
            if window is not None:
                ids.setdefault(window, []).append(one.id)
        for window, of in ids.items():
            for found in self._tx.all(IN_PERIOD, self._scope, project_ids=of, first=window.first, end=window.end):
                self._in_period[found.project_id, window] = found.seconds


def _share(unit: Unit, exact: int, whole: int, since: datetime | None = None) -> Measure:
    return Measure(100 * exact // whole, unit, exact, whole, since)


def _window(one: Figures, zone: str, now: datetime) -> Window | None:
    if one.recurring_period is None or one.recurring_start_date is None:
        return None
    start = date.fromisoformat(one.recurring_start_date)
    period = period_of(one.recurring_period, one.recurring_custom_period, start, day_of(now, zone))
    return None if period is None else Window(start_of_day(period[0], zone), end_of_day(period[1], zone))
