"""What a change of the preferences leaves behind, what it is refused for, and what clients read afterwards."""

from typing import Any

import msgspec
import pytest

from sundial.core.errors import Invalid
from sundial.users.preferences import (
    CLIENTS,
    DEFAULTS,
    OTHER_SPELLINGS,
    PreferencesChange,
    client_name,
    merged,
    shown,
    user_columns,
)

STORED: dict[str, Any] = {"date_format": "DD.MM.YYYY", "manualMode": True}

TIMEZONE_REFUSED = "pg_time_zone_name must be the name of a time zone, such as Europe/Berlin"


def change(body: dict[str, Any]) -> PreferencesChange:
    return msgspec.json.decode(msgspec.json.encode(body), type=PreferencesChange)


@pytest.mark.parametrize(
    ("stored", "body", "left"),
    [
        ({}, {"date_format": "MM/DD/YYYY"}, {"date_format": "MM/DD/YYYY"}),
        (STORED, {"timeofday_format": "h:mm A"}, {**STORED, "timeofday_format": "h:mm A"}),
        (STORED, {"date_format": "YYYY-MM-DD"}, {**STORED, "date_format": "YYYY-MM-DD"}),
        (STORED, {"date_format": None}, {"manualMode": True}),
        (STORED, {"timeofday_format": None}, STORED),
        (STORED, {"manualMode": False, "nobodyKnowsThis": 1}, {**STORED, "manualMode": False}),
        (STORED, {"alpha_features": []}, STORED),
        (STORED, {"alpha_features": None}, STORED),
        (STORED, {"toSAcceptNeeded": None}, STORED),
        (
            {},
            {"default_project_task": {"project_id": 7, "task_id": None}},
            {"default_project_task": {"project_id": 7, "task_id": None}},
        ),
        (
            {"default_project_task": {"task_id": 3}},
            {"default_project_task": {"project_id": 7}},
            {"default_project_task": {"project_id": 7}},
        ),
        (
            {},
            {"windows_auto_tracking_rules": [{"parameters": {"keyword": "mail"}, "tag_ids": [1]}]},
            {"windows_auto_tracking_rules": [{"parameters": {"keyword": "mail"}, "tag_ids": [1]}]},
        ),
        ({}, {"firstSeenBusinessPromo": 0}, {"firstSeenBusinessPromo": 0}),
        ({}, {"CollapseTimeEntries": True}, {"collapseTimeEntries": True}),
        ({"collapseTimeEntries": True}, {"CollapseTimeEntries": None}, {}),
        ({}, {"collapseTimeEntries": False, "CollapseTimeEntries": True}, {"collapseTimeEntries": True}),
        (STORED, {"beginningOfWeek": 0, "pg_time_zone_name": "Asia/Tokyo"}, STORED),
    ],
)
def test_a_change_leaves(stored: dict[str, Any], body: dict[str, Any], left: dict[str, Any]) -> None:
    before = dict(stored)

    assert merged(stored, change(body)) == left
    assert stored == before


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "Missing data"),
        ({"nobodyKnowsThis": 1}, "Missing data"),
        ({"toSAcceptNeeded": True}, "Cannot set value for ToSAcceptNeeded"),
        ({"toSAcceptNeeded": False}, "Cannot set value for ToSAcceptNeeded"),
        ({"ToSAcceptNeeded": True}, "Cannot set value for ToSAcceptNeeded"),
        ({"alpha_features": [{"code": "alerts_v2", "enabled": True}]}, "Invalid feature code(s)"),
        ({"alpha_features": [{"enabled": False}]}, "Invalid feature code(s)"),
        ({"date_format": "YYYY/MM/DD"}, "Value in date_format is invalid"),
        ({"date_format": ""}, "Value in date_format is invalid"),
        ({"timeofday_format": "HH:mm"}, "Value in timeofday_format is invalid"),
        ({"beginningOfWeek": 7}, "Invalid beginning_of_week"),
        ({"BeginningOfWeek": -1}, "Invalid beginning_of_week"),
        ({"beginningOfWeek": None}, "Invalid beginning_of_week"),
        ({"pg_time_zone_name": "Mars/Olympus"}, TIMEZONE_REFUSED),
        ({"pg_time_zone_name": ""}, TIMEZONE_REFUSED),
        ({"pg_time_zone_name": None}, TIMEZONE_REFUSED),
    ],
)
def test_a_change_is_refused(body: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Invalid) as refusal:
        merged(STORED, change(body))

    assert refusal.value.sentence == sentence


