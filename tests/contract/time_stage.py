"""A stage on which the refusals of operations about tags, clients, projects and tasks are provoked."""

from functools import cached_property
from typing import Any

from sundial.access.permissions import Role
from sundial.access.plans import Plan
from tests.cast import Cast
from tests.contract.people_stage import Stage
from tests.make import Person, colleague, person, project
from tests.people.backstage import put_on_plan

PINS = 100


class TimeStage(Stage):
    """The cast, with things of Alice's workspace that are made when a path asks for their ids, once each."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self._alice = cast.alice
        self._here = cast.workspace

    @cached_property
    def tag_id(self) -> int:
        return self._made("tags", name="Office")

    @cached_property
    def client_id(self) -> int:
        return self._made("clients", name="Initech")

    @cached_property
    def project_id(self) -> int:
        return self._made("projects", name="Report", is_private=False)

    @cached_property
    def task_id(self) -> int:
        return self._made(f"projects/{self.project_id}/tasks", name="Cover")

    @cached_property
    def project_user_id(self) -> int:
        return self._made("project_users", project_id=self.project_id, user_id=self.cast.bob.id)

    @cached_property
    def project_group_id(self) -> int:
        return self._made("project_groups", project_id=self.project_id, group_id=self.group_here())

    def project_ids(self) -> int:
        return self.project_id

    def task_ids(self) -> int:
        return self.task_id

    def project_user_ids(self) -> int:
        return self.project_user_id

    def group_here(self) -> int:
        """A group of the workspace."""
        group_id = self.group_id()
        path = f"{self.cast.organization}/groups/{group_id}"
        assert self._alice.put(path, {"name": "Design", "workspaces": [self.workspace_id]}).status == 200
        return group_id

    def archived_project(self) -> int:
        return project(self._alice, self.cast.place, active=False)

    def taken_tag(self) -> int:
        self._alice.post(f"{self._here}/tags", {"name": "Taken"})
        return self.tag_id

    def only_admins_manage_tags(self) -> None:
        self._alice.put(self._here, {"only_admins_may_create_tags": True})

    def bob_manages_while_only_admins_create(self) -> None:
        self._alice.put(f"{self._here}/project_users/{self.project_user_id}", {"manager": True})
        self._alice.put(self._here, {"only_admins_may_create_projects": True})

    def all_pins_are_taken(self) -> None:
        for _ in range(PINS):
            self._pin(project(self._alice, self.cast.place))

    def a_free_plan_with_a_pin(self) -> None:
        self._pin(project(self._alice, self.cast.place))
        put_on_plan(self.cast, Plan.FREE)

    def reader(self) -> Person:
        """A team lead: somebody who reads everything, and changes nothing but their own time."""
        return colleague(person(self.cast.world, "Eve"), self.cast.place, Role.TEAMLEAD)

    def _made(self, things: str, **fields: Any) -> int:
        answer = self._alice.post(f"{self._here}/{things}", fields)
        assert answer.status == 200, answer
        return answer.json["id"]

    def _pin(self, project_id: int) -> None:
        answer = self._alice.post(f"{self._here}/projects/{project_id}/pin", {"pin": True})
        assert answer.status == 200, answer
