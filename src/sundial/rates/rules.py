"""Rates over time: which one is valid when, and what setting one does to those that were there (`decisions.md, Rates`).

A history is the rates of one thing, in order: each is valid from its start until the next one starts.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

import msgspec

from sundial.core.errors import Invalid
from sundial.core.money import Money
from sundial.core.periods import day_of, start_of_day

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
"""The start of a rate that was always valid: clients read null."""
END = datetime(9999, 12, 31, tzinfo=UTC)


class RateType(StrEnum):
    """What a rate is for: what an hour is billed at, or what it costs."""

    BILLABLE = "billable_rates"
    LABOR = "labor_costs"


class Level(StrEnum):
    """What a rate can be set for, from the least to the most specific."""

    WORKSPACE = "workspace"
    WORKSPACE_USER = "workspace_user"
    PROJECT = "project"
    PROJECT_USER = "project_user"
    TASK = "task"


STRENGTH: Mapping[RateType, Sequence[Level]] = {
    RateType.BILLABLE: (Level.TASK, Level.PROJECT_USER, Level.PROJECT, Level.WORKSPACE_USER, Level.WORKSPACE),
    RateType.LABOR: (Level.PROJECT_USER, Level.WORKSPACE_USER),
}
"""The levels of each type, the one that wins first."""


class Mode(StrEnum):
    """From when a new rate is valid, when no start is named."""

    START_TODAY = "start-today"
    OVERRIDE_CURRENT = "override-current"
    OVERRIDE_ALL = "override-all"


class Rate(msgspec.Struct, frozen=True):
    """One rate of a history. No amount: from its start on the next level counts. ``id`` is None until it is stored."""

    id: int | None
    start: datetime
    amount: Money | None


Dated = TypeVar("Dated", bound=Rate)


def valid_at(history: Sequence[Dated], moment: datetime) -> Dated | None:
    """The rate that is valid at a moment, None before the first one."""
    return next((rate for rate in reversed(history) if rate.start <= moment), None)


def amount_at(history: Sequence[Rate], moment: datetime) -> Money | None:
    """The amount that is valid at a moment, None where there is none."""
    rate = valid_at(history, moment)
    return None if rate is None else rate.amount


def ends(starts: Sequence[datetime]) -> list[datetime | None]:
    """Where rates that start so end: each where the next one starts, the last one nowhere."""
    return [*starts[1:], None] if starts else []


def winner(histories: Mapping[Level, Sequence[Rate]], kind: RateType, moment: datetime) -> Level | None:
    """The most specific level that has an amount at a moment."""
    return next((one for one in STRENGTH[kind] if amount_at(histories.get(one, ()), moment) is not None), None)


def with_rate(
    history: Sequence[Rate], amount: Money | None, when: Mode | datetime, zone: str, now: datetime
) -> list[Rate]:
    """A history after a rate was set, by a person who lives in a time zone.

    From today on: whatever began today gives way, so that the new rate is valid now; later ones stay.
    """
    if when is Mode.OVERRIDE_ALL:
        return _trimmed([Rate(None, BEGINNING, amount)])
    if when is Mode.OVERRIDE_CURRENT:
        current = valid_at(history, now)
        new = Rate(None, BEGINNING, amount) if current is None else Rate(current.id, current.start, amount)
        return _trimmed([*(rate for rate in history if rate is not current), new])
    first = start_of_day(day_of(now, zone), zone) if when is Mode.START_TODAY else when
    last = max(first, now) if when is Mode.START_TODAY else first
    stay = [rate for rate in history if not first <= rate.start <= last]
    return _trimmed([*stay, Rate(None, first, amount)])


def ended(history: Sequence[Rate], now: datetime) -> list[Rate]:
    """A history of something that goes: what was valid until now was, and nothing is from now on."""
    past = [rate for rate in history if rate.start < now]
    return [*past, Rate(None, now, None)] if past and past[-1].amount is not None else past


def touched(before: Sequence[Rate], after: Sequence[Rate]) -> tuple[datetime, datetime]:
    """From when until when something else is valid than before: nowhere outside of it."""
    starts = sorted({BEGINNING, *(one.start for one in before), *(one.start for one in after)})
    differs = [amount_at(before, start) != amount_at(after, start) for start in starts]
    if True not in differs:
        return END, END
    first, last = differs.index(True), len(differs) - 1 - differs[::-1].index(True)
    return starts[first], starts[last + 1] if last + 1 < len(starts) else END


def checked_amount(amount: Money) -> Money:
    """An amount that a rate may have. Raises Invalid."""
    if amount.hundredths <= 0:
        raise Invalid("amount must be greater than 0")
    return amount


def _trimmed(rates: list[Rate]) -> list[Rate]:
    """In order, from the first amount on: before it there is none anyhow."""
    rates.sort(key=lambda rate: rate.start)
    while rates and rates[0].amount is None:
        del rates[0]
    return rates