@pytest.mark.parametrize(
    "body",
    [
        {"manualMode": "yes"},
        {"beginningOfWeek": True},
        {"beginningOfWeek": "1"},
        {"idle_detection_interval_in_minutes": 1.5},
        {"idle_detection_interval_in_minutes": 2**53},
        {"default_project_id": -1},
        {"timerView": "x" * 4001},
        {"decimal_separator": ";"},
        {"duration_format": "roman"},
        {"workout_default_tag": 5},
        {"macos_stop_continue_keyboard_shortcut": {"key": "a"}},
        {"windows_auto_tracking_rules": [{"parameters": {"keyword": 1}}]},
        {"windows_auto_tracking_rules": [{"tag_ids": [2**53]}]},
        {"macos_auto_tracking_rules": [{"keyword": "mail"}] * 501},
    ],
)
def test_a_change_of_the_wrong_shape_cannot_be_read(body: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        change(body)


@pytest.mark.parametrize("field", msgspec.structs.fields(PreferencesChange), ids=lambda field: field.encode_name)
def test_every_preference_may_be_absent_or_null(field: msgspec.structs.FieldInfo) -> None:
    assert field.default is msgspec.UNSET
    assert getattr(change({field.encode_name: None}), field.name) is None


@pytest.mark.parametrize(
    ("body", "columns"),
    [
        ({"date_format": "MM/DD/YYYY"}, {}),
        ({"beginningOfWeek": 0}, {"beginning_of_week": 0}),
        ({"BeginningOfWeek": 6}, {"beginning_of_week": 6}),
        ({"beginningOfWeek": 1, "BeginningOfWeek": 6}, {"beginning_of_week": 6}),
        ({"pg_time_zone_name": "US/Pacific"}, {"timezone": "US/Pacific"}),
        (
            {"beginningOfWeek": 3, "pg_time_zone_name": "Europe/Oslo"},
            {"beginning_of_week": 3, "timezone": "Europe/Oslo"},
        ),
    ],
)
def test_the_week_and_the_time_zone_are_the_users_own(body: dict[str, Any], columns: dict[str, Any]) -> None:
    assert user_columns(change(body)) == columns


def test_a_new_user_reads_the_defaults() -> None:
    assert shown({}, beginning_of_week=1, timezone="UTC") == DEFAULTS


def test_what_was_set_overlays_the_defaults() -> None:
    document = shown(
        {"date_format": "DD.MM.YYYY", "collapseTimeEntries": True, "timerView": "list"}, 0, "America/New_York"
    )

    assert document == {
        **DEFAULTS,
        "date_format": "DD.MM.YYYY",
        "collapseTimeEntries": True,
        "CollapseTimeEntries": True,
        "timerView": "list",
        "TimerView": "list",
        "beginningOfWeek": 0,
        "BeginningOfWeek": 0,
        "pg_time_zone_name": "America/New_York",
    }


def test_what_is_shown_can_be_sent_back() -> None:
    stored = merged({}, change({"timerView": "calendar", "reportRoundingStepInMinutes": 15}))
    document = shown(stored, 5, "Asia/Tokyo")
    sent_back = change(document)

    assert shown(merged(stored, sent_back), **user_columns(sent_back)) == document


def test_the_other_spellings_are_of_known_preferences() -> None:
    names = {field.encode_name for field in msgspec.structs.fields(PreferencesChange)}

    assert set(OTHER_SPELLINGS) | set(OTHER_SPELLINGS.values()) <= names
    assert set(DEFAULTS) <= names


@pytest.mark.parametrize("name", sorted(CLIENTS))
def test_a_known_client_has_preferences(name: str) -> None:
    assert client_name(name) == name


@pytest.mark.parametrize("name", ["", "Web", "toaster"])
def test_an_unknown_client_has_none(name: str) -> None:
    with pytest.raises(Invalid, match=r"^Unknown client$"):
        client_name(name)
