"""Random time entries, and what they add up to: worked out in Python over all of them, one after the other.

Nothing of the application is used for that, but for the rows that it would read.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from hypothesis import strategies as st
from sqlalchemy import delete

from sundial.db.statement import Command, Scope, insertion, scoped
from sundial.time_entries.tables import time_entry, time_entry_tag
from tests.cast import Cast, gather
from tests.make import Person, World, project
from tests.people.backstage import hire
from tests.tasks.backstage import client_of, task_of

ZONE = "America/Los_Angeles"
FIRST = datetime(2026, 3, 6, 12, tzinfo=UTC)
"""Two days before clocks go forward there."""
ADD, ADD_TAG = insertion(time_entry), insertion(time_entry_tag)
EMPTY = [
    Command(delete(table).where(table.c.organization_id == scoped("organization_id")))
    for table in (time_entry_tag, time_entry)
]


class Entry(msgspec.Struct, frozen=True):
    """An entry by the numbers of what it refers to in its ledger."""

    minutes: int
    seconds: int
    user: int
    project: int | None
    task: bool
    tags: tuple[int, ...]
    description: str | None
    billable: bool
    rate: int | None
    cost: int | None


ENTRIES = st.lists(
    st.builds(
        Entry,
        minutes=st.integers(0, 4 * 24 * 60),
        seconds=st.integers(0, 20_000),
        user=st.integers(0, 2),
        project=st.none() | st.integers(0, 3),
        task=st.booleans(),
        tags=st.sampled_from([(), (0,), (1,), (0, 1), (1, 0)]),
        description=st.sampled_from([None, "", "Work", "work", "Ask, and wait", "=1+1"]),
        billable=st.booleans(),
        rate=st.none() | st.sampled_from([1, 3333, 10_000]),
        cost=st.none() | st.sampled_from([7, 2_500]),
    ),
    max_size=25,
)
ROUNDINGS = st.sampled_from([(0, 0), (-1, 6), (0, 15), (1, 1), (1, 240)])


class Counted(msgspec.Struct, frozen=True):
    """An entry as a report counts it."""

    entry: Entry
    day: date
    seconds: int
    currency: str

    @property
    def billed(self) -> Fraction:
        """What it bills, in hundredths."""
        return Fraction(self.seconds * (self.entry.rate or 0), 3600) if self.entry.billable else Fraction(0)


class Sums(msgspec.Struct):
    """What some entries add up to, amounts by their currency."""

    seconds: int = 0
    billable: int = 0
    amounts: dict[str, int] = {}
    costs: dict[str, int] = {}


def half_up(number: Fraction) -> int:
    """To whole hundredths."""
    return int(number + Fraction(1, 2))


def added(entries: Iterable[Counted]) -> Sums:
    """What entries add up to."""
    sums = Sums()
    amounts: defaultdict[str, Fraction] = defaultdict(Fraction)
    costs: defaultdict[str, Fraction] = defaultdict(Fraction)
    for one in entries:
        sums.seconds += one.seconds
        sums.billable += one.seconds if one.entry.billable else 0
        if one.entry.billable and one.entry.rate is not None:
            amounts[one.currency] += one.billed
        if one.entry.cost is not None:
            costs[one.currency] += Fraction(one.seconds * one.entry.cost, 3600)
    sums.amounts = {currency: half_up(amount) for currency, amount in amounts.items()}
    sums.costs = {currency: half_up(amount) for currency, amount in costs.items()}
    return sums


def by(entries: Iterable[Counted], key: Callable[[Counted], Any]) -> dict[Any, list[Counted]]:
    """Entries by whatever they are grouped by."""
    found: defaultdict[Any, list[Counted]] = defaultdict(list)
    for one in entries:
        found[key(one)].append(one)
    return dict(found)


class Ledger:
    """A workspace with three people, four projects in three currencies, two clients and two tags."""

    def __init__(self, world: World) -> None:
        self.cast: Cast = gather(world)
        cast = self.cast
        assert cast.alice.put("/me", {"timezone": ZONE}).status == 200
        self.people: list[Person] = [cast.alice, cast.bob, hire(cast, "zoe")]
        initech, acme = client_of(cast, "Initech"), client_of(cast, "acme")
        shapes = (("Site", initech, None), ("app", initech, "EUR"), ("Dollars", acme, "USD"), ("Loose", None, "JPY"))
        self.projects = [
            project(cast.alice, cast.place, name=name, client_id=client, currency=currency)
            for name, client, currency in shapes
        ]
        self.names, self.currencies = [shape[0] for shape in shapes], [shape[2] or "USD" for shape in shapes]
        self.clients = ["Initech", "Initech", "acme", None]
        self.tasks = [task_of(cast, number, "Design") for number in self.projects]
        self.tags = [cast.alice.post(f"{cast.workspace}/tags", {"name": name}).json["id"] for name in ("red", "Blue")]

    def fill(self, entries: list[Entry]) -> None:
        """Have these entries and no others."""
        scope = Scope(organization_id=self.cast.place.organization_id)
        with self.cast.world.server.database.write() as tx:
            for command in EMPTY:
                tx.run(command, scope)
            for entry in entries:
                number, start = tx.new_id(), FIRST + timedelta(minutes=entry.minutes)
                tags = [self.tags[tag] for tag in entry.tags]
                tx.run(
                    ADD,
                    scope,
                    id=number,
                    workspace_id=self.cast.place.workspace_id,
                    user_id=self.people[entry.user].id,
                    project_id=None if entry.project is None else self.projects[entry.project],
                    task_id=None if entry.project is None or not entry.task else self.tasks[entry.project],
                    description=entry.description,
                    start=start,
                    stop=start + timedelta(seconds=entry.seconds),
                    duration=entry.seconds,
                    billable=entry.billable,
                    tag_ids=tags or None,
                    created_with="tests",
                    created_at=start,
                    at=start,
                    deleted_at=None,
                    billable_rate=entry.rate,
                    labor_cost=entry.cost,
                )
                for tag in tags:
                    tx.run(ADD_TAG, scope, tag_id=tag, time_entry_id=number)

    def counted(self, entries: list[Entry], rounding: tuple[int, int]) -> list[Counted]:
        """The entries as a report counts them that rounds so."""
        direction, minutes = rounding
        return [
            Counted(
                entry,
                (FIRST + timedelta(minutes=entry.minutes)).astimezone(ZoneInfo(ZONE)).date(),
                _rounded(entry.seconds, direction, minutes * 60),
                "USD" if entry.project is None else self.currencies[entry.project],
            )
            for entry in entries
        ]

    def title(self, kind: str, one: Counted) -> str | None:
        """What an entry is in a grouping or a sub grouping."""
        entry = one.entry
        match kind:
            case "projects":
                return None if entry.project is None else self.names[entry.project]
            case "clients":
                return None if entry.project is None else self.clients[entry.project]
            case "users":
                return self.people[entry.user].name
            case "tasks":
                return None if entry.project is None or not entry.task else "Design"
            case "tags":
                return ", ".join(name for tag, name in ((1, "Blue"), (0, "red")) if tag in entry.tags)
            case _:
                return entry.description or ""


def _rounded(seconds: int, direction: int, step: int) -> int:
    if step == 0:
        return seconds
    down = Fraction(seconds, step).__floor__()
    rest = seconds - down * step
    up = rest > 0 if direction > 0 else rest * 2 >= step if direction == 0 else False
    return (down + up) * step
