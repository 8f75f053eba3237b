"""Saving, changing and deleting reports."""

import json
from typing import Any

import pytest

from sundial.access.plans import Plan
from tests.cast import Cast
from tests.people.backstage import NOBODY, log, put_on_plan
from tests.reports.saved import path, post, save

NO_PLAN = (402, "Available only for premium workspaces.")
NO_TYPE = {"report_type": "monthly"}


def test_what_is_saved_is_read_again(cast: Cast) -> None:
    params = {"report_type": "detailed", "user_ids": [cast.bob.id], "ui": {"columns": ["Ünit", 1.5, None]}}

    made = save(cast, cast.bob, name="  My hours ", params=params, fixed_daterange=True)

    assert (made["name"], made["public"], made["fixed_daterange"]) == ("My hours", False, True)
    assert isinstance(made["params"], str)
    assert json.loads(made["params"]) == params
    assert (made["uid"], made["updated_by"], made["deleted_at"]) == (cast.bob.id, cast.bob.id, None)
    assert len(made["token"]) == 32
    assert (made["is_commenting_enabled"], made["scheduled_email_uids"]) == (False, [])
    assert cast.bob.get(path(cast, made)).json == made
    assert cast.bob.get(path(cast)).json == [made]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": None}, "saved report name field can't be blank"),
        ({"name": "  "}, "saved report name field can't be blank"),
        ({"name": "x" * 251}, "saved report name field must not be longer than 250 characters"),
        ({"fixed_daterange": None}, "saved report fixed_daterange can't be blank"),
        ({"public": None}, "saved report public can't be blank"),
        ({"params": NO_TYPE}, "parameter report_type is invalid or blank"),
        ({"params": {"report_type": None}}, "parameter report_type is invalid or blank"),
        ({"params": {"report_type": ["summary"]}}, "parameter report_type is invalid or blank"),
        ({"params": {"x": "y" * 65_536}}, "params must not be longer than 65536 characters"),
    ],
    ids=str,
)
def test_what_cannot_be_saved(cast: Cast, fields: dict[str, Any], sentence: str) -> None:
    answer = post(cast, **fields)

    assert (answer.status, answer.json) == (400, sentence)
    assert cast.alice.get(path(cast)).json == []


@pytest.mark.parametrize("params", [None, {}, {"user_ids": [1]}, "{}"], ids=str)
def test_parameters_are_of_some_report(cast: Cast, params: Any) -> None:
    body = {"name": "Hours", "public": False, "fixed_daterange": False, "params": params}

    answer = cast.alice.post(path(cast), body)

    assert (answer.status, answer.json) == (400, "parameter report_type is invalid or blank")


@pytest.mark.parametrize("text", ["[]", "no", '"x"', "[" * 5000], ids=lambda text: text[:10])
def test_parameters_in_a_text_are_an_object(cast: Cast, text: str) -> None:
    answer = cast.alice.post(path(cast), {"name": "H", "public": False, "fixed_daterange": False, "params": text})

    assert (answer.status, answer.json) == (400, "params must be an object")


def test_a_body_that_is_no_json(cast: Cast) -> None:
    made = save(cast)

    answers = [
        cast.alice.send("POST", path(cast), body=b"no"),
        cast.alice.send("PUT", path(cast), body=b"no"),
        cast.alice.send("PUT", path(cast, made), body=b"no"),
        cast.alice.send("PATCH", f"{path(cast)}/bulk_delete", body=b"no"),
    ]

    assert {(answer.status, answer.json) for answer in answers} == {(400, "JSON is not valid")}


def test_what_is_absent_or_null_stays(cast: Cast) -> None:
    made = save(cast, name="Hours", fixed_daterange=True, public=True)

    changed = cast.alice.put(path(cast, made), {"name": "Days", "public": None, "params": None}).json

    assert changed == {**made, "name": "Days", "updated_at": changed["updated_at"]}
    assert changed["updated_at"] > made["updated_at"]


def test_what_was_read_can_be_sent_back(cast: Cast) -> None:
    made = save(cast, params={"report_type": "weekly", "x": 12345678901234567890123})

    changed = cast.alice.put(path(cast, made), made).json

    assert changed["params"] == made["params"] == '{"report_type":"weekly","x":12345678901234567890123}'


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " "}, "saved report name field can't be blank"),
        ({"params": NO_TYPE}, "parameter report_type invalid or blank"),
    ],
    ids=str,
)
def test_what_it_cannot_become(cast: Cast, fields: dict[str, Any], sentence: str) -> None:
    made = save(cast)

    alone = cast.alice.put(path(cast, made), fields)
    together = cast.alice.put(path(cast), [{"id": made["id"], **fields}])

    assert (alone.status, alone.json) == (400, sentence)
    assert (together.status, together.json) == (400, f"Report ID {made['id']} failed with: {sentence}")
    assert cast.alice.get(path(cast, made)).json == made


