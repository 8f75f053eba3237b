"""A project that reaches a threshold is told, once, to whom an alert names."""

from tests.alerts.stage import Stage
from tests.conftest import SetClock


def test_a_threshold_that_is_crossed_is_one_mail(stage: Stage) -> None:
    alert = stage.alert(80, 100)
    stage.track(7.5)
    assert stage.look() == []

    stage.track(0.5)

    assert stage.look() == ["Atlas has reached 80 % of its 10 estimated hours"]
    assert stage.look() == []
    (written,) = stage.written()
    assert (written.user_id, written.to_address) == (stage.cast.alice.id, stage.cast.alice.email)
    (told,) = stage.deliveries(alert)
    assert (told["threshold"], told["crossed"]) == (80, [80])
    assert (told["measured_seconds"], told["whole_seconds"]) == (8 * 3600, 10 * 3600)
    assert told["mail"]["state"] == "queued"
    stage.track(2)
    assert stage.look() == ["Atlas has reached 100 % of its 10 estimated hours"]
    assert [one["threshold"] for one in stage.deliveries(alert)] == [100, 80]


def test_several_crossed_at_once_are_one_mail_for_the_highest(stage: Stage) -> None:
    alert = stage.alert(100, 50, 80)

    stage.track(10)

    assert stage.look() == ["Atlas has reached 100 % of its 10 estimated hours"]
    (told,) = stage.deliveries(alert)
    assert (told["threshold"], told["crossed"]) == (100, [50, 80, 100])


def test_what_falls_below_can_cross_again(stage: Stage) -> None:
    alert = stage.alert(80, 100)
    entry = stage.track(9)
    assert len(stage.look()) == 1

    assert stage.diary.delete(entry).status == 200
    assert stage.look() == []
    assert stage.levels() == {}
    stage.track(8)

    assert stage.look() == ["Atlas has reached 80 % of its 10 estimated hours"]
    assert len(stage.deliveries(alert)) == 2


def test_falling_below_the_higher_of_two_keeps_the_lower_quiet(stage: Stage) -> None:
    stage.alert(50, 100)
    entry = stage.track(10)
    stage.look()

    stage.diary.put(entry, duration=6 * 3600, stop=None)
    assert stage.look() == []
    stage.diary.put(entry, duration=10 * 3600, stop=None)

    assert stage.look() == ["Atlas has reached 100 % of its 10 estimated hours"]


def test_up_and_down_between_two_looks_is_not_told(stage: Stage) -> None:
    stage.alert(80)

    stage.diary.delete(stage.track(9))

    assert stage.look() == []


def test_what_is_reached_when_an_alert_is_made_is_not_told(stage: Stage) -> None:
    stage.track(8.5)

    alert = stage.alert(50, 80, 100)

    assert stage.look() == []
    assert stage.levels() == {(alert, stage.project_id): 80}
    stage.track(1.5)
    assert stage.look() == ["Atlas has reached 100 % of its 10 estimated hours"]


def test_other_thresholds_tell_nothing_old(stage: Stage) -> None:
    alert = stage.alert(80)
    stage.track(6)
    stage.look()

    assert stage.put(alert, thresholds=[50, 70]).status == 200

    assert stage.look() == []
    stage.track(1)
    assert stage.look() == ["Atlas has reached 70 % of its 10 estimated hours"]


def test_other_thresholds_lose_nothing_that_was_crossed_and_not_seen_yet(stage: Stage) -> None:
    alert = stage.alert(80, 90, 100)
    stage.track(8.5)

    assert stage.put(alert, thresholds=[50, 80, 100]).status == 200

    assert stage.look() == ["Atlas has reached 80 % of its 10 estimated hours"]
    assert stage.look() == []


def test_another_receiver_leaves_the_levels_as_they_are(stage: Stage) -> None:
    alert = stage.alert(80)
    stage.track(8)

    assert stage.put(alert, receiver_users=[stage.cast.bob.id]).status == 200

    assert len(stage.look()) == 1
    assert [one.user_id for one in stage.written()] == [stage.cast.bob.id]


