"""Bulk edits of projects: each on its own."""

from typing import Any

import pytest

from sundial.access.permissions import Role
from tests.cast import Cast
from tests.people.backstage import hire
from tests.projects.backstage import MISSING, NO_ACCESS, NO_RATES, lead, logged, make, path, put_in, told


def patch(cast: Cast, *projects: dict[str, Any], **fields: Any) -> Any:
    """The answer when Alice replaces fields of these projects."""
    operations = [{"op": "replace", "path": f"/{name}", "value": value} for name, value in fields.items()]
    answer = cast.alice.patch(path_of(cast, *projects), operations)
    assert answer.status == 200, answer
    return answer.json


def path_of(cast: Cast, *projects: dict[str, Any]) -> str:
    return f"{cast.workspace}/projects/{','.join(str(project['id']) for project in projects)}"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("color", "#123abc"),
        ("is_private", False),
        ("active", False),
        ("billable", False),
        ("estimated_hours", 2),
        ("estimated_seconds", 5400),
        ("currency", "EUR"),
        ("auto_estimates", True),
        ("start_date", "2026-01-01"),
        ("end_date", "2100-12-31"),
        ("fixed_fee", 99.95),
    ],
)
def test_a_field_is_replaced_or_added_everywhere(cast: Cast, field: str, value: Any) -> None:
    one, two, three = (make(cast.alice, cast) for _ in range(3))

    assert patch(cast, one, two, **{field: value}) == {"success": [one["id"], two["id"]], "failure": []}
    added = cast.alice.patch(path(cast, three), [{"op": "add", "path": f"/{field}", "value": value}])

    assert added.json["success"] == [three["id"]]
    for project in (one, two, three):
        read = cast.alice.get(path(cast, project)).json
        assert read[field] == (None if field == "estimated_seconds" and read["auto_estimates"] else value)


@pytest.mark.parametrize(
    ("field", "value", "empty"),
    [
        ("estimated_hours", 2, None),
        ("estimated_seconds", 5400, None),
        ("currency", "EUR", "USD"),
        ("end_date", "2100-12-31", None),
        ("fixed_fee", 99.95, None),
    ],
)
def test_what_can_be_null_is_removed(cast: Cast, field: str, value: Any, empty: Any) -> None:
    project = make(cast.alice, cast)
    patch(cast, project, **{field: value})

    answer = cast.alice.patch(path(cast, project), [{"op": "remove", "path": f"/{field}"}])

    assert answer.json == {"success": [project["id"]], "failure": []}
    assert cast.alice.get(path(cast, project)).json.get(field) == empty


def test_the_client_is_replaced_and_removed(cast: Cast) -> None:
    one, two = make(cast.alice, cast, "A", client_name="Acme"), make(cast.alice, cast, "B")

    patch(cast, two, client_id=one["client_id"])
    assert cast.alice.get(path(cast, two)).json["client_name"] == "Acme"
    cast.alice.patch(path_of(cast, one, two), [{"op": "remove", "path": "/client_id"}])

    assert [each["client_id"] for each in cast.alice.get(f"{cast.workspace}/projects").json] == [None, None]


def test_the_name_is_replaced_where_it_is_free(cast: Cast) -> None:
    one, two = make(cast.alice, cast, "A"), make(cast.alice, cast, "B")

    answer = patch(cast, one, two, name="C")

    assert answer == {"success": [one["id"]], "failure": [{"id": two["id"], "message": "Name has already been taken"}]}
    assert [cast.alice.get(path(cast, each)).json["name"] for each in (one, two)] == ["C", "B"]


def test_several_fields_at_once_make_one_change_for_each(cast: Cast) -> None:
    one, two = make(cast.alice, cast), make(cast.alice, cast)

    patch(cast, one, two, active=False, billable=False)

    changes = logged(cast, "project")[2:]
    assert [(change.action, change.entity_id) for change in changes] == [("updated", one["id"]), ("updated", two["id"])]
    assert not changes[0].after["active"]
    assert not changes[0].after["billable"]


