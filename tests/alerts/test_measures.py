"""What is measured: hours, amounts, shares of an estimate or of a fixed fee, as projects and reports show them."""

from typing import Any

from tests.alerts.stage import HOUR, Stage
from tests.conftest import SetClock
from tests.time_entries.diary import diary


def share(stage: Stage, project_id: int) -> int | None:
    """The share of a project that is done, as a preview tells it."""
    return stage.preview(**stage.body(1000, project_id=project_id))[0]["share"]


def test_hours(stage: Stage) -> None:
    stage.alert(2, 10, threshold_type="hours")
    stage.track(1 + 3599 / HOUR)
    assert stage.look() == []

    stage.track(1 / HOUR)
    assert stage.look() == ["Atlas has reached 2 hours of tracked time"]

    stage.track(8)
    assert stage.look() == ["Atlas has reached 10 hours of tracked time"]


def test_an_amount_in_the_currency_of_the_workspace(stage: Stage) -> None:
    stage.rate(90)
    alert = stage.alert(100, threshold_type="amount")
    stage.track(5, billable=False)
    stage.track(1, billable=True)
    assert stage.look() == []

    stage.track(0.5, billable=True)

    assert stage.look() == ["Atlas has reached 100 USD of billable amount"]
    (told,) = stage.deliveries(alert)
    assert (told["measured_amount"], told["whole_amount"], told["currency"]) == (135, None, "USD")
    assert (told["measured_seconds"], told["whole_seconds"]) == (None, None)


def test_amounts_are_exact(stage: Stage) -> None:
    stage.rate(0.01)
    stage.alert(1, threshold_type="amount")
    # A cent an hour: a hundred hours are one unit, and a second less is less, however it would be shown.
    entry = stage.track(99.5, billable=True)
    stage.track(0.5 - 1 / HOUR, billable=True)
    assert stage.look() == []

    stage.diary.put(entry, duration=round(99.5 * HOUR) + 1, stop=None)

    assert stage.look() == ["Atlas has reached 1 USD of billable amount"]


def test_each_project_has_its_own_currency(stage: Stage) -> None:
    stage.rate(100)
    euros = stage.project(name="Borealis", currency="EUR")
    yen = stage.project(name="Corona", currency="JPY")
    alert = stage.alert_of_all(100, threshold_type="amount")

    for project_id in (euros, yen, stage.project_id):
        stage.track(1, project_id=project_id, billable=True)

    assert sorted(stage.look()) == [
        "Atlas has reached 100 USD of billable amount",
        "Borealis has reached 100 EUR of billable amount",
        "Corona has reached 100 JPY of billable amount",
    ]
    assert {one["currency"] for one in stage.deliveries(alert)} == {"USD", "EUR", "JPY"}


def test_a_share_of_a_fixed_fee_comes_before_the_estimate(stage: Stage) -> None:
    stage.rate(100)
    stage.change(fixed_fee=1250.5)
    alert = stage.alert(80, 100)
    stage.track(9, billable=False)
    assert stage.look() == []

    stage.track(11, billable=True)

    assert stage.look() == ["Atlas has reached 80 % of its fixed fee of 1,250.50 USD"]
    (told,) = stage.deliveries(alert)
    assert (told["measured_amount"], told["whole_amount"]) == (1100, 1250.5)
    (shown,) = stage.cast.alice.post(
        f"{stage.workspace}/projects/billable-amounts", {"project_ids": [stage.project_id]}
    ).json
    assert shown["billable_amount"] == told["measured_amount"]


def test_a_rate_from_the_past_can_cross(stage: Stage) -> None:
    stage.rate(50)
    stage.alert(1000, threshold_type="amount")
    stage.track(15, billable=True)
    assert stage.look() == []

    stage.rate(70, start="2026-03-01T00:00:00Z")

    assert stage.look() == ["Atlas has reached 1,000 USD of billable amount"]


def test_rates_of_every_level_are_followed(stage: Stage) -> None:
    stage.rate(10)
    task = stage.make(f"projects/{stage.project_id}/tasks", name="Design")["id"]
    place = stage.make("project_users", project_id=stage.project_id, user_id=stage.cast.bob.id)["id"]
    bob = next(
        one["id"]
        for one in stage.cast.alice.get(f"{stage.workspace}/workspace_users").json
        if one["user_id"] == stage.cast.bob.id
    )
    stage.alert(20, 30, 40, 50, threshold_type="amount")
    stage.track(1, billable=True, task_id=task)
    assert stage.look() == []

    levels = [("workspace_user", bob), ("project", stage.project_id), ("project_user", place), ("task", task)]
    for amount, (level, number) in zip((20, 30, 40, 50), levels, strict=True):
        stage.rate(amount, level, number)
        assert stage.look() == [f"Atlas has reached {amount} USD of billable amount"]


