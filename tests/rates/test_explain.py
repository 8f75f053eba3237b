"""GET …/rates/explain: every level that could price an entry, the one that does, and the sum that follows."""

from fractions import Fraction
from typing import Any

import pytest

from sundial.rates.rules import Level, Mode
from tests.conftest import SetClock
from tests.rates.firm import Firm, why
from tests.time_entries.diary import diary
from tests.undo.things import change, create

LEVELS = ["task", "project_user", "project", "workspace_user", "workspace"]


def test_the_strongest_level_applies_and_the_others_say_why_not(firm: Firm) -> None:
    entry = firm.track()
    part: dict[str, Any] = {}
    for number, level in enumerate(reversed(LEVELS), 1):
        firm.set(level, 10 * number)

        part = firm.explained(entry)["billable_rate"]
        assert [one["level"] for one in part["levels"]] == LEVELS
        assert [one["level"] for one in part["levels"] if one["applies"]] == [level]
        assert part["rate"] == 10 * number
        assert part["amount"] == 10 * number

    assert why(part) == {
        "task": None,
        **dict.fromkeys(LEVELS[1:], "a task's own rate comes first"),
    }


@pytest.mark.parametrize(
    ("level", "words"),
    [
        ("project_user", "a project member's own rate comes first"),
        ("project", "a project's own rate comes first"),
        ("workspace_user", "a member's own rate comes first"),
    ],
)
def test_what_comes_first_has_a_name(firm: Firm, level: str, words: str) -> None:
    firm.set("workspace", 50)
    firm.set(level, 60)

    assert why(firm.explained(firm.track())["billable_rate"])["workspace"] == words


def test_what_each_level_is_set_for(firm: Firm) -> None:
    part = firm.explained(firm.track())["billable_rate"]

    assert {one["level"]: (one["level_id"], one["name"]) for one in part["levels"]} == {
        "task": (firm.task, "Maps"),
        "project_user": (firm.project_users[firm.cast.bob.id], "Bob"),
        "project": (firm.project, "Atlas"),
        "workspace_user": (firm.members[firm.cast.bob.id], "Bob"),
        "workspace": (firm.cast.place.workspace_id, "Main"),
    }


def test_why_there_is_no_rate(firm: Firm, clock: SetClock) -> None:
    clock.set(2026, 3, 10, 12)
    firm.set("workspace", 50, start="2026-03-05T00:00:00Z")
    firm.set("workspace_user", 60)
    firm.clear(Level.WORKSPACE_USER, Mode.START_TODAY)
    bare = {"task_id": None, "project_id": None}

    early = firm.explained(firm.track(**bare, start="2026-03-04T23:59:59Z"))["billable_rate"]
    late = firm.explained(firm.track(**bare, start="2026-03-10T00:00:00Z"))["billable_rate"]

    nothing = {"task": "no task", "project_user": "no project", "project": "no project"}
    assert why(early) == {
        **nothing,
        "workspace_user": None,
        "workspace": "not yet valid: the first rate starts 2026-03-05T00:00:00Z",
    }
    assert why(late) == {**nothing, "workspace_user": "cleared from 2026-03-10T00:00:00Z", "workspace": None}


def test_nobody_set_a_rate(firm: Firm) -> None:
    part = firm.explained(firm.track())["billable_rate"]

    assert why(part) == dict.fromkeys(LEVELS, "no rate set")
    assert [part[name] for name in ("rate", "exact", "numerator", "denominator", "amount")] == [None] * 5


def test_who_is_in_no_project_has_no_rate_there(firm: Firm) -> None:
    other = create(firm.cast, "projects", name="Bathos", is_private=False)["id"]
    part = firm.explained(firm.track(task_id=None, project_id=other))["billable_rate"]

    assert why(part)["project_user"] == "not a member of the project"


def test_the_rate_that_is_valid_at_the_start(firm: Firm, clock: SetClock) -> None:
    now = clock.set(2026, 3, 10, 12)
    firm.set("project", 100)
    firm.set("project", 120, mode="start-today")
    firm.set("project", 140, start="2026-04-01T00:00:00Z")
    old, new = firm.track(start="2026-03-09T23:59:59Z"), firm.track(start="2026-03-10T00:00:00Z")

    (before,) = [one["rate"] for one in firm.explained(old)["billable_rate"]["levels"] if one["applies"]]
    (after,) = [one["rate"] for one in firm.explained(new)["billable_rate"]["levels"] if one["applies"]]

    assert (before["amount"], before["start"], before["end"]) == (100, None, "2026-03-10T00:00:00Z")
    assert (after["amount"], after["start"], after["end"]) == (120, "2026-03-10T00:00:00Z", "2026-04-01T00:00:00Z")
    assert after["rate_change_mode"] == "start-today"
    assert (after["creator_id"], after["creator_name"]) == (firm.cast.alice.id, "Alice")
    assert after["created_at"] == now.isoformat().replace("+00:00", "Z")


