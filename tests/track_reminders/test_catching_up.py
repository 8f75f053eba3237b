"""What is told after downtime, to whom while things change, and what is not told."""

import pytest

from tests.people.backstage import member_path, members, new_group, officer_path
from tests.track_reminders.backstage import Office


def test_after_hours_of_downtime_people_are_told_all_the_same(office: Office) -> None:
    emma = office.hire("Emma")
    reminder = office.remind(emma)

    office.work(2026, 11, 24, 23, 59)

    assert office.told(reminder) == [("Emma", "2026-11-23")]


def test_after_weeks_of_downtime_only_the_newest_day_is_told(office: Office) -> None:
    emma = office.hire("Emma")
    daily, weekly = office.remind(emma), office.remind(emma, frequency=7, threshold=40)

    office.work(2026, 12, 16, 12)

    assert office.told(daily) == [("Emma", "2026-12-15")]
    assert office.told(weekly) == [("Emma", "2026-12-07")]


@pytest.mark.parametrize(("day", "hour", "told"), [(21, 10, True), (23, 23, True), (24, 0, False), (24, 8, False)])
def test_friday_is_told_until_monday_is_over(office: Office, day: int, hour: int, told: bool) -> None:
    emma = office.hire("Emma")
    reminder = office.remind(emma)

    office.work(2026, 11, day, hour)

    assert office.told(reminder) == ([("Emma", "2026-11-20")] if told else [])


def test_nobody_is_told_twice(office: Office) -> None:
    emma, finn = office.hire("Emma"), office.hire("Finn")
    reminder, another = office.remind(emma, finn), office.remind(emma, threshold=4)
    office.track(finn, "2026-11-23T08:00:00Z", 8)
    office.work(2026, 11, 24, 9)
    deleted = finn.get("/me/time_entries").json[0]["id"]
    finn.delete(f"{office.cast.workspace}/time_entries/{deleted}")

    for hour in (9, 10, 15):
        office.work(2026, 11, 24, hour)

    # Finn's day was looked at when it was full.
    assert office.told(reminder) == office.told(another) == [("Emma", "2026-11-23")]
    assert len(office.mails()) == 2


def test_a_reminder_that_is_made_after_the_hour_tells_nothing_of_before(office: Office) -> None:
    emma, finn = office.hire("Emma"), office.hire("Finn", "America/Los_Angeles")
    office.clock.set(2026, 11, 24, 9, 1)
    reminder = office.remind(emma, finn)

    office.work(2026, 11, 24, 17)

    assert office.told(reminder) == [("Finn", "2026-11-23")]


def test_an_earlier_time_shows_what_would_have_been_told(office: Office) -> None:
    emma = office.hire("Emma")
    office.clock.set(2026, 11, 24, 12)
    reminder = office.remind(emma)

    office.work(2026, 11, 17, 9)

    assert office.told(reminder) == [("Emma", "2026-11-16")]


def test_what_changes_who_is_told_counts_from_then_on(office: Office) -> None:
    emma, finn, gina = office.hire("Emma"), office.hire("Finn", "Asia/Kolkata"), office.hire("Gina")
    off = office.remind(emma, email_reminder_enabled=False)
    grows = office.remind(emma)
    shrinks = office.remind(emma, finn)
    office.clock.set(2026, 11, 24, 8)
    # Removing somebody, or asking for more, keeps nobody from being told.
    office.change(shrinks, user_ids=[emma.id], threshold=9)
    office.work(2026, 11, 24, 9)
    office.clock.set(2026, 11, 24, 12)
    office.change(off, email_reminder_enabled=True)
    office.change(grows, user_ids=[emma.id, finn.id, gina.id])

    office.work(2026, 11, 24, 13)
    today = [office.told(one) for one in (off, grows, shrinks)]
    office.work(2026, 11, 25, 9)

    assert today == [[], [("Emma", "2026-11-23")], [("Emma", "2026-11-23")]]
    assert office.told(off) == [("Emma", "2026-11-24")]
    assert [name for name, day in office.told(grows) if day == "2026-11-24"] == ["Emma", "Finn", "Gina"]


