"""What setting a rate does to a history: each mode, and each corner."""

from datetime import datetime

import pytest

from sundial.core.errors import Invalid
from sundial.core.money import Money
from sundial.rates.rules import (
    BEGINNING,
    END,
    Level,
    Mode,
    Rate,
    RateType,
    amount_at,
    checked_amount,
    ends,
    touched,
    valid_at,
    winner,
    with_rate,
)

NOW = "2026-03-10T12:00Z"
TODAY = "2026-03-10T00:00Z"
ALWAYS = "always"

History = list[tuple[str, int | None]]


def at(text: str) -> datetime:
    return BEGINNING if text == ALWAYS else datetime.fromisoformat(text)


def history(told: History) -> list[Rate]:
    """Rates that are stored: each has an id."""
    return [Rate(100 + n, at(start), _money(amount)) for n, (start, amount) in enumerate(told)]


def _money(amount: int | None) -> Money | None:
    return None if amount is None else Money(amount)


def told(rates: list[Rate]) -> History:
    return [
        (ALWAYS if rate.start == BEGINNING else f"{rate.start:%Y-%m-%dT%H:%MZ}", rate.amount and rate.amount.hundredths)
        for rate in rates
    ]


def after(before: History, amount: int | None, when: Mode | str, zone: str = "UTC", now: str = NOW) -> History:
    chosen = when if isinstance(when, Mode) else at(when)
    return told(with_rate(history(before), _money(amount), chosen, zone, at(now)))


OLD: History = [(ALWAYS, 10), ("2026-03-01T00:00Z", 20), ("2026-04-01T00:00Z", 40)]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ([], [(TODAY, 30)]),
        ([(ALWAYS, 10)], [(ALWAYS, 10), (TODAY, 30)]),
        (OLD, [(ALWAYS, 10), ("2026-03-01T00:00Z", 20), (TODAY, 30), ("2026-04-01T00:00Z", 40)]),
        ([(TODAY, 10)], [(TODAY, 30)]),
        ([(ALWAYS, 10), (TODAY, 20)], [(ALWAYS, 10), (TODAY, 30)]),
        # What began today before now gives way: else the new rate would not be valid now.
        ([(ALWAYS, 10), ("2026-03-10T08:00Z", 20)], [(ALWAYS, 10), (TODAY, 30)]),
        ([(ALWAYS, 10), (NOW, 20)], [(ALWAYS, 10), (TODAY, 30)]),
        # What begins later stays, today too.
        ([("2026-03-10T12:01Z", 20)], [(TODAY, 30), ("2026-03-10T12:01Z", 20)]),
        ([("2026-03-09T23:59Z", 10)], [("2026-03-09T23:59Z", 10), (TODAY, 30)]),
    ],
)
def test_from_today(before: History, expected: History) -> None:
    assert after(before, 30, Mode.START_TODAY) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ([], [(ALWAYS, 30)]),
        ([(ALWAYS, 10)], [(ALWAYS, 30)]),
        (OLD, [(ALWAYS, 10), ("2026-03-01T00:00Z", 30), ("2026-04-01T00:00Z", 40)]),
        # None is valid yet: the new one is until the first one starts.
        ([("2026-04-01T00:00Z", 40)], [(ALWAYS, 30), ("2026-04-01T00:00Z", 40)]),
        ([(NOW, 10)], [(NOW, 30)]),
        ([("2026-03-10T12:01Z", 10)], [(ALWAYS, 30), ("2026-03-10T12:01Z", 10)]),
        # It was cleared: from there on it has one again.
        ([(ALWAYS, 10), ("2026-03-01T00:00Z", None)], [(ALWAYS, 10), ("2026-03-01T00:00Z", 30)]),
    ],
)
def test_the_current_one(before: History, expected: History) -> None:
    assert after(before, 30, Mode.OVERRIDE_CURRENT) == expected


@pytest.mark.parametrize("before", [[], [(ALWAYS, 10)], OLD, [("2026-04-01T00:00Z", 40)], [(TODAY, 10), (NOW, None)]])
def test_all_of_them(before: History) -> None:
    assert after(before, 30, Mode.OVERRIDE_ALL) == [(ALWAYS, 30)]
    assert after(before, None, Mode.OVERRIDE_ALL) == []


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-02-01T00:00Z", [(ALWAYS, 10), ("2026-02-01T00:00Z", 30), *OLD[1:]]),
        ("2026-03-01T00:00Z", [(ALWAYS, 10), ("2026-03-01T00:00Z", 30), OLD[2]]),
        ("2026-03-10T12:00Z", [*OLD[:2], (NOW, 30), OLD[2]]),
        ("2026-03-20T06:30Z", [*OLD[:2], ("2026-03-20T06:30Z", 30), OLD[2]]),
        ("2026-04-01T00:00Z", [*OLD[:2], ("2026-04-01T00:00Z", 30)]),
        ("2026-05-01T00:00Z", [*OLD, ("2026-05-01T00:00Z", 30)]),
    ],
)
def test_a_start_that_is_named(start: str, expected: History) -> None:
    assert after(OLD, 30, start) == expected
    assert after([], 30, start) == [(start, 30)]


