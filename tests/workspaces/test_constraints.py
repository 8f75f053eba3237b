"""GET and POST /workspaces/{workspace_id}/time_entry_constraints: what a time entry must have."""

from typing import Any

from sundial.access.permissions import OrganizationRole, Role
from tests.cast import Cast
from tests.make import Answer, Person, colleague, person
from tests.workspaces.backstage import at_once, log, set_place

NONE = {
    "description_present": False,
    "project_present": False,
    "tag_present": False,
    "task_present": False,
    "time_entry_constraints_enabled": False,
}


def present(somebody: Person, cast: Cast) -> Any:
    return somebody.get(f"{cast.workspace}/time_entry_constraints").json


def set_to(somebody: Person, cast: Cast, body: Any) -> Answer:
    return somebody.post(f"{cast.workspace}/time_entry_constraints", body)


def test_a_new_workspace_demands_nothing(cast: Cast) -> None:
    assert present(cast.bob, cast) == NONE


def test_each_can_be_demanded_and_what_is_absent_is_not(cast: Cast) -> None:
    set_to(cast.alice, cast, dict.fromkeys(NONE, True))
    for field in NONE:
        answer = set_to(cast.alice, cast, {field: True})

        assert (answer.status, answer.json) == (200, {"wid": cast.place.workspace_id})
        assert present(cast.bob, cast) == {**NONE, field: True}
        assert cast.bob.get(cast.workspace).json["te_constraints"] == {**NONE, field: True}
    assert set_to(cast.alice, cast, {}).status == 200
    assert present(cast.bob, cast) == NONE


def test_admins_of_the_workspace_or_the_organization_set_them(cast: Cast) -> None:
    officer = colleague(person(cast.world, "Olga"), cast.place, Role.USER, OrganizationRole.ADMIN)
    assert set_to(officer, cast, {"tag_present": True}).status == 200

    for role in (Role.USER, Role.TEAMLEAD, Role.PROJECTLEAD):
        refused = set_to(colleague(person(cast.world, "Dora"), cast.place, role), cast, {})
        assert (refused.status, refused.json) == (400, "Admin permissions required")
    refused = set_to(cast.charlie, cast, {})
    assert (refused.status, refused.json) == (403, "User does not have access to this resource.")
    assert present(cast.bob, cast) == {**NONE, "tag_present": True}


def test_only_active_members_read_them(cast: Cast) -> None:
    set_place(cast.bob, cast.place, inactive=True)
    for stranger in (cast.charlie, cast.bob):
        refused = stranger.get(f"{cast.workspace}/time_entry_constraints")
        assert (refused.status, refused.json) == (403, "User does not have access to this resource.")


def test_wrong_bodies_are_refused_and_change_nothing(cast: Cast) -> None:
    path = f"{cast.workspace}/time_entry_constraints"
    set_to(cast.alice, cast, {"tag_present": True})
    before = log(cast.world, cast.place)
    for body, sentence in (
        (b"", "JSON is not valid"),
        (b"[]", "body must be an object"),
        (b"null", "body must be an object"),
        (b'{"tag_present": 1}', "tag_present must be true or false"),
        (b'{"tag_present": "true"}', "tag_present must be true or false"),
        (b'{"tag_present": null}', "tag_present must be true or false"),
    ):
        answer = cast.alice.post(path, body=body)
        assert (answer.status, answer.json) == (400, sentence)

    assert present(cast.bob, cast) == {**NONE, "tag_present": True}
    assert log(cast.world, cast.place) == before


def test_other_settings_stay(cast: Cast) -> None:
    before = cast.alice.put(cast.workspace, {"rounding_minutes": 15, "default_hourly_rate": 80}).json

    set_to(cast.alice, cast, {"project_present": True})

    after = cast.alice.get(cast.workspace).json
    changed = {field for field in after if after[field] != before[field]}
    assert changed == {"te_constraints", "at", "last_modified"}


def test_a_change_at_the_same_time_is_kept(cast: Cast) -> None:
    answers = at_once(
        cast.world,
        lambda: set_to(cast.alice, cast, {"task_present": True}),
        lambda: cast.alice.put(cast.workspace, {"name": "Garage"}),
    )

    assert [answer.status for answer in answers] == [200, 200]
    workspace = cast.alice.get(cast.workspace).json
    assert (workspace["name"], workspace["te_constraints"]) == ("Garage", {**NONE, "task_present": True})


def test_one_change_is_logged(cast: Cast) -> None:
    before = log(cast.world, cast.place)

    set_to(cast.alice, cast, {"task_present": True, "time_entry_constraints_enabled": True})

    (logged,) = log(cast.world, cast.place)[len(before) :]
    assert (logged.kind, logged.action, logged.workspace_id) == ("workspace", "updated", cast.place.workspace_id)
    changed = {field for field in logged.after if logged.after[field] != logged.before[field]}
    assert changed == {"task_present", "time_entry_constraints_enabled", "at"}
