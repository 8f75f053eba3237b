"""GET and POST /me/preferences, and the same for one kind of client."""

from typing import Any

import pytest

from tests.make import Person, World, person

PATHS = ["/me/preferences", "/me/preferences/web", "/me/preferences/desktop"]


@pytest.fixture
def somebody(world: World) -> Person:
    return person(world)


@pytest.mark.parametrize("path", PATHS)
def test_what_was_set_is_read(somebody: Person, path: str) -> None:
    answer = somebody.post(path, json={"date_format": "DD.MM.YYYY", "manualMode": True, "unknown": 1})

    assert (answer.status, answer.json) == (200, "OK")
    for read in PATHS:
        shown = somebody.get(read).json
        assert (shown["date_format"], shown["manualMode"]) == ("DD.MM.YYYY", True)
        assert "unknown" not in shown


def test_strict_clients_find_the_keys_that_they_insist_on(somebody: Person) -> None:
    shown = somebody.get("/me/preferences").json

    assert shown["BeginningOfWeek"] == shown["beginningOfWeek"] == 1
    assert shown["alpha_features"] == []
    assert shown["date_format"] == "YYYY-MM-DD"
    assert shown["timeofday_format"] == "H:mm"
    assert shown["duration_format"] == "improved"


def test_what_is_absent_stays(somebody: Person) -> None:
    somebody.post("/me/preferences", json={"manualMode": True})

    somebody.post("/me/preferences", json={"showTimeInTitle": False})

    shown = somebody.get("/me/preferences").json
    assert (shown["manualMode"], shown["showTimeInTitle"]) == (True, False)


def test_the_week_and_the_time_zone_are_those_of_the_user(somebody: Person) -> None:
    somebody.post("/me/preferences", json={"beginningOfWeek": 0, "pg_time_zone_name": "Asia/Tokyo"})
    me = somebody.get("/me").json
    assert (me["beginning_of_week"], me["timezone"]) == (0, "Asia/Tokyo")

    somebody.put("/me", json={"beginning_of_week": 6, "timezone": "Europe/Oslo"})
    shown = somebody.get("/me/preferences").json
    assert (shown["beginningOfWeek"], shown["pg_time_zone_name"]) == (6, "Europe/Oslo")


def test_everybody_has_preferences_of_their_own(somebody: Person, world: World) -> None:
    somebody.post("/me/preferences", json={"manualMode": True})

    assert "manualMode" not in person(world).get("/me/preferences").json


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "Missing data"),
        ({"ToSAcceptNeeded": True}, "Cannot set value for ToSAcceptNeeded"),
        ({"alpha_features": [{"code": "x", "enabled": True}]}, "Invalid feature code(s)"),
        ({"date_format": "YY"}, "Value in date_format is invalid"),
        ({"timeofday_format": "HH"}, "Value in timeofday_format is invalid"),
        ({"beginningOfWeek": 9}, "Invalid beginning_of_week"),
        ({"manualMode": "yes"}, "manualMode must be true or false or null"),
        ({"duration_format": "roman"}, "duration_format must be one of classic, improved, decimal"),
        (
            {"windows_auto_tracking_rules": [{"billable": 1}]},
            "windows_auto_tracking_rules[0].billable must be true or false or null",
        ),
    ],
    ids=range(9),
)
def test_a_refused_change_changes_nothing(somebody: Person, body: dict[str, Any], sentence: str) -> None:
    for path in PATHS:
        answer = somebody.post(path, json={"showTimeInTitle": True, **body} if body else body)

        assert (answer.status, answer.json) == (400, sentence)
        assert "showTimeInTitle" not in somebody.get("/me/preferences").json


def test_an_unknown_client_has_none(somebody: Person) -> None:
    for client in ("mobile", "Web", "%FF", "a" * 1000):
        answers = [
            somebody.get(f"/me/preferences/{client}"),
            somebody.post(f"/me/preferences/{client}", {"manualMode": True}),
        ]

        assert [(answer.status, answer.json) for answer in answers] == [(400, "Unknown client")] * 2


def test_preferences_are_nobody_elses_business(world: World) -> None:
    assert world.send("GET", "/me/preferences").status == 401
    assert world.send("POST", "/me/preferences", json={"manualMode": True}).status == 401
