"""How a shared report looks and rounds: as saved, unless that hides nothing or the reader may read it anyway."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.make import Answer, Person
from tests.reports.saved import run, save
from tests.time_entries.diary import START, diary

DAY = {"report_type": "summary", "start_date": START[:10], "end_date": START[:10]}


def token(cast: Cast, **params: Any) -> str:
    """A public report of a day."""
    return save(cast, public=True, params={**DAY, **params})["token"]


def groups(answer: Answer) -> list[Any]:
    """The groups of a summary."""
    assert answer.status == 200, answer
    return answer.json["summary_results"]["report"]["groups"]


def seconds(cast: Cast, token: str, who: Person | None = None, **body: Any) -> int:
    """All time of a report."""
    return run(cast, token, who, **body).json["summary_results"]["totals"]["seconds"]


def test_groups_are_as_saved(cast: Cast) -> None:
    diary(cast).add(description="Secret")
    saved = token(cast, grouping="clients", sub_grouping="projects")
    other = {"grouping": "users", "sub_grouping": "time_entries"}

    for who in (None, cast.bob, cast.charlie):
        answer = run(cast, saved, who, **other)
        assert [group["id"] for group in groups(answer)] == [None]
        assert b"Secret" not in answer.content
        assert b"Alice" not in answer.content
    (group,) = groups(run(cast, saved, cast.alice, **other))
    assert (group["id"], group["sub_groups"][0]["title"]) == (cast.alice.id, "Secret")


def test_groups_can_be_chosen_where_none_were(cast: Cast) -> None:
    diary(cast).add(description="Known")
    saved = token(cast)

    (usual,), (chosen,) = groups(run(cast, saved)), groups(run(cast, saved, grouping="users"))

    assert (usual["id"], usual["sub_groups"][0]["title"]) == (None, "Known")
    assert chosen["id"] == cast.alice.id
    wrong = run(cast, saved, grouping="x")
    assert wrong.status == 400
    assert wrong.json.startswith("Invalid 'grouping' value")


def test_descriptions_that_are_not_shown_cannot_be_guessed(cast: Cast) -> None:
    diary(cast).add(description="Secret")
    hidden = token(cast, sub_grouping="users")
    week = save(cast, public=True, params={**DAY, "report_type": "weekly"})["token"]

    for saved in (hidden, week):
        for who in (None, cast.bob):
            answer = run(cast, saved, who, description="S")
            assert (answer.status, answer.json) == (400, "description cannot be asked for: the report shows none")
    assert seconds(cast, hidden, cast.alice, description="S") == 3600
    assert seconds(cast, token(cast), description="s") == 3600


def test_saved_rounding_is_not_lifted(cast: Cast) -> None:
    diary(cast).add(duration=61)
    rounded, exact = token(cast, rounding=1, rounding_minutes=15), token(cast, rounding_minutes=0)

    assert seconds(cast, rounded) == 900
    for body in ({"rounding_minutes": 0}, {"rounding": 0}, {"rounding": -1, "rounding_minutes": 1}):
        assert seconds(cast, rounded, None, **body) == 900
    assert seconds(cast, rounded, cast.alice, rounding_minutes=0) == 61
    assert (seconds(cast, exact), seconds(cast, exact, rounding=1, rounding_minutes=15)) == (61, 900)


@pytest.mark.parametrize("by_person", [True, False])
def test_the_owners_and_the_workspaces_rounding_is_not_lifted(cast: Cast, by_person: bool) -> None:
    diary(cast).add(duration=61)
    saved = token(cast)
    assert (seconds(cast, saved), seconds(cast, saved, rounding=1, rounding_minutes=5)) == (61, 300)
    if by_person:
        preferences = {"reportRounding": True, "reportRoundingDirection": "1", "reportRoundingStepInMinutes": 15}
        assert cast.alice.post("/me/preferences", preferences).status == 200
    else:
        assert cast.alice.put(cast.workspace, {"rounding": 1, "rounding_minutes": 15}).status == 200

    assert seconds(cast, saved) == 900
    assert seconds(cast, saved, rounding=0, rounding_minutes=0) == 900
    assert seconds(cast, saved, cast.alice, rounding_minutes=0) == 61


def test_rows_that_are_alike_can_be_one(cast: Cast) -> None:
    for _ in range(2):
        diary(cast).add(description="Same")
    saved = token(cast, report_type="detailed")

    def rows(**body: Any) -> list[int]:
        found = run(cast, saved, **body).json["detailed_results"]["report"]
        return [len(row["time_entries"]) for row in found]

    assert (rows(), rows(grouped=True)) == ([1, 1], [2])
