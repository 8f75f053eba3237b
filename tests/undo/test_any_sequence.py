"""Whatever was done to entries: taken back from the newest on, each step is as it was before."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast, gather
from tests.conftest import SetClock
from tests.make import Answer, World
from tests.time_entries.diary import diary
from tests.undo.backstage import undo
from tests.undo.things import create, read

MANY = settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
TAGS = st.lists(st.sampled_from("abc"), unique=True, max_size=2)
PLACES = st.sampled_from([None, "Atlas", "Bathos"])
MOMENTS = st.integers(0, 5).map(lambda day: f"2026-03-{day + 1:02d}T09:00:00Z")
SECONDS = st.integers(0, 7200)
WHO = st.sampled_from([0, 1])
WHICH = st.integers(0, 9)
STEPS: Any = st.one_of(
    st.tuples(st.just("add"), st.fixed_dictionaries({"who": WHO, "place": PLACES, "tags": TAGS, "duration": SECONDS})),
    st.tuples(st.just("start"), st.fixed_dictionaries({"who": WHO, "place": PLACES, "tags": TAGS})),
    st.tuples(st.just("stop"), st.fixed_dictionaries({"which": WHICH})),
    st.tuples(st.just("run"), st.fixed_dictionaries({"which": WHICH})),
    st.tuples(
        st.just("change"),
        st.fixed_dictionaries(
            {"which": WHICH},
            optional={"place": PLACES, "tags": TAGS, "start": MOMENTS, "user": WHO, "text": st.sampled_from("xy")},
        ),
    ),
    st.tuples(st.just("delete"), st.fixed_dictionaries({"which": WHICH})),
    st.tuples(st.just("restore"), st.fixed_dictionaries({"which": WHICH})),
    st.tuples(st.just("edit all"), st.fixed_dictionaries({"place": PLACES, "tags": TAGS})),
)


class Story:
    """What Alice does to her entries and to Bob's."""

    def __init__(self, world: World, clock: SetClock) -> None:
        self.cast: Cast = gather(world)
        self.clock = clock
        self.people = [self.cast.alice, self.cast.bob]
        self.projects = {name: create(self.cast, "projects", name=name)["id"] for name in ("Atlas", "Bathos")}
        self.entries: list[dict[str, Any]] = []

    def listed(self) -> list[dict[str, Any]]:
        """All entries."""
        return [entry for person in self.people for entry in diary(self.cast, person).list()]

    def state(self) -> Any:
        """All entries, but for when they were last changed, and what was tracked for the projects."""
        entries = {entry["id"]: {**entry, "at": None} for entry in self.listed()}
        return entries, [self.counted(name) for name in self.projects]

    def counted(self, name: str) -> int:
        """What a project says was tracked for it: what its finished entries say."""
        number = self.projects[name]
        seconds: int = read(self.cast, "projects", number)["actual_seconds"]
        finished = [entry for entry in self.listed() if entry["stop"] and entry["project_id"] == number]
        assert seconds == sum(entry["duration"] for entry in finished)
        return seconds

    def tell(self, step: tuple[str, dict[str, Any]]) -> bool:
        """Do one thing, and tell whether something has changed."""
        self.clock.fixed = self.clock() + timedelta(minutes=7)
        before = undo(self.cast).changes("?per_page=1")[0]["id"]
        self._do(*step)
        return undo(self.cast).changes("?per_page=1")[0]["id"] > before

    def _do(self, what: str, with_: dict[str, Any]) -> Answer | None:
        mine = diary(self.cast)
        fields = self._fields(with_)
        if what in ("add", "start"):
            times = {"duration": -1} if what == "start" else {"start": "2026-03-02T09:00:00Z"}
            added = mine.post(**fields, **times)
            assert added.status == 200, added
            self.entries.append(added.json)
            return added
        if not self.entries:
            return None
        which: int = with_.get("which", 0)
        entry = self.entries[which % len(self.entries)]
        if what == "edit all":
            operations = [{"op": "replace", "path": f"/{name}", "value": value} for name, value in fields.items()]
            return mine.patch(self.entries, *operations)
        if what == "restore":
            return mine.patch([entry], {"op": "remove", "path": "/deleted_at"})
        if what in ("stop", "delete"):
            return getattr(mine, what)(entry)
        return mine.put(entry, **({"duration": -1} if what == "run" else fields))

    def _fields(self, with_: dict[str, Any]) -> dict[str, Any]:
        fields = {name: with_[name] for name in ("tags", "duration", "start") if name in with_}
        if "place" in with_:
            fields["project_id"] = self.projects.get(with_["place"], 0)
        if "text" in with_:
            fields["description"] = with_["text"]
        for name in with_.keys() & {"who", "user"}:
            whose: int = with_[name]
            fields["user_id"] = self.people[whose].id
        return fields


@MANY
@given(steps=st.lists(STEPS, min_size=1, max_size=12))
def test_newest_first_leads_back_through_every_state(
    world: World, clock: SetClock, steps: list[tuple[str, dict[str, Any]]]
) -> None:
    clock.set(2026, 3, 10, 12)
    story = Story(world, clock)
    states: list[Any] = []
    changes: list[int] = []
    for step in steps:
        before = story.state()
        if story.tell(step):
            states.append(before)
            changes.append(undo(story.cast).last())

    for state, change in zip(reversed(states), reversed(changes), strict=True):
        undo(story.cast).take_back(change)
        assert story.state() == state
