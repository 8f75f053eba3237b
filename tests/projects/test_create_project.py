"""Creating projects: what they have, and what they may not be."""

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast
from tests.conftest import SetClock
from tests.make import colleague, person
from tests.people.backstage import second_workspace
from tests.projects.backstage import logged, make, names, told

COLOR = "Error in validating color '{}'. Project color must be a hex value in the form of #[0-9a-f]{{6}}."
KEYS = {
    "id", "workspace_id", "wid", "client_id", "name", "is_private", "active", "at", "created_at", "server_deleted_at",
    "color", "billable", "template", "template_id", "auto_estimates", "estimated_hours", "estimated_seconds", "rate",
    "rate_last_updated", "currency", "recurring", "recurring_parameters", "current_period", "fixed_fee",
    "actual_hours", "actual_seconds", "can_track_time", "start_date", "permissions", "external_reference",
    "integration_ext_id", "integration_ext_type", "integration_provider",
}  # fmt: skip
"""What every answer has. A client breaks when a new project has a status, or an end that is not set."""


def test_a_new_project_has_the_defaults_of_its_workspace(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 5, 4, 12)

    created = make(cast.alice, cast, "  Apollo ")

    assert set(created) == KEYS
    assert {name: created[name] for name in ("name", "workspace_id", "wid", "client_id", "active", "template")} == {
        "name": "Apollo",
        "workspace_id": cast.place.workspace_id,
        "wid": cast.place.workspace_id,
        "client_id": None,
        "active": True,
        "template": False,
    }
    assert (created["is_private"], created["billable"], created["currency"]) == (True, True, "USD")
    assert (created["start_date"], created["created_at"]) == ("2026-05-04", "2026-05-04T12:00:00Z")
    assert (created["estimated_hours"], created["estimated_seconds"], created["rate"]) == (None, None, None)
    assert (created["actual_hours"], created["actual_seconds"], created["can_track_time"]) == (0, 0, True)


def test_the_workspace_decides_whether_projects_are_private_and_billable(cast: Cast) -> None:
    settings = {"projects_private_by_default": False, "projects_billable_by_default": False, "default_currency": "EUR"}
    cast.alice.put(cast.workspace, settings)

    created = make(cast.alice, cast)
    other = make(cast.alice, cast, is_private=True, billable=True, currency="jpy")

    assert (created["is_private"], created["billable"], created["currency"]) == (False, False, "EUR")
    assert (other["is_private"], other["billable"], other["currency"]) == (True, True, "JPY")


def test_a_project_starts_on_the_day_of_whoever_makes_it(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 5, 4, 23)
    emil = colleague(person(cast.world, "Emil", "Asia/Tokyo"), cast.place)

    assert make(emil, cast)["start_date"] == "2026-05-05"
    dated = make(emil, cast, start_date="2026-05-01", end_date="2026-05-31T00:00:00Z")
    assert (dated["start_date"], dated["end_date"]) == ("2026-05-01", "2026-05-31")


def test_what_is_sent_is_what_is_read(cast: Cast) -> None:
    body = {
        "is_private": False,
        "active": False,
        "color": "#0B83D9",
        "billable": False,
        "estimated_hours": 12,
        "auto_estimates": False,
        "currency": "CHF",
        "rate": 80.25,
        "fixed_fee": 1000,
        "start_date": "2026-01-01",
        "end_date": "2026-12-31",
        "external_reference": "CRM-1",
    }

    created = make(cast.alice, cast, **body)

    assert {name: created[name] for name in body} == {**body, "color": "#0b83d9"}
    assert created["estimated_seconds"] == 12 * 3600
    assert created["rate_last_updated"] == created["at"]
    read = cast.alice.get(f"{cast.workspace}/projects/{created['id']}").json
    assert read == {**created, "status": "archived"}


@pytest.mark.parametrize("name", [None, "", "  ", ...], ids=str)
def test_a_project_has_a_name(cast: Cast, name: Any) -> None:
    answer = cast.alice.post(f"{cast.workspace}/projects", {} if name is ... else {"name": name})

    assert told(answer) == (400, "Project name must not be empty")


def test_a_name_is_at_most_255_characters_long(cast: Cast) -> None:
    answer = cast.alice.post(f"{cast.workspace}/projects", {"name": "ü" * 256})

    assert told(answer) == (400, "Maximum length for project name (255 chars) exceeded")
    assert make(cast.alice, cast, "ü" * 255)["name"] == "ü" * 255


