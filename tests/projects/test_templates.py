"""Templates, and projects that are made from them."""

from tests.cast import Cast
from tests.people.backstage import hire, member_path, second_workspace
from tests.projects.backstage import (
    group,
    lead,
    logged,
    make,
    names,
    path,
    put_in,
    task_of,
    tasks,
    told,
    track,
)


def test_templates_are_listed_apart(cast: Cast) -> None:
    make(cast.alice, cast, "Plain")
    template = make(cast.alice, cast, "Template", template=True)
    archived = make(cast.alice, cast, "Archived", template=True, active=False)
    cast.alice.delete(path(cast, make(cast.alice, cast, "Gone", template=True)))

    assert template["can_track_time"] is False
    assert names(cast.alice.get(f"{cast.workspace}/projects")) == ["Plain"]
    assert names(cast.alice.get(f"{cast.workspace}/projects?active=both&name=e")) == []
    assert names(cast.alice.get("/me/projects")) == ["Plain"]
    assert names(cast.alice.get(f"{cast.workspace}/projects?only_templates=true")) == ["Template"]
    assert names(cast.alice.get(f"{cast.workspace}/projects/templates")) == ["Archived", "Template"]
    assert archived["template"] is True


def test_private_templates_are_seen_by_those_in_them(cast: Cast) -> None:
    secret = make(cast.alice, cast, "Secret", template=True, is_private=True)
    make(cast.alice, cast, "Open", template=True, is_private=False)

    assert names(cast.bob.get(f"{cast.workspace}/projects/templates")) == ["Open"]
    put_in(cast, secret, cast.bob)
    assert names(cast.bob.get(f"{cast.workspace}/projects/templates")) == ["Open", "Secret"]


def test_a_project_takes_over_what_its_template_has(cast: Cast) -> None:
    fields = {
        "color": "#112233",
        "billable": False,
        "is_private": False,
        "client_name": "Acme",
        "estimated_hours": 5,
        "auto_estimates": False,
        "fixed_fee": 900,
        "currency": "EUR",
    }
    template = make(cast.alice, cast, "Template", template=True, rate=50, **fields)

    made = make(cast.alice, cast, "From it", template_id=template["id"])
    other = make(cast.alice, cast, "Differs", template_id=template["id"], billable=True, color="#445566", client_id=0)

    assert {name: made[name] for name in fields} == fields
    assert (made["template"], made["template_id"], made["rate"]) == (False, template["id"], None)
    assert (other["billable"], other["color"], other["client_id"], other["fixed_fee"]) == (True, "#445566", None, 900)


def test_tasks_users_and_groups_come_along(cast: Cast) -> None:
    template = make(cast.alice, cast, template=True)
    task_of(cast, template, "Launch", 3600, tracked_seconds=99)
    task_of(cast, template, "Done", active=False)
    dora = hire(cast, "Dora")
    put_in(cast, template, cast.bob, manager=True, rate=20)
    put_in(cast, template, dora)
    cast.alice.put(member_path(cast, dora), {"inactive": True})
    inside = group(cast, cast.bob)
    cast.alice.post(f"{cast.workspace}/project_groups", {"project_id": template["id"], "group_id": inside})

    made = make(cast.alice, cast, template_id=template["id"])

    (task,) = [task for task in tasks(cast) if task.project_id == made["id"]]
    assert (task.name, task.estimated_seconds, task.tracked_seconds, task.creator_id) == (
        "Launch",
        3600,
        0,
        cast.alice.id,
    )
    (place,) = cast.alice.get(f"{cast.workspace}/project_users?project_ids={made['id']}").json
    assert (place["user_id"], place["manager"], place["rate"]) == (cast.bob.id, True, 20)
    (of,) = cast.alice.get(f"{cast.workspace}/project_groups?project_ids={made['id']}").json
    assert of["group_id"] == inside
    for kind in ("project", "task", "project_user", "project_group"):
        assert logged(cast, kind)[-1].action == "created"


def test_who_makes_a_project_from_a_template_manages_it(cast: Cast) -> None:
    template = make(cast.alice, cast, template=True)
    put_in(cast, template, cast.bob)

    made = make(cast.bob, cast, template_id=template["id"])

    (place,) = cast.bob.get(f"{cast.workspace}/project_users?project_ids={made['id']}").json
    assert (place["user_id"], place["manager"]) == (cast.bob.id, True)


def test_a_fee_that_is_not_seen_does_not_come_along(cast: Cast) -> None:
    template = make(cast.alice, cast, template=True, is_private=False, fixed_fee=900)

    made = make(cast.bob, cast, template_id=template["id"])
    by_lead = make(lead(cast, rates=False), cast, template_id=template["id"])

    assert made["fixed_fee"] is None
    assert cast.alice.get(path(cast, by_lead)).json["fixed_fee"] is None


def test_what_is_no_template_here(cast: Cast) -> None:
    plain = make(cast.alice, cast)
    secret = make(cast.alice, cast, template=True, is_private=True)
    gone = make(cast.alice, cast, template=True)
    cast.alice.delete(path(cast, gone))
    beside = f"/workspaces/{second_workspace(cast).workspace_id}/projects"
    other = cast.alice.post(beside, {"name": "Other", "template": True}).json
    theirs = cast.charlie.post(
        f"/workspaces/{cast.elsewhere.workspace_id}/projects", {"name": "Theirs", "template": True}
    ).json

    for who, template in (
        (cast.alice, plain),
        (cast.bob, secret),
        (cast.alice, gone),
        (cast.alice, other),
        (cast.alice, theirs),
    ):
        body = {"name": "From it", "template_id": template["id"]}
        assert told(who.post(f"{cast.workspace}/projects", body)) == (400, "Invalid template_id")


def test_a_template_stays_when_its_project_is_tracked_for(cast: Cast) -> None:
    template = make(cast.alice, cast, template=True)
    made = make(cast.alice, cast, template_id=template["id"])

    track(cast, cast.bob, made, 2)

    assert cast.alice.get(path(cast, made)).json["actual_seconds"] == 7200
    assert cast.alice.get(path(cast, template)).json["actual_seconds"] == 0