def test_a_higher_threshold_counts_at_once(office: Office) -> None:
    emma = office.hire("Emma")
    reminder = office.remind(emma)
    office.track(emma, "2026-11-23T08:00:00Z", 8)
    office.clock.set(2026, 11, 24, 10)
    office.change(reminder, threshold=8.01)

    office.work()

    assert office.told(reminder) == [("Emma", "2026-11-23")]


def test_who_moves_to_another_zone_is_told_of_a_day_once(office: Office) -> None:
    emma, finn = office.hire("Emma", "Pacific/Auckland"), office.hire("Finn", "Pacific/Auckland")
    reminder = office.remind(emma, finn)
    office.work(2026, 11, 23, 20)
    for somebody in (emma, finn):
        assert somebody.put("/me", {"timezone": "America/Los_Angeles"}).status == 200

    office.work(2026, 11, 24, 17)
    office.work(2026, 11, 25, 17)

    assert office.told(reminder) == [
        ("Emma", "2026-11-23"),
        ("Emma", "2026-11-24"),
        ("Finn", "2026-11-23"),
        ("Finn", "2026-11-24"),
    ]


def test_who_is_not_at_work_here_is_not_told(office: Office) -> None:
    people = {name: office.hire(name) for name in ("Active", "Inactive", "Removed", "Suspended", "Left")}
    reminder = office.remind(*people.values())
    alice, cast = office.cast.alice, office.cast
    alice.put(member_path(cast, people["Inactive"]), {"inactive": True})
    alice.delete(member_path(cast, people["Removed"]))
    alice.put(officer_path(cast, people["Suspended"]), {"inactive": True})
    assert people["Left"].delete(f"{cast.organization}/users/leave").status == 200

    office.work(2026, 11, 24, 9)

    assert office.told(reminder) == [("Active", "2026-11-23")]


def test_who_was_invited_and_has_not_joined_is_not_told(office: Office) -> None:
    alice, cast = office.cast.alice, office.cast
    body = {"emails": ["late@example.net"], "workspaces": [{"workspace_id": cast.place.workspace_id}]}
    assert alice.post(f"{cast.organization}/invitations", body).status == 200
    invited = next(one for one in members(alice, cast.place).values() if one["email"] == "late@example.net")
    reminder = office.remind(user_ids=[invited["user_id"]])

    office.work(2026, 11, 24, 9)

    assert office.told(reminder) == []


def test_people_are_told_through_groups_and_once_however_often_they_are_named(office: Office) -> None:
    emma, finn, gina = (office.hire(name) for name in ("Emma", "Finn", "Gina"))
    cast = office.cast
    paths = [new_group(cast, "Design", [emma, finn], [cast.place]), new_group(cast, "Sales", [emma], [cast.place])]
    groups = [int(path.rpartition("/")[2]) for path in paths]
    reminder = office.remind(emma, gina, group_ids=groups)
    office.work(2026, 11, 24, 9)
    first = office.told(reminder)
    # Finn stays in the workspace, but not in the group.
    cast.alice.put(paths[0], {"name": "Design", "users": [emma.id]})
    cast.alice.delete(paths[1])

    office.work(2026, 11, 25, 9)

    assert first == [("Emma", "2026-11-23"), ("Finn", "2026-11-23"), ("Gina", "2026-11-23")]
    assert [name for name, day in office.told(reminder) if day == "2026-11-24"] == ["Emma", "Gina"]


def test_a_group_that_left_the_workspace_reaches_nobody_there(office: Office) -> None:
    emma, cast = office.hire("Emma"), office.cast
    path = new_group(cast, "Design", [emma], [cast.place])
    reminder = office.remind(group_ids=[int(path.rpartition("/")[2])])
    assert cast.alice.put(path, {"workspaces": []}).status == 200

    office.work(2026, 11, 24, 9)

    assert office.told(reminder) == []
    assert office.cast.alice.get(office.path).json[-1]["group_ids"] == []