@pytest.mark.parametrize(
    ("before", "when", "expected"),
    [
        ([(ALWAYS, 10)], Mode.START_TODAY, [(ALWAYS, 10), (TODAY, None)]),
        ([(ALWAYS, 10)], Mode.OVERRIDE_CURRENT, []),
        (OLD, Mode.OVERRIDE_CURRENT, [(ALWAYS, 10), ("2026-03-01T00:00Z", None), ("2026-04-01T00:00Z", 40)]),
        # Nothing before the first amount: there is no rate there anyhow.
        ([], Mode.START_TODAY, []),
        ([], "2026-02-01T00:00Z", []),
        ([("2026-03-01T00:00Z", 20)], "2026-02-01T00:00Z", [("2026-03-01T00:00Z", 20)]),
        ([("2026-03-01T00:00Z", 20), ("2026-04-01T00:00Z", 40)], "2026-03-01T00:00Z", [("2026-04-01T00:00Z", 40)]),
        ([(TODAY, 10), ("2026-04-01T00:00Z", None)], Mode.START_TODAY, []),
    ],
)
def test_clearing(before: History, when: Mode | str, expected: History) -> None:
    assert after(before, None, when) == expected


@pytest.mark.parametrize(
    ("zone", "now", "today"),
    [
        ("Europe/Berlin", "2026-03-28T22:59Z", "2026-03-27T23:00Z"),
        # The day on which the clocks go forward, and the one after it.
        ("Europe/Berlin", "2026-03-28T23:00Z", "2026-03-28T23:00Z"),
        ("Europe/Berlin", "2026-03-29T21:59Z", "2026-03-28T23:00Z"),
        ("Europe/Berlin", "2026-03-29T22:00Z", "2026-03-29T22:00Z"),
        # Back again: 25 hours.
        ("Europe/Berlin", "2026-10-25T22:59Z", "2026-10-24T22:00Z"),
        ("Europe/Berlin", "2026-10-25T23:00Z", "2026-10-25T23:00Z"),
        ("America/New_York", "2026-03-08T03:00Z", "2026-03-07T05:00Z"),
        ("Asia/Kolkata", "2026-03-09T18:30Z", "2026-03-09T18:30Z"),
        # There midnight itself is left out: the day begins at one.
        ("America/Santiago", "2026-09-06T12:00Z", "2026-09-06T04:00Z"),
        ("Pacific/Kiritimati", "2026-03-10T09:59Z", "2026-03-09T10:00Z"),
    ],
)
def test_today_is_where_whoever_sets_it_lives(zone: str, now: str, today: str) -> None:
    assert after([(ALWAYS, 10)], 30, Mode.START_TODAY, zone, now) == [(ALWAYS, 10), (today, 30)]


def test_what_stays_keeps_its_id() -> None:
    new = with_rate(history(OLD), Money(30), Mode.START_TODAY, "UTC", at(NOW))
    current = with_rate(history(OLD), Money(30), Mode.OVERRIDE_CURRENT, "UTC", at(NOW))

    assert [rate.id for rate in new] == [100, 101, None, 102]
    assert [rate.id for rate in current] == [100, 101, 102]


@pytest.mark.parametrize(
    ("moment", "amount"),
    [("2026-02-28T23:59Z", 10), ("2026-03-01T00:00Z", 20), ("2026-03-31T23:59Z", 20), ("2026-04-01T00:00Z", 40)],
)
def test_a_rate_is_valid_until_the_next_one_starts(moment: str, amount: int) -> None:
    assert amount_at(history(OLD), at(moment)) == Money(amount)
    assert amount_at(history(OLD[1:]), at("2026-02-28T23:59Z")) is None
    assert valid_at(history(OLD[1:]), at("2026-02-28T23:59Z")) is None


def test_ends() -> None:
    first, second = at(TODAY), at(NOW)

    assert (ends([]), ends([first]), ends([first, second])) == ([], [None], [second, None])


@pytest.mark.parametrize(
    ("before", "later", "expected"),
    [
        ([], [], (END, END)),
        (OLD, OLD, (END, END)),
        ([], [(ALWAYS, 10)], (BEGINNING, END)),
        ([], OLD[1:], (at("2026-03-01T00:00Z"), END)),
        (OLD, [OLD[0], ("2026-03-01T00:00Z", 30), OLD[2]], (at("2026-03-01T00:00Z"), at("2026-04-01T00:00Z"))),
        (OLD, [(ALWAYS, 20), *OLD[2:]], (BEGINNING, at("2026-03-01T00:00Z"))),
        # Another row, but nothing else is valid.
        (OLD[:2], [*OLD[:2], (TODAY, 20)], (END, END)),
        ([("2026-03-01T00:00Z", None)], [], (END, END)),
    ],
)
def test_when_something_else_is_valid(before: History, later: History, expected: tuple[datetime, datetime]) -> None:
    assert touched(history(before), history(later)) == expected


def test_the_most_specific_level_wins() -> None:
    valid, cleared, later = (
        history([(ALWAYS, 10)]),
        history([(ALWAYS, 10), (TODAY, None)]),
        history([("2026-04-01T00:00Z", 1)]),
    )
    histories = dict.fromkeys(Level, valid)

    for level in reversed(Level):
        assert winner(histories, RateType.BILLABLE, at(NOW)) is level
        histories[level] = cleared if level in (Level.TASK, Level.PROJECT) else later
    assert winner(histories, RateType.BILLABLE, at(NOW)) is None
    assert winner({}, RateType.BILLABLE, at(NOW)) is None
    # What it costs is looked up in two levels only.
    assert winner(dict.fromkeys(Level, valid), RateType.LABOR, at(NOW)) is Level.PROJECT_USER
    only: dict[Level, list[Rate]] = dict.fromkeys((Level.WORKSPACE, Level.PROJECT, Level.TASK), valid)
    assert winner(only, RateType.LABOR, at(NOW)) is None


@pytest.mark.parametrize("hundredths", [0, -1])
def test_an_amount_is_more_than_nothing(hundredths: int) -> None:
    with pytest.raises(Invalid, match="amount must be greater than 0"):
        checked_amount(Money(hundredths))
    assert checked_amount(Money(1)) == Money(1)
