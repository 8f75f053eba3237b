"""Daily reminders: yesterday, in each person's own time zone, on working days."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.track_reminders.backstage import Office

ZONES = {
    "Pacific/Auckland": "2026-11-23T20:00:00Z",
    "Australia/Lord_Howe": "2026-11-23T22:00:00Z",
    "Asia/Kolkata": "2026-11-24T03:30:00Z",
    "UTC": "2026-11-24T09:00:00Z",
    "America/Los_Angeles": "2026-11-24T17:00:00Z",
}
"""When it is nine o'clock on Tuesday, 24 November 2026."""


@pytest.mark.parametrize("zone", ZONES)
def test_a_person_is_told_at_nine_by_their_own_clock(office: Office, zone: str) -> None:
    emma, due = office.hire("Emma", zone), datetime.fromisoformat(ZONES[zone])
    office.clock.set(2026, 11, 22)
    reminder = office.remind(emma)
    office.track(emma, datetime(2026, 11, 23, 16, tzinfo=ZoneInfo(zone)).isoformat(), 6.5)

    office.clock.fixed = due - timedelta(minutes=1)
    office.work()
    before = office.told(reminder)
    office.clock.fixed = due
    office.work()

    assert before == []
    (told,) = office.deliveries(reminder)
    assert (told["first_day"], told["last_day"]) == ("2026-11-23", "2026-11-23")
    assert (told["tracked_seconds"], told["threshold_seconds"]) == (23400, 28800)
    assert told["created_at"] == ZONES[zone]


def test_who_tracked_enough_is_not_told(office: Office) -> None:
    emma, finn, gina = (office.hire(name) for name in ("Emma", "Finn", "Gina"))
    reminder = office.remind(emma, finn, gina)
    office.track(emma, "2026-11-23T08:00:00Z", 8)
    office.track(finn, "2026-11-23T08:00:00Z", 4)
    office.track(finn, "2026-11-23T14:00:00Z", 4 - 1 / 3600)

    office.work(2026, 11, 24, 9)

    assert office.told(reminder) == [("Finn", "2026-11-23"), ("Gina", "2026-11-23")]
    assert {one["user_name"]: one["tracked_seconds"] for one in office.deliveries(reminder)} == {
        "Finn": 28799,
        "Gina": 0,
    }


def test_hundredths_of_hours_are_exact(office: Office) -> None:
    emma, finn = office.hire("Emma"), office.hire("Finn")
    reminder = office.remind(emma, finn, threshold=7.35)
    office.track(emma, "2026-11-23T08:00:00Z", 26460 / 3600)
    office.track(finn, "2026-11-23T08:00:00Z", 26459 / 3600)

    office.work(2026, 11, 24, 9)

    assert office.told(reminder) == [("Finn", "2026-11-23")]


def test_only_working_days_are_looked_at(office: Office) -> None:
    emma, finn = office.hire("Emma", "Asia/Kolkata"), office.hire("Finn", "America/Los_Angeles")
    reminder = office.remind(emma, finn)

    office.work_through(datetime(2026, 12, 1, 20, tzinfo=UTC))

    days = [f"2026-11-{day}" for day in (19, 20, 23, 24, 25, 26, 27, 30)]
    assert office.told(reminder) == [(name, day) for name in ("Emma", "Finn") for day in days]


@pytest.mark.parametrize(
    ("zone", "day", "start", "hours"),
    [
        ("Pacific/Auckland", "2026-09-28", "2026-09-27T11:00:00Z", 24),
        # On a Friday midnight is left out, and on a Thursday its last hour comes twice.
        ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z", 23),
        ("Africa/Cairo", "2026-10-29", "2026-10-28T21:00:00Z", 25),
    ],
)
def test_a_day_has_the_hours_that_the_clock_gives_it(
    office: Office, zone: str, day: str, start: str, hours: int
) -> None:
    emma, finn = office.hire("Emma", zone), office.hire("Finn", zone)
    begin = office.clock.fixed = datetime.fromisoformat(start)
    reminder = office.remind(emma, finn, threshold=1)
    office.track(emma, (begin + timedelta(hours=hours, seconds=-1)).isoformat(), 1)
    office.track(finn, (begin + timedelta(hours=hours)).isoformat(), 1)

    office.clock.forward(hours=hours + 9)
    office.work()

    assert office.told(reminder) == [("Finn", day)]
    (told,) = office.deliveries(reminder)
    assert told["start"] == start
    assert datetime.fromisoformat(told["end"]) - begin == timedelta(hours=hours)


def test_an_entry_belongs_to_the_day_on_which_it_starts(office: Office) -> None:
    emma, finn = office.hire("Emma", "America/Los_Angeles"), office.hire("Finn", "America/Los_Angeles")
    reminder = office.remind(emma, finn)
    # 23:00 on Monday to 07:00 on Tuesday, and from Sunday 23:00 to Monday 07:00.
    office.track(emma, "2026-11-24T07:00:00Z", 8)
    office.track(finn, "2026-11-23T07:00:00Z", 8)

    office.work(2026, 11, 24, 17)

    assert office.told(reminder) == [("Finn", "2026-11-23")]
    assert office.deliveries(reminder)[0]["tracked_seconds"] == 0


def test_a_running_entry_counts_until_the_end_of_the_day(office: Office) -> None:
    emma, finn = office.hire("Emma"), office.hire("Finn")
    reminder = office.remind(emma, finn)
    office.start(emma, "2026-11-23T16:00:00Z")
    office.start(finn, "2026-11-23T16:00:01Z")

    office.work(2026, 11, 24, 9)

    assert office.told(reminder) == [("Finn", "2026-11-23")]
    assert office.deliveries(reminder)[0]["tracked_seconds"] == 8 * 3600 - 1


def test_what_is_deleted_or_elsewhere_or_of_others_does_not_count(office: Office) -> None:
    emma, alice = office.hire("Emma"), office.cast.alice
    there = alice.post(f"{office.cast.organization}/workspaces", {"name": "Other"}).json["id"]
    alice.post(
        f"{office.cast.organization}/invitations", {"emails": [emma.email], "workspaces": [{"workspace_id": there}]}
    )
    reminder = office.remind(emma, alice)
    deleted = office.track(emma, "2026-11-23T08:00:00Z", 9)
    emma.delete(f"{office.cast.workspace}/time_entries/{deleted['id']}")
    office.track(alice, "2026-11-23T08:00:00Z", 9, f"/workspaces/{there}")
    office.track(office.cast.bob, "2026-11-23T08:00:00Z", 9)
    office.track(emma, "2026-11-22T23:59:59Z", 9)
    office.track(emma, "2026-11-24T00:00:00Z", 9)

    office.work(2026, 11, 24, 9)

    assert office.told(reminder) == [("Alice", "2026-11-23"), ("Emma", "2026-11-23")]


def test_a_switched_off_or_deleted_reminder_tells_nobody(office: Office) -> None:
    emma = office.hire("Emma")
    off = office.remind(emma, email_reminder_enabled=False)
    gone = office.remind(emma)
    assert office.cast.alice.delete(f"{office.path}/{gone}").status == 200

    office.work(2026, 11, 24, 9)

    assert office.mails() == []
    assert office.told(off) == []
