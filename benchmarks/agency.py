"""A large agency's time in a moment: two years of it with its prices, among the time of thousands of organizations.

All entries are stored in the order in which they start, so the agency's lie among everybody's. Few projects take most
of the time. The rates change while it is tracked, and the application's own statement finds those of each entry.
"""

import sys
from datetime import datetime
from typing import Any

import click
import msgspec
from sqlalchemy import CTE, and_, case, false, literal, null, select, true, update

from benchmarks.entries import FIRST_ENTRY, FIRST_PROJECT, FIRST_TAG, TAGS, add_projects, add_tags, tag_list
from benchmarks.filling import FIRST_USER, FIRST_WORKSPACE_USER, GROUPS_OF_EACH, Filler, as_text, numbers
from sundial.clients.tables import client
from sundial.db.statement import Command, scoped
from sundial.projects.tables import project_user
from sundial.rates.prices import OF_PRESENT
from sundial.rates.rules import Level, RateType
from sundial.rates.tables import rate
from sundial.tasks.tables import task
from sundial.time_entries.tables import time_entry, time_entry_tag

PEOPLE, PROJECTS, CLIENTS = 100, 200, 40
# A person works on every fourth project, on a few of them most of the time.
PROJECTS_OF_EACH = 50
APART = PROJECTS // PROJECTS_OF_EACH
# Every fifth project has three tasks; the twenty in which most happens have ten people of their own each.
TASKS_OF_EACH, WITH_TASKS = 3, 5
PROJECTS_WITH_PEOPLE, PEOPLE_OF_EACH = 20, 10
DAYS, DAY = 730, 24 * 3600
# The application counts from 1,000,001 and will not get as far.
FIRST_CLIENT, FIRST_TASK, FIRST_PROJECT_USER, FIRST_RATE = 61_000_000, 62_000_000, 63_000_000, 64_000_000
FIRST_ORGANIZATION = 70_000_000
AT_ONCE = 500_000
DESCRIPTIONS = 5_000
# What looks like chance: a number times one of these, modulo a prime.
PRIME, FACTORS = 2_147_483_647, (742_938_285, 950_706_376, 1_226_874_159)
PRICE = Command(update(time_entry).values(OF_PRESENT).where(time_entry.c.organization_id == scoped("organization_id")))


class Amounts(msgspec.Struct, frozen=True):
    """How many entries the agency has, how many there are of others, and how many organizations these are."""

    own: int
    others: int
    organizations: int = 9_000


def add_agency(filler: Filler, today: datetime, amounts: Amounts) -> None:
    """Have the agency, with all that its time needs, and the others. All of it starts before this day."""
    first_day = int(today.timestamp()) - DAYS * DAY
    filler.add_people(PEOPLE, GROUPS_OF_EACH)
    _add_projects(filler, today)
    _add_rates(filler, first_day)
    filler.drop_indexes(time_entry)
    total = amounts.own + amounts.others
    with click.progressbar(length=total, label="time entries", file=sys.stderr) as progress:
        for first in range(0, total, AT_ONCE):
            count = min(AT_ONCE, total - first)
            _add_entries(filler, _rows(filler, first_day, amounts, first, count))
            progress.update(count)
    filler.run_command(PRICE)


