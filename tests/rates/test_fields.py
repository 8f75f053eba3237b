"""A rate that is a field of something is set like any other, whichever request has it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.make import Answer
from tests.people.backstage import hire, members
from tests.rates.backstage import BILLABLE, CASES, LABOR, Stage, field_of, valid

JANUARY, FEBRUARY, TODAY, JUNE = (f"2026-{day}T00:00:00Z" for day in ("01-01", "02-01", "03-10", "06-01"))
NOON = "2026-03-10T12:00:00Z"
FIRST: list[tuple[Any, str | None]] = [(10, JANUARY), (20, FEBRUARY), (30, JUNE)]
OUTCOMES: dict[str | None, list[tuple[Any, str | None]]] = {
    None: [*FIRST[:2], (50, TODAY), FIRST[2]],
    "start-today": [*FIRST[:2], (50, TODAY), FIRST[2]],
    "override-current": [FIRST[0], (50, FEBRUARY), FIRST[2]],
    "override-all": [(50, None)],
}
Way = Callable[[Stage, str, str, Any, str | None], Answer]


def put(stage: Stage, level: str, kind: str, amount: Any, mode: str | None) -> Answer:
    return stage.cast.alice.put(stage.paths[level], fields(level, kind, amount, mode))


def put_user(stage: Stage, level: str, kind: str, amount: Any, mode: str | None) -> Answer:
    body = fields(level, kind, amount, mode)
    return stage.cast.alice.put(f"{stage.workspace}/users/{stage.cast.bob.id}", body)


def patch(stage: Stage, level: str, kind: str, amount: Any, mode: str | None) -> Answer:
    body = fields(level, kind, amount, mode).items()
    operations = [{"op": "replace", "path": f"/{name}", "value": value} for name, value in body]
    answer = stage.cast.alice.patch(stage.paths[level], operations)
    assert answer.json == {"success": [stage.ids[level]], "failure": []}
    return answer


def fields(level: str, kind: str, amount: Any, mode: str | None) -> dict[str, Any]:
    field = field_of(level, kind)
    named = {} if mode is None else {"labor_cost_change_mode" if kind == LABOR else "rate_change_mode": mode}
    return {field: amount, **named}


WAYS = [
    *((put, *case) for case in CASES),
    *((put_user, "workspace_user", kind) for kind in (BILLABLE, LABOR)),
    *((patch, "project_user", kind) for kind in (BILLABLE, LABOR)),
    *((patch, level, BILLABLE) for level in ("project", "task")),
]
by_each_way = pytest.mark.parametrize(
    ("way", "level", "kind"), WAYS, ids=lambda part: part if isinstance(part, str) else part.__name__
)


def start_over(stage: Stage, level: str, kind: str) -> None:
    stage.set(level, 10, kind)
    stage.set(level, 10, kind, start=JANUARY)
    assert clear(stage, level, kind, "override-all").status == 200
    for amount, start in FIRST:
        stage.set(level, amount, kind, start=start)


def clear(stage: Stage, level: str, kind: str, mode: str | None) -> Answer:
    if level == "workspace_user":
        posted = {**fields(level, kind, None, mode), "postedFields": [field_of(level, kind)]}
        return stage.cast.alice.put(stage.paths[level], posted)
    return put(stage, level, kind, None, mode)


@by_each_way
def test_each_way_with_each_mode(stage: Stage, way: Way, level: str, kind: str) -> None:
    starts = [f"2026-{day}T08:00:00Z" for day in ("01-10", "02-15", "03-10", "05-01")]
    entries = [stage.add(start) for start in starts]
    for mode, outcome in OUTCOMES.items():
        start_over(stage, level, kind)

        assert way(stage, level, kind, 50, mode).status == 200

        assert stage.history(level, kind) == outcome, mode
        assert stage.shown(level, kind) == 50
        assert [stage.worth(entry, kind) for entry in entries] == [valid(outcome, start) for start in starts]
        assert stage.rates(level, kind)[-1 if mode == "override-all" else -2]["rate_change_mode"] == (
            mode or "start-today"
        )


@pytest.mark.parametrize(("level", "kind"), CASES)
def test_null_clears_with_each_mode(stage: Stage, level: str, kind: str) -> None:
    entry = stage.add("2026-02-15T08:00:00Z")
    outcomes: dict[str | None, tuple[Any, Any]] = {
        None: ([*FIRST[:2], (None, TODAY), FIRST[2]], 20),
        "override-current": ([FIRST[0], (None, FEBRUARY), FIRST[2]], None),
        "override-all": ([], None),
    }
    for mode, (outcome, price) in outcomes.items():
        start_over(stage, level, kind)

        assert clear(stage, level, kind, mode).status == 200

        assert stage.history(level, kind) == outcome, mode
        assert (stage.shown(level, kind), stage.worth(entry, kind)) == (None, price)


@by_each_way
def test_the_present_amount_sets_nothing_from_today_on(stage: Stage, way: Way, level: str, kind: str) -> None:
    start_over(stage, level, kind)

    for mode in (None, "start-today"):
        assert way(stage, level, kind, 20, mode).status == 200
        assert stage.history(level, kind) == FIRST

    way(stage, level, kind, 20, "override-all")
    assert stage.history(level, kind) == [(20, None)]


@pytest.mark.parametrize(("level", "kind"), CASES)
def test_zero_wins_over_what_is_less_specific(stage: Stage, level: str, kind: str) -> None:
    entry = stage.add("2026-03-10T08:00:00Z")
    below = "workspace" if kind == BILLABLE else "workspace_user"
    stage.set(below, 70, kind)

    assert put(stage, level, kind, 0, "override-all").status == 200

    assert stage.worth(entry, kind) == 0
    assert (stage.shown(level, kind), stage.history(level, kind)) == (0, [(0, None)])


@pytest.mark.parametrize(("level", "kind"), CASES)
def test_a_mode_without_an_amount_sets_nothing(stage: Stage, level: str, kind: str) -> None:
    start_over(stage, level, kind)
    body = fields(level, kind, None, "override-all")
    del body[field_of(level, kind)]

    assert stage.cast.alice.put(stage.paths[level], body).status == 200

    assert stage.history(level, kind) == FIRST


@pytest.mark.parametrize(("level", "kind"), CASES)
def test_what_cannot_be_a_rate(stage: Stage, level: str, kind: str) -> None:
    field = field_of(level, kind)
    for amount, sentence in ((-1, "must be at least 0"), (1.234, "must have at most two decimals")):
        answer = put(stage, level, kind, amount, None)
        assert (answer.status, answer.json) == (400, f"{field} {sentence}")
    assert put(stage, level, kind, 5, "tomorrow").status == 400
    assert stage.history(level, kind) == []


def test_both_amounts_of_somebody_at_once(stage: Stage) -> None:
    for level in ("workspace_user", "project_user"):
        body = {"rate": 80, "labor_cost": 40, "rate_change_mode": "override-all"}
        assert stage.cast.alice.put(stage.paths[level], body).status == 200
        assert (stage.history(level), stage.history(level, LABOR)) == ([(80, None)], [(40, TODAY)])


def test_who_may_not_see_rates_clears_none(stage: Stage) -> None:
    for level in ("project", "project_user", "task"):
        stage.set(level, 5)
    dora = hire(stage.cast, "Dora")
    stage.make("project_users", project_id=stage.project_id, user_id=dora.id, manager=True)

    for level in ("project_user", "task"):
        assert dora.put(stage.paths[level], {"rate": None}).status == 200
        assert stage.history(level) == [(5, None)]
        refused = dora.put(stage.paths[level], {"rate": 7})
        assert (refused.status, refused.json) == (403, "User cannot access billable rate(s).")
    assert dora.put(stage.paths["project"], {"rate": 7}).json["rate"] == 7
    assert stage.history("project") == [(5, None), (7, TODAY)]


def test_others_keep_theirs(stage: Stage) -> None:
    dora = hire(stage.cast, "Dora")
    stage.cast.alice.put(stage.paths["workspace_user"], {"rate": 5, "rate_change_mode": "override-all"})

    assert members(stage.cast.alice, stage.cast.place)["Dora"]["rate"] is None
    entry = dora.post(
        f"{stage.workspace}/time_entries", {"created_with": "tests", "start": TODAY, "duration": 60, "billable": True}
    )
    assert stage.worth(entry.json) is None
