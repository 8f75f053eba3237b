"""What an organization's plan does not include."""

from typing import Any

import pytest

from sundial.access.plans import Plan
from tests.cast import Cast
from tests.people.backstage import put_on_plan
from tests.projects.backstage import make, path, put_in, told

PAID = {
    "billable": True,
    "rate": 5,
    "fixed_fee": 5,
    "currency": "EUR",
    "estimated_hours": 1,
    "auto_estimates": True,
    "recurring": True,
    "recurring_parameters": {"period": "weekly"},
    "template": True,
    "template_id": 1,
}


@pytest.mark.parametrize("field", PAID)
def test_what_the_free_plan_lacks(cast: Cast, field: str) -> None:
    put_on_plan(cast, Plan.FREE)
    project = make(cast.alice, cast)
    sentence = f"{field.replace('_', ' ').capitalize()} is a premium feature"

    created = cast.alice.post(f"{cast.workspace}/projects", {"name": "Apollo", field: PAID[field]})
    changed = cast.alice.put(path(cast, project), {field: PAID[field]})

    assert told(created) == told(changed) == (402, sentence)


def test_nothing_is_asked_for_by_an_empty_value(cast: Cast) -> None:
    put_on_plan(cast, Plan.FREE)
    empty: dict[str, Any] = dict.fromkeys(PAID) | {"billable": False, "estimated_hours": 0, "rate": 0}

    project = make(cast.alice, cast, **empty)

    assert project["billable"] is False
    read = cast.alice.get(path(cast, project)).json
    assert read["currency"] == "USD"
    assert cast.alice.put(path(cast, project), read).status == 200


def test_new_projects_of_the_free_plan_are_not_billable(cast: Cast) -> None:
    put_on_plan(cast, Plan.FREE)
    assert make(cast.alice, cast)["billable"] is False

    put_on_plan(cast, Plan.STARTER)
    assert make(cast.alice, cast, **{**PAID, "recurring": False, "template_id": None})["billable"] is True


def test_an_estimate_by_a_bulk_edit(cast: Cast) -> None:
    project = make(cast.alice, cast)
    put_on_plan(cast, Plan.FREE)

    answer = cast.alice.patch(path(cast, project), [{"op": "replace", "path": "/estimated_seconds", "value": 60}])

    assert answer.json["failure"] == [{"id": project["id"], "message": "Estimated seconds is a premium feature"}]


@pytest.mark.parametrize(
    ("plan", "field", "sentence"),
    [
        (Plan.FREE, "rate", "Billable rates are available for Starter and higher plans."),
        (Plan.STARTER, "labor_cost", "Workspace needs to have the labour_cost feature enabled."),
    ],
)
def test_amounts_of_project_users(cast: Cast, plan: Plan, field: str, sentence: str) -> None:
    project = make(cast.alice, cast)
    put_on_plan(cast, plan)
    place = put_in(cast, project, cast.bob)

    body = {"project_id": project["id"], "user_id": cast.alice.id, field: 5}
    created = cast.alice.post(f"{cast.workspace}/project_users", body)
    changed = cast.alice.put(f"{cast.workspace}/project_users/{place['id']}", {field: 5})

    assert told(created) == told(changed) == (402, sentence)
    assert cast.alice.put(f"{cast.workspace}/project_users/{place['id']}", {field: None}).status == 200
