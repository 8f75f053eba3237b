"""What an alert would tell now, of what, to whom, and why not; and the ledger of what it has told."""

from sundial.access.permissions import Role
from tests.alerts.stage import Stage
from tests.conftest import SetClock
from tests.people.backstage import hire


def test_a_new_alert_would_tell_nothing_old(stage: Stage) -> None:
    stage.track(7.5)

    (below,) = stage.preview(**stage.body(80, 100))
    (above,) = stage.preview(**stage.body(50, 100))

    assert below == {
        "project_id": stage.project_id,
        "project_name": "Atlas",
        "client_name": None,
        "measured_seconds": 27000,
        "whole_seconds": 36000,
        "measured_amount": None,
        "whole_amount": None,
        "currency": None,
        "share": 75,
        "reached": [],
        "reached_before": None,
        "next_threshold": 80,
        "would_send": False,
        "threshold": None,
        "why_not": "below 80 %: tracked 7.5 of 10 hours",
        "receivers": [{"user_id": stage.cast.alice.id, "name": "Alice", "why_not": None}],
    }
    assert (above["reached"], above["next_threshold"]) == ([50], 100)
    assert (above["would_send"], above["why_not"]) == (False, "reached already")
    assert stage.cast.alice.get(stage.alerts).json == []


def test_an_alert_would_tell_what_no_worker_has_seen_yet(stage: Stage) -> None:
    alert = stage.alert(50, 80)
    stage.track(9)

    (before,) = stage.preview(alert)
    stage.look()
    (after,) = stage.preview(alert)

    assert (before["would_send"], before["threshold"], before["why_not"]) == (True, 80, None)
    assert (before["reached"], before["reached_before"]) == ([50, 80], None)
    assert (after["would_send"], after["threshold"], after["why_not"]) == (False, None, "reached already")
    assert after["reached_before"] == 80


def test_why_nothing_would_be_told(stage: Stage) -> None:
    stage.rate(100)
    plain, fee = stage.project(name="Borealis"), stage.project(name="Corona", fixed_fee=1000, currency="EUR")
    archived = stage.project(name="Delta", estimated_hours=1)
    stage.change(archived, active=False)
    stage.track(7.9, project_id=fee, billable=True)

    def why(project_id: int, *thresholds: int, **fields: str) -> str:
        return stage.preview(**stage.body(*thresholds, project_id=project_id, **fields))[0]["why_not"]

    assert why(plain, 80) == "no estimate and no fixed fee"
    assert why(archived, 80) == "archived"
    assert why(fee, 80) == "below 80 %: billed 790 EUR of 1,000 EUR"
    assert why(fee, 5000, threshold_type="amount") == "below 5,000 EUR: billed 790 EUR"
    assert why(plain, 1, threshold_type="hours") == "below 1 hour: tracked 0 hours"


def test_each_project_of_a_workspace_by_name_in_pages(stage: Stage) -> None:
    for name in ("Delta", "Borealis", "Corona"):
        stage.project(name=name, estimated_hours=1)
    stage.change(stage.project(name="Archived"), active=False)
    body = stage.body(80, source_kind="workspace", project_id=None)
    alert = stage.alert(80, source_kind="workspace", project_id=None)

    for path in ("preview", f"{alert}/preview"):
        names: list[str] = []
        for page in (1, 2, 3):
            answer = stage.cast.alice.post(f"{stage.alerts}/{path}?per_page=2&page={page}", body)
            names += [one["project_name"] for one in answer.json]
        assert names == ["Atlas", "Borealis", "Corona", "Delta"]
    refused = stage.cast.alice.post(f"{stage.alerts}/{alert}/preview?page=0")
    assert (refused.status, refused.json) == (400, "page parameter must contain values > 0.")


def test_amounts_are_hidden_from_who_may_not_see_rates(stage: Stage) -> None:
    lead = hire(stage.cast, "Lead", Role.PROJECTLEAD)
    stage.cast.alice.put(f"{stage.workspace}/users/{lead.id}", {"view_edit_billable_rates": False})
    stage.rate(100)
    stage.change(fixed_fee=1000)
    alert = stage.alert(80, 100)
    stage.track(7.5, billable=True)
    (previewed,) = stage.preview(alert, by=lead)
    stage.track(1.1, billable=True)
    stage.look()

    assert (previewed["share"], previewed["why_not"]) == (75, "below 80 %")
    for told in (previewed, *stage.deliveries(alert, by=lead)):
        assert (told["measured_amount"], told["whole_amount"], told["currency"]) == (None, None, None)
    (seen,) = stage.deliveries(alert)
    assert (seen["measured_amount"], seen["whole_amount"], seen["currency"]) == (860, 1000, "USD")


def test_the_ledger_is_in_pages_the_newest_first(stage: Stage, clock: SetClock) -> None:
    alert = stage.alert(*range(10, 60, 10), receiver_roles=["admin"])
    other = stage.alert(100)
    for _ in range(5):
        stage.track(1)
        clock.forward(minutes=1)
        stage.look()

    answer = stage.cast.alice.get(f"{stage.alerts}/{alert}/deliveries?per_page=2&page=2")

    assert [one["threshold"] for one in answer.json] == [30, 20]
    assert (answer.headers["x-records"], answer.headers["x-pages"]) == ("5", "3")
    assert stage.deliveries(other) == []


def test_the_ledger_has_all_that_was_told(stage: Stage, clock: SetClock) -> None:
    alert = stage.alert(50, 80)
    stage.track(9)
    stage.look()

    (told,) = stage.deliveries(alert)

    assert told == {
        "id": told["id"],
        "alert_id": alert,
        "project_id": stage.project_id,
        "project_name": "Atlas",
        "threshold_type": "percentage",
        "threshold": 80,
        "crossed": [50, 80],
        "measured_seconds": 32400,
        "whole_seconds": 36000,
        "measured_amount": None,
        "whole_amount": None,
        "currency": None,
        "user_id": stage.cast.alice.id,
        "user_name": "Alice",
        "created_at": "2026-03-09T12:00:00Z",
        "mail": {"id": told["mail"]["id"], "state": "queued", "attempts": 0, "sent_at": None, "server_said": None},
    }
