"""Days and moments in all kinds of time zones: of 23 and 25 hours, with half hours, over midnight."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sundial.core import periods
from sundial.core.errors import Invalid
from sundial.time_entries import rules
from sundial.time_entries.rules import Interval
from sundial.time_entries.schemas import Wanted
from tests.cast import Cast
from tests.time_entries.diary import diary

ZONES = st.sampled_from(
    [
        "UTC",
        "America/Los_Angeles",
        "America/Santiago",
        "America/St_Johns",
        "Asia/Kathmandu",
        "Asia/Kolkata",
        "Africa/Cairo",
        "Australia/Lord_Howe",
        "Europe/Berlin",
        "Pacific/Apia",
        "Pacific/Auckland",
        "Pacific/Kiritimati",
    ]
)
DAYS = st.dates(date(2006, 1, 2), date(2030, 12, 30))
FIRST = datetime(2006, 1, 2, tzinfo=UTC)
MOMENTS = st.integers(0, 24 * 365 * 24 * 3600).map(lambda seconds: FIRST + timedelta(seconds=seconds))
SECONDS = st.integers(0, 999 * 3600)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Africa/Cairo", date(2026, 4, 24), 23),
        ("Pacific/Apia", date(2011, 12, 30), 0),
        ("Asia/Kolkata", date(2026, 3, 29), 24),
    ],
    ids=str,
)
def test_how_long_days_are(zone: str, day: date, hours: float) -> None:
    assert periods.end_of_day(day, zone) - periods.start_of_day(day, zone) == timedelta(hours=hours)


@given(DAYS, ZONES)
def test_days_follow_each_other_without_gap_or_overlap(day: date, zone: str) -> None:
    starts = [periods.start_of_day(day + timedelta(days=n), zone) for n in range(4)]

    assert all(one <= other for one, other in pairwise(starts))
    assert periods.end_of_day(day, zone) == starts[1]


@given(MOMENTS, ZONES)
def test_every_moment_is_in_the_day_that_it_belongs_to(moment: datetime, zone: str) -> None:
    day = periods.day_of(moment, zone)

    assert periods.start_of_day(day, zone) <= moment < periods.end_of_day(day, zone)


@given(MOMENTS, ZONES)
def test_a_moment_is_the_same_however_it_is_written(moment: datetime, zone: str) -> None:
    local = moment.astimezone(ZoneInfo(zone)).isoformat()

    assert periods.moment("start", local, "UTC") == moment
    assert periods.moment("start", local.replace("+", " "), zone) == moment
    assert periods.moment("start", moment.isoformat().replace("+00:00", "Z"), zone) == moment
    assert periods.moment("start", moment.replace(tzinfo=None).isoformat(), zone) == moment


@given(DAYS, ZONES)
def test_a_day_is_its_beginning(day: date, zone: str) -> None:
    assert periods.moment("start", day.isoformat(), zone) == periods.start_of_day(day, zone)


@given(st.text(max_size=40), ZONES)
def test_any_text_is_a_moment_or_refused(text: str, zone: str) -> None:
    try:
        found = periods.moment("start", text, zone)
    except Invalid as error:
        sentence = error.sentence
    else:
        assert found.tzinfo is UTC
        return
    assert sentence == "start must be a date as YYYY-MM-DD or a time as in RFC 3339"


@given(MOMENTS, SECONDS, st.sampled_from(["start", "stop", "both", "all"]))
def test_start_stop_and_duration_agree_however_an_entry_is_given(start: datetime, seconds: int, given: str) -> None:
    stop = start + timedelta(seconds=seconds)
    wanted = {
        "start": Wanted(start=start.isoformat(), duration=seconds),
        "stop": Wanted(stop=stop.isoformat(), duration=seconds),
        "both": Wanted(start=start.isoformat(), stop=stop.isoformat()),
        "all": Wanted(start=start.isoformat(), stop=stop.isoformat(), duration=seconds),
    }[given]

    interval = rules.new_interval(wanted, "UTC", start)

    assert (interval.start, interval.stop, interval.duration) == (start, stop, seconds)


@given(MOMENTS, SECONDS, MOMENTS, SECONDS)
def test_a_change_leaves_what_agrees_or_nothing(start: datetime, seconds: int, other: datetime, more: int) -> None:
    present = Interval(start, start + timedelta(seconds=seconds))
    for wanted in (
        Wanted(start=other.isoformat()),
        Wanted(stop=other.isoformat()),
        Wanted(duration=more),
        Wanted(start=other.isoformat(), duration=more),
    ):
        try:
            changed = rules.changed_interval(present, wanted, "UTC")
        except Invalid:
            continue
        assert changed.stop is not None
        assert 0 <= changed.duration <= 999 * 3600
        assert changed.stop - changed.start == timedelta(seconds=changed.duration)


@given(MOMENTS, DAYS, ZONES)
def test_an_entry_that_is_put_on_another_day_keeps_its_local_time(moment: datetime, day: date, zone: str) -> None:
    moved = periods.on_day(moment, day, zone)

    wanted, found = moment.astimezone(ZoneInfo(zone)), moved.astimezone(ZoneInfo(zone))
    # Only an hour that the day does not have can move it.
    skipped = periods.end_of_day(day, zone) - periods.start_of_day(day, zone) < timedelta(days=1)
    assert skipped or (found.date(), found.time()) == (day, wanted.time())


def test_an_entry_over_midnight_belongs_to_the_day_of_its_start(cast: Cast) -> None:
    cast.alice.put("/me", {"timezone": "Asia/Kathmandu"})
    # From 23:50 to 00:10 in Kathmandu, on a day that is the same in UTC.
    entry = diary(cast).add(start="2026-03-02T23:50:00+05:45", duration=1200)

    assert entry["start"] == "2026-03-02T18:05:00Z"
    assert len(diary(cast).list("?start_date=2026-03-02&end_date=2026-03-03")) == 1
    assert diary(cast).list("?start_date=2026-03-03&end_date=2026-03-04") == []


def test_an_entry_over_the_change_of_clocks_has_its_real_duration(cast: Cast) -> None:
    cast.alice.put("/me", {"timezone": "Europe/Berlin"})

    spring = diary(cast).add(start="2026-03-29T01:30:00+01:00", stop="2026-03-29T03:30:00+02:00", duration=None)
    autumn = diary(cast).add(start="2026-10-25T02:30:00+02:00", stop="2026-10-25T02:30:00+01:00", duration=None)

    assert (spring["duration"], autumn["duration"]) == (3600, 3600)
