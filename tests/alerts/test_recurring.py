"""The estimate of a recurring project is for each of its periods, which begin where whoever made the alert lives."""

from typing import Any

import pytest

from tests.alerts.stage import Stage
from tests.conftest import SetClock

MONTHLY = {
    "recurring": True,
    "recurring_parameters": {"period": "monthly", "project_start_date": "2026-01-01"},
}


@pytest.fixture
def retainer(stage: Stage) -> int:
    """A project of 10 hours a month."""
    return stage.project(name="Retainer", estimated_hours=10, **MONTHLY)


def test_time_of_other_periods_does_not_count(stage: Stage, retainer: int) -> None:
    stage.alert(80, project_id=retainer)
    stage.track(20, project_id=retainer, start="2026-02-27T00:00:00Z")
    stage.track(7, project_id=retainer, start="2026-03-02T09:00:00Z")
    assert stage.look() == []

    stage.track(1, project_id=retainer, start="2026-03-31T23:00:00Z")

    assert stage.look() == ["Retainer has reached 80 % of its 10 estimated hours"]
    assert "Estimated for this period: 10 hours" in stage.written()[0].text_part


def test_each_period_begins_anew(stage: Stage, retainer: int, clock: SetClock) -> None:
    alert = stage.alert(80, 100, project_id=retainer)
    stage.track(9, project_id=retainer)
    assert len(stage.look()) == 1
    clock.set(2026, 4, 2)
    assert stage.look() == []

    stage.track(9, project_id=retainer, start="2026-04-01T09:00:00Z")

    assert stage.look() == ["Retainer has reached 80 % of its 10 estimated hours"]
    stage.track(0.5, project_id=retainer, start="2026-04-01T19:00:00Z")
    assert stage.look() == []
    assert len(stage.deliveries(alert)) == 2
    (previewed,) = stage.preview(alert)
    assert (previewed["measured_seconds"], previewed["why_not"]) == (9.5 * 3600, "reached already")


def test_hours_are_those_of_all_periods(stage: Stage, retainer: int) -> None:
    stage.alert(20, project_id=retainer, threshold_type="hours")

    for month in ("01", "02", "03"):
        stage.track(7, project_id=retainer, start=f"2026-{month}-05T09:00:00Z")

    assert stage.look() == ["Retainer has reached 20 hours of tracked time"]


@pytest.mark.parametrize(("zone", "told"), [("UTC", False), ("Pacific/Auckland", True)])
def test_a_period_begins_at_midnight_of_who_made_the_alert(
    stage: Stage, retainer: int, clock: SetClock, zone: str, told: bool
) -> None:
    assert stage.cast.alice.put("/me", {"timezone": zone}).status == 200
    clock.set(2026, 2, 28, 12)
    stage.alert(80, project_id=retainer)
    clock.set(2026, 3, 2)

    # It is the first of March in Auckland by then.
    stage.track(9, project_id=retainer, start="2026-02-28T13:00:00Z")

    assert bool(stage.look()) is told


def test_before_the_first_period_nothing_is_reached(stage: Stage) -> None:
    later: dict[str, Any] = {"period": "weekly", "project_start_date": "2026-06-01"}
    project_id = stage.project(name="Later", estimated_hours=1, recurring=True, recurring_parameters=later)
    stage.alert(80, project_id=project_id)

    stage.track(5, project_id=project_id)

    assert stage.look() == []
    assert stage.preview(**stage.body(80, project_id=project_id))[0]["share"] == 0


def test_a_fixed_fee_is_for_the_whole_project(stage: Stage, retainer: int) -> None:
    stage.rate(100)
    stage.change(retainer, fixed_fee=1000)
    stage.alert(80, project_id=retainer)

    stage.track(4, project_id=retainer, billable=True, start="2026-02-05T09:00:00Z")
    assert stage.look() == []
    stage.track(4, project_id=retainer, billable=True)

    assert stage.look() == ["Retainer has reached 80 % of its fixed fee of 1,000 USD"]
