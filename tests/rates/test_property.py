"""Whatever is set, in whatever order and wherever: each entry has the price that a slow and obvious list of edits says.

The list knows nothing of rows. An edit says that from one moment until another one an amount is valid, and hides what
was said before of that time.
"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sundial.access.askers import User
from sundial.access.enter import Workspaces
from sundial.rates.rules import Level, Mode, RateType, amount_at, winner
from sundial.time_entries import actions
from sundial.time_entries.schemas import Wanted
from tests.cast import gather
from tests.conftest import SetClock
from tests.make import World
from tests.rates.firm import Firm, Stored
from tests.time_entries.diary import diary

EVER, NEVER = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)
FIRST = datetime(2026, 3, 27, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
# In Berlin the clocks go forward on March 29; in Kolkata a day begins at 18:30.
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati")
PLACES = ("nowhere", "project", "task")
STRONGEST_FIRST = {
    RateType.BILLABLE: ["task", "project_user", "project", "workspace_user", "workspace"],
    RateType.LABOR: ["project_user", "workspace_user"],
}

TIMES = [FIRST + timedelta(hours=hours) for hours in (4, 22, 23, 24, 38.5, 44, 46, 47, 48, 62.5, 66, 70, 84)]
"""Midnights in these zones, and other times: rates start then, and entries too, or a second before."""
MOMENTS = st.sampled_from(TIMES)
STARTS = st.sampled_from([moment - timedelta(seconds=early) for moment in TIMES for early in (0, 1)])
SET = st.fixed_dictionaries(
    {
        "what": st.just("set"),
        "level": st.sampled_from([(kind, level) for kind, levels in STRONGEST_FIRST.items() for level in levels]),
        "hundredths": st.one_of(st.integers(1, 20_000), st.integers(1, 20_000), st.none()),
        "when": st.one_of(st.sampled_from(list(Mode)), MOMENTS),
        "later": st.integers(0, 6),
    }
)
TRACK = st.fixed_dictionaries(
    {"what": st.just("track"), "bob": st.booleans(), "place": st.sampled_from(PLACES), "start": STARTS}
)
MOVE = st.fixed_dictionaries(
    {"what": st.just("move"), "which": st.integers(0, 9), "place": st.sampled_from(PLACES), "start": STARTS}
)
STEPS: Any = st.lists(st.one_of(SET, SET, TRACK, MOVE), min_size=4, max_size=14)


class Edit(msgspec.Struct):
    """From a moment until another one an amount is valid, or none."""

    first: datetime
    until: datetime
    hundredths: int | None


class Edits:
    """All edits of one level, in the order in which they were made."""

    def __init__(self) -> None:
        self.made: list[Edit] = []

    def at(self, moment: datetime) -> Edit | None:
        """The latest edit that speaks of a moment."""
        return next((edit for edit in reversed(self.made) if edit.first <= moment < edit.until), None)

    def amount(self, moment: datetime) -> int | None:
        edit = self.at(moment)
        return None if edit is None else edit.hundredths

    def steps(self) -> list[datetime]:
        """The moments at which an amount begins that nothing hides, or ends: before the first one nothing ends."""
        there = sorted({edit.first for edit in self.made if self.at(edit.first) is edit})
        amounts = [moment for moment in there if self.amount(moment) is not None]
        return [moment for moment in there if amounts and moment >= amounts[0]]

    def make(self, hundredths: int | None, when: Mode | datetime, zone: str, now: datetime) -> None:
        """Make an edit: it reaches until the next step after the time that it is for."""
        if when is Mode.OVERRIDE_ALL:
            self.made = [Edit(EVER, NEVER, hundredths)]
            return
        if when is Mode.OVERRIDE_CURRENT:
            first, known = max((step for step in self.steps() if step <= now), default=EVER), now
        elif when is Mode.START_TODAY:
            first, known = midnight(zone, now), now
        else:
            first = known = when
        until = min((step for step in self.steps() if step > known), default=NEVER)
        self.made.append(Edit(first, until, hundredths))


def midnight(zone: str, now: datetime) -> datetime:
    """When it last became today: quarter by quarter back to yesterday."""
    place = ZoneInfo(zone)
    moment = now.replace(minute=0)
    while (moment - QUARTER).astimezone(place).date() == now.astimezone(place).date():
        moment -= QUARTER
    return moment


class Year:
    """The firm, and beside it what should be so."""

    def __init__(self, world: World, clock: SetClock, zone: str) -> None:
        clock.set(2026, 3, 28, 20)
        self.clock, self.zone = clock, zone
        self.firm = Firm(gather(world), zone)
        assert self.firm.cast.alice.put("/me", {"timezone": zone}).status == 200
        self.edits = {(kind, level): Edits() for kind, levels in STRONGEST_FIRST.items() for level in levels}
        self.entries: list[tuple[int, bool]] = []
        self._track_all_of_the_time(world)

    def _track_all_of_the_time(self, world: World) -> None:
        """Entries of Bob's with the task at all of the times, so that each change of a rate has some to change."""
        bob = User(id=self.firm.cast.bob.id, fullname="Bob", timezone="UTC")
        with world.server.database.write() as tx:
            asker = Workspaces().enter(tx, bob, self.firm.cast.place.workspace_id)
            for moment, early in product(TIMES, (0, 1)):
                start = (moment - timedelta(seconds=early)).isoformat()
                wanted = Wanted(created_with="tests", start=start, duration=60, task_id=self.firm.task)
                actions.create(tx, asker, wanted, self.clock())

    def live(self, steps: list[dict[str, Any]]) -> None:
        for step in steps:
            getattr(self, step["what"])(step)
        self.histories = {(kind, level): self.firm.history(Level(level), kind) for kind, level in self.edits}

    def set(self, step: dict[str, Any]) -> None:
        """Set a rate: through HTTP where that can be, since an amount that is no more has no request of its own."""
        self.clock.forward(hours=step["later"])
        (kind, level), hundredths, when = step["level"], step["hundredths"], step["when"]
        if hundredths is None:
            self.firm.set_directly(Level(level), None, when, kind)
        else:
            how: dict[str, Any] = {"mode": when.value} if isinstance(when, Mode) else {"start": when.isoformat()}
            self.firm.set(level, hundredths / 100, **how, type=kind.value)
        self.edits[kind, level].make(hundredths, when, self.zone, self.clock())

    def track(self, step: dict[str, Any]) -> None:
        by = self.firm.cast.bob if step["bob"] else self.firm.cast.alice
        number = self.firm.track(by, start=step["start"].isoformat(), **self._place(step["place"]))
        self.entries.append((number, step["bob"]))

    def move(self, step: dict[str, Any]) -> None:
        """Have an entry start at another time, and be for something else."""
        if not self.entries:
            return
        which: int = step["which"]
        number, bobs = self.entries[which % len(self.entries)]
        mine = diary(self.firm.cast, self.firm.cast.bob if bobs else self.firm.cast.alice)
        start: datetime = step["start"]
        times = {"start": start.isoformat(), "stop": (start + timedelta(hours=1)).isoformat()}
        answer = mine.put({"id": number}, **times, **self._place(step["place"]))
        assert answer.status == 200, answer

    def _place(self, place: str) -> dict[str, Any]:
        firm = self.firm
        return {
            "nowhere": {"project_id": None, "task_id": None},
            "project": {"project_id": firm.project, "task_id": None},
            "task": {"project_id": firm.project, "task_id": firm.task},
        }[place]

    def levels(self, entry: Stored, kind: RateType) -> list[str]:
        """The levels that can price an entry, the strongest first."""
        bobs = entry.user_id == self.firm.cast.bob.id
        can = {
            "task": entry.task_id is not None,
            "project_user": bobs and entry.project_id is not None,
            "project": entry.project_id is not None,
            "workspace_user": bobs,
            "workspace": True,
        }
        return [level for level in STRONGEST_FIRST[kind] if can[level]]

    def expected(self, entry: Stored, kind: RateType) -> int | None:
        amounts = (self.edits[kind, level].amount(entry.start) for level in self.levels(entry, kind))
        return next((amount for amount in amounts if amount is not None), None)

    def by_the_rules(self, entry: Stored, kind: RateType) -> int | None:
        """The price by the histories that are stored, compared in Python."""
        histories = {Level(level): self.histories[kind, level] for level in self.levels(entry, kind)}
        first = winner(histories, kind, entry.start)
        amount = None if first is None else amount_at(histories[first], entry.start)
        return None if amount is None else amount.hundredths


