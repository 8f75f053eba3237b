"""POST …/rates/preview: what a rate would change, while nothing changes."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sundial.access.permissions import Role
from sundial.access.plans import Plan
from sundial.core.rounding import exact_amount, rounded_time, shown_amount
from tests.cast import gather
from tests.conftest import SetClock
from tests.make import World
from tests.people.backstage import log, put_on_plan
from tests.rates.firm import Firm, Stored
from tests.time_entries.diary import diary
from tests.undo.things import change, create

BARE = {"task_id": None, "project_id": None}
LEVELS = ("workspace", "workspace_user", "project", "project_user", "task")


def previewed(firm: Firm, level: str, amount: float, **how: Any) -> dict[str, Any]:
    answer = firm.preview(level, amount, **how)
    assert answer.status == 200, answer
    return answer.json


def test_what_would_change_and_for_whom(firm: Firm) -> None:
    firm.set("workspace", 50)
    firm.track(start="2026-03-02T09:00:00Z", duration=1800)
    firm.track(start="2026-03-04T09:00:00Z", duration=3600)
    firm.track(firm.cast.alice, start="2026-03-03T09:00:00Z", duration=7200, **BARE)
    firm.track(start="2026-03-05T09:00:00Z", billable=False)

    found = previewed(firm, "workspace", 60)

    both = {"currency": "USD", "entries": 3, "seconds": 12600, "before": 175, "after": 210}
    bob = {"currency": "USD", "entries": 2, "seconds": 5400, "before": 75, "after": 90}
    alice = {"currency": "USD", "entries": 1, "seconds": 7200, "before": 100, "after": 120}
    assert found == {
        "entries": 3,
        "seconds": 12600,
        "first_start": "2026-03-02T09:00:00Z",
        "last_start": "2026-03-04T09:00:00Z",
        "rounding": 1,
        "rounding_minutes": 0,
        "amounts": [both],
        "projects": [{"id": None, "name": None, **alice}, {"id": firm.project, "name": "Atlas", **bob}],
        "people": [
            {"id": firm.cast.alice.id, "name": "Alice", **alice},
            {"id": firm.cast.bob.id, "name": "Bob", **bob},
        ],
        "history": [{"id": None, "amount": 60, "start": None, "end": None}],
    }


def test_currencies_are_not_added(firm: Firm) -> None:
    other = create(firm.cast, "projects", name="Bathos", is_private=False)["id"]
    change(firm.cast, "projects", other, currency="CHF")
    firm.track()
    firm.track(task_id=None, project_id=other)

    found = previewed(firm, "workspace", 60)

    assert found["entries"] == 2
    assert [(one["currency"], one["before"], one["after"]) for one in found["amounts"]] == [
        ("CHF", 0, 60),
        ("USD", 0, 60),
    ]
    assert [(one["name"], one["currency"]) for one in found["people"]] == [("Bob", "CHF"), ("Bob", "USD")]


def test_only_what_another_rate_does_not_price(firm: Firm) -> None:
    firm.set("task", 90)
    firm.track()
    untasked = firm.track(task_id=None, project_id=firm.project, start="2026-03-03T09:00:00Z")

    found = previewed(firm, "project", 60)

    assert (found["entries"], found["first_start"]) == (1, "2026-03-03T09:00:00Z")
    assert firm.explained(untasked)["billable_rate"]["rate"] is None


def test_the_history_as_it_would_be(firm: Firm, clock: SetClock) -> None:
    clock.set(2026, 3, 10, 12)
    firm.set("project", 50)
    firm.set("project", 70, start="2026-04-01T00:00:00Z")
    known = [rate["id"] for rate in firm.cast.alice.get(f"{firm.cast.workspace}/rates/project/{firm.project}").json]

    found = previewed(firm, "project", 60, mode="start-today")

    assert found["history"] == [
        {"id": known[0], "amount": 50, "start": None, "end": "2026-03-10T00:00:00Z"},
        {"id": None, "amount": 60, "start": "2026-03-10T00:00:00Z", "end": "2026-04-01T00:00:00Z"},
        {"id": known[1], "amount": 70, "start": "2026-04-01T00:00:00Z", "end": None},
    ]


def test_labor_costs_of_all_time(firm: Firm) -> None:
    firm.track(billable=False)

    found = previewed(firm, "workspace_user", 20, type="labor_rates")

    assert [(one["before"], one["after"]) for one in found["amounts"]] == [(0, 20)]


def test_time_is_rounded_as_the_workspace_does(firm: Firm) -> None:
    assert firm.cast.alice.put(firm.cast.workspace, {"rounding": -1, "rounding_minutes": 30}).status == 200
    firm.track(duration=3599)

    found = previewed(firm, "workspace", 60)

    assert (found["seconds"], found["rounding"], found["rounding_minutes"]) == (1800, -1, 30)
    assert [one["after"] for one in found["amounts"]] == [30]


def test_what_runs_counts_without_time(firm: Firm) -> None:
    diary(firm.cast, firm.cast.bob).start(billable=True)

    found = previewed(firm, "workspace", 60)

    assert (found["entries"], found["seconds"]) == (1, 0)


def test_nothing_to_change(firm: Firm) -> None:
    firm.set("workspace", 60)
    firm.track()

    found = previewed(firm, "workspace", 60)

    assert {name: found[name] for name in ("entries", "seconds", "first_start", "last_start")} == {
        "entries": 0,
        "seconds": 0,
        "first_start": None,
        "last_start": None,
    }
    assert found["amounts"] == found["projects"] == found["people"] == []


def test_sums_are_exact_however_large(firm: Firm) -> None:
    for _ in range(4):
        firm.track(duration=999 * 3600)

    found = previewed(firm, "workspace", 10_000_000)

    assert [one["after"] for one in found["amounts"]] == [4 * 999 * 10_000_000]


def test_nothing_is_stored(firm: Firm, clock: SetClock) -> None:
    clock.set(2026, 3, 10, 12)
    firm.set("workspace", 50)
    firm.track()

    def present() -> Any:
        place = firm.cast.place
        listed = firm.cast.alice.get(f"{firm.cast.workspace}/rates/workspace/{place.workspace_id}").json
        logged = len(log(firm.cast.world, place.organization_id))
        return listed, firm.stored(), logged, firm.cast.alice.get(firm.cast.workspace).json

    before = present()
    for how in ({}, {"mode": "start-today"}, {"start": "2026-03-01T00:00:00Z"}, {"start": "2030-01-01T00:00:00Z"}):
        previewed(firm, "workspace", 60, **how)

    assert present() == before


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"amount": 0}, 400, "amount must be greater than 0"),
        ({"amount": None}, 400, "amount must be greater than 0"),
        ({"level": "client"}, 400, "Invalid level: it should be workspace, workspace_user, project or project_user"),
        ({"level_id": 1}, 400, "Invalid entity ID"),
        ({"type": "x"}, 400, "type must be billable_rates or labor_rates"),
        ({"mode": "start-today", "start": "2026-03-01"}, 400, "Either mode or start must be given, and not both"),
    ],
)
def test_it_is_refused_where_setting_is(firm: Firm, changed: Any, status: int, sentence: str) -> None:
    body = {**firm.body("project", 60), **changed}

    answers = [firm.cast.alice.post(f"{firm.cast.workspace}/{path}", body) for path in ("rates", "rates/preview")]

    assert [(answer.status, answer.json) for answer in answers] == [(status, sentence)] * 2


def test_an_empty_body(firm: Firm) -> None:
    answer = firm.cast.alice.post(f"{firm.cast.workspace}/rates/preview")

    assert (answer.status, answer.json) == (400, "Request payload must be informed")


def test_a_plan_without_rates(firm: Firm) -> None:
    put_on_plan(firm.cast, Plan.FREE)

    assert firm.preview("project", 60).status == 402


def test_who_may_not_set_a_rate_sees_no_preview(firm: Firm) -> None:
    lead = firm.somebody("Lea", Role.PROJECTLEAD)
    reader = firm.somebody("Dora", Role.TEAMLEAD)

    assert firm.preview("workspace", 60, lead).status == 200
    for by in (firm.cast.bob, reader):
        answer = firm.preview("workspace", 60, by)
        assert (answer.status, answer.json) == (403, "User cannot access billable rate(s).")


def test_a_manager_sees_the_sums_of_their_project_but_not_whose_time_it_is(firm: Firm) -> None:
    number = firm.project_users[firm.cast.bob.id]
    assert firm.cast.alice.put(f"{firm.cast.workspace}/project_users/{number}", {"manager": True}).status == 200
    firm.track(firm.cast.alice)
    firm.track()

    answer = firm.preview("project", 60, firm.cast.bob)

    assert (answer.status, answer.json["entries"], answer.json["people"]) == (200, 2, None)
    assert firm.preview("project", 60, firm.cast.bob, type="labor_rates").status == 400
    assert firm.preview("project_user", 60, firm.cast.bob, type="labor_rates").status == 403


MOMENTS = st.sampled_from([f"2026-03-{day:02d}T{hour}:00:00Z" for day in range(7, 14) for hour in ("00", "10", "23")])
WHEN = st.one_of(
    st.sampled_from([{"mode": mode} for mode in ("start-today", "override-current", "override-all")]),
    MOMENTS.map(lambda start: {"start": start}),
)
SET = st.tuples(st.sampled_from(LEVELS), st.integers(1, 9999).map(lambda hundredths: hundredths / 100), WHEN)
ENTRY = st.fixed_dictionaries(
    {"start": MOMENTS, "duration": st.integers(0, 20000), "billable": st.booleans(), "place": st.sampled_from("abc")}
)


def seen(firm: Firm, before: list[Stored], after: list[Stored], minutes: int) -> Any:
    """What has really changed: the entries, their rounded seconds, and their amounts in all."""
    pairs = [
        (was, is_now)
        for was, is_now in zip(before, after, strict=True)
        if was.billable and was.billable_rate != is_now.billable_rate
    ]
    seconds = [rounded_time(was.duration, 1, minutes) for was, _ in pairs]
    amounts = [
        shown_amount(
            sum(exact_amount(time, pair[end].billable_rate or 0) for time, pair in zip(seconds, pairs, strict=True))
        )
        for end in (0, 1)
    ]
    return len(pairs), sum(seconds), amounts if pairs else []


@settings(
    max_examples=12,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    earlier=st.lists(SET, max_size=4),
    entries=st.lists(ENTRY, min_size=1, max_size=5),
    wanted=SET,
    minutes=st.sampled_from([0, 6, 15]),
)
def test_it_tells_what_then_happens(
    world: World, clock: SetClock, earlier: Any, entries: Any, wanted: Any, minutes: int
) -> None:
    clock.set(2026, 3, 10, 12)
    firm = Firm(gather(world))
    assert firm.cast.alice.put(firm.cast.workspace, {"rounding": 1, "rounding_minutes": minutes}).status == 200
    for level, amount, how in earlier:
        firm.set(level, amount, **how)
    for number, entry in enumerate(entries):
        place = {"a": {}, "b": {"task_id": None, "project_id": firm.project}, "c": BARE}[entry.pop("place")]
        firm.track((firm.cast.alice, firm.cast.bob)[number % 2], **entry, **place)
    level, amount, how = wanted
    before = firm.stored()

    told = previewed(firm, level, amount, **how)
    firm.set(level, amount, **how)

    sums = [round(one[end] * 100) for one in told["amounts"] for end in ("before", "after")]
    assert (told["entries"], told["seconds"], sums) == seen(firm, before, firm.stored(), minutes)
    listed = firm.cast.alice.get(f"{firm.cast.workspace}/rates/{level}/{firm.level_ids[level]}").json
    periods = [[rate[name] for name in ("amount", "start", "end")] for rate in listed]
    assert [[rate[name] for name in ("amount", "start", "end")] for rate in told["history"]] == periods