def test_one_that_fails_does_not_keep_the_others_back(cast: Cast) -> None:
    acme = make(cast.alice, cast, "Site", client_name="Acme")
    taken, free = make(cast.alice, cast, "Site"), make(cast.alice, cast, "Other")
    gone = make(cast.alice, cast)
    cast.alice.delete(path(cast, gone))

    answer = patch(cast, taken, gone, free, client_id=acme["client_id"])

    assert answer == {
        "success": [free["id"]],
        "failure": [
            {"id": taken["id"], "message": "Name has already been taken"},
            {"id": gone["id"], "message": MISSING},
        ],
    }
    assert cast.alice.get(path(cast, taken)).json["client_id"] is None
    assert [change.entity_id for change in logged(cast, "project")][-1] == free["id"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("color", "red", "Error in validating color 'red'. Project color must be a hex value in the form of "),
        ("client_id", 1, "Client with the ID 1 isn't present in workspace "),
        ("client_id", "x", "client_id must be an integer or null"),
        ("active", "yes", "active must be true or false or null"),
        ("fixed_fee", 1.001, "fixed_fee must have at most two decimals"),
        ("estimated_seconds", -1, "estimated_seconds must be at least 0"),
        ("end_date", "2000-01-01", "end_date must not be before start_date"),
    ],
)
def test_what_cannot_be_set_is_told_of_each(cast: Cast, field: str, value: Any, sentence: str) -> None:
    one, two = make(cast.alice, cast), make(cast.alice, cast)

    failed = patch(cast, one, two, **{field: value})

    assert failed["success"] == []
    assert [each["id"] for each in failed["failure"]] == [one["id"], two["id"]]
    assert all(each["message"].startswith(sentence) for each in failed["failure"])


def test_who_may_not_is_told_so_of_each(cast: Cast) -> None:
    own, open_ = make(cast.bob, cast), make(cast.alice, cast, is_private=False)
    secret, led = make(cast.alice, cast, is_private=True), make(cast.alice, cast)
    put_in(cast, led, cast.bob, manager=True)
    body = [{"op": "replace", "path": "/color", "value": "#000000"}]

    answer = cast.bob.patch(path_of(cast, own, open_, secret, led), body)

    assert answer.json == {
        "success": [own["id"], led["id"]],
        "failure": [{"id": open_["id"], "message": NO_ACCESS}, {"id": secret["id"], "message": MISSING}],
    }
    dora = hire(cast, "Dora", Role.TEAMLEAD)
    assert told(dora.patch(path_of(cast, open_), body)) == (403, NO_ACCESS)
    fee = [{"op": "replace", "path": "/fixed_fee", "value": 5}]
    failed = lead(cast, rates=False).patch(path_of(cast, open_), fee).json["failure"]
    assert failed == [{"id": open_["id"], "message": NO_RATES}]


@pytest.mark.parametrize(
    ("operations", "sentence"),
    [
        ([], "No patchable fields defined"),
        ([{"op": "move", "path": "/color", "value": "#000000"}], "Invalid op: move"),
        ([{"op": "replace", "path": "color", "value": "#000000"}], "Invalid path format: color"),
        ([{"op": "replace", "path": "/template_id", "value": 1}], "Path not found: /template_id"),
        ([{"op": "remove", "path": "/color"}], "Operation not supported (remove /color)"),
        ([{"op": "replace", "path": "/name", "value": None}], "Invalid value for /name"),
        ([{"op": "add", "path": "/billable", "value": None}], "Invalid value for /billable"),
    ],
    ids=str,
)
def test_what_nothing_could_be_changed_by(cast: Cast, operations: Any, sentence: str) -> None:
    project = make(cast.alice, cast)

    assert told(cast.alice.patch(path(cast, project), operations)) == (400, sentence)


@pytest.mark.parametrize(
    ("ids", "sentence"),
    [
        ("1,x", "Invalid project_id"),
        (",", "PATCH expects at least one ID"),
        (",".join(map(str, range(101))), "PATCH request is limited to 100 entries at once"),
    ],
)
def test_which_projects_must_be_said(cast: Cast, ids: str, sentence: str) -> None:
    body = [{"op": "replace", "path": "/color", "value": "#000000"}]

    assert told(cast.alice.patch(f"{cast.workspace}/projects/{ids}", body)) == (400, sentence)


def test_they_are_changed_in_one_order_and_told_in_the_order_asked(cast: Cast) -> None:
    one, two, three = (make(cast.alice, cast) for _ in range(3))
    before = len(logged(cast, "project"))

    answer = patch(cast, three, {"id": 7}, one, {"id": 5}, two, color="#123abc")

    assert answer["success"] == [three["id"], one["id"], two["id"]]
    assert [each["id"] for each in answer["failure"]] == [7, 5]
    changed = [row.entity_id for row in logged(cast, "project")[before:]]
    assert changed == sorted(project["id"] for project in (one, two, three))