def test_a_deleted_alert_tells_nothing(stage: Stage) -> None:
    alert = stage.alert(80)
    stage.track(8)

    answer = stage.cast.alice.delete(f"{stage.alerts}/{alert}")

    assert (answer.status, answer.content) == (200, b"")
    assert stage.look() == []
    assert stage.levels() == {}


def test_running_entries_do_not_count(stage: Stage, clock: SetClock) -> None:
    stage.alert(80)
    entry = stage.diary.start(project_id=stage.project_id)
    clock.forward(hours=9)
    assert stage.look() == []

    stage.diary.stop(entry)

    assert stage.look() == ["Atlas has reached 80 % of its 10 estimated hours"]


def test_an_archived_project_tells_nothing_and_keeps_its_level(stage: Stage) -> None:
    alert = stage.alert(50, 80)
    entry = stage.track(6)
    stage.look()
    stage.change(active=False)
    stage.diary.put(entry, duration=9 * 3600, stop=None)

    assert stage.look() == []
    assert stage.levels() == {(alert, stage.project_id): 50}
    stage.change(active=True)

    assert stage.look() == ["Atlas has reached 80 % of its 10 estimated hours"]


def test_an_alert_for_an_archived_project_takes_its_level(stage: Stage) -> None:
    stage.track(9)
    stage.change(active=False)
    alert = stage.alert(80)
    everything = stage.alert_of_all(80)

    assert stage.levels() == {(alert, stage.project_id): 80, (everything, stage.project_id): 80}
    stage.change(active=True)
    assert stage.look() == []


def test_a_deleted_project_tells_nothing_and_breaks_nothing(stage: Stage) -> None:
    alert = stage.alert(80)
    stage.track(8)
    assert len(stage.look()) == 1
    stage.track(2)

    assert stage.cast.alice.delete(f"{stage.workspace}/projects/{stage.project_id}").status == 200

    assert stage.look() == []
    assert [one["project_name"] for one in stage.deliveries(alert)] == ["Atlas"]
    (listed,) = stage.cast.alice.get(stage.alerts).json
    assert [one["code"] for one in listed["errors"]] == ["project_deleted"]
    (previewed,) = stage.preview(alert)
    assert (previewed["would_send"], previewed["why_not"]) == (False, "deleted")


def test_a_project_whose_deletion_is_taken_back_is_not_told_again(stage: Stage) -> None:
    stage.alert(80)
    stage.track(8)
    assert len(stage.look()) == 1
    stage.cast.alice.delete(f"{stage.workspace}/projects/{stage.project_id}")
    stage.look()
    changes = stage.cast.alice.get(f"{stage.workspace}/changes?kind=project").json

    assert stage.cast.alice.post(f"{stage.workspace}/changes/{changes[0]['id']}/revert").status == 200

    assert stage.look() == []


def test_every_active_project_of_a_workspace_is_on_its_own(stage: Stage) -> None:
    second = stage.project(name="Borealis", estimated_hours=1)
    stage.alert_of_all(50)
    stage.track(5)
    assert stage.look() == ["Atlas has reached 50 % of its 10 estimated hours"]

    stage.track(1, project_id=second)
    third = stage.project(name="Corona", estimated_hours=2)
    stage.track(1, project_id=third)

    assert sorted(stage.look()) == [
        "Borealis has reached 50 % of its 1 estimated hour",
        "Corona has reached 50 % of its 2 estimated hours",
    ]


def test_an_entry_that_moves_counts_where_it_comes(stage: Stage) -> None:
    second = stage.project(name="Borealis", estimated_hours=10)
    stage.alert_of_all(80)
    entry = stage.track(8)
    stage.look()

    stage.diary.put(entry, project_id=second)

    assert stage.look() == ["Borealis has reached 80 % of its 10 estimated hours"]
    assert [project_id for _, project_id in stage.levels()] == [second]


def test_two_alerts_for_a_project_are_two_mails(stage: Stage) -> None:
    first, second = stage.alert(80), stage.alert(80)

    stage.track(8)

    assert len(stage.look()) == 2
    assert [len(stage.deliveries(alert)) for alert in (first, second)] == [1, 1]
