"""Taking back what was done to projects, with what belongs to them."""

from typing import Any

import pytest

from sundial.access.permissions import NO_ACCESS, Permission, Role
from tests.cast import Cast
from tests.make import colleague, person
from tests.people.backstage import member_path
from tests.time_entries.diary import diary
from tests.undo.backstage import tracked, undo
from tests.undo.things import change, create, named, read


def test_a_manager_who_became_a_team_lead_changes_nothing(cast: Cast) -> None:
    made = create(cast, "projects", cast.bob, name="Atlas")
    change(cast, "projects", made["id"], cast.bob, color="#c9806b")
    cast.alice.put(member_path(cast, cast.bob), {"role": "teamlead"})

    assert undo(cast, cast.bob).refused() == (403, NO_ACCESS)


def test_a_private_project_that_one_sees_no_more(cast: Cast) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, Role.PROJECTLEAD)
    made = create(cast, "projects", name="Atlas", is_private=True)
    change(cast, "projects", made["id"], dora, name="Bathos")
    cast.alice.put(member_path(cast, dora), {"role": "user"})

    assert undo(cast, dora).refused() == (404, "Resource can not be found")


def test_a_project_is_what_it_was_in_every_field(cast: Cast) -> None:
    customer = create(cast, "clients", name="Customer")
    made = create(cast, "projects", name="Atlas", client_id=customer["id"], rate=80.5, is_private=True, billable=True)
    before = read(cast, "projects", made["id"])
    diary(cast).add(project_id=made["id"])
    fields: dict[str, Any] = {
        "name": "Bathos",
        "client_id": None,
        "is_private": False,
        "billable": False,
        "active": False,
        "color": "#c9806b",
        "estimated_hours": 10,
    }
    change(cast, "projects", made["id"], **fields)

    undo(cast).take_back()

    after = read(cast, "projects", made["id"])
    assert {name for name in after if after[name] != before[name]} == {"actual_hours", "actual_seconds"}
    assert after["actual_seconds"] == 3600


def test_what_was_tracked_since_stays_counted(cast: Cast) -> None:
    made = create(cast, "projects", name="Atlas")
    change(cast, "projects", made["id"], name="Bathos")
    renamed = undo(cast).last()
    diary(cast).add(project_id=made["id"])

    undo(cast).take_back(renamed)

    assert tracked(cast, "projects", made["id"]) == 3600
    assert undo(cast).changes()[0]["after"]["tracked_seconds"] == 3600


def test_a_project_with_the_client_that_was_made_for_it(cast: Cast) -> None:
    made = create(cast, "projects", name="Atlas", client_name="New customer")

    done = undo(cast).take_back()

    assert done == [("project", made["id"], "deleted"), ("client", made["client_id"], "deleted")]
    assert named(cast, "clients") == {}


def test_who_came_in_with_a_project_does_not_keep_it(cast: Cast) -> None:
    made = create(cast, "projects", cast.bob, name="Atlas")
    kinds = {one["kind"]: one["revertible"] for one in undo(cast, cast.bob).changes()}
    assert kinds == {"project": True, "project_user": False}
    created = undo(cast, cast.bob).last("?kind=project")

    assert undo(cast, cast.bob).take_back(created) == [("project", made["id"], "deleted")]

    assert undo(cast, cast.bob).take_back() == [("project", made["id"], "restored")]
    change(cast, "projects", made["id"], cast.bob, name="Bathos")


def test_a_project_with_the_tasks_of_its_template(cast: Cast) -> None:
    template = create(cast, "projects", name="Template", template=True)
    for name in ("a", "b"):
        create(cast, f"projects/{template['id']}/tasks", name=name)
    made = create(cast, "projects", name="Atlas", template_id=template["id"])

    done = undo(cast).take_back(undo(cast).last("?kind=project"))

    assert [(kind, action) for kind, _, action in done] == [("task", "deleted")] * 2 + [("project", "deleted")]
    assert named(cast, f"projects/{template['id']}/tasks").keys() == {"a", "b"}
    assert made["id"] not in named(cast, "projects").values()


@pytest.mark.parametrize("kind", ["project_user", "project_group"])
def test_places_in_projects_are_listed_and_not_taken_back(cast: Cast, kind: str) -> None:
    made = create(cast, "projects", name="Atlas")
    if kind == "project_user":
        create(cast, "project_users", project_id=made["id"], user_id=cast.bob.id)
    else:
        group = {"name": "Design", "users": [], "workspaces": [cast.place.workspace_id]}
        group_id = cast.alice.post(f"{cast.organization}/groups", group).json["group_id"]
        create(cast, "project_groups", project_id=made["id"], group_id=group_id)
    (one,) = undo(cast).changes(f"?kind={kind}")

    assert one["revertible"] is False
    assert undo(cast).refused(one["id"]) == (400, "A change of this kind cannot be taken back.")


def test_a_fee_that_one_sees_no_more_is_not_changed_back(cast: Cast) -> None:
    dora = colleague(person(cast.world, "Dora"), cast.place, Role.PROJECTLEAD)
    made = create(cast, "projects", name="Atlas", fixed_fee=80)
    change(cast, "projects", made["id"], dora, fixed_fee=90)
    with_fee = undo(cast).last()
    change(cast, "projects", made["id"], dora, name="Bathos")
    cast.alice.put(member_path(cast, dora), {"view_edit_billable_rates": False})

    undo(cast, dora).take_back()
    assert undo(cast, dora).refused(with_fee) == (403, Permission.VIEW_RATES.refusal)
    assert read(cast, "projects", made["id"])["fixed_fee"] == 90
