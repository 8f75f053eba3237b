"""Bulk edits: operations on several entries, each on its own."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.conftest import SetClock
from tests.people.backstage import log
from tests.time_entries.diary import diary


def replace(field: str, value: Any) -> dict[str, Any]:
    return {"op": "replace", "path": f"/{field}", "value": value}


def test_several_are_changed_and_the_others_told(cast: Cast) -> None:
    one, two = diary(cast).add(), diary(cast).add()
    bobs = diary(cast, cast.bob).add()

    answer = diary(cast, cast.bob).patch([one, two, bobs], replace("description", "x"), replace("billable", True))

    assert answer.status == 200
    assert answer.json == {
        "success": [bobs["id"]],
        "failure": [
            {"id": one["id"], "message": "Time entry not found"},
            {"id": two["id"], "message": "Time entry not found"},
        ],
    }
    assert diary(cast).list() == [two, one]
    assert diary(cast, cast.bob).list()[0]["description"] == "x"


def test_an_entry_takes_all_operations_or_none(cast: Cast) -> None:
    good, bad = diary(cast).add(), diary(cast).add(start="2026-03-02T09:30:00Z", duration=60)

    answer = diary(cast).patch([bad, good], replace("description", "x"), replace("stop", "2026-03-02T09:15:00Z"))

    assert answer.json["success"] == [good["id"]]
    assert answer.json["failure"] == [{"id": bad["id"], "message": "Stop time must be after start time"}]
    assert cast.alice.get(f"/me/time_entries/{bad['id']}").json == bad
    assert cast.alice.get(f"/me/time_entries/{good['id']}").json["duration"] == 900


@pytest.mark.parametrize(
    ("operations", "tags"),
    [
        ([{"op": "add", "path": "/tags", "value": ["c"]}], ["a", "b", "c"]),
        ([{"op": "add", "path": "/tags", "value": "c"}], ["a", "b", "c"]),
        ([{"op": "remove", "path": "/tags", "value": ["a"]}], ["b"]),
        ([replace("tags", ["c", "a"])], ["c", "a"]),
        ([replace("tags", [])], []),
        (
            [{"op": "remove", "path": "/tags", "value": ["b"]}, {"op": "add", "path": "/tags", "value": ["d"]}],
            ["a", "d"],
        ),
    ],
    ids=str,
)
def test_tags(cast: Cast, operations: list[dict[str, Any]], tags: list[str]) -> None:
    entries = [diary(cast).add(tags=["a", "b"]) for _ in range(2)]

    assert diary(cast).patch(entries, *operations).json["failure"] == []

    assert [entry["tags"] for entry in diary(cast).list()] == [tags, tags]


def test_operations_on_different_things_are_one_change(cast: Cast) -> None:
    entry = diary(cast).add()
    demanded = {"description_present": True, "tag_present": True, "time_entry_constraints_enabled": True}
    cast.alice.post(f"{cast.workspace}/time_entry_constraints", demanded)
    operations = [replace("description", "x"), {"op": "add", "path": "/tags", "value": "a"}]
    before = len(log(cast.world, cast.place.organization_id))

    lacking = diary(cast).patch([entry], operations[0])
    done = diary(cast).patch([entry], *operations, replace("start", "2026-03-02T11:00:00Z"), replace("duration", 60))

    assert lacking.json["failure"] == [
        {"id": entry["id"], "message": "This entry can't be saved - please add a tag"},
    ]
    assert done.json == {"success": [entry["id"]], "failure": []}
    assert diary(cast).list()[0]["stop"] == "2026-03-02T11:01:00Z"
    assert [row.kind for row in log(cast.world, cast.place.organization_id)[before:]] == ["tag", "time_entry"]


def test_operations_on_the_same_thing_are_taken_one_after_the_other(cast: Cast) -> None:
    entry = diary(cast).add(tags=["a"])

    diary(cast).patch(
        [entry],
        {"op": "add", "path": "/tags", "value": "b"},
        {"op": "remove", "path": "/tag_ids", "value": entry["tag_ids"]},
        replace("duration", 60),
        replace("duration", 120),
    )

    assert (diary(cast).list()[0]["tags"], diary(cast).list()[0]["duration"]) == (["b"], 120)


def test_tags_by_id(cast: Cast) -> None:
    entry = diary(cast).add(tags=["a", "b"])

    diary(cast).patch([entry], {"op": "remove", "path": "/tags", "value": [entry["tag_ids"][0]]})

    assert diary(cast).list()[0]["tags"] == ["b"]


def test_deleting_and_bringing_back(cast: Cast, clock: SetClock) -> None:
    clock.set(2026, 3, 2, 10, 0)
    finished, running = diary(cast).add(), diary(cast).start()
    clock.forward(minutes=10)

    deleted = diary(cast).patch([finished, running], {"op": "add", "path": "/deleted_at", "value": "now"})
    assert deleted.json["success"] == [finished["id"], running["id"]]
    assert diary(cast).list() == []

    diary(cast).patch([finished, running], {"op": "remove", "path": "/deleted_at"})
    assert [entry["duration"] for entry in diary(cast).list()] == [600, 3600]


REFUSED: list[tuple[Any, str]] = [
    ([], "No patchable fields defined"),
    ([{"op": "move", "path": "/tags"}], "Invalid op: move"),
    ([{"op": "add", "path": "tags"}], "Invalid path format: tags"),
    ([{"op": "add", "path": "/tages"}], "Path not found: /tages"),
    ([{"op": "add", "path": "/description", "value": "x"}], "Operation not supported (add /description)"),
    ([replace("billable", "yes")], "Invalid value for /billable"),
    ([replace("billable", None)], "Invalid value for /billable"),
    ([replace("start", None)], "Invalid value for /start"),
    ([replace("tags", {"a": 1})], "Invalid value for /tags"),
]


@pytest.mark.parametrize(("operations", "sentence"), REFUSED, ids=str)
def test_operations_that_are_none(cast: Cast, operations: list[dict[str, Any]], sentence: str) -> None:
    entry = diary(cast).add()

    answer = diary(cast).patch([entry], *operations)

    assert (answer.status, answer.json) == (400, sentence)
    assert diary(cast).list() == [entry]


@pytest.mark.parametrize(
    ("ids", "sentence"),
    [
        (",".join(str(number) for number in range(101)), "PATCH request is limited to 100 entries at once"),
        (",", "PATCH expects at least one ID"),
        ("1,x", "Invalid value as time entry IDs"),
    ],
    ids=["101", "none", "x"],
)
def test_ids_that_are_refused(cast: Cast, ids: str, sentence: str) -> None:
    answer = cast.alice.patch(f"{cast.workspace}/time_entries/{ids}", [replace("description", "x")])

    assert (answer.status, answer.json) == (400, sentence)


def test_a_hundred_at_once(cast: Cast) -> None:
    entries = [diary(cast).add() for _ in range(3)]
    unknown = [{"id": number} for number in range(97)]

    answer = diary(cast).patch([*entries, *unknown], replace("description", "x"))

    assert len(answer.json["success"]) == 3
    assert len(answer.json["failure"]) == 97