def test_another_estimate_can_cross_and_fall_below(stage: Stage) -> None:
    alert = stage.alert(80)
    stage.track(6)
    stage.look()

    stage.change(estimated_hours=7)
    assert stage.look() == ["Atlas has reached 80 % of its 7 estimated hours"]
    stage.change(estimated_hours=60)
    assert (stage.look(), stage.levels()) == ([], {})
    stage.change(estimated_hours=None)
    assert stage.look() == []
    stage.change(estimated_hours=2)
    assert stage.look() == ["Atlas has reached 80 % of its 2 estimated hours"]
    assert len(stage.deliveries(alert)) == 2


def test_estimates_of_tasks(stage: Stage) -> None:
    project_id = stage.project(name="Borealis", auto_estimates=True, estimated_hours=1000)
    tasks = f"projects/{project_id}/tasks"
    first = stage.make(tasks, name="Design", estimated_seconds=8 * HOUR)["id"]
    stage.make(tasks, name="Build", estimated_seconds=2 * HOUR)
    stage.alert(80, project_id=project_id)
    stage.track(7.5, project_id=project_id)
    assert (stage.look(), share(stage, project_id)) == ([], 75)

    answer = stage.cast.alice.put(f"{stage.workspace}/{tasks}/{first}", {"estimated_seconds": 7 * HOUR})
    assert answer.status == 200
    assert stage.look() == ["Borealis has reached 80 % of its 9 estimated hours"]

    stage.make(tasks, name="Test", estimated_seconds=10 * HOUR)
    assert stage.look() == []
    stage.cast.alice.delete(f"{stage.workspace}/{tasks}/{first}")
    assert (stage.look(), share(stage, project_id)) == ([], 62)
    stage.cast.alice.put(f"{stage.workspace}/projects/{project_id}", {"auto_estimates": False})
    assert (stage.look(), share(stage, project_id)) == ([], 0)


def test_no_estimate_and_no_fee_is_no_share(stage: Stage) -> None:
    plain = stage.project(name="Borealis")
    stage.alert(1, project_id=plain)

    stage.track(500, project_id=plain)

    assert stage.look() == []
    assert stage.levels() == {}


def test_what_is_measured_is_what_reports_add_up(stage: Stage, clock: SetClock) -> None:
    stage.rate(33.33)
    alice = diary(stage.cast)
    for number in range(1, 8):
        stage.track(billable=number % 2 == 0, duration=977 * number, start=f"2026-03-0{number}T09:00:00Z")
        alice.add(project_id=stage.project_id, billable=True, duration=1313 * number)
    stage.diary.delete(stage.track(3, billable=True))
    stage.diary.start(project_id=stage.project_id)

    (hours,) = stage.preview(**stage.body(1, threshold_type="hours"))
    (amount,) = stage.preview(**stage.body(1, threshold_type="amount"))

    path = f"/reports/api/v3/workspace/{stage.cast.place.workspace_id}/summary/time_entries"
    body: dict[str, Any] = {
        "start_date": "2026-03-01",
        "end_date": "2026-03-31",
        "grouping": "projects",
        "sub_grouping": "users",
        "project_ids": [stage.project_id],
    }
    answer = stage.cast.alice.post(path, body)
    assert answer.status == 200, answer
    (group,) = answer.json["groups"]
    assert hours["measured_seconds"] == sum(part["seconds"] for part in group["sub_groups"])
    (shown,) = stage.cast.alice.post(
        f"{stage.workspace}/projects/billable-amounts", {"project_ids": [stage.project_id]}
    ).json
    assert amount["measured_amount"] == shown["billable_amount"]
    totals = stage.cast.alice.post(
        f"/reports/api/v3/workspace/{stage.cast.place.workspace_id}/search/time_entries/totals",
        {name: body[name] for name in ("start_date", "end_date", "project_ids")},
    ).json
    assert totals["seconds"] == hours["measured_seconds"]
    assert totals["billable_amount_in_cents"] == round(amount["measured_amount"] * 100)
