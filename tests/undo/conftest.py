"""What the tests of deletions share: a project that was worked on."""

import pytest

from tests.cast import Cast
from tests.time_entries.diary import diary
from tests.undo.backstage import tracked, undo
from tests.undo.things import create, delete


class Worked:
    """A project with two tasks, and entries of Alice and Bob: with each task, and without one."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.project = create(cast, "projects", name="Atlas", is_private=False)["id"]
        self.tasks = [create(cast, f"projects/{self.project}/tasks", name=name)["id"] for name in ("a", "b")]
        self.entries = [
            diary(cast, person).add(project_id=self.project, task_id=task_id, duration=1000 * n)
            for person in (cast.alice, cast.bob)
            for n, task_id in enumerate([*self.tasks, None], 1)
        ]
        diary(cast).add(description="of no project")

    def delete(self, mode: str = "") -> int:
        """Delete the project, and give the change."""
        delete(self.cast, "projects", self.project, query=f"?teDeletionMode={mode}" if mode else "")
        return undo(self.cast).last()

    def found(self) -> list[tuple[int, int | None, int | None]]:
        """Everybody's entries, with their projects and tasks."""
        both = [*diary(self.cast).list(), *diary(self.cast, self.cast.bob).list()]
        return sorted((entry["id"], entry["project_id"], entry["task_id"]) for entry in both)

    def counted(self) -> tuple[int, int, int]:
        """What is counted for the project and its tasks."""
        first, second = (tracked(self.cast, "tasks", task) for task in self.tasks)
        return tracked(self.cast, "projects", self.project), first, second


@pytest.fixture
def there(cast: Cast) -> Worked:
    """A project that was worked on."""
    return Worked(cast)
