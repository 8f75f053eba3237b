"""Trying it first, and asking twice."""

from typing import Any

from tests.cast import Cast
from tests.rights.rows import Reader
from tests.time_entries.diary import diary
from tests.undo.backstage import SINCE, undo


def test_a_dry_run_tells_and_changes_nothing(cast: Cast) -> None:
    mine = diary(cast)
    entries = [mine.add(description=f"{n}", tags=["a"]) for n in range(3)]
    mine.patch(entries, {"op": "replace", "path": "/description", "value": "same"})
    reader = Reader(cast.world)
    before = reader.of(cast.place.organization_id)

    answer = undo(cast).revert(undo(cast).last(), "?dry_run=true")

    assert answer.json["dry_run"] is True
    assert reader.of(cast.place.organization_id) == before
    done = undo(cast).revert(undo(cast).last(), "?dry_run=false")
    assert done.json == {"dry_run": False, "reverted": answer.json["reverted"]}
    assert reader.of(cast.place.organization_id) != before
    reader.close()


def test_a_dry_run_is_refused_as_the_real_one(cast: Cast) -> None:
    diary(cast).add()
    created = undo(cast).last()
    undo(cast).take_back(created)

    answer = undo(cast).revert(created, "?dry_run=true")

    assert (answer.status, answer.json) == (409, SINCE)


def test_a_repeated_request_takes_back_once(cast: Cast) -> None:
    diary(cast).add()
    path = f"{cast.workspace}/changes/{undo(cast).last()}/revert"
    answers: list[Any] = [cast.alice.post(path, headers={"Idempotency-Key": "once"}) for _ in range(2)]

    assert answers[0].json == answers[1].json
    assert [answer.headers.get("idempotent-replayed") for answer in answers] == [None, "true"]
    assert len(undo(cast).changes()) == 2