def _add_projects(filler: Filler, today: datetime) -> None:
    add_tags(filler, today)
    clients = numbers(CLIENTS)
    filler.add_named(client, "Client", FIRST_CLIENT, clients, today, {"archived": false(), "notes": literal("")})
    i = (projects := numbers(PROJECTS)).c.i
    add_projects(filler, today, projects, client_id=case((i % 3 > 0, FIRST_CLIENT + i % CLIENTS), else_=null()))
    i = (tasks := numbers(PROJECTS // WITH_TASKS * TASKS_OF_EACH)).c.i
    of_project = FIRST_PROJECT + (i - 1) // TASKS_OF_EACH * WITH_TASKS
    more = {"project_id": of_project, "active": true(), "tracked_seconds": literal(0)}
    filler.add_named(task, "Task", FIRST_TASK, tasks, today, more)
    members, project_id, user_id = _project_users()
    at = filler.moment(literal(int(today.timestamp())))
    place = {"id": FIRST_PROJECT_USER + members.c.i, "project_id": project_id, "user_id": user_id}
    filler.add(project_user, members, {**_shared(filler), **place, "manager": false(), "created_at": at, "at": at})


def _project_users() -> tuple[CTE, Any, Any]:
    """Those who are in a project: a row for each, and the project and the person."""
    members = numbers(PROJECTS_WITH_PEOPLE * PEOPLE_OF_EACH)
    number, place = (members.c.i - 1) // PEOPLE_OF_EACH, (members.c.i - 1) % PEOPLE_OF_EACH
    return members, FIRST_PROJECT + number, FIRST_USER + (place * 2 + 1) * APART + number % APART


def _add_rates(filler: Filler, first_day: int) -> None:
    i = (rows := numbers(5)).c.i
    rates = Rates(filler, first_day)
    rates.add(RateType.BILLABLE, Level.WORKSPACE, rows, literal(filler.workspace_id), (i - 1) * 146, 5000 + 300 * i)
    # Two or three of each member but the owner, the first of them some weeks later than that of the one before.
    i = (rows := numbers((PEOPLE - 1) * 3)).c.i
    person, turn = (i - 1) // 3 + 1, (i - 1) % 3
    for kind, least in ((RateType.BILLABLE, 6000), (RateType.LABOR, 3000)):
        rates.add(
            kind,
            Level.WORKSPACE_USER,
            rows,
            FIRST_WORKSPACE_USER + person,
            person % 50 + turn * 250,
            least + person * 10 + turn * 500,
            {"user_id": FIRST_USER + person},
            where=turn < 2 + person % 2,
        )
    i = (rows := numbers(PROJECTS // 3 * 2)).c.i
    of_project = FIRST_PROJECT + (i - 1) // 2 * 3
    since = (i - 1) % 2 * 365
    rates.add(
        RateType.BILLABLE, Level.PROJECT, rows, of_project, since, 9000 + i * 20 + since, {"project_id": of_project}
    )
    rows, project_id, user_id = _project_users()
    place = {"project_id": project_id, "user_id": user_id}
    for kind, least in ((RateType.BILLABLE, 11000), (RateType.LABOR, 4000)):
        since, of_user = rows.c.i % 400, FIRST_PROJECT_USER + rows.c.i
        rates.add(kind, Level.PROJECT_USER, rows, of_user, since, least + rows.c.i % 10 * 100, place)
    i = (rows := numbers(PROJECTS // WITH_TASKS * TASKS_OF_EACH // 4)).c.i
    of_task = FIRST_TASK + i * 4 - 1
    rates.add(RateType.BILLABLE, Level.TASK, rows, of_task, i * 5, 15000 + i * 50, {"task_id": of_task})


class Rates:
    """Adds rates; the days are counted from the first of all entries."""

    def __init__(self, filler: Filler, first_day: int) -> None:
        self._filler = filler
        self._first_day = first_day
        self._next_id = FIRST_RATE

    def add(
        self,
        kind: RateType,
        level: Level,
        rows: CTE,
        level_id: Any,
        since: Any,
        amount: Any,
        meant: dict[str, Any] | None = None,
        where: Any = None,
    ) -> None:
        """Add one rate for each number. ``meant`` is whose time it prices."""
        at = self._filler.moment(literal(self._first_day))
        values = {
            **_shared(self._filler),
            "id": self._next_id + rows.c.i,
            "type": literal(kind.value),
            "level": literal(level.value),
            "level_id": level_id,
            **dict.fromkeys(("task_id", "project_id", "user_id"), literal(0)),
            **(meant or {}),
            "amount": amount,
            "start": self._filler.moment(self._first_day + since * DAY),
            "created_at": at,
            "updated_at": at,
        }
        self._next_id += 1_000
        self._filler.add(rate, rows, values, where)


def _add_entries(filler: Filler, rows: Any) -> None:
    entry = rows.c
    entry_id, kind, stop = FIRST_ENTRY + entry.i, entry.kind, filler.moment(entry.start + entry.seconds)
    tag_ids = [FIRST_TAG + kind % TAGS, FIRST_TAG + (kind + 7) % TAGS]
    place = {"organization_id": entry.organization_id, "workspace_id": entry.workspace_id}
    values = {
        **place,
        "id": entry_id,
        "user_id": entry.user_id,
        "project_id": entry.project_id,
        "task_id": entry.task_id,
        "description": literal("Part ") + as_text(entry.chance % DESCRIPTIONS) + literal(" of the work"),
        "start": filler.moment(entry.start),
        "stop": stop,
        "duration": entry.seconds,
        "billable": entry.billable,
        "tag_ids": tag_list(kind, tag_ids),
        "created_with": literal("benchmarks"),
        "created_at": filler.moment(entry.start),
        "at": stop,
    }
    filler.add(time_entry, rows, values)
    for tag_id, each in zip(tag_ids, (3, 6), strict=True):
        tagged = and_(entry.is_own, kind % each == 0)
        filler.add(time_entry_tag, rows, {**place, "tag_id": tag_id, "time_entry_id": entry_id}, tagged)


def _rows(filler: Filler, first_day: int, amounts: Amounts, first: int, count: int) -> Any:
    """A row for each of so many entries behind the first ones, in the order of time."""
    total = amounts.own + amounts.others
    numbered = numbers(count)
    i = numbered.c.i + first
    own, own_before = i * amounts.own // total, (i - 1) * amounts.own // total
    counted = select(
        i.label("i"),
        case((own > own_before, own), else_=i - own).label("kind"),
        (own > own_before).label("is_own"),
        (first_day + i * (DAYS * DAY - 1) // total).label("start"),
    ).subquery()
    kind = counted.c.kind
    chosen = select(counted, *((kind * factor % PRIME).label(f"by_{factor}") for factor in FACTORS)).subquery()
    somebody, something, chance = (chosen.c[f"by_{factor}"] for factor in FACTORS)
    # The cube of chance: a fifth of the projects has six tenths of the time. One entry of twenty is for none.
    thousand, person = something % 1_000, somebody % PEOPLE
    number = thousand * thousand * thousand * PROJECTS_OF_EACH // 1_000_000_000 * APART + person % APART
    other = chosen.c.kind % amounts.organizations
    is_own, has_project = chosen.c.is_own, chance % 20 > 0
    with_task = and_(is_own, has_project, number % WITH_TASKS == 0, chance % 2 == 1)
    own_user = case((person == 0, filler.owner_id), else_=FIRST_USER + person)
    own_place = {"organization_id": filler.organization_id, "workspace_id": filler.workspace_id, "user_id": own_user}
    return select(
        chosen.c.i,
        chosen.c.kind,
        chosen.c.is_own,
        chosen.c.start,
        chance.label("chance"),
        *(case((is_own, value), else_=FIRST_ORGANIZATION + other).label(name) for name, value in own_place.items()),
        case((and_(is_own, has_project), FIRST_PROJECT + number), else_=null()).label("project_id"),
        case(
            (with_task, FIRST_TASK + number // WITH_TASKS * TASKS_OF_EACH + chance % TASKS_OF_EACH), else_=null()
        ).label("task_id"),
        (300 + chance % 6_900).label("seconds"),
        (chance % 10 < 7).label("billable"),
    ).subquery()


def _shared(filler: Filler) -> dict[str, Any]:
    return {"organization_id": literal(filler.organization_id), "workspace_id": literal(filler.workspace_id)}