def test_an_exact_amount_is_a_fraction_of_hundredths(firm: Firm) -> None:
    firm.set("workspace", 100)

    part = firm.explained(firm.track(duration=60))["billable_rate"]

    assert (part["exact"], part["numerator"], part["denominator"]) == ("500/3", 500, 3)
    assert part["amount"] == 1.67
    assert 6 * Fraction(part["exact"]) == 1000


def test_the_entry_and_its_rounding(firm: Firm) -> None:
    workspace = firm.cast.workspace
    assert firm.cast.alice.put(workspace, {"rounding": 1, "rounding_minutes": 15}).status == 200
    assert firm.cast.alice.put("/me", {"timezone": "Europe/Berlin"}).status == 200
    firm.set("workspace", 100)
    entry = firm.track(start="2026-03-29T01:30:00Z", duration=901)

    explained = firm.explained(entry)

    assert explained["time_entry"] == {
        "id": entry,
        "user_id": firm.cast.bob.id,
        "user_name": "Bob",
        "project_id": firm.project,
        "project_name": "Atlas",
        "task_id": firm.task,
        "task_name": "Maps",
        "start": "2026-03-29T01:30:00Z",
        "local_start": "2026-03-29T03:30:00+02:00",
        "timezone": "Europe/Berlin",
        "running": False,
        "seconds": 901,
        "rounding": 1,
        "rounding_minutes": 15,
        "rounded_seconds": 1800,
        "billable": True,
    }
    assert explained["billable_rate"]["amount"] == 50


def test_what_runs_is_worth_its_time_until_now(firm: Firm, clock: SetClock) -> None:
    clock.set(2026, 3, 10, 12)
    firm.set("workspace", 100)
    running = diary(firm.cast, firm.cast.bob).start(billable=True)
    clock.forward(minutes=30)

    explained = firm.explained(running["id"])

    assert (explained["time_entry"]["running"], explained["time_entry"]["seconds"]) == (True, 1800)
    assert explained["billable_rate"]["amount"] == 50


def test_time_that_is_not_billed_has_a_cost_but_no_amount(firm: Firm) -> None:
    firm.set("workspace", 100)
    firm.set("workspace_user", 30, type="labor_rates")

    explained = firm.explained(firm.track(billable=False))

    assert explained["billable_rate"]["rate"] == 100
    assert explained["billable_rate"]["amount"] is None
    assert explained["billable_rate"]["exact"] is None
    assert explained["billable_rate"]["note"] == "The time entry is not billable."
    assert explained["labor_cost"]["amount"] == 30


def test_labor_costs_have_two_levels(firm: Firm) -> None:
    firm.set("workspace_user", 30, type="labor_rates")
    firm.set("project_user", 35.5, type="labor_rates")

    part = firm.explained(firm.track(duration=1800))["labor_cost"]

    assert why(part) == {"project_user": None, "workspace_user": "a project member's own labor cost comes first"}
    assert (part["rate"], part["amount"]) == (35.5, 17.75)


def test_a_currency_of_the_project_or_of_the_workspace(firm: Firm) -> None:
    firm.set("workspace", 100)
    entry = firm.track()
    assert firm.cast.alice.put(firm.cast.workspace, {"default_currency": "EUR"}).status == 200
    part = firm.explained(entry)["billable_rate"]
    assert (part["currency"], part["currency_from"]) == ("EUR", "workspace")

    change(firm.cast, "projects", firm.project, currency="CHF")
    part = firm.explained(entry)["billable_rate"]
    assert (part["currency"], part["currency_from"]) == ("CHF", "project")


def test_a_fixed_fee_is_mentioned(firm: Firm) -> None:
    change(firm.cast, "projects", firm.project, fixed_fee=500)
    firm.set("workspace", 100)

    explained = firm.explained(firm.track())

    fee = "The project has a fixed fee of 500: that is billed, whatever the hours are worth."
    assert explained["billable_rate"]["note"] == fee
    assert explained["labor_cost"]["note"] is None


def test_a_price_that_is_stored_is_the_one_that_is_explained(firm: Firm, clock: SetClock) -> None:
    clock.set(2026, 3, 10, 12)
    for number, level in enumerate(LEVELS):
        firm.set(level, 50 + number, start=f"2026-03-0{5 - number}T00:00:00Z")
    firm.set("workspace_user", 20, type="labor_rates")
    firm.set("project_user", 25, type="labor_rates", start="2026-03-03T00:00:00Z")
    places = [{}, {"task_id": None, "project_id": firm.project}, {"task_id": None}]
    for day in range(1, 7):
        for place in places:
            for by in (firm.cast.alice, firm.cast.bob):
                firm.track(by, start=f"2026-03-0{day}T00:00:00Z", **place)

    explained = {number: firm.explained(number) for number in firm.prices()}

    assert len(explained) == 36
    assert firm.prices() == {
        number: tuple(_hundredths(one[name]["rate"]) for name in ("billable_rate", "labor_cost"))
        for number, one in explained.items()
    }
    assert len(set(firm.prices().values())) >= 8


def _hundredths(rate: float | None) -> int | None:
    return None if rate is None else round(rate * 100)
