"""Whom an alert reaches: people whom it names, people with a role, managers of the project; each of them once."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from sundial.jobs.overview import jobs
from tests.alerts.stage import Stage
from tests.make import Person
from tests.people.backstage import address, hire, invite, member_path, new_group, officer_path


def told(stage: Stage) -> set[int]:
    """Whoever is told when Atlas has reached its threshold."""
    stage.track(9)
    stage.look()
    users = [one.user_id for one in stage.written()]
    assert len(users) == len(set(users))
    return set(users)


def receivers(stage: Stage) -> list[int]:
    """How many each alert says that it reaches."""
    return [one["receivers"] for one in stage.cast.alice.get(stage.alerts).json]


def manager(stage: Stage, somebody: Person, project_id: int | None = None) -> dict[str, Any]:
    """Have somebody manage a project, Atlas unless told otherwise."""
    body = {"project_id": project_id or stage.project_id, "user_id": somebody.id, "manager": True}
    return stage.make("project_users", **body)


@pytest.mark.parametrize("role", list(Role))
def test_people_with_a_role(stage: Stage, role: Role) -> None:
    people = {one: [hire(stage.cast, f"{one.title()}{n}", one).id for n in range(2)] for one in Role}
    already = {Role.ADMIN: {stage.cast.alice.id}, Role.USER: {stage.cast.bob.id}}.get(role, set[int]())
    stage.alert(80, receiver_roles=[role.value], receiver_users=[])

    expected = {*people[role], *already}
    assert receivers(stage) == [len(expected)]
    assert told(stage) == expected


def test_who_is_meant_in_several_ways_is_told_once(stage: Stage) -> None:
    alice, bob = stage.cast.alice, stage.cast.bob
    manager(stage, bob)
    everybody = [*(role.value for role in Role), "project_manager"]
    stage.alert(80, receiver_roles=everybody, receiver_users=[alice.id, bob.id, bob.id])

    assert receivers(stage) == [2]
    assert told(stage) == {alice.id, bob.id}


def test_managers_of_the_project_and_of_no_other(stage: Stage) -> None:
    second = stage.project(name="Borealis", estimated_hours=10)
    dora, emil = hire(stage.cast, "Dora"), hire(stage.cast, "Emil")
    manager(stage, dora)
    manager(stage, emil, second)
    stage.make("project_users", project_id=stage.project_id, user_id=stage.cast.bob.id)
    stage.alert(80, receiver_roles=["project_manager"], receiver_users=[])

    assert receivers(stage) == [1]
    assert told(stage) == {dora.id}


def test_managers_of_each_project_of_a_workspace(stage: Stage) -> None:
    second, archived = stage.project(name="Borealis", estimated_hours=10), stage.project(name="Corona")
    dora, emil, fritz = (hire(stage.cast, name) for name in ("Dora", "Emil", "Fritz"))
    manager(stage, dora)
    manager(stage, dora, second)
    manager(stage, emil, second)
    manager(stage, fritz, archived)
    stage.change(archived, active=False)
    stage.alert_of_all(80, receiver_roles=["project_manager"], receiver_users=[])

    assert receivers(stage) == [2]
    assert told(stage) == {dora.id}
    stage.track(9, project_id=second)
    stage.look()
    assert {one.user_id for one in stage.written()[1:]} == {dora.id, emil.id}


def test_who_is_no_manager_any_more_is_not_told(stage: Stage) -> None:
    place = manager(stage, stage.cast.bob)
    stage.alert(80, receiver_roles=["project_manager"], receiver_users=[])

    stage.cast.alice.put(f"{stage.workspace}/project_users/{place['id']}", {"manager": False})

    assert receivers(stage) == [0]
    assert told(stage) == set()


def test_who_is_inactive_invited_or_removed_is_not_told(stage: Stage) -> None:
    cast = stage.cast
    here, there, gone, left = (hire(cast, name) for name in ("Dora", "Emil", "Fritz", "Greta"))
    invite(cast.alice, cast.place, address("hanna"))
    listed = cast.alice.get(f"{stage.workspace}/workspace_users").json
    invited = next(one["user_id"] for one in listed if one["name"].startswith("hanna"))
    people = [cast.alice.id, here.id, there.id, gone.id, left.id, invited]
    alert = stage.alert(80, receiver_users=people, receiver_roles=["user"])
    assert receivers(stage) == [6]

    cast.alice.put(member_path(cast, here), {"inactive": True})
    cast.alice.put(officer_path(cast, there), {"inactive": True})
    cast.alice.delete(member_path(cast, gone))
    assert left.delete(f"{cast.organization}/users/leave").status == 200

    assert receivers(stage) == [2]
    (previewed,) = stage.preview(alert)
    assert {one["name"]: one["why_not"] for one in previewed["receivers"]} == {
        "Alice": None,
        "Bob": None,
        "Dora": "inactive",
        "Emil": "inactive",
        "hanna": "not joined",
    }
    assert told(stage) == {cast.alice.id, cast.bob.id}


def test_what_waits_for_somebody_who_leaves_is_not_sent(stage: Stage) -> None:
    stays, leaves = hire(stage.cast, "Dora"), hire(stage.cast, "Emil")
    stage.alert(80, receiver_users=[stays.id, leaves.id])
    stage.track(8)
    assert len(stage.look()) == 2

    assert leaves.delete(f"{stage.cast.organization}/users/leave").status == 200

    assert {one.user_id: one.state for one in stage.written()} == {stays.id: "queued", leaves.id: "discarded"}
    waiting = jobs(stage.cast.world.server.database.read(), "mail", False, 1000)
    numbers = {job.arguments[1] for job in waiting}
    assert [one.id in numbers for one in stage.written()] == [one.state == "queued" for one in stage.written()]


def test_who_comes_back_is_told_again(stage: Stage) -> None:
    bob = stage.cast.bob
    stage.alert(80, receiver_users=[bob.id])
    path = member_path(stage.cast, bob)
    stage.cast.alice.put(path, {"inactive": True})
    stage.cast.alice.put(path, {"inactive": False})

    assert told(stage) == {bob.id}


def test_nobody_to_tell_is_no_trouble_and_nothing_is_told_later(stage: Stage) -> None:
    alert = stage.alert(80, receiver_users=[stage.cast.bob.id])
    path = member_path(stage.cast, stage.cast.bob)
    stage.cast.alice.put(path, {"inactive": True})

    stage.diary.person = stage.cast.alice
    assert stage.preview(alert)[0]["why_not"] == "below 80 %: tracked 0 of 10 hours"
    stage.track(9)
    assert stage.preview(alert)[0]["why_not"] == "nobody to tell"
    assert stage.look() == []
    stage.cast.alice.put(path, {"inactive": False})

    assert stage.look() == []
    assert stage.preview(alert)[0]["why_not"] == "reached already"


def test_each_has_a_message_of_their_own(stage: Stage) -> None:
    alert = stage.alert(80, receiver_roles=["admin", "user"], receiver_users=[])

    told(stage)

    assert sorted(one.to_address for one in stage.written()) == sorted([stage.cast.alice.email, stage.cast.bob.email])
    assert {one["user_name"] for one in stage.deliveries(alert)} == {"Alice", "Bob"}
    assert len({one["mail"]["id"] for one in stage.deliveries(alert)}) == 2


def test_a_private_project_is_told_to_who_sees_it_and_to_whom_its_own_alert_names(stage: Stage) -> None:
    cast = stage.cast
    inside, by_group, named, outside = (hire(cast, name) for name in ("Inside", "Group", "Named", "Outside"))
    lead = hire(cast, "Lead", Role.TEAMLEAD)
    stage.make("project_users", project_id=stage.project_id, user_id=inside.id)
    group_id = int(new_group(cast, "Team", [by_group], [cast.place]).rpartition("/")[2])
    stage.make("project_groups", project_id=stage.project_id, group_id=group_id)
    stage.change(is_private=True)
    its_own = stage.alert(80, receiver_roles=["user", "teamlead"], receiver_users=[named.id])
    of_all = stage.alert_of_all(70, receiver_roles=["user", "teamlead"], receiver_users=[named.id])

    blind = {one["user_id"] for one in stage.preview(its_own)[0]["receivers"] if one["why_not"]}
    assert {cast.bob.id, outside.id} == blind
    assert {one["why_not"] for one in stage.preview(of_all)[0]["receivers"]} == {None, "does not see the project"}
    assert receivers(stage) == [4, 6]
    stage.diary.person = inside
    stage.track(9)
    stage.look()

    assert {one["user_id"] for one in stage.deliveries(its_own)} == {inside.id, by_group.id, named.id, lead.id}
    assert {one["user_id"] for one in stage.deliveries(of_all)} == {inside.id, by_group.id, lead.id}