@settings(
    max_examples=20,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(zone=st.sampled_from(ZONES), steps=STEPS)
def test_every_entry_has_the_price_that_was_last_said_for_its_start(
    world: World, clock: SetClock, zone: str, steps: list[dict[str, Any]]
) -> None:
    year = Year(world, clock, zone)
    year.live(steps)

    for entry in year.firm.stored():
        prices = (entry.billable_rate, entry.labor_cost)
        assert prices == tuple(year.expected(entry, kind) for kind in (RateType.BILLABLE, RateType.LABOR))
        assert prices == tuple(year.by_the_rules(entry, kind) for kind in (RateType.BILLABLE, RateType.LABOR))
    for kind, level in {step["level"] for step in steps if step["what"] == "set"}:
        _check_history(year, kind, level)


def _check_history(year: Year, kind: RateType, level: str) -> None:
    """No overlap, no gap, no end, and nothing before the first amount; the same amounts at the same times."""
    path = f"{year.firm.cast.workspace}/rates/{level}/{year.firm.level_ids[level]}?type={kind.value}"
    rates = year.firm.cast.alice.get(path).json
    assert [one["end"] for one in rates] == [*(one["start"] for one in rates[1:]), *([None] if rates else [])]
    stored = year.histories[kind, level]
    assert all(one.start < other.start for one, other in pairwise(stored))
    assert not stored or stored[0].amount is not None
    edits = year.edits[kind, level]
    assert [rate.start for rate in stored] == edits.steps()
    assert [rate.amount and rate.amount.hundredths for rate in stored] == [edits.amount(rate.start) for rate in stored]
