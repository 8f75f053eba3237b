"""The comparative report: how much time each step of a range has, to be laid beside the same of something else."""

from datetime import datetime

from sundial.access.askers import Membership
from sundial.core.errors import Invalid
from sundial.db.transaction import Read
from sundial.reports.entries import selection
from sundial.reports.graphs import MOST_STEPS, Sentences, graph, span
from sundial.reports.insights_schemas import (
    ComparativeGraph,
    ComparativeReport,
    ComparativeStep,
    ComparativeWanted,
)
from sundial.reports.sums import Grouping, sums

SENTENCES = Sentences(malformed="Invalid date format")


def comparative(tx: Read, asker: Membership, wanted: ComparativeWanted, now: datetime) -> ComparativeReport:
    """The time of each step. Raises Invalid; as long as there are not too many steps, the range may be any."""
    days = span(wanted, asker.user.timezone, now, SENTENCES, most_days=None)
    drawn = graph(tx, asker, days, wanted.resolution, SENTENCES)
    if len(drawn.steps.dates) > MOST_STEPS:
        raise Invalid("Date range too large for given resolution")
    seconds = [0] * len(drawn.steps.dates)
    for row in sums(tx, asker, selection(tx, asker, wanted, now, days), Grouping(by_day=True, rates=False)):
        seconds[drawn.steps.bucket_of(row.day or 0)] += row.seconds
    steps = [ComparativeStep(day.isoformat(), total) for day, total in zip(drawn.steps.dates, seconds, strict=True)]
    return ComparativeReport(ComparativeGraph(drawn.resolution, steps))
