"""What has been tracked for projects and tasks so far."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from sundial.access.plans import Plan
from tests.cast import Cast
from tests.make import Person
from tests.people.backstage import put_on_plan
from tests.reports.stage import Stage, stage


@pytest.fixture
def there(cast: Cast) -> Stage:
    """A workspace where an hour bills 100 USD, and where reports round."""
    made = stage(cast)
    made.rate("workspace", cast.place.workspace_id, 100)
    made.settings(rounding=1, rounding_minutes=60)
    return made


def task(there: Stage, project: int, name: str = "Task", **fields: Any) -> int:
    return there.boss.post(f"{there.workspace}/projects/{project}/tasks", {"name": name, **fields}).json["id"]


def test_all_finished_time_counts_as_it_is(there: Stage, cast: Cast) -> None:
    project = there.project(estimated_seconds=7200)
    work = task(there, project, estimated_seconds=1800)
    there.diary().add(project_id=project, task_id=work, start="2006-01-01T09:00:00Z", duration=60, billable=True)
    there.diary(cast.bob).add(project_id=project, start="2029-12-31T09:00:00Z", duration=61, billable=False)
    there.diary().add(project_id=project, task_id=work, duration=61, billable=True)
    there.diary().delete(there.diary().add(project_id=project, duration=7))
    there.diary().start(project_id=project)
    other = there.project(currency="EUR")

    assert there.read("filters/projects/status", {"ids": [project, other]}) == [
        {
            "id": project,
            "tracked_seconds": 182,
            "billable_seconds": 121,
            "estimated_seconds": 7200,
            # 121 seconds at 100: 3.3611… Each for itself would be 1.67 and 1.69.
            "billable_amount": 3_36,
            "currency": "USD",
        },
        {
            "id": other,
            "tracked_seconds": 0,
            "billable_seconds": 0,
            "estimated_seconds": None,
            "billable_amount": 0,
            "currency": "EUR",
        },
    ]
    assert there.read("filters/tasks/status", {"ids": [work]}) == [
        {
            "id": work,
            "tracked_seconds": 121,
            "billable_seconds": 121,
            "estimated_seconds": 1800,
            "billable_amount": 3_36,
            "currency": "USD",
        }
    ]


def test_a_project_may_be_estimated_by_its_tasks(there: Stage) -> None:
    project = there.project(auto_estimates=True)
    for number in (1, 2):
        task(there, project, f"Task {number}", estimated_seconds=number * 3600)

    assert there.read("filters/projects/status", {"ids": [project]})[0]["estimated_seconds"] == 10_800


def test_archived_projects_are_told_apart(there: Stage) -> None:
    active, archived = there.project(), there.project(active=False)
    there.project(template=True)

    def found(**body: Any) -> list[int]:
        return [row["id"] for row in there.read("filters/projects/status", body)]

    assert found() == [active, archived]
    assert found(active=True) == [active]
    assert found(active=False, ids=[active, archived]) == [archived]


def test_others_time_is_told_where_somebody_sees_it(there: Stage, cast: Cast) -> None:
    public, managed, joined = there.project(), there.project(is_private=True), there.project(is_private=True)
    for project, manager in ((managed, True), (joined, False)):
        body = {"project_id": project, "user_id": cast.bob.id, "manager": manager}
        assert there.boss.post(f"{there.workspace}/project_users", body).status == 200
    tasks = [task(there, project) for project in (public, managed, joined)]
    for project, work in zip((public, managed, joined), tasks, strict=True):
        there.diary().add(project_id=project, task_id=work, duration=100)
        there.diary(cast.bob).add(project_id=project, task_id=work, duration=1)

    def told(path: str) -> list[int]:
        ids = tasks if "tasks" in path else [public, managed, joined]
        return [row["tracked_seconds"] for row in there.read(path, {"ids": ids}, cast.bob)]

    assert told("filters/projects/status") == told("filters/tasks/status") == [101, 101, 1]
    there.settings(limit_public_project_data=True)
    assert told("filters/projects/status") == told("filters/tasks/status") == [1, 101, 1]


def test_amounts_are_for_who_may_see_rates_and_for_managers(there: Stage, cast: Cast) -> None:
    managed, other = there.project(), there.project()
    body = {"project_id": managed, "user_id": cast.bob.id, "manager": True}
    assert there.boss.post(f"{there.workspace}/project_users", body).status == 200
    there.diary().add(project_id=managed, duration=3600, billable=True)
    lead = there.hire("Lea", Role.PROJECTLEAD)

    def told(person: Person) -> list[tuple[int | None, str | None]]:
        rows = there.read("filters/projects/status", {"ids": [managed, other]}, person)
        return [(row["billable_amount"], row["currency"]) for row in rows]

    assert told(lead) == told(cast.alice) == [(100_00, "USD"), (0, "USD")]
    assert told(cast.bob) == [(100_00, "USD"), (None, None)]
    there.flags(lead, view_edit_billable_rates=False)
    assert told(lead) == [(None, None), (None, None)]


def test_plans_without_rates_and_tasks_show_none(there: Stage, cast: Cast) -> None:
    project = there.project()
    there.diary().add(project_id=project, duration=3600)
    put_on_plan(cast, Plan.FREE)

    (row,) = there.read("filters/projects/status", {"ids": [project]})
    answer = there.report("filters/tasks/status", {"ids": [1]})

    assert (row["tracked_seconds"], row["billable_amount"], row["currency"]) == (3600, None, None)
    assert (answer.status, answer.json) == (402, "Tasks are a premium feature")