def test_a_name_is_taken_once_for_each_client(cast: Cast) -> None:
    make(cast.alice, cast, "Site")
    make(cast.alice, cast, "Site", client_name="Acme")

    for body in ({"name": "Site"}, {"name": " Site "}, {"name": "Site", "client_name": "Acme"}):
        answer = cast.alice.post(f"{cast.workspace}/projects", body)
        assert told(answer) == (400, "Name has already been taken")
    assert make(cast.alice, cast, "Site", client_name="Other")["client_name"] == "Other"
    other = second_workspace(cast)
    assert cast.alice.post(f"/workspaces/{other.workspace_id}/projects", {"name": "Site"}).status == 200


@pytest.mark.parametrize("color", ["", "red", "#12345", "#1234567", "#12345g", "123456", "#１２３４５６"])
def test_what_is_no_colour(cast: Cast, color: str) -> None:
    answer = cast.alice.post(f"{cast.workspace}/projects", {"name": "Apollo", "color": color})

    assert told(answer) == (400, COLOR.format(color))


def test_without_a_colour_one_is_chosen(cast: Cast) -> None:
    colors = [make(cast.alice, cast, color=None)["color"] for _ in range(3)]

    assert all(len(color) == 7 and color.startswith("#") for color in colors)
    assert len(set(colors)) > 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"start_date": "2026-02-01", "end_date": "2026-01-31"}, "end_date must not be before start_date"),
        ({"end_date": "2026-02-30"}, "end_date must be a date as YYYY-MM-DD"),
        ({"start_date": "tomorrow"}, "start_date must be a date as YYYY-MM-DD"),
        ({"start_date": "1969-12-31"}, "start_date must be between 1970 and 2100"),
        ({"currency": "XXQ"}, "currency must be the ISO 4217 code of a currency, such as USD"),
        ({"rate": -1}, "rate must be at least 0"),
        ({"rate": 1.234}, "rate must have at most two decimals"),
        ({"fixed_fee": 0}, "fixed_fee must be more than 0"),
        ({"estimated_hours": -1}, "estimated_hours must be at least 0"),
        ({"estimated_hours": 10**15}, "estimated_hours must be at most 999999"),
        (
            {"rate_change_mode": "now"},
            "rate_change_mode must be one of start-today, override-current, override-all",
        ),
        ({"recurring": True}, "recurring_parameters is required for a recurring project"),
        (
            {"recurring": True, "recurring_parameters": {"period": "hourly"}},
            "recurring_parameters.period must be one of daily, weekly, monthly, quarterly, yearly, custom",
        ),
        (
            {"recurring": True, "recurring_parameters": {"period": "custom", "custom_period": 0}},
            "recurring_parameters.custom_period must be between 1 and 3660 days",
        ),
        ({"name": 1}, "name must be a string or null"),
    ],
    ids=str,
)
def test_what_a_project_may_not_be(cast: Cast, fields: dict[str, Any], sentence: str) -> None:
    answer = cast.alice.post(f"{cast.workspace}/projects", {"name": "Apollo", **fields})

    assert told(answer) == (400, sentence)
    assert names(cast.alice.get(f"{cast.workspace}/projects")) == []


def test_what_is_not_json(cast: Cast) -> None:
    answer = cast.alice.post(f"{cast.workspace}/projects", body=b"{")

    assert told(answer) == (400, "JSON is not valid")


def test_a_new_project_is_logged(cast: Cast) -> None:
    created = make(cast.alice, cast, "Apollo", rate=12)

    (change,) = logged(cast, "project")
    assert (change.action, change.entity_id, change.before) == ("created", created["id"], None)
    assert (change.workspace_id, change.user_id) == (cast.place.workspace_id, cast.alice.id)
    assert (change.after["name"], change.after["rate"], change.after["name_key"]) == ("Apollo", 12, "apollo")


def test_a_start_in_the_past_is_no_trouble(cast: Cast, clock: SetClock) -> None:
    today = clock.set(2026, 5, 4).date()

    project = make(cast.alice, cast, start_date=str(today - timedelta(days=400)), end_date=str(today))

    assert cast.alice.get(f"{cast.workspace}/projects/{project['id']}").json["status"] == "active"
