"""What projects bill: the rounded sum of exact amounts of finished billable entries."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.make import Person
from tests.people.backstage import NO_ACCESS, hire, member_path, second_workspace
from tests.rates.backstage import Stage

START = "2026-03-09T08:00:00Z"


def amounts(stage: Stage, *project_ids: int, by: Person | None = None) -> list[tuple[int, Any]]:
    answer = (by or stage.cast.alice).post(
        f"{stage.workspace}/projects/billable-amounts", {"project_ids": [*project_ids]}
    )
    assert answer.status == 200, answer
    return [(project["id"], project["billable_amount"]) for project in answer.json]


def amount(stage: Stage) -> Any:
    ((_, found),) = amounts(stage, stage.project_id)
    return found


def test_exact_amounts_are_added_and_their_sum_is_rounded(stage: Stage) -> None:
    stage.set("project", 100)

    # Each of them alone is shown as 1.67.
    for _ in range(6):
        stage.add(START, duration=60)

    assert amount(stage) == 10


@pytest.mark.parametrize(("rate", "seconds", "shown"), [(0.01, 1799, 0), (0.01, 1800, 0.01), (0.03, 1800, 0.02)])
def test_half_a_cent_is_rounded_up(stage: Stage, rate: float, seconds: int, shown: float) -> None:
    stage.set("project", rate)
    stage.add(START, duration=seconds)

    assert amount(stage) == shown


def test_each_entry_has_its_own_rate(stage: Stage) -> None:
    stage.set("project", 10)
    stage.set("project", 20, start="2026-03-09")
    stage.set("task", 50, start="2026-03-10")
    for start in ("2026-03-01T08:00:00Z", START, "2026-03-10T08:00:00Z"):
        stage.add(start)

    assert amount(stage) == 80


def test_what_is_not_counted(stage: Stage) -> None:
    assert amount(stage) == 0
    stage.add(START)
    assert amount(stage) == 0
    stage.set("project", 10)
    assert amount(stage) == 10

    stage.add(START, billable=False)
    stage.diary.delete(stage.add(START))
    stage.diary.start(project_id=stage.project_id, start="2026-03-10T10:00:00Z", billable=True)
    other = stage.make("projects", name="Other", rate=70, is_private=False)
    stage.add(START, project_id=other["id"], task_id=None)

    assert amount(stage) == 10
    assert amounts(stage, stage.project_id, other["id"]) == [(stage.project_id, 10), (other["id"], 70)]


def test_a_very_large_amount(stage: Stage) -> None:
    stage.set("project", 10_000_000)
    for day in range(1, 6):
        stage.add(f"2025-0{day}-01T00:00:00Z", duration=999 * 3600)

    assert amount(stage) == 5 * 999 * 10_000_000


def test_the_answer_has_whole_projects(stage: Stage) -> None:
    project = stage.cast.alice.put(stage.paths["project"], {"currency": "EUR"}).json

    answer = stage.cast.alice.post(
        f"{stage.workspace}/projects/billable-amounts", {"project_ids": [stage.project_id, stage.project_id]}
    )

    assert answer.json == [{**project, "billable_amount": 0}]
    assert answer.json[0]["currency"] == "EUR"


def test_who_may_know(stage: Stage) -> None:
    cast, own = stage.cast, stage.project_id
    dora, lead, reader = (
        hire(cast, name, role)
        for name, role in (("Dora", Role.USER), ("Lead", Role.PROJECTLEAD), ("Reader", Role.TEAMLEAD))
    )
    stage.set("project", 10)
    stage.add(START)
    hidden = stage.make("projects", name="Hidden", is_private=True)["id"]

    assert amounts(stage, own, hidden, by=dora) == amounts(stage, own, by=cast.bob) == [(own, None)]
    assert amounts(stage, own, by=lead) == amounts(stage, own, by=reader) == [(own, 10)]
    cast.alice.put(member_path(cast, lead), {"view_edit_billable_rates": False})
    assert amounts(stage, own, by=lead) == [(own, None)]
    cast.alice.put(stage.paths["project_user"], {"manager": True})
    assert amounts(stage, own, by=cast.bob) == [(own, 10)]


def test_projects_of_other_places(stage: Stage) -> None:
    cast = stage.cast
    beside = second_workspace(cast)
    ids = {"project_ids": [stage.project_id]}
    for boss, place in ((cast.charlie, cast.elsewhere), (cast.alice, beside)):
        assert boss.post(f"/workspaces/{place.workspace_id}/projects/billable-amounts", ids).json == []
    answer = cast.charlie.post(f"{stage.workspace}/projects/billable-amounts", ids)
    assert (answer.status, answer.json) == (403, NO_ACCESS)


def test_what_cannot_be_asked(cast: Cast) -> None:
    path = f"{cast.workspace}/projects/billable-amounts"
    answer = cast.alice.post(path, body=b"{")
    assert (answer.status, answer.json) == (400, "invalid body")
    for body in ({}, {"project_ids": ["x"]}, {"project_ids": [-1]}, {"project_ids": list(range(1001))}):
        assert cast.alice.post(path, body).status == 400
    assert cast.alice.post(path, {"project_ids": []}).json == []
