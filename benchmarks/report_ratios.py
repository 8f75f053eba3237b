"""What reports cost in relation to the least: of the medians of some rounds, a line for each report."""

from collections.abc import Sequence
from statistics import median

import msgspec

from benchmarks.floor_reports import Least
from benchmarks.growth import Cost

MOST_TIMES = 2.0
COLUMNS = ("server", "database", "p50 ms", "bare", "floor", "sql", "answer", "all")
HEAD = "".join([f"{'':<24}", *(f"{name:>10}" for name in COLUMNS)])


class Round(msgspec.Struct):
    """What a report and the least of it cost in one round."""

    cost: Cost
    least: Least

    @property
    def ratios(self) -> list[float | None]:
        """Of the statements, of the answer if it has a floor, and of all."""
        least, answer = self.least, self.least.answer
        return [
            least.statements.cpu / least.aggregate.cpu,
            None if answer is None else self.cost.cpu / answer.cpu,
            self.cost.cpu / least.aggregate.cpu,
        ]


def line(title: str, rounds: Sequence[Round]) -> str:
    """The medians of a report's rounds. Each ratio is the median of the rounds' ratios."""
    bare = median(one.least.aggregate.cpu for one in rounds)
    answers = [one.least.answer.cpu for one in rounds if one.least.answer is not None]
    floors = f"{bare / 1000:>10.1f}{f'{median(answers) / 1000:.1f}' if answers else '':>10}"
    found = [_middle(ratios) for ratios in zip(*(one.ratios for one in rounds), strict=True)]
    ratios = "".join(f"{'' if ratio is None else f'{ratio:.2f}':>10}" for ratio in found)
    over = [name for name, ratio in zip(COLUMNS[-3:], found, strict=True) if ratio is not None and ratio > MOST_TIMES]
    verdict = f" OVER {MOST_TIMES:g}: {', '.join(over)}" if over else f" ok ≤ {MOST_TIMES:g}"
    return f"{title:<24}{shown(_median([one.cost for one in rounds]))}{floors}{ratios}{verdict}"


def _middle(ratios: Sequence[float | None]) -> float | None:
    known = [ratio for ratio in ratios if ratio is not None]
    return median(known) if known else None


def shown(cost: Cost) -> str:
    """A cost in milliseconds, in three columns."""
    return "".join(f"{part / 1000:>10.2f}" for part in (cost.server, cost.database, cost.p50))


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(*(median(getattr(cost, field) for cost in costs) for field in Cost.__struct_fields__))