def test_several_are_changed_together_or_none(cast: Cast) -> None:
    one, two = save(cast, name="One"), save(cast, name="Two")

    bad = cast.alice.put(path(cast), [{"id": one["id"], "name": "1"}, {"id": two["id"], "name": ""}])
    unknown = cast.alice.put(path(cast), [{"id": one["id"], "name": "1"}, {"id": NOBODY, "name": "2"}])
    nothing = cast.alice.put(path(cast), [])
    before = [each["name"] for each in cast.alice.get(path(cast)).json]
    both = cast.alice.put(path(cast), [{"id": one["id"], "name": "1"}, {"id": two["id"], "public": True}])

    assert bad.status == nothing.status == 400
    assert (unknown.status, unknown.json) == (
        404,
        "Some IDs were not found: Only 1 Saved Reports found for 2 given IDs.",
    )
    assert before == ["One", "Two"]
    assert (both.status, both.json["name"]) == (200, "1")
    assert [(each["name"], each["public"]) for each in cast.alice.get(path(cast)).json] == [("1", False), ("Two", True)]


def test_a_deleted_report_is_gone(cast: Cast) -> None:
    made = save(cast)

    gone = cast.alice.delete(path(cast, made))
    again = cast.alice.delete(path(cast, made))

    assert (gone.status, gone.json["id"]) == (200, made["id"])
    assert gone.json["deleted_at"] is not None
    missing = (404, f"Report ID {made['id']} not found/accessible.")
    assert (again.status, again.json) == missing
    read, changed = cast.alice.get(path(cast, made)), cast.alice.put(path(cast, made), {"name": "x"})
    assert (read.status, read.json) == (changed.status, changed.json) == missing
    assert cast.alice.get(path(cast)).json == []


def test_several_are_deleted_together_or_none(cast: Cast) -> None:
    one, two = save(cast, name="One"), save(cast, name="Two")
    delete = f"{path(cast)}/bulk_delete"

    wrong = cast.alice.patch(delete, {"ids": [one["id"], NOBODY, NOBODY]})
    left = cast.alice.get(path(cast)).json
    both = cast.alice.patch(delete, {"ids": [two["id"], one["id"], one["id"]]})

    assert (wrong.status, wrong.json) == (404, "Some IDs were not found: Only 1 Saved Reports found for 2 given IDs.")
    assert left == [one, two]
    assert both.status == 200
    assert {each["id"] for each in both.json if each["deleted_at"]} == {one["id"], two["id"]}
    assert cast.alice.get(path(cast)).json == []


def test_a_plan_without_saved_reports(cast: Cast) -> None:
    made = save(cast)
    put_on_plan(cast, Plan.FREE)

    answers = [
        cast.alice.get(path(cast)),
        post(cast),
        cast.alice.put(path(cast), [{"id": made["id"]}]),
        cast.alice.patch(f"{path(cast)}/bulk_delete", {"ids": []}),
        cast.alice.get(path(cast, made)),
        cast.alice.put(path(cast, made), {"name": "x"}),
        cast.alice.delete(path(cast, made)),
    ]

    assert [(answer.status, answer.json) for answer in answers] == [NO_PLAN] * 7


def test_the_log_tells_all_but_the_token(cast: Cast) -> None:
    made = save(cast)
    new = cast.alice.put(path(cast, made), {"name": "Days", "regenerate_token": True}).json
    cast.alice.delete(path(cast, made))

    entries = log(cast.world, cast.place.organization_id)[-3:]

    assert [(one.kind, one.action, one.entity_id) for one in entries] == [
        ("saved_report", action, made["id"]) for action in ("created", "updated", "deleted")
    ]
    assert (entries[1].before["name"], entries[1].after["name"]) == ("Hours", "Days")
    assert entries[0].after["params"] == made["params"]
    assert not [token for token in (made["token"], new["token"]) if token in repr(entries)]
    assert "token" not in repr(entries)


def test_a_new_token_is_told_once(cast: Cast) -> None:
    made, key = save(cast), {"Idempotency-Key": "once"}

    first, second = (
        cast.alice.put(path(cast, made), {"regenerate_token": True}, headers=key).json["token"] for _ in range(2)
    )

    assert len({made["token"], first, second}) == 3
    assert cast.alice.get(path(cast, made)).json["token"] == second
