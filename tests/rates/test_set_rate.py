"""A rate is set at any level, of either type, from a start or with a mode: history, present amount and entries."""

from typing import Any

import pytest

from tests.rates.backstage import BILLABLE, CASES, LABOR, LEVELS, Stage, valid

JANUARY, FEBRUARY, TODAY, JUNE = (f"2026-{day}T00:00:00Z" for day in ("01-01", "02-01", "03-10", "06-01"))
History = list[tuple[Any, str | None]]
FIRST: History = [(10, JANUARY), (20, FEBRUARY), (30, JUNE)]
STARTS = tuple(
    f"{day}T08:00:00Z"
    for day in ("2025-11-15", "2025-12-15", "2026-01-10", "2026-01-20", "2026-02-15", "2026-03-10", "2026-05-01")
)
OUTCOMES: list[tuple[dict[str, str], History]] = [
    ({"mode": "start-today"}, [*FIRST[:2], (50, TODAY), FIRST[2]]),
    ({"mode": "override-current"}, [FIRST[0], (50, FEBRUARY), FIRST[2]]),
    ({"mode": "override-all"}, [(50, None)]),
    ({"start": "2026-01-15T00:00:00Z"}, [FIRST[0], (50, "2026-01-15T00:00:00Z"), *FIRST[1:]]),
    ({"start": "2026-01-15T01:00:00+01:00"}, [FIRST[0], (50, "2026-01-15T00:00:00Z"), *FIRST[1:]]),
    ({"start": "2026-01-15"}, [FIRST[0], (50, "2026-01-15T00:00:00Z"), *FIRST[1:]]),
    ({"start": FEBRUARY}, [FIRST[0], (50, FEBRUARY), FIRST[2]]),
    ({"start": "2025-12-01T00:00:00Z"}, [(50, "2025-12-01T00:00:00Z"), *FIRST]),
    ({"start": "2026-04-01T00:00:00Z"}, [*FIRST[:2], (50, "2026-04-01T00:00:00Z"), FIRST[2]]),
    ({"start": "2026-07-01T00:00:00Z"}, [*FIRST, (50, "2026-07-01T00:00:00Z")]),
]


@pytest.mark.parametrize(("level", "kind"), CASES)
def test_each_level_with_each_mode_and_start(stage: Stage, level: str, kind: str) -> None:
    entries = [stage.add(start) for start in STARTS]
    assert stage.history(level, kind) == []
    assert [stage.worth(entry, kind) for entry in entries] == [None] * len(entries)

    for when, outcome in OUTCOMES:
        stage.set(level, 1, kind)
        for amount, start in FIRST:
            stage.set(level, amount, kind, start=start)
        # What is valid before the first of them.
        base: History = [(1, None)]
        assert stage.history(level, kind) == [*base, *FIRST]

        stage.set(level, 50, kind, None, **when)

        expected = outcome if outcome[0][1] is None else [*base, *outcome]
        assert stage.history(level, kind) == expected, when
        assert stage.shown(level, kind) == valid(expected, "2026-03-10T12:00:00Z"), when
        assert [stage.worth(entry, kind) for entry in entries] == [valid(expected, start) for start in STARTS], when


@pytest.mark.parametrize(("level", "kind"), CASES)
def test_a_rate_has_every_field(stage: Stage, level: str, kind: str) -> None:
    stage.set(level, 12.5, kind, mode="start-today")

    (rate,) = stage.rates(level, kind)

    ids = ("workspace_id", "workspace_user_id", "project_id", "project_user_id", "planned_task_id")
    assert rate == {
        "id": rate["id"],
        "type": kind,
        "amount": 12.5,
        "start": TODAY,
        "end": None,
        "rate_change_mode": "start-today",
        **{name: stage.ids[one] if one == level else None for name, one in zip(ids, LEVELS, strict=True)},
        "creator_id": stage.cast.alice.id,
        "created_at": "2026-03-10T12:00:00Z",
        "updated_at": "2026-03-10T12:00:00Z",
        "deleted_at": None,
    }


def test_the_most_specific_level_wins(stage: Stage) -> None:
    entry, whose = stage.add(TODAY), dict[str, int]()
    for number, (level, kind) in enumerate(CASES, start=1):
        stage.set(level, number, kind)
        whose[kind] = number
        assert (stage.worth(entry), stage.worth(entry, LABOR)) == (whose.get(BILLABLE), whose.get(LABOR))


def test_each_entry_takes_what_its_own_things_have(stage: Stage) -> None:
    for number, level in enumerate(LEVELS, start=1):
        stage.set(level, number)
    with_task = stage.add(TODAY)
    with_project = stage.add(TODAY, task_id=None)
    alone = stage.add(TODAY, task_id=None, project_id=None)
    (of_alice,) = [stage.cast.alice.post(f"{stage.workspace}/time_entries", body) for body in [entry_of(stage)]]
    nobodys = stage.cast.alice.post(f"{stage.workspace}/time_entries", entry_of(stage, project_id=None))

    found = [stage.worth(entry) for entry in (with_task, with_project, alone, of_alice.json, nobodys.json)]

    assert found == [5, 4, 2, 3, 1]


def test_type_and_level_have_other_spellings(stage: Stage) -> None:
    stage.ids["user"] = stage.cast.bob.id

    assert stage.post("user", 9, "labor_rates", mode="override-all").status == 201

    assert stage.history("workspace_user", LABOR) == [(9, None)]
    assert stage.history("user", "labor_rates") == [(9, None)]
    default = stage.cast.alice.get(f"{stage.workspace}/rates/user/{stage.cast.bob.id}")
    assert default.json == []


def entry_of(stage: Stage, **fields: Any) -> dict[str, Any]:
    work = {"created_with": "tests", "start": TODAY, "duration": 60, "project_id": stage.project_id}
    return {**work, **fields}
