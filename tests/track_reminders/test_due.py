"""Which period is due, and since when: by the rules, and by walking through the minutes with a local clock."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sundial.core.periods import end_of_day, start_of_day
from sundial.track_reminders.due import Rhythm, first_instant, in_time, newest, next_due

ZONES = (
    "Pacific/Auckland",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "America/Santiago",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Pacific/Kiritimati",
    "Pacific/Apia",
    "Africa/Casablanca",
    "UTC",
)
# Around the days on which clocks are changed somewhere, and around others.
MOMENTS = st.one_of(
    *(
        st.datetimes(day - timedelta(days=8), day + timedelta(days=8), timezones=st.just(UTC))
        for day in map(
            datetime.fromisoformat,
            ("2026-03-08", "2026-04-05", "2026-04-24", "2026-09-06", "2026-09-27", "2026-10-04", "2026-10-29"),
        )
    ),
    st.datetimes(datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2029-01-01"), timezones=st.just(UTC)),
)
RHYTHMS = st.builds(Rhythm, st.sampled_from((1, 7)), st.sampled_from(ZONES), st.integers(0, 6), st.integers(0, 23))
MINUTE, FORTNIGHT = timedelta(minutes=1), timedelta(days=15)


class Seen:
    """A fortnight before a moment as a local clock shows it, minute by minute."""

    def __init__(self, zone: str, hour: int, until: datetime) -> None:
        self.starts: dict[date, datetime] = {}
        self.dues: dict[date, datetime] = {}
        for moment, local in _minutes(zone, until):
            self.starts.setdefault(local.date(), moment)
            if local.hour >= hour:
                self.dues.setdefault(local.date(), moment)


def _minutes(zone: str, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    moment, of_zone = until - FORTNIGHT, ZoneInfo(zone)
    while moment <= until:
        yield moment, moment.astimezone(of_zone)
        moment += MINUTE


@cache
def _walked(zone: str, hour: int, until: datetime) -> Seen:
    return Seen(zone, hour, until)


@settings(max_examples=60, deadline=None)
@given(RHYTHMS, MOMENTS)
def test_the_newest_period_is_the_one_that_a_walk_through_the_minutes_finds(rhythm: Rhythm, now: datetime) -> None:
    now = now.replace(second=0, microsecond=0)
    walked = _walked(rhythm.timezone, rhythm.hour, now)
    # The first day of the walk is seen in part.
    looked_at = sorted(walked.dues.keys() - {min(walked.starts)}, reverse=True)
    days = (day - timedelta(days=rhythm.frequency) for day in looked_at)
    daily, begins = rhythm.frequency == 1, rhythm.beginning_of_week
    expected = next(day for day in days if (day.weekday() < 5 if daily else day.isoweekday() % 7 == begins))

    found = newest(rhythm, now)

    assert found.first == expected
    assert found.due == walked.dues[expected + timedelta(days=rhythm.frequency)]
    if expected > min(walked.starts):
        assert found.start == walked.starts[expected]
    assert found.end == walked.starts[expected + timedelta(days=rhythm.frequency)]
    assert found.last - found.first == timedelta(days=rhythm.frequency - 1)


@settings(max_examples=200, deadline=None)
@given(RHYTHMS, MOMENTS)
def test_periods_follow_each_other(rhythm: Rhythm, now: datetime) -> None:
    found, following = newest(rhythm, now), next_due(rhythm, now)

    assert found.start < found.end <= found.due <= now < following
    assert newest(rhythm, following).due == following
    assert newest(rhythm, following).first > found.first
    assert newest(rhythm, following - timedelta(seconds=1)) == found
    # What is no longer looked at has one behind it that soon is.
    assert found.due < found.stale
    assert following - found.stale < timedelta(days=1)


@settings(max_examples=200, deadline=None)
@given(RHYTHMS, MOMENTS)
def test_everybody_is_looked_at_on_a_quarter_of_an_hour(rhythm: Rhythm, now: datetime) -> None:
    assert newest(rhythm, now).due.minute % 15 == 0


@pytest.mark.parametrize(
    ("day", "hour", "zone", "instant"),
    [
        ("2026-11-24", 9, "Asia/Kolkata", "2026-11-24T03:30"),
        # Two o'clock is left out: the clock goes on from half past two.
        ("2026-10-04", 2, "Australia/Lord_Howe", "2026-10-03T15:30"),
        ("2026-03-08", 2, "America/Los_Angeles", "2026-03-08T10:00"),
        # One o'clock comes twice.
        ("2026-11-01", 1, "America/Los_Angeles", "2026-11-01T08:00"),
        ("2026-04-24", 0, "Africa/Cairo", "2026-04-23T22:00"),
        # A day that was left out.
        ("2011-12-30", 9, "Pacific/Apia", "2011-12-30T10:00"),
    ],
)
def test_an_hour_of_the_local_clock(day: str, hour: int, zone: str, instant: str) -> None:
    assert first_instant(date.fromisoformat(day), hour, zone) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        ("2026-04-05", "Australia/Lord_Howe", 24.5),
        ("2026-10-04", "Australia/Lord_Howe", 23.5),
        ("2026-09-27", "Pacific/Auckland", 23),
        ("2026-11-01", "America/Los_Angeles", 25),
        ("2026-11-01", "Asia/Kolkata", 24),
    ],
)
def test_days_have_different_lengths(day: str, zone: str, hours: float) -> None:
    one = date.fromisoformat(day)
    assert end_of_day(one, zone) - start_of_day(one, zone) == timedelta(hours=hours)


def test_a_day_that_was_left_out_is_not_looked_at() -> None:
    found = newest(Rhythm(1, "Pacific/Apia", 1, 9), datetime(2012, 1, 1, tzinfo=UTC))

    assert found.first == date(2011, 12, 29)


@pytest.mark.parametrize(
    ("now", "name", "stale"),
    [
        ("2026-11-20T08:59", "2026-11-18", "2026-11-20T00:00"),
        ("2026-11-20T09:00", "2026-11-19", "2026-11-21T00:00"),
        ("2026-11-21T08:59", "2026-11-19", "2026-11-21T00:00"),
        ("2026-11-21T09:00", "2026-11-20", "2026-11-24T00:00"),
        ("2026-11-22T09:00", "2026-11-20", "2026-11-24T00:00"),
        ("2026-11-23T09:00", "2026-11-20", "2026-11-24T00:00"),
        ("2026-11-24T08:59", "2026-11-20", "2026-11-24T00:00"),
        ("2026-11-24T09:00", "2026-11-23", "2026-11-25T00:00"),
    ],
)
def test_a_weekend_has_no_days_of_its_own(now: str, name: str, stale: str) -> None:
    found = newest(Rhythm(1, "UTC", 1, 9), datetime.fromisoformat(now).replace(tzinfo=UTC))

    assert (found.name, f"{found.stale:%Y-%m-%dT%H:%M}") == (name, stale)


@pytest.mark.parametrize(
    ("beginning_of_week", "now", "name"),
    [
        (1, "2026-11-23T08:59", "2026-11-09/2026-11-15"),
        (1, "2026-11-23T09:00", "2026-11-16/2026-11-22"),
        (0, "2026-11-22T09:00", "2026-11-15/2026-11-21"),
        (6, "2026-11-21T09:00", "2026-11-14/2026-11-20"),
        (3, "2026-11-23T09:00", "2026-11-11/2026-11-17"),
    ],
)
def test_weeks_begin_on_the_day_that_somebody_chose(beginning_of_week: int, now: str, name: str) -> None:
    found = newest(Rhythm(7, "UTC", beginning_of_week, 9), datetime.fromisoformat(now).replace(tzinfo=UTC))

    assert found.name == name


@pytest.mark.parametrize(
    ("since", "now", "expected"),
    [
        ("2026-11-24T08:59", "2026-11-24T09:00", True),
        ("2026-11-24T09:00", "2026-11-24T09:00", False),
        ("2026-11-24T12:00", "2026-11-24T13:00", False),
        ("2026-12-01T12:00", "2026-11-24T13:00", True),
        ("2026-11-01T12:00", "2026-11-24T23:59", True),
        ("2026-11-01T12:00", "2026-11-25T00:00", False),
    ],
)
def test_what_was_due_before_a_reminder_was_made_is_not_looked_at(since: str, now: str, expected: bool) -> None:
    made, moment = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (since, now))

    assert in_time(newest(Rhythm(1, "UTC", 1, 9), moment), made, moment) is expected
