"""What tests of tasks prepare: tasks, people in projects, clients, and behind the front door rates."""

from typing import Any

from sqlalchemy import bindparam, update

from sundial.core.money import Money
from sundial.db.statement import Command, Scope, scoped
from sundial.tasks.tables import task
from tests.cast import Cast
from tests.make import Person

RATE = Command(
    update(task)
    .values(rate=bindparam("amount", type_=task.c.rate.type), rate_last_updated=task.c.created_at)
    .where(task.c.organization_id == scoped("organization_id"), task.c.id == bindparam("the_task"))
)


def path(cast: Cast, project_id: int, *parts: object) -> str:
    """The path of a project's tasks, of one of them, or of several."""
    return "/".join([cast.workspace, "projects", str(project_id), "tasks", *map(str, parts)])


def task_of(cast: Cast, project_id: int, name: str = "Design", **fields: Any) -> int:
    """A new task of a project, made by Alice."""
    answer = cast.alice.post(path(cast, project_id), {"name": name, **fields})
    assert answer.status == 200, answer
    return answer.json["id"]


def let_in(cast: Cast, person: Person, project_id: int, manager: bool = False) -> None:
    """Make somebody a user of a project."""
    body = {"project_id": project_id, "user_id": person.id, "manager": manager}
    assert cast.alice.post(f"{cast.workspace}/project_users", body).status == 200


def client_of(cast: Cast, name: str) -> int:
    """A client of the workspace."""
    return cast.alice.post(f"{cast.workspace}/clients", {"name": name}).json["id"]


def set_rate(cast: Cast, task_id: int, amount: Money) -> None:
    """Give a task a rate."""
    with cast.world.server.database.write() as tx:
        tx.run(RATE, Scope(organization_id=cast.place.organization_id), the_task=task_id, amount=amount)
