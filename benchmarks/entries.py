"""Years of time entries in a moment: one person's among those of others, made inside the database.

The person works on ten things a day, one after the other. All entries are stored in the order in which they start, so
one person's lie among everybody's.
"""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import CTE, and_, case, false, literal, null, select, true

from benchmarks.filling import FIRST_USER, Filler, as_text, numbers
from sundial.projects.tables import project
from sundial.tags.tables import tag
from sundial.time_entries.tables import time_entry, time_entry_tag

FIRST_PROJECT, FIRST_TAG, FIRST_ENTRY = 50_000_000, 60_000_000, 100_000_000
PROJECTS, TAGS, DESCRIPTIONS = 50, 20, 400
ENTRIES_OF_DAY, CHANGED = 10, 10
DAY, MORNING, EACH, WORK = 24 * 3600, 9 * 3600, 45 * 60, 40 * 60


class Amounts(msgspec.Struct, frozen=True):
    """How many entries the account has, how many there are of others, and how many others they are of."""

    own: int
    others: int
    people: int


def add_entries(filler: Filler, today: datetime, amounts: Amounts) -> None:
    """Have so many entries that start before this day; the newest of the account's runs, its last ten changed today."""
    add_projects(filler, today, numbers(PROJECTS))
    add_tags(filler, today)
    today_seconds = int(today.timestamp())
    rows: Any = _rows(filler, today_seconds, amounts)
    entry_id, kind, start = FIRST_ENTRY + rows.c.i, rows.c.kind, rows.c.start
    tag_ids = [FIRST_TAG + kind % TAGS, FIRST_TAG + (kind + 7) % TAGS]
    place = {"organization_id": literal(filler.organization_id), "workspace_id": literal(filler.workspace_id)}
    values = {
        **place,
        "id": entry_id,
        "user_id": rows.c.user_id,
        "project_id": FIRST_PROJECT + kind % PROJECTS,
        "description": literal("Part ") + as_text(kind % DESCRIPTIONS) + literal(" of the work on the new site"),
        "start": filler.moment(start),
        "stop": case((rows.c.running, null()), else_=filler.moment(start + WORK)),
        "duration": case((rows.c.running, 0), else_=WORK),
        "billable": kind % 4 == 0,
        "tag_ids": tag_list(kind, tag_ids),
        "created_with": literal("benchmarks"),
        "created_at": filler.moment(start),
        "at": case((rows.c.changed, filler.moment(literal(today_seconds))), else_=filler.moment(start + WORK)),
    }
    filler.add(time_entry, rows, values)
    for tag_id, each in zip(tag_ids, (3, 6), strict=True):
        filler.add(time_entry_tag, rows, {**place, "tag_id": tag_id, "time_entry_id": entry_id}, kind % each == 0)


def _rows(filler: Filler, today: int, amounts: Amounts) -> Any:
    """A row for each entry, in the order of time: its number, whose it is, when it starts in Unix time.

    Its kind tells the rest; the account's are the same however many others there are.
    """
    total = amounts.own + amounts.others
    i = numbers(total).c.i
    own, own_before = i * amounts.own // total, (i - 1) * amounts.own // total
    ago = amounts.own - own
    day, place = today - (ago // ENTRIES_OF_DAY + 1) * DAY, ENTRIES_OF_DAY - 1 - ago % ENTRIES_OF_DAY
    somebody = FIRST_USER + 1 + (i - own) % amounts.people
    is_own = own > own_before
    return select(
        i.label("i"),
        case((is_own, own), else_=i).label("kind"),
        case((is_own, filler.owner_id), else_=somebody).label("user_id"),
        (day + MORNING + place * EACH).label("start"),
        (i == total).label("running"),
        and_(is_own, ago < CHANGED).label("changed"),
    ).subquery()


def add_projects(filler: Filler, today: datetime, rows: CTE, **more: Any) -> None:
    """Have a project for each number."""
    flags = dict.fromkeys(("is_private", "billable", "template", "auto_estimates", "recurring"), false())
    texts = {"color": literal("#2da608"), "start_date": literal("2020-01-01"), "tracked_seconds": literal(0)}
    filler.add_named(project, "Project", FIRST_PROJECT, rows, today, {"active": true(), **flags, **texts, **more})


def add_tags(filler: Filler, today: datetime) -> None:
    """Have the tags."""
    filler.add_named(tag, "Tag", FIRST_TAG, numbers(TAGS), today)


def tag_list(kind: Any, tag_ids: list[Any]) -> Any:
    """The tags of an entry as they are in its row: a third of all have one or two."""
    first, second = map(as_text, tag_ids)
    two = literal("[") + first + literal(",") + second + literal("]")
    return case((kind % 6 == 0, two), (kind % 3 == 0, literal("[") + first + literal("]")), else_=null())
