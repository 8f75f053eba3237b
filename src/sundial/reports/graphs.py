"""What reports with a graph ask for: days, and how long the steps of the graph are. Each has words of its own."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from sundial.access.askers import Membership
from sundial.core.errors import Invalid
from sundial.core.periods import ONE_DAY, day
from sundial.db.transaction import Read
from sundial.reference.currencies import CURRENCY_CODES
from sundial.reports.buckets import Buckets, Resolution
from sundial.reports.rules import FIRST_DAY, LAST_DAY, MOST_DAYS, Range, period
from sundial.reports.schemas import Period
from sundial.reports.totals import RESOLUTIONS, steps, usual

MOST_STEPS = 366
OUTSIDE = "Date should be within 2006-01-01 to 2030-01-01"


class Sentences(msgspec.Struct, frozen=True):
    """What the caller of a report reads of bad parameters."""

    malformed: str
    outside: str = OUTSIDE
    backwards: str = "Start time must be before end time"
    long: str = f"Maximum allowed date range is {MOST_DAYS} days"
    resolution: str = "Resolution must be one of [{allowed}]"
    currency: str = "Currency is required parameter"


class Graph(msgspec.Struct):
    """The days of a report and the steps of its graph."""

    days: Range
    resolution: Resolution
    steps: Buckets


def span(given: Period, zone: str, now: datetime, say: Sentences, most_days: int | None = MOST_DAYS) -> Range:
    """Whole days of a report in a person's time zone, the seven up to today where nothing is said. Raises Invalid."""
    for text in (given.start_date, given.end_date):
        if text is not None:
            _check_day(text, say)
    try:
        days = period(Period(given.start_date, given.end_date), zone, now, most_days=None)
    except Invalid as error:
        raise Invalid(say.backwards) from error
    if most_days is not None and (days.last_day - days.first_day) // ONE_DAY > most_days:
        raise Invalid(say.long)
    return days


def graph(
    tx: Read,
    asker: Membership,
    days: Range,
    wanted: str | None,
    say: Sentences,
    allowed: Sequence[Resolution] = RESOLUTIONS,
) -> Graph:
    """The steps of a range, of the wanted length or of one that suits the range. Raises Invalid."""
    if wanted is not None and wanted not in allowed:
        raise Invalid(say.resolution.format(allowed=", ".join(allowed)))
    resolution = usual(days) if wanted is None else Resolution(wanted)
    return Graph(days, resolution, steps(tx, asker, days, resolution))


def currency_of(given: str | None, say: Sentences) -> str:
    """The currency that a report is in. Raises Invalid for none."""
    if not given or not given.strip():
        raise Invalid(say.currency)
    currency = given.strip().upper()
    if currency not in CURRENCY_CODES:
        raise Invalid("currency must be the ISO 4217 code of a currency, such as USD")
    return currency


def _check_day(text: str, say: Sentences) -> None:
    try:
        # Some clients send a whole instant.
        found = day("date", text[:10])
    except Invalid as error:
        raise Invalid(say.malformed) from error
    if not FIRST_DAY <= found <= LAST_DAY:
        raise Invalid(say.outside)
