"""What happens when two act at the same moment."""

from collections.abc import Callable
from typing import Any

from sundial.access.plans import Plan
from tests.cast import Cast
from tests.make import Answer
from tests.people.backstage import at_once, put_on_plan
from tests.projects.backstage import entries, group, logged, make, names, path, put_in, told, track

ROUNDS = range(5)


def statuses(answers: list[Answer]) -> list[int]:
    return sorted(answer.status for answer in answers)


def test_a_name_is_taken_once(cast: Cast) -> None:
    for number in ROUNDS:

        def create(number: int = number) -> Answer:
            return cast.alice.post(f"{cast.workspace}/projects", {"name": f"P{number}", "client_name": f"C{number}"})

        answers = at_once(cast.world, create, create, create)

        assert statuses(answers) == [200, 400, 400], answers
        assert names(cast.alice.get(f"{cast.workspace}/projects?name=P{number}")) == [f"P{number}"]


def test_a_client_is_made_once_for_several_projects(cast: Cast) -> None:
    for number in ROUNDS:

        def create(name: str, client: str = f"Client {number}") -> Callable[[], Answer]:
            return lambda: cast.alice.post(f"{cast.workspace}/projects", {"name": name, "client_name": client})

        answers = at_once(cast.world, create("A"), create("B"), create("C"))

        assert statuses(answers) == [200, 200, 200], answers
        assert len({answer.json["client_id"] for answer in answers}) == 1


def test_changes_of_different_fields_are_both_there(cast: Cast) -> None:
    for _ in ROUNDS:
        project = make(cast.alice, cast)

        def put(body: dict[str, Any], where: str = path(cast, project)) -> Callable[[], Answer]:
            return lambda: cast.alice.put(where, body)

        assert statuses(at_once(cast.world, put({"rate": 5}), put({"billable": False}))) == [200, 200]

        read = cast.alice.get(path(cast, project)).json
        assert (read["rate"], read["billable"]) == (5, False)


def test_a_project_is_deleted_once(cast: Cast) -> None:
    for _ in ROUNDS:
        project = make(cast.alice, cast)
        track(cast, cast.bob, project)

        def delete(where: str = path(cast, project)) -> Answer:
            return cast.alice.delete(where)

        def change(where: str = path(cast, project)) -> Answer:
            return cast.alice.put(where, {"billable": False})

        first, second, changed = at_once(cast.world, delete, delete, change)

        assert statuses([first, second]) == [200, 404]
        assert changed.status in (200, 404)
        deletions = [each for each in logged(cast, "project") if each.action == "deleted"]
        assert [each.entity_id for each in deletions].count(project["id"]) == 1
    assert all(entry.project_id is None for entry in entries(cast))


def test_somebody_is_put_into_a_project_once(cast: Cast) -> None:
    for number in ROUNDS:
        project = make(cast.alice, cast)
        if number % 2:
            cast.alice.delete(f"{cast.workspace}/project_users/{put_in(cast, project, cast.bob)['id']}")
        body = {"project_id": project["id"], "user_id": cast.bob.id}

        def add(body: dict[str, Any] = body) -> Answer:
            return cast.alice.post(f"{cast.workspace}/project_users", body)

        answers = at_once(cast.world, add, add)

        assert statuses(answers) == [200, 400], answers
        (refused,) = [answer for answer in answers if answer.status == 400]
        assert told(refused) == (400, "Project user already exists")


def test_a_group_is_deleted_while_it_is_put_into_projects(cast: Cast) -> None:
    for number in ROUNDS:
        project = make(cast.alice, cast)
        template = make(cast.alice, cast, template=True)
        team = group(cast, name=f"Team {number}")
        there, here = ({"project_id": each["id"], "group_id": team} for each in (template, project))
        assert cast.alice.post(f"{cast.workspace}/project_groups", there).status == 200

        def add(body: dict[str, Any] = here) -> Answer:
            return cast.alice.post(f"{cast.workspace}/project_groups", body)

        def copy(template_id: int = template["id"], name: str = f"Copy {number}") -> Answer:
            return cast.alice.post(f"{cast.workspace}/projects", {"name": name, "template_id": template_id})

        def delete(where: str = f"{cast.organization}/groups/{team}") -> Answer:
            return cast.alice.delete(where)

        added, copied, deleted = at_once(cast.world, add, copy, delete)

        assert (copied.status, deleted.status) == (200, 200)
        assert told(added) == (400, "Invalid group_id") or added.status == 200
        assert cast.alice.get(f"{cast.workspace}/project_groups?project_ids={project['id']}").json == []


def test_one_pin_too_many(cast: Cast) -> None:
    put_on_plan(cast, Plan.FREE)
    for _ in ROUNDS:
        projects = [make(cast.alice, cast) for _ in range(3)]

        def pin(project: dict[str, Any], on: bool = True) -> Callable[[], Answer]:
            return lambda: cast.alice.post(f"{path(cast, project)}/pin", {"pin": on})

        assert statuses(at_once(cast.world, *map(pin, projects))) == [200, 403, 403]
        for project in projects:
            pin(project, False)()
