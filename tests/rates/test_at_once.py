"""A rate is set while entries are made, or another rate: nothing is left with an old price, nothing overlaps."""

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.make import Answer
from tests.people.backstage import at_once
from tests.rates.backstage import LEVELS, Stage, prices

ROUNDS = range(1, 6)
START = "2026-03-10T08:00:00Z"


def entry_of(stage: Stage) -> dict[str, Any]:
    work = {"project_id": stage.project_id, "task_id": stage.task_id}
    return {"created_with": "tests", "start": START, "duration": 60, **work}


def setter(stage: Stage, level: str, amount: int, **when: Any) -> Callable[[], Answer]:
    return partial(stage.post, level, amount, **(when or {"mode": "start-today"}))


def test_entries_that_are_made_while_a_rate_is_set(stage: Stage) -> None:
    path = f"{stage.workspace}/time_entries"
    for number in ROUNDS:
        level = LEVELS[number - 1]
        makers = [partial(stage.cast.bob.post, path, entry_of(stage)) for _ in range(6)]

        answers = at_once(stage.cast.world, *makers[:3], setter(stage, level, number), *makers[3:])

        made = [answer.json["id"] for answer in answers if answer.status == 200]
        assert sorted(answer.status for answer in answers) == [200] * 6 + [201]
        assert [prices(stage.cast, entry).billable_rate for entry in made] == [100 * number] * 6


def test_entries_that_come_to_a_project_while_its_rate_is_set(stage: Stage) -> None:
    path = f"{stage.workspace}/time_entries"
    for number in ROUNDS:
        entries = [stage.add(START, task_id=None, project_id=None)["id"] for _ in range(4)]
        moves = [partial(stage.cast.bob.put, f"{path}/{one}", {"project_id": stage.project_id}) for one in entries]

        answers = at_once(stage.cast.world, *moves, setter(stage, "project", number))

        assert [answer.status for answer in answers] == [200] * 4 + [201]
        assert [prices(stage.cast, entry).billable_rate for entry in entries] == [100 * number] * 4


def test_several_rates_of_one_thing(stage: Stage) -> None:
    entry = stage.add(START)
    for _ in ROUNDS:
        calls = [setter(stage, "project", 10, start=f"2026-03-0{day}") for day in range(1, 5)]
        calls += [setter(stage, "project", 20), setter(stage, "project", 30)]

        answers = at_once(stage.cast.world, *calls)

        assert [answer.status for answer in answers] == [201] * 6
        history = stage.history("project")
        assert [start for _, start in history] == [f"2026-03-{day}T00:00:00Z" for day in ("01", "02", "03", "04", "10")]
        assert history[-1][0] in (20, 30)
        assert stage.shown("project") == stage.worth(entry) == history[-1][0]


def test_rates_of_all_levels_in_all_ways(stage: Stage) -> None:
    entry = stage.add(START)
    alice = stage.cast.alice
    for number in ROUNDS:
        fields = {level: "default_hourly_rate" if level == "workspace" else "rate" for level in LEVELS}
        body = {"rate_change_mode": "override-all"}
        puts = [partial(alice.put, stage.paths[level], {field: number, **body}) for level, field in fields.items()]
        posts = [setter(stage, level, number, mode="override-all") for level in LEVELS]

        answers = at_once(stage.cast.world, *puts, *posts)

        assert [answer.status for answer in answers] == [200] * 5 + [201] * 5
        assert [stage.history(level) for level in LEVELS] == [[(number, None)]] * 5
        assert [stage.shown(level) for level in LEVELS] == [number] * 5
        assert stage.worth(entry) == number


def test_other_changes_of_what_has_a_rate(stage: Stage) -> None:
    alice = stage.cast.alice
    for number in ROUNDS:
        others = [
            partial(alice.put, stage.workspace, {"name": f"Main {number}"}),
            partial(alice.post, f"{stage.workspace}/preferences", {"disable_expenses": True}),
            partial(alice.put, stage.paths["project"], {"name": f"Atlas {number}"}),
            partial(alice.put, stage.paths["workspace_user"], {"role": "user"}),
            partial(alice.post, f"{stage.workspace}/projects/{stage.project_id}/tasks", {"name": f"Task {number}"}),
            partial(alice.post, f"{stage.workspace}/tags", {"name": f"Tag {number}"}),
        ]
        puts = [
            partial(alice.put, stage.paths[level], {"rate": number})
            for level in ("workspace_user", "project", "project_user", "task")
        ]

        answers = at_once(stage.cast.world, *others, *puts)

        assert [answer.status for answer in answers] == [200] * 10
        assert [stage.shown(level) for level in LEVELS] == [None, *[number] * 4]
