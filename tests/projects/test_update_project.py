"""Reading and changing one project."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.conftest import SetClock
from tests.people.backstage import NOBODY, second_workspace
from tests.projects.backstage import MISSING, logged, make, path, task_of, told


def test_what_is_absent_stays(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 5, 4, 12)
    made = make(cast.alice, cast, "Apollo", rate=10, end_date="2026-12-31", external_reference="X")
    clock.forward(hours=1)

    changed = cast.alice.put(path(cast, made), {"name": " Gemini "}).json

    assert changed == {**made, "name": "Gemini", "at": "2026-05-04T13:00:00Z", "status": "active"}
    assert cast.alice.get(path(cast, made)).json == changed


@pytest.mark.parametrize(
    ("field", "value", "empty"),
    [
        ("client_name", "Acme", None),
        ("estimated_hours", 5, None),
        ("currency", "EUR", "USD"),
        ("rate", 10, None),
        ("fixed_fee", 500, None),
        ("end_date", "2100-12-31", None),
        ("external_reference", "CRM-1", None),
    ],
)
def test_null_clears_what_can_be_null(cast: Cast, field: str, value: Any, empty: Any) -> None:
    made = make(cast.alice, cast, **{field: value})
    assert made[field] == value

    cleared = {"client_id": None} if field == "client_name" else {field: None}
    changed = cast.alice.put(path(cast, made), cleared).json

    assert changed.get(field) == empty


def test_null_leaves_what_cannot_be_null(cast: Cast) -> None:
    made = make(cast.alice, cast, is_private=False, billable=True)
    fields = ("color", "is_private", "active", "billable", "template", "auto_estimates", "recurring", "start_date")

    changed = cast.alice.put(path(cast, made), dict.fromkeys(fields)).json

    assert changed == {**made, "status": "active"}
    assert len(logged(cast, "project")) == 1
    assert told(cast.alice.put(path(cast, made), {"name": None})) == (400, "Project name must not be empty")


def test_a_client_may_send_back_all_that_it_read(cast: Cast) -> None:
    recurring = {"recurring": True, "recurring_parameters": {"period": "weekly"}}
    made = make(cast.alice, cast, client_name="Acme", rate=1.5, end_date="2100-01-01", **recurring)
    cast.alice.patch(path(cast, made), [{"op": "replace", "path": "/estimated_seconds", "value": 5400}])
    read = cast.alice.get(path(cast, made)).json
    assert (read["estimated_hours"], read["estimated_seconds"]) == (1, 5400)

    again = cast.alice.put(path(cast, made), read)

    assert told(again) == (200, read)
    assert len(logged(cast, "project")) == 2


def test_a_name_that_is_taken(cast: Cast) -> None:
    make(cast.alice, cast, "Apollo")
    other = make(cast.alice, cast, "Gemini")

    assert told(cast.alice.put(path(cast, other), {"name": "Apollo"})) == (400, "Name has already been taken")
    assert cast.alice.put(path(cast, other), {"name": "Apollo", "client_name": "Acme"}).status == 200


def test_an_end_before_the_start_that_stays(cast: Cast) -> None:
    made = make(cast.alice, cast, start_date="2026-03-01")

    answer = cast.alice.put(path(cast, made), {"end_date": "2026-02-28"})

    assert told(answer) == (400, "end_date must not be before start_date")
    assert cast.alice.put(path(cast, made), {"end_date": "2026-03-01"}).json["end_date"] == "2026-03-01"


def test_estimates_may_come_from_tasks(cast: Cast) -> None:
    made = make(cast.alice, cast, estimated_hours=1, auto_estimates=True)
    assert (made["estimated_hours"], made["estimated_seconds"]) == (None, None)

    task_of(cast, made, "One", 5400)
    task_of(cast, made, "Two", 1800)
    task_of(cast, made, "Three")
    task_of(cast, made, "Done", 3600, active=False)
    task_of(cast, made, "Gone", 3600, deleted_at=cast.world.clock())

    read = cast.alice.get(path(cast, made)).json
    assert (read["estimated_hours"], read["estimated_seconds"]) == (2, 7200)
    own = cast.alice.put(path(cast, made), {"auto_estimates": False}).json
    assert (own["estimated_hours"], own["estimated_seconds"]) == (1, 3600)


def test_a_project_stops_recurring(cast: Cast) -> None:
    made = make(cast.alice, cast, recurring=True, recurring_parameters=[{"period": "custom", "custom_period": 10}])
    assert made["recurring_parameters"][0]["custom_period"] == 10

    changed = cast.alice.put(path(cast, made), {"recurring": False}).json
    assert (changed["recurring"], changed["recurring_parameters"], changed["current_period"]) == (False, None, None)
    again = cast.alice.put(path(cast, made), {"recurring": True})
    assert told(again) == (400, "recurring_parameters is required for a recurring project")


def test_the_rate_knows_when_it_changed(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 5, 4)
    made = make(cast.alice, cast)
    assert made["rate_last_updated"] is None

    clock.set(2026, 5, 5)
    assert cast.alice.put(path(cast, made), {"rate": 5}).json["rate_last_updated"] == "2026-05-05T00:00:00Z"
    clock.set(2026, 5, 6)
    assert cast.alice.put(path(cast, made), {"rate": 5.0}).json["rate_last_updated"] == "2026-05-05T00:00:00Z"


def test_what_is_no_id(cast: Cast) -> None:
    for method, body in (("GET", None), ("PUT", {"name": "Mine"}), ("DELETE", None)):
        answer = cast.alice.send(method, f"{cast.workspace}/projects/x", json=body)
        assert told(answer) == (400, "Invalid project_id")


def test_what_is_not_there(cast: Cast) -> None:
    elsewhere = second_workspace(cast)
    other = cast.alice.post(f"/workspaces/{elsewhere.workspace_id}/projects", {"name": "Other"}).json
    gone = make(cast.alice, cast)
    cast.alice.delete(path(cast, gone))

    for project in (NOBODY, other, gone):
        for method, body in (("GET", None), ("PUT", {"name": "Mine"}), ("DELETE", None)):
            assert told(cast.alice.send(method, path(cast, project), json=body)) == (404, MISSING)


def test_a_change_is_logged_whole(cast: Cast) -> None:
    made = make(cast.alice, cast, "Apollo", client_name="Acme")

    cast.alice.put(path(cast, made), {"name": "Gemini", "client_id": 0})

    change = logged(cast, "project")[-1]
    assert (change.action, change.entity_id, change.user_id) == ("updated", made["id"], cast.alice.id)
    differences = {name for name in change.before if change.before[name] != change.after[name]}
    assert differences == {"name", "name_key", "client_id", "at"}
