"""Weekly reminders: the week before, as each person's weeks begin."""

from datetime import datetime, timedelta

import pytest

from tests.track_reminders.backstage import Office


@pytest.mark.parametrize(
    ("beginning_of_week", "due", "first", "last"),
    [
        (1, "2026-11-23T09:00:00Z", "2026-11-16", "2026-11-22"),
        (0, "2026-11-22T09:00:00Z", "2026-11-15", "2026-11-21"),
        (6, "2026-11-21T09:00:00Z", "2026-11-14", "2026-11-20"),
        (4, "2026-11-26T09:00:00Z", "2026-11-19", "2026-11-25"),
    ],
)
def test_a_week_is_looked_at_on_the_first_day_of_the_next(
    office: Office, beginning_of_week: int, due: str, first: str, last: str
) -> None:
    emma = office.hire("Emma", beginning_of_week=beginning_of_week)
    reminder = office.remind(emma, frequency=7, threshold=40)
    office.track(emma, f"{last}T23:59:59Z", 39.5)

    office.clock.fixed = datetime.fromisoformat(due.replace("T09:00", "T08:59"))
    office.work()
    before = office.told(reminder)
    office.clock.fixed = datetime.fromisoformat(due)
    office.work()

    assert before == []
    (told,) = office.deliveries(reminder)
    assert (told["first_day"], told["last_day"], told["tracked_seconds"]) == (first, last, 142200)


def test_people_with_different_weeks_are_looked_at_on_different_days(office: Office) -> None:
    sunday, monday = office.hire("Sunday", beginning_of_week=0), office.hire("Monday")
    reminder = office.remind(sunday, monday, frequency=7, threshold=40)

    office.work(2026, 11, 22, 9)
    first = office.told(reminder)
    office.work(2026, 11, 23, 9)

    assert first == [("Sunday", "2026-11-15")]
    assert office.told(reminder) == [("Monday", "2026-11-16"), ("Sunday", "2026-11-15")]


@pytest.mark.parametrize(
    ("zone", "end_text", "hours"),
    [
        ("Australia/Lord_Howe", "2026-04-05T13:30:00Z", 168.5),
        ("Australia/Lord_Howe", "2026-10-04T13:00:00Z", 167.5),
        ("America/Los_Angeles", "2026-11-02T08:00:00Z", 169),
        ("Pacific/Auckland", "2026-09-27T11:00:00Z", 167),
    ],
)
def test_a_week_ends_where_the_clock_says(office: Office, zone: str, end_text: str, hours: float) -> None:
    emma, finn = office.hire("Emma", zone), office.hire("Finn", zone)
    end = datetime.fromisoformat(end_text)
    office.clock.fixed = end - timedelta(days=7)
    reminder = office.remind(emma, finn, frequency=7, threshold=1)
    office.track(emma, (end - timedelta(seconds=1)).isoformat(), 1)
    office.track(finn, end_text, 1)

    office.clock.fixed = end + timedelta(hours=9)
    office.work()

    (told,) = office.deliveries(reminder)
    assert (told["user_name"], told["end"]) == ("Finn", end_text)
    assert end - datetime.fromisoformat(told["start"]) == timedelta(hours=hours)


def test_168_hours_a_week_may_be_expected(office: Office) -> None:
    emma = office.hire("Emma")
    reminder = office.remind(emma, frequency=7, threshold=168)
    for day in range(16, 23):
        office.track(emma, f"2026-11-{day}T00:00:00Z", 24)

    office.work(2026, 11, 23, 9)

    assert office.told(reminder) == []


def test_days_and_weeks_are_told_apart_when_a_reminder_changes(office: Office) -> None:
    emma = office.hire("Emma")
    reminder = office.remind(emma)
    office.work(2026, 11, 24, 9)
    office.change(reminder, frequency=7, threshold=40)
    office.work(2026, 11, 24, 9)
    told = office.told(reminder)

    office.work(2026, 11, 30, 9)

    assert told == [("Emma", "2026-11-23")]
    assert [(one["first_day"], one["last_day"]) for one in office.deliveries(reminder)] == [
        ("2026-11-23", "2026-11-29"),
        ("2026-11-23", "2026-11-23"),
    ]
