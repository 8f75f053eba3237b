"""Whatever is tracked, changed and archived, and whenever somebody looks: what a slow and obvious reader of the rules
would tell is told, and nothing else."""

from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sundial.alerts.rules import crossed, reached
from tests.alerts.stage import HOUR, Stage
from tests.cast import gather
from tests.make import World

THRESHOLDS = st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True)
STEP = st.one_of(
    st.tuples(st.just("track"), st.integers(1, 6 * HOUR)),
    st.tuples(st.just("track"), st.sampled_from([HOUR, 2 * HOUR, HOUR - 1])),
    st.tuples(st.just("delete"), st.integers(0, 9)),
    st.tuples(st.just("resize"), st.integers(0, 9), st.integers(1, 4 * HOUR)),
    st.tuples(st.just("estimate"), st.sampled_from([None, 1, 5, 10])),
    st.tuples(st.just("archive"), st.booleans()),
    st.tuples(st.just("thresholds"), THRESHOLDS),
    st.tuples(st.just("look")),
    st.tuples(st.just("look")),
)
STEPS: Any = st.lists(STEP, min_size=4, max_size=14)


class Oracle:
    """The rules as they are said: a set of thresholds that are reached, compared with the set before."""

    def __init__(self, kind: str, thresholds: list[int]) -> None:
        self.kind = kind
        self.thresholds = thresholds
        self.entries: list[int] = []
        self.estimate: int | None = 5
        self.archived = False
        self.known = self.now()

    def now(self) -> set[int]:
        """The thresholds that are reached."""
        hours = sum((Fraction(seconds, HOUR) for seconds in self.entries), Fraction())
        if self.kind == "hours":
            return {one for one in self.thresholds if hours >= one}
        # In the test's own scale: a threshold of 7 is 70 per cent.
        return {one for one in self.thresholds if self.estimate and hours / self.estimate * 100 >= one * 10}

    def look(self) -> list[int]:
        """What is told by somebody who looks: the highest of those that are new."""
        if self.archived:
            return []
        new = self.now() - self.known
        self.known = self.now()
        return [max(new)] if new else []


@settings(
    max_examples=30,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(kind=st.sampled_from(["hours", "percentage"]), thresholds=THRESHOLDS, steps=STEPS)
def test_what_is_told_is_what_the_rules_say(world: World, kind: str, thresholds: list[int], steps: Any) -> None:
    stage, oracle = Stage(gather(world)), Oracle(kind, thresholds)
    scale = 10 if kind == "percentage" else 1
    stage.change(estimated_hours=5)
    alert = stage.alert(*(one * scale for one in thresholds), threshold_type=kind)
    entries: list[dict[str, Any]] = []
    told: list[int] = []

    for step in [*steps, ("archive", False), ("look",)]:
        told += _take(stage, oracle, alert, entries, step)
        if step[0] == "look":
            ledger = [one["threshold"] // scale for one in reversed(stage.deliveries(alert))]
            assert sorted(ledger) == sorted(told), steps


def _one(entries: list[dict[str, Any]], which: int) -> dict[str, Any]:
    return entries[which % len(entries)]


def _take(stage: Stage, oracle: Oracle, alert: int, entries: list[dict[str, Any]], step: Any) -> list[int]:
    scale = 10 if oracle.kind == "percentage" else 1
    match step:
        case ("track", seconds):
            if not oracle.archived:
                entries.append(stage.track(seconds / HOUR))
                oracle.entries.append(seconds)
        case ("delete", which):
            if entries:
                stage.diary.delete(entries.pop(which % len(entries)))
                del oracle.entries[which % len(oracle.entries)]
        case ("resize", which, seconds):
            if entries:
                answer = stage.diary.put(_one(entries, which), duration=seconds, stop=None)
                assert answer.status == 200, answer
                oracle.entries[which % len(entries)] = seconds
        case ("estimate", hours):
            stage.change(estimated_hours=hours)
            oracle.estimate = hours
        case ("archive", archived):
            stage.change(active=not archived)
            oracle.archived = archived
        case ("thresholds", thresholds):
            changed = sorted(thresholds) != sorted(oracle.thresholds)
            assert stage.put(alert, thresholds=[one * scale for one in thresholds]).status == 200
            oracle.thresholds = thresholds
            oracle.known = oracle.now() if changed else oracle.known
        case _:
            stage.look()
            return oracle.look()
    return []


@settings(derandomize=True, database=None)
@given(thresholds=THRESHOLDS, values=st.lists(st.integers(0, 15), max_size=8))
def test_a_level_is_the_set_of_what_is_reached(thresholds: list[int], values: list[int]) -> None:
    ordered, level, known = sorted(thresholds), 0, set[int]()

    for value in values:
        now = {one for one in thresholds if one <= value}
        assert crossed(ordered, level, value) == sorted(now - known)
        level, known = reached(ordered, value), now
